"""Three columns under a bar: the forms of the study, the one that is looked at, what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import EmptyState, Tone
from crf_app.gui.preview.contents import WIDE as CONTENTS
from crf_app.gui.preview.contents import Contents
from crf_app.gui.preview.form import PreviewForm
from crf_app.gui.preview.side import WIDE as SIDE
from crf_app.gui.preview.side import Side
from crf_app.gui.preview.strip import Strip
from crf_app.gui.preview.top_bar import TopBar
from crf_app.gui.theme import Theme, Themed

FOLDS: Final = 900
"""The effective width below which one column at a time is shown, chosen by tabs."""

TIGHT: Final = 1180
"""The effective width below which the columns beside the form are narrower."""


class Room(QWidget, Themed):
    """Everything below the window's title."""

    def __init__(self, folder: Path, say: Say, languages: Sequence[str], language: str) -> None:
        super().__init__()
        self._say = say
        self._effective = 1280.0
        self.form: PreviewForm | None = None
        self.bar = TopBar(say, languages, language)
        self.contents, self.side = Contents(say), Side(folder, say)
        self.behind = Strip("triangle-alert", Tone.DANGER, name="preview_behind")
        self.story = Strip("book-open", Tone.QUERY, name="preview_story")
        self.leave_story = self.story.add_button(say("Back to what was typed"))
        self.leave_story.setObjectName("preview_leave_story")
        self.tabs = QTabBar()
        self.tabs.setObjectName("preview_columns")
        self.tabs.setAccessibleName(say("Columns"))
        self.tabs.setDrawBase(False)
        for words in (say("Forms"), say("Form"), say("Findings")):
            self.tabs.addTab(words)
        self.tabs.setCurrentIndex(1)
        self.tabs.currentChanged.connect(lambda _: self._fold())
        self._empty = EmptyState("", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self.middle = QWidget()
        middle = QVBoxLayout(self.middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        for part in (self.behind, self.story):
            part.hide()
            middle.addWidget(part)
        middle.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.contents)
        across.addWidget(self.middle, 1)
        across.addWidget(self.side)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.bar)
        down.addWidget(self.tabs)
        down.addLayout(across, 1)
        self._fold()

    def show_form(self, form: PreviewForm | None) -> None:
        """Show another form, or the place where one will be."""
        before, self.form = self.form, form
        self.side.show_aside(form.aside if form is not None else None)
        if form is not None:
            self._stack.addWidget(form)
        self._stack.setCurrentWidget(form or self._empty)
        if before is not None:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()

    def show_nothing(self, *, broken: bool) -> None:
        """Say why there is no form: the folder is still being read, or has errors."""
        say = self._say
        if broken:
            text = say("The folder has errors. Mend them, save, and the form appears here.")
            self._empty.show_words(say("No form to show yet"), text)
        else:
            self._empty.show_words(say("Reading the folder…"), "")

    def show_behind(self, sentence: str) -> None:
        """Say that the form is not as the folder is now; nothing takes it away."""
        self.behind.setVisible(bool(sentence))
        if sentence:
            self.behind.show_words(self._say("Not current"), [sentence])

    def show_story(self, name: str, words: Sequence[str]) -> None:
        """Say which scenario is looked at; no name takes it away."""
        self.story.setVisible(bool(name))
        if name:
            self.story.show_words(name, words)

    # Folding and the keyboard

    def unfold_form(self) -> None:
        """Show the form, where one column at a time is shown."""
        self.tabs.setCurrentIndex(1)

    def name_findings(self) -> None:
        """Let the tab of the folded column say how many findings there are."""
        self.tabs.setTabText(2, self.side.tabs.tabText(0))

    def show_width(self, effective: float) -> None:
        """Fold for an effective width: that of the window divided by the text factor."""
        self._effective = effective
        self._fold()

    def columns(self) -> list[QWidget]:
        """Return what F6 walks."""
        form = [self.form] if self.form is not None else []
        return [self.bar, self.contents, *form, *self.side.columns()]

    def go_column(self, step: int) -> None:
        """Give the keyboard to the next column, or the one before."""
        columns, now = self.columns(), QApplication.focusWidget()
        inside = [n for n, column in enumerate(columns) if now is not None and _holds(column, now)]
        here = inside[0] if inside else (0 if step > 0 else 1)
        if now is not None and not inside and self.side.isAncestorOf(now):
            here = columns.index(self.side.tabs)
        self.enter(columns[(here + step) % len(columns)])

    def enter(self, column: QWidget) -> None:
        """Give the keyboard to a column, unfolded first."""
        aside = self.side is column or self.side.isAncestorOf(column)
        if column is not self.bar:
            self.tabs.setCurrentIndex(0 if column is self.contents else 2 if aside else 1)
        target: QWidget = column
        if column is self.contents:
            target = self.contents.list
            self.contents.list.select_first()
        elif isinstance(column, PreviewForm) and column.view is not None:
            stop = next(iter(column.view.stops()), None)
            if stop is not None:
                column.go_to(stop)
                return
            target = column.footer.button
        target = target if target.focusPolicy() & Qt.FocusPolicy.TabFocus else _first_stop(target)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _fold(self) -> None:
        theme = Theme.of(self)
        folded, tight = self._effective < FOLDS, self._effective < TIGHT
        self.tabs.setVisible(folded)
        parts = (self.contents, self.middle, self.side)
        for place, part in enumerate(parts):
            part.setVisible(not folded or self.tabs.currentIndex() == place)
        for column, wide in ((self.contents, CONTENTS), (self.side, SIDE)):
            if folded:
                column.setMinimumWidth(0)
                column.setMaximumWidth(16_777_215)
            else:
                column.setFixedWidth(theme.px(wide * 0.9 if tight else wide))

    def theme_changed(self, theme: Theme) -> None:
        """Take the widths of the columns."""
        self._fold()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))


def _holds(column: QWidget, widget: QWidget) -> bool:
    return column is widget or column.isAncestorOf(widget)


def _first_stop(within: QWidget) -> QWidget:
    """Return the first control the keyboard can come to, or what was asked about."""
    controls = [each for each in within.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    return next((each for each in controls if each.focusPolicy() & Qt.FocusPolicy.TabFocus), within)
