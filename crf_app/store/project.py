"""From facts to the current tables: one fold per kind of fact, each a few SQL statements.

The same folds run when a fact is recorded and when `verify` builds the tables afresh. `capture.record` folds the
same facts in memory; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crf_app.base.partial_date import PartialDate
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.store.connection import Connection

Statement = tuple[str, tuple[object, ...]]
Fold = Callable[[Fact], Iterator[Statement]]


def project(connection: Connection, facts: Iterable[Fact]) -> None:
    """Fold facts onto the current tables, in their order; runs of one statement go together."""
    sql = ""
    values: list[tuple[object, ...]] = []
    for fact in facts:
        fold = FOLDS.get(fact.kind)
        if fold is None:
            continue
        for statement, parameters in fold(fact):
            if statement != sql and values:
                connection.executemany(sql, values)
                values = []
            sql = statement
            values.append(parameters)
    if values:
        connection.executemany(sql, values)


_FILE = "INSERT INTO file_info VALUES (?,?,?,?,?,?)"
_DEFINITION = "INSERT INTO definition VALUES (?,?,?,?,?)"
_PERSON = """
INSERT INTO person VALUES (?,?,?,?,'active',?)
ON CONFLICT (id) DO UPDATE SET name=excluded.name, username=excluded.username, role=excluded.role
"""
_PERSON_CHANGED = "UPDATE person SET name=coalesce(?,name), role=coalesce(?,role) WHERE id=?"
_PERSON_STATE = "UPDATE person SET state=? WHERE id=?"
_MUST_CHANGE = "UPDATE person SET must_change=? WHERE id=?"
_SIGN_IN = "INSERT INTO sign_in VALUES (?,?,?,?,?)"


def _file_created(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    names = ("study", "site", "version", "fingerprint", "program")
    yield _FILE, (*(new[name] for name in names), fact.at)


def _definition_stored(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    yield _DEFINITION, (fact.station, fact.seq, new["version"], new["fingerprint"], fact.at)


def _person_added(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    temporary = int(new.get("temporary") == "yes")
    yield _PERSON, (new["id"], new["name"], new["username"], new["role"], temporary)


def _person_changed(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    yield _PERSON_CHANGED, (new.get("name"), new.get("role"), new["id"])


def _person_disabled(fact: Fact) -> Iterator[Statement]:
    yield _PERSON_STATE, ("disabled", (fact.new or {})["id"])


def _person_enabled(fact: Fact) -> Iterator[Statement]:
    yield _PERSON_STATE, ("active", (fact.new or {})["id"])


def _password_changed(fact: Fact) -> Iterator[Statement]:
    yield _MUST_CHANGE, (0, (fact.new or {})["id"])


def _password_reset(fact: Fact) -> Iterator[Statement]:
    yield _MUST_CHANGE, (1, (fact.new or {})["id"])


_OUTCOMES = {
    FactKind.PERSON_SIGNED_IN: "in",
    FactKind.PERSON_SIGNED_OUT: "out",
    FactKind.SIGN_IN_FAILED: "failed",
    FactKind.PERSON_LOCKED_OUT: "locked_out",
    FactKind.PERSON_RELEASED: "released",
}


def _attempt(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    outcome = "signing_failed" if new.get("signing") == "yes" else _OUTCOMES[fact.kind]
    person = new.get("id") or (None if fact.kind is FactKind.SIGN_IN_FAILED else fact.person)
    yield _SIGN_IN, (fact.seq, person, outcome, fact.at, fact.offset)


_SUBJECT = """
INSERT INTO subject VALUES (?,?,?,?)
ON CONFLICT (id) DO UPDATE SET label=excluded.label, site=excluded.site, enrolled_at=excluded.enrolled_at
"""


def _subject_enrolled(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    yield _SUBJECT, (fact.subject, new["label"], new["site"], fact.at)


_VISIT_DATED = """
INSERT INTO visit VALUES (?,?,?,?,?,'started',NULL,NULL)
ON CONFLICT (id) DO UPDATE SET date=excluded.date, reason=NULL, comment=NULL,
  state=CASE state WHEN 'missed' THEN 'started' ELSE state END
