"""The status bar: that it is saved, the backup, the seal. Always there, never more than words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.models.phrases import ago_words, clock_second, ltr
from crf_app.gui.parts import ProgressBar, StatusText
from crf_app.gui.theme import Theme, Themed
from crf_app.services.keeping import OVERDUE


@dataclass(frozen=True)
class BackupState:
    """When the file was last copied, where to, and whether the copy was restored as a test.

    `current` tells that nothing happened since that would be lost; `problem` why the last try failed, if it did;
    `alone` that no other disk has a copy.
    """

    at: datetime | None
    where: str = ""
    tested: bool = False
    current: bool = False
    problem: str = ""
    alone: bool = False

    def is_old(self, now: datetime) -> bool:
        """Whether a reminder is due: nobody should lose more than three days."""
        return self.at is None or (not self.current and now - self.at > OVERDUE)


class StatusBar(QWidget, Themed):
    """The window's last line."""

    backup_pressed = Signal()
    """The words about the backup were pressed."""

    seal_pressed = Signal()
    """The seal was pressed."""

    saved_pressed = Signal()
    """The words about saving were pressed."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setAccessibleName(say("Status"))
        self._across = QHBoxLayout(self)
        self.saved = StatusText(say("Nothing unsaved"), "check", "ok")
        self.saved.clicked.connect(self.saved_pressed)
        self._work = StatusText("", None)
        self._bar = ProgressBar("", width=120)
        self._bar.setMaximumWidth(Theme.of(self).px(120))
        self._work.hide()
        self._bar.hide()
        self.backup = StatusText("", "hard-drive")
        self.backup.clicked.connect(self.backup_pressed)
        self.seal = StatusText("", "fingerprint")
        self.seal.clicked.connect(self.seal_pressed)
        self._across.addWidget(self.saved)
        self._across.addStretch()
        self._across.addWidget(self._work)
        self._across.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._across.addWidget(self.backup)
        self._across.addWidget(self.seal)
        self.theme_changed(Theme.of(self))

    def show_saved(self, at: datetime | None) -> None:
        """Say when the last entry was saved."""
        say = self._say
        if at is None:
            self.saved.show_saved(say("Nothing unsaved"))
        else:
            self.saved.show_saved(say("Saved {time}", time=clock_second(at, say.language)))

    def show_not_saved(self) -> None:
        """Say that something could not be saved."""
        self.saved.show_not_saved(self._say("Not saved"))

    def show_backup(self, state: BackupState, now: datetime) -> None:
        """Say when the file was backed up last."""
        say = self._say
        if state.problem:
            self.backup.show_state(say("Backup failed"), "triangle-alert", "danger")
            return
        if state.at is None:
            self.backup.show_state(say("No backup yet"), "hard-drive", "query")
            return
        ago = ago_words(state.at, now, say)
        tested = say("Backup {ago}, restore tested", ago=ago)
        words = tested if state.tested else say("Backup {ago}", ago=ago)
        self.backup.show_state(words, "hard-drive", "query" if state.is_old(now) else "text-2")

    def show_seal(self, seal: str) -> None:
        """Show the head of the audit trail, the first three groups."""
        short = "-".join(seal.replace(" ", "-").split("-")[:3])
        self.seal.show_state(self._say("Seal {seal}", seal=ltr(short)), "fingerprint")

    def show_work(self, words: str, part: float | None) -> None:
        """Show how far long work is; no words end it."""
        self._work.setVisible(bool(words))
        self._bar.setVisible(bool(words) and part is not None)
        self._work.show_state(words, None)
        if part is not None:
            self._bar.show_part(part)

    def show_width(self, effective: float) -> None:
        """Leave the seal out where there is no room."""
        self.seal.setVisible(effective >= 700)

    def theme_changed(self, theme: Theme) -> None:
        """Take height and gaps."""
        self.setFixedHeight(theme.px(28))
        self._across.setContentsMargins(theme.gap(14), 0, theme.gap(14), 0)
        self._across.setSpacing(theme.gap(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line above."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("sunken"))
            painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
