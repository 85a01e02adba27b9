"""A study's file: made, opened, written by one program at a time, and closed."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from crf_app.base.ids import IdSource, random_id
from crf_app.base.problems import Fault
from crf_app.capture.facts import Actor, Draft, Fact, FactKind
from crf_app.store import anchor, at_opening, schema
from crf_app.store.connection import APPLICATION_ID, FORMAT, Access, Connection, Door, keep_a_log
from crf_app.store.credentials import bound
from crf_app.store.faults import (
    already_there,
    faults_of,
    lock_moved_away,
    log_moved_away,
    lost_end,
    moved_away,
    network_share,
    newer_file,
    not_ours,
    not_sound,
    older_file,
)
from crf_app.store.key import FileKey
from crf_app.store.lock import Lock, machine
from crf_app.store.migrate import Migration, format_of, migrate
from crf_app.store.places_on_disk import network_kind
from crf_app.store.study_reader import StudyReader
from crf_app.store.unit_of_work import Circumstances, append, transaction, utc_text
from crf_app.store.verify import Progress

_PAGE = 4_096
"""Bytes in a page of a SQLCipher 4 file; a whole file is a whole number of them."""


class StudyFile(StudyReader):
    """A file open for work. One program at a time may write; the lock tells the next one who it is."""

    def __init__(
        self,
        door: Door,
        access: Access,
        connection: Connection,
        *,
        program: str,
        station: str,
        lock: Lock | None,
    ) -> None:
        super().__init__(door, access, connection)
        self._program = program
        self._station = station
        self._lock = lock
        self._on_disk = _identity(door.path)
        self._log_on_disk = _identity(_log_of(door.path))

    # ------------------------------------------------------------------ making and opening

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        study_id: str,
        version: str,
        site: str,
        fingerprint: str,
        source: dict[str, str],
        actor: Actor,
        now: datetime,
        program: str,
        ids: IdSource = random_id,
    ) -> StudyFile:
        """Make a new file for a study at a site, with the definition inside, and open it.

        Raises:
            Fault: something of that name is there already, or the place cannot be written.
        """
        _refuse_network(path)
        with faults_of(path):
            lock = Lock.take(path, actor.name, now)
            try:
                _claim(path)
            except BaseException:
                lock.release()
                raise
            try:
                door = Door(path, FileKey.for_new_file(passphrase))
                connection = door.open(Access.CREATE)
                file = cls(door, Access.WRITE, connection, program=program, station=ids(), lock=lock)
                about = {"study": study_id, "version": version, "site": site}
                print_ = {"fingerprint": fingerprint}
                created = {**about, **print_, "program": program}
                definition = {"version": version, **print_, "source": source}
                drafts = [
                    Draft(FactKind.FILE_CREATED, new=created),
                    Draft(FactKind.DEFINITION_STORED, new=definition),
                ]
                # In one transaction: a file without its first facts is nobody's.
                with transaction(connection):
                    schema.create(connection)
                    file._register_station(now)
                    append(connection, drafts, Circumstances(file.station, program, version, actor, now))
            except BaseException:
                clear_away(path)
                lock.release()
                raise
        return file

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: str,
        *,
        read_only: bool = False,
        program: str,
        opened_by: str = "",
        now: datetime | None = None,
        copy_of_older: Path | None = None,
        may_migrate: bool = True,
        progress: Progress | None = None,
    ) -> StudyFile:
        """Open a file, for writing unless `read_only`. One of an earlier format is copied and brought up to date first.

        `opened_by` names the person a second program is told about; without it, it is the login of this account.
        `copy_of_older` is a copy of an earlier format that is there already; `progress` hears how far a migration is.

        Raises:
            OlderFile: a file of an earlier format, for reading only or without `may_migrate`.
            Fault: wrong passphrase, not a study file, a newer file, open elsewhere, closed to this account …
        """
        with faults_of(path):
            _refuse_foreign(path)
            if read_only:
                return cls._enter(path, passphrase, reading(path), program, None)
            _refuse_network(path)
            _refuse_unwritable(path)
            now = now or datetime.now().astimezone()
            lock = Lock.take(path, opened_by, now)
            try:
                file = cls._enter(path, passphrase, Access.WRITE, program, lock)
                if format_of(file._connection) < FORMAT:
                    file._migrate(now, copy_of_older, progress, allowed=may_migrate)
            except BaseException:
                lock.leave_as_found()
                raise
        return file

    @classmethod
    def _enter(cls, path: Path, passphrase: str, access: Access, program: str, lock: Lock | None) -> StudyFile:
        door = Door(path, FileKey.of_file(path, passphrase))
        connection = door.open(access)
        try:
            _refuse_unknown(connection, path, access)
            if lock:
                _refuse_unsound(connection, path, lock)
                keep_a_log(connection)
            station = _station_here(connection)
            return cls(door, access, connection, program=program, station=station, lock=lock)
        except BaseException:
            connection.close()
            raise

    def _migrate(self, now: datetime, copy: Path | None, progress: Progress | None, *, allowed: bool) -> None:
        try:
            if not allowed:
                raise older_file(self.path, format_of(self._connection), FORMAT)
            migrate(self._connection, Migration(self._door, self._program, self._station, now, copy, progress))
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the file and of the right to write it; a second call does nothing.

        Where it ends is remembered outside of it, for the next opening (`store.anchor`).
        """
        if self._lock:
            with suppress(Fault):
                anchor.remember(self)
        super().close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def name_holder(self, person: str) -> None:
        """Tell a second program the printed name of who works in the file now."""
        if self._lock:
            self._lock.name(person)

    def __enter__(self) -> StudyFile:
        return self

    # ------------------------------------------------------------------ writing

    def begin_station(self, id_: str) -> None:
        """Append from now on as a new station: this copy and another of the same file may both go on."""
        self._station = id_

    @property
    def station(self) -> str:
        """The id under which this copy of the file appends facts on this machine."""
        return self._station

    @property
    def read_only(self) -> bool:
        """Whether this program may only read."""
        return self._access is not Access.WRITE

    def append(
        self,
        drafts: Sequence[Draft],
        actor: Actor,
        now: datetime,
        study_version: str,
        credentials: Sequence[tuple[str, str]] = (),
    ) -> tuple[Fact, ...]:
        """Record what has happened, in one durable transaction, and bring the tables up to date.

        `credentials` are password hashes by person, kept beside the trail: they never reach a fact or an export. The
        fact that sets one holds its digest.

        When this returns the facts are on the disk; when it raises, none of them is. `now` carries its offset from
        UTC.

        Raises:
            Fault: the disk is full or gone, the file was removed, or it is open for reading only.
        """
        if not drafts:
            return ()
        given = Circumstances(self._station, self._program, study_version, actor, now)
        with faults_of(self.path):
            self._refuse_moved()
            with transaction(self._connection):
                self._register_station(now)
                for person, hash_ in credentials:
                    self._keep_credential(person, hash_)
                facts = append(self._connection, bound(drafts, credentials, actor), given)
        if self._lock:
            self._lock.note(facts[-1].seq, facts[-1].hash)
        return facts

    def _keep_credential(self, person: str, hash_: str) -> None:
        self._connection.execute(
            "INSERT INTO credential VALUES (?,?) ON CONFLICT (person) DO UPDATE SET hash=excluded.hash",
            (person, hash_),
        )

    def _register_station(self, now: datetime) -> None:
        self._connection.execute(
            "INSERT INTO station VALUES (?,?,?) ON CONFLICT (id) DO NOTHING",
            (self._station, machine(), utc_text(now)),
        )

    def _refuse_moved(self) -> None:
        """Writing into a removed file would succeed on some systems, and be gone when it is closed."""
        if _identity(self.path) != self._on_disk:
            raise moved_away(self.path)
        if _identity(_log_of(self.path)) != self._log_on_disk:
            raise log_moved_away(self.path)
        if self._lock and not self._lock.is_in_place:
            raise lock_moved_away(self.path)


