"""A page of a subject on paper: the form's head, then each section in its layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.base.values import Answer, Kind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Page
from crf_app.reports.flow import Flow
from crf_app.reports.grid import GridPrinter
from crf_app.reports.inline import Content, Gap, Part, Run
from crf_app.reports.pieces import form_head, plain_table
from crf_app.reports.sheet import SOFT, StyleSheet
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.table import Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Text
from crf_app.reports.values import PLAIN, SLANTED, PaperEntry, ValueWriter, entry_of
from crf_app.study.form import Form, Layout, Section
from crf_app.study.item import Item, Range

ITEM_WIDTHS = tuple(n * mm for n in (7, 55, 68, 30, 14))
"""Columns of an item list: number, item, value, expected, verified."""

_LONGEST_SCALE = 100
_CALCULATED, _RATED = "edss.calculated", "edss.step"


def item_numbers(form: Form) -> dict[str, int]:
    """Return the printed number of each item a person answers; what is worked out bears none.

    A hidden item leaves its number out, so that the same item has the same number on every sheet.
    """
    asked = [item.id for item in form.items() if not item.is_derived and item.kind is not Kind.NOTE]
    return {item: number for number, item in enumerate(asked, start=1)}


@dataclass
class FormPrinter:
    """Prints pages of one subject in one language."""

    paper: SubjectPaper
    writer: ValueWriter
    sheet: StyleSheet

    def page(self, place: PagePlace, *, anchor: str | None = None, title: str | None = None) -> list[Flowable]:
        """Return a page: its head, and what was entered section by section, as one block that may be parted."""
        form = self.paper.study.forms[place.form]
        held = self.paper.record.pages.get(place.id)
        words = title or self.writer.wording.label(form.title)
        head = form_head(self.sheet, words, self._note(form, held), anchor=anchor)
        if held is None:
            return [head]
        blocks = self._sections(form, place)
        if held.state == "not_done":
            blocks = [self._not_done(held), *blocks]
        return [Flow([head, *blocks], partial(self._again, words), heads=1)]

    def _again(self, words: str) -> RuledTable:
        """Return the head of a form on its further sheets."""
        return form_head(self.sheet, words, self.writer.say("continued"), space_before=0.0)

    def _note(self, form: Form, held: Page | None) -> Content:
        say, figures = self.writer.say, self.writer.wording.figures
        if held is None:
            return say("nothing entered")
        parts: list[Part] = [
            say("form {form} {version}", form=form.id, version=figures(str(held.form_version))),
            Gap(), Run("·"), Gap(),
            say("entered under study version {version}", version=figures(held.study_version)),
        ]  # fmt: skip
        state = {"begun": say("not complete yet"), "not_done": say("not done")}.get(held.state)
        return [*parts, Gap(), Run("·"), Gap(), state] if state else parts

    def _not_done(self, held: Page) -> Flowable:
        words = self.writer.reason(Answer(missing=held.reason or "", comment=held.comment))
        line = Text(Run(words, weight=SLANTED), self.sheet.body, source="person")
        return plain_table(self.sheet, (sum(ITEM_WIDTHS),), [[line]], pad=(1.5, 1.8))

    # ------------------------------------------------------------------ sections

    def _sections(self, form: Form, place: PagePlace) -> list[Flowable]:
        session = self.paper.session(place, self.writer.wording.language)
        numbers = item_numbers(form)
        made: list[Flowable] = []
        for section in form.sections:
            made += self._section(session, section, numbers, first=not made)
        return made

    def _section(
        self, session: FormSession, section: Section, numbers: dict[str, int], *, first: bool
    ) -> list[Flowable]:
        entries = [entry_of(self.paper, session, key) for key in session.keys_of(section)]
        wanted = [each for each in entries if _is_printed(each)]
        if not wanted:
            return []
        title = self.writer.wording.label(section.title)
        if section.layout.repeats:
            rows = session.rows(section)
            return GridPrinter(self.sheet, self.writer).grid(section, title, rows, wanted)
        if section.layout is Layout.SCORES and _is_strip(wanted, self.writer):
            return [self._strip(title, wanted, numbers)]
        return [self._items(session, title, wanted, numbers, first=first)]

    def _items(
        self, session: FormSession, title: str, entries: Sequence[PaperEntry], numbers: dict[str, int], *, first: bool
    ) -> RuledTable:
        s, say = self.sheet, self.writer.say
        columns = [Column(ITEM_WIDTHS[0], style=s.row_note), Column(ITEM_WIDTHS[1]), Column(ITEM_WIDTHS[2]),
                   Column(ITEM_WIDTHS[3], style=s.row_note), Column(ITEM_WIDTHS[4], "end")]  # fmt: skip
        head: list[CellLike] = [None, Text(title, s.column_head, source="person")]
        if first:
            head += [say("Value"), say("Expected"), say("Verified")]
        rows = [self._item_row(session, entry, numbers) for entry in entries if entry.item.kind is not Kind.NOTE]
        return table(s, columns, rows, head=[head])

    def _item_row(self, session: FormSession, entry: PaperEntry, numbers: dict[str, int]) -> Row:
        s, wording = self.sheet, self.writer.wording
        number = numbers.get(entry.item.id)
        value = self.value_cell(session, entry)
        start: list[CellLike] = [wording.figures(str(number)) if number else None,
                                 Text(wording.label(entry.item.label), s.body, source="person")]  # fmt: skip
        if entry.derived:
            return Row([*start, Cell(value, span=2)])
        return Row([*start, value, self._expected(entry.item)])

    def value_cell(self, session: FormSession, entry: PaperEntry) -> Text:
        """Return the value of an entry with everything beside it."""
        if entry.blank:
            required = session.state(entry.key).required and not entry.derived
            words = self.writer.say("not entered") if required else "–"
            return Text(Run(words, colour=SOFT), self.sheet.body)
        extra = tuple(self.writer.rule_note(entry, self._agreement(entry)))
        return self.writer.cell(entry, self.sheet.body, extra)

    def _agreement(self, entry: PaperEntry) -> str:
        """Tell whether the calculated EDSS step agrees with the one the rater gave on the same page."""
        if entry.item.role != _CALCULATED or entry.answer is None:
            return ""
        form, item = self.paper.study.roles.get(_RATED, ("", ""))
        rated = self.paper.entry(entry.place, EntryKey(item)) if form == entry.place.form else None
        if rated is None or "value" not in rated.stored:
            return ""
        agrees = Decimal(rated.stored["value"]) == entry.answer.value
        say = self.writer.say
        return say("agrees with the rater") if agrees else say("differs from the rater")

    def _expected(self, item: Item) -> Text | None:
        ends = item.expected or item.possible
        if ends is None or (item.expected is None and (item.codes or not _is_scale(ends))):
            return None
        # A number without a unit may be a year.
        words = self.writer.wording.range(ends, grouped=item.unit is not None)
        return Text(words, self.sheet.row_note, source="person")

    # ------------------------------------------------------------------ scores

    def _strip(self, title: str, entries: Sequence[PaperEntry], numbers: dict[str, int]) -> RuledTable:
        s, say, wording = self.sheet, self.writer.say, self.writer.wording
        each = (sum(ITEM_WIDTHS) - 38 * mm) / max(8, len(entries)) if len(entries) > 5 else 136 * mm / len(entries)
        columns = [Column(7 * mm, style=s.row_note), Column(31 * mm), *[Column(each, "center") for _ in entries]]
        used = sum(column.width for column in columns)
        if used < sum(ITEM_WIDTHS) - 1:
            columns.append(Column(sum(ITEM_WIDTHS) - used))
        converted = [e.counts_as for e in entries]
        heads = [Text(wording.label(e.item.label), s.column_head, align="center", source="person") for e in entries]
        values = [self.writer.cell(e, s.body, align="center") for e in entries]
        shown = any(value is not None for value in converted)
        label = say("As rated") if shown else say("As recorded")
        found = [numbers[e.item.id] for e in entries if e.item.id in numbers]
        span = [wording.figures(str(n)) for n in (min(found), max(found))] if found else []
        # Two numbers of two figures are wider than the column at full size.
        number = Text("–".join(span), s.row_note.but(size=7.2), nowrap=True) if span else None
        rows: list[Row | list[CellLike]] = [Row([number, label, *values], keep=shown)]
        if shown:
            rows.append([None, Text(say("Converted"), s.soft), *(self._converted(e) for e in entries)])
        return table(s, columns, rows, head=[[None, Text(title, s.column_head, source="person"), *heads]])

    def _converted(self, entry: PaperEntry) -> Text | None:
        """A score without a conversion counts as it was given."""
        value = entry.counts_as if entry.counts_as is not None else entry.answer and entry.answer.value
        if not isinstance(value, Decimal):
            return None
        return Text(Run(self.writer.figures(value), weight=PLAIN), self.sheet.soft, align="center")


def _is_scale(ends: Range) -> bool:
    """Whether the possible range is a scale worth printing, not a fence against slips of the hand."""
    return ends.low is not None and ends.high is not None and ends.high - ends.low <= _LONGEST_SCALE


def _is_printed(entry: PaperEntry) -> bool:
    """What is asked is printed, and what a person once entered; a rule's own value only while it counts."""
    if entry.derived:
        return entry.asked and not entry.blank
    return entry.asked or not entry.blank


def _is_strip(entries: Sequence[PaperEntry], writer: ValueWriter) -> bool:
    """Scores stand side by side when they are alike, few, and short."""
    items = [entry.item for entry in entries]
    if len(items) > 8 or len(items) < 2:
        return False
    alike = {item.codes if item.kind is Kind.CODE else item.kind for item in items}
    if len(alike) != 1 or not all(item.codes for item in items):
        return False
    return not any(entry.answer and (entry.answer.unreadable or entry.answer.comment) for entry in entries)
