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
from crf_app.capture.holds import Level
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Page
from crf_app.reports.flow import Flow
from crf_app.reports.grid import GridPrinter
from crf_app.reports.inline import Content, Gap, InlineMark, Part, Run
from crf_app.reports.marks import MarkKind
from crf_app.reports.pieces import form_head, plain_table
from crf_app.reports.scores import ScorePrinter, is_many, is_strip
from crf_app.reports.sheet import FRAME_WIDTH, SOFT, StyleSheet
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.table import Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Text
from crf_app.reports.values import SLANTED, PaperEntry, ValueWriter, entry_of
from crf_app.reports.wording import local_moment
from crf_app.services.verification import Compared, counted
from crf_app.study.form import Form, Layout, Section
from crf_app.study.item import Item, Range

ITEM_WIDTHS = tuple(n * mm for n in (7, 55, 65, 29, 18))
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
        blocks = [self._not_done(held)] if held.state == "not_done" else self._sections(form, place)
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
        if form.blinded:
            parts += [Gap(), Run("·"), Gap(), say("for unblinded staff only")]
        if form.recorded_here:
            parts += [Gap(), Run("·"), Gap(), say("recorded here first")]
        state = {"begun": say("not complete yet"), "not_done": say("not done")}.get(held.state)
        told = [state, *self._review_of(held)] if state else self._review_of(held)
        return [*parts, *(part for words in told for part in (Gap(), Run("·"), Gap(), words))]

    def _review_of(self, held: Page) -> list[str]:
        """Return how far a page was compared with its source, and whether it is frozen or locked."""
        say = self.writer.say
        count, hold = counted(self.paper.study, [held]), self.paper.hold_on(held.place)
        told = []
        if count.verified:
            told.append(say("{done} of {all} compared with the source", done=count.verified, all=count.total))
        if hold is not None:
            told.append(say("locked") if hold.level is Level.LOCKED else say("frozen"))
        return told

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
        return made or self._notes(session)

    def _notes(self, session: FormSession) -> list[Flowable]:
        """Return what the form tells where it asks nothing, such as that the subject is a man."""
        notes = [item for item in session.form.items() if item.kind is Kind.NOTE]
        told = [self.writer.wording.label(item.help) for item in notes if session.rules.shown(EntryKey(item.id))]
        lines = [[Text(words, self.sheet.soft, source="person")] for words in told if words]
        return [plain_table(self.sheet, (FRAME_WIDTH,), lines, pad=(1.5, 1.8))] if lines else []

    def _section(
        self, session: FormSession, section: Section, numbers: dict[str, int], *, first: bool
    ) -> list[Flowable]:
        entries = [entry_of(self.paper, session, key) for key in session.keys_of(section)]
        wanted = [each for each in entries if each.item.kind is not Kind.NOTE and _is_printed(each)]
        if not wanted:
            return []
        title = self.writer.wording.section(section)
        if not first and len(wanted) > 1 and self._left_empty(session, wanted):
            return [self._nothing_in(title)]
        if section.layout.repeats:
            rows = session.rows(section)
            return GridPrinter(self.sheet, self.writer).grid(section, title, rows, wanted)
        if section.layout is Layout.SCORES:
            scores = ScorePrinter(self.sheet, self.writer, numbers)
            if is_strip(wanted):
                return [scores.strip(title, wanted)]
            many = scores.columns(title, wanted, partial(self.value_cell, session)) if is_many(wanted) else None
            if many is not None:
                return [many]
        return [self._items(session, title, wanted, numbers, first=first)]

    def _left_empty(self, session: FormSession, entries: Sequence[PaperEntry]) -> bool:
        """Whether a part that nobody had to fill holds nothing."""
        return all(e.blank and not e.queries and not session.state(e.key).required for e in entries)

    def _nothing_in(self, title: str) -> RuledTable:
        columns = [Column(width) for width in (ITEM_WIDTHS[0], ITEM_WIDTHS[1], FRAME_WIDTH - sum(ITEM_WIDTHS[:2]))]
        return table(self.sheet, columns, [[None, Text(title, self.sheet.soft, source="person"), self._dash()]])

    def _dash(self, words: str = "–") -> Text:
        return Text(Run(words, colour=SOFT), self.sheet.body)

    def _items(
        self, session: FormSession, title: str, entries: Sequence[PaperEntry], numbers: dict[str, int], *, first: bool
    ) -> RuledTable:
        s, say = self.sheet, self.writer.say
        columns = [Column(ITEM_WIDTHS[0], style=s.row_note), Column(ITEM_WIDTHS[1]), Column(ITEM_WIDTHS[2]),
                   Column(ITEM_WIDTHS[3], style=s.row_note), Column(ITEM_WIDTHS[4])]  # fmt: skip
        head: list[CellLike] = [None, Text(title, s.column_head, source="person")]
        if first:
            head += [say("Value"), say("Expected"), say("Verified")]
        rows = [self._item_row(session, entry, numbers) for entry in entries]
        return table(s, columns, rows, head=[head])

    def _item_row(self, session: FormSession, entry: PaperEntry, numbers: dict[str, int]) -> Row:
        s, wording = self.sheet, self.writer.wording
        number = numbers.get(entry.item.id)
        value = self.value_cell(session, entry)
        start: list[CellLike] = [wording.figures(str(number)) if number else None,
                                 Text(self.writer.wording.item(entry.item), s.body, source="person")]  # fmt: skip
        if entry.derived:
            return Row([*start, Cell(value, span=2)])
        return Row([*start, value, self._expected(entry.item), self._compared(entry)])

    def _compared(self, entry: PaperEntry) -> Text | None:
        """Return that an entry was compared with its source and when; one that has changed since stays to be ticked."""
        found = self.paper.comparisons.get((entry.place.id, entry.key))
        if found is None:
            return None
        if found.state is Compared.CHANGED:
            return Text(self.writer.say("changed since", context="compared with its source"), self.sheet.row_note)
        day = self.writer.wording.day(local_moment(found.fact.at, found.fact.offset))
        return Text([InlineMark(MarkKind.VERIFIED), Gap(2.0), Run(day)], self.sheet.row_note)

    def value_cell(self, session: FormSession, entry: PaperEntry) -> Text:
        """Return the value of an entry with everything beside it."""
        if entry.blank:
            required = session.state(entry.key).required and not entry.derived
            return self._dash(self.writer.say("not entered")) if required else self._dash()
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


def _is_scale(ends: Range) -> bool:
    """Whether the possible range is a scale worth printing, not a fence against slips of the hand."""
    return ends.low is not None and ends.high is not None and ends.high - ends.low <= _LONGEST_SCALE


def _is_printed(entry: PaperEntry) -> bool:
    """What is asked is printed, and what a person once entered; a rule's own value only while it counts."""
    if entry.derived:
        return entry.asked and not entry.blank
    return entry.asked or not entry.blank
