"""Blocks of a casebook's own pages: cover, contents, key to marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content, Gap, InlineMark, Part, Run
from crf_app.reports.marks import KEY_R, MATRIX_R, MarkKind
from crf_app.reports.pieces import (
    BETWEEN_SECTIONS,
    Mark,
    PageRef,
    Space,
    Stack,
    as_flowable,
    form_head,
    plain_table,
)
from crf_app.reports.sheet import (
    BASELINE,
    BLOCK_RULE,
    END_RULE,
    FRAME_WIDTH,
    HALF,
    HEAD_RULE,
    INK,
    RULE,
    SOFT,
    StyleSheet,
)  # fmt: skip
from crf_app.reports.table import Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Text, link_to


@dataclass(frozen=True)
class MatrixVisit:
    """One column of the contents matrix."""

    name: Content
    date: Content
    mark: MarkKind


#: What stands in a cell of the contents matrix: an anchor, a mark, or nothing.
MatrixCell = str | MarkKind | None


def contents_matrix(
    sheet: StyleSheet,
    visits: Sequence[MatrixVisit],
    groups: Sequence[tuple[str, Sequence[tuple[str, Sequence[MatrixCell]]]]],
    *,
    date_words: str,
    state_words: str,
    form_width: float = 46 * mm,
    width: float = FRAME_WIDTH,
) -> RuledTable:
    """Return forms by visits: page numbers as links, marks where there is no page.

    A cell is the anchor of the page (a str), a `MarkKind`, or None for not planned.
    """
    each = (width - form_width) / max(1, len(visits))
    columns = [Column(form_width), *[Column(each, "center") for _ in visits]]
    strong = sheet.column_head.but(weight=Weight.SEMIBOLD, size=8.5, colour=INK)
    group_style = sheet.note.but(weight=Weight.SEMIBOLD, size=8.5)
    rows: list[Row] = []

    def cell(flowable: Flowable) -> Cell:
        return Cell(flowable, end=0)

    names = Row([None, *(cell(Text(v.name, strong, align="center", nowrap=True)) for v in visits)],
                default_rule=False, top=3.5, bottom=0.0)  # fmt: skip
    dates = Row(
        [
            Text(date_words, sheet.column_head),
            *(cell(Text(v.date, sheet.column_head, align="center", nowrap=True)) for v in visits),
        ],
        default_rule=False,
    )
    states = Row(
        [
            Text(state_words, sheet.column_head),
            *(cell(Mark(v.mark, sheet.column_head, r=MATRIX_R, align="center")) for v in visits),
        ],
        below=HEAD_RULE,
        bottom=2.7,
    )
    for title, forms in groups:
        rows.append(
            Row([Cell(Text(title, group_style), span=len(columns))],
                below=END_RULE, keep=True, top=8.0)
        )  # fmt: skip
        for form, cells in forms:
            made: list[CellLike] = [Text(form, sheet.body, source="person")]
            for given in cells:
                if given is None:
                    made.append(None)
                elif isinstance(given, MarkKind):
                    made.append(cell(Mark(given, sheet.body, r=MATRIX_R, align="center")))
                else:
                    made.append(cell(PageRef(given, sheet)))
            rows.append(Row(made))
    return table(
        sheet,
        columns,
        rows,
        head=[names, dates, states],
        above=BLOCK_RULE,
        head_pad=(0.9, 0.5),
        pad=(1.4, 1.6) if sheet.latin else None,
        space_before=1.3,
    )


class _ContentsLine(Flowable):
    """A label, dots, and the page it leads to."""

    def __init__(self, label: Content, anchor: str, sheet: StyleSheet) -> None:
        super().__init__()
        self._label = Text(label, sheet.body, nowrap=True, source="person")
        self._page = PageRef(anchor, sheet, align="end")
        self._sheet = sheet
        self._anchor = anchor

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._sheet.body.leading + 2.1
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        if getattr(canvas, "dry", False):
            return
        leading = self._sheet.body.leading
        y = self.height - BASELINE * leading
        taken = self._label.natural_width()
        x = self.width - taken if self._sheet.rtl else 0.0
        self._label.draw_line(canvas, x, y)
        self._page.wrap(self.width, leading)
        self._page.drawOn(canvas, 0, self.height - leading)
        first, last = taken + 4, self.width - 18
        canvas.saveState()
        canvas.setFillColor(RULE)
        while first < last:
            at = self.width - first if self._sheet.rtl else first
            canvas.circle(at, y + 0.6, 0.35, stroke=0, fill=1)
            first += 3.2
        canvas.restoreState()
        link_to(canvas, self._anchor, 0, 0, self.width, self.height)


def contents_lines(
    sheet: StyleSheet, title: str, lines: Sequence[tuple[Content, str]], *, width: float = HALF
) -> Stack:
    """Return a titled list of labels with the pages their anchors stand on."""
    head = plain_table(sheet, (width,), [[Text(title, sheet.subhead)]], pad=(2, 1), above=BLOCK_RULE)
    return Stack([head, *(_ContentsLine(label, anchor, sheet) for label, anchor in lines)])


def mark_legend(sheet: StyleSheet, entries: Sequence[tuple[MarkKind, str]]) -> Text:
    """Return one grey line that explains the marks above it."""
    parts: list[Part] = []
    for number, (kind, words) in enumerate(entries):
        parts += [Gap(8.0)] if number else []
        parts += [InlineMark(kind, KEY_R), Gap(2.4), Run(words)]
    return Text(parts, sheet.note_soft)


@dataclass(frozen=True)
class Lines:
    """A value of several lines, one below the other."""

    lines: Sequence[Content]


def label_list(
    sheet: StyleSheet,
    pairs: Sequence[tuple[Content, Content | Lines]],
    *,
    width: float = HALF,
    label_width: float = 25 * mm,
) -> RuledTable:
    """Return labels and values with hairlines, as on the cover; a value may take several lines."""
    words = sheet.body.but(size=9.5, leading=sheet.body.leading + 1)
    rows = []
    for label, value in pairs:
        lines = value.lines if isinstance(value, Lines) else (value,)
        stack = [Text(line, words, source="person") for line in lines]
        rows.append(
            [
                Text(label, words.but(size=8.5, colour=SOFT)),
                stack[0] if len(stack) == 1 else Stack(stack),
            ]
        )
    columns = [Column(label_width), Column(width - label_width)]
    return table(sheet, columns, rows, pad=(2.0, 2.4))


def statement(
    sheet: StyleSheet,
    label: str,
    value: Content | Flowable,
    words: str,
    *,
    width: float = 130 * mm,
    label_width: float = 25 * mm,
    space_before: float = BETWEEN_SECTIONS,
) -> RuledTable:
    """Return a label and a value under a 1 pt rule with a sentence below: seal, whole casebook."""
    strong = sheet.body.but(weight=Weight.SEMIBOLD, leading=13)
    small = sheet.note.but(size=8.5, leading=sheet.body.leading)
    shown = value if isinstance(value, Flowable) else Text(value, sheet.body.but(leading=13))
    rows = [
        Row([Text(label, strong), shown], top=3, bottom=2, keep=True),
        Row([None, Text(words, small)], top=2, bottom=0),
    ]
    return plain_table(sheet, (label_width, width - label_width), rows, above=BLOCK_RULE, space_before=space_before)


def key_list(
    sheet: StyleSheet,
    title: str,
    rows: Sequence[tuple[Content | Flowable, str]],
    *,
    width: float = HALF,
    mark_width: float = 12 * mm,
    space_before: float = 0.0,
) -> list[RuledTable]:
    """Return one titled section of the key to marks: the mark or sample, and what it means."""
    head = form_head(sheet, title, style=sheet.section_head, width=width, space_before=space_before)
    columns = [Column(mark_width), Column(width - mark_width)]
    made: list[Sequence[CellLike]] = [
        [as_flowable(shown, sheet.body), Text(words, sheet.body)]
        for shown, words in rows
    ]  # fmt: skip
    return [head, table(sheet, columns, made)]


def cover_title(sheet: StyleSheet, word: str, subject: str, title: str) -> list[Flowable]:
    """Return the head of a cover: the report's word, the subject in 40 pt, the study's title."""
    return [
        Space(62),
        Text(word, sheet.cover_word),
        Space(2),
        Text(subject, sheet.cover_subject, source="person"),
        Space(12),
        Text(title, sheet.cover_title, source="person", max_width=130 * mm),
    ]
