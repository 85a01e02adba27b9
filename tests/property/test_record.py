"""Whatever is typed in whatever order, the record holds together.

Walking what changed gives what walking everything would give; the record is what its facts add up to, and it always
says what the rules say.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal, Severity
from crf_app.base.values import Answer, Kind
from crf_app.capture import commands as c
from crf_app.capture.form_session import FormSession, ItemState
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.review import BY_PROGRAM
from crf_app.study.form import Layout
from crf_app.study.item import Item
from tests.services.clinic import MEANING, MORNING, PASSWORD, Clinic, plmsc

PAST = ("screening", "day_0", "hour_24")

VISITS = {
    "screening": ("consent", "demographics", "ms_history", "eligibility", "vital_signs", "edss"),
    "day_0": ("edss", "cytokines", "b_cells", "infusion", "vital_signs_series", "reaction_checklist"),
    "month_1": ("vital_signs", "edss", "cytokines", "b_cells", "review"),
    "unscheduled": ("vital_signs", "edss", "cytokines", "end_of_study"),
}
LOGS = ("adverse_event", "concomitant_medication", "deviation")

BY_KIND = {
    Kind.DATE: ("2025-06-07", "2025-05-22", "2025-06-09", "2025-06", "2024", "1404/03/17", "soon", ""),
    Kind.DATE_TIME: ("2025-06-07 10:20", "2025-06-07 18:30", "2025-06-08 11:00", "2025-06-07", "later", ""),
    Kind.TIME: ("08:40", "10:20", "23:59", "25:00", ""),
    Kind.TEXT: ("A01-D0", "S. Tavakoli", ""),
    Kind.LONG_TEXT: ("COVID-19, recovered", ""),
}
NUMBERS = ("0", "1", "2", "3", "5", "6.5", "3.75", "12.4", "58.0", "200", "9999", "<2.0", ">500", "six", "")


def texts_for(item: Item) -> tuple[str, ...]:
    """What a person may type here: the right, the doubtful, the unreadable, and nothing."""
    if item.codes is not None or item.kind is Kind.YES_NO:
        codes = tuple(code.code for code in plmsc().codes_of(item).codes)[:8]
        return (*codes, "nonsense", "")
    return NUMBERS if item.kind.is_number else BY_KIND.get(item.kind, ("word", ""))


def edits(form: str) -> st.SearchStrategy[tuple[str, str, Answer | str]]:
    """An item of a form, a number that picks its row, and what is given there."""
    missing = st.builds(Answer, missing=st.sampled_from(("unknown", "not_done")))

    def given_to(item: Item) -> st.SearchStrategy[tuple[str, str, Answer | str]]:
        typed: st.SearchStrategy[Answer | str] = st.sampled_from(texts_for(item))
        return st.tuples(st.just(item.id), st.sampled_from(("1", "2", "3", "4")), typed | missing)

    return st.sampled_from([item for item in plmsc().forms[form].items() if not item.is_derived]).flatmap(given_to)


@cache
def a_subject() -> SubjectRecord:
    with tempfile.TemporaryDirectory() as folder:
        clinic = Clinic(Path(folder), past=PAST)
        record = clinic.subject("A-01").record
        clinic.desk.file.close()
        return record


def give(session: FormSession, item: str, row: str, given: Answer | str) -> None:
    section = session.form.section_of(item)
    if section.layout is Layout.LOG:
        while row not in session.rows(section) and len(session.rows(section)) < 4:
            session.add_row(section.id)
    there = session.rows(section)
    key = EntryKey(item, there[int(row) % len(there)])
    if isinstance(given, str):
        session.edit(key, given)
    else:
        session.put(key, given)


def states(session: FormSession) -> dict[EntryKey, ItemState]:
    return {key: session.state(key) for key in session.keys()}  # noqa: SIM118 - a session is no mapping


@st.composite
def forms_filled(draw: st.DrawFn) -> tuple[PagePlace, list[tuple[str, str, Answer | str]]]:
    visit = draw(st.sampled_from(sorted(VISITS)))
    form = draw(st.sampled_from(VISITS[visit]))
    record = a_subject()
    place = PagePlace.parse(f"{record.id}/{visit}/{form}")
    return place, draw(st.lists(edits(form), min_size=1, max_size=14))


@given(forms_filled())
@settings(max_examples=60)
def test_walking_what_changed_is_walking_everything(
    filled: tuple[PagePlace, list[tuple[str, str, Answer | str]]],
) -> None:
    place, given_here = filled
    session = FormSession(plmsc(), a_subject(), place, MORNING.date())
    states(session)
    for item, row, typed in given_here:
        give(session, item, row, typed)
        seen, firing = states(session), dict(session.rules.firing)
        session.refresh(session.record)  # everything is evaluated again, what was typed is kept
        assert states(session) == seen
        assert session.rules.firing == firing


Deed = tuple[str, str, str, tuple[tuple[str, str, Answer | str], ...]]


def deeds() -> st.SearchStrategy[Deed]:
    """What somebody does next: to which visit and form, and what is given there."""
    kinds = st.sampled_from(
        ["enter"] * 10 + ["log", "log", "complete", "reopen", "not_done", "redate", "miss", "sign", "close", "row"]
    )

    def at(visit: str) -> st.SearchStrategy[Deed]:
        return st.sampled_from(VISITS[visit]).flatmap(
            lambda form: st.tuples(kinds, st.just(visit), st.just(form), st.lists(edits(form), max_size=3).map(tuple))
        )

    def in_log(form: str) -> st.SearchStrategy[Deed]:
        return st.tuples(st.just("log"), st.just(""), st.just(form), st.lists(edits(form), max_size=3).map(tuple))

    return st.sampled_from(sorted(VISITS)).flatmap(at) | st.sampled_from(LOGS).flatmap(in_log)


class Staff:
    """The people of a clinic, doing what chance tells them; a refusal is an answer like any other."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.subject = clinic.subject("A-01")

    def does(self, deed: Deed) -> None:
        kind, visit, form, given_here = deed
        for command, by in self._commands(kind, visit, form, given_here):
            try:
                self.clinic.does(command, by)
            except Refusal:
                return

    def _commands(
        self, kind: str, visit: str, form: str, given_here: tuple[tuple[str, str, Answer | str], ...]
    ) -> Iterator[tuple[c.Command, str]]:
        subject, record = self.subject, self.subject.record
        place = subject.place(form, visit or None)
        day = PartialDate(2025, 6, 1 + len(record.visits))
        if place.visit is not None and place.visit.id not in record.visits:
            yield c.StartVisit(place.visit, day), "rahimi"
        match kind:
            case "enter" | "log":
                session = self.clinic.desk.session(place)
                for item, row, typed in given_here:
                    give(session, item, row, typed)
                yield c.RecordEntries(place, session.pending(), "chance", session.new_rows()), "rahimi"
            case "complete":
                yield c.CompletePage(place), "rahimi"
            case "reopen":
                yield c.ReopenPage(place, "chance"), "rahimi"
            case "not_done":
                yield c.PageNotDone(place, "not_done"), "rahimi"
            case "redate":
                yield c.RedateVisit(subject.visit(visit), day, "chance"), "rahimi"
            case "miss":
                yield c.MissVisit(subject.visit(visit), "refused"), "rahimi"
            case "sign":
                yield c.Sign(MEANING, PASSWORD, subject.visit(visit), username="karimi"), "karimi"
            case "close":
                for query in [q for q in record.queries.values() if q.state != "closed"][:2]:
                    yield c.CloseQuery(subject.id, query.id, "content"), "moradi"
            case "row":
                for page in record.pages.values():
                    for section, row in page.rows[:1]:
                        yield c.RemoveRow(page.place, section, row, "chance"), "rahimi"


