"""Charts as ReportLab drawings, built once: painted on the page by `Chart`, shown as SVG by `svg`.

Time runs from left to right in every language. Labels stand at the data; there is no legend.
Panels that share a `TimeScale` stand exactly above one another::

    scale = TimeScale(left=93, right=74, width=FRAME_WIDTH, first=-30, last=396)
    story.append(Chart(edss_chart(sheet, scale, points, height=34 * mm, today=287)))
    story.append(Chart(analyte_chart(sheet, scale, measured, height=16 * mm, lloq=Decimal("2.0"))))
    markup = svg(edss_chart(sheet, scale, points, height=34 * mm))
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect
from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Run
from crf_app.reports.marks import MarkKind, mark_group
from crf_app.reports.number import digits
from crf_app.reports.painting import Label, paint, svg
from crf_app.reports.sheet import BLUE, CHART_SIZES, HAIR, INK, RULE, SOFT, WASH, WHITE, StyleSheet
from crf_app.reports.text import Text

__all__ = [
    "Chart", "Measured", "Step", "TimeScale", "analyte_chart", "day_axis", "edss_chart", "svg",
]  # fmt: skip

_POINT_R = 2.6
_EDGE = 0.7
_HALF = Decimal("0.5")
_CENSORED_R = 3.0


@dataclass(frozen=True)
class TimeScale:
    """Where a day stands: days from `first` to `last` between two gutters; widths in points."""

    width: float
    left: float
    right: float
    first: float
    last: float
    guides: tuple[float, ...] = ()
    anchor_day: float | None = None
    bands: tuple[tuple[float, float], ...] = field(default=())

    def x(self, day: float) -> float:
        """Return the place of a day, in points from the drawing's left edge."""
        share = (day - self.first) / (self.last - self.first)
        return self.left + share * (self.width - self.left - self.right)


@dataclass(frozen=True)
class Step:
    """One assessment of a score: the day from the anchor, and its value."""

    day: float
    value: Decimal


@dataclass(frozen=True)
class Measured:
    """One result: the day, its value, whether it is below quantification (then the limit)."""

    day: float
    value: Decimal
    censored: bool = False


class Chart(Flowable):
    """A drawing of exactly its own size, standing in a story or a table."""

    def __init__(self, drawing: Drawing, space_before: float = 0.0) -> None:
        """Keep the drawing."""
        super().__init__()
        self._drawing = drawing
        self.spaceBefore = space_before

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the drawing's size."""
        self.width, self.height = self._drawing.width, self._drawing.height
        return self.width, self.height

    def draw(self) -> None:
        """Paint the shapes."""
        if not getattr(self.canv, "dry", False):
            paint(self.canv, self._drawing.contents)


def _label(
    sheet: StyleSheet, words: str, x: float, y: float, anchor: str, size: float,
    weight: Weight = Weight.REGULAR, colour: Color = INK,
) -> Label:  # fmt: skip
    style = sheet.body.but(size=size, leading=size * 1.25, weight=weight, colour=colour)
    return Label(Text(Run(words, island=True), style), x, y, anchor)


def _axis_label(sheet: StyleSheet, words: str, x: float, y: float) -> Label:
    return _label(sheet, digits(words, sheet.language), x, y, "end", CHART_SIZES.axis, colour=SOFT)


def _value_label(sheet: StyleSheet, words: str, x: float, y: float, anchor: str) -> list[Any]:
    """Return a value's words over a white ground, so that guides do not run through them."""
    label = _label(sheet, digits(words, sheet.language), x, y, anchor, CHART_SIZES.value, Weight.SEMIBOLD)
    width = label.natural_width()
    left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    ground = Rect(left - 0.8, y - 1.2, width + 1.6, 7.6, fillColor=WHITE, strokeColor=None,
                  strokeWidth=0)  # fmt: skip
    return [ground, label]


def _line(
    x1: float, y1: float, x2: float, y2: float, width: float, colour: Color,
    dash: tuple[float, float] | None = None,
) -> Line:  # fmt: skip
    return Line(x1, y1, x2, y2, strokeWidth=width, strokeColor=colour, strokeDashArray=dash)


