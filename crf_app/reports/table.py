"""Every table of every report: rules instead of boxes, one baseline a row.

Columns are always given in reading order; a table in a right-to-left language mirrors itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.platypus import Flowable, FrameBreak

from crf_app.reports.rows import CELL_END, Cell, CellLike, Column, Row
from crf_app.reports.sheet import (
    BLOCK_RULE,
    END_RULE,
    HEAD_RULE,
    ROW_RULE,
    Rule,
    StyleSheet,
    TextStyle,
)  # fmt: skip
from crf_app.reports.text import Text, link_to

#: A row or a kept chain higher than this may be parted: less than a landscape body under its heads.
_TALL = 360.0
#: A tall row is begun only where this much of it can stand, in points.
_TALL_START = 48.0


@dataclass
class _Laid:
    """A row with its cells made and measured."""

    row: Row
    cells: list[Cell | None]
    top: float
    bottom: float
    height: float = 0.0
    heights: list[float] = field(default_factory=list)
    head: bool = False
    airy: bool = False


class RuledTable(Flowable):
    """A table that splits between rows, repeats its head and closes each part with a rule."""

    def __init__(
        self,
        sheet: StyleSheet,
        columns: Sequence[Column],
        rows: Sequence[_Laid],
        heads: int,
        above: Rule | None,
        closing: Rule | None,
        space_before: float,
    ) -> None:
        """Keep laid rows; `table()` makes them."""
        super().__init__()
        self._sheet = sheet
        self._columns = columns
        self._rows = list(rows)
        self._heads = heads
        self._above = above
        self._closing = closing
        self._measured = False
        self.spaceBefore = space_before
        edges = [0.0]
        for column in columns:
            edges.append(edges[-1] + column.width)
        self._edges = edges
        self.width = edges[-1]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Measure every row once; the table is as wide as its columns."""
        if not self._measured:
            for laid in self._rows:
                self._measure(laid)
            self._measured = True
        self.height = sum(laid.height for laid in self._rows)
        return self.width, self.height

    def _measure(self, laid: _Laid) -> None:
        if laid.heights:
            return
        at = 0
        tallest = 0.0
        for cell in laid.cells:
            if cell is None:
                laid.heights.append(0.0)
                at += 1
                continue
            _, height = cell.flowable.wrap(self._cell_width(cell, at), 1e6)
            laid.heights.append(height)
            tallest = max(tallest, height)
            at += cell.span
        if laid.airy:
            # Heads of one line get more air than heads of several, so that rows below do not crowd.
            laid.top += 3.0 if tallest <= self._sheet.column_head.leading + 0.1 else 1.0
        laid.height = tallest + laid.top + laid.bottom

    def _cell_width(self, cell: Cell, at: int) -> float:
        width = self._edges[at + cell.span] - self._edges[at]
        end = CELL_END if cell.end is None else cell.end
        return width if at + cell.span >= len(self._columns) else width - end

    def start_height(self, rows: int = 2) -> float:
        """Return the height of the heads and the first rows, which should stand together."""
        self.wrap(self.width, 1e6)
        return sum(laid.height for laid in self._rows[: self._heads + rows])

    @property
    def is_title(self) -> bool:
        """Whether this is one row without a head, which stands over what follows."""
        return not self._heads and len(self._rows) == 1

    @property
    def row_count(self) -> int:
        """How many rows stand below the heads."""
        return len(self._rows) - self._heads

    def may_start_in(self, room: float) -> bool:
        """Tell whether two rows have room; rows no page can hold may start in less."""
        one, two = self.start_height(1), self.start_height(2)
        return two <= room or one > _TALL or (two > _TALL and one + _TALL_START <= room)

    def last_rows(self, count: int) -> tuple[RuledTable, RuledTable] | None:
        """Return the table without its last rows, and these under the same head; None for a small one."""
        self.wrap(self.width, 1e6)
        heads, body = self._rows[: self._heads], self._rows[self._heads :]
        first = len(body) - count
        while first > 0 and body[first - 1].row.keep:
            first -= 1
        if first < 2 or sum(laid.height for laid in body[first:]) > _TALL:
            return None
        one, _, two = self._parts(heads, body[:first], body[first:])
        return (one, two) if isinstance(one, RuledTable) and isinstance(two, RuledTable) else None

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Give the rows that fit, closed by a rule, and the rest under the same head."""
        self.wrap(available_width, available_height)
        heads, body = self._rows[: self._heads], self._rows[self._heads :]
        room = available_height - sum(laid.height for laid in heads)
        count = 0
        used = 0.0
        for laid in body:
            if used + laid.height > room + 0.01:
                break
            used += laid.height
            count += 1
        if count >= len(body):
            return [self]
        fitting = count
        if len(body) - 1 == count > 2:
            count -= 1  # one row never goes over the page by itself
        while count and body[count - 1].row.keep:
            count -= 1
        if not count and sum(laid.height for laid in body[: fitting + 1]) > _TALL:
            count = fitting
        if count:
            # A group never leaves one row alone at the foot of a page.
            alone = count - 1
            if (
                count > 1
                and body[alone].row.group is not None
                and body[alone].row.group is body[count].row.group
                and body[alone - 1].row.group is not body[alone].row.group
            ):
                count = alone
            return self._parts(heads, body[:count], body[count:])
        return self._split_tall_row(heads, body, room)

    def _split_tall_row(self, heads: list[_Laid], body: list[_Laid], room: float) -> list[Flowable]:
        """Part a row no page can hold, such as 100,000 letters of a person's words."""
        tall = body[0]
        inner = room - tall.top - tall.bottom
        if tall.height <= _TALL or inner < _TALL_START:
            return []
        first, rest = replace(tall, heights=[], cells=[]), replace(tall, heights=[], cells=[])
        rest.row = replace(tall.row, anchor=None)
        parted = False
        at = 0
        for cell in tall.cells:
            if cell is None:
                first.cells.append(None)
                rest.cells.append(None)
                at += 1
                continue
            width = self._cell_width(cell, at)
            parts = cell.flowable.split(width, inner)
            if len(parts) == 2 and isinstance(cell.flowable, Text):
                parted = True
                first.cells.append(replace(cell, flowable=parts[0]))
                rest.cells.append(replace(cell, flowable=parts[1]))
            else:
                first.cells.append(cell)
                rest.cells.extend([None] * cell.span)
            at += cell.span
        if not parted:
            return []
        first.row = replace(tall.row, below=None, default_rule=False)
        return self._parts(heads, [first], [rest, *body[1:]])

    def _parts(self, heads: list[_Laid], one: list[_Laid], two: list[_Laid]) -> list[Flowable]:
        continued = two[0].row.group
        if continued is not None and one[-1].row.group is continued:
            again = self._make(continued, self._columns[0])
            two = [replace(two[0], cells=[again, *two[0].cells[1:]], heights=[]), *two[1:]]
        # ReportLab marks what once moved to a next page; the second pass must not find that.
        self.__dict__.pop("_postponed", None)
        made = []
        for number, rows in enumerate((one, two)):
            part = RuledTable(
                self._sheet, self._columns, [*heads, *rows], self._heads, self._above,
                self._closing, self.spaceBefore if number == 0 else 0.0,
            )  # fmt: skip
            made.append(part)
        # Without the break the rest would begin again, under its head, at the foot of the same page.
        return [made[0], FrameBreak(), made[1]]

    def _make(self, cell: CellLike, column: Column) -> Cell | None:
        return _cell(cell, column, self._sheet.body)

    def draw(self) -> None:
        """Draw cells from the top, then the rules."""
        canvas = self.canv
        dry = getattr(canvas, "dry", False)
        y = self.height
        rules: list[tuple[float, Rule, int]] = []
        if self._above is not None:
            rules.append((y, self._above, 0))
        last = len(self._rows) - 1
        for number, laid in enumerate(self._rows):
            if laid.row.anchor is not None and not laid.head:
                canvas.mark_anchor(laid.row.anchor, y)
            bottom = y - laid.height
            if not dry or _has_anchors(laid):
                self._draw_row(canvas, laid, y)
            if laid.row.link is not None and not dry:
                link_to(canvas, laid.row.link, 0, bottom, self.width, laid.height)
            rule = laid.row.below
            if number == last and not laid.head:
                rule = laid.row.below or self._closing
            elif rule is None and laid.row.default_rule:
                rule = ROW_RULE
            if rule is not None:
                rules.append((bottom, rule, laid.row.below_from if number != last else 0))
            y = bottom
        if dry:
            return
        canvas.saveState()
        canvas.setLineCap(0)
        canvas.setDash()
        for height, rule, first in rules:
            canvas.setStrokeColor(rule.colour)
            canvas.setLineWidth(rule.weight)
            start = self._edges[first]
            if self._sheet.rtl:
                canvas.line(0, height, self.width - start, height)
            else:
                canvas.line(start, height, self.width, height)
        canvas.restoreState()

    def _draw_row(self, canvas: Any, laid: _Laid, y: float) -> None:
        at = 0
        for cell, height in zip(laid.cells, laid.heights, strict=True):
            if cell is None:
                at += 1
                continue
            width = self._cell_width(cell, at)
            x = self._edges[at]
            if self._sheet.rtl:
                x = self.width - x - width
            top = y - laid.top - height
            if cell.bottom:
                top = y - laid.height + laid.bottom
            # A flowable may be shared by parts of a split; its last wrap decides how it is drawn.
            cell.flowable.wrap(width, 1e6)
            if isinstance(cell.flowable, Text):
                cell.flowable.draw_at(canvas, x, top)
            else:
                cell.flowable.drawOn(canvas, x, top)
            at += cell.span


