"""Where the letters of one line stand: runs of one font from left to right, in visual order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.colors import Color

from crf_app.reports.fonts import Face
from crf_app.reports.inline import Bit, Cluster
from crf_app.reports.marks import MarkKind
from crf_app.reports.shaping import (
    OBJECT_LTR,
    OBJECT_RTL,
    MissingGlyph,
    face_of,
    font_runs,
    has_rtl,
    is_mark,
    mark_offset,
    shape,
    visual_order,
)  # fmt: skip


class Placed(NamedTuple):
    """Characters of one font, or a mark, at their place in a line; x from the line's left edge."""

    x: float
    width: float
    face: Face | None
    size: float
    rise: float
    colour: Color
    text: str
    link: str | None
    mark: MarkKind | None


def place(clusters: Sequence[Cluster], rtl: bool) -> list[Placed]:
    """Put the bits of one line at their places from left to right."""
    if rtl or any(has_rtl(bit.text) for cluster in clusters for bit in cluster.bits):
        return _place_ordered(clusters, rtl)
    placed: list[Placed] = []
    x = 0.0
    for number, cluster in enumerate(clusters):
        x += cluster.space if number else 0.0
        for bit in cluster.bits:
            x += bit.gap
            x = _place_bit(placed, bit, x)
    return placed


def _place_bit(placed: list[Placed], bit: Bit, x: float) -> float:
    """Place one bit whose letters run from left to right; return where it ends."""
    if bit.mark is not None:
        placed.append(Placed(x, bit.width, None, bit.size, 0, bit.colour, "", bit.link, bit.mark))
        return x + bit.width
    if not bit.text:
        return x + bit.width
    drawn = shape(bit.text, bit.weight, bit.chinese)
    if has_rtl(drawn):
        drawn = "".join(entry.char for entry in visual_order(drawn, False))
    for run in font_runs(drawn, bit.weight, bit.chinese):
        width = run.width * bit.size
        placed.append(Placed(x, width, run.face, bit.size, bit.rise, bit.colour, run.text, bit.link, None))
        x += width
    return x


def _place_ordered(clusters: Sequence[Cluster], rtl: bool) -> list[Placed]:
    """Place a line that holds right-to-left letters, by the bidirectional algorithm."""
    letters: list[str] = []
    owners: list[Bit | float] = []
    thing = OBJECT_RTL if rtl else OBJECT_LTR
    for number, cluster in enumerate(clusters):
        gap = cluster.space if number else 0.0
        parted = cluster.parted
        for bit in cluster.bits:
            if gap or parted:
                letters.append(thing if parted else " ")
                owners.append(gap)
            gap, parted = bit.gap, False
            if bit.island or bit.mark is not None or not bit.text:
                letters.append(thing)
                owners.append(bit)
            else:
                drawn = shape(bit.text, bit.weight, bit.chinese)
                letters.extend(drawn)
                owners.extend([bit] * len(drawn))
    return _in_order("".join(letters), owners, rtl)


def _in_order(letters: str, owners: Sequence[Bit | float], rtl: bool) -> list[Placed]:
    placed: list[Placed] = []
    marks: list[str] = []
    run: list[str] = []
    run_bit: Bit | None = None
    run_face: Face | None = None
    run_x = x = 0.0

    def close() -> None:
        nonlocal run_bit, run_face
        if run_bit is not None:
            placed.append(
                Placed(run_x, x - run_x, run_face, run_bit.size, run_bit.rise, run_bit.colour,
                       "".join(run), run_bit.link, None)
            )  # fmt: skip
            run.clear()
            run_bit = run_face = None

    for char, index, level in visual_order(letters, rtl):
        owner = owners[index]
        if isinstance(owner, float):
            close()
            x += owner
        elif owner.island or owner.mark is not None or not owner.text:
            close()
            x = _place_bit(placed, owner, x)
        elif level % 2 and is_mark(char):
            marks.append(char)
        else:
            found = face_of(char, owner.weight, owner.chinese)
            if found is None:
                raise MissingGlyph(char, owner.text)
            if owner is not run_bit or found is not run_face:
                close()
                run_bit, run_face, run_x = owner, found, x
            run.append(char)
            width = found.widths[ord(char)] * found.scale * owner.size / 1000
            if marks:
                _place_marks(placed, owner, marks, x, width)
                marks = []
            x += width
    close()
    return placed


def _place_marks(placed: list[Placed], bit: Bit, marks: Sequence[str], x: float, width: float) -> None:
    """Centre marks over their letter; the algorithm gives them in reverse, the first lies lowest."""
    for stacked, mark in enumerate(reversed(marks)):
        found = face_of(mark, bit.weight, bit.chinese)
        if found is None:
            raise MissingGlyph(mark, bit.text)
        size = bit.size * found.scale
        across, up = mark_offset(width / size, stacked)
        placed.append(
            Placed(x + across * size, 0.0, found, bit.size, bit.rise + up * size, bit.colour,
                   mark, None, None)
        )  # fmt: skip
