"""The installed program tries itself out: is all of it there, and does it do what it must on this machine?

Installation and operational qualification (IQ, OQ) in one run: offline, in seconds, on a file that is made for it and
removed afterwards. What only reports can try is given from outside as further checks.
"""

from __future__ import annotations

import platform
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crf_app import __version__
from crf_app.base.clock import SystemClock
from crf_app.capture.facts import Actor
from crf_app.services.desk import Desk

INSTALLATION, OPERATION = "installation", "operation"


class Failed(Exception):  # noqa: N818 - what happened
    """A check did not find what it must; the text says what it found instead."""


class DoesNotApply(Exception):  # noqa: N818 - what happened
    """There is nothing here that a check could compare with; the text says why."""


@dataclass(frozen=True)
class Tried:
    """The outcome of one check. `seen` is what it saw, `seconds` how long it took.

    `applies` is False where there was nothing to compare with.
    """

    check: str
    part: str
    title: str
    passed: bool
    seen: str
    seconds: float
    applies: bool = True

    @property
    def result(self) -> str:
        """The outcome in a word."""
        if not self.applies:
            return "not applicable"
        return "passed" if self.passed else "FAILED"


@dataclass(frozen=True)
class Evidence:
    """What was tried, where and when."""

    at: datetime
    machine: str
    system: str
    python: str
    tried: tuple[Tried, ...]
    version: str = __version__

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(each.passed for each in self.tried)


@dataclass
class Bench:
    """Where checks work: a folder that is removed, and in it a file with people and entries that are made up."""

    folder: Path
    passphrase: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    desk: Desk | None = None
    subject: str = ""
    people: dict[str, Actor] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The study file."""
        return self.folder / "self-test.crf"

    @property
    def at_work(self) -> Desk:
        """The desk of the file. Raises Failed when it could not be made."""
        if self.desk is None:
            raise Failed("not tried: there is no file to try it on")
        return self.desk

    def close(self) -> None:
        """Let go of the file."""
        if self.desk is not None:
            self.desk.file.close()
            self.desk = None


@dataclass(frozen=True)
class Check:
    """One thing to try. `tries` returns what it saw and raises when that is not what it must be."""

    id: str
    part: str
    title: str
    tries: Callable[[Bench], str]


def run_self_test(checks: Iterable[Check]) -> Evidence:
    """Try everything, whatever fails on the way; afterwards nothing of it is on the disk."""
    begun = SystemClock().now()
    with tempfile.TemporaryDirectory(prefix="crf-app-self-test-") as name:
        bench = Bench(Path(name))
        try:
            tried = tuple(_tried(bench, checks))
        finally:
            bench.close()
    tried = (*tried, _nothing_left(Path(name)))
    return Evidence(begun, platform.node(), platform.platform(), platform.python_version(), tried)


def _tried(bench: Bench, checks: Iterable[Check]) -> Iterator[Tried]:
    for check in checks:
        begun, applies = time.perf_counter(), True
        try:
            passed, seen = True, check.tries(bench)
        except DoesNotApply as why:
            passed, seen, applies = True, str(why), False
        except Failed as failed:
            passed, seen = False, str(failed)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a finding about this machine
            passed, seen = False, f"{type(error).__name__}: {error}"
        yield Tried(check.id, check.part, check.title, passed, seen, time.perf_counter() - begun, applies)


def _nothing_left(folder: Path) -> Tried:
    left = folder.exists()
    seen = f"{folder} is still there" if left else "the folder of this test is gone"
    return Tried("nothing_left", OPERATION, "Nothing of this test stays on the disk", not left, seen, 0.0)


def must(holds: bool, otherwise: str) -> None:
    """Go on where something holds. Raises Failed with what is so instead."""
    if not holds:
        raise Failed(otherwise)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Name some of many."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
