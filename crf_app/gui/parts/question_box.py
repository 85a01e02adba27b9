"""The box under a field: a question, an answer, or what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crf_app.gui.parts.buttons import Button, Kind, Size
from crf_app.gui.parts.chip import Tone
from crf_app.gui.parts.labels import NEW_LINE, Run, TextLabel
from crf_app.gui.parts.marks import Mark, MarkView
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.paint import rounded_box


class QuestionBox(QFrame, Themed):
    """What the question is, why in numbers, and buttons that would solve it.

    It never takes the focus; it is announced once, politely, when it first shows.
    """

    pressed = Signal(str)
    """The name of the button that was pressed."""

    def __init__(
        self,
        title: str,
        text: str | Sequence[Run] = "",
        *,
        mark: Mark = Mark.QUERY,
        tone: Tone = Tone.QUERY,
        announce: str = "",
        stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a box; `announce` is the sentence that is spoken, with its first word.

        `stacked` puts the buttons below the words, where the box is narrow.
        """
        super().__init__(parent)
        self._tone, self._announce = tone, announce
        self._across = QHBoxLayout(self)
        self._mark = MarkView(mark, "", 18)
        self._text = TextLabel(_both(title, text), Role.SMALL, "text-2", wrap=True)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addWidget(self._text)
        self._side = QVBoxLayout()
        self._side.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addLayout(self._side)
        self._buttons = QHBoxLayout()
        if stacked:
            self._down = QVBoxLayout()
            self._down.addLayout(self.words)
            self._down.addLayout(self._buttons)
            self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeading)
            self._across.addLayout(self._down, 1)
        else:
            self._across.addLayout(self.words, 1)
            self._across.addLayout(self._buttons)
        self.setAccessibleName(announce or title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.theme_changed(Theme.of(self))

    def add_button(self, name: str, text: str, *, quiet: bool = False) -> Button:
        """Add a way out; `pressed` tells `name`. Quiet ones have no outline."""
        kind = Kind.LINK if quiet else Kind.OUTLINE
        button = _PlainButton(text) if quiet else Button(text, kind, size=Size.SMALL)
        button.clicked.connect(lambda: self.pressed.emit(name))
        self._buttons.addWidget(button)
        return button

    def show_words(self, title: str, text: str | Sequence[Run] = "") -> None:
        """Say something else."""
        self._text.show_text(_both(title, text))
        self.setAccessibleName(self._announce or title)

    def show_mark(self, mark: Mark, name: str) -> None:
        """Turn from a question into an answer, or back."""
        self._mark.show_mark(mark, name)

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        self._across.setContentsMargins(theme.gap(13), theme.gap(8), theme.gap(10), theme.gap(8))
        self._across.setSpacing(theme.gap(11))
        self._side.setContentsMargins(0, theme.px(2), 0, 0)
        self._buttons.setSpacing(theme.gap(8))
        self.setMinimumHeight(theme.px(54))

    def showEvent(self, event: QShowEvent) -> None:
        """Announce the question once."""
        super().showEvent(event)
        if self._announce and not event.spontaneous():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._announce))
            self._announce = ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the soft ground."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            rounded_box(
                painter, QRectF(self.rect()), theme.px(8),
                theme.colour(self._tone.ground), theme.colour(self._tone.outline),
            )  # fmt: skip


def _both(title: str, text: str | Sequence[Run]) -> list[Run]:
    runs = [Run(title, strong=True, colour="text")]
    if text:
        more = [Run(text)] if isinstance(text, str) else list(text)
        runs += [Run(NEW_LINE), *more]
    return runs


class _PlainButton(Button):
    """A button on a soft ground: its words alone, in ink, with a full target."""

    def __init__(self, text: str) -> None:
        super().__init__(text, Kind.QUIET, size=Size.SMALL)

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        if self.underMouse() or self.isDown():
            veil = theme.colour("text")
            veil = type(veil)(veil.red(), veil.green(), veil.blue(), 18)
            rounded_box(painter, QRectF(self.rect()), theme.px(6), veil)


class _AlertIcon(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = Theme.of(self).px(16)
        return QSize(side, Theme.of(self).px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.of(self)
        side = theme.px(16)
        box = QRectF(0, round((self.height() - side) / 2), side, side)
        with QPainter(self) as painter:
            paint_icon(painter, box, "triangle-alert", theme.colour("danger"))


class ProblemLine(QWidget, Themed):
    """One line below a field: what was typed and what would be readable."""

    def __init__(self, text: str | Sequence[Run] = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._text = TextLabel(text, Role.SMALL, "danger", wrap=True)
        self._grid.addWidget(_AlertIcon(), 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._text, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.theme_changed(Theme.of(self))

    def show_text(self, text: str | Sequence[Run]) -> None:
        """Say what cannot be read, and announce it politely."""
        self._text.show_text(text)
        self.setAccessibleName(self._text.text())
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))

    def theme_changed(self, theme: Theme) -> None:
        """Take the gap between icon and words."""
        self._grid.setHorizontalSpacing(theme.gap(8))
