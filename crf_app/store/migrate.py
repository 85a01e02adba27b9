"""Bringing a file of an earlier format to the present one: the facts stay, what they add up to is made anew.

The file is copied first, and the copy tried out. Then, in one transaction, the current tables are dropped, made as they
are now and filled from the facts again, and what both formats know is compared: an update of the program never changes
data silently. If anything is not as it should be, or the program is killed, the file is as it was before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.base.problems import Fault
from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.store import audit_trail, records, schema
from crf_app.store.backup import back_up
from crf_app.store.chain import fact_of
from crf_app.store.compare import wrong_schema
from crf_app.store.connection import FORMAT, Access, Connection, Door, open_in_memory
from crf_app.store.lock import machine
from crf_app.store.project import project
from crf_app.store.unit_of_work import Circumstances, append, head, transaction, utc_text
from crf_app.store.verify import Progress, Walk, damaged_pages, portions

PROGRAM: Final = Actor("program", "crf-app", "administrator")
"""Who migrates: nobody is signed in yet when a file is opened."""

_BESIDE: Final = frozenset({"fact", "credential", "station"})
"""Tables that facts do not add up to; a migration keeps their rows."""

TABLES: Final[Mapping[int, frozenset[str]]] = {
    1: frozenset(
        {
            "file_info", "definition", "person", "subject", "visit", "page", "page_row", "entry", "query",
            "query_message", "signature", "signature_page",
        }
    ),
}  # fmt: skip
"""The tables facts added up to in each earlier format. A table that is none of them is nobody's to drop."""


def _index_facts_of_the_file(connection: Connection) -> None:
    connection.execute("CREATE INDEX fact_of_the_file ON fact (kind) WHERE subject IS NULL")


STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {1: _index_facts_of_the_file}
"""What each format's tables beside the trail need to become those of the next one."""


@dataclass(frozen=True)
class Migration:
    """What it takes to migrate a file: the way to it, who says so and when, and a copy that is there already."""

    door: Door
    program: str
    station: str
    now: datetime
    copy: Path | None = None
    progress: Progress | None = None


def format_of(connection: Connection) -> int:
    """Return the format a file was written in."""
    row = connection.execute("PRAGMA user_version").fetchone()
    assert row
    return int(row[0])


def migrate(connection: Connection, given: Migration) -> None:
    """Bring an open file to the present format.

    Raises:
        Fault: the file does not hold together, or cannot be copied or written. It is as before.
    """
    theirs = format_of(connection)
    if damaged_pages(connection):
        raise _left_alone(given.door.path, "a part of it does not read")
    _walk(connection, given)
    copy = given.copy or _copied(connection, given.door, theirs)
    with transaction(connection):
        if set(_current_tables(connection)) != TABLES[theirs]:
            raise _left_alone(given.door.path, "its tables are not those of its format")
        columns = _shared_columns(connection)
        before = _sums(connection, columns)
        _fold_again(connection, given)
        for step in range(theirs, FORMAT):
            STEPS[step](connection)
        after = _sums(connection, columns)
        wrong = next((name for name in columns if after[name] != before[name]), None)
        if wrong:
            raise _left_alone(given.door.path, f"the table {wrong} does not hold what the facts say")
        if wrong_schema(connection):
            raise _left_alone(given.door.path, "its tables are not those of a study file")
        new = {"from": f"{theirs}", "to": f"{FORMAT}", "program": given.program, "copy": copy.name}
        _record(connection, given, Draft(FactKind.FILE_MIGRATED, new=new))
        connection.execute(f"PRAGMA user_version={FORMAT}")


def _record(connection: Connection, given: Migration, draft: Draft) -> None:
    connection.execute(
        "INSERT INTO station VALUES (?,?,?) ON CONFLICT (id) DO NOTHING",
        (given.station, machine(), utc_text(given.now)),
    )
    definition = records.definition(connection, None)
    version = definition.version if definition else ""
    append(connection, [draft], Circumstances(given.station, given.program, version, PROGRAM, given.now))


def _copied(connection: Connection, door: Door, theirs: int) -> Path:
    """Return a copy in the old format: one from a migration that was not finished, or a new one."""
    number, path = 1, door.path.with_name(f"{door.path.stem}.format-{theirs}.crf")
    while path.exists():
        if _is_copy(Door(path, door.key), connection, theirs):
            return path
        number += 1
        path = door.path.with_name(f"{door.path.stem}.format-{theirs}-{number}.crf")
    back_up(connection, door, path)
    return path


def _is_copy(copy: Door, source: Connection, theirs: int) -> bool:
    try:
        connection = copy.open(Access.FROZEN)
    except sqlcipher.Error:  # of another file, under another key
        return False
    try:
        same = head(connection) == head(source) and format_of(connection) == theirs
        return same and not damaged_pages(connection)
    except sqlcipher.Error:
        return False
    finally:
        connection.close()


def _walk(connection: Connection, given: Migration) -> None:
    """Refuse a file whose chain is not whole: brought up to date, it would hide what was done to it."""
    walk, total = Walk(), audit_trail.count(connection)
    for rows in portions(connection):
        for row in rows:
            walk.step(row)
        if walk.found:
            raise _left_alone(given.door.path, walk.found[0].text.rstrip("."))
        if given.progress:
            given.progress(walk.n, 2 * total)


def _fold_again(connection: Connection, given: Migration) -> None:
    """Make the current tables anew from the facts."""
    for name in reversed(_current_tables(connection)):
        connection.execute(f'DROP TABLE "{name}"')
    schema.create_current(connection)
    total = audit_trail.count(connection)
    for rows in portions(connection):
        try:
            project(connection, [fact_of(row[:21]) for row in rows])
        except (sqlcipher.IntegrityError, ValueError, LookupError, TypeError) as error:
            raise _left_alone(given.door.path, f"its facts up to {rows[-1][1]} do not add up") from error
        if given.progress:
            given.progress(total + rows[-1][21], 2 * total)


def _current_tables(connection: Connection) -> list[str]:
    """Return the tables facts add up to, whichever the old format had, in the order in which they were made."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    return [row[0] for row in rows if row[0] not in _BESIDE]


def _shared_columns(connection: Connection) -> dict[str, list[str]]:
    """Return, for each current table both formats know, the columns both know."""
    fresh = open_in_memory()
    try:
        schema.create_current(fresh)
        now = {name: _columns(fresh, name) for name in _current_tables(fresh)}
    finally:
        fresh.close()
    held = {name: _columns(connection, name) for name in _current_tables(connection) if name in now}
    return {name: [each for each in columns if each in now[name]] for name, columns in held.items()}


def _columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _sums(connection: Connection, columns: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Count and add up every row of the tables, whatever the order in which they lie."""
    found = {}
    for table, names in columns.items():
        wanted = ",".join(f'"{name}"' for name in names)
        rows, total = 0, 0
        for row in connection.execute(f'SELECT {wanted} FROM "{table}"'):  # noqa: S608 - names of the schema
            rows += 1
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
        found[table] = (rows, total % 2**256)
    return found


def _left_alone(path: Path, why: str) -> Fault:
    return Fault(
        f"The file {path.name} is of an earlier format and was not brought up to date: {why}. It is as it was. Keep "
        "it, verify it with the program that wrote it, and restore the latest backup."
    )
