"""Read models over all subjects, each in a few queries: what the window's lists and matrices show."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crf_app.capture.holds import Level
from crf_app.capture.places import VisitPlace
from crf_app.capture.record import Stored, Visit
from crf_app.store.connection import Connection
from crf_app.store.records import read_date, stored


class QueryCounts(NamedTuple):
    """How many queries wait: open ones for the site, answered ones for whoever asked."""

    open: int = 0
    answered: int = 0


class StoredAnswer(NamedTuple):
    """What an item holds somewhere. `visit` is None on a log page, `row` is empty outside rows."""

    visit: str | None
    page: str
    row: str
    answer: Stored


@dataclass
class SubjectOverview:
    """One subject's line in a matrix.

    `pages` holds the states of pages (``begun``, ``complete``, ``not_done``) by visit id and form, `log_pages` by
    page id. `queries` counts by page id, by visit id for a query on a visit, by subject id for one on the subject.
    `signed` says for each page with a signature whether one still holds. `holds` are the levels of what is frozen or
    locked within the subject, by its id. `answers` holds what was wanted, by form and
    item; blanks, and what the form does not ask now, are left out.
    """

    id: str
    label: str
    site: str
    enrolled_at: str
    visits: dict[str, Visit] = field(default_factory=dict)
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    log_pages: dict[str, str] = field(default_factory=dict)
    queries: dict[str, QueryCounts] = field(default_factory=dict)
    signed: dict[str, bool] = field(default_factory=dict)
    holds: dict[str, Level] = field(default_factory=dict)
    answers: dict[tuple[str, str], list[StoredAnswer]] = field(default_factory=dict)


def overview(connection: Connection, items: Sequence[tuple[str, str]] = ()) -> tuple[SubjectOverview, ...]:
    """Return every subject by label, with the answers to the given (form, item) pairs."""
    rows = connection.execute("SELECT id, label, site, enrolled_at FROM subject ORDER BY label, id").fetchall()
    subjects = {row[0]: SubjectOverview(*row) for row in rows}
    _add_visits(connection, subjects)
    _add_pages(connection, subjects)
    _add_queries(connection, subjects)
    _add_signatures(connection, subjects)
    for subject, scope, level in connection.execute(_HOLDS):
        subjects[subject].holds[scope] = Level(level)
    for form, item in items:
        _add_answers(connection, subjects, form, item)
    return tuple(subjects.values())


_VISITS = "SELECT subject, id, planned, repeat, date, state, reason, comment FROM visit ORDER BY rowid"


def _add_visits(connection: Connection, subjects: dict[str, SubjectOverview]) -> None:
    for subject, id_, planned, repeat, date, *rest in connection.execute(_VISITS):
        place = VisitPlace(subject, planned, repeat)
        subjects[subject].visits[id_] = Visit(place, read_date(date), *rest)


_PAGES = "SELECT subject, visit, form, id, state FROM page ORDER BY rowid"


def _add_pages(connection: Connection, subjects: dict[str, SubjectOverview]) -> None:
    for subject, visit, form, id_, state in connection.execute(_PAGES):
        if visit is None:
            subjects[subject].log_pages[id_] = state
        else:
            subjects[subject].pages.setdefault(visit, {})[form] = state


_QUERY_COUNTS = """
SELECT subject, coalesce(page, visit, subject), sum(state='open'), sum(state='answered')
FROM query WHERE state IN ('open', 'answered') AND subject IS NOT NULL GROUP BY 1, 2
"""


def _add_queries(connection: Connection, subjects: dict[str, SubjectOverview]) -> None:
    for subject, place, *counts in connection.execute(_QUERY_COUNTS):
        subjects[subject].queries[place] = QueryCounts(*counts)


_SIGNED = """
SELECT s.subject, p.page, max(s.broken_by IS NULL)
FROM signature s JOIN signature_page p ON p.signature=s.id WHERE s.subject IS NOT NULL GROUP BY 1, 2
"""


def _add_signatures(connection: Connection, subjects: dict[str, SubjectOverview]) -> None:
    for subject, page, holds in connection.execute(_SIGNED):
        subjects[subject].signed[page] = bool(holds)


_HOLDS = "SELECT subject, scope, level FROM hold WHERE subject IS NOT NULL ORDER BY scope"

_ANSWERS = """
SELECT p.subject, p.visit, p.id, e."row", e.value, e.missing, e.unreadable, e.typed, e.comment, e.unit
FROM page p CROSS JOIN entry e ON e.page=p.id AND e.item=? WHERE p.form=? AND e.relevant ORDER BY p.rowid, e."row"
"""


def _add_answers(connection: Connection, subjects: dict[str, SubjectOverview], form: str, item: str) -> None:
    for subject, visit, page, row, *parts in connection.execute(_ANSWERS, (item, form)):
        answer = stored(parts)
        if answer:
            found = subjects[subject].answers.setdefault((form, item), [])
            found.append(StoredAnswer(visit, page, row, answer))


class QueryLine(NamedTuple):
    """One query in a list, with its first and its last message."""

    id: str
    number: int
    subject: str
    label: str
    visit: str | None
    page: str | None
    row: str | None
    item: str | None
    check: str | None
    state: str
    raised_at: str
    raised_by: str
    text: str
    last_at: str
    last_by: str
    last_text: str
    asked_at: str
    """When it was asked, or asked again last."""

    @property
    def since(self) -> str:
        """Since when it is as it is: open since it was asked, answered or closed since somebody said so."""
        return self.asked_at if self.state == "open" else self.last_at


_QUERY_LINES = """
SELECT q.id, q.number, q.subject, s.label, q.visit, q.page, q."row", q.item, q."check", q.state,
  first.at, first.person, first.text, last.at, last.person, last.text,
  (SELECT at FROM query_message WHERE query=q.id AND kind IN ('raised', 'reopened') ORDER BY rowid DESC LIMIT 1)
