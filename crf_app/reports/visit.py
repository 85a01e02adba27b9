"""A visit on paper: its facts, every form in the order of the schedule, queries, signature, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer
from crf_app.capture.departure import Departure, Reason
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Query, Signature
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.reports.blocks import changes, facts_strip, query_threads, signature, title_line
from crf_app.reports.document import Anchor, HeaderVisit
from crf_app.reports.flow import Flow, standing
from crf_app.reports.form_page import FormPrinter
from crf_app.reports.inline import Content, Gap, Run
from crf_app.reports.marks import MarkKind
from crf_app.reports.naming import Naming
from crf_app.reports.review_blocks import Change, Message, Thread
from crf_app.reports.sheet import SOFT, StyleSheet
from crf_app.reports.subject_paper import Alteration, SubjectPaper
from crf_app.reports.text import Text
from crf_app.reports.values import QUERY_MARKS, SLANTED
from crf_app.reports.wording import PROGRAM, Wording, local_moment

VISIT_MARKS: Final = {
    Mark.FUTURE: MarkKind.LATER,
    Mark.EMPTY: MarkKind.WINDOW_OPEN,
    Mark.OPEN: MarkKind.WINDOW_OPEN,
    Mark.PROGRESS: MarkKind.BEGUN,
    Mark.COMPLETE: MarkKind.COMPLETE,
    Mark.SIGNED: MarkKind.SIGNED,
    Mark.OVERDUE: MarkKind.OVERDUE,
    Mark.MISSED: MarkKind.MISSED,
    Mark.NOT_DONE: MarkKind.MISSED,
    Mark.NA: MarkKind.NOT_PLANNED,
}
"""The marks of paper for the states of visits and pages."""

_STRIP = tuple(n * mm for n in (31, 44, 33, 32, 34))
_STRIP_RTL = tuple(n * mm for n in (45, 40, 29, 28, 32))


def visit_anchor(status: VisitStatus) -> str:
    """Return where a visit's part begins."""
    return f"visit-{status.place.planned}-{status.place.repeat}"


def page_anchor(place: PagePlace) -> str:
    """Return where a captured page begins."""
    return f"page-{place.id.partition('/')[2]}"


def reason_words(wording: Wording, reason: Reason) -> str:
    """Return why a visit does not apply to its subject any more."""
    say = wording.say
    return {
        Reason.DEATH: say("not applicable – death"),
        Reason.LEFT: say("not applicable – left early"),
        Reason.COMPLETED: say("not applicable – study completed"),
        Reason.SCREEN_FAILURE: say("not applicable – not eligible"),
    }[reason]


def state_words(wording: Wording, status: VisitStatus) -> str:
    """Return what the mark of a visit means, in one word or two."""
    say = wording.say
    if status.not_applicable is not None:
        return reason_words(wording, status.not_applicable.reason)
    return {
        Mark.FUTURE: say("window not open yet"),
        Mark.EMPTY: say("nothing entered"),
        Mark.OPEN: say("window open"),
        Mark.PROGRESS: say("begun"),
        Mark.COMPLETE: say("complete"),
        Mark.SIGNED: say("signed"),
        Mark.OVERDUE: say("overdue"),
        Mark.MISSED: say("missed"),
        Mark.NOT_DONE: say("not done"),
        Mark.NA: say("not applicable"),
    }[status.mark]


