"""What the world may do to a file, each as one Fault: what happened, what is safe, what to do."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.base.problems import Fault

_BUSY, _LOCKED, _READ_ONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = (
    5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip
"""SQLite's primary result codes, https://www.sqlite.org/rescode.html."""

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.ENOENT: _CANNOT_OPEN,
    errno.ENOTDIR: _CANNOT_OPEN,
    errno.EISDIR: _CANNOT_OPEN,
    errno.ENAMETOOLONG: _CANNOT_OPEN,
    errno.EIO: _IO,
}

_NOT_THERE = ("no such table", "no such column")
"""With these words SQLite refuses a file from which somebody took a part; all of ours have them."""

_LEAST_ROOM = 65_536
"""Bytes: twice what SQLite wants for the index of its log."""

_BY_MESSAGE = {
    "database or disk is full": _FULL,
    "attempt to write a readonly database": _READ_ONLY,
    "disk I/O error": _IO,
    "database is locked": _BUSY,
}
"""The backup call raises without a result code; SQLite's own words (sqlite3_errstr) tell it then."""

_SENTENCES = {
    _BUSY: "The file {name} is busy: another program is reading or copying it. Nothing was lost, and "
    "nothing was written; try again in a moment.",
    _READ_ONLY: "The file {name} cannot be written in {folder}: the file or its folder is read-only. What "
    "was recorded before is safe; give this account the right to write there, or copy the file to "
    "a folder of your own.",
    _IO: "The disk that holds {name} did not answer. What was recorded before is safe in the last backup "
    "and most likely in the file; check the disk or the cable, then open the file again.",
    _CORRUPT: "The file {name} is damaged: a part of it is not what was written. Do not work on in it; keep "
    "it as it is, and restore the latest backup.",
    _FULL: "The disk is full: nothing more could be written to {name}. Everything recorded before is safe; "
    "free some space in {folder} and do the last step again.",
    _CANNOT_OPEN: "The file {name} cannot be opened in {folder}: it is not there, or its folder is closed to "
    "this account. Nothing was changed; check the name and the folder.",
    _NOT_A_DATABASE: "The file {name} does not open with this passphrase. Nothing was changed; type the "
    "passphrase again, with an eye on the keyboard's language and on capitals. If it is right, the file is "
    "damaged or is no study file.",
}
_SENTENCES[_LOCKED] = _SENTENCES[_BUSY]


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Turn what the disk, the system or SQLite say about `path` into a Fault.

    An error that is not the world's (a broken constraint, wrong SQL) passes through: it is a bug of ours.
    """
    try:
        yield
    except sqlcipher.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or _BY_MESSAGE.get(str(error), 0)) & 0xFF
        if str(error).startswith(_NOT_THERE):
            code = _CORRUPT
        if code not in _SENTENCES:
            raise
        raise _fault(code, path) from error
    except OSError as error:
        code = _BY_ERRNO.get(error.errno or 0, _IO)
        raise _fault(code, path) from error


@contextmanager
def sense_of(path: Path) -> Iterator[None]:
    """Like `faults_of`, where what `path` holds is made into our values: what makes no sense was not written by us."""
    with faults_of(path):
        try:
            yield
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise Unusable(
                f"The file {path.name} holds something that this program did not write and cannot read. Nothing was "
                "changed; keep the file as it is, verify it to see what differs, and restore the latest backup."
            ) from error


def _no_room(path: Path) -> bool:
    """Whether it is for want of room that the disk did not answer: SQLite says the same when its index finds none."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


class Unusable(Fault):
    """The file itself is not there, is damaged, or is something else: a backup may be what is needed now."""


class DoesNotOpen(Unusable):
    """Most likely the passphrase is mistyped; a file that is damaged at its beginning looks the same."""


_KINDS: dict[int, type[Fault]] = {
    _IO: Unusable,
    _CORRUPT: Unusable,
    _CANNOT_OPEN: Unusable,
    _NOT_A_DATABASE: DoesNotOpen,
}


