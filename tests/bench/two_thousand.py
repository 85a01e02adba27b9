"""A file of 2,000 subjects with 283 entries each: made once in a run, measured while it grows and when it is whole.

Every part runs in a process of its own, so that the most memory it held is its own too.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.bench.measuring import Figure, told_by
from tests.demonstration import demonstration, remove, work_folder

SUBJECTS: Final = 2_000
ENTRIES: Final = 283
"""Entries of a subject, as in the study that other programs were measured with: 566,000 in all."""

OPENINGS: Final = 5


def figures() -> Iterator[Figure]:
    """Measure what the file takes: to make, to open, to look into, to verify."""
    path, making = two_thousand()
    yield from making
    for part in ("opening", "looking", "verifying"):
        times = OPENINGS if part == "opening" else 1
        yield from _together([_part(part, path) for _ in range(times)])


@cache
def two_thousand() -> tuple[Path, tuple[Figure, ...]]:
    """Make the file (some 30 s); returns it with what that took. It goes when this process ends."""
    demonstration()
    path = work_folder() / "two-thousand.crf"
    remove(path)
    work_folder()
    atexit.register(remove, path)
    return path, _together([_part("making", path)])


def _part(part: str, path: Path) -> list[dict[str, Any]]:
    figures = told_by("tests.bench.in_two_thousand", part, str(path))["figures"]
    assert isinstance(figures, list)
    return figures


def _together(runs: list[list[dict[str, Any]]]) -> tuple[Figure, ...]:
    """Make one figure of what each run says of the same."""
    return tuple(
        Figure(**same[0] | {name: [each for one in same for each in one[name]] for name in ("times", "cpu")})
        for same in zip(*runs, strict=True)
    )
