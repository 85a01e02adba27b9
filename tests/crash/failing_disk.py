"""A disk that fills up or dies at a chosen write: SQLite's own calls to the system, answered as the system would.

SQLite lets its calls be replaced (https://www.sqlite.org/c3ref/vfs.html, xSetSystemCall, made for tests like these).
All else is real: the file, its log, and what SQLite does about the answer.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any

from sqlcipher3 import _sqlite3


class _Vfs(ctypes.Structure):
    """The table of a `sqlite3_vfs`, as far as it is needed."""


_SetCall = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Vfs), ctypes.c_char_p, ctypes.c_void_p)
_GetCall = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(_Vfs), ctypes.c_char_p)
_Vfs._fields_ = [
    ("version", ctypes.c_int),
    ("size", ctypes.c_int),
    ("longest", ctypes.c_int),
    ("next", ctypes.c_void_p),
    ("name", ctypes.c_char_p),
    ("data", ctypes.c_void_p),
    ("methods", ctypes.c_void_p * 13),
    ("set_call", _SetCall),
    ("get_call", _GetCall),
]
_Write = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True
)

OnWrite = Callable[[int], int | None]
"""Told the number of a write, from 0: None lets it happen, an errno fails it after a half of its bytes."""

DIES = -1
"""In place of an errno: the process is killed when a half of the bytes is written."""


class FailingDisk:
    """Every write of SQLite passes here while the block runs. `writes` counts them."""

    def __init__(self, on_write: OnWrite) -> None:
        self.writes = 0
        self._on_write = on_write
        self._replacement = _Write(self._pwrite)
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._vfs: Any = library.sqlite3_vfs_find(None)

    def _pwrite(self, descriptor: int, at: int, size: int, offset: int) -> int:
        number, self.writes = self.writes, self.writes + 1
        failure = self._on_write(number)
        content = ctypes.string_at(at, size)
        if failure is None:
            return os.pwrite(descriptor, content, offset)
        os.pwrite(descriptor, content[: size // 2], offset)
        if failure == DIES:
            os.kill(os.getpid(), signal.SIGKILL)
        ctypes.set_errno(failure)
        return -1

    def __enter__(self) -> FailingDisk:
        self._original = self._vfs.contents.get_call(self._vfs, b"pwrite")
        assert self._original, "SQLite writes in another way here"
        self._set(ctypes.cast(self._replacement, ctypes.c_void_p))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._set(self._original)

    def _set(self, call: object) -> None:
        assert self._vfs.contents.set_call(self._vfs, b"pwrite", call) == 0


def full_from(write: int) -> OnWrite:
    """Have room for so many writes and no more, until the block ends."""
    return lambda number: errno.ENOSPC if number >= write else None


def failing_at(write: int, failure: int = errno.EIO) -> OnWrite:
    """Fail one write, as a bad cable would, or end the program amid it."""
    return lambda number: failure if number == write else None
