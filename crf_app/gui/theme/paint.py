"""Strokes shared by the style and the parts: rounded boxes, the focus ring, text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from crf_app.base.texts import in_order
from crf_app.base.words import island
from crf_app.gui.theme.theme import Theme
from crf_app.gui.theme.tokens import Token

RING_REACH = 4
"""How far the focus ring stands out from a shape: 2 px of air and 2 px of ring."""


def rounded_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    outline: QColor | None = None,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """Paint a rounded box whose outline lies inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    if outline is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    pen = QPen(outline, width)
    if dashed:
        pen.setDashPattern([2.6, 2.0])
    painter.setPen(pen)
    half = width / 2
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, radius - half, radius - half)


def focus_ring(painter: QPainter, shape: QRectF, radius: float, theme: Theme) -> None:
    """Paint the ring 2 px outside a shape, 2 px strong."""
    thick = theme.px(2)
    away = thick * 2
    rounded_box(
        painter,
        shape.adjusted(-away, -away, away, away),
        radius + away,
        None,
        theme.colour("accent"),
        thick,
    )


def field_box(painter: QPainter, rect: QRectF, theme: Theme, ground: Token, outline: Token, width: int = 1) -> None:
    """Paint the box of a field."""
    strong = float(width if width == 1 else theme.px(width))
    rounded_box(painter, rect, theme.px(6), theme.colour(ground), theme.colour(outline), strong)


def text_line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
) -> None:
    """Paint one line of text; leading and trailing follow the painter's direction, the text its own."""
    text = in_order(text)
    if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        text = island(text)
    painter.setFont(font)
    painter.setPen(colour)
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), text)


def text_width(text: str, font: QFont) -> int:
    """Give the width of one line in logical pixels."""
    return QFontMetrics(font).horizontalAdvance(text)
