"""One writer: a lock beside the file that tells a second program who has it.

The operating system holds the lock and lets go of it when its process dies, so a crash leaves nothing to clean up on
the same machine. What is written in the lock is for people, and for another machine that sees the same folder.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from crf_app.base.problems import Fault

_LENGTH = 4_096
"""More than a lock ever holds; whatever is longer is not ours."""


@dataclass(frozen=True)
class Holder:
    """Who has a file open for writing: the person, the machine, the process, and since when."""

    person: str
    machine: str
    process: int
    since: str

    def __str__(self) -> str:
        """Return the words a second person reads."""
        who = self.person or "Somebody"
        return f"{who} on the computer {self.machine or 'that is not named'} since {self.since or 'some time'}"


class Lock:
    """The right to write a file, held until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

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
                _refuse_another_machine(file, path, _read(path))
                _write(descriptor, Holder(person or _login(), machine(), os.getpid(), _minute(now)))
            except BaseException:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
                raise
            return cls(path, descriptor)

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
    return Fault(
        f"The file {file.name} is open already: {holder}. Nothing was changed; close it there first, or open it "
        "for reading only."
    )


def _refuse_another_machine(file: Path, path: Path, holder: Holder) -> None:
    """A lock another computer left behind cannot be judged from here: only a person can know."""
    if holder.machine and holder.machine != machine():
        raise Fault(
            f"The file {file.name} is open already: {holder}. Nothing was changed; close it there first. If that "
            f"computer has stopped and will not come back, remove {path.name} from {path.parent} and open again."
        )


def _read(path: Path) -> Holder:
    """Read who holds a lock; what cannot be read names nobody."""
    try:
        with path.open("rb") as lock:
            told = json.loads(lock.read(_LENGTH))
        return Holder(str(told["person"]), str(told["machine"]), int(told["process"]), str(told["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder("", "", 0, "")


def _write(descriptor: int, holder: Holder) -> None:
    text = json.dumps(asdict(holder), ensure_ascii=False).encode()
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)


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
