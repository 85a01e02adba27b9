"""Queries: raised by people or checks, answered by the site, closed by the monitor."""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.capture.commands import (
    AnswerQuery,
    CancelQuery,
    CloseQuery,
    ExplainCheck,
    RaiseQuery,
    ReopenQuery,
)
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import PagePlace
from crf_app.capture.record import Query
from crf_app.capture.review import draft_at
from crf_app.services.case import Case
from crf_app.services.entries import require_filling, require_filling_at, require_item, require_page, started


def raise_(command: RaiseQuery, case: Case) -> list[Draft]:
    """Ask about an item, a page, a visit or a subject."""
    if not command.text.strip():
        raise Refusal(case.say("Say what the question is."))
    if command.page is not None:
        record = case.record(command.page.subject)
        require_page(case, record, command.page)
        if command.key is not None:
            require_item(case, command.page, command.key)
        review = case.review(command.page.subject)
        return [
            *started(case, record, command.page),
            review.raised(command.page, command.key, command.text),
        ]
    subject = command.visit.subject if command.visit else command.subject
    if subject is None:
        raise Refusal(case.say("A query is about an item, a page, a visit or a subject."))
    if command.visit is not None and command.visit.id not in case.record(subject).visits:
        raise Refusal(case.say("This visit has not begun. Start it with its date first."))
    case.record(subject)
    new = {
        "id": case.new_id(),
        "number": case.records.next_query_number(),
        "text": command.text,
    }
    visit = command.visit.id if command.visit else None
    return [Draft(FactKind.QUERY_RAISED, subject, visit, new=new)]


def answer(command: AnswerQuery, case: Case) -> list[Draft]:
    """Answer an open query; a second answer adds to the first."""
    query = _query(case, command.subject, command.query)
    if not query.is_live:
        raise Refusal(case.say("This query is closed. The monitor can reopen it."))
    if query.page is not None:
        require_filling_at(case, PagePlace.parse(query.page), query.item)
    return [_said(case, FactKind.QUERY_ANSWERED, command.subject, query, command.text)]


def explain(command: ExplainCheck, case: Case) -> list[Draft]:
    """Keep a value and say why: the check's query, raised now if need be, is answered."""
    place = command.page
    record = case.record(place.subject)
    if not (case.sight.item(place.form, command.key.item) and case.sight.check(place.form, command.check)):
        raise Refusal(case.say("This check has no question any more."))
    live = next(
        (
            query
            for query in record.queries.values()
            if (query.page, query.check, query.row or "") == (place.id, command.check, command.key.row)
            and query.is_live
        ),
        None,
    )
    if live is not None:
        return [_said(case, FactKind.QUERY_ANSWERED, place.subject, live, command.text)]
    require_page(case, record, place)
    require_filling(case, place, command.key.item)
    _require_words(case, command.text)
    session = FormSession(case.study, record, place, case.now.date())
    firing = session.rules.firing.get((command.check, command.key.row))
    if firing is None:
        raise Refusal(case.say("This check has no question any more."))
    review = case.review(place.subject)
    raised = review.raised(place, command.key, review.said(firing), command.check)
    new = {"id": (raised.new or {})["id"], "text": command.text}
    return [
        *started(case, record, place),
        raised,
        draft_at(FactKind.QUERY_ANSWERED, place, command.key, None, new),
    ]


def close(command: CloseQuery, case: Case) -> list[Draft]:
    """Close a query."""
    query = _query(case, command.subject, command.query)
    if not query.is_live:
        return []
    return [_said(case, FactKind.QUERY_CLOSED, command.subject, query, command.text, needs_text=False)]


def reopen(command: ReopenQuery, case: Case) -> list[Draft]:
    """Ask an answered or closed query again."""
    query = _query(case, command.subject, command.query)
    if query.state == "open":
        raise Refusal(case.say("This query is open already."))
    return [_said(case, FactKind.QUERY_REOPENED, command.subject, query, command.text)]


def cancel(command: CancelQuery, case: Case) -> list[Draft]:
    """Take back a question that should not have been asked, with the reason."""
    query = _query(case, command.subject, command.query)
    if not query.is_live:
        raise Refusal(case.say("This query is closed already."))
    return [_said(case, FactKind.QUERY_CANCELLED, command.subject, query, command.text)]


def _require_words(case: Case, text: str) -> None:
    if not text.strip():
        raise Refusal(case.say("Say it in a few words; an empty answer helps nobody."))


def _query(case: Case, subject: str, query: str) -> Query:
    found = case.record(subject).queries.get(query)
    if found is None or not case.sight.query(found):
        raise Refusal(case.say("There is no such query."))
    return found


def _said(case: Case, kind: FactKind, subject: str, query: Query, text: str, *, needs_text: bool = True) -> Draft:
    if needs_text:
        _require_words(case, text)
    new = {"id": query.id, "text": text}
    return Draft(kind, subject, query.visit, query.page, query.row, query.item, new=new)
