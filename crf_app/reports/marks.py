"""The marks of visits, pages and queries, as shapes; one function serves page, chart and window.

A mark is black or red in meaning only: its shape alone must tell it apart on a grey copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from reportlab.graphics.shapes import Circle, Group, Line, Path, Polygon, PolyLine, Rect
from reportlab.lib.colors import Color

from crf_app.reports.sheet import BLUE, INK, PREV, RED, RULE, SOFT, WHITE


class MarkKind(StrEnum):
    """Every mark that can stand on a page."""

    SIGNED = "signed"
    COMPLETE = "complete"
    BEGUN = "begun"
    WINDOW_OPEN = "window_open"
    OVERDUE = "overdue"
    MISSED = "missed"
    OFF_WINDOW = "off_window"
    LATER = "later"
    NOT_PLANNED = "not_planned"
    QUERY_OPEN = "query_open"
    QUERY_ANSWERED = "query_answered"
    QUERY_CLOSED = "query_closed"
    QUERY_CANCELLED = "query_cancelled"
    VERIFIED = "verified"
    BOX = "box"
    TICKED = "ticked"
    CENSORED = "censored"
    SINGLE_DOSE = "single_dose"


#: Radii: in matrices, in keys and threads, beside a title.
MATRIX_R = 3.1
KEY_R = 2.6
TITLE_R = 3.6
#: How far a curve's handles lie from its ends to draw a quarter circle of radius 1.
_CIRCLE = 0.5523


def _disc(r: float, colour: Color, rim: float = 0.4) -> Circle:
    # A disc reaches as far out as the ring of its neighbours, whose line lies on the radius.
    return Circle(0, 0, r + rim, fillColor=colour, strokeColor=None, strokeWidth=0)


def _ring(r: float, width: float, colour: Color) -> Circle:
    return Circle(0, 0, r, fillColor=None, strokeColor=colour, strokeWidth=width)


def _polyline(points: list[float], width: float, colour: Color) -> PolyLine:
    return PolyLine(points, strokeColor=colour, strokeWidth=width, strokeLineCap=1, strokeLineJoin=1)


def _half_disc(r: float, colour: Color, side: int) -> Path:
    k = r * _CIRCLE
    path = Path(fillColor=colour, strokeColor=None, strokeWidth=0)
    path.moveTo(0, r)
    path.curveTo(side * k, r, side * r, k, side * r, 0)
    path.curveTo(side * r, -k, side * k, -r, 0, -r)
    path.closePath()
    return path


def _triangle(r: float, fill: Color | None, stroke: Color | None, side: int) -> Polygon:
    half = r if stroke is None else r - 0.25
    return Polygon(
        [-0.8 * half * side, half, -0.8 * half * side, -half, half * side, 0],
        fillColor=fill, strokeColor=stroke, strokeWidth=0.9 if stroke else 0, strokeLineJoin=1,
    )  # fmt: skip


@lru_cache(maxsize=256)
def mark_shapes(kind: MarkKind, r: float = KEY_R, rtl: bool = False) -> tuple[Any, ...]:
    """Return a mark's shapes round the point 0, 0; `r` is its radius in points.

    Query triangles point to the reading side, so they mirror in right-to-left pages; ticks do not.
    """
    return tuple(_MAKERS[kind](r, -1 if rtl else 1))


def _cross(reach: float, width: float, colour: Color) -> list[Any]:
    return [Line(-reach, side * -reach, reach, side * reach, strokeColor=colour, strokeWidth=width) for side in (1, -1)]


def _down(r: float, fill: Color, stroke: Color | None) -> Polygon:
    return Polygon(
        [-r, 0.8 * r, r, 0.8 * r, 0, -r],
        fillColor=fill, strokeColor=stroke, strokeWidth=1.1 if stroke else 0, strokeLineJoin=1,
    )  # fmt: skip


def _signed(r: float) -> list[Any]:
    tick = [-0.46 * r, -0.02 * r, -0.12 * r, -0.36 * r, 0.46 * r, 0.36 * r]
    return [_disc(r, INK), _polyline(tick, 0.32 * r, WHITE)]


def _lozenge(q: float) -> Polygon:
    return Polygon([0, q, q, 0, 0, -q, -q, 0], fillColor=INK, strokeColor=None, strokeWidth=0)


def _box(r: float) -> Rect:
    return Rect(-r, -r, 2 * r, 2 * r, fillColor=None, strokeColor=INK, strokeWidth=0.6)


def _verified(r: float) -> list[Any]:
    tick = [-0.82 * r, 0, -0.22 * r, -0.62 * r, 0.85 * r, 0.78 * r]
    return [_polyline(tick, 1.1, INK)]


def _dash(reach: float) -> Line:
    return Line(-reach, 0, reach, 0, strokeColor=RULE, strokeWidth=0.8)


_MAKERS: Mapping[MarkKind, Callable[[float, int], list[Any]]] = {
    MarkKind.SIGNED: lambda r, _: _signed(r),
    MarkKind.COMPLETE: lambda r, _: [_disc(r, INK)],
    MarkKind.BEGUN: lambda r, _: [_half_disc(r, INK, -1), _ring(r, 0.8, INK)],
    MarkKind.WINDOW_OPEN: lambda r, _: [_ring(r, 1.1, BLUE)],
    MarkKind.OVERDUE: lambda r, _: [_ring(r, 1.1, RED), _disc(0.35 * r, RED, 0)],
    MarkKind.MISSED: lambda r, _: _cross(0.8 * r, 1.4, RED),
    MarkKind.OFF_WINDOW: lambda r, _: [_lozenge(1.25 * r)],
    MarkKind.LATER: lambda r, _: [_disc(0.3 * r, RULE, 0)],
    MarkKind.NOT_PLANNED: lambda r, _: [_dash(0.8 * r)],
    MarkKind.QUERY_OPEN: lambda r, side: [_triangle(r, RED, None, side)],
    MarkKind.QUERY_ANSWERED: lambda r, side: [_triangle(r, None, RED, side)],
    MarkKind.QUERY_CLOSED: lambda r, side: [_triangle(r, None, SOFT, side)],
    MarkKind.QUERY_CANCELLED: lambda r, side: [_triangle(r, None, SOFT, side), *_cross(0.9 * r, 0.7, SOFT)],
    MarkKind.VERIFIED: lambda r, _: _verified(r),
    MarkKind.BOX: lambda r, _: [_box(r)],
    MarkKind.TICKED: lambda r, _: [_box(r), *_cross(0.55 * r, 1.2, INK)],
    MarkKind.CENSORED: lambda r, _: [_down(r, WHITE, BLUE)],
    MarkKind.SINGLE_DOSE: lambda r, _: [_down(r, INK, None)],
}


def mark_group(kind: MarkKind, x: float, y: float, r: float = KEY_R, rtl: bool = False) -> Group:
    """Return a mark for a drawing, centred at `x`, `y`."""
    return Group(*(shape.copy() for shape in mark_shapes(kind, r, rtl)), transform=(1, 0, 0, 1, x, y))


#: The fill of an adverse event's bar by grade: white, PREV, INK.
GRADE_FILL = (WHITE, PREV, INK)