FROM query q JOIN subject s ON s.id=q.subject
JOIN query_message first ON first.rowid=(SELECT min(rowid) FROM query_message WHERE query=q.id)
JOIN query_message last ON last.rowid=(SELECT max(rowid) FROM query_message WHERE query=q.id)
WHERE q.state IN ('open', 'answered') OR ? ORDER BY q.number
"""


def queries(connection: Connection, *, closed: bool = False) -> tuple[QueryLine, ...]:
    """Return the queries that wait, with those that are closed when asked, by number."""
    return tuple(QueryLine(*row) for row in connection.execute(_QUERY_LINES, (closed,)))


class SignatureLine(NamedTuple):
    """One signature in a list."""

    id: str
    subject: str
    label: str
    visit: str | None
    page: str | None
    meaning: str
    person: str
    name: str
    role: str
    at: str
    offset: int
    broken_by: int | None


_SIGNATURE_LINES = """
SELECT g.id, g.subject, s.label, g.visit, g.page, g.meaning, g.person, g.name, g.role, g.at, g."offset",
  g.broken_by
FROM signature g JOIN subject s ON s.id=g.subject ORDER BY g.rowid
"""


def signatures(connection: Connection) -> tuple[SignatureLine, ...]:
    """Return all signatures in the order in which they were made."""
    return tuple(SignatureLine(*row) for row in connection.execute(_SIGNATURE_LINES))


def signed_pages(connection: Connection) -> dict[str, list[str]]:
    """Return the pages each signature holds for, by id."""
    found: dict[str, list[str]] = {}
    for signature, page in connection.execute("SELECT signature, page FROM signature_page ORDER BY 1, position"):
        found.setdefault(signature, []).append(page)
    return found


_SOURCE_COUNTS = """
SELECT p.subject, sum(e.verified IS NOT NULL), count(*) FROM page p JOIN entry e ON e.page=p.id
WHERE NOT e.derived AND e.relevant AND coalesce(e.value, e.missing, e.unreadable) IS NOT NULL
AND p.form || '/' || e.item NOT IN (SELECT value FROM json_each(?)) GROUP BY p.subject
"""


def source_counts(connection: Connection, left_out: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return by subject how many entries were compared with their source, of how many; `left_out` are form/item."""
    found = connection.execute(_SOURCE_COUNTS, (json.dumps(sorted(left_out)),)).fetchall()
    return {subject: (verified, total) for subject, verified, total in found}