def _point(x: float, y: float) -> Circle:
    return Circle(x, y, _POINT_R, fillColor=BLUE, strokeColor=WHITE, strokeWidth=_EDGE)


def _behind(drawing: Drawing, scale: TimeScale, top: float, bottom: float) -> None:
    """Draw what runs through all panels: bands of illness, guides at visits, the anchor's day."""
    for first, last in scale.bands:
        x = scale.x(first)
        drawing.add(Rect(x, bottom, scale.x(last) - x, top - bottom, fillColor=WASH,
                         strokeColor=None, strokeWidth=0))  # fmt: skip
    for day in scale.guides:
        x = scale.x(day)
        drawing.add(_line(x, bottom, x, top, 0.25, HAIR))
    if scale.anchor_day is not None:
        x = scale.x(scale.anchor_day)
        drawing.add(_line(x, bottom, x, top, 0.8, INK))


def _today(drawing: Drawing, scale: TimeScale, today: float | None, height: float) -> None:
    if today is not None:
        x = scale.x(today)
        drawing.add(_line(x, 0, x, height, 0.6, INK, (0.6, 2.2)))


def edss_chart(
    sheet: StyleSheet,
    scale: TimeScale,
    steps: Sequence[Step],
    *,
    height: float,
    today: float | None = None,
) -> Drawing:
    """Return the EDSS as a step line that holds to the next assessment, dashed to today.

    The grid stands at half points, the scale's own steps from 0 to 10.
    """
    drawing = Drawing(scale.width, height)
    values = [step.value for step in steps]
    low = max(Decimal(0), _half_floor(min(values, default=Decimal(0))) - 1)
    high = min(Decimal(10), _half_floor(max(values, default=Decimal(1))) + _HALF)
    pad = 6.0

    def y(value: Decimal) -> float:
        return pad + float((value - low) / (high - low)) * (height - 2 * pad)

    _behind(drawing, scale, height, 0)
    left, right = scale.left, scale.width - scale.right
    every = 1 if high - low <= 3 else 2
    for number in range(int((high - low) / _HALF) + 1):
        value = low + number * _HALF
        drawing.add(_line(left, y(value), right, y(value), 0.25, HAIR))
        if number % every == 0:
            drawing.add(_axis_label(sheet, f"{value:.1f}", left - 5, y(value) - 2.6))
    _today(drawing, scale, today, height)
    points: list[float] = []
    for before, step in zip([None, *steps], steps, strict=False):
        x = scale.x(step.day)
        if before is not None and before.value != step.value:
            points += [x, y(before.value)]
        points += [x, y(step.value)]
    if len(points) >= 4:
        drawing.add(PolyLine(points, strokeColor=BLUE, strokeWidth=1.6, strokeLineJoin=0))
    if steps and today is not None and today > steps[-1].day:
        level = y(steps[-1].value)
        drawing.add(_line(scale.x(steps[-1].day), level, scale.x(today), level, 1.2, BLUE, (2, 2)))
    for step in steps:
        drawing.add(_point(scale.x(step.day), y(step.value)))
    for shape in _step_labels(sheet, scale, steps, y):
        drawing.add(shape)
    return drawing


def _step_labels(sheet: StyleSheet, scale: TimeScale, steps: Sequence[Step], y: Any) -> list[Any]:
    """Return the numbers: above before a fall, below after it; one where two would touch."""
    shapes: list[Any] = []
    fallen = False
    for number, step in enumerate(steps):
        after = steps[number + 1] if number + 1 < len(steps) else None
        if number and steps[number - 1].value != step.value:
            fallen = step.value < steps[number - 1].value
        x = scale.x(step.day)
        if after is not None and after.value == step.value and scale.x(after.day) - x < 16:
            continue
        up = -11.0 if fallen else 5.0
        falls = after is not None and after.value < step.value
        shapes += _value_label(
            sheet, f"{step.value:.1f}", x + 3 if falls else x, y(step.value) + up,
            "start" if falls else "middle",
        )  # fmt: skip
    return shapes


