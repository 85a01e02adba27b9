"""Cards and hairlines: what belongs together lies on one sheet, parted by a line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.gui.parts.chip import Tone
from crf_app.gui.parts.labels import TextLabel
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box


class Card(QFrame, Themed):
    """A sheet with a line round it; `body` takes what lies on it, top down."""

    def __init__(
        self,
        title: str = "",
        *,
        tone: Tone | None = None,
        radius: int = 10,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a card; `wrap` lets a long title go on in another line."""
        super().__init__(parent)
        self._tone, self._radius = tone, radius
        self.body = QVBoxLayout(self)
        self.head = QHBoxLayout()
        if title:
            self.title = TextLabel(title, Role.BODY_STRONG, wrap=wrap)
            self.head.addWidget(self.title, 1)
            self.body.addLayout(self.head)
            self.setAccessibleName(title)
        self.theme_changed(Theme.of(self))

    def show_tone(self, tone: Tone | None) -> None:
        """Lie on another ground; None is the plain sheet."""
        self._tone = tone
        self.update()

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        across, down = theme.gap(14), theme.gap(12)
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(theme.gap(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = Theme.of(self)
        ground = theme.colour(self._tone.ground if self._tone else "surface")
        line = theme.colour(self._tone.outline if self._tone else "line")
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(self._radius), ground, line)


class Hairline(QWidget):
    """A one-pixel line between rows or columns."""

    def __init__(
        self,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._flat = orientation is Qt.Orientation.Horizontal
        stretch, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        across, down = (stretch, fixed) if self._flat else (fixed, stretch)
        self.setSizePolicy(across, down)

    def sizeHint(self) -> QSize:
        """Give one pixel across the line."""
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("line"))
