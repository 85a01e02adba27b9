"""A strip over the whole width of a column: what kind of thing lies below it, and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from crf_app.gui.parts import Button, Run, Size, TextLabel, Tone
from crf_app.gui.parts import Kind as Look
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon


class Glyph(QWidget, Themed):
    """An icon that only decorates the words beside it."""

    def __init__(self, icon: str, token: Token) -> None:
        super().__init__()
        self._icon, self._token = icon, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the square of the icon."""
        side = Theme.of(self).px(18)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        theme = Theme.of(self)
        side = theme.px(18)
        with QPainter(self) as painter:
            paint_icon(painter, QRectF(0, 0, side, side), self._icon, theme.colour(self._token))


class Strip(QFrame, Themed):
    """An icon, words that break where they must, and buttons."""

    def __init__(self, icon: str, tone: Tone, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone = tone
        self._across = QHBoxLayout(self)
        self._across.addWidget(Glyph(icon, tone.text))
        self._words = TextLabel("", Role.SMALL, wrap=True)
        self._across.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.theme_changed(Theme.of(self))

    def show_words(self, head: str, more: Sequence[str] = ()) -> None:
        """Say something: the head strong, the rest behind it."""
        runs = [Run(head, strong=True), *(Run(part, colour="text-2") for text in more for part in ("  ", text))]
        self._words.show_text(runs)
        self.setAccessibleName(" ".join((head, *more)))

    @property
    def words(self) -> str:
        """What is said."""
        return self.accessibleName()

    def add_button(self, text: str) -> Button:
        """Add a way out."""
        button = Button(text, Look.OUTLINE, size=Size.SMALL)
        self._across.addWidget(button)
        return button

    def add(self, widget: QWidget) -> None:
        """Add something at the end."""
        self._across.addWidget(widget)

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        self._across.setContentsMargins(theme.gap(20), theme.gap(4), theme.gap(12), theme.gap(4))
        self._across.setSpacing(theme.gap(10))
        self.setMinimumHeight(theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the soft ground and the line below."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(self._tone.ground))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(self._tone.outline))
