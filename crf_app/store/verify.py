"""Proof that a file holds together: the chain is whole, and the tables are what the facts add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.capture.facts import FIRST, Fact, seal_of
from crf_app.store import schema
from crf_app.store.chain import COLUMNS, fact_of, row_hash
from crf_app.store.compare import Discrepancy, compare_tables, wrong_schema
from crf_app.store.connection import Connection, Row, open_in_memory
from crf_app.store.credentials import Passwords
from crf_app.store.project import project
from crf_app.store.signed import wrong_signatures

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_PORTION = 5_000
_ENOUGH = 50
"""Discrepancies after which there is no point in naming more."""


@dataclass(frozen=True)
class VerifyResult:
    """What a verification found. `complete` is False when it was cancelled or could not go on.

    `seal` and `facts` are those of the chain that was walked, `rows` the rows in each current table.
    """

    discrepancies: tuple[Discrepancy, ...]
    seal: str
    facts: int
    rows: dict[str, int]
    complete: bool

    @property
    def sound(self) -> bool:
        """Whether everything was looked at and nothing was found."""
        return self.complete and not self.discrepancies


@dataclass
class Walk:
    """Where the walk along the chain stands, and what it has found."""

    found: list[Discrepancy] = field(default_factory=list)
    n: int = 0
    lamport: int = 0
    hash: str = FIRST

    def step(self, row: Row) -> None:
        """Look at the next fact; `row` is a row of `fact` with its place in the file at the end."""
        *parts, n = row
        if n != self.n + 1:
            missing = f"{self.n + 1}" if n == self.n + 2 else f"{self.n + 1} to {n - 1}"
            self._say(row, f"fact {missing} is missing before this one")
        elif parts[1] != n and parts[1] <= self.n:
            self._say(row, f"it stands in place {n} but calls itself number {parts[1]}")
        if row_hash(tuple(parts)) != parts[20]:
            self._say(row, "it was changed after it was recorded: its hash does not match")
        elif parts[19] != self.hash:
            self._say(row, "it does not hold on to the fact before it")
        elif parts[2] <= self.lamport:
            self._say(row, "its logical clock runs backwards")
        self.n, self.lamport, self.hash = n, parts[2], parts[20]

    def _say(self, row: Row, what: str) -> None:
        if len(self.found) < _ENOUGH:
            self.found.append(Discrepancy.in_fact(row, what))


def verify(
    connection: Connection, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> VerifyResult:
    """Verify what `connection` reads, as it stands at this moment, into tables that are only in memory."""
    damaged = damaged_pages(connection)
    if damaged:
        return VerifyResult(tuple(damaged), seal_of(FIRST), 0, {}, complete=False)
    fresh = open_in_memory()
    connection.execute("BEGIN")
    try:
        return _verify(connection, fresh, progress, cancelled)
    finally:
        connection.execute("ROLLBACK")
        fresh.close()


def _verify(
    connection: Connection,
    fresh: Connection,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> VerifyResult:
    walk = Walk(found=wrong_schema(connection))
    schema.create_current(fresh)
    fresh.execute("BEGIN")
    row = connection.execute("SELECT count(*) FROM fact").fetchone()
    total = int(row[0]) if row else 0
    done, folding, passwords = 0, True, Passwords()
    for portion in portions(connection):
        for each in portion:
            walk.step(each)
            passwords.step(each)
        folding = folding and _fold(fresh, portion, walk.found)
        done += len(portion)
        if progress:
            progress(done, total)
        if cancelled and cancelled():
            return VerifyResult(tuple(walk.found), seal_of(walk.hash), done, {}, complete=False)
    fresh.execute("COMMIT")
    rows: dict[str, int] = {}
    if folding:
        rows, differing = compare_tables(connection, fresh, _ENOUGH)
        walk.found += differing
        walk.found += islice(wrong_signatures(fresh), _ENOUGH)
    walk.found += islice(passwords.wrong(connection), _ENOUGH)
    walk.found += broken_structure(connection)
    labels: dict[str | None, str] = dict(fresh.execute("SELECT id, label FROM subject").fetchall())
    named = tuple(replace(each, label=labels.get(each.subject)) for each in walk.found)
    return VerifyResult(named, seal_of(walk.hash), done, rows, complete=folding)


def damaged_pages(connection: Connection) -> list[Discrepancy]:
    """Check the authentication code of every page on the disk; not inside a transaction. Raises sqlcipher3's errors.

    A crash or a full disk may leave a page half carried over from the log, which has the whole of it. So before a page
    is called damaged, what the log has is carried over once more, where this account may write.
    """
    found = _unauthentic(connection)
    if found:
        try:
            connection.execute("PRAGMA wal_checkpoint").fetchone()
        except sqlcipher.OperationalError as error:
            if "readonly" not in str(error):
                raise
        found = _unauthentic(connection)
    return found


def _unauthentic(connection: Connection) -> list[Discrepancy]:
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [Discrepancy("damaged", "The file is damaged", str(row[0])) for row in rows[:_ENOUGH]]


def broken_structure(connection: Connection) -> list[Discrepancy]:
    """Check that tables and indexes hold together: each page may be one the program wrote, but not all at one time."""
    rows = connection.execute(f"PRAGMA integrity_check({_ENOUGH})").fetchall()
    return [Discrepancy("damaged", "The file is damaged", str(row[0])) for row in rows if row[0] != "ok"]


def walk_tail(connection: Connection, length: int) -> list[Discrepancy]:
    """Walk only the last facts, as a quick proof that a copy reads."""
    rows = connection.execute(
        f"SELECT {COLUMNS}, n FROM fact ORDER BY n DESC LIMIT ?",  # noqa: S608 - our column names
        (length + 1,),
    ).fetchall()[::-1]
    walk = Walk()
    if len(rows) > length:
        before = rows.pop(0)
        walk.n, walk.lamport, walk.hash = before[21], before[2], before[20]
    for row in rows:
        walk.step(row)
    return walk.found


def portions(connection: Connection) -> Iterator[list[Row]]:
    """Walk the rows of `fact` with their places in the file, a few thousand at a time."""
    sql = f"SELECT {COLUMNS}, n FROM fact WHERE n>? ORDER BY n LIMIT ?"  # noqa: S608 - our column names
    at = -(2**63)
    while rows := connection.execute(sql, (at, _PORTION)).fetchall():
        yield rows
        at = rows[-1][21]


def _fold(fresh: Connection, rows: Sequence[Row], found: list[Discrepancy]) -> bool:
    """Fold a portion; say which fact does not fold, and then stop folding."""
    try:
        project(fresh, [fact_of(row[:21]) for row in rows])
    except (sqlcipher.Error, ValueError, LookupError, TypeError, AttributeError):
        found.append(_unfoldable(rows))
        return False
    return True


def _unfoldable(rows: Sequence[Row]) -> Discrepancy:
    """Find the first fact that cannot be read; else name the portion by its first fact."""
    for row in rows:
        try:
            fact: Fact = fact_of(row[:21])
            del fact
        except (ValueError, TypeError):
            return Discrepancy.in_fact(row, "it cannot be read")
    return Discrepancy.in_fact(rows[0], f"the facts from here to {rows[-1][21]} do not add up: one of them is not true")