@dataclass
class VisitPrinter:
    """Prints visits and what was said about them, for one subject in one language."""

    paper: SubjectPaper
    wording: Wording
    sheet: StyleSheet

    def __post_init__(self) -> None:
        """Make what writes values and forms."""
        self.names = Naming(self.wording)
        self.writer = self.names.writer
        self.forms = FormPrinter(self.paper, self.writer, self.sheet)

    def visit(self, status: VisitStatus) -> list[Flowable]:
        """Return everything about one visit."""
        name = self.visit_name(status)
        state = _as_title(state_words(self.wording, status))
        story: list[Flowable] = [
            HeaderVisit(name),
            Anchor(visit_anchor(status)),
            title_line(self.sheet, name, mark=VISIT_MARKS[status.mark], state=state),
            facts_strip(self.sheet, self._facts(status), widths=_STRIP_RTL if self.wording.rtl else _STRIP),
        ]
        if status.held is not None and status.held.state == "missed":
            reason = Answer(missing=status.held.reason or "", comment=status.held.comment)
            words = Run(self.writer.reason(reason), weight=SLANTED)
            story.append(Text(words, self.sheet.body.but(leading=18), source="person"))
            if not self.printed_pages(status):
                return story
        if status.not_applicable is not None:
            story.append(Text(self._went(status.not_applicable), self.sheet.body.but(leading=18)))
        for place in self.printed_pages(status):
            story += self.forms.page(place, anchor=page_anchor(place))
        pages = self.paper.pages_of(status.place)
        return standing(self.reviewed(story, pages, status.place.id, self.wording.say("Queries on this visit")))

    def printed_pages(self, status: VisitStatus) -> list[PagePlace]:
        """Return the pages of a visit that are printed; one that was missed or does not apply has no blank ones."""
        missed = status.held is not None and status.held.state == "missed"
        if status.not_applicable is not None or (missed and not self.paper.pages_of(status.place)):
            return []
        return [PagePlace(status.place.subject, status.place, form) for form, _ in status.page_marks]

    def visit_name(self, status: VisitStatus, *, short: bool = False) -> str:
        """Return a visit's name, with its count where it is a later one of its kind."""
        label = self.wording.label(status.planned.label, status.planned.short if short else None)
        repeat = status.place.repeat
        return f"{label} {self.wording.figures(str(repeat))}" if repeat > 1 else label

    def _facts(self, status: VisitStatus) -> list[tuple[Content, Content | Flowable]]:
        say, count = self.wording.say, self.wording.count
        held = status.held.date if status.held else None
        open_queries = status.open_queries + status.answered_queries
        closed = sum(not q.is_live for q in self._queries(status))
        forms = say("{done} of {total} complete", done=status.done, total=status.total)
        if status.not_applicable is not None:
            forms = "–"
        queries = say("{open} open, {closed} closed", open=open_queries, closed=closed)
        if not open_queries and not closed:
            queries = say("none")
        return [
            (say("Visit date"), self.wording.date(held) if held else "–"),
            (say("Planned"), self._planned(status)),
            (say("Kept"), self._kept(status)),
            (say("Forms"), forms if status.total else count(len(status.page_marks))),
            (say("Queries"), queries),
        ]

    def _planned(self, status: VisitStatus) -> Content:
        if status.target is None or status.opens is None or status.closes is None:
            return "–"
        day = self.wording.date(PartialDate.of(status.target.date()), both=False)
        ends = (self.wording.month_day(status.opens), self.wording.month_day(status.closes))
        if ends[0] == ends[1]:
            return [*day, Gap(4.0), Run(self.wording.say("exact day"), colour=SOFT, size=8)]
        words = self.wording.say("{low} to {high}", low=ends[0], high=ends[1])
        return [*day, Gap(4.0), Run(words, colour=SOFT, size=8)]

    def _kept(self, status: VisitStatus) -> str:
        say = self.wording.say
        if status.held is None or status.held.date is None:
            return state_words(self.wording, status)
        if status.after_death is not None:
            return say("after the death")
        off = status.off_window.total_seconds()
        if not off:
            return say("in window") if status.opens else "–"
        hours = abs(off) / 3600
        if status.planned.by_the_hour and hours < 48:
            many = max(1, round(hours))
            if off < 0:
                return say.n("{n} hour early", "{n} hours early", many)
            return say.n("{n} hour late", "{n} hours late", many)
        days = max(1, -(-int(abs(off)) // 86400))
        if off < 0:
            return say.n("{n} day early", "{n} days early", days)
        return say.n("{n} day late", "{n} days late", days)

    def _went(self, gone: Departure) -> Content:
        """Return how the subject went, and when."""
        say = self.wording.say
        words = {
            Reason.DEATH: say("The subject died"),
            Reason.LEFT: say("The subject left the study"),
            Reason.COMPLETED: say("The subject completed the study"),
            Reason.SCREEN_FAILURE: say("The subject was not eligible"),
        }[gone.reason]
        return words if gone.on is None else [words, Gap(), *self.wording.date(gone.on)]

    def _queries(self, status: VisitStatus) -> list[Query]:
        return self.paper.queries_of(self.paper.pages_of(status.place), status.place.id)

    # ------------------------------------------------------------------ what was said, signed, changed

    def reviewed(self, story: Sequence[Flowable], pages: tuple[str, ...], where: str, title: str) -> list[Flowable]:
        """Return what was entered, then the queries on it, its signatures, and what was changed.

        A signature never stands on a sheet of its own.
        """
        made = list(story)
        queries = self.paper.queries_of(pages, where)
        if queries:
            threads = [self.thread(q, anchor=True) for q in queries]
            made.append(Flow([query_threads(self.sheet, title, threads)]))
        for each in self.paper.signatures_of(pages):
            last = made[-1]
            made[-1:] = [last.followed_by(self.signature(each))] if isinstance(last, Flow) else (
                [last, self.signature(each)])  # fmt: skip
        told = [a for at in {where, *pages} for a in self.paper.alterations.get(at, ())]
        if told:
            made.append(self._changes(sorted(told, key=lambda a: (a.letter, a.fact.lamport, a.fact.seq))))
        return made

    def thread(self, query: Query, *, anchor: bool) -> Thread:
        """Return a query with all that was said."""
        messages = [
            Message(
                self.wording.moment(said.at, said.offset, with_offset=False),
                self._speaker(query, said.person, said.kind),
                said.text or self.wording.say("closed", context="state of a query"),
            )
            for said in query.messages
        ]
        state = self._query_state(query)
        name = f"query-{query.number}" if anchor else None
        number, subject = f"Q{query.number:02d}", self.query_subject(query)
        return Thread(number, subject, QUERY_MARKS[query.state], state, messages, name)

    def _speaker(self, query: Query, person: str, kind: str) -> str:
        if query.check and (kind == "raised" or person == PROGRAM):
            # Checks the loader makes from an item's ranges are named by what they look at.
            match query.check.rpartition("_")[2]:
                case "expected":
                    return self.wording.say("check of the expected range")
                case "possible":
                    return self.wording.say("check of the possible range")
                case _:
                    return self.wording.say("check {check}", check=query.check)
        return self.wording.person(person)

    def query_subject(self, query: Query) -> str:
        """Return what a query is about: the form, the item, and the row it stands in."""
        if query.page is None:
            return self.wording.say("the visit") if query.visit else self.wording.say("the subject")
        place = PagePlace.parse(query.page)
        if query.item is None:
            return self.names.form_name(place)
        return self.names.entry_name(place, EntryKey(query.item, query.row or ""))

    def _query_state(self, query: Query) -> str:
        say = self.wording.say
        first, last = query.messages[0], query.messages[-1]
        raised = local_moment(first.at, first.offset)
        if query.state == "closed":
            days = _days(raised, local_moment(last.at, last.offset))
            if not days:
                return say("closed the same day")
            return say.n("closed after {n} day", "closed after {n} days", days)
        if query.state == "cancelled":
            days = _days(raised, local_moment(last.at, last.offset))
            if not days:
                return say("cancelled the same day")
            return say.n("cancelled after {n} day", "cancelled after {n} days", days)
        days = _days(raised, self.paper.now.replace(tzinfo=None))
        if not days:
            return say("answered, waits for the monitor") if query.state == "answered" else say("open since today")
        if query.state == "answered":
            return say.n("answered, waits for the monitor {n} day", "answered, waits for the monitor {n} days", days)
        return say.n("open {n} day", "open {n} days", days)

    def signature(self, made: Signature) -> Flowable:
        """Return one signature, and whether it still holds."""
        say, wording = self.wording.say, self.wording
        holds = made.broken_by is None
        state = say("valid, nothing changed since") if holds else self._broken(made)
        facts = say("facts {first} to {last}", first=wording.count(made.first_fact), last=wording.count(made.last_fact))
        return signature(
            self.sheet, say("Signature"),
            mark=MarkKind.SIGNED if holds else MarkKind.OVERDUE,
            state=state,
            facts=[(say("Meaning"), made.meaning), (say("Signed by"), wording.named(made.name, made.role)),
                   (say("Date and time"), wording.moment(made.at, made.offset)), (say("Holds for"), facts)],
        )  # fmt: skip

    def _broken(self, made: Signature) -> Content:
        """Return what took a signature off, when and who; and whether it waits for another one."""
        say, wording = self.wording.say, self.wording
        fact = self.paper.broken_by(made)
        number = wording.count(made.broken_by or 0)
        if fact is None:
            return say("no longer valid since fact {fact}", fact=number)
        again = any(self.paper.record.broken_on(page) == made for page in made.pages)
        name = wording.person(fact.person, fact.role)
        if again:
            return say("changed after signing by {name}, fact {fact}: sign again", name=name, fact=number)
        return say("changed after signing by {name}, fact {fact}; signed again since", name=name, fact=number)

    def _changes(self, told: Sequence[Alteration]) -> Flowable:
        say = self.wording.say
        heads = [say("Changes"), say("From → to"), say("When"), say("Who"), say("Reason"), say("Fact")]
        return changes(self.sheet, heads, [self._change(each) for each in told])

    def _change(self, told: Alteration) -> Change:
        fact = told.fact
        place = PagePlace.parse(fact.page or "")
        return Change(
            self.wording.letter(told.letter),
            self.names.entry_name(place, told.key),
            self.names.old_to_new(place, told.key, fact.old, fact.new),
            self.wording.moment(fact.at, fact.offset),
            self.wording.person(fact.person, fact.role),
            self.names.reason(fact.reason),
            self.wording.count(fact.seq),
            told.anchor if told.first else None,
        )


def _as_title(words: str) -> str:
    return words[:1].upper() + words[1:]


def _days(since: datetime, until: datetime) -> int:
    return max(0, (until.date() - since.date()).days)
