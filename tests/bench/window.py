"""How fast the window is: to a usable window, to a painted page, from a key to its picture; and what it holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from tests.bench.five_hundred import five_hundred
from tests.bench.measuring import ROOT, Figure, told_by
from tests.bench.two_thousand import two_thousand
from tests.demonstration import copied, demonstration, remove

STARTS: Final = 5
FILES: Final[dict[str, Callable[[], Path]]] = {
    "five-hundred": five_hundred,
    "two-thousand": lambda: two_thousand()[0],
    "demonstration": demonstration,
}
"""What the window is opened with."""


def figures() -> Iterator[Figure]:
    """Measure in processes of their own, as a person starts the program."""
    yield from starts()
    for file in FILES:
        yield from inside(file)


def starts() -> Iterator[Figure]:
    """Start the program until the list of today is painted, first with nothing of it in the system's memory."""
    path = copied(demonstration(), "start.crf")
    try:
        forgotten = _forget()
        cold = _child("start", path)
        yield Figure(
            "start to usable window, cold",
            (cold["start"],),
            bar="<= 2 s",
            note="fresh process, demonstration file, signed in, Today painted"
            + ("" if forgotten else "; the system kept its file cache"),
        )
        warm = [_child("start", path) for _ in range(STARTS)]
        yield Figure("start to usable window, warm", [each["start"] for each in warm], bar="<= 2 s")
        yield Figure(
            "memory with the window open",
            size=median(each["resident"] for each in warm),
            bar="<= 300 MB",
            note="demonstration file, Today shown",
        )
    finally:
        remove(path)


def inside(file: str) -> Iterator[Figure]:
    """Measure in a window that is open."""
    path = copied(FILES[file](), f"window-{file}.crf")
    try:
        found = _child(file, path)
    finally:
        remove(path)
    for figure in found["figures"]:
        yield Figure(**figure)


def _child(what: str, path: Path) -> dict[str, Any]:
    """Run a part in a fresh process; returns what it found."""
    began = perf_counter()
    return told_by("tests.bench.in_window", what, str(path), repr(began))


def _forget() -> bool:
    """Have the system forget the program's files, where it lets us (Linux: each file by itself, no rights needed)."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for folder in (ROOT / "crf_app", ROOT / "resources", ROOT / "forms", Path(sys.prefix)):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                handle = os.open(path, os.O_RDONLY)
                try:
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(handle)
    return True
