"""The pieces blocks are made of: marks, stacks, page references, a form's head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from crf_app.reports.inline import Content, Gap, InlineMark, Part, Run, parts_of
from crf_app.reports.marks import KEY_R, MarkKind
from crf_app.reports.number import persian_digits
from crf_app.reports.sheet import (
    BLOCK_RULE,
    FRAME_WIDTH,
    StyleSheet,
    TextStyle,
)  # fmt: skip
from crf_app.reports.table import Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Align, Text

#: Space between blocks inside a visit, and between sections of a report, in points.
BETWEEN_BLOCKS = 6.5
BETWEEN_SECTIONS = 10.5


class Mark(Flowable):
    """A mark alone in a cell, on the row's own leading; `r` in points."""

    def __init__(
        self,
        kind: MarkKind,
        style: TextStyle,
        *,
        r: float = KEY_R,
        align: Align = "start",
        words: Content | None = None,
        link: str | None = None,
    ) -> None:
        """Make the mark; `words` follow it by 3 points."""
        super().__init__()
        parts: list[Part] = [InlineMark(kind, r, link=link)]
        if words is not None:
            parts += [Gap(3.0), *parts_of(words)]
        self._text = Text(parts, style, align=align, nowrap=True)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the cell's width and one line."""
        self.width, self.height = self._text.wrap(available_width, available_height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the mark and its words."""
        self._text.canv = self.canv
        self._text.draw()


class Stack(Flowable):
    """Flowables one below the other in one cell."""

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        """Keep them in order."""
        super().__init__()
        self._flowables = list(flowables)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Add the heights, and the space before all but the first."""
        self._tops: list[float] = []
        at = 0.0
        for number, flowable in enumerate(self._flowables):
            if number:
                at += flowable.getSpaceBefore()
            self._tops.append(at)
            at += flowable.wrap(available_width, 1e6)[1]
        self.width, self.height = available_width, at
        return self.width, self.height

    def draw(self) -> None:
        """Draw each at its place."""
        for top, flowable in zip(self._tops, self._flowables, strict=True):
            flowable.wrap(self.width, 1e6)
            flowable.drawOn(self.canv, 0, self.height - top - flowable.height)


class PageRef(Flowable):
    """The page an anchor stands on, as a blue link; nothing while that page is unknown."""

    def __init__(self, anchor: str, sheet: StyleSheet, *, align: Align = "center") -> None:
        """Name the anchor."""
        super().__init__()
        self._anchor = anchor
        self._sheet = sheet
        self._align = align

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take one line."""
        self.width, self.height = available_width, self._sheet.link.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw the page's number."""
        place = self.canv.anchors.get(self._anchor)
        if place is None or self.canv.dry:
            return
        page = place.page
        number = persian_digits(str(page)) if self._sheet.rtl else str(page)
        text = Text(Run(number, link=self._anchor), self._sheet.link, align=self._align)
        text.wrap(self.width, self.height)
        text.canv = self.canv
        text.draw()


def plain_table(
    sheet: StyleSheet,
    widths: Sequence[float],
    rows: Sequence[Row | Sequence[CellLike]],
    **settings: Any,
) -> RuledTable:
    """Return a table without rules between or after its rows; widths in points."""
    settings.setdefault("closing", None)
    settings.setdefault("row_rules", False)
    return table(sheet, [Column(width) for width in widths], rows, **settings)


def as_flowable(content: Content | Flowable, style: TextStyle) -> Flowable:
    """Return a flowable as it is, and anything else as a person's words in a style."""
    if isinstance(content, Flowable):
        return content
    return Text(content, style, source="person")


def form_head(
    sheet: StyleSheet,
    title: str,
    note: Content | None = None,
    *,
    style: TextStyle | None = None,
    width: float = FRAME_WIDTH,
    anchor: str | None = None,
    space_before: float = BETWEEN_BLOCKS,
) -> RuledTable:
    """Return a form's or section's title under a 1 pt rule, with a small grey note at the end."""
    words = style or sheet.head
    right: Cell | None = None
    taken = 0.0
    if note is not None:
        small = Text(note, sheet.form_note.but(leading=words.leading), align="end", nowrap=True)
        taken = small.natural_width() + 8
        right = Cell(small, bottom=True)
    left = max(width * 0.25, width - taken)
    row = Row([Text(title, words, source="person"), right], anchor=anchor)
    return plain_table(sheet, (left, width - left), [row], pad=(3, 2), above=BLOCK_RULE, space_before=space_before)


class Space(Flowable):
    """Empty height that stands even at the top of a page, as above a cover's title."""

    def __init__(self, height: float) -> None:
        """Keep the height in points."""
        super().__init__()
        self.height = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the height."""
        self.width = available_width
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing."""


class Between(Flowable):
    """Empty height between parts that share a sheet; nothing at the top of one."""

    def __init__(self, height: float) -> None:
        """Keep the height in points."""
        super().__init__()
        self.spaceBefore = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take nothing but the space before."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Draw nothing."""
