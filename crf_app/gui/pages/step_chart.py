"""A small course of one item over the visits, as steps: a score holds until the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import text_line


@dataclass(frozen=True)
class Point:
    """One visit: its name, the number, and the number as it is read."""

    name: str
    value: float
    words: str
    now: bool = False


class StepChart(QWidget, Themed):
    """The chart; it is never mirrored, as in the printed reports."""

    def __init__(self) -> None:
        super().__init__()
        self._points: tuple[Point, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Sequence[Point], name: str) -> None:
        """Show a course, oldest first."""
        self._points = tuple(points)
        told = ", ".join(f"{point.name} {point.words}" for point in points)
        self.setAccessibleName(f"{name}: {told}")
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the chart."""
        theme = Theme.of(self)
        return QSize(theme.px(240), theme.px(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint steps, points, values and the names of visits."""
        theme = Theme.of(self)
        points = self._points
        if not points:
            return
        low, high = min(p.value for p in points), max(p.value for p in points)
        span = high - low or 1.0
        foot, top, side = theme.px(42), theme.px(22), theme.px(18)
        room = QRectF(side, top, self.width() - 2 * side, self.height() - top - foot)

        def at(n: int) -> QPointF:
            x = room.x() + (room.width() * n / max(1, len(points) - 1))
            y = room.bottom() - room.height() * ((points[n].value - low) / span if high > low else 0.5)
            return QPointF(x, y)

        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(0, self.height() - theme.px(18), self.width(), 1), theme.colour("line"))
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            for n in range(1, len(points)):
                before, here = at(n - 1), at(n)
                painter.drawLine(before, QPointF(here.x(), before.y()))
                painter.drawLine(QPointF(here.x(), before.y()), here)
            for n, point in enumerate(points):
                here, radius = at(n), theme.px(4.5)
                painter.setPen(QPen(theme.colour("accent" if point.now else "surface"), theme.px(2)))
                painter.setBrush(theme.colour("surface" if point.now else "accent"))
                painter.drawEllipse(here, radius, radius)
                wide = theme.px(56)
                fell = n > 0 and point.value < points[n - 1].value
                above = theme.px(6) if fell else -theme.px(24)
                words = QRectF(here.x() - wide / 2, here.y() + above, wide, theme.px(18))
                text_line(painter, words, point.words, theme.font(Role.CAPTION_STRONG), theme.colour("text"))
                name = QRectF(here.x() - wide / 2, self.height() - theme.px(16), wide, theme.px(16))
                text_line(painter, name, point.name, theme.font(Role.TINY), theme.colour("text-2"))
