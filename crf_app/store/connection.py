"""A keyed connection with the settings every file is worked under."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol, cast

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.store.key import FileKey

APPLICATION_ID = 0x43524631
"""``CRF1`` in the header of the file, under its encryption."""

FORMAT = 2
"""The format this program writes, kept as the file's ``user_version``."""

_PATIENCE = 2_000
"""How long to wait for a reader or a backup that holds the file, in milliseconds."""

Row = tuple[Any, ...]


class Cursor(Protocol):
    """What a statement gives back."""

    rowcount: int

    def fetchone(self) -> Row | None:
        """Return the next row."""
        ...

    def fetchall(self) -> list[Row]:
        """Return all rows that are left."""
        ...

    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """The part of a DB-API connection that the store uses."""

    in_transaction: bool

    def execute(self, sql: str, values: Sequence[object] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, values: Iterable[Sequence[object]], /) -> Cursor:
        """Run one statement for many rows."""
        ...

    def executescript(self, sql: str, /) -> Cursor:
        """Run several statements."""
        ...

    def backup(
        self, target: Connection, /, *, pages: int = ..., progress: Callable[[int, int, int], None] | None = ...
    ) -> None:
        """Copy every page into another connection."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Access(Enum):
    """How a file is opened."""

    CREATE = "create"
    COPY = "copy"
    """For the target of a backup, whose every page comes from the source."""
    WRITE = "write"
    READ = "read"
    """Reads only, but may tidy up the write-ahead log when it is the last to leave."""
    BESIDE_A_WRITER = "beside a writer"
    """For a file in a folder that is closed to us while somebody else writes there."""
    FROZEN = "frozen"
    """For a file nobody can be writing to: on a read-only disk, or in a closed folder."""


_URI = {
    Access.CREATE: "mode=rwc",
    Access.COPY: "mode=rwc",
    Access.WRITE: "mode=rw",
    Access.READ: "mode=rw",
    Access.BESIDE_A_WRITER: "mode=ro",
    Access.FROZEN: "mode=ro&immutable=1",
}


@dataclass(frozen=True)
class Door:
    """What it takes to open a connection to a file again: where it is, and its key."""

    path: Path
    key: FileKey

    def open(self, access: Access) -> Connection:
        """Open a connection. Raises the errors of sqlcipher3; `faults_of` turns them into a Fault."""
        uri = f"{self.path.absolute().as_uri()}?{_URI[access]}"
        connection = cast(Connection, sqlcipher.connect(uri, uri=True, isolation_level=None))
        try:
            _settle(connection, self.key)
            if access is Access.CREATE:
                keep_a_log(connection)
            elif access not in (Access.WRITE, Access.COPY):
                connection.execute("PRAGMA query_only=ON")
            # The first read is where a wrong key shows.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def keep_a_log(connection: Connection) -> None:
    """See that steps go to a log beside the file: when the disk fails amid this, SQLite goes on in another way unasked.

    Raises the errors of sqlcipher3, and OSError.
    """
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != ("wal",):
        raise OSError(errno.EIO, "no log can be kept beside the file")


def open_in_memory() -> Connection:
    """Open an empty database that never touches a disk."""
    connection = cast(Connection, sqlcipher.connect(":memory:", isolation_level=None))
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _settle(connection: Connection, key: FileKey) -> None:
    # SQLCipher would write its complaints about a wrong key to stderr; the Fault says it better.
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key = \"x'{key.secret}'\"")
    connection.execute("PRAGMA cipher_compatibility=4")
    connection.execute("PRAGMA temp_store=MEMORY")
    # 32 MB: what a matrix of 500 subjects reads need not be decrypted again for the next look.
    connection.execute("PRAGMA cache_size=-32768")
    connection.execute("PRAGMA foreign_keys=ON")
    # Without it INSERT OR REPLACE slips past the triggers that guard the audit trail.
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE}")
