"""Copies of a file that can be relied on: made by SQLite itself, encrypted, and tried out before they count."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crf_app.base.problems import Fault
from crf_app.capture.facts import seal_of
from crf_app.store import audit_trail
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.faults import already_there, faults_of
from crf_app.store.unit_of_work import Head, head
from crf_app.store.verify import damaged_pages, walk_tail

_TAIL = 1_000
"""Facts at the end of the chain that are walked in a copy; what is older was copied before, mostly."""


@dataclass(frozen=True)
class BackupResult:
    """A copy that was made and read back."""

    path: Path
    facts: int
    seal: str
    size: int


def back_up(source: Connection, door: Door, to: Path, *, replace: bool = False) -> BackupResult:
    """Copy what `source` reads to `to`, under the key of `door`.

    Raises:
        Fault: the copy cannot be made, or does not read back. Nothing is left of it then, and what stood at
            `to` before stands there still.
    """
    if to.exists() and (not replace or to.samefile(door.path)):
        raise already_there(to)
    unfinished = to.with_name(to.name + ".unfinished")
    try:
        with faults_of(to):
            unfinished.unlink(missing_ok=True)
            copy_to(source, Door(unfinished, door.key))
            result = _try_out(Door(unfinished, door.key), source, to)
            unfinished.replace(to)
            _settle(to.parent)
    finally:
        with suppress(OSError):  # a read-only disk has nothing to clear away
            unfinished.unlink(missing_ok=True)
    return result


def copy_to(source: Connection, target: Door) -> None:
    """Copy every page of `source`. Raises the errors of sqlcipher3 and OSError."""
    os.close(os.open(target.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    connection = target.open(Access.COPY)
    try:
        source.backup(connection)
    finally:
        connection.close()


def _try_out(copy: Door, source: Connection, to: Path) -> BackupResult:
    """Open the copy with its key as a restore would, and hold it against the source."""
    connection = copy.open(Access.FROZEN)
    try:
        end = head(connection)
        sound = _known(source, end) and not damaged_pages(connection) and not walk_tail(connection, _TAIL)
        facts = audit_trail.count(connection)
    finally:
        connection.close()
    if not sound:
        raise Fault(
            f"The backup {to.name} was written to {to.parent} but did not read back as it should, and was removed. "
            "The study file itself was not touched; make the backup on another disk, and verify the study file."
        )
    return BackupResult(to, facts, seal_of(end.hash), copy.path.stat().st_size)


def _known(source: Connection, end: Head) -> bool:
    """Whether the source has the copy's last fact; it may have gone on meanwhile."""
    row = source.execute("SELECT max(n) FROM fact WHERE seq=? AND hash=?", (end.seq, end.hash)).fetchone()
    return bool(row and row[0])


def _settle(folder: Path) -> None:
    """Make the new name durable, where the system lets folders be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
