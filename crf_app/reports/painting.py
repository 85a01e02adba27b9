"""Shapes put on a page or written as SVG; the same shapes, so page and window cannot differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics import shapes
from reportlab.lib.colors import Color

from crf_app.reports.fonts import Weight
from crf_app.reports.shaping import is_arabic, is_han


def paint(canvas: Any, items: Iterable[Any]) -> None:
    """Draw shapes on a canvas in its present coordinates."""
    for shape in items:
        if isinstance(shape, shapes.Group) and not isinstance(shape, Label):
            canvas.saveState()
            canvas.transform(*shape.transform)
            paint(canvas, shape.contents)
            canvas.restoreState()
        else:
            _paint_one(canvas, shape)


def _paint_one(canvas: Any, shape: Any) -> None:
    if isinstance(shape, Label):
        shape.draw_on(canvas)
        return
    stroke = shape.strokeColor is not None and shape.strokeWidth > 0
    fill = getattr(shape, "fillColor", None) is not None
    canvas.saveState()
    if stroke:
        canvas.setStrokeColor(shape.strokeColor)
        canvas.setLineWidth(shape.strokeWidth)
        canvas.setLineCap(shape.strokeLineCap or 0)
        canvas.setLineJoin(shape.strokeLineJoin or 0)
        if shape.strokeDashArray:
            canvas.setDash(list(shape.strokeDashArray))
    if fill:
        canvas.setFillColor(shape.fillColor)
    if isinstance(shape, shapes.Circle):
        canvas.circle(shape.cx, shape.cy, shape.r, stroke=stroke, fill=fill)
    elif isinstance(shape, shapes.Rect):
        canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=stroke, fill=fill)
    elif isinstance(shape, shapes.Line):
        canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
    elif isinstance(shape, shapes.PolyLine | shapes.Polygon):
        path = canvas.beginPath()
        path.moveTo(*shape.points[:2])
        for x, y in zip(shape.points[2::2], shape.points[3::2], strict=True):
            path.lineTo(x, y)
        if isinstance(shape, shapes.Polygon):
            path.close()
        canvas.drawPath(path, stroke=stroke, fill=fill)
    elif isinstance(shape, shapes.Path):
        path = canvas.beginPath()
        for name, points in _operations(shape):
            getattr(path, name)(*points)
        canvas.drawPath(path, stroke=stroke, fill=fill)
    else:
        raise TypeError(f"no way to draw {type(shape).__name__}")
    canvas.restoreState()


_OPERATORS = (("moveTo", 2), ("lineTo", 2), ("curveTo", 6), ("close", 0))


def _operations(path: Any) -> Iterable[tuple[str, list[float]]]:
    points = iter(path.points)
    for operator in path.operators:
        name, count = _OPERATORS[operator]
        yield name, [next(points) for _ in range(count)]


class Label(shapes.Group):
    """One line of text in a drawing, laid out like text on the page.

    For SVG it is written as its letters in reading order, with family and weight, so that the
    viewer shapes it; on the page it is drawn from our own visual line.
    """

    def __init__(self, text: Any, x: float, y: float, anchor: str = "start") -> None:
        """Keep a `Text` and the point its line starts, is centred at or ends at."""
        super().__init__()
        self._text = text
        self._x = x
        self._y = y
        self._anchor = anchor

    def copy(self) -> Label:
        """Return the same label; it never changes."""
        return self

    def natural_width(self) -> float:
        """Return the width of the words in points."""
        return float(self._text.natural_width())

    def draw_on(self, canvas: Any) -> None:
        """Draw the line with its baseline at y."""
        width = self._text.natural_width()
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self._anchor]
        self._text.draw_line(canvas, self._x - width * share, self._y)

    def _family(self) -> str:
        """Return the one family that has the label's letters; viewers rarely read a list."""
        letters = self._text.letters
        if any(is_han(char) for char in letters):
            return "Noto Sans SC"
        return "Vazirmatn" if any(is_arabic(char) for char in letters) else "Source Sans 3"

    def svg(self, height: float) -> str:
        """Return the label as one SVG text element."""
        style = self._text.style
        weight = 600 if style.weight is Weight.SEMIBOLD else 400
        slant = ' font-style="italic"' if style.weight is Weight.ITALIC else ""
        return (
            f'<text x="{_n(self._x)}" y="{_n(height - self._y)}" text-anchor="{self._anchor}" '
            f'font-family="{self._family()}" font-size="{_n(style.size)}" '
            f'font-weight="{weight}"{slant} fill="{_hex(style.colour)}">'
            f"{escape(self._text.letters)}</text>"
        )


def svg(drawing: shapes.Drawing) -> str:
    """Return a drawing as SVG text, one point to one user unit, y turned downward."""
    body: list[str] = []
    _svg_into(body, drawing.contents, 0.0, 0.0, drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(drawing.width)}" '
        f'height="{_n(drawing.height)}" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}">'
        + "".join(body)
        + "</svg>"
    )


def _svg_into(body: list[str], items: Iterable[Any], dx: float, dy: float, height: float) -> None:
    for shape in items:
        if isinstance(shape, Label):
            body.append(shape.svg(height))
        elif isinstance(shape, shapes.Group):
            _svg_into(body, shape.contents, dx + shape.transform[4], dy + shape.transform[5], height)
        else:
            body.append(_svg_one(shape, dx, dy, height))


def _svg_one(shape: Any, dx: float, dy: float, height: float) -> str:
    look = _svg_look(shape)

    def at(x: float, y: float) -> str:
        return f"{_n(x + dx)} {_n(height - y - dy)}"

    if isinstance(shape, shapes.Circle):
        return f'<circle cx="{_n(shape.cx + dx)}" cy="{_n(height - shape.cy - dy)}" r="{_n(shape.r)}"{look}/>'
    if isinstance(shape, shapes.Rect):
        return (
            f'<rect x="{_n(shape.x + dx)}" y="{_n(height - shape.y - dy - shape.height)}" '
            f'width="{_n(shape.width)}" height="{_n(shape.height)}"{look}/>'
        )
    if isinstance(shape, shapes.Line):
        return f'<path d="M{at(shape.x1, shape.y1)}L{at(shape.x2, shape.y2)}"{look}/>'
    if isinstance(shape, shapes.Path):
        letters = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "close": "Z"}
        steps = [
            letters[name] + " ".join(at(x, y) for x, y in zip(points[::2], points[1::2], strict=True))
            for name, points in _operations(shape)
        ]
        return f'<path d="{"".join(steps)}"{look}/>'
    pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
    end = "Z" if isinstance(shape, shapes.Polygon) else ""
    return f'<path d="M{"L".join(at(x, y) for x, y in pairs)}{end}"{look}/>'


def _svg_look(shape: Any) -> str:
    fill = getattr(shape, "fillColor", None)
    parts = [f' fill="{_hex(fill)}"']
    if shape.strokeColor is not None and shape.strokeWidth > 0:
        parts.append(f' stroke="{_hex(shape.strokeColor)}" stroke-width="{_n(shape.strokeWidth)}"')
        if shape.strokeDashArray:
            dashes = " ".join(_n(d) for d in shape.strokeDashArray)
            parts.append(f' stroke-dasharray="{dashes}"')
        if shape.strokeLineCap == 1:
            parts.append(' stroke-linecap="round"')
        if shape.strokeLineJoin == 1:
            parts.append(' stroke-linejoin="round"')
    return "".join(parts)


def _hex(colour: Color | None) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