def analyte_chart(
    sheet: StyleSheet,
    scale: TimeScale,
    results: Sequence[Measured],
    *,
    height: float,
    lloq: Decimal | None = None,
    today: float | None = None,
) -> Drawing:
    """Return one analyte from zero; a hollow triangle stands at the limit for what is below it."""
    drawing = Drawing(scale.width, height)
    highest = max([result.value for result in results] + ([lloq] if lloq else []), default=None)
    top = _nice_top(highest if highest else Decimal(1))
    room = height - 8

    def y(value: Decimal) -> float:
        return float(value / top) * room

    _behind(drawing, scale, height, 0)
    left, right = scale.left, scale.width - scale.right
    drawing.add(_line(left, 0.3, right, 0.3, 0.5, RULE))
    drawing.add(_line(left, room, left + 3, room, 0.25, RULE))
    drawing.add(_axis_label(sheet, "0", left - 5, 0))
    drawing.add(_axis_label(sheet, f"{top:f}", left - 5, room - 2.6))
    if lloq is not None:
        drawing.add(_line(left, y(lloq), right, y(lloq), 0.6, SOFT, (0.6, 2.2)))
        words = f"LLOQ {digits(str(lloq), sheet.language)}"
        drawing.add(_label(sheet, words, right, y(lloq) + 2.2, "end", CHART_SIZES.axis, colour=SOFT))
    _today(drawing, scale, today, height)
    for one, two in itertools.pairwise(results):
        dash = (2.0, 1.6) if one.censored or two.censored else None
        drawing.add(_line(scale.x(one.day), y(one.value), scale.x(two.day), y(two.value), 1.2, BLUE, dash))
    for result in results:
        x, level = scale.x(result.day), y(result.value)
        if result.censored:
            drawing.add(mark_group(MarkKind.CENSORED, x, level, _CENSORED_R))
        else:
            drawing.add(_point(x, level))
    for number in range(len(results)):
        for shape in _result_label(sheet, scale, results, number, y):
            drawing.add(shape)
    return drawing


def _result_label(sheet: StyleSheet, scale: TimeScale, results: Sequence[Measured], number: int, y: Any) -> list[Any]:
    """Return a result's number on the side the line leaves free."""
    result = results[number]
    words = f"<{result.value}" if result.censored else str(result.value)
    x, level = scale.x(result.day), y(result.value)
    if number == 0:
        rising = len(results) > 1 and results[1].value >= result.value
        return _value_label(sheet, words, x + 3, max(1.0, level - 7.5) if rising else level + 4,
                            "start")  # fmt: skip
    if result.value >= results[number - 1].value:
        return _value_label(sheet, words, x - 2.5, level + 4, "end")
    return _value_label(sheet, words, x + 2.5, level + 3, "start")


def day_axis(sheet: StyleSheet, scale: TimeScale, days: Sequence[int], *, height: float = 14.0) -> Drawing:
    """Return the time axis with its days, to stand below panels of the same scale."""
    drawing = Drawing(scale.width, height)
    drawing.add(_line(scale.left, height - 0.3, scale.width - scale.right, height - 0.3, 0.6, INK))
    for day in days:
        x = scale.x(day)
        drawing.add(_line(x, height - 0.3, x, height - 3, 0.6, INK))
        drawing.add(
            _label(sheet, digits(str(day), sheet.language), x, height - 11, "middle",
                   CHART_SIZES.axis)
        )  # fmt: skip
    return drawing


def _half_floor(value: Decimal) -> Decimal:
    return Decimal(int(value * 2)) / 2


def _nice_top(highest: Decimal) -> Decimal:
    """Return the least of 1, 2, 3, 4, 5, 10 times a power of ten that is not below a value."""
    if highest <= 0:
        return Decimal(1)
    unit = Decimal(1).scaleb(highest.adjusted())
    first = (highest / unit).to_integral_value(ROUND_CEILING)
    return (first if first <= 5 else Decimal(10)) * unit
