"""The status marks, painted from a 16-unit box: shape first, colour second."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.parts.svg_path import svg_path
from crf_app.gui.theme import Theme, Themed, Token


class Mark(Enum):
    """A status, a matter to see to, or an event; the value is its name in the design."""

    FUTURE = "future"
    EMPTY = "empty"
    OPEN = "open"
    PROGRESS = "progress"
    COMPLETE = "complete"
    VERIFIED = "verified"
    RECHECK = "recheck"
    """Compared with its source, and changed since."""
    SIGNED = "signed"
    BROKEN = "broken"
    """Signed, and changed since."""
    FROZEN = "frozen"
    LOCKED = "locked"
    OVERDUE = "overdue"
    MISSED = "missed"
    NOT_DONE = "notdone"
    NOT_APPLICABLE = "na"
    MISSING = "missing"
    QUERY = "query"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DEVIATION = "deviation"
    ADVERSE_EVENT = "ae"
    SERIOUS_EVENT = "sae"
    NOTE = "note"


PRECEDENCE: Final[tuple[Mark, ...]] = (
    Mark.SERIOUS_EVENT, Mark.OVERDUE, Mark.BROKEN, Mark.QUERY, Mark.PROGRESS, Mark.OPEN, Mark.ANSWERED,
    Mark.LOCKED, Mark.FROZEN, Mark.SIGNED, Mark.RECHECK, Mark.VERIFIED, Mark.COMPLETE, Mark.MISSED, Mark.NOT_DONE,
    Mark.NOT_APPLICABLE, Mark.FUTURE,
)  # fmt: skip
"""Which mark stands where only one can; the first one wins."""

MIRRORED: Final = frozenset({Mark.PROGRESS, Mark.QUERY, Mark.ANSWERED, Mark.CLOSED, Mark.CANCELLED})
"""Marks that are mirrored in a right-to-left window."""

COLOUR: Final[dict[Mark, Token]] = {
    Mark.FUTURE: "muted", Mark.EMPTY: "muted", Mark.OPEN: "accent", Mark.PROGRESS: "accent",
    Mark.COMPLETE: "ok", Mark.VERIFIED: "ok", Mark.SIGNED: "ink", Mark.LOCKED: "ink",
    Mark.OVERDUE: "danger", Mark.MISSED: "muted", Mark.NOT_DONE: "muted",
    Mark.NOT_APPLICABLE: "muted", Mark.MISSING: "text-2", Mark.QUERY: "query-mark",
    Mark.ANSWERED: "query-mark", Mark.CLOSED: "muted", Mark.CANCELLED: "muted", Mark.DEVIATION: "deviation",
    Mark.BROKEN: "danger", Mark.FROZEN: "ink", Mark.RECHECK: "query-mark",
    Mark.ADVERSE_EVENT: "text-2", Mark.SERIOUS_EVENT: "danger", Mark.NOTE: "accent",
}  # fmt: skip

_CENTRE: Final = QPointF(8, 8)
_TICK: Final = "M4.7 8.3l2.3 2.3 4.3-4.9"
_DOUBLE_TICK: Final = "M3.2 8.5l2 2 3.7-4.3M7.6 10l.5.5 4.2-4.6"
_BUBBLE: Final = (
    "M3.2 1.9h9.6a1.8 1.8 0 0 1 1.8 1.8v6a1.8 1.8 0 0 1-1.8 1.8H8.6L5.2 14.4v-2.9h-2"
    "a1.8 1.8 0 0 1-1.8-1.8v-6A1.8 1.8 0 0 1 3.2 1.9Z"
)
_QUESTION: Final = "M6.3 5.3a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.5-.8 1"
_HALF_DISC: Final = "M8 3.9a4.1 4.1 0 0 0 0 8.2Z"


class _Brush:
    """Draws the shapes of one mark in its colour, with `surface` for what is cut out."""

    def __init__(self, painter: QPainter, colour: Token, theme: Theme, *, mirrored: bool = False) -> None:
        self._painter = painter
        self._mirrored = mirrored
        self.turn()
        self._colour = theme.colour(colour)
        self._cut = theme.colour("surface")

    def turn(self) -> None:
        """Mirror what follows in a right-to-left window; a second call turns it back."""
        if self._mirrored:
            self._painter.translate(16, 0)
            self._painter.scale(-1, 1)

    def fill(self, path: QPainterPath, *, cut: bool = False) -> None:
        self._painter.fillPath(path, self._cut if cut else self._colour)

    def stroke(
        self, data: str | QPainterPath, width: float, *, cut: bool = False, round_: bool = False,
        dash: Sequence[float] = (),
    ) -> None:  # fmt: skip
        pen = QPen(self._cut if cut else self._colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_ else Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern([d / width for d in dash])
        path = svg_path(data) if isinstance(data, str) else data
        self._painter.strokePath(path, pen)

    def disc(self, x: float, y: float, radius: float, *, cut: bool = False) -> None:
        self.fill(_circle(x, y, radius), cut=cut)

    def ring(self, radius: float, width: float, dash: Sequence[float] = ()) -> None:
        self.stroke(_circle(8, 8, radius), width, dash=dash)


@lru_cache(maxsize=32)
def _circle(x: float, y: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


@lru_cache(maxsize=1)
def _seal() -> QPainterPath:
    path = QPainterPath()
    for step in range(96):
        turn = 2 * math.pi * step / 96
        reach = 6.75 + 0.62 * math.cos(8 * turn)
        point = _CENTRE + QPointF(reach * math.cos(turn), reach * math.sin(turn))
        path.moveTo(point) if step == 0 else path.lineTo(point)
    path.closeSubpath()
    return path


@lru_cache(maxsize=2)
def _octagon(radius: float) -> QPainterPath:
    path = QPainterPath()
    for step in range(8):
        turn = math.pi / 8 + math.pi * step / 4
        point = _CENTRE + QPointF(radius * math.cos(turn), radius * math.sin(turn))
        path.moveTo(point) if step == 0 else path.lineTo(point)
    path.closeSubpath()
    return path


@lru_cache(maxsize=2)
def _rounded(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def _open(b: _Brush) -> None:
    b.ring(6.1, 1.8)
    b.disc(8, 8, 2.6)


def _progress(b: _Brush) -> None:
    b.ring(6.1, 1.8)
    b.fill(svg_path(_HALF_DISC))


def _complete(b: _Brush) -> None:
    b.disc(8, 8, 7)
    b.stroke(_TICK, 1.8, cut=True, round_=True)


def _verified(b: _Brush) -> None:
    b.disc(8, 8, 7)
    b.stroke(_DOUBLE_TICK, 1.5, cut=True, round_=True)


def _signed(b: _Brush) -> None:
    b.fill(_seal())
    b.stroke(_TICK, 1.8, cut=True, round_=True)


def _broken(b: _Brush) -> None:
    b.stroke(_seal(), 1.5)
    b.stroke("M9.6 0.6L6.6 6.2h2.9L6.4 15.4", 1.7, round_=True)


def _recheck(b: _Brush) -> None:
    b.ring(6.1, 1.6, dash=(3.2, 2.2))
    b.stroke(_DOUBLE_TICK, 1.5, round_=True)


def _frozen(b: _Brush) -> None:
    """A snowflake of six arms; the upright one bears its branches."""
    for turn in range(3):
        reach = QPointF(6.9 * math.sin(turn * math.pi / 3), 6.9 * math.cos(turn * math.pi / 3))
        arm = QPainterPath(_CENTRE - reach)
        arm.lineTo(_CENTRE + reach)
        b.stroke(arm, 1.6, round_=True)
    b.stroke("M5.9 2.4L8 4.5l2.1-2.1M5.9 13.6L8 11.5l2.1 2.1", 1.3, round_=True)


def _cancelled(b: _Brush) -> None:
    b.stroke(_BUBBLE, 1.5)
    b.stroke("M5.8 4.5l4.4 4.4M10.2 4.5l-4.4 4.4", 1.5)


def _locked(b: _Brush) -> None:
    b.fill(_rounded(2.6, 6.8, 10.8, 7.9, 1.9))
    b.stroke("M5.1 7V5a2.9 2.9 0 0 1 5.8 0v2", 1.8)
    b.disc(8, 10.7, 1.3, cut=True)


def _overdue(b: _Brush) -> None:
    triangle = svg_path("M8 2.1L14.6 13.6H1.4Z")
    b.fill(triangle)
    b.stroke(triangle, 1.6)
    b.stroke("M8 6.2v3.4", 1.8, cut=True)
    b.disc(8, 12, 1.05, cut=True)


def _missed(b: _Brush) -> None:
    b.disc(8, 8, 7)
    b.stroke("M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2", 1.7, cut=True)


def _not_done(b: _Brush) -> None:
    b.ring(6.1, 1.6)
    b.stroke("M4 12L12 4", 1.6)


def _missing(b: _Brush) -> None:
    b.stroke(_rounded(1.8, 3.4, 12.4, 9.2, 4.6), 1.4)
    b.stroke("M5.2 8h5.6", 1.6)


def _query(b: _Brush) -> None:
    b.fill(svg_path(_BUBBLE))
    b.stroke(_QUESTION, 1.4, cut=True)
    b.disc(8, 9.6, 0.85, cut=True)


def _answered(b: _Brush) -> None:
    b.fill(svg_path(_BUBBLE), cut=True)
    _closed(b)


def _closed(b: _Brush) -> None:
    b.stroke(_BUBBLE, 1.5)
    b.turn()  # a tick is never mirrored
    b.stroke("M5.4 6.7l1.8 1.8 3.3-3.7", 1.5)


def _deviation(b: _Brush) -> None:
    b.fill(svg_path("M8 1.2L14.8 8 8 14.8 1.2 8Z"))
    b.stroke("M8 5v3.4", 1.6, cut=True)
    b.disc(8, 10.8, 0.95, cut=True)


def _adverse_event(b: _Brush) -> None:
    b.stroke(_octagon(6.6), 1.5)
    b.stroke("M8 5v3.6", 1.5)
    b.disc(8, 11, 0.9)


def _serious_event(b: _Brush) -> None:
    b.fill(_octagon(7.2))
    b.stroke("M8 4.2v4.4", 1.9, cut=True)
    b.disc(8, 11.4, 1.1, cut=True)


def _note(b: _Brush) -> None:
    b.ring(6.6, 1.5)
    b.stroke("M8 7.4v3.6", 1.6)
    b.disc(8, 5, 0.95)


_SHAPES: Final[dict[Mark, Callable[[_Brush], None]]] = {
    Mark.FUTURE: lambda b: b.ring(5.9, 1.5, dash=(2.3, 2.34)),
    Mark.EMPTY: lambda b: b.ring(6.1, 1.5),
    Mark.OPEN: _open,
    Mark.PROGRESS: _progress,
    Mark.COMPLETE: _complete,
    Mark.VERIFIED: _verified,
    Mark.RECHECK: _recheck,
    Mark.SIGNED: _signed,
    Mark.BROKEN: _broken,
    Mark.FROZEN: _frozen,
    Mark.LOCKED: _locked,
    Mark.OVERDUE: _overdue,
    Mark.MISSED: _missed,
    Mark.NOT_DONE: _not_done,
    Mark.NOT_APPLICABLE: lambda b: b.stroke("M4 8h8", 1.8, round_=True),
    Mark.MISSING: _missing,
    Mark.QUERY: _query,
    Mark.ANSWERED: _answered,
    Mark.CLOSED: _closed,
    Mark.CANCELLED: _cancelled,
    Mark.DEVIATION: _deviation,
    Mark.ADVERSE_EVENT: _adverse_event,
    Mark.SERIOUS_EVENT: _serious_event,
    Mark.NOTE: _note,
}


def mark_pixmap(mark: Mark, size: int, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """Give a mark as a pixmap of `size` logical pixels (already scaled with the text)."""
    mirrored = mark in MIRRORED and theme.direction is Qt.LayoutDirection.RightToLeft
    key = f"mark {mark.value} {size} {ratio} {theme.scheme.name} {mirrored}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(image.width() / 16, image.height() / 16)
        _SHAPES[mark](_Brush(painter, COLOUR[mark], theme, mirrored=mirrored))
    image.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, image)
    return image


def paint_mark(painter: QPainter, x: float, y: float, size: int, mark: Mark, theme: Theme) -> None:
    """Paint a mark with its top left corner at (x, y); `size` is already scaled."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(QPointF(round(x), round(y)), mark_pixmap(mark, size, theme, ratio))


class MarkView(QWidget, Themed):
    """One mark as a widget; its accessible name is the whole sentence about the state."""

    def __init__(self, mark: Mark, name: str, size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_mark(self, mark: Mark, name: str) -> None:
        """Show another mark with the sentence that says it."""
        self._mark = mark
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the square of the mark."""
        side = Theme.of(self).px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        theme = Theme.of(self)
        side = theme.px(self._size)
        top = (self.height() - side) / 2
        with QPainter(self) as painter:
            paint_mark(painter, (self.width() - side) / 2, top, side, self._mark, theme)
