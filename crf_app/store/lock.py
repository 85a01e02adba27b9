"""One writer: a lock beside the file that tells a second program who has it.

The operating system holds the lock and lets go of it when its process dies, so a crash leaves nothing to clean up on
the same machine. What is written in the lock is for people, for another machine that sees the same folder, and for the
program that opens the file after a crash: it tells up to which fact the file must reach.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from crf_app.base.problems import Fault

_LENGTH = 4_096
"""More than a lock ever holds; whatever is longer is not ours."""

_FILLED = 1_024


@dataclass(frozen=True)
class Holder:
    """Who has a file open for writing: the person, the machine, the process, and since when.

    `seq` and `hash` are those of the last fact that this program, or one that died before it, has recorded. They are
    written after the fact is on the disk, so the file reaches at least as far.
    """

    person: str
    machine: str
    process: int
    since: str
    seq: int = 0
    hash: str = ""

    def __str__(self) -> str:
        """Return the words a second person reads."""
        who = self.person or "Somebody"
        return f"{who} on the computer {self.machine or 'that is not named'} since {self.since or 'some time'}"


class Taken(Fault):
    """Another program has the file open for writing; reading it is possible all the same."""


class Lock:
    """The right to write a file, held until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int, holder: Holder, found: bytes) -> None:
        self._path = path
        self._descriptor = descriptor
        self._holder = holder
        self._found = found

    @classmethod
    def take(cls, file: Path, person: str, now: datetime) -> Lock:
        """Take the lock of `file`.

        Raises:
            Fault: another program has it; the sentence names who.
            OSError: the lock cannot be written.
        """
        path = lock_path(file)
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if not _seize(descriptor):
                    raise _taken(file, _read(path))
                # Between opening and seizing, its last holder may have removed it: then it is nobody's lock.
                if not _is_at(descriptor, path):
                    os.close(descriptor)
                    continue
                found = os.read(descriptor, _LENGTH)
                before = _holder(found)
                _refuse_another_machine(file, path, before)
                holder = Holder(person or _login(), machine(), os.getpid(), _minute(now), before.seq, before.hash)
                _write(descriptor, _text(holder))
            except BaseException:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
                raise
            return cls(path, descriptor, holder, found)

    def name(self, person: str) -> None:
        """Tell the next program another name: that of the person who has signed in, as it is printed.

        It is a courtesy: where the lock cannot be written, the name it had stands, and the right to write is held as
        before.
        """
        self._say(replace(self._holder, person=person))

    @property
    def found(self) -> Holder:
        """What a program that died before it could close the file left in the lock; else nobody."""
        return _holder(self._found)

    @property
    def is_in_place(self) -> bool:
        """Whether the lock still lies beside the file: when it was removed, another program may have taken its own."""
        return _is_at(self._descriptor, self._path)

    def note(self, seq: int, hash_: str) -> None:
        """Keep up to which fact the file now reaches, for whoever opens it should this program die.

        It is not forced to the disk, which would cost each entry twice: after a power cut it may name an earlier fact.
        Nothing depends on it while the program lives, so a disk that has no room for it holds nobody up.
        """
        self._say(replace(self._holder, seq=seq, hash=hash_))

    def _say(self, holder: Holder) -> None:
        self._holder = holder
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                _write(self._descriptor, _text(holder))

    def leave_as_found(self) -> None:
        """Let go of a lock whose file was not opened after all; what a dead program left in it stays there."""
        if self.found.seq and self._descriptor >= 0:
            with contextlib.suppress(OSError):
                _write(self._descriptor, self._found)
            os.close(self._descriptor)
            self._descriptor = -1
        self.release()

    def release(self) -> None:
        """Give the right back and remove the lock; a second call does nothing."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            if _is_at(self._descriptor, self._path) and sys.platform != "win32":
                self._path.unlink()
        os.close(self._descriptor)
        self._descriptor = -1


def lock_path(file: Path) -> Path:
    """Return where the lock of a file lies."""
    return file.with_name(file.name + ".lock")


def noted_in(file: Path) -> Holder:
    """Return what the lock of a file says; nobody where there is none."""
    return _read(lock_path(file))


def machine() -> str:
    """Return the name of this computer."""
    return platform.node() or "this computer"


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return ""


def _minute(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M")


def _taken(file: Path, holder: Holder) -> Fault:
    return Taken(
        f"The file {file.name} is open already: {holder}. Nothing was changed; close it there first, or open it "
        "for reading only."
    )


def _refuse_another_machine(file: Path, path: Path, holder: Holder) -> None:
    """A lock another computer left behind cannot be judged from here: only a person can know."""
    if holder.machine and holder.machine != machine():
        raise Taken(
            f"The file {file.name} is open already: {holder}. Nothing was changed; close it there first. If that "
            f"computer has stopped and will not come back, remove {path.name} from {path.parent} and open again."
        )


def _read(path: Path) -> Holder:
    """Read who holds a lock; what cannot be read names nobody."""
    try:
        with path.open("rb") as lock:
            return _holder(lock.read(_LENGTH))
    except OSError:
        return _NOBODY


def _holder(text: bytes) -> Holder:
    try:
        told = json.loads(text)
        who = Holder(str(told["person"]), str(told["machine"]), int(told["process"]), str(told["since"]))
        return replace(who, seq=int(told.get("seq", 0)), hash=str(told.get("hash", "")))
    except (ValueError, KeyError, TypeError):
        return _NOBODY


_NOBODY = Holder("", "", 0, "")


def _text(holder: Holder) -> bytes:
    """Return what a lock holds, filled up with blanks: written over another in one stroke, it is never half of each."""
    return json.dumps(asdict(holder), ensure_ascii=False).encode().ljust(_FILLED)


def _write(descriptor: int, text: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)
    os.ftruncate(descriptor, len(text))


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> bool:
        # A byte far behind the text, so that a second program can still read who has the file.
        os.lseek(descriptor, _LENGTH, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _seize(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
