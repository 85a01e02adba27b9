"""One durable step: drafts become facts, the facts are chained and projected, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from crf_app.capture.facts import FIRST, Actor, Draft, Fact, FactKind
from crf_app.store.chain import INSERT, content_text, fact_of_draft, row_hash
from crf_app.store.connection import Connection, Row
from crf_app.store.project import project

_PORTION = 2_000
"""Facts worked on at once, so that an import of half a million does not hold them all twice."""

KIND_VERSION = 1
"""The version of what each kind of fact holds; none has changed yet."""


@dataclass(frozen=True)
class Head:
    """Where the trail ends: the last fact's sequence number, logical clock, hash and moment."""

    seq: int = 0
    lamport: int = 0
    hash: str = FIRST
    at: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What every fact of one step shares: which station and program, which study, who, and when."""

    station: str
    program: str
    study_version: str
    actor: Actor
    now: datetime


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Run a step that is on the disk when the block ends, and has not happened if it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back by itself: a full disk ends the transaction.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def head(connection: Connection) -> Head:
    """Return the end of the trail as it is on the disk."""
    row = connection.execute("SELECT seq, lamport, hash, at FROM fact ORDER BY n DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head()


def append(connection: Connection, drafts: Sequence[Draft], circumstances: Circumstances) -> tuple[Fact, ...]:
    """Append drafts as facts and project them, inside the caller's transaction."""
    facts: list[Fact] = []
    last = head(connection)
    drafts = [*_clock_moved_back(last, circumstances), *drafts]
    chained = _chained(drafts, circumstances, last)
    for start in range(0, len(drafts), _PORTION):
        rows = list(islice(chained, _PORTION))
        connection.executemany(INSERT, rows)
        portion = list(map(fact_of_draft, drafts[start : start + _PORTION], rows))
        project(connection, portion)
        facts += portion
    return tuple(facts)


CLOCK_TOLERANCE = timedelta(seconds=5)
"""By so much a computer's clock is set right by itself now and then, and nobody need be told."""


def _clock_moved_back(last: Head, given: Circumstances) -> list[Draft]:
    """Say so when the clock stands before the last fact: times are no proof of order there (ICH E6(R3) 4.2.2(d)).

    A clock moved forward shows itself in no file; the order of facts is that of the chain either way.
    """
    now = utc_text(given.now)
    if not last.at or now >= last.at or datetime.fromisoformat(last.at) - given.now <= CLOCK_TOLERANCE:
        return []
    return [Draft(FactKind.CLOCK_MOVED_BACK, old={"at": last.at}, new={"at": now})]


def _chained(drafts: Sequence[Draft], given: Circumstances, last: Head) -> Iterator[Row]:
    """Give each draft its place in the chain.

    The sequence goes on from the fact before, also where another station wrote it: within a file that was never
    merged each number stands once, and the head holds on to every fact.
    """
    seq, lamport, previous = last.seq, last.lamport, last.hash
    actor = given.actor
    when = (utc_text(given.now), _offset(given.now))
    who = (actor.person, actor.role, given.program, given.study_version)
    for draft in drafts:
        seq, lamport = seq + 1, lamport + 1
        row = (
            given.station, seq, lamport, *when, *who, draft.kind.value, KIND_VERSION,
            draft.subject, draft.visit, draft.page, draft.row, draft.item,
            content_text(draft.old), content_text(draft.new), draft.reason, previous,
        )  # fmt: skip
        previous = row_hash((*row, ""))
        yield (*row, previous)


def utc_text(moment: datetime) -> str:
    """Return a moment as facts hold it: UTC, ISO 8601, milliseconds, ``Z``. Raises ValueError without an offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its offset from UTC cannot be recorded")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _offset(moment: datetime) -> int:
    """Return the offset from UTC in minutes."""
    known = moment.utcoffset()
    assert known is not None
    return int(known.total_seconds() // 60)