def folded(clinic: Clinic, subject: str) -> SubjectRecord:
    record = SubjectRecord(subject)
    for fact in clinic.desk.file.facts(subject=subject):
        record.apply(fact)
    return record


@given(st.lists(deeds(), min_size=1, max_size=12))
@settings(max_examples=15)
def test_the_tables_the_memory_and_the_rules_agree(done: list[Deed]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clinic = Clinic(Path(folder), past=PAST)
        staff = Staff(clinic)
        for deed in done:
            staff.does(deed)
        record = staff.subject.record
        assert folded(clinic, record.id) == record
        assert clinic.desk.file.subject(record.id) == record
        for page in record.pages.values():
            if page.state != "not_done":
                says_what_the_rules_say(record, page.place)
        assert clinic.desk.file.verify().sound
        clinic.desk.file.close()


def says_what_the_rules_say(record: SubjectRecord, place: PagePlace) -> None:
    session = FormSession(plmsc(), record, place, MORNING.date())
    assert session.rules.derived == {key: stored(record, place, key) for key in session.rules.derived}
    for key, entry in record.pages[place.id].entries.items():
        if key.row == "" or key.row in session.rows(session.form.section_of(key.item)):
            assert entry.relevant == session.state(key).relevant, (place.id, key)
    firing = {
        (check, row)
        for (check, row), fire in session.rules.firing.items()
        if fire.check.severity is not Severity.NOTE
        and (record.pages[place.id].state == "complete" or session.answer(EntryKey(fire.check.item, row)) is not None)
    }
    asked = [q for q in record.queries.values() if q.page == place.id and q.check]
    live = {(q.check, q.row or "") for q in asked if q.state != "closed"}
    settled = {(q.check, q.row or "") for q in asked if q.messages[-1].person != BY_PROGRAM}
    assert firing - settled <= live <= firing, place.id


def stored(record: SubjectRecord, place: PagePlace, key: EntryKey) -> Answer | None:
    entry = record.entry(place.id, key)
    if entry is None or not entry.stored:
        return None
    assert entry.derived
    return Answer.from_json(plmsc().item(place.form, key.item).kind, entry.stored)
