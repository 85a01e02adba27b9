"""Tables and series on paper: one row per reading, each measure a number and the marks beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.base.values import Censored, Kind
from crf_app.reports.inline import Gap, Part, Run
from crf_app.reports.number import Number
from crf_app.reports.pieces import plain_table
from crf_app.reports.sheet import END_RULE, FRAME_WIDTH, SOFT, StyleSheet
from crf_app.reports.table import CELL_END, Cell, CellLike, Column, Row, table
from crf_app.reports.text import Text
from crf_app.reports.values import PLAIN, SB, SLANTED, PaperEntry, ValueWriter, shortened
from crf_app.study.form import Section
from crf_app.study.item import Item

_FIRST = 7 * mm
_MOST_EXTRA = 16 * mm
"""Columns are spread over the sheet, but never so far apart that the eye loses the row."""
_LONGEST_WORDS = 46 * mm
_BETWEEN_NOTES = 12.0
"""Between what is told of one column and of the next, in points."""
_KEPT_ROWS = 6
"""A table of so few rows stays on one sheet."""


@dataclass
class _Laid:
    """One column before its width is known."""

    head: str
    cells: list[Flowable | None]
    number: bool = False
    natural: float = 0.0
    least: float = 0.0
    expected: str = ""


@dataclass
class GridPrinter:
    """Prints repeating sections; what has no room in a cell is told in notes below the table."""

    sheet: StyleSheet
    writer: ValueWriter
    _notes: list[list[Part]] = field(default_factory=list)
    _derived: list[Part] = field(default_factory=list)
    _form: str = ""

    def grid(self, section: Section, title: str, rows: Sequence[str], entries: Sequence[PaperEntry]) -> list[Flowable]:
        """Return a section as a table with a row per reading, and its notes."""
        s = self.sheet
        self._form = entries[0].place.form
        by_place = {(entry.key.row, entry.item.id): entry for entry in entries}
        wanted = {entry.item.id for entry in entries}
        items = [item for item in section.items if item.id in wanted]
        # A row that is not asked leaves its number out, as a hidden item does.
        asked = {entry.key.row for entry in entries}
        numbers = [number for number, row in enumerate(rows, start=1) if row in asked]
        rows = [rows[number - 1] for number in numbers]
        labels = [self._row_label(section, row, number) for number, row in zip(numbers, rows, strict=True)]
        fixed = bool(section.rows)
        columns: list[_Laid] = []
        if fixed:
            names = self._words(title, [Text(label, s.body, source="person") for label in labels])
            names.least = max(names.least, self._longest(self.writer.say("Expected")) + CELL_END)
            columns.append(names)
        limits = {limit for item in items for limit in (item.lower_limit, item.upper_limit)}
        for item in items:
            if item.id in limits:
                continue
            found = [by_place.get((row, item.id)) for row in rows]
            columns += self._measure(item, found, labels)
            if item.lower_limit or item.upper_limit:
                columns.append(self._limits(item, rows, by_place))
            if item.reference is not None:
                columns.append(self._reference(item, rows))
        widths = self._widths(columns)
        sheet_columns = [Column(_FIRST, style=s.row_note), *(Column(width) for width in widths)]
        ranged = any(column.expected for column in columns)
        last = len(rows) - (0 if ranged else 1)
        told = [Row([None, Cell(note, span=len(columns))], default_rule=False) for note in self._told()]
        made: list[Row | list[CellLike]] = [
            Row(
                [self.writer.wording.figures(str(numbers[number])), *(column.cells[number] for column in columns)],
                keep=number < last and (last <= _KEPT_ROWS or (number >= last - 2 and bool(told))),
            )
            for number in range(len(rows))
        ]
        if ranged:
            made.append(self._expected_row(columns))
        if told and isinstance(made[-1], Row):
            made[-1] = replace(made[-1], keep=True, below=END_RULE)
        made += [replace(row, keep=row is not told[-1]) for row in told]
        found_table = table(
            s, sheet_columns, made, head=[[None, *self._heads(columns)]], closing=None if told else END_RULE
        )
        if fixed:
            return [found_table]
        over = plain_table(s, (FRAME_WIDTH,), [[Text(title, s.subhead, source="person")]], pad=(4, 0))
        return [over, found_table]

    def _row_label(self, section: Section, row: str, number: int) -> str:
        label = section.row_label(row)
        return self.writer.wording.label(label) if label else self.writer.wording.figures(str(number))

    # ------------------------------------------------------------------ columns

    def _measure(self, item: Item, found: Sequence[PaperEntry | None], labels: Sequence[str]) -> list[_Laid]:
        head = self.writer.wording.item(item)
        unit = item.unit_in(self.writer.wording.language)
        for entry, label in zip(found, labels, strict=True):
            self._note(entry, label, head)
        if item.is_derived:
            self._derived += [Gap(_BETWEEN_NOTES)] if self._derived else []
            self._derived += [Run(head, weight=SB), Gap(), *self.writer.derived(self._form, item)]
        if not item.kind.is_number or (item.codes and item.kind is Kind.CODE):
            return [self._words(head, [None if e is None or e.blank else self._text(e) for e in found])]
        decimals = max((_decimals(e) for e in found), default=0)
        numbers: list[Flowable | None] = [None if e is None or e.blank else self._number(e, decimals) for e in found]
        marks: list[Flowable | None] = [None if e is None or e.blank else self._marks(e) for e in found]
        natural = max((n.natural_width() for n in numbers if isinstance(n, Number)), default=0.0)
        plain = max((n.natural_width() for n, e in zip(numbers, found, strict=True)
                     if isinstance(n, Number) and e and e.answer and not e.answer.missing), default=0.0)  # fmt: skip
        titled = f"{head}\n{unit}" if unit else head
        expected = self.writer.wording.range(item.expected) if item.expected else ""
        column = _Laid(titled, numbers, True, natural, max(plain, self._longest(titled)) + CELL_END, expected)
        aside = max((m.natural_width() for m in marks if isinstance(m, Text)), default=0.0)
        # A reason for a missing value runs back over the marks before it, as far as they are empty.
        beside = _Laid("", marks, natural=aside, least=aside + CELL_END if aside else 2.2 * mm)
        column.least = max(column.least, min(natural + CELL_END, column.least + 8 * mm))
        return [column, beside]

    def _words(self, head: str, cells: Sequence[Flowable | None]) -> _Laid:
        natural = max((c.natural_width() for c in cells if isinstance(c, Text)), default=0.0)
        least = min(max(natural, self._longest(head)) + CELL_END, _LONGEST_WORDS)
        return _Laid(head, list(cells), natural=natural, least=least)

    def _limits(self, item: Item, rows: Sequence[str], found: dict[tuple[str, str], PaperEntry]) -> _Laid:
        """The limits of quantification of the run stand in one column behind the result."""
        cells: list[Flowable | None] = []
        for row in rows:
            ends = [found.get((row, limit or "")) for limit in (item.lower_limit, item.upper_limit)]
            texts = [self.writer.text(e.item, e.answer) if e and e.answer else "" for e in ends]
            both = self.writer.say("{low} to {high}", low=texts[0], high=texts[1]) if all(texts) else "".join(texts)
            parts: list[Part] = [Run(both)]
            for entry in ends:
                parts += self._beside(entry) if entry else []
            cells.append(Text(parts, self.sheet.soft, source="person") if any(texts) else None)
        return self._words(self.writer.say("Quantified range\nof this run"), cells)

    def _reference(self, item: Item, rows: Sequence[str]) -> _Laid:
        ranges = [item.reference_for(row) for row in rows]
        cells = [Text(self.writer.wording.range(ends), self.sheet.soft) if ends else None for ends in ranges]
        return self._words(self.writer.say("Reference"), cells)

    # ------------------------------------------------------------------ cells

    def _number(self, entry: PaperEntry, decimals: int) -> Number:
        s, answer = self.sheet, entry.answer
        assert answer is not None
        letter = self.writer.wording.letter(entry.alteration.letter) if entry.alteration else None
        style = (s.body if entry.derived else s.value).but(**({} if entry.asked else {"colour": SOFT}))
        if answer.missing is not None:
            words = self.writer.reasons.label(answer.missing).in_(self.writer.wording.language)
            return Number(words, s.body.but(weight=SLANTED), raised=letter, source="person")
        if answer.unreadable is not None:
            return Number(f"“{shortened(answer.unreadable)}”", style, raised=letter, source="person")
        return Number(self.writer.text(entry.item, answer), style, decimals=decimals, raised=letter, source="person")

    def _marks(self, entry: PaperEntry) -> Text | None:
        assert entry.answer is not None
        parts: list[Part] = []
        if entry.answer.unit:
            unit = entry.item.unit_in(self.writer.wording.language, entry.answer.unit)
            parts.append(Run(unit, weight=PLAIN, colour=SOFT, island=True))
        if isinstance(entry.answer.value, Censored):
            low = entry.answer.value.operator.startswith("<")
            parts += [Gap(), Run("BLQ" if low else "ALQ", weight=SB)]
        flag = self.writer.flag(entry)
        if flag:
            parts += [Gap(4.0), flag]
        for query in entry.queries:
            parts += [Gap(4.5), *self.writer.query(query)]
        return Text(parts, self.sheet.body, nowrap=True, source="person") if parts else None

    def _beside(self, entry: PaperEntry) -> list[Part]:
        parts = self.writer.letter(entry)
        for query in entry.queries:
            parts += [Gap(4.5), *self.writer.query(query)]
        return parts

    def _text(self, entry: PaperEntry) -> Text:
        return self.writer.cell(entry, self.sheet.body)

    def _heads(self, columns: Sequence[_Laid]) -> Iterator[CellLike]:
        over_marks = 2 if self.sheet.rtl else 1
        number = False
        for column in columns:
            # From right to left the room for a long head lies over the marks of its number.
            if not (number and over_marks == 2):
                yield self._head(column, over_marks if column.number else 1)
            number = column.number

    def _head(self, column: _Laid, span: int) -> CellLike:
        if not column.head:
            return None
        align = "num" if column.number else "start"
        first, line_end, unit = column.head.partition("\n")
        # A unit such as /min keeps its own direction.
        content: list[Part] = [Run(first), line_end, Run(unit, island=column.number)] if unit else [Run(first)]
        words = Text(content, self.sheet.column_head, align=align, source="person")  # type: ignore[arg-type]
        return Cell(words, span=span, bottom=True)

    def _expected_row(self, columns: Sequence[_Laid]) -> Row:
        cells: list[CellLike] = [None]
        for number, column in enumerate(columns):
            if column.expected:
                cells.append(Text(column.expected, self.sheet.row_note, align="num", nowrap=True))
            else:
                cells.append(Text(self.writer.say("Expected"), self.sheet.row_note) if number == 0 else None)
        return Row(cells)

    # ------------------------------------------------------------------ widths

    def _longest(self, words: str) -> float:
        lines = [word for line in words.split("\n") for word in line.split(" ")] or [""]
        return max(Text(word, self.sheet.column_head, source="person").natural_width() for word in lines if word)

    def _widths(self, columns: Sequence[_Laid]) -> list[float]:
        """Give each column what it needs; spread what is left, or take from the columns of words."""
        room = FRAME_WIDTH - _FIRST
        widths = [column.least for column in columns]
        short = sum(widths) - room
        if short > 0:
            words = [n for n, column in enumerate(columns) if not column.number and widths[n] > 16 * mm]
            total = sum(widths[n] for n in words) or 1.0
            for n in words:
                widths[n] = max(14 * mm, widths[n] - short * widths[n] / total)
            over = sum(widths) / room
            return [width / over for width in widths] if over > 1 else widths
        spread = [n for n, column in enumerate(columns) if column.head]
        extra = min(_MOST_EXTRA, -short / max(1, len(spread)))
        for n in spread:
            # Marks stand right beside their number: from right to left, what is spread comes after them.
            after = 1 if columns[n].number and self.sheet.rtl else 0
            widths[n + after] += extra
        widths[-1] += max(0.0, room - sum(widths)) if not columns[-1].number else 0.0
        return widths

    # ------------------------------------------------------------------ notes

    def _note(self, entry: PaperEntry | None, label: str, head: str) -> None:
        """Keep for below what a cell has no room for: comments, unreadable text, kept values."""
        if entry is None or entry.answer is None or not entry.item.kind.is_number:
            return
        said = self.writer.aside(entry)
        if said:
            where = self.writer.say("{row}, {item}", row=label, item=head)
            self._notes.append([Run(where, weight=SB), Gap(), Run("; ".join(said))])

    def _told(self) -> list[Text]:
        notes = [*([self._derived] if self._derived else []), *self._notes]
        self._notes, self._derived = [], []
        return [Text(note, self.sheet.note_soft, source="person") for note in notes]


def _decimals(entry: PaperEntry | None) -> int:
    value = entry.answer.value if entry and entry.answer else None
    number = value.limit if isinstance(value, Censored) else value
    exponent = getattr(number, "as_tuple", lambda: None)()
    return max(0, -int(exponent.exponent)) if exponent is not None else 0
