"""Charts of one subject: the course of the EDSS as steps, small courses of laboratory results.

Charts are not mirrored in a right-to-left window: time runs as in the printed reports. Each has one sentence for
people who listen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.models.course import Course, Point
from crf_app.gui.models.subject_summary import Result, ResultPoint
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.gui.theme.paint import text_line, text_width

_PAST_SHARE: Final = 0.36
"""The share of the width that years before the study get; they are not to scale."""


@dataclass(frozen=True)
class Scale:
    """Maps values of one stretch onto pixels of another."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


class Chart(QWidget, Themed):
    """Something drawn from values; its accessible name is its sentence."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = (width, height)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Give the size it can be read at."""
        theme = Theme.of(self)
        return QSize(theme.px(self._least[0]), theme.px(self._least[1]))

    def minimumSizeHint(self) -> QSize:
        """Give the least size it can be read at."""
        return self.sizeHint()

    def label(
        self,
        painter: QPainter,
        middle: QPointF,
        text: str,
        role: Role,
        token: Token,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        """Write a short text around a point, or from it on."""
        theme = Theme.of(self)
        font = theme.font(role)
        wide = text_width(text, font) + 2
        x = middle.x() - wide / 2
        if align & Qt.AlignmentFlag.AlignRight:
            x = middle.x() - wide
        elif align & Qt.AlignmentFlag.AlignLeft:
            x = middle.x()
        x = min(max(x, 0.0), max(self.width() - wide, 0.0))
        high = theme.px(16)
        box = QRectF(x, middle.y() - high / 2, wide, high)
        text_line(painter, box, text, font, theme.colour(token))


class CourseChart(Chart):
    """The EDSS step: steps, never a smooth line; the years before the study lie on a grey ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(300, 200, parent)
        self._course: Course | None = None

    def show_course(self, course: Course | None) -> None:
        """Show another course."""
        self._course = course
        self.setAccessibleName(course.sentence if course else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axis, grounds, steps and labels."""
        course, theme = self._course, Theme.of(self)
        if course is None or not course.points:
            return
        left, right = theme.px(34), self.width() - theme.px(14)
        top, bottom = theme.px(10), self.height() - theme.px(28)
        before = [p for p in course.points if p.before]
        inside = [p for p in course.points if not p.before]
        values = [float(p.value) for p in course.points]
        low, high = math.floor(min(values) - 0.5), math.ceil(max(values) + 0.4)
        low, high = max(low, 0), min(high, 10)
        y = Scale(low, high, bottom, top)
        border = left + (right - left) * _PAST_SHARE if before else left
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if before:
                ground = QRectF(left, top, border - left, bottom - top)
                painter.fillRect(ground, theme.colour("canvas"))
            self._grid(painter, low, high, y, left, right, theme)
            places = self._past(before, left, border)
            moments = self._present(course, inside, border if before else left, right, bool(before))
            self._next_band(painter, course, moments, top, bottom, theme)
            for point in inside:
                places[point] = moments(point.at.timestamp())
            self._infusion(painter, course, moments, top, bottom, theme)
            dose = moments(course.infusion.timestamp()) if course.infusion is not None else None
            self._steps(painter, course.points, places, y, theme, dose)
            self._names(painter, course.points, places, bottom, theme)

    def _past(self, before: Sequence[Point], left: float, border: float) -> dict[Point, float]:
        step = (border - left) / max(len(before), 1)
        return {point: left + step * (place + 0.35) for place, point in enumerate(before)}

    def _present(self, course: Course, inside: Sequence[Point], start: float, right: float, past: bool) -> Scale:
        theme = Theme.of(self)
        moments: list[datetime] = [point.at for point in inside]
        moments += [m for m in (course.infusion, course.next_closes) if m is not None]
        if not moments:
            moments = [course.points[-1].at]
        first, last = min(moments).timestamp(), max(moments).timestamp()
        lead = theme.px(36 if past else 24)
        return Scale(first, max(last, first + 86_400 * 120), start + lead, right - theme.px(16))

    def _grid(self, painter: QPainter, low: int, high: int, y: Scale, left: float, right: float, theme: Theme) -> None:
        step = 1 if high - low <= 5 else 2
        for value in range(low, high + 1, step):
            level = y(value)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QLineF(left, round(level) + 0.5, right, round(level) + 0.5))
            text = theme.digits(f"{value}.0")
            at = QPointF(left - theme.px(8), level)
            self.label(painter, at, text, Role.TINY, "text-2", Qt.AlignmentFlag.AlignRight)

    def _next_band(self, painter: QPainter, course: Course, x: Scale, top: float, bottom: float, theme: Theme) -> None:
        if course.next_opens is None or course.next_closes is None:
            return
        start, end = x(course.next_opens.timestamp()), x(course.next_closes.timestamp())
        end = max(end, start + theme.px(10))
        painter.fillRect(QRectF(start, top, end - start, bottom - top), theme.colour("accent-soft"))
        at = QPointF((start + end) / 2, bottom + theme.px(14))
        self.label(painter, at, course.next_name, Role.TINY, "text-3")

    def _infusion(self, painter: QPainter, course: Course, x: Scale, top: float, bottom: float, theme: Theme) -> None:
        if course.infusion is None:
            return
        pen = QPen(theme.colour("text"), 1.2)
        pen.setDashPattern([3, 2.4])
        painter.setPen(pen)
        at = x(course.infusion.timestamp())
        painter.drawLine(QLineF(at, top - theme.px(4), at, bottom))

    def _steps(
        self, painter: QPainter, points: Sequence[Point], x: dict[Point, float], y: Scale, theme: Theme,
        infusion: float | None,
    ) -> None:  # fmt: skip
        for first, second in pairwise(points):
            token: Token = "line-strong" if first.before else "accent"
            painter.setPen(QPen(theme.colour(token), 1.8 if first.before else 2.2))
            level, corner = y(float(first.value)), x[second]
            painter.drawLine(QLineF(x[first], level, corner, level))
            painter.drawLine(QLineF(corner, level, corner, y(float(second.value))))
        previous: Decimal | None = None
        for point in points:
            at = QPointF(x[point], y(float(point.value)))
            radius = theme.px(4)
            token = "line-strong" if point.before else "accent"
            painter.setPen(QPen(theme.colour(token), 1.8))
            painter.setBrush(theme.colour("surface" if point.before else "accent"))
            painter.drawEllipse(at, radius, radius)
            # Below the point where the line comes down to it, so that no label lies on a line.
            down = previous is not None and point.value < previous and not point.before
            shift = theme.px(14)
            text = at + QPointF(0, shift if down else -shift)
            role = Role.CAPTION if point.before else Role.CAPTION_STRONG
            if infusion is not None and abs(at.x() - infusion) < text_width(point.label, theme.font(role)) / 2 + 2:
                # Beside the line of the infusion, on the side the course comes from.
                text -= QPointF(at.x() - infusion + text_width(point.label, theme.font(role)) / 2 + theme.px(5), 0)
            colour: Token = "text-2" if point.before else "text"
            if not self._repeated(point, points, x):
                self.label(painter, text, point.label, role, colour)
            previous = point.value

    def _repeated(self, point: Point, points: Sequence[Point], x: dict[Point, float]) -> bool:
        """Whether the next point lies so near, at the same step, that one label does for both."""
        place = list(points).index(point) + 1
        near = Theme.of(self).px(40)  # A label, and what the next one moves to stand beside the infusion.
        return place < len(points) and points[place].value == point.value and x[points[place]] - x[point] < near

    def _names(
        self, painter: QPainter, points: Sequence[Point], x: dict[Point, float], bottom: float, theme: Theme
    ) -> None:
        # Later names first: where two would overlap, baseline matters more than screening.
        free = 1e9
        for point in reversed(points):
            wide = text_width(point.name, theme.font(Role.TINY))
            middle = min(x[point], free - theme.px(7) - wide / 2)
            if x[point] - middle > theme.px(14):
                continue
            free = middle - wide / 2
            self.label(painter, QPointF(middle, bottom + theme.px(14)), point.name, Role.TINY, "text-2")


