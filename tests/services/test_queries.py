"""Queries: on an item, a page, a visit, a subject; answered, closed, cancelled, asked again, answered by change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Query
from crf_app.capture.review import BY_PROGRAM, CONTENT
from tests.services.clinic import Clinic, Subject


@pytest.fixture
def subject(tmp_path: Path) -> Iterator[Subject]:
    clinic = Clinic(tmp_path)
    subject = clinic.enrols().comes("screening")
    subject.sheet("vital_signs", "screening").types(bp_systolic="60", bp_diastolic="70").saves()
    yield subject
    clinic.desk.file.close()


def only(subject: Subject) -> Query:
    (query,) = subject.queries()
    return query


def asks(subject: Subject, command: c.RaiseQuery) -> Query:
    known = set(subject.record.queries)
    subject.clinic.does(command, by="moradi")
    (new,) = set(subject.record.queries) - known
    return subject.record.queries[new]


def says(subject: Subject, kind: type, query: Query, text: str, by: str) -> Query:
    subject.clinic.does(kind(subject.id, query.id, text), by=by)
    return subject.record.queries[query.id]


@pytest.mark.requirement(21)
def test_a_question_is_about_an_item_a_page_a_visit_or_a_subject(subject: Subject) -> None:
    page, visit = subject.place("vital_signs", "screening"), subject.visit("screening")
    of_item = asks(subject, c.RaiseQuery("Which arm?", page=page, key=EntryKey("bp_systolic")))
    of_page = asks(subject, c.RaiseQuery("Who measured?", page=page))
    of_visit = asks(subject, c.RaiseQuery("Why on a holiday?", visit=visit))
    of_subject = asks(subject, c.RaiseQuery("Is the consent filed?", subject=subject.id))
    assert [(q.item, q.page, q.visit) for q in (of_item, of_page, of_visit, of_subject)] == [
        ("bp_systolic", page.id, visit.id), (None, page.id, visit.id), (None, None, visit.id), (None, None, None),
    ]  # fmt: skip
    numbers = [q.number for q in (of_item, of_page, of_visit, of_subject)]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    by_subject = {line.id: line for line in subject.clinic.desk.file.queries()}
    assert {of_visit.id, of_subject.id} <= set(by_subject)


@pytest.mark.requirement(21)
def test_every_step_of_a_thread_has_its_author_and_time(subject: Subject) -> None:
    query = asks(subject, c.RaiseQuery("Who measured?", page=subject.place("vital_signs", "screening")))
    for kind, text, by in (
        (c.AnswerQuery, "The nurse.", "rahimi"), (c.ReopenQuery, "Which one?", "moradi"),
        (c.AnswerQuery, "Mrs Amini.", "rahimi"), (c.CloseQuery, "Thank you.", "moradi"),
    ):  # fmt: skip
        query = says(subject, kind, query, text, by)
    people = subject.clinic.people
    told = [(said.kind, said.person, said.text) for said in query.messages]
    assert told == [
        ("raised", people["moradi"].person, "Who measured?"), ("answered", people["rahimi"].person, "The nurse."),
        ("reopened", people["moradi"].person, "Which one?"), ("answered", people["rahimi"].person, "Mrs Amini."),
        ("closed", people["moradi"].person, "Thank you."),
    ]  # fmt: skip
    assert all(said.at for said in query.messages)
    facts = [fact for fact in subject.clinic.desk.file.facts() if (fact.new or {}).get("id") == query.id]
    assert [fact.role for fact in facts] == ["monitor", "coordinator", "monitor", "coordinator", "monitor"]


@pytest.mark.requirement(21)
def test_a_mistaken_question_is_cancelled_with_the_reason(subject: Subject) -> None:
    query = asks(subject, c.RaiseQuery("Is the consent filed?", subject=subject.id))
    with pytest.raises(Refusal, match="few words"):
        says(subject, c.CancelQuery, query, " ", "moradi")
    with pytest.raises(Refusal, match="cannot cancel a query"):
        says(subject, c.CancelQuery, query, "Not ours.", "rahimi")
    query = says(subject, c.CancelQuery, query, "Meant for A-02.", "moradi")
    assert (query.state, query.is_live) == ("cancelled", False)
    with pytest.raises(Refusal, match="closed already"):
        says(subject, c.CancelQuery, query, "Again.", "moradi")
    with pytest.raises(Refusal, match="closed"):
        says(subject, c.AnswerQuery, query, "Yes.", "rahimi")
    assert says(subject, c.ReopenQuery, query, "It was A-01 after all.", "moradi").state == "open"


@pytest.mark.requirement(21)
def test_a_check_that_is_content_closes_its_question(subject: Subject) -> None:
    query = subject.query("vital_signs_bp_systolic_expected")
    subject.sheet("vital_signs", "screening").types(bp_systolic="120").saves()
    query = subject.record.queries[query.id]
    assert query.state == "closed"
    assert (query.messages[-1].person, query.messages[-1].text) == (BY_PROGRAM, CONTENT)


@pytest.mark.requirement(21)
def test_where_a_person_asked_again_the_change_answers_and_the_person_closes(subject: Subject) -> None:
    query = subject.query("vital_signs_bp_systolic_expected")
    key, check = EntryKey(query.item or ""), query.check or ""
    place = subject.place("vital_signs", "screening")
    subject.clinic.does(c.ExplainCheck(place, key, check, "Measured twice."))
    query = says(subject, c.ReopenQuery, query, "The source says 160.", "moradi")
    subject.sheet("vital_signs", "screening").types(bp_systolic="160").saves()
    query = subject.record.queries[query.id]
    assert (query.state, query.messages[-1].kind, query.messages[-1].person) == ("answered", "answered", BY_PROGRAM)
    assert says(subject, c.CloseQuery, query, "", "moradi").state == "closed"


def test_a_cancelled_question_is_not_asked_anew_about_the_same_values(subject: Subject) -> None:
    query = subject.query("vital_signs_bp_systolic_expected")
    says(subject, c.CancelQuery, query, "The value is right.", "moradi")
    subject.sheet("vital_signs", "screening").types(heart_rate="72").saves()
    assert [q.state for q in subject.queries(query.check)] == ["cancelled"]
