"""What was asked, signed and changed over the whole casebook, each on sheets of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.record import Query, Signature
from crf_app.reports.blocks import query_threads, title_line
from crf_app.reports.document import Anchor, HeaderVisit
from crf_app.reports.inline import Gap, InlineMark, Run, parts_of
from crf_app.reports.marks import MarkKind
from crf_app.reports.review_blocks import Thread
from crf_app.reports.subject_paper import Alteration
from crf_app.reports.table import CellLike, Column, table
from crf_app.reports.text import Text
from crf_app.reports.visit import VisitPrinter

QUERIES, SIGNATURES, CHANGES = "queries", "signatures", "changes"

_SIGNED = tuple(n * mm for n in (40, 42, 36, 28, 28))
_CHANGED = tuple(n * mm for n in (24, 44, 26, 33, 20, 19, 8))


@dataclass
class TrailPrinter:
    """Prints the queries, signatures and changes of a subject over all visits and logs."""

    visits: VisitPrinter

    def queries(self) -> list[Flowable]:
        """Return every query by its number."""
        say, s = self.visits.wording.say, self.visits.sheet
        threads = [self._thread(query) for query in self.visits.paper.queries]
        state = say("each one stands with its visit as well")
        return [
            HeaderVisit(None),
            Anchor(QUERIES),
            title_line(s, say("Queries"), state=state),
            query_threads(s, say("By number"), threads),
        ]

    def _thread(self, query: Query) -> Thread:
        """Return a query with the visit it belongs to, which no head above it names here."""
        thread = self.visits.thread(query, anchor=False)
        if query.visit is None:
            return thread
        visit = self._where(query.visit, None)
        return replace(thread, subject=[f"{visit} · ", *parts_of(thread.subject)] if query.page else visit)

    def signatures(self) -> list[Flowable]:
        """Return every signature, those that no longer hold too."""
        say, s = self.visits.wording.say, self.visits.sheet
        head: list[CellLike] = [say("Signed"), say("Signed by"), say("Date and time"), say("Holds for"), say("State")]
        rows = [self._signature(each) for each in self.visits.paper.record.signatures.values()]
        return [
            HeaderVisit(None),
            Anchor(SIGNATURES),
            title_line(s, say("Signatures")),
            table(s, [Column(width, style=s.note) for width in _SIGNED], rows, head=[head]),
        ]

    def _signature(self, made: Signature) -> list[CellLike]:
        wording, note, say = self.visits.wording, self.visits.sheet.note, self.visits.wording.say
        facts = say("facts {first} to {last}", first=wording.count(made.first_fact), last=wording.count(made.last_fact))
        broken = made.broken_by is not None
        state = say("since fact {fact} invalid", fact=wording.count(made.broken_by or 0)) if broken else say("valid")
        return [
            Text(self._where(made.visit, made.page), note, source="person"),
            Text(wording.named(made.name, made.role), note, source="person"),
            Text(wording.moment(made.at, made.offset), note, source="person"),
            facts,
            Text([InlineMark(MarkKind.OVERDUE if broken else MarkKind.SIGNED), Gap(2.0), Run(state)], note),
        ]

    def _where(self, visit: str | None, page: str | None) -> str:
        """Return the visit's name, in a log the form with its number, or that it is the whole casebook."""
        if visit is None and page is None:
            return self.visits.wording.say("Whole casebook")
        place = VisitPlace.parse(visit) if visit else PagePlace.parse(page).visit if page else None
        if place is None:
            return self.visits.names.form_name(PagePlace.parse(page)) if page else ""
        label = self.visits.wording.label(self.visits.paper.study.schedule.visit(place.planned).label)
        return f"{label} {self.visits.wording.figures(str(place.repeat))}" if place.repeat > 1 else label

    def changes(self) -> list[Flowable]:
        """Return every value that was another one before, in the order of the trail."""
        say, s = self.visits.wording.say, self.visits.sheet
        head: list[CellLike] = [
            say("Where"), say("Item"), say("From → to"), say("When"), say("Who"), say("Reason"), say("Fact"),
        ]  # fmt: skip
        told = [each for where in self.visits.paper.alterations.values() for each in where]
        rows = [self._change(each) for each in sorted(told, key=lambda each: (each.fact.lamport, each.fact.seq))]
        return [
            HeaderVisit(None),
            Anchor(CHANGES),
            title_line(s, say("Changes after first saving")),
            table(s, [Column(width, style=s.note) for width in _CHANGED], rows, head=[head]),
        ]

    def _change(self, told: Alteration) -> list[CellLike]:
        fact, wording, note = told.fact, self.visits.wording, self.visits.sheet.note
        place = PagePlace.parse(fact.page or "")
        known = wording.people.get(fact.person)
        return [
            Text(self._where(fact.visit, fact.page), note, source="person"),
            Text(self.visits.names.entry_name(place, told.key), note, source="person"),
            Text(self.visits.names.old_to_new(place, told.key, fact.old, fact.new), note, source="person"),
            Text(wording.moment(fact.at, fact.offset), note, source="person"),
            Text(known[0] if known else wording.person(fact.person), note, source="person"),
            Text(self.visits.names.reason(fact.reason), note, source="person"),
            wording.count(fact.seq),
        ]
