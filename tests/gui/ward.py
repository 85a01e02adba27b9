"""A ward for tests of the window: three subjects in a real file, and a clerk who only clicks and types."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf_app.base.clock import SetClock
from crf_app.base.partial_date import PartialDate
from crf_app.capture import commands as c
from crf_app.gui import navigation as to
from crf_app.gui.ask import Question
from crf_app.gui.main_window import MainWindow
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import ProblemLine
from crf_app.gui.settings import Settings
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.gui.workroom import Workroom
from crf_app.services.opening import open_file
from tests.services.clinic import PASSPHRASE, PASSWORD, TEHRAN, Clinic

NOW = datetime(2025, 7, 16, 9, 20, tzinfo=TEHRAN)
"""The infusions were on 7 June 2025: month 1 closed on 14 July."""

AWARE = "2025-07-15 16:00"


@cache
def filed() -> bytes:
    """A-01 came to month 1 and has a serious event, A-02 came to day 0 and is asked about, A-03 was enrolled."""
    with TemporaryDirectory() as folder:
        clinic = Clinic(Path(folder))
        first = clinic.subject_through("screening", "day_0", "hour_24", "month_1", label="A-01")
        second = clinic.subject_through("screening", "day_0", label="A-02")
        clinic.enrols("A-03")
        event = first.sheet("adverse_event")
        event.types(words="Hospital stay for a urinary infection", grade="3", serious="yes", aware=AWARE)
        event.types(onset="2025-07-15").saves()
        question = c.RaiseQuery("Please check the date against the letter.", page=second.place("consent", "screening"))
        clinic.does(question, by="moradi")
        clinic.desk.file.close()
        return (Path(folder) / "site-01.crf").read_bytes()


class Clerk:
    """A person at the window. What they do is what the mouse and the keyboard can do."""

    def __init__(self, bot: QtBot, folder: Path, *, language: str = "en") -> None:
        self.bot = bot
        self.path = folder / "site-01.crf"
        self.path.write_bytes(filed())
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language=language)
        self.clock = SetClock(NOW)
        self.window = MainWindow(self.switch, Settings(language=language), self.clock)
        bot.addWidget(self.window)
        self.window.resize(1366, 736)
        self.window.show()
        bot.waitExposed(self.window)

    @property
    def room(self) -> Workroom:
        assert self.window.room is not None, "nobody is signed in"
        return self.window.room

    def sits_down_as(self, username: str) -> Clerk:
        desk = open_file(self.path, PASSPHRASE, clock=self.clock)
        desk.sign_in(username, PASSWORD)
        self.window.enter(desk)
        return self

    def subject(self, label: str) -> str:
        found = self.room.desk.file.find_subject(label)
        assert found is not None
        return found

    def goes_to(self, place: to.Place) -> Clerk:
        self.room.go(place)
        return self

    def presses(self, *keys: Qt.Key, on: QWidget | None = None, held: Qt.KeyboardModifier | None = None) -> Clerk:
        target = on or QApplication.focusWidget() or self.window
        for key in keys:
            QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)
        return self

    def types(self, text: str, on: QWidget | None = None) -> Clerk:
        target = on or QApplication.focusWidget() or self.window
        QTest.keyClicks(target, text)
        return self

    def clicks(self, target: QWidget) -> Clerk:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        return self

    @property
    def sheet(self) -> Question:
        """The question that lies over the page."""
        found = self.overlay
        assert isinstance(found, Question)
        return found

    @property
    def overlay(self) -> Overlay | None:
        found = [each for each in self.window.findChildren(Overlay) if each.isVisible()]
        return found[-1] if found else None

    def told(self, within: QWidget | None = None) -> str:
        """The sentence that says what is wrong, if one is shown."""
        lines = (within or self.window).findChildren(ProblemLine)
        shown = [line.accessibleName() for line in lines if line.isVisible()]
        return shown[-1] if shown else ""


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)
