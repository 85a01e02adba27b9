"""A backup becomes the file that is worked in."""

from __future__ import annotations

import errno
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crf_app.base.ids import IdSource, random_id
from crf_app.base.problems import Fault
from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.store import anchor
from crf_app.store.backup import BackupResult, back_up, refuse_left_over_log
from crf_app.store.connection import Door
from crf_app.store.faults import OlderFile, already_there, faults_of
from crf_app.store.key import FileKey
from crf_app.store.lock import Lock, lock_path
from crf_app.store.study_file import StudyFile, clear_away, reading
from crf_app.store.verify import Progress


def restore(
    backup: Path,
    to: Path,
    passphrase: str,
    *,
    actor: Actor,
    now: datetime,
    program: str,
    ids: IdSource = random_id,
    progress: Progress | None = None,
) -> StudyFile:
    """Verify a backup in full, copy it to `to` and open it, with a fact that says so.

    The restored file goes on as a new station: what was recorded after the backup was made may come to light
    again, and then no two facts share a station and a number. A backup of an earlier format is brought up to date on
    the way; the backup itself stays as it is.

    Raises:
        Fault: the backup does not open or does not hold together, or `to` is taken.
    """
    if to.exists():
        raise already_there(to)
    refuse_left_over_log(to)
    # The restored file takes its name when the fact that says so is in it.
    unfinished = to.with_name(to.name + ".unfinished")
    clear_away(unfinished)
    try:
        made = _copied(backup, unfinished, passphrase, program, progress)
        with StudyFile.open(
            unfinished, passphrase, program=program, now=now, copy_of_older=backup, progress=progress
        ) as file:
            file.begin_station(ids())
            restored = {"seal": made.seal, "facts": f"{made.facts}", "file_name": backup.name}
            file.append([Draft(FactKind.FILE_RESTORED, new=restored)], actor, now, file.definition().version)
            anchor.remember(file)
        with faults_of(to):
            _refuse_half_closed(unfinished)
            if lock_path(to).exists():
                # What a program that died noted there was about a file that is gone.
                Lock.take(to, actor.name, now).release()
            unfinished.rename(to)
    finally:
        with suppress(OSError):
            clear_away(unfinished)
    return StudyFile.open(to, passphrase, program=program, opened_by=actor.name, now=now)


def _refuse_half_closed(file: Path) -> None:
    """A file whose log could not be carried over into it would leave its last fact behind with its name."""
    if file.with_name(file.name + "-wal").exists():
        raise OSError(errno.EIO, "the log could not be carried over")


def _copied(backup: Path, to: Path, passphrase: str, program: str, progress: Progress | None) -> BackupResult:
    """Copy a backup that holds together. One of an earlier format proves it when it is brought up to date."""
    try:
        source = StudyFile.open(backup, passphrase, read_only=True, program=program)
    except OlderFile:
        return _copied_as_it_is(backup, to, passphrase)
    with source:
        result = source.verify(progress)
        if not result.sound:
            first = result.discrepancies[0].text if result.discrepancies else ""
            raise Fault(
                f"The backup {backup.name} does not hold together, and nothing was restored. {first} Keep it as it "
                "is, and restore an older one."
            )
        return source.backup(to)


def _copied_as_it_is(backup: Path, to: Path, passphrase: str) -> BackupResult:
    with faults_of(backup):
        door = Door(backup, FileKey.of_file(backup, passphrase))
        source = door.open(reading(backup))
        try:
            return back_up(source, door, to)
        finally:
            source.close()
