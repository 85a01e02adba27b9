"""What people wrote is shown in the window letter by letter; looking at it changes nothing."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import crf_app.gui
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.editors import Editor
from crf_app.gui.editors.lines import LineEditor, LongTextEditor
from crf_app.gui.main_window import MainWindow
from crf_app.gui.parts import Run, TextArea, TextField, TextLabel
from crf_app.gui.parts.tips import tip
from crf_app.gui.settings import Settings
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.gui.workroom import Workroom
from crf_app.services.opening import open_file
from tests.gui.clerk import type_text
from tests.security.hostile import LONG, TEXTS
from tests.security.written import Written
from tests.services.clinic import PASSPHRASE, PASSWORD

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LOOKED_AT = ("override", "isolate_open", "isolate_closed_too_often", "nul", "escape", "line_ends", "html", "formula",
             "emoji", "zalgo", "scripts", "spaces", "long", "many_lines")  # fmt: skip


E = TypeVar("E", bound=Editor)


class House:
    """The real window over a copy of the file."""

    def __init__(self, bot: QtBot, written: Written, folder: Path, language: str) -> None:
        self.written, self._bot = written, bot
        path = folder / "site-01.crf"
        written.desk.file.backup(path)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language=language)
        self.window = MainWindow(switch, Settings(language=language), written.desk.clock)
        bot.addWidget(self.window)
        self.window.resize(1366, 736)
        self.window.show()
        bot.waitExposed(self.window)
        self.desk = open_file(path, PASSPHRASE, clock=written.desk.clock)
        self.desk.sign_in("rahimi", PASSWORD)
        self.window.enter(self.desk)

    @property
    def room(self) -> Workroom:
        assert self.window.room is not None
        return self.window.room

    def goes(self, place: to.Place) -> QImage:
        """Go there and look at everything."""
        self.room.go(place)
        QApplication.processEvents()
        image = self.window.grab().toImage()
        for label in self.window.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()[:60]
        for widget in self.window.findChildren(QWidget):
            shown = widget.toolTip()
            assert "<b>" not in shown, shown[:80]
        return image

    def editor(self, kind: type[E], item: str) -> E:
        """An editor of the open form; those further down are made a moment later."""
        found: list[E] = []

        def there() -> bool:
            found[:] = [each for each in self.window.findChildren(kind) if each.item.id == item]
            return bool(found)

        self._bot.waitUntil(there)
        return found[0]


@pytest.fixture
def house(qtbot: QtBot, written: Written, tmp_path: Path, request: pytest.FixtureRequest) -> House:
    return House(qtbot, written, tmp_path, getattr(request, "param", "en"))


@pytest.mark.parametrize("house", ["en", "fa"], indirect=True)
def test_every_page_shows_it_and_records_nothing(house: House) -> None:
    facts = house.desk.file.fact_count()
    subject = house.written.subject
    for place in (to.Today(), to.Subjects(), to.Subject(subject), to.Queries(), to.AuditTrail(subject)):
        house.goes(place)
    for name in LOOKED_AT:
        house.goes(to.Form(house.written.pages[name]))
        for field in house.window.findChildren(TextField) + house.window.findChildren(TextArea):
            if field.isVisible():
                field.setFocus()  # as somebody does who walks through the form with Tab
        QApplication.processEvents()
    house.goes(to.Today())
    assert house.desk.file.fact_count() == facts


def test_a_form_shows_what_was_typed(house: House) -> None:
    for name in ("override", "nul", "line_ends", "spaces", "long", "emoji", "scripts", "tags"):
        house.goes(to.Form(house.written.pages[name]))
        text = TEXTS[name]
        assert house.editor(LineEditor, "approver").field.text() == text
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
        assert house.editor(LongTextEditor, "what").field.toPlainText() == lines


def test_a_long_text_that_is_written_on_keeps_all_that_was_there(house: House) -> None:
    place = house.written.pages["spaces"]
    house.goes(to.Form(place))
    long = house.editor(LongTextEditor, "what")
    long.field.setFocus()
    QTest.keyClick(long.field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(long.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_text(long.field, "more")
    house.goes(to.Today())
    assert stored(house, place, "what") == TEXTS["spaces"] + "\nmore"


def test_what_is_pasted_is_not_cut(house: House) -> None:
    place = house.written.pages["sql"]
    house.goes(to.Form(place))
    line = house.editor(LineEditor, "approver")
    line.field.setFocus()
    line.field.selectAll()
    line.field.insert(LONG)
    house.goes(to.Today())
    assert stored(house, place, "approver") == LONG


WRITTEN = ("override", "isolate_open", "nul", "escape", "html", "formula_tab", "emoji", "zalgo", "scripts", "spaces")


def test_what_is_written_into_a_field_is_what_is_recorded(house: House) -> None:
    place = house.written.pages["sql"]
    for name in WRITTEN:
        house.goes(to.Form(place))
        line, long = house.editor(LineEditor, "deviation_on").field, house.editor(LongTextEditor, "what").field
        line.setFocus()
        line.selectAll()
        line.insert(TEXTS[name])
        long.setFocus()
        long.selectAll()
        long.insertPlainText(TEXTS[name])
        house.goes(to.Today())
        assert stored(house, place, "deviation_on", "unreadable") == TEXTS[name]
        assert stored(house, place, "what", "unreadable" if name == "nul" else "value") == TEXTS[name]


def stored(house: House, place: PagePlace, item: str, part: str = "value") -> str:
    return house.desk.record(place.subject).pages[place.id].entries[EntryKey(item)].stored[part]


# Beside others


def row_of_ink(text: str) -> QImage:
    """What a label shows: a name somebody chose, then words of the program."""
    label = TextLabel([Run(text), Run(" · monitor")])
    label.resize(400, label.sizeHint().height())
    return label.grab().toImage()


@pytest.mark.parametrize("control", ["\u202e", "\u202d", "\u2067", "\u202b", "\u2069"])
def test_a_control_of_direction_ends_with_its_text(qtbot: QtBot, control: str) -> None:
    plain, hostile = row_of_ink("ab"), row_of_ink(f"ab{control}")
    if control in "\u202e\u202d":
        assert hostile == row_of_ink(f"ab[U+{ord(control):04X}]")
    else:
        assert hostile == plain


def test_a_tip_is_letters_and_not_too_many() -> None:
    assert tip("<b>&amp;</b>") == '<p style="white-space: pre-wrap">&lt;b&gt;&amp;amp;&lt;/b&gt;</p>'
    assert tip("2 < 3 & 4") == "2 < 3 & 4"
    assert len(tip(LONG)) == 1_000
    assert tip("ab\u202e") == "ab[U+202E]"


def test_every_tip_of_the_window_is_made_that_way() -> None:
    """A tip made of words that vary goes through `tip`; one that is a sentence of ours need not."""
    home = Path(crf_app.gui.__file__).parent
    found = [
        f"{path.name}:{node.lineno}"
        for path in home.glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setToolTip" and not _is_ours(node.args[0])
    ]
    assert found == []


def _is_ours(given: ast.expr) -> bool:
    if isinstance(given, ast.Constant):
        return True
    if not isinstance(given, ast.Call):
        return isinstance(given, ast.Attribute) and given.attr == "shown_keys"
    name = getattr(given.func, "id", getattr(given.func, "attr", ""))
    return name == "tip" or (name in ("say", "_say") and len(given.args) == 1 and not given.keywords)
