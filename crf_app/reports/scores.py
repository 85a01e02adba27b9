"""Scores on paper: side by side as a strip, or in several columns where there are many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportlab.lib.units import mm

from crf_app.base.values import Kind
from crf_app.reports.inline import Gap, Part, Run
from crf_app.reports.sheet import END_RULE, FRAME_WIDTH, StyleSheet
from crf_app.reports.table import CELL_END, Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Text
from crf_app.reports.values import PLAIN, SB, PaperEntry, ValueWriter, shortened

_LONGEST_STRIP = 8
_NUMBER = 7 * mm
_MOST_COLUMNS = 5
_BETWEEN = 4 * mm
"""What parts a value from the number of the next column."""
_APART = 8 * mm
"""How far a value may stand from its label, where there is room."""
_LONGEST_VALUE = 26 * mm
"""A longer value, such as a reason, breaks."""
_KEPT_ROWS = 12
"""So many rows stay on one sheet: who reads down a column should not have to turn the page."""

BlankCell = Callable[[PaperEntry], Text]
"""Says of what was not entered whether it should have been."""


@dataclass
class ScorePrinter:
    """Prints the scores of a section."""

    sheet: StyleSheet
    writer: ValueWriter
    numbers: Mapping[str, int]
    """The printed numbers of the form's items."""

    def strip(self, title: str, entries: Sequence[PaperEntry]) -> RuledTable:
        """Return a few scores side by side, with what they count as below."""
        s, say, wording = self.sheet, self.writer.say, self.writer.wording
        count = len(entries)
        each = (FRAME_WIDTH - 38 * mm) / max(8, count) if count > 5 else 136 * mm / count
        columns = [Column(_NUMBER, style=s.row_note), Column(31 * mm), *[Column(each, "center") for _ in entries]]
        used = sum(column.width for column in columns)
        if used < FRAME_WIDTH - 1:
            columns.append(Column(FRAME_WIDTH - used))
        heads = [
            Text(self.writer.wording.item(e.item), s.column_head, align="center", source="person") for e in entries
        ]
        values = [self.writer.cell(e, s.body, align="center") for e in entries]
        shown = any(entry.counts_as is not None for entry in entries)
        label = say("As rated") if shown else say("As recorded")
        found = [self.numbers[e.item.id] for e in entries if e.item.id in self.numbers]
        span = [wording.figures(str(n)) for n in (min(found), max(found))] if found else []
        rows: list[Row | list[CellLike]] = [Row([self._span("–".join(span)), label, *values], keep=shown)]
        if shown:
            rows.append([None, Text(say("Converted"), s.soft), *(self._converted(e) for e in entries)])
        return table(s, columns, rows, head=[[None, Text(title, s.column_head, source="person"), *heads]])

    def _span(self, numbers: str) -> Text | None:
        """Two numbers of two figures are wider than their column at full size: they are set as large as it allows."""
        if not numbers:
            return None
        whole = Text(numbers, self.sheet.row_note, nowrap=True)
        size = self.sheet.row_note.size * min(1.0, (_NUMBER - CELL_END + 1) / whole.natural_width())
        return Text(numbers, self.sheet.row_note.but(size=size), nowrap=True)

    def _converted(self, entry: PaperEntry) -> Text | None:
        """A score without a conversion counts as it was given."""
        value = entry.counts_as if entry.counts_as is not None else entry.answer and entry.answer.value
        if not isinstance(value, Decimal):
            return None
        return Text(Run(self.writer.figures(value), weight=PLAIN), self.sheet.soft, align="center")

    def columns(self, title: str, entries: Sequence[PaperEntry], blank: BlankCell) -> RuledTable | None:
        """Return many scores in columns read downwards, comments below; None where labels leave room for one only."""
        s = self.sheet
        labels = [Text(self.writer.wording.item(e.item), s.body, source="person") for e in entries]
        values = [blank(e) if e.blank else self._narrow(e) for e in entries]
        label = max(text.natural_width() for text in labels) + CELL_END
        value = min(max(text.natural_width() for text in values), _LONGEST_VALUE) + _BETWEEN
        most = min(_MOST_COLUMNS, int((FRAME_WIDTH + _BETWEEN) / (_NUMBER + label + value)))
        if most < 2:
            return None
        height = -(-len(entries) // most)
        count = -(-len(entries) // height)
        each = FRAME_WIDTH / count
        # "Item 1" and its 5 must not be read as one number.
        label += min(_APART, (each - _NUMBER - label - value) * 0.6)
        widths = [Column(_NUMBER, style=s.row_note), Column(label), Column(each - _NUMBER - label)] * count
        notes = [Row([None, Cell(note, span=3 * count - 1)], default_rule=False) for note in self._notes(entries)]
        rows = []
        for at in range(height):
            cells: list[CellLike] = []
            for n in range(at, len(entries), height):
                number = self.numbers.get(entries[n].item.id)
                cells += [self.writer.wording.figures(str(number)) if number else None, labels[n], values[n]]
            rows.append(Row(cells, keep=bool(notes) or (height <= _KEPT_ROWS and at < height - 1)))
        if notes:
            rows[-1] = replace(rows[-1], below=END_RULE)
            notes = [replace(note, keep=True) for note in notes[:-1]] + notes[-1:]
        head: list[CellLike] = [None, Cell(Text(title, s.column_head, source="person"), span=3 * count - 1)]
        return table(s, widths, [*rows, *notes], head=[head], closing=None if notes else END_RULE)

    def _narrow(self, entry: PaperEntry) -> Text:
        """Return a value without what is told below the columns."""
        writer, answer = self.writer, entry.answer
        assert answer is not None
        if answer.unreadable is not None:
            value: list[Part] = [Run(f"“{shortened(answer.unreadable)}”", weight=SB), *writer.letter(entry)]
        else:
            value = writer.value(replace(entry, answer=replace(answer, comment=None)))
        for query in entry.queries:
            value += [Gap(), *writer.query(query)]
        return Text(value, self.sheet.body, source="person")

    def _notes(self, entries: Sequence[PaperEntry]) -> list[Text]:
        told = [(self.writer.wording.item(entry.item), self.writer.aside(entry)) for entry in entries]
        return [
            Text([Run(label, weight=SB), Gap(), Run("; ".join(said))], self.sheet.note_soft, source="person")
            for label, said in told if said
        ]  # fmt: skip


def is_strip(entries: Sequence[PaperEntry]) -> bool:
    """Scores stand side by side when they are alike, few, and short."""
    items = [entry.item for entry in entries]
    if len(items) > _LONGEST_STRIP or len(items) < 2:
        return False
    alike = {item.codes if item.kind is Kind.CODE else item.kind for item in items}
    if len(alike) != 1 or not all(item.codes for item in items):
        return False
    return not any(entry.answer and (entry.answer.unreadable or entry.answer.comment) for entry in entries)


def is_many(entries: Sequence[PaperEntry]) -> bool:
    """Scores stand in columns when they are many codes."""
    return len(entries) > _LONGEST_STRIP and all(entry.item.codes for entry in entries)