def _has_anchors(laid: _Laid) -> bool:
    """Tell whether a cell holds something that must be visited while pages are only counted."""
    return any(cell is not None and not isinstance(cell.flowable, Text) for cell in laid.cells)


def _cell(cell: CellLike, column: Column, style: TextStyle) -> Cell | None:
    if cell is None or (isinstance(cell, str) and not cell):
        return None
    if isinstance(cell, Cell):
        return cell
    if isinstance(cell, Flowable):
        return Cell(cell)
    return Cell(Text(cell, column.style or style, align=column.align))


def table(
    sheet: StyleSheet,
    columns: Sequence[Column],
    rows: Sequence[Row | Sequence[CellLike]],
    *,
    head: Sequence[Row | Sequence[CellLike]] = (),
    above: Rule | None = None,
    closing: Rule | None = END_RULE,
    row_rules: bool = True,
    style: TextStyle | None = None,
    pad: tuple[float, float] | None = None,
    head_pad: tuple[float, float] | None = None,
    space_before: float = 0.0,
) -> RuledTable:
    """Make a table from columns and rows in reading order.

    Plain words in a cell are set in the column's style, else in `style`, else in body. `head` rows
    are grey, hang at the bottom and repeat on each page with a 0.5 pt rule under the last. `pad` is
    the space above and below each row in points.
    """
    top, bottom = pad or (sheet.pad_top, sheet.pad_bottom)
    head_top, head_bottom = head_pad or (top, bottom)
    laid: list[_Laid] = []
    for number, given in enumerate(head):
        row = given if isinstance(given, Row) else Row(given)
        if row.below is None:
            last = number == len(head) - 1
            row = replace(row, below=HEAD_RULE if last else None, default_rule=False)
        cells = _cells(row, columns, sheet.column_head, hanging=True)
        laid.append(
            _Laid(
                row,
                cells,
                _or(row.top, head_top),
                _or(row.bottom, head_bottom),
                head=True,
                airy=head_pad is None and number == 0,
            )
        )
    for given in rows:
        row = given if isinstance(given, Row) else Row(given)
        if not row_rules and row.below is None:
            row = replace(row, default_rule=False)
        cells = _cells(row, columns, style or sheet.body, hanging=False)
        laid.append(_Laid(row, cells, _or(row.top, top), _or(row.bottom, bottom)))
    return RuledTable(sheet, columns, laid, len(head), above, closing, space_before)


def _cells(row: Row, columns: Sequence[Column], style: TextStyle, hanging: bool) -> list[Cell | None]:
    made: list[Cell | None] = []
    at = 0
    for given in row.cells:
        if at >= len(columns):
            raise ValueError(f"a row has more than the table's {len(columns)} columns")
        column = columns[at] if not hanging else replace(columns[at], style=style)
        cell = _cell(given, column, style)
        if cell is not None and hanging and not isinstance(given, Cell):
            cell = replace(cell, bottom=True)
        made.append(cell)
        at += cell.span if cell is not None else 1
    if at > len(columns):
        raise ValueError(f"a row spans more than the table's {len(columns)} columns")
    made.extend([None] * (len(columns) - at))
    return made


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


__all__ = [
    "BLOCK_RULE", "CELL_END", "Cell", "CellLike", "Column", "Row", "RuledTable", "table",
]  # fmt: skip
