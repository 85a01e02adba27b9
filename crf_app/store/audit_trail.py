"""Reading the audit trail: facts by where, what and when, and the seal at its head."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from crf_app.capture.facts import OF_THE_FILE, Fact, FactKind, seal_of
from crf_app.store.chain import COLUMNS, fact_of
from crf_app.store.connection import Connection
from crf_app.store.unit_of_work import head, utc_text

_PORTION = 2_000
"""Facts fetched at once, so that a long trail is walked in little memory."""


@dataclass(frozen=True)
class Wanted:
    """Which facts to read. What is None does not narrow.

    `page` is a page id; `item` without `row` means the item in every row. `planned` is a visit and `form` a form of
    the study, of whichever subject. `since` is included, `until` is not. `before` is a place in the trail.
    `corrections` are entries that held something else before, `after_completion` changes that needed a reason.
    """

    subject: str | None = None
    visit: str | None = None
    page: str | None = None
    item: str | None = None
    row: str | None = None
    kinds: Collection[FactKind] | None = None
    since: datetime | None = None
    until: datetime | None = None
    planned: str | None = None
    form: str | None = None
    person: str | None = None
    before: int | None = None
    corrections: bool = False
    after_completion: bool = False

    def conditions(self) -> tuple[list[str], list[object]]:
        """Return the SQL conditions and their values."""
        # A page lies within its subject, whose facts are indexed.
        subject = self.subject or (self.page.partition("/")[0] if self.page else None)
        narrow: list[tuple[str, object]] = [
            ("subject=?", subject),
            ("visit=?", self.visit),
            ("page=?", self.page),
            ("item=?", self.item),
            ('"row"=?', self.row),
            ("person=?", self.person),
            ("n<?", self.before),
            ("at>=?", utc_text(self.since) if self.since else None),
            ("at<?", utc_text(self.until) if self.until else None),
        ]
        asked = [(condition, value) for condition, value in narrow if value is not None]
        conditions = [condition for condition, _ in asked]
        values = [value for _, value in asked]
        for column, name in (("visit", self.planned), ("page", self.form)):
            if name is not None:
                # The id ends in its name, or in its name and the how-manieth it is. Names hold no signs of GLOB.
                conditions.append(f"({column} GLOB ? OR {column} GLOB ?)")
                values += [f"*/{name}", f"*/{name}.*"]
        if self.kinds is not None:
            conditions.append(f"kind IN ({','.join('?' * len(self.kinds))})")
            values += [kind.value for kind in self.kinds]
            if OF_THE_FILE.issuperset(self.kinds):
                conditions.append("subject IS NULL")  # the few facts of the file have an index of their own
        if self.corrections:
            conditions.append("kind='entry.recorded' AND \"old\" IS NOT NULL AND \"old\"<>'{}'")
        if self.after_completion:
            conditions.append("kind IN ('entry.recorded','row.added','row.removed') AND reason IS NOT NULL")
        return conditions, values


def facts(
    connection: Connection, wanted: Wanted, *, newest_first: bool = False, limit: int | None = None
) -> Iterator[Fact]:
    """Walk the facts that match, oldest first unless asked otherwise.

    The walk may be stopped and taken up again while facts are being appended.
    """
    conditions, values = wanted.conditions()
    beyond, order = ("n<?", "n DESC") if newest_first else ("n>?", "n")
    where = " AND ".join([beyond, *conditions])
    sql = f"SELECT {COLUMNS}, n FROM fact WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608 - ours
    at = 2**63 - 1 if newest_first else 0
    left = -1 if limit is None else limit
    while left:
        portion = _PORTION if left < 0 else min(left, _PORTION)
        rows = connection.execute(sql, (at, *values, portion)).fetchall()
        for row in rows:
            yield fact_of(row[:-1])
        if len(rows) < portion:
            return
        at = rows[-1][-1]
        left -= portion if left > 0 else 0


def count(connection: Connection) -> int:
    """Return how many facts the file holds."""
    row = connection.execute("SELECT max(n) FROM fact").fetchone()
    return int(row[0] or 0) if row else 0


def holds(connection: Connection, n: int, hash_: str) -> bool:
    """Whether the fact at place `n` has this hash: the trail then is the one that ended there, or goes on from it."""
    return bool(connection.execute("SELECT 1 FROM fact WHERE n=? AND hash=?", (n, hash_)).fetchone())


def first_hash(connection: Connection) -> str:
    """Return the hash of the first fact, which names the file through all its copies; nothing in an empty one."""
    row = connection.execute("SELECT hash FROM fact WHERE n=1").fetchone()
    return str(row[0]) if row else ""


def seal(connection: Connection) -> str:
    """Return the head of the chain as it is printed on a report."""
    return seal_of(head(connection).hash)
