"""Turn the path data of an SVG into a QPainterPath: the part of the language the marks use."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

_WORD: Final = re.compile(r"[a-zA-Z]|-?(?:\d+\.\d*|\.\d+|\d+)")
_ARGUMENTS: Final = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7, "c": 6, "z": 0}


@lru_cache(maxsize=64)
def svg_path(data: str) -> QPainterPath:
    """Give the path of `d="…"` data with commands M L H V A (circles only) C Z, either case.

    Raises ValueError for any other command.
    """
    path, at = QPainterPath(), QPointF(0, 0)
    words = _WORD.findall(data)
    place, command = 0, ""
    while place < len(words):
        if words[place].isalpha():
            command, place = words[place], place + 1
        count = _ARGUMENTS.get(command.lower())
        if count is None:
            raise ValueError(f"path command {command!r}")
        numbers = [float(w) for w in words[place : place + count]]
        place += count
        at = _add(path, at, command, numbers)
        if command in "mM":
            command = "l" if command == "m" else "L"
    return path


def _add(path: QPainterPath, at: QPointF, command: str, n: list[float]) -> QPointF:
    base = at if command.islower() else QPointF(0, 0)
    kind = command.lower()
    if kind == "z":
        path.closeSubpath()
        return path.currentPosition()
    if kind == "h":
        end = QPointF(base.x() + n[0], at.y())
    elif kind == "v":
        end = QPointF(at.x(), base.y() + n[0])
    else:
        end = QPointF(base.x() + n[-2], base.y() + n[-1])
    if kind == "m":
        path.moveTo(end)
    elif kind == "c":
        path.cubicTo(base + QPointF(n[0], n[1]), base + QPointF(n[2], n[3]), end)
    elif kind == "a":
        _arc(path, at, end, n[0], large=bool(n[3]), sweep=bool(n[4]))
    else:
        path.lineTo(end)
    return end


def _arc(path: QPainterPath, start: QPointF, end: QPointF, radius: float, *, large: bool, sweep: bool) -> None:
    chord = end - start
    length = math.hypot(chord.x(), chord.y())
    radius = max(radius, length / 2)
    height = math.sqrt(radius * radius - length * length / 4)
    side = -1 if large == sweep else 1
    centre = (start + end) / 2 + QPointF(-chord.y(), chord.x()) * (side * height / length)
    first = math.degrees(math.atan2(centre.y() - start.y(), start.x() - centre.x()))
    last = math.degrees(math.atan2(centre.y() - end.y(), end.x() - centre.x()))
    span = last - first
    if sweep and span > 0:
        span -= 360
    elif not sweep and span < 0:
        span += 360
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    path.arcTo(box, first, span)
