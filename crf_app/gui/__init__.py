"""The window: everything that knows Qt."""

from __future__ import annotations

import ctypes
import sys


def _keep_constants_alive() -> None:
    """Give None, True and False references to spare: PySide6 6.12.0 loses some with every call.

    From Python 3.12 on they are immortal and nothing is lost; on 3.11 the interpreter would stop
    with "deallocating None" after some ten thousand calls into Qt.
    """
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


_keep_constants_alive()
