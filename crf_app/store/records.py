"""Reading what the file holds now: the study it is for, people, and one subject's whole record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from crf_app.base.partial_date import PartialDate
from crf_app.capture.holds import Hold, Level
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import (
    FIRST_BLINDED,
    Entry,
    Page,
    Query,
    QueryMessage,
    Signature,
    Stored,
    SubjectRecord,
    Visit,
)
from crf_app.store.connection import Connection, Row
from crf_app.store.project import STORED


class FileInfo(NamedTuple):
    """What a file was made for, and by which program."""

    study: str
    site: str
    version: str
    fingerprint: str
    program: str
    created_at: str


class Definition(NamedTuple):
    """The text of a study as it was in force: every file of its folder by its relative path."""

    version: str
    fingerprint: str
    source: dict[str, str]


class Person(NamedTuple):
    """Somebody who works in the file."""

    id: str
    name: str
    username: str
    role: str
    state: str = "active"
    must_change: bool = False

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.state == "active"


class Attempt(NamedTuple):
    """A sign-in or what else happened at the door: ``in out failed signing_failed locked_out released``.

    `person` is None where nobody has the user name that was given.
    """

    fact: int
    person: str | None
    outcome: str
    at: str
    offset: int


def file_info(connection: Connection) -> FileInfo:
    """Return what the file says about itself."""
    row = connection.execute("SELECT study, site, version, fingerprint, program, created_at FROM file_info").fetchone()
    assert row is not None
    return FileInfo(*row)


def definition(connection: Connection, version: str | None = None) -> Definition | None:
    """Return the definition of `version`, or the latest, as it was stored last."""
    # CROSS JOIN begins with the few definitions; left to itself, SQLite walks the whole trail backwards for them.
    row = connection.execute(
        'SELECT d.version, d.fingerprint, f."new" FROM definition d CROSS JOIN fact f USING (station, seq) '
        "WHERE d.version=coalesce(?, d.version) ORDER BY f.n DESC LIMIT 1",
        (version,),
    ).fetchone()
    return Definition(row[0], row[1], json.loads(row[2])["source"]) if row else None


def people(connection: Connection) -> tuple[Person, ...]:
    """Return everybody, in the order in which they were added."""
    rows = connection.execute("SELECT id, name, username, role, state, must_change FROM person ORDER BY rowid")
    return tuple(
        Person(id_, name, username, role, state, bool(must)) for id_, name, username, role, state, must in rows
    )


_ATTEMPTS = 'SELECT fact, person, outcome, at, "offset" FROM sign_in'


def attempts_of(connection: Connection, person: str, limit: int) -> tuple[Attempt, ...]:
    """Return what a person did at the door last, newest first."""
    rows = connection.execute(f"{_ATTEMPTS} WHERE person=? ORDER BY fact DESC LIMIT ?", (person, limit))
    return tuple(Attempt(*row) for row in rows)


def attempts_since(connection: Connection, fact: int) -> tuple[Attempt, ...]:
    """Return everything that happened at the door after a fact, in order."""
    return tuple(Attempt(*row) for row in connection.execute(f"{_ATTEMPTS} WHERE fact>? ORDER BY fact", (fact,)))


def holds(connection: Connection, subject: str | None) -> dict[str, Hold]:
    """Return the holds within a subject, or those on the whole file, by what they hold."""
    sql = 'SELECT scope, level, person, at, "offset", fact FROM hold WHERE subject IS ?'
    found = connection.execute(sql, (subject,)).fetchall()
    return {scope: Hold(scope, Level(level), *rest) for scope, level, *rest in found}


def subject_ids(connection: Connection) -> tuple[str, ...]:
    """Return the subjects' ids by label."""
    rows = connection.execute("SELECT id FROM subject ORDER BY label, id").fetchall()
    return tuple(row[0] for row in rows)


def find_subject(connection: Connection, label: str) -> str | None:
    """Return the id of the subject with exactly this label."""
    row = connection.execute("SELECT id FROM subject WHERE label=?", (label,)).fetchone()
    return row[0] if row else None


def live_queries(connection: Connection, scope: str) -> int:
    """Return how many queries wait within a place; ids of what lies within begin with its own and a slash.

    Those about what is blinded are not counted: whoever asks must not learn of them.
    """
    sql = """
    SELECT count(*) FROM query WHERE state IN ('open', 'answered') AND number < ?2
    AND (?1='' OR subject=?1 OR visit=?1 OR page=?1 OR ?1 = page || '#' || coalesce("row", '') || '#' || item)
    """
    row = connection.execute(sql, (scope, FIRST_BLINDED)).fetchone()
    return int(row[0]) if row else 0


def next_query_number(connection: Connection, *, blinded: bool = False) -> int:
    """Return the number the next query takes; those about what is blinded have numbers of their own."""
    sql = f"SELECT max(number) FROM query WHERE number {'>=' if blinded else '<'} ?"  # noqa: S608 - ours
    row = connection.execute(sql, (FIRST_BLINDED,)).fetchone()
    first = FIRST_BLINDED if blinded else 1
    return int(row[0]) + 1 if row and row[0] else first


