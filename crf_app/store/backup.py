"""Copies of a file that can be relied on: made by SQLite itself, encrypted, and tried out before they count."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crf_app.base.problems import Fault
from crf_app.capture.facts import seal_of
from crf_app.store import audit_trail
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.faults import already_there, faults_of, left_over_log
from crf_app.store.key import SALT_BYTES
from crf_app.store.unit_of_work import head
from crf_app.store.verify import damaged_pages, verify, walk_tail

_TAIL = 1_000
"""Facts at the end of the chain that are walked in a copy; what is older was copied before, mostly."""

_STEP = 2_048
"""Pages copied between two words on how far it is: 8 MB, a tenth of a second on a slow disk."""

Share = Callable[[float], None]
"""Hears how much is done, from 0 to 1."""


@dataclass(frozen=True)
class BackupResult:
    """A copy that was made and read back. `whole` tells whether everything in it was verified, or its end alone."""

    path: Path
    facts: int
    seal: str
    size: int
    whole: bool = False


def back_up(
    source: Connection,
    door: Door,
    to: Path,
    *,
    replace: bool = False,
    whole: bool = False,
    share: Share | None = None,
) -> BackupResult:
    """Copy what `source` reads to `to`, under the key of `door`, and restore the copy as a test.

    The test opens the copy as a restore does: its first bytes must be those the passphrase becomes this key with, every
    page must decrypt, the end of its chain must hold, and its last fact must be the source's. With `whole` it is
    verified in full, as `verify` does: every fact, and every table against the facts.

    Raises:
        Fault: the copy cannot be made, or does not read back. Nothing is left of it then, and what stood at
            `to` before stands there still.
    """
    if to.exists() and (not replace or to.samefile(door.path)):
        raise already_there(to)
    refuse_left_over_log(to)
    unfinished = to.with_name(to.name + ".unfinished")
    try:
        with faults_of(to):
            unfinished.unlink(missing_ok=True)
            copy_to(source, Door(unfinished, door.key), _part_of(share, 0.0, 0.5 if whole else 0.9))
            rest = _part_of(share, 0.5, 1.0) if whole else None
            result = _try_out(Door(unfinished, door.key), source, to, whole=whole, share=rest)
            unfinished.replace(to)
            _settle(to.parent)
    finally:
        with suppress(OSError):  # a read-only disk has nothing to clear away
            unfinished.unlink(missing_ok=True)
    return result


def refuse_left_over_log(to: Path) -> None:
    """Refuse a name beside which a log lies: SQLite would take it for the copy's own, and mix the two. Raises Fault."""
    with faults_of(to), suppress(FileNotFoundError):
        if to.with_name(to.name + "-wal").stat().st_size > 0:
            raise left_over_log(to)


def _part_of(share: Share | None, start: float, end: float) -> Share | None:
    """Return what tells of a part of the work; None where nobody listens."""
    if share is None:
        return None
    return lambda done: share(start + (end - start) * done)


def copy_to(source: Connection, target: Door, share: Share | None = None) -> None:
    """Copy every page of `source` as it stands at this moment. Raises the errors of sqlcipher3 and OSError."""
    os.close(os.open(target.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    connection = target.open(Access.COPY)
    try:
        # One moment of the source: else each entry that is recorded meanwhile would begin the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        try:
            source.backup(connection, pages=_STEP, progress=_listener(share))
        finally:
            source.execute("ROLLBACK")
    finally:
        connection.close()


def _listener(share: Share | None) -> Callable[[int, int, int], None] | None:
    if share is None:
        return None
    return lambda _status, left, all_: share(1 - left / max(all_, 1))


def _try_out(copy: Door, source: Connection, to: Path, *, whole: bool, share: Share | None) -> BackupResult:
    """Open the copy with its key as a restore would, and hold it against the source."""
    connection = copy.open(Access.FROZEN)
    try:
        end, facts = head(connection), audit_trail.count(connection)
        ours = _opens_with_the_passphrase(copy) and audit_trail.holds(source, facts, end.hash)
        sound = ours and _reads(connection, whole, share)
    finally:
        connection.close()
    if not sound:
        raise Fault(
            f"The backup {to.name} was written to {to.parent} but did not read back as it should, and was removed. "
            "The study file itself was not touched; make the backup on another disk, and verify the study file."
        )
    return BackupResult(to, facts, seal_of(end.hash), copy.path.stat().st_size, whole)


def _opens_with_the_passphrase(copy: Door) -> bool:
    """Whether the copy begins with the salt of its key: from it and the passphrase the key is made again."""
    with copy.path.open("rb") as file:
        return copy.key.secret.endswith(file.read(SALT_BYTES).hex())


def _reads(connection: Connection, whole: bool, share: Share | None) -> bool:
    if not whole:
        return not damaged_pages(connection) and not walk_tail(connection, _TAIL)
    tell = None if share is None else lambda done, all_: share(done / max(all_, 1))
    return verify(connection, tell).sound


def _settle(folder: Path) -> None:
    """Make the new name durable, where the system lets folders be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
