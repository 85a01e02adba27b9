"""Lists for the command line: each a table of plain text, one row per thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from crf_app.capture.facts import SALT, Fact
from crf_app.capture.record import Query, Stored, SubjectRecord
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.services.desk import Desk

Rows = Iterator[tuple[str, ...]]


@dataclass(frozen=True)
class Listing:
    """A list that can be printed: its columns, and what makes its rows."""

    columns: tuple[str, ...]
    rows: Callable[[Desk], Rows]


def _records(desk: Desk) -> Iterator[SubjectRecord]:
    for subject in desk.view.subject_ids():
        yield desk.record(subject)


def _subjects(desk: Desk) -> Rows:
    for outline in desk.outlines():
        line = desk.timeline(outline)
        open_queries = sum(outline.open_queries.values())
        kept = sum(status.held is not None for status in line.visits)
        yield outline.label, outline.site, line.stage.value, str(kept), str(open_queries)


def _statuses(desk: Desk) -> Iterator[tuple[str, VisitStatus]]:
    for outline in desk.outlines():
        for status in desk.timeline(outline).visits:
            yield outline.label, status


def _off_by(status: VisitStatus) -> str:
    """Say how far a visit was from its window: whole days, or hours and minutes where it is a matter of hours."""
    if not status.off_window:
        return ""
    if not status.planned.by_the_hour:
        return f"{status.off_window.days:+d} d"
    minutes = round(abs(status.off_window).total_seconds() / 60)
    sign = "-" if status.off_window < timedelta(0) else "+"
    return f"{sign}{minutes // 60}:{minutes % 60:02d} h"


def _visit_row(label: str, status: VisitStatus) -> tuple[str, ...]:
    held = str(status.held.date or "") if status.held else ""
    moments = (status.target, status.opens, status.closes)
    planned = ("" if each is None else f"{each:%Y-%m-%d %H:%M}" for each in moments)
    pages = f"{status.done}/{status.total}"
    return label, _visit_name(status), status.mark.value, held, *planned, _off_by(status), pages, _reason(status)


def _reason(status: VisitStatus) -> str:
    """Say why a visit was missed, or why it does not apply any more."""
    if status.not_applicable is not None:
        return status.not_applicable.reason.value
    return (status.held.reason or "") if status.held else ""


def _visit_name(status: VisitStatus) -> str:
    more = f".{status.place.repeat}" if status.place.repeat > 1 else ""
    return status.planned.id + more


def _visits(desk: Desk) -> Rows:
    for label, status in _statuses(desk):
        yield _visit_row(label, status)


def _due(desk: Desk) -> Rows:
    for label, status in _statuses(desk):
        if status.mark in (Mark.OPEN, Mark.OVERDUE, Mark.PROGRESS):
            yield _visit_row(label, status)


def _pages(desk: Desk) -> Rows:
    for record in _records(desk):
        for page in record.pages.values():
            visit = page.place.visit
            yield (
                record.label,
                visit.planned if visit else "",
                page.place.form,
                str(page.place.repeat if visit is None else visit.repeat),
                page.state,
                "signed" if record.signature_on(page.place.id) else "",
            )


def _entries(desk: Desk) -> Rows:
    for record in _records(desk):
        for page in record.pages.values():
            visit = page.place.visit
            for key, entry in page.entries.items():
                if entry.stored:
                    yield (
                        record.label,
                        visit.planned if visit else "",
                        page.place.form,
                        str(page.place.repeat if visit is None else visit.repeat),
                        key.row,
                        key.item,
                        text_of(entry.stored),
                        "derived" if entry.derived else "",
                        "" if entry.relevant else "not asked now, kept",
                    )


def text_of(stored: Stored) -> str:
    """Say in one text what an entry holds."""
    if "value" in stored:
        return " ".join(filter(None, (stored["value"], stored.get("unit"))))
    if "missing" in stored:
        return ": ".join(filter(None, (f"({stored['missing']})", stored.get("comment"))))
    return f"? {stored.get('unreadable', '')}"


def _queries(desk: Desk) -> Rows:
    for record in _records(desk):
        for query in record.queries.values():
            where = (query.page or query.visit or "").partition("/")[2]
            item = " ".join(filter(None, (query.item, query.row)))
            said = query.messages[-1]
            raised, since = query.messages[0], _since(query)
            yield (
                f"Q{query.number:02d}",
                record.label,
                where,
                item,
                query.state,
                query.check or "",
                raised.text,
                said.text if said is not raised else "",
                since[:10] if query.is_live else "",
                str(_days_since(since, desk)) if query.is_live else "",
            )


def _since(query: Query) -> str:
    """Return since when a query is as it is: open since it was asked (again), otherwise since the last word."""
    asked = [said.at for said in query.messages if said.kind in ("raised", "reopened")]
    return asked[-1] if query.state == "open" else query.messages[-1].at


def _days_since(at: str, desk: Desk) -> int:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return max((desk.clock.now().date() - moment.astimezone(desk.clock.now().tzinfo).date()).days, 0)


def _log(desk: Desk, form: str) -> Rows:
    for record in _records(desk):
        for page in record.log_pages(form):
            texts = {key.item: text_of(e.stored) for key, e in page.entries.items() if e.stored}
            items = [item.id for item in desk.study.forms[form].items()]
            yield record.label, str(page.place.repeat), *(texts.get(item, "") for item in items)


def _deviations(desk: Desk) -> Rows:
    """Departures from the protocol: what was written in the log, and visits outside their windows."""
    for label, status in _statuses(desk):
        if status.off_window:
            held = status.held.date if status.held else ""
            words = f"{_off_by(status)} outside the window"
            yield label, _visit_name(status), str(held), "visit window", words
    role = desk.study.roles.get("deviation.term")
    if role is None:
        return
    form, item = role
    dated = desk.study.roles.get("deviation.date", ("", ""))[1]
    for record in _records(desk):
        for page in record.log_pages(form):
            texts = {key.item: text_of(e.stored) for key, e in page.entries.items() if e.stored}
            yield record.label, "", texts.get(dated, ""), "recorded", texts.get(item, "")


def _adverse_events(desk: Desk) -> Rows:
    form, _ = desk.study.roles.get("ae.term", ("", ""))
    return _log(desk, form) if form else iter(())


def _audit(desk: Desk) -> Rows:
    labels = {outline.id: outline.label for outline in desk.outlines()}
    people = {person.id: person.name for person in desk.file.people()}
    for fact in desk.view.facts():
        yield _fact_row(fact, labels, people)


def _fact_row(fact: Fact, labels: dict[str, str], people: dict[str, str]) -> tuple[str, ...]:
    where = (fact.page or fact.visit or "").partition("/")[2]
    return (
        str(fact.seq),
        fact.at,
        f"{fact.offset:+d}",
        people.get(fact.person, fact.person),
        fact.role,
        fact.kind.value,
        labels.get(fact.subject or "", ""),
        where,
        fact.row or "",
        fact.item or "",
        _content(fact.old),
        _content(fact.new),
        fact.reason or "",
    )


def _content(content: object) -> str:
    if not isinstance(content, dict) or not content:
        return ""
    if {"value", "missing", "unreadable"} & set(content):
        return text_of(content)
    return ", ".join(f"{name}={value}" for name, value in content.items() if name not in ("source", SALT))


def listings(desk: Desk) -> dict[str, Listing]:
    """Return the lists a file can give, by name."""
    role = desk.study.roles.get("ae.term")
    events = tuple(item.id for item in desk.study.forms[role[0]].items()) if role else ()
    visit = ("subject", "visit", "mark", "date", "target", "opens", "closes", "off_by", "pages", "reason")
    return {
        "subjects": Listing(("subject", "site", "stage", "visits", "open_queries"), _subjects),
        "visits": Listing(visit, _visits),
        "due": Listing(visit, _due),
        "pages": Listing(("subject", "visit", "form", "number", "state", "signature"), _pages),
        "entries": Listing(
            (
                "subject",
                "visit",
                "form",
                "number",
                "row",
                "item",
                "value",
                "origin",
                "note",
            ),
            _entries,
        ),
        "queries": Listing(
            ("query", "subject", "where", "item", "state", "check", "asked", "last", "since", "days"), _queries
        ),
        "deviations": Listing(("subject", "visit", "date", "kind", "what"), _deviations),
        "adverse-events": Listing(tuple(chain(("subject", "number"), events)), _adverse_events),
        "audit": Listing(
            (
                "fact",
                "at",
                "offset",
                "who",
                "role",
                "what",
                "subject",
                "where",
                "row",
                "item",
                "old",
                "new",
                "reason",
            ),
            _audit,
        ),
    }


LISTS = (
    "subjects",
    "visits",
    "pages",
    "entries",
    "queries",
    "deviations",
    "adverse-events",
    "due",
    "audit",
)
