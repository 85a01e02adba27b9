"""The window shows nobody but the pharmacist what is blinded; the pharmacist and the rater find what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.gui import navigation as to
from crf_app.gui.main_window import MainWindow
from crf_app.gui.settings import Settings
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.gui.workroom import Workroom
from crf_app.services.desk import Desk
from crf_app.services.opening import open_file
from tests.security.blinded_trial import DAY_0, MONTH_6, PASSPHRASE, PASSWORD, SECRETS, HIDDEN, Trial, met, trial
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
        for _ in range(4):
            QApplication.processEvents()
        return self

    def told(self) -> list[str]:
        """All that the window tells now."""
        return list(told_by(self.window))


@pytest.fixture
def house(qtbot: QtBot, made: Trial, tmp_path: Path) -> House:
    return House(qtbot, made, tmp_path)


def places(house: House) -> Iterator[to.Place]:
    """Everywhere the person can go."""
    subject = house.made.subject
    yield from (to.Today(), to.Subjects(), to.Subject(subject), to.AdverseEvents(), to.Queries(), to.Queries(subject))
    yield from (to.Reports(), to.AuditTrail(), to.AuditTrail(subject), to.People())
    for log in house.desk.study.schedule.logs:
        yield to.Log(subject, log)
    for page in house.desk.record(subject).pages.values():
        yield to.Form(page.place)
        yield to.AuditTrail(subject, page.place.id)


def test_no_page_of_the_window_tells_the_coordinator(house: House) -> None:
    house.enter("roca")
    for place in places(house):
        said = house.goes(place).told()
        assert met(said) == [], place

