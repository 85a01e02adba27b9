"""Key caps: the keys that work here, drawn as keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box, text_width


def key_cap_size(keys: str, theme: Theme) -> QSize:
    """Give the size of a key cap."""
    wide = text_width(keys, theme.font(Role.TINY)) + 2 * theme.px(5) + 2
    return QSize(max(wide, theme.px(17)), theme.px(19))


def paint_key_cap(painter: QPainter, rect: QRectF, keys: str, theme: Theme, *, on_fill: bool = False) -> None:
    """Paint a key cap: a rounded box with a stronger lower edge."""
    line = theme.colour("on-fill" if on_fill else "line-btn")
    ground = None if on_fill else theme.colour("surface")
    box = QRectF(round(rect.x()), round(rect.y()), round(rect.width()), round(rect.height()))
    rounded_box(painter, box, theme.px(4), ground, line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(line)
    edge = theme.px(3)
    painter.drawRect(QRectF(box.x() + edge, box.bottom() - 2, box.width() - 2 * edge, 1))
    painter.setPen(theme.colour("on-fill" if on_fill else "text-2"))
    painter.setFont(theme.font(Role.TINY))
    before = painter.layoutDirection()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # keys are never mirrored
    painter.drawText(box.adjusted(0, 0, 0, -1), int(Qt.AlignmentFlag.AlignCenter), keys)
    painter.setLayoutDirection(before)


class KeyCap(QWidget, Themed):
    """One key cap."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the size of the cap."""
        return key_cap_size(self._keys, Theme.of(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cap."""
        with QPainter(self) as painter:
            paint_key_cap(painter, QRectF(self.rect()), self._keys, Theme.of(self))
