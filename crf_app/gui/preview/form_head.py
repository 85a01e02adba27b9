"""The head of a form in a preview: its name, how far it is filled, and the visit it is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import ComboField, IconButton, Option, TextLabel
from crf_app.gui.theme import Role, Theme, Themed


class FormHead(QWidget, Themed):
    """The head."""

    step = Signal(int)
    visit_wanted = Signal(str)
    start_again = Signal()

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._across = QHBoxLayout(self)
        self.title = TextLabel("", Role.FORM_TITLE)
        self.title.setObjectName("preview_title")
        self._progress = TextLabel("", Role.CAPTION)
        self._version = TextLabel("", Role.CAPTION, "text-2")
        words = QVBoxLayout()
        words.setSpacing(0)
        below = QHBoxLayout()
        below.setSpacing(Theme.of(self).gap(12))
        self._progress.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        below.addWidget(self._progress)
        below.addWidget(self._version, 1)
        words.addWidget(self.title)
        words.addLayout(below)
        self.visit = ComboField(say("Looked at in the visit"), height=32, width=150)
        self.visit.setObjectName("preview_visit")
        self.visit.edited.connect(self.visit_wanted)
        self.again = IconButton("undo-2", say("Empty the form"), side=32)
        self.again.setObjectName("preview_again")
        self.again.clicked.connect(self.start_again)
        before = IconButton("chevron-left", say("Previous form"), side=28)
        after = IconButton("chevron-right", say("Next form"), side=28)
        before.clicked.connect(lambda: self.step.emit(-1))
        after.clicked.connect(lambda: self.step.emit(1))
        self._across.addLayout(words, 1)
        for part in (self.visit, self.again, before, after):
            self._across.addWidget(part)
        self.theme_changed(Theme.of(self))

    def show_form(self, title: str, progress: str, version: str) -> None:
        """Show what the form is and how far it is filled."""
        self.title.show_text(title)
        self._progress.show_text(progress)
        self._version.show_text(version)

    def show_visits(self, visits: Sequence[tuple[str, str]], visit: str | None) -> None:
        """Offer the visits that ask the form."""
        self.visit.show_options([Option(id_, words) for id_, words in visits])
        self.visit.show_choice(visit)
        self.visit.setVisible(visit is not None)

    def theme_changed(self, theme: Theme) -> None:
        """Take margins and height."""
        self._across.setContentsMargins(theme.gap(22), theme.gap(6), theme.gap(14), theme.gap(6))
        self._across.setSpacing(theme.gap(8))
        self.setMinimumHeight(theme.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and the line below."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))