"""
_VISIT_MISSED = """
INSERT INTO visit VALUES (?,?,?,?,NULL,'missed',?,?)
ON CONFLICT (id) DO UPDATE SET date=NULL, state='missed', reason=excluded.reason, comment=excluded.comment
"""
_VISIT_COMPLETED = "UPDATE visit SET state='complete' WHERE id=?"
_VISIT_REOPENED = "UPDATE visit SET state='started' WHERE id=? AND state='complete'"


def _visit_dated(fact: Fact) -> Iterator[Statement]:
    place = VisitPlace.parse(fact.visit or "")
    date = str(PartialDate.parse((fact.new or {})["date"]))
    yield _VISIT_DATED, (fact.visit, place.subject, place.planned, place.repeat, date)


def _visit_missed(fact: Fact) -> Iterator[Statement]:
    place = VisitPlace.parse(fact.visit or "")
    new = fact.new or {}
    why = (new.get("reason"), new.get("comment"))
    yield _VISIT_MISSED, (fact.visit, place.subject, place.planned, place.repeat, *why)


def _visit_completed(fact: Fact) -> Iterator[Statement]:
    yield _VISIT_COMPLETED, (fact.visit,)


# A page begun twice (on two stations) is one page: the second beginning takes nothing away.
_PAGE = """
INSERT INTO page VALUES (?,?,?,?,?,?,?,'begun',NULL,NULL) ON CONFLICT (id) DO NOTHING
"""
_PAGE_COMPLETED = "UPDATE page SET state='complete' WHERE id=?"
_PAGE_REOPENED = "UPDATE page SET state='begun', reason=NULL, comment=NULL WHERE id=?"
_PAGE_NOT_DONE = "UPDATE page SET state='not_done', reason=?, comment=? WHERE id=?"
_ROW_ADDED = 'INSERT INTO page_row (page, "row", section) VALUES (?,?,?)'
_ROW_REMOVED = 'DELETE FROM page_row WHERE page=? AND "row"=?'


def _page_begun(fact: Fact) -> Iterator[Statement]:
    place = PagePlace.parse(fact.page or "")
    visit = place.visit.id if place.visit else None
    version = int((fact.new or {}).get("form_version", 0))
    where = (fact.page, place.subject, visit, place.form, place.repeat)
    yield _PAGE, (*where, version, fact.study_version)


def _page_completed(fact: Fact) -> Iterator[Statement]:
    yield from _page_begun(fact)
    yield _PAGE_COMPLETED, (fact.page,)


def _page_reopened(fact: Fact) -> Iterator[Statement]:
    yield from _page_begun(fact)
    yield _PAGE_REOPENED, (fact.page,)
    if not (fact.new or {}).get("visit"):
        yield _VISIT_REOPENED, (fact.visit,)


def _page_not_done(fact: Fact) -> Iterator[Statement]:
    yield from _page_begun(fact)
    new = fact.new or {}
    yield _PAGE_NOT_DONE, (new.get("reason"), new.get("comment"), fact.page)


def _row_added(fact: Fact) -> Iterator[Statement]:
    yield from _page_begun(fact)
    yield _ROW_ADDED, (fact.page, fact.row or "", (fact.new or {})["section"])


def _row_removed(fact: Fact) -> Iterator[Statement]:
    yield from _page_begun(fact)
    yield _ROW_REMOVED, (fact.page, fact.row or "")


_ENTRY = """
INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,1,?,0,NULL)
ON CONFLICT (page, item, "row") DO UPDATE SET
  value=excluded.value, missing=excluded.missing, unreadable=excluded.unreadable, typed=excluded.typed,
  comment=excluded.comment, unit=excluded.unit, derived=excluded.derived, fact=excluded.fact,
  changes=changes+1, verified=NULL