def _fault(code: int, path: Path) -> Fault:
    if code == _IO and _no_room(path):
        code = _FULL
    return _KINDS.get(code, Fault)(_SENTENCES[code].format(name=path.name, folder=path.parent))


def not_ours(path: Path, what: str) -> Fault:
    """Say that a file is no study file; `what` tells what it is, as a whole clause."""
    return Unusable(
        f"The file {path.name} is not a study file: {what}. It was not changed; choose a file that was "
        "made by this program."
    )


def newer_file(path: Path, theirs: int, ours: int) -> Fault:
    """Say that a file was made by a later program."""
    return Fault(
        f"The file {path.name} was written by a newer program (file format {theirs}; this program knows "
        f"{ours}). It was not changed; open it with the newer program."
    )


class OlderFile(Fault):
    """A file of an earlier format, which only an opening for work brings up to date."""


def older_file(path: Path, theirs: int, ours: int) -> OlderFile:
    """Say that a file of an earlier program cannot be read as it is."""
    return OlderFile(
        f"The file {path.name} was written by an earlier program (file format {theirs}; this program writes {ours}). "
        "It was not changed; open it for work once, in a folder of your own: it is copied first and then brought up to "
        "date."
    )


def no_definition(path: Path, version: str | None) -> Fault:
    """Say that a file lacks a version of its study, or the study altogether."""
    what = f"version {version} of its study" if version else "its study"
    return Fault(
        f"The file {path.name} does not hold {what}. Nothing was changed; keep the file as it is, verify it to see "
        "what differs, and restore the latest backup."
    )


def already_there(path: Path) -> Fault:
    """Say that a new file would take the place of another."""
    return Fault(f"There is a file {path.name} in {path.parent} already. It was not changed; choose another name.")


def moved_away(path: Path) -> Fault:
    """Say that the open file was removed, renamed or replaced under our hands."""
    return Unusable(
        f"The file {path.name} is no longer in {path.parent}: it was moved, removed or replaced while it was "
        "open. The last step was not recorded; put the file back, or restore the latest backup, and open it "
        "again."
    )


def log_moved_away(path: Path) -> Fault:
    """Say that the log of the open file was removed or replaced under our hands."""
    return Fault(
        f"The log {path.name}-wal was moved, removed or replaced while {path.name} was open. The last step was not "
        "recorded; what was recorded before goes into the file when it is closed: close it now, open it again and do "
        "the last step once more."
    )


def lock_moved_away(path: Path) -> Fault:
    """Say that the lock of the open file was removed or replaced under our hands."""
    return Fault(
        f"The lock {path.name}.lock was removed while {path.name} was open, and another program may work in the file "
        "by now. The last step was not recorded, what was recorded before is safe; close the file, open it again and "
        "do the last step once more."
    )


def not_sound(path: Path, first: str) -> Fault:
    """Say that a file shows at its opening that it was changed outside the program; `first` is a whole sentence."""
    return Unusable(
        f"The file {path.name} is not as the program left it. {first} Nothing was changed now; keep the file as it is, "
        "open it for reading only or verify it to see what differs, and restore the latest backup."
    )


def lost_end(path: Path, first: str) -> Fault:
    """Say that a file lost its latest steps after a crash; `first` is a whole sentence."""
    return Unusable(
        f"The file {path.name} was not closed, and what was recorded last is not in it. {first} Nothing was changed "
        f"now; put {path.name}-wal back into {path.parent} if it was moved, or restore the latest backup. To go on "
        f"without what is missing, remove {path.name}.lock."
    )


def left_over_log(path: Path) -> Fault:
    """Say that the log of an earlier file waits where a new one of the same name would be made."""
    return Fault(
        f"The log {path.name}-wal of an earlier file lies in {path.parent} and may hold entries that are nowhere else. "
        "Nothing was changed; move it away together with the file it belongs to, or choose another name."
    )


def network_share(path: Path, kind: str) -> Fault:
    """Say that a study file must not be worked on over a network."""
    return Fault(
        f"The folder {path.parent} lies on a network share ({kind}), where two machines can damage a file "
        "between them. Nothing was changed; keep the study file on a disk of this computer and only its "
        "backups on the share."
    )
