"""Two sets of tables side by side: what the file holds, and what its facts add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from crf_app.store import schema
from crf_app.store.connection import Connection, Row, open_in_memory

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database


@dataclass(frozen=True)
class Discrepancy:
    """One thing that does not hold, and where. `code` is stable, `what` says it in words.

    ``damaged`` a page of the file does not read, ``schema`` a table or a guard was changed, ``chain`` a fact was
    changed, removed or moved, ``table`` a current table does not hold what the facts say, ``signature`` the pages of a
    signature do not hold what was signed, ``credential`` a password is not the one that was set, ``lost`` the last
    facts are not there.
    """

    code: str
    about: str
    what: str
    seq: int | None = None
    subject: str | None = None
    visit: str | None = None
    page: str | None = None
    row: str | None = None
    item: str | None = None
    label: str | None = None

    @classmethod
    def in_fact(cls, row: Row, what: str) -> Discrepancy:
        """Speak of a fact by its row of the audit trail."""
        return cls("chain", f"Fact {row[1]}, {row[9]}", what, row[1], *row[11:16])

    @property
    def text(self) -> str:
        """The whole sentence: what it is about, where that stands, and what is wrong."""
        return f"{', '.join([self.about, *self._place()])}: {self.what}."

    def _place(self) -> Iterator[str]:
        if self.subject:
            yield f"subject {self.label or self.subject}"
        # Ids of visits and pages begin with the subject's, which nobody knows by heart.
        if self.page:
            visit, _, form = self.page.removeprefix(f"{self.subject}/").partition("/")
            yield f"form {form}" if visit == "-" else f"visit {visit}, form {form}"
        elif self.visit:
            yield f"visit {self.visit.removeprefix(f'{self.subject}/')}"
        if self.row:
            yield f"row {self.row}"
        if self.item:
            yield f"item {self.item}"


def wrong_schema(connection: Connection) -> list[Discrepancy]:
    """Compare the tables, indexes and triggers with those a new file has."""
    fresh = open_in_memory()
    try:
        schema.run(fresh, schema.AUDIT_TRAIL + schema.CURRENT + schema.BESIDE)
        ours, theirs = _parts(fresh), _parts(connection)
    finally:
        fresh.close()
    return [
        Discrepancy("schema", f"The file's {name}", _verdict(name, ours, theirs))
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def _parts(connection: Connection) -> dict[str, str]:
    """Return what the file is built of, by name: its tables with their indexes, its views and triggers."""
    database = _introspected(connection)
    parts = {f"table {table.name}": table.schema for table in database.tables}
    for trigger in database.triggers:
        parts[f"trigger {trigger.name}"] = trigger.sql
    for view in database.views:
        parts[f"view {view.name}"] = view.schema
    for table in database.tables:
        for index in table.indexes:
            parts[f"index {index.name}"] = f"{index.unique} {index.columns}"
    return parts


def _introspected(connection: Connection) -> Database:
    """Return sqlite-utils' view of a connection, which tells schemas, keys and columns apart.

    It takes 0.3 s to import and is imported here, so that it is never on the way to the first window.
    """
    from sqlite_utils import Database

    return Database(cast("sqlite3.Connection", connection))


def _verdict(name: str, ours: dict[str, str], theirs: dict[str, str]) -> str:
    if name not in theirs:
        return "it is missing"
    return "it is not what it should be" if name in ours else "it is not one of ours"


def compare_tables(connection: Connection, fresh: Connection, enough: int) -> tuple[dict[str, int], list[Discrepancy]]:
    """Compare every current table; return how many rows each has, and the first differences."""
    counts: dict[str, int] = {}
    found: list[Discrepancy] = []
    database = _introspected(fresh)
    for table in schema.CURRENT_TABLES:
        counts[table] = 0
        columns, key = _shape(database, table)
        if columns != [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]:
            continue  # `wrong_schema` names it; its rows say nothing
        for ours, theirs in _pairs(connection, fresh, table, columns, key):
            counts[table] += ours is not None
            if ours != theirs and len(found) < enough:
                found.append(_difference(table, columns, ours, theirs))
    return counts, found


def _shape(database: Database, table: str) -> tuple[list[str], list[str]]:
    """Return the columns of a table, and those that tell its rows apart."""
    known = database.table(table)
    columns = [column.name for column in known.columns]
    return columns, columns if known.use_rowid else known.pks


def _pairs(
    connection: Connection, fresh: Connection, table: str, columns: list[str], key: list[str]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Walk two tables in the order of their keys; a row only one of them has stands alone."""
    order = ",".join(f'"{name}"' for name in key)
    sql = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608 - names of our schema
    places = [columns.index(name) for name in key]
    ours, theirs = iter(connection.execute(sql)), iter(fresh.execute(sql))
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if one == other:
            yield one, other
            one, other = next(ours, None), next(theirs, None)
            continue
        # What is not there stands behind everything.
        here = (one is None, [one[place] for place in places] if one else [])
        there = (other is None, [other[place] for place in places] if other else [])
        yield (one if here <= there else None), (other if there <= here else None)
        if here <= there:
            one = next(ours, None)
        if there <= here:
            other = next(theirs, None)


def _difference(table: str, columns: list[str], ours: Row | None, theirs: Row | None) -> Discrepancy:
    """Say how a row differs, and where in the study it stands."""
    known = dict(zip(columns, ours or theirs or (), strict=True))
    if table == "hold":
        known |= _held(known["scope"])
    page = known.get("page") or (known["id"] if table == "page" else None)
    visit = known.get("visit") or (known["id"] if table == "visit" else None)
    subject = known["id"] if table == "subject" else known.get("subject")
    subject = subject or (str(page or visit).partition("/")[0] if page or visit else None)
    named = "" if subject else f", {known[columns[0]]}"
    return Discrepancy(
        "table",
        f"The table {table}{named}",
        _how(columns, ours, theirs),
        known.get("fact"), subject, visit, page, known.get("row") or None, known.get("item"),
    )  # fmt: skip


def _held(scope: str) -> dict[str, str | None]:
    """Return the place of a hold from its scope (`capture.holds`)."""
    place, _, entry = scope.partition("#")
    row, _, item = entry.partition("#")
    depth = place.count("/")
    return {
        "visit": place if depth == 1 else None,
        "page": place if depth == 2 else None,
        "row": row or None,
        "item": item or None,
    }


def _how(columns: list[str], ours: Row | None, theirs: Row | None) -> str:
    if ours is None:
        return "it is missing, but the audit trail has it"
    if theirs is None:
        return "no fact says so"
    return "; ".join(
        f"{name} is {_shown(mine)}, the audit trail says {_shown(other)}"
        for name, mine, other in zip(columns, ours, theirs, strict=True)
        if mine != other
    )


def _shown(part: object) -> str:
    return "nothing" if part is None else f"“{part}”"