def _station_here(connection: Connection) -> str:
    """Return the station of this copy: the last one that wrote, if it was on this machine.

    A file that came from another machine, or that was restored, goes on as a new station. Its other copy may go on
    too, and no two facts then share a station and a number.
    """
    row = connection.execute(
        "SELECT f.station, s.machine FROM fact f LEFT JOIN station s ON s.id=f.station ORDER BY f.n DESC LIMIT 1"
    ).fetchone()
    return row[0] if row and row[1] == machine() else random_id()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells this file from another of the same name, or None when there is none."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _claim(path: Path) -> None:
    """Make an empty file for this account alone; refuse a name that is taken."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise already_there(path) from error


def clear_away(path: Path) -> None:
    """Remove what is left of a file that could not be made."""
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        path.with_name(name).unlink(missing_ok=True)


def _refuse_network(path: Path) -> None:
    kind = network_kind(path)
    if kind:
        raise network_share(path, kind)


def _refuse_foreign(path: Path) -> None:
    """Tell from its bytes what a file is that cannot be ours. Encrypted bytes look like nothing at all."""
    with path.open("rb") as file:
        first = file.read(_PAGE)
    if not first:
        raise not_ours(path, "it is empty")
    if first.startswith(b"SQLite format 3\0"):
        raise not_ours(path, "it is a database that is not encrypted")
    # A crash amid a checkpoint may leave a part of a page; the log beside the file has the whole one.
    if path.stat().st_size % _PAGE and not _log_of(path).exists():
        raise not_ours(path, "its length is not that of a study file, or a part of it is missing")


def _refuse_unknown(connection: Connection, path: Path, access: Access) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()
    version = connection.execute("PRAGMA user_version").fetchone()
    assert application
    assert version
    if application[0] != APPLICATION_ID:
        if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise not_ours(path, "it was begun and never finished, and holds nothing")
        raise not_ours(path, "it is an encrypted database of another program")
    if version[0] > FORMAT:
        raise newer_file(path, version[0], FORMAT)
    if version[0] < FORMAT and access is not Access.WRITE:
        raise older_file(path, version[0], FORMAT)


def _refuse_unsound(connection: Connection, path: Path, lock: Lock) -> None:
    """Nobody works on in a file that was changed behind the program's back; reading it is open to everybody.

    A file of an earlier format is looked at as a whole when it is brought up to date.
    """
    doubts = at_opening.doubts(connection) if format_of(connection) == FORMAT else []
    if doubts:
        raise not_sound(path, doubts[0].text)
    missing = at_opening.lost_end(connection, lock.found)
    if missing:
        raise lost_end(path, missing.text)


def _refuse_unwritable(path: Path) -> None:
    """SQLite would open a file it cannot write for reading, and fail at the first entry."""
    if not _may_write(path):
        raise PermissionError(errno.EACCES, "read-only")


def _may_write(path: Path) -> bool:
    """Whether this account may write the file and make SQLite's own files beside it."""
    as_we_act = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=as_we_act) for each in (path, path.parent))


def reading(path: Path) -> Access:
    """Choose how to read: in a closed folder SQLite cannot make the files it shares with a writer."""
    if _may_write(path):
        return Access.READ
    beside = _log_of(path).exists()
    return Access.BESIDE_A_WRITER if beside else Access.FROZEN
