"""What only the store can try out on a file of its own: how it is encrypted, and whether its trail resists."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.store.connection import APPLICATION_ID, Access, Door
from crf_app.store.key import FileKey

IN_FORCE: Mapping[str, str] = {
    "cipher_page_size": "4096",
    "kdf_iter": "256000",
    "cipher_hmac_algorithm": "HMAC_SHA512",
    "cipher_kdf_algorithm": "PBKDF2_HMAC_SHA512",
    "application_id": f"{APPLICATION_ID}",
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "recursive_triggers": "1",
}
"""The settings docs/file-format.md promises: SQLCipher 4's own, a durable log, triggers without a way around."""

_AGAINST_THE_TRAIL = (
    "UPDATE fact SET reason='other' WHERE n=1",
    "DELETE FROM fact WHERE n=1",
    "INSERT OR REPLACE INTO fact SELECT * FROM fact WHERE n=1",
)


def cipher(path: Path, passphrase: str) -> str:
    """Return which SQLCipher opens a file. Raises the errors of sqlcipher3."""
    connection = _door(path, passphrase).open(Access.READ)
    try:
        names = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("cipher_version", "cipher_provider")]
        return ", ".join(str(each[0]) for each in names if each)
    finally:
        connection.close()


def other_settings(path: Path, passphrase: str) -> dict[str, str]:
    """Return the settings of a working connection that are not those in force, each with what it is."""
    connection = _door(path, passphrase).open(Access.WRITE)
    try:
        rows = {name: connection.execute(f"PRAGMA {name}").fetchone() for name in IN_FORCE}
    finally:
        connection.close()
    found = {name: str(row[0]) if row else "" for name, row in rows.items()}
    return {name: value for name, value in found.items() if value != IN_FORCE[name]}


def looks_encrypted(path: Path) -> bool:
    """Whether a file does not even begin like a database."""
    with path.open("rb") as file:
        return not file.read(16).startswith(b"SQLite format 3")


def unguarded(path: Path, passphrase: str) -> list[str]:
    """Return what the trail should have refused and did not; nothing of it stays."""
    connection = _door(path, passphrase).open(Access.WRITE)
    found = []
    try:
        for statement in _AGAINST_THE_TRAIL:
            connection.execute("BEGIN")
            try:
                connection.execute(statement)
                found.append(statement)
            except sqlcipher.Error:
                pass  # as it should
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
    finally:
        connection.close()
    return found


def make_altered_copy(path: Path, to: Path, passphrase: str) -> None:
    """Copy a closed file and change one fact of it behind the program's back, as a person with the passphrase could."""
    shutil.copyfile(path, to)
    connection = _door(to, passphrase).open(Access.WRITE)
    try:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE fact SET reason='altered' WHERE n=(SELECT max(n) FROM fact)")
        for _, sql in guards:  # put back, so that nothing but the fact itself tells of it
            connection.execute(sql)
    finally:
        connection.close()


def _door(path: Path, passphrase: str) -> Door:
    return Door(path, FileKey.of_file(path, passphrase))