class ResultChart(Chart):
    """One analyte: the reference range as a band, `<LLOQ` as a hollow triangle, explained values as diamonds."""

    def __init__(self, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(150, 150, parent)
        self._result = result
        self.setAccessibleName(result.sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint head, band, lines, values and names."""
        result, theme = self._result, Theme.of(self)
        left, right = theme.px(30), self.width() - theme.px(6)
        top, bottom = theme.px(50), self.height() - theme.px(24)
        values = [float(point.value) for point in result.points]
        ends = [float(end) for end in (result.low, result.high) if end is not None]
        highest = max([*values, *ends, 1.0]) * 1.04
        y = Scale(0.0, highest, bottom, top)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            head = Qt.AlignmentFlag.AlignLeft
            self.label(painter, QPointF(0, theme.px(9)), result.name, Role.SMALL_STRONG, "text", head)
            unit = QPointF(right, theme.px(9))
            self.label(painter, unit, result.unit, Role.TINY, "text-3", Qt.AlignmentFlag.AlignRight)
            self._band(painter, y, left, right, theme)
            painter.setPen(QPen(theme.colour("line-btn"), 1))
            painter.drawLine(QLineF(left, round(bottom) + 0.5, right, round(bottom) + 0.5))
            zero = QPointF(left - theme.px(5), bottom)
            self.label(painter, zero, theme.digits("0"), Role.TINY, "text-2", Qt.AlignmentFlag.AlignRight)
            count = len(result.points)
            inset = theme.px(14)
            x = Scale(0, max(count - 1, 1), left + inset, right - inset)
            spots = [QPointF(x(place), y(value)) for place, value in enumerate(values)]
            self._lines(painter, spots, theme)
            for place, point in enumerate(result.points):
                self._value(painter, spots[place], point, theme, beside=place == 0 and self._near_axis(spots[0], y))
                if count <= 4 or place % 2 == 0:
                    name = QPointF(x(place), bottom + theme.px(13))
                    self.label(painter, name, point.name, Role.TINY, "text-2")

    def _band(self, painter: QPainter, y: Scale, left: float, right: float, theme: Theme) -> None:
        result = self._result
        if result.high is None:
            return
        low, high = float(result.low or 0), float(result.high)
        box = QRectF(left, y(high), right - left, y(low) - y(high))
        painter.fillRect(box, theme.colour("ok-soft"))
        text = theme.digits(f"{result.high.normalize():f}")
        at = QPointF(left - theme.px(5), y(high))
        self.label(painter, at, text, Role.TINY, "text-2", Qt.AlignmentFlag.AlignRight)
        if result.limit is not None:
            pen = QPen(theme.colour("text-2"), 1)
            pen.setDashPattern([2, 2.4])
            painter.setPen(pen)
            level = y(float(result.limit))
            painter.drawLine(QLineF(left, level, right, level))

    def _lines(self, painter: QPainter, spots: Sequence[QPointF], theme: Theme) -> None:
        points = self._result.points
        for place, (first, second) in enumerate(pairwise(spots)):
            pen = QPen(theme.colour("accent"), 1.8)
            if points[place].below or points[place + 1].below:
                pen.setDashPattern([2, 2.2])
            painter.setPen(pen)
            painter.drawLine(QLineF(first, second))

    def _near_axis(self, at: QPointF, y: Scale) -> bool:
        """Whether the label of a value would stand beside that of the reference's end, and be read with it."""
        high = self._result.high
        return high is not None and abs(at.y() - Theme.of(self).px(14) - y(float(high))) < Theme.of(self).px(14)

    def _value(self, painter: QPainter, at: QPointF, point: ResultPoint, theme: Theme, *, beside: bool) -> None:
        half = theme.px(5)
        if point.explained:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("query-mark"))
            away = theme.px(6)
            corners = [QPointF(0, -away), QPointF(away, 0), QPointF(0, away), QPointF(-away, 0)]
            painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
        elif point.below or point.above:
            painter.setPen(QPen(theme.colour("accent"), 1.8))
            painter.setBrush(theme.colour("surface"))
            way = 1 if point.below else -1
            corners = [QPointF(-half, -half * way), QPointF(half, -half * way), QPointF(0, half * way)]
            painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
        else:
            painter.setPen(QPen(theme.colour("surface"), 1.2))
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(at, theme.px(4), theme.px(4))
        above = at - QPointF(theme.px(4) if beside else 0, theme.px(14))
        way = Qt.AlignmentFlag.AlignLeft if beside else Qt.AlignmentFlag.AlignHCenter
        self.label(painter, above, point.label, Role.CAPTION_STRONG, "text", way)
