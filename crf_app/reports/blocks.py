"""The blocks pages are made of; each function returns one flowable, or a list in one piece.

Those of review and of a casebook's own pages have their modules and are named here as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from crf_app.reports.casebook_blocks import (
    Lines,
    MatrixCell,
    MatrixVisit,
    contents_lines,
    contents_matrix,
    cover_title,
    key_list,
    label_list,
    mark_legend,
    statement,
)
from crf_app.reports.inline import Content, Gap, Part, Run, parts_of
from crf_app.reports.marks import TITLE_R, MarkKind
from crf_app.reports.pieces import (
    BETWEEN_BLOCKS,
    BETWEEN_SECTIONS,
    Mark,
    PageRef,
    Space,
    Stack,
    as_flowable,
    form_head,
    plain_table,
)
from crf_app.reports.review_blocks import (
    Change,
    Message,
    Thread,
    changes,
    query_threads,
    signature,
)
from crf_app.reports.sheet import (
    FRAME_WIDTH,
    HALF,
    HALVES_GAP,
    StyleSheet,
)  # fmt: skip
from crf_app.reports.table import Cell, CellLike, Row, RuledTable
from crf_app.reports.text import Text


def title_line(
    sheet: StyleSheet,
    title: str,
    *,
    mark: MarkKind | None = None,
    state: Content | None = None,
    width: float = FRAME_WIDTH,
    anchor: str | None = None,
) -> RuledTable:
    """Return the title of a report or visit; at the end its mark and state, or one grey line."""
    right: Flowable | None = None
    if mark is not None:
        right = Mark(mark, sheet.body.but(leading=20), r=TITLE_R, align="end", words=state)
    elif state is not None:
        right = Text(state, sheet.soft.but(leading=20), align="end", nowrap=True)
    # The state shares the title's baseline, and takes as much of the line as it needs.
    taken = Text(state, sheet.body).natural_width() + 16 if state is not None else 0.0
    left = max(width * 0.3, width - taken)
    cell = Text(title, sheet.title, source="person")
    row = Row([cell, Cell(right, bottom=True) if right else None], anchor=anchor)
    return plain_table(sheet, (left, width - left), [row], pad=(0, 0.5))


def facts_strip(
    sheet: StyleSheet,
    facts: Sequence[tuple[Content, Content | Flowable]],
    *,
    widths: Sequence[float] | None = None,
    width: float = FRAME_WIDTH,
    pad: tuple[float, float] = (1, 0),
) -> RuledTable:
    """Return a row of grey labels above a row of values; widths in points, else all equal."""
    shares = widths or [width / len(facts)] * len(facts)
    labels = Row([Text(label, sheet.column_head) for label, _ in facts], keep=True)
    values = [as_flowable(value, sheet.body) for _, value in facts]
    return plain_table(sheet, shares, [labels, values], pad=pad)


def form_note(form: str, version: Content) -> list[Part]:
    """Return the two parts of a form's note with the dot between them."""
    return [form, Gap(), Run("·"), Gap(), *parts_of(version)]


def standing(head: RuledTable, *tables: RuledTable, rows: int = 2) -> list[Flowable]:
    """Return a head and its tables; the head, the column heads and two rows stay on one page."""
    height = head.start_height(rows=9) + head.getSpaceBefore()
    if tables:
        height += tables[0].start_height(rows)
    return [CondPageBreak(height), head, *tables]


def label_line(
    sheet: StyleSheet,
    pairs: Sequence[tuple[Content, Content | Flowable]],
    *,
    widths: Sequence[float],
) -> RuledTable:
    """Return labels and values side by side at note size, such as specimen and assay run."""
    cells: list[CellLike] = []
    for label, value in pairs:
        cells += [Text(label, sheet.note_soft), as_flowable(value, sheet.note)]
    return plain_table(sheet, widths, [cells], pad=(1.5, 1.8))


def key_figures(
    sheet: StyleSheet,
    figures: Sequence[tuple[Content, Content]],
    *,
    widths: Sequence[float] | None = None,
    width: float = FRAME_WIDTH,
    space_before: float = 0.0,
) -> RuledTable:
    """Return 17 pt numbers over small grey words."""
    shares = widths or [width / len(figures)] * len(figures)
    numbers = Row([Text(figure, sheet.key_figure) for figure, _ in figures], keep=True)
    words = [Text(words, sheet.key_words) for _, words in figures]
    return plain_table(sheet, shares, [numbers, Row(words, top=2)], pad=(0, 0), space_before=space_before)


def two_columns(
    sheet: StyleSheet,
    left: Sequence[Flowable],
    right: Sequence[Flowable],
    *,
    widths: tuple[float, float] = (HALF, HALF),
    gap: float = HALVES_GAP,
    space_before: float = 0.0,
) -> RuledTable:
    """Return two stacks beside each other; the first stands at the reading start."""
    cells = [Cell(Stack(left), end=0), None, Cell(Stack(right), end=0)]
    return plain_table(sheet, (widths[0], gap, widths[1]), [cells], pad=(0, 0), space_before=space_before)


__all__ = [
    "BETWEEN_BLOCKS",
    "BETWEEN_SECTIONS",
    "Change",
    "Lines",
    "Mark",
    "MatrixCell",
    "MatrixVisit",
    "Message",
    "PageRef",
    "Space",
    "Stack",
    "Thread",
    "changes",
    "contents_lines",
    "contents_matrix",
    "cover_title",
    "facts_strip",
    "form_head",
    "form_note",
    "key_figures",
    "key_list",
    "label_line",
    "label_list",
    "mark_legend",
    "plain_table",
    "query_threads",
    "signature",
    "standing",
    "statement",
    "title_line",
    "two_columns",
]
