"""One fact with everything that is kept of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from crf_app.capture.facts import Fact
from crf_app.gui.models.audit_lines import detail
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.header import Scroll
from crf_app.gui.parts import Button, Card, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.services.fact_words import FactWords

_LAST: Final = 40
"""A row below all that can be told of a fact; it takes what is left of the height."""


class FactDetail(Card):
    """Every column of the fact the keyboard is at, those for people first."""

    opened = Signal(object)
    """The page of this fact shall be shown."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        self._fact: Fact | None = None
        self._labels: list[TextLabel] = []
        super().__init__(say("This fact"))
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(_LAST, 1)
        scroll = Scroll(self._inner, clear=True)
        scroll.setMinimumHeight(Theme.of(self).px(160))
        self.body.addWidget(scroll, 1)
        self.show_page = Button(say("Show where it is"), icon="arrow-right")
        self.show_page.clicked.connect(lambda: self.opened.emit(self._fact))
        self.body.addWidget(self.show_page, 0, Qt.AlignmentFlag.AlignTrailing)
        self.hide()

    def show_fact(self, fact: Fact | None, said: FactWords) -> None:
        """Show another fact."""
        self._fact = fact
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        if fact is None:
            return
        for row, (name, words) in enumerate(pair for pair in detail(fact, said) if pair[1]):
            top = Qt.AlignmentFlag.AlignTop
            for column, label in enumerate(
                (TextLabel(name, Role.CAPTION, "text-2", wrap=True), TextLabel(words, Role.SMALL, wrap=True))
            ):
                self._grid.addWidget(label, row, column, top)
                label.show()
                self._labels.append(label)
        self.show_page.setVisible(fact.subject is not None)

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        super().theme_changed(theme)
        if hasattr(self, "_grid"):
            self._grid.setHorizontalSpacing(theme.gap(10))
            self._grid.setVerticalSpacing(theme.gap(5))
            self._grid.setColumnMinimumWidth(0, theme.px(92))