def subject(connection: Connection, id_: str) -> SubjectRecord | None:
    """Return everything the tables hold about a subject, or None if nobody has this id."""
    row = connection.execute("SELECT id, label, site, enrolled_at FROM subject WHERE id=?", (id_,)).fetchone()
    if row is None:
        return None
    record = SubjectRecord(*row)
    record.visits = _visits(connection, id_)
    record.pages = _pages(connection, id_)
    _fill(connection, id_, record.pages)
    record.queries = _queries(connection, id_)
    record.signatures = _signatures(connection, id_)
    record.holds = holds(connection, id_)
    return record


_VISITS = """
SELECT id, planned, repeat, date, state, reason, comment FROM visit WHERE subject=? ORDER BY rowid
"""


def _visits(connection: Connection, subject: str) -> dict[str, Visit]:
    return {
        id_: Visit(VisitPlace(subject, planned, repeat), read_date(date), *rest)
        for id_, planned, repeat, date, *rest in connection.execute(_VISITS, (subject,))
    }


@lru_cache(maxsize=4_096)
def _date(text: str) -> PartialDate:
    return PartialDate.parse(text)


def read_date(text: str | None) -> PartialDate | None:
    """Read a date as the tables hold it; the same few days come back again and again."""
    return None if text is None else _date(text)


_PAGES = """
SELECT id, form_version, study_version, state, reason, comment FROM page WHERE subject=? ORDER BY rowid
"""


def _pages(connection: Connection, subject: str) -> dict[str, Page]:
    return {id_: Page(PagePlace.parse(id_), *rest) for id_, *rest in connection.execute(_PAGES, (subject,))}


# Page ids begin with the subject's id and a slash; "0" is the sign after the slash.
_ENTRIES = """
SELECT page, item, "row", derived, relevant, fact, changes, verified, value, missing, unreadable, typed, comment, unit
FROM entry WHERE page > ? || '/' AND page < ? || '0'
"""
_ROWS = """
SELECT page, section, "row" FROM page_row WHERE page > ? || '/' AND page < ? || '0' ORDER BY rowid
"""


def _fill(connection: Connection, subject: str, pages: dict[str, Page]) -> None:
    """Put the entries and the rows into their pages."""
    for row in connection.execute(_ENTRIES, (subject, subject)):
        page, item, place, derived, relevant, fact, changes, verified, *parts = row
        known = (bool(derived), bool(relevant), fact, changes, verified)
        pages[page].entries[EntryKey(item, place)] = Entry(stored(parts), *known)
    for page, section, place in connection.execute(_ROWS, (subject, subject)):
        pages[page].rows.append((section, place))


def stored(parts: Iterable[str | None]) -> Stored:
    """Return an answer's stored form from the columns of `entry`."""
    return {name: part for name, part in zip(STORED, parts, strict=True) if part is not None}


_QUERIES = """
SELECT id, number, page, visit, "row", item, "check", state FROM query WHERE subject=? ORDER BY rowid
"""
_MESSAGES = """
SELECT m.query, m.at, m."offset", m.person, m.kind, m.text
FROM query q JOIN query_message m ON m.query=q.id WHERE q.subject=? ORDER BY m.rowid
"""


def _queries(connection: Connection, subject: str) -> dict[str, Query]:
    messages: dict[str, list[QueryMessage]] = {}
    for query, *said in connection.execute(_MESSAGES, (subject,)):
        messages.setdefault(query, []).append(QueryMessage(*said))
    return {
        id_: Query(id_, number, page, visit, row, item, check, state, tuple(messages[id_]))
        for id_, number, page, visit, row, item, check, state in connection.execute(_QUERIES, (subject,))
    }


_SIGNATURES = """
SELECT id, visit, page, meaning, person, name, role, at, "offset", content, first_fact, last_fact, broken_by, withheld
FROM signature WHERE subject=? ORDER BY rowid
"""
_SIGNED_PAGES = """
SELECT p.signature, p.page FROM signature s JOIN signature_page p ON p.signature=s.id
WHERE s.subject=? ORDER BY p.signature, p.position
"""


def _signatures(connection: Connection, subject: str) -> dict[str, Signature]:
    pages: dict[str, list[str]] = {}
    for signature, page in connection.execute(_SIGNED_PAGES, (subject,)):
        pages.setdefault(signature, []).append(page)
    found = connection.execute(_SIGNATURES, (subject,)).fetchall()
    return {row[0]: _signature(row, tuple(pages.get(row[0], ()))) for row in found}


def _signature(row: Row, pages: tuple[str, ...]) -> Signature:
    id_, visit, page, *rest, withheld = row
    return replace(Signature(id_, visit, page, pages, *rest), withheld=tuple((withheld or "").split()))