"""
_VERIFIED = 'UPDATE entry SET verified=? WHERE page=? AND item=? AND "row"=?'
_RELEVANCE = 'UPDATE entry SET relevant=? WHERE page=? AND item=? AND "row"=?'
STORED = ("value", "missing", "unreadable", "typed", "comment", "unit")
"""The parts of an answer (`Answer.as_json`), each a column of `entry`."""


def _entry_set(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    where = (fact.page, fact.item, fact.row or "")
    derived = int(fact.kind is FactKind.ENTRY_DERIVED)
    yield _ENTRY, (*where, *map(new.get, STORED), derived, fact.seq)


def _entry_relevance(fact: Fact) -> Iterator[Statement]:
    relevant = int((fact.new or {}).get("relevant") == "yes")
    yield _RELEVANCE, (relevant, fact.page, fact.item, fact.row or "")


def _source_verified(fact: Fact) -> Iterator[Statement]:
    verified = fact.seq if fact.kind is FactKind.SOURCE_VERIFIED else None
    yield _VERIFIED, (verified, fact.page, fact.item, fact.row or "")


_QUERY = "INSERT INTO query VALUES (?,?,?,?,?,?,?,?,'open')"
_QUERY_STATE = "UPDATE query SET state=? WHERE id=?"
_MESSAGE = "INSERT INTO query_message VALUES (?,?,?,?,?,?,?)"


def _query_raised(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    where = (fact.subject, fact.visit, fact.page, fact.row, fact.item)
    yield _QUERY, (new["id"], int(new["number"]), *where, new.get("check"))
    yield _message(fact, "raised")


def _query_answered(fact: Fact) -> Iterator[Statement]:
    yield _QUERY_STATE, ("answered", (fact.new or {})["id"])
    yield _message(fact, "answered")


def _query_closed(fact: Fact) -> Iterator[Statement]:
    yield _QUERY_STATE, ("closed", (fact.new or {})["id"])
    yield _message(fact, "closed")


def _query_reopened(fact: Fact) -> Iterator[Statement]:
    yield _QUERY_STATE, ("open", (fact.new or {})["id"])
    yield _message(fact, "reopened")


def _query_cancelled(fact: Fact) -> Iterator[Statement]:
    yield _QUERY_STATE, ("cancelled", (fact.new or {})["id"])
    yield _message(fact, "cancelled")


def _message(fact: Fact, kind: str) -> Statement:
    new = fact.new or {}
    said = (fact.at, fact.offset, new.get("by", fact.person), kind, new.get("text", ""))
    return _MESSAGE, (new["id"], fact.seq, *said)


_SIGNATURE = "INSERT INTO signature VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,?)"
_SIGNATURE_PAGE = "INSERT INTO signature_page VALUES (?,?,?)"
_SIGNATURE_BROKEN = "UPDATE signature SET broken_by=? WHERE id=?"


def _signature_made(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    where = (fact.subject, fact.visit, fact.page)
    by = (new["meaning"], fact.person, new["name"], fact.role, fact.at, fact.offset)
    span = (int(new["first_fact"]), int(new["last_fact"]))
    withheld = " ".join(new.get("withheld", ())) or None
    yield _SIGNATURE, (new["id"], *where, *by, new["content"], *span, withheld)
    for position, page in enumerate(new["pages"]):
        yield _SIGNATURE_PAGE, (new["id"], position, page)


def _signature_broken(fact: Fact) -> Iterator[Statement]:
    yield _SIGNATURE_BROKEN, (fact.seq, (fact.new or {})["id"])


_HOLD = """
INSERT INTO hold VALUES (?,?,?,?,?,?,?)
ON CONFLICT (scope) DO UPDATE SET level=excluded.level, person=excluded.person, at=excluded.at,
  "offset"=excluded."offset", fact=excluded.fact
"""
_HOLD_LIFTED = "DELETE FROM hold WHERE scope=?"


def _hold_placed(fact: Fact) -> Iterator[Statement]:
    new = fact.new or {}
    yield _HOLD, (new["scope"], fact.subject, new["level"], fact.person, fact.at, fact.offset, fact.seq)


def _hold_lifted(fact: Fact) -> Iterator[Statement]:
    yield _HOLD_LIFTED, ((fact.old or {})["scope"],)


FOLDS: dict[FactKind, Fold] = {
    FactKind.FILE_CREATED: _file_created,
    FactKind.DEFINITION_STORED: _definition_stored,
    FactKind.PERSON_ADDED: _person_added,
    FactKind.PERSON_CHANGED: _person_changed,
    FactKind.PERSON_DISABLED: _person_disabled,
    FactKind.PERSON_ENABLED: _person_enabled,
    FactKind.PASSWORD_CHANGED: _password_changed,
    FactKind.PASSWORD_RESET: _password_reset,
    FactKind.PERSON_SIGNED_IN: _attempt,
    FactKind.PERSON_SIGNED_OUT: _attempt,
    FactKind.SIGN_IN_FAILED: _attempt,
    FactKind.PERSON_LOCKED_OUT: _attempt,
    FactKind.PERSON_RELEASED: _attempt,
    FactKind.SUBJECT_ENROLLED: _subject_enrolled,
    FactKind.VISIT_STARTED: _visit_dated,
    FactKind.VISIT_REDATED: _visit_dated,
    FactKind.VISIT_MISSED: _visit_missed,
    FactKind.VISIT_COMPLETED: _visit_completed,
    FactKind.PAGE_STARTED: _page_begun,
    FactKind.PAGE_COMPLETED: _page_completed,
    FactKind.PAGE_REOPENED: _page_reopened,
    FactKind.PAGE_NOT_DONE: _page_not_done,
    FactKind.ROW_ADDED: _row_added,
    FactKind.ROW_REMOVED: _row_removed,
    FactKind.ENTRY_RECORDED: _entry_set,
    FactKind.ENTRY_DERIVED: _entry_set,
    FactKind.ENTRY_RELEVANCE: _entry_relevance,
    FactKind.QUERY_RAISED: _query_raised,
    FactKind.QUERY_ANSWERED: _query_answered,
    FactKind.QUERY_CLOSED: _query_closed,
    FactKind.QUERY_REOPENED: _query_reopened,
    FactKind.QUERY_CANCELLED: _query_cancelled,
    FactKind.SOURCE_VERIFIED: _source_verified,
    FactKind.SOURCE_UNVERIFIED: _source_verified,
    FactKind.SIGNATURE_MADE: _signature_made,
    FactKind.SIGNATURE_BROKEN: _signature_broken,
    FactKind.HOLD_PLACED: _hold_placed,
    FactKind.HOLD_LIFTED: _hold_lifted,
}
"""Kinds that are not here (a print, an export, a backup) are facts alone."""
