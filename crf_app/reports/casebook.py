"""A casebook: everything about one subject, for archives and sponsors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from crf_app.base.values import Answer
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.reports.audit_pages import AuditPrinter
from crf_app.reports.blocks import (
    MatrixVisit,
    Space,
    contents_lines,
    contents_matrix,
    mark_legend,
    title_line,
    two_columns,
)
from crf_app.reports.casebook_blocks import MatrixCell
from crf_app.reports.cover import Seal, cover
from crf_app.reports.document import Anchor, HeaderVisit, OutlineEntry
from crf_app.reports.flow import Flow, standing
from crf_app.reports.key_page import KEY_ANCHOR, key_page
from crf_app.reports.marks import MarkKind
from crf_app.reports.pieces import Between
from crf_app.reports.text import Text
from crf_app.reports.trail_pages import CHANGES, QUERIES, SIGNATURES, TrailPrinter
from crf_app.reports.visit import VISIT_MARKS, VisitPrinter, page_anchor, reason_words, visit_anchor
from crf_app.study.form import Form

_ROOM_OF_A_PART, _BETWEEN_PARTS = 150.0, 24.0
"""A log or list begins on the sheet of the one before where so much is left, in points, and so far below it."""

AUDIT, CONTENTS, COVER = "audit", "contents", "cover"


@dataclass(frozen=True)
class Part:
    """A finished report before it is set: what stands on it, and the bookmarks that lead through it."""

    story: Sequence[Flowable]
    outline: Sequence[OutlineEntry]


def log_anchor(form: str) -> str:
    """Return where the part of a log begins."""
    return f"log-{form}"


@dataclass
class Casebook:
    """Makes the casebook of one subject."""

    visits: VisitPrinter
    seal: Seal
    logs: list[tuple[Form, list[PagePlace]]]

    def make(self) -> Part:
        """Return the whole casebook: cover, contents, visits, logs, queries, audit trail, key."""
        paper = self.visits.paper
        printed = list(paper.visits_with_paper())
        story: list[Flowable] = [HeaderVisit(None), Anchor(COVER), *cover(self.visits, self.seal)]
        story += [PageBreak(), *self._contents(printed)]
        for status in printed:
            story += [PageBreak(), *self.visits.visit(status)]
        trail = TrailPrinter(self.visits)
        made = {QUERIES: trail.queries, SIGNATURES: trail.signatures, CHANGES: trail.changes}
        logs = [self._log(form, pages) for form, pages in self.logs if pages]
        story += self._in_turn([*logs, *(made[anchor]() for anchor, _, _ in self._trails())])
        story += [PageBreak(), *self._audit()]
        story += [PageBreak(), *key_page(self.visits.sheet, self.visits.wording.say)]
        return Part(story, self._outline(printed))

    def _in_turn(self, parts: Sequence[list[Flowable]]) -> list[Flowable]:
        """Return parts one below the other from a new sheet on; what is short takes no sheet of its own."""
        story: list[Flowable] = []
        for part in parts:
            story += [CondPageBreak(_ROOM_OF_A_PART), Between(_BETWEEN_PARTS)] if story else [PageBreak()]
            story += part
        return story

    # ------------------------------------------------------------------ contents

    def _contents(self, printed: Sequence[VisitStatus]) -> list[Flowable]:
        say, s = self.visits.wording.say, self.visits.sheet
        line = [status for status in self.visits.paper.line.visits if not status.planned.repeating or status.held]
        marks = self._marks_of(line)
        days = [day for v in line if v.mark is not Mark.NA and (day := _first_day(v)) is not None]
        columns = [MatrixVisit(self.visits.visit_name(v, short=True), self._matrix_date(v), _mark_of(v)) for v in line]
        legend = [(kind, words) for kind, words in self._legend(line) if kind in marks]
        return [
            HeaderVisit(None),
            Anchor(CONTENTS),
            title_line(s, say("Contents"), state=say("numbers are pages; each is a link")),
            contents_matrix(s, columns, self._groups(line, printed),
                            date_words=say("Date in {years}", years=self.visits.wording.years(days)),
                            state_words=say("State")),
            Space(2),
            mark_legend(s, legend),
            Space(14),
            two_columns(s, [self._log_lines()], [self._trail_lines()]),
        ]  # fmt: skip

    def _groups(
        self, line: Sequence[VisitStatus], printed: Sequence[VisitStatus]
    ) -> list[tuple[str, list[tuple[str, list[MatrixCell]]]]]:
        """Forms of one visit stand under that visit's name, those of several visits together."""
        study, wording = self.visits.paper.study, self.visits.wording
        alone: dict[str, list[str]] = {}
        often: list[str] = []
        for form in study.forms.values():
            where = [v.planned.id for v in line if form.id in dict(v.page_marks)]
            if len(set(where)) > 1:
                often.append(form.id)
            elif where:
                alone.setdefault(where[0], []).append(form.id)
        order = {form: n for n, form in enumerate(f for v in line for f, _ in v.page_marks)}
        groups = []
        visits = {v.planned.id: n for n, v in enumerate(line)}
        for visit, forms in sorted(alone.items(), key=lambda each: visits[each[0]]):
            title = wording.label(study.schedule.visit(visit).label)
            groups.append(
                (title, [self._matrix_row(form, line, printed) for form in sorted(forms, key=order.__getitem__)])
            )
        if often:
            rows = [self._matrix_row(form, line, printed) for form in sorted(often, key=order.__getitem__)]
            groups.append((wording.say("At several visits"), rows))
        return groups

    def _matrix_row(
        self, form: str, line: Sequence[VisitStatus], printed: Sequence[VisitStatus]
    ) -> tuple[str, list[MatrixCell]]:
        cells: list[MatrixCell] = []
        for status in line:
            marks = dict(status.page_marks)
            if form not in marks:
                cells.append(None)
            elif (status in printed and marks[form] is not Mark.EMPTY) or (
                status in printed and status.held is not None and status.held.state != "missed"
            ):
                cells.append(page_anchor(PagePlace(status.place.subject, status.place, form)))
            else:
                cells.append(_mark_of(status))
        return self.visits.wording.label(self.visits.paper.study.forms[form].title), cells

    def _matrix_date(self, status: VisitStatus) -> str:
        wording, say = self.visits.wording, self.visits.wording.say
        if status.held is not None and status.held.date is not None:
            return wording.month_day(status.held.date.earliest())
        if status.mark in (Mark.OPEN, Mark.PROGRESS) and status.closes:
            return say("to {day}", day=wording.month_day(status.closes))
        if status.mark is Mark.FUTURE and status.opens:
            return say("from {day}", day=wording.month_day(status.opens))
        return wording.month_day(status.target) if status.target and status.mark is not Mark.NA else ""

    def _marks_of(self, line: Sequence[VisitStatus]) -> set[MarkKind]:
        return {_mark_of(status) for status in line}

    def _legend(self, line: Sequence[VisitStatus]) -> list[tuple[MarkKind, str]]:
        say = self.visits.wording.say
        reasons = dict.fromkeys(v.not_applicable.reason for v in line if v.not_applicable is not None)
        return [
            (MarkKind.SIGNED, say("signed")),
            (MarkKind.COMPLETE, say("complete")),
            (MarkKind.BEGUN, say("begun")),
            (MarkKind.OFF_WINDOW, say("kept outside its window")),
            (MarkKind.WINDOW_OPEN, say("window open")),
            (MarkKind.OVERDUE, say("overdue")),
            (MarkKind.MISSED, say("missed, or not done with a reason")),
            (MarkKind.LATER, say("later")),
            *((MarkKind.NOT_PLANNED, reason_words(self.visits.wording, reason)) for reason in reasons),
        ]

    def _log_lines(self) -> Flowable:
        wording = self.visits.wording
        lines = []
        for form, pages in self.logs:
            label = wording.say("{form}, {n}", form=wording.label(form.title), n=len(pages))
            lines.append((label, log_anchor(form.id) if pages else ""))
        return contents_lines(self.visits.sheet, wording.say("Logs"), lines)

    def _trail_lines(self) -> Flowable:
        say, paper = self.visits.wording.say, self.visits.paper
        lines = [(words, anchor) for anchor, _, words in self._trails()]
        lines += [
            (say("Audit trail, {n} facts", n=self.visits.wording.count(len(paper.facts))), AUDIT),
            (say("Key to marks and codes"), KEY_ANCHOR),
        ]
        return contents_lines(self.visits.sheet, say("Trail"), lines)

    def _trails(self) -> list[tuple[str, str, str]]:
        """Return the parts over all visits there is something in: anchor, title, words of the contents."""
        say, paper = self.visits.wording.say, self.visits.paper
        changed = sum(len(told) for told in paper.alterations.values())
        asked, signed = len(paper.queries), len(paper.record.signatures)
        found = (
            (asked, QUERIES, say("Queries"), say("Queries, {n}", n=asked)),
            (signed, SIGNATURES, say("Signatures"), say("Signatures, {n}", n=signed)),
            (changed, CHANGES, say("Changes after first saving"), say("Changes after first saving, {n}", n=changed)),
        )
        return [(anchor, title, words) for count, anchor, title, words in found if count]

    # ------------------------------------------------------------------ logs, audit trail

    def _log(self, form: Form, pages: Sequence[PagePlace]) -> list[Flowable]:
        wording, s = self.visits.wording, self.visits.sheet
        title = wording.label(form.title)
        records = wording.say.n("{n} record", "{n} records", len(pages))
        over = title_line(s, title, state=records, anchor=log_anchor(form.id))
        story: list[Flowable] = []
        for place in pages:
            headline = self._headline(form, place)
            between = "：" if wording.language == "zh" else ": "
            name = self.visits.names.form_name(place) + (f"{between}{headline}" if headline else "")
            record = self.visits.forms.page(place, anchor=page_anchor(place), title=name)
            asked = wording.say("Queries on this record")
            story += self.visits.reviewed(record, (place.id,), place.id, asked)
        first = story[0]
        story[:1] = [first.under(over)] if isinstance(first, Flow) else [over, first]
        return [HeaderVisit(None), *standing(story)]

    def _headline(self, form: Form, place: PagePlace) -> str:
        for item in form.summary[:1]:
            entry = self.visits.paper.entry(place, EntryKey(item))
            if entry is not None and "value" in entry.stored:
                answer = Answer.from_json(form.item(item).kind, entry.stored)
                text = " ".join(self.visits.writer.text(form.item(item), answer).split())
                return text if len(text) <= 60 else text[:59] + "…"
        return ""

    def _audit(self) -> list[Flowable]:
        say, paper = self.visits.wording.say, self.visits.paper
        printer = AuditPrinter(self.visits.names, self.visits.sheet)
        return [
            HeaderVisit(None),
            Anchor(AUDIT),
            title_line(self.visits.sheet, say("Audit trail"), state=self._extent()),
            Text(printer.people(paper.facts), self.visits.sheet.note_soft, source="person"),
            printer.listing(paper.facts),
        ]

    def _extent(self) -> str:
        """Say that no fact is left out; or, on the paper of who may not see everything, that some may be."""
        say = self.visits.wording.say
        if self.visits.paper.sight is not None:
            return say("every fact about this subject that is for the eyes of this role")
        return say("every fact about this subject, none left out")

    # ------------------------------------------------------------------ bookmarks

    def _outline(self, printed: Sequence[VisitStatus]) -> list[OutlineEntry]:
        say, wording = self.visits.wording.say, self.visits.wording
        study = self.visits.paper.study
        by_form: dict[str, list[OutlineEntry]] = {}
        by_visit: list[OutlineEntry] = []
        for status in printed:
            name = self.visits.visit_name(status)
            pages = []
            for place in self.visits.printed_pages(status):
                pages.append(OutlineEntry(wording.label(study.forms[place.form].title), page_anchor(place)))
                by_form.setdefault(place.form, []).append(OutlineEntry(name, page_anchor(place)))
            by_visit.append(OutlineEntry(name, visit_anchor(status), tuple(pages)))
        logs = []
        for log, places in self.logs:
            if places:
                children = tuple(OutlineEntry(self._bookmark(log, place), page_anchor(place)) for place in places)
                logs.append(OutlineEntry(wording.label(log.title), log_anchor(log.id), children))
        trees = [OutlineEntry(say("Cover"), COVER), OutlineEntry(say("Contents"), CONTENTS)]
        if by_visit:
            forms = [OutlineEntry(wording.label(study.forms[form].title), at[0].anchor, tuple(at))
                     for form, at in by_form.items()]  # fmt: skip
            trees.append(OutlineEntry(say("By visit"), by_visit[0].anchor, (*by_visit, *logs)))
            trees.append(OutlineEntry(say("By form"), (forms or by_visit)[0].anchor, (*forms, *logs)))
        elif logs:
            trees.append(OutlineEntry(say("By form"), logs[0].anchor, tuple(logs)))
        trees += [OutlineEntry(title, anchor) for anchor, title, _ in self._trails()]
        trees.append(OutlineEntry(say("Audit trail"), AUDIT))
        return [*trees, OutlineEntry(say("Key to marks and codes"), KEY_ANCHOR)]

    def _bookmark(self, form: Form, place: PagePlace) -> str:
        number = self.visits.wording.figures(str(place.repeat))
        return f"{number}  {self._headline(form, place)}".rstrip()


def casebook(visits: VisitPrinter, seal: Seal) -> Part:
    """Return the casebook of a subject."""
    return Casebook(visits, seal, list(visits.paper.logs())).make()


def one_visit(visits: VisitPrinter, status: VisitStatus) -> Part:
    """Return one visit as a report of its own."""
    story = visits.visit(status)
    name = visits.visit_name(status)
    forms = visits.paper.study.forms
    pages = [
        OutlineEntry(visits.wording.label(forms[place.form].title), page_anchor(place))
        for place in visits.printed_pages(status)
    ]
    return Part(story, [OutlineEntry(name, visit_anchor(status), tuple(pages))])


def _mark_of(status: VisitStatus) -> MarkKind:
    if status.off_window and status.mark in (Mark.COMPLETE, Mark.PROGRESS):
        return MarkKind.OFF_WINDOW
    return VISIT_MARKS[status.mark]


def _first_day(status: VisitStatus) -> datetime | None:
    if status.held is not None and status.held.date is not None:
        return status.held.date.earliest()
    return status.opens or status.target
