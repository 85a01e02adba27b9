"""One small square per page of a visit: not begun, started, complete."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Theme, Themed
from crf_app.gui.theme.paint import rounded_box

MOST = 12
"""With more pages than this only the words are shown."""

_SIDE, _GAP = 8, 3


class Pip(Enum):
    """How far a page is."""

    EMPTY = "empty"
    STARTED = "started"
    COMPLETE = "complete"


def pips_width(count: int, theme: Theme) -> int:
    """Give the width of a number of pips; nothing when there are too many."""
    if not 0 < count <= MOST:
        return 0
    return count * theme.px(_SIDE) + (count - 1) * theme.px(_GAP)


def paint_pips(painter: QPainter, rect: QRectF, pips: Sequence[Pip], theme: Theme, *, mirrored: bool) -> None:
    """Paint pips at the leading side of a rectangle, in its middle."""
    if len(pips) > MOST:
        return
    side, gap = theme.px(_SIDE), theme.px(_GAP)
    top = round(rect.center().y() - side / 2)
    for place, pip in enumerate(pips):
        x = rect.x() + place * (side + gap)
        if mirrored:
            x = rect.right() - side - place * (side + gap)
        box = QRectF(round(x), top, side, side)
        if pip is Pip.COMPLETE:
            rounded_box(painter, box, theme.px(2), theme.colour("ok"))
        elif pip is Pip.STARTED:
            rounded_box(painter, box, theme.px(2), theme.colour("surface"), theme.colour("accent"))
            half = QRectF(box.x(), box.y(), side / 2, side)
            if mirrored:
                half.moveRight(box.right())
            painter.save()
            painter.setClipRect(half)
            rounded_box(painter, box, theme.px(2), theme.colour("accent"))
            painter.restore()
        else:
            rounded_box(painter, box, theme.px(2), None, theme.colour("muted"))


class PagePips(QWidget, Themed):
    """The pips of a visit; the accessible name says "4 of 8 pages complete"."""

    def __init__(self, pips: Sequence[Pip], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_pips(pips, name)

    def show_pips(self, pips: Sequence[Pip], name: str) -> None:
        """Show another visit."""
        self._pips = tuple(pips)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the row of squares."""
        theme = Theme.of(self)
        return QSize(pips_width(len(self._pips), theme), theme.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the squares."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            paint_pips(painter, box, self._pips, Theme.of(self), mirrored=mirrored)
