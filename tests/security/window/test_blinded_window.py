"""The window shows nobody but the pharmacist what is blinded; the pharmacist and the rater find what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.capture.places import VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.command_palette import CommandPalette
from crf_app.gui.editors import Editor
from crf_app.gui.main_window import MainWindow
from crf_app.gui.parts import Access
from crf_app.gui.settings import Settings
from crf_app.gui.sign_dialog import SignDialog
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.gui.workroom import Workroom
from crf_app.services.desk import Desk
from crf_app.services.opening import open_file
from tests.gui.clerk import Clerk
from tests.security.blinded_trial import DAY_0, HIDDEN, PASSPHRASE, PASSWORD, SECRETS, Trial, met, trial
from tests.security.window.told import told_by

pytestmark = [pytest.mark.requirement(26), pytest.mark.qt_log_ignore("does not support propagateSizeHints")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The file, written once; each window has a copy of its own."""
    found = trial(tmp_path_factory.mktemp("blinded"))
    yield found
    found.desk.file.close()


class House:
    """The real window over a copy of the file."""

    def __init__(self, bot: QtBot, made: Trial, folder: Path, language: str = "en") -> None:
        self.made, self.bot = made, bot
        path = folder / "site-01.crf"
        made.desk.file.backup(path)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language=language)
        self.window = MainWindow(switch, Settings(language=language), made.clock)
        bot.addWidget(self.window)
        self.window.resize(1366, 736)
        self.window.show()
        bot.waitExposed(self.window)
        self.desk: Desk = open_file(path, PASSPHRASE, clock=made.clock)

    def enter(self, username: str) -> House:
        """Let somebody in."""
        self.desk.sign_in(username, PASSWORD)
        self.window.enter(self.desk)
        return self

    @property
    def room(self) -> Workroom:
        assert self.window.room is not None
        return self.window.room

    def goes(self, place: to.Place) -> House:
        """Go somewhere and let everything be made."""
        self.room.go(place)
        self.settle()
        return self

    def settle(self) -> None:
        """Let everything be made that is to be made, and taken down that is done with."""
        for _ in range(4):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def told(self, *, shown: bool = False) -> list[str]:
        """All that the window tells now."""
        return list(told_by(self.window, shown=shown))


@pytest.fixture
def house(qtbot: QtBot, made: Trial, tmp_path: Path) -> House:
    return House(qtbot, made, tmp_path)


def places(house: House) -> Iterator[to.Place]:
    """Everywhere the person can go."""
    subject, pages = house.made.subject, house.desk.record(house.made.subject).pages.values()
    yield from (to.Today(), to.Subjects(), to.Subject(subject), to.Queries(), to.Queries(subject), to.Reports())
    yield from (to.AdverseEvents(), to.AuditTrail(), to.AuditTrail(subject), to.People())
    yield from (to.Log(subject, log) for log in ("adverse_event", "unblinding") if log in house.desk.study.forms)
    yield from (to.Form(page.place) for page in pages)
    yield from (to.AuditTrail(subject, page.place.id) for page in pages if page.place.form == "cell_infusion")


def shown_everywhere(house: House) -> Iterator[tuple[to.Place, list[str]]]:
    """Go everywhere the person can go, and gather what the window tells."""
    for place in places(house):
        if house.room.can_show(type(place)):
            yield place, house.goes(place).told()


def searched(house: House) -> list[str]:
    """What the palette offers to somebody who looks for what is blinded."""
    house.room.act("find")
    palette = house.window.findChild(CommandPalette)
    assert palette is not None
    told: list[str] = []
    for words in ("B-01 product", "B-01 cells", "B-01 sequence", "zx-7732", "quintana", "B-01 viability", "msc"):
        palette.field.setText(words)
        QApplication.processEvents()
        told += [text for text in house.told() if text.casefold() != words.casefold()]
    palette.dismiss()
    return told


def test_no_page_of_the_window_tells_the_coordinator(house: House) -> None:
    house.enter("roca")
    for place, told in shown_everywhere(house):
        assert met(told) == [], place
    assert met(searched(house)) == []


def test_the_pharmacist_meets_all_of_it(house: House) -> None:
    """Or the other tests of this file would look at the wrong place."""
    house.enter("marin")
    pages = [house.made.page(form, DAY_0) for form in ("randomisation", "cell_infusion", "product_release")]
    seen: list[to.Place] = [to.Queries(), to.Form(house.made.page("unblinding"))]
    told = [text for place in (*seen, *(to.Form(page) for page in pages)) for text in house.goes(place).told()]
    missed = [each for each in ("cells, then placebo", "quintana", "zx-7732", "91.7", "413.9", "82.2", "cx-5512",
                                "xylophone", "quartz scale", "is not 1 to 2") if not met(told, [each])]  # fmt: skip
    assert missed == []
    assert met(searched(house), ["zx-7732", "cells given"])


def test_the_rater_meets_the_examination_and_nothing_else(house: House) -> None:
    house.enter("puig")
    others = (
        "gastroenteritis",
        "60.0",
        "mistake",
        "relapse log",
        "cell infusion",
        "randomis",
        "eligib",
        "adverse event",
    )
    for place, told in shown_everywhere(house):
        assert met(told) == [], place
        assert met(house.told(shown=True), others) == [], place
    assert met(searched(house), (*SECRETS, *HIDDEN, *others[:-1])) == []


def test_the_administrator_meets_no_data(house: House) -> None:
    house.enter("ferrer")
    for place, told in shown_everywhere(house):
        assert met(told, (*SECRETS, *HIDDEN, "gastroenteritis", "60.0")) == [], place


def test_a_visit_without_pages_for_the_rater_leads_to_the_subject(house: House) -> None:
    """There is nothing to fill, and no half-empty page is shown for it."""
    house.enter("puig").goes(to.Visit(VisitPlace(house.made.subject, "month_1")))
    assert house.room.navigator.place == to.Subject(house.made.subject)
    assert not house.room.can_show(to.AdverseEvents)
    house.goes(to.Today())
    assert "month 1" not in [text.casefold() for text in house.told(shown=True)]
    house.goes(to.Reports())
    assert not met(house.told(shown=True), ["certified copy"])


def test_the_pharmacist_writes_in_blinded_fields_alone(house: House) -> None:
    house.enter("marin").goes(to.Form(house.made.page("cell_infusion", DAY_0)))
    house.bot.waitUntil(lambda: len(house.window.findChildren(Editor)) > 15)
    form = house.desk.study.forms["cell_infusion"]
    for editor in house.window.findChildren(Editor):
        if form.has(editor.item.id) and not editor.item.is_derived:
            assert (editor.access is Access.OPEN) is form.is_blinded(editor.item.id), editor.item.id


def test_who_signs_is_shown_what_is_signed_and_no_more(house: House) -> None:
    house.enter("saiz").goes(to.Subject(house.made.subject))
    house.room.act("sign_casebook")
    assert house.window.findChild(SignDialog) is not None
    assert met(house.told()) == []


def test_who_comes_after_the_pharmacist_finds_nothing_left(house: House) -> None:
    house.enter("marin").goes(to.Form(house.made.page("cell_infusion", DAY_0)))
    assert met(house.told(), ["zx-7732"])
    house.window.act("lock")
    house.settle()
    assert met(house.told(shown=True)) == [], "the locked window"
    Clerk(house.window).signs_in("roca", PASSWORD)
    house.settle()
    assert met(house.told()) == []
    for place in (to.Form(house.made.page("cell_infusion", DAY_0)), to.Subject(house.made.subject)):
        assert met(house.goes(place).told()) == [], place
