"""A window over a clinic's desk, as a signed-in person has it, for tests of the form and the logs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from crf_app.gui.ask import Asks
from crf_app.gui.rooms import make_room
from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme
from tests.gui.clerk import Clerk
from tests.services.clinic import Clinic, Subject

PAST = ("screening", "day_0")


class Window(QMainWindow):
    """A window with a room in it."""

    def __init__(self, clinic: Clinic, size: tuple[int, int] = (1366, 736)) -> None:
        super().__init__()
        self.room = make_room(clinic.desk, self, Asks(self))
        self.setCentralWidget(self.room)
        self.resize(*size)

    def show_active(self) -> None:
        self.show()
        self.activateWindow()
        QTest.qWaitForWindowActive(self)


class Ward:
    """A clinic, its window, and the clerk who sits at it."""

    def __init__(
        self, bot: QtBot, folder: Path, *, past: tuple[str, ...] = PAST, person: str = "rahimi",
        theme: Theme | None = None, size: tuple[int, int] = (1366, 736),
    ) -> None:  # fmt: skip
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(theme or Theme(), app)
        self.clinic = Clinic(folder, past)
        if not past:
            self.clinic.enrols("A-01")
        self.clinic.signs_in(person)
        self.window = Window(self.clinic, size)
        bot.addWidget(self.window)
        self.window.show_active()
        self.clerk = Clerk(self.window)

    @property
    def subject(self) -> Subject:
        return self.clinic.subject("A-01")
