"""A visit window drawn on its own stretch of time; the words stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Theme, Themed
from crf_app.gui.theme.paint import rounded_box

_SIDE = 0.3  # share of the window's length the track shows before and after it
_AFTER_TODAY = 0.14  # what stays of the track behind a "today" beyond the end


@dataclass(frozen=True, slots=True)
class WindowSpan:
    """A window and what lies in it, all in one unit (days since anything, hours)."""

    opens: float
    closes: float
    target: float | None = None
    today: float | None = None
    done: float | None = None

    @property
    def late(self) -> bool:
        """Whether the window has closed unused."""
        return self.done is None and self.today is not None and self.today > self.closes


def paint_window_bar(painter: QPainter, rect: QRectF, span: WindowSpan, theme: Theme, *, mirrored: bool) -> None:
    """Paint a window bar, mirrored in a right-to-left window."""
    length = max(span.closes - span.opens, 1e-9)
    first, last = span.opens - _SIDE * length, span.closes + _SIDE * length
    today = None if span.today is None else min(span.today, span.closes + 1.5 * length)
    if today is not None and span.late:
        last = max(last, today + _AFTER_TODAY * length)

    def place(moment: float) -> float:
        share = min(max((moment - first) / (last - first), 0.0), 1.0)
        return rect.x() + rect.width() * (1 - share if mirrored else share)

    middle = rect.center().y()
    thick, notch = theme.px(6), 1.5 * theme.factor
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    track = QRectF(rect.x(), middle - 1, rect.width(), 2)
    painter.fillRect(track, theme.colour("line"))
    ends = sorted((place(span.opens), place(span.closes)))
    bar = QRectF(ends[0], middle - thick / 2, ends[1] - ends[0], thick)
    colour = theme.colour("window-late" if span.late else "window")
    rounded_box(painter, bar, thick / 2, colour)
    surface = theme.colour("surface")
    if span.target is not None:
        x = place(span.target)
        painter.fillRect(QRectF(x - notch / 2, bar.y(), notch, thick), surface)
    if span.done is not None:
        at, radius = QPointF(place(span.done), middle), theme.px(5)
        painter.setPen(QPen(surface, 1.5 * theme.factor))
        painter.setBrush(theme.colour("ok"))
        painter.drawEllipse(at, radius - 0.75, radius - 0.75)
    elif today is not None:
        x, high, wide = place(today), theme.px(17), 2.25 * theme.factor
        x = min(max(x, rect.x() + wide / 2), rect.right() - wide / 2)
        gap = 1.5 * theme.factor
        painter.fillRect(QRectF(x - wide / 2 - gap, bar.y() - 0.5, wide + 2 * gap, thick + 1),
                         surface)  # fmt: skip
        line = QRectF(x - wide / 2, middle - high / 2, wide, high)
        rounded_box(painter, line, wide / 2, theme.colour("danger" if span.late else "text"))


class WindowBar(QWidget, Themed):
    """A window bar as a widget; its accessible name is the sentence beside it."""

    def __init__(self, span: WindowSpan, name: str, *, width: int = 128, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span, self._width = span, width
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_span(self, span: WindowSpan, name: str) -> None:
        """Show another window."""
        self._span = span
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size with the upright of today."""
        theme = Theme.of(self)
        return QSize(theme.px(self._width), theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            paint_window_bar(painter, box, self._span, Theme.of(self), mirrored=mirrored)
