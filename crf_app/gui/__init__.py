"""The window: everything that knows Qt."""

from __future__ import annotations

import ctypes
import sys

OLD_PYTHON = sys.version_info < (3, 12) and sys.implementation.name == "cpython"
"""Whether PySide6 6.12.0 has the faults that are got round here."""


def _keep_constants_alive() -> None:
    """Give None, True and False references to spare: PySide6 6.12.0 loses some with every call.

    From Python 3.12 on they are immortal and nothing is lost; on 3.11 the interpreter would stop
    with "deallocating None" after some ten thousand calls into Qt.
    """
    for constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


if OLD_PYTHON:
    from crf_app.gui.overrides import tell_errors_whole

    _keep_constants_alive()
    tell_errors_whole()
