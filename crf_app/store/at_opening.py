"""What is looked at before a file is worked in: its tables, the end of its trail, and whether the last facts are there.

It takes some milliseconds. `verify` looks at everything, and takes its time.
"""

from __future__ import annotations

from dataclasses import replace

from crf_app.store import schema
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Connection, open_in_memory
from crf_app.store.lock import Holder
from crf_app.store.unit_of_work import head
from crf_app.store.verify import walk_tail

_TAIL = 1_000
"""Facts at the end of the chain that are walked at each opening: some days of work."""

_LABELS = "SELECT id, label FROM subject"
_PARTS = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def doubts(connection: Connection) -> list[Discrepancy]:
    """Return what shows at once that a file was changed outside the program."""
    if not head(connection).seq:
        return [Discrepancy("chain", "The audit trail", "it is empty")]
    found = walk_tail(connection, _TAIL)
    labels: dict[str | None, str] = dict(connection.execute(_LABELS).fetchall()) if found else {}
    return [*_wrong_parts(connection), *(replace(each, label=labels.get(each.subject)) for each in found)]


def lost_end(connection: Connection, noted: Holder) -> Discrepancy | None:
    """Return what is missing when a file does not reach the fact that its last program noted in the lock.

    The log beside the file holds the latest steps. Without it, or with a part of it, or over an older copy, the file
    looks whole: only this note tells that there was more.
    """
    if not noted.seq:
        return None
    if connection.execute("SELECT 1 FROM fact WHERE n>=? AND hash=?", (noted.seq, noted.hash)).fetchone():
        return None
    last = head(connection).seq
    what = f"{noted} had recorded fact {noted.seq}, and the file ends with fact {last}"
    if last >= noted.seq:
        what = f"{noted} had recorded another fact {noted.seq} than the one it holds"
    return Discrepancy("lost", "The last entries are missing", what, noted.seq)


def _wrong_parts(connection: Connection) -> list[Discrepancy]:
    """Compare tables, indexes and triggers with those of a new file: the guards are there, and no others."""
    fresh = open_in_memory()
    try:
        schema.run(fresh, schema.AUDIT_TRAIL + schema.CURRENT + schema.BESIDE)
        ours: dict[str, str] = dict(fresh.execute(_PARTS).fetchall())
    finally:
        fresh.close()
    theirs: dict[str, str] = dict(connection.execute(_PARTS).fetchall())
    return [
        Discrepancy("schema", f"The file's {name}", _verdict(name in ours, name in theirs))
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def _verdict(ours: bool, theirs: bool) -> str:
    if not theirs:
        return "it is missing"
    return "it is not what it should be" if ours else "it is not one of ours"
