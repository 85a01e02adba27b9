"""A program that enters data at a desk and says each entry it has on record, to be killed by the tests.

It is started once and has everything loaded; for each attack it forks a child that opens the file, so that two hundred
of them take seconds. What it says, a line each:

    began PROCESS
    enters ITEM VALUE          before the command is given
    entered ITEM VALUE FACT    after it has returned; FACT is the number of its last fact
    dead, or failed            once the child is gone, killed or by a fault of its own
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from types import TracebackType

from crf_app.base.clock import SystemClock
from crf_app.base.files import bundled
from crf_app.base.ids import random_id
from crf_app.capture.commands import RecordEntries
from crf_app.capture.facts import Actor
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.services.desk import PROGRAM, Desk
from crf_app.services.opening import load_whole
from crf_app.store import key
from crf_app.store.study_file import StudyFile
from crf_app.study.study import Study
from tests.crash.failing_disk import DIES, FailingDisk, failing_at

PASSPHRASE = "drei Löwen schlafen 7"
ITEMS = ("bp_systolic", "bp_diastolic", "heart_rate", "oxygen", "body_weight")
SITTING = 4
"""Entries before the child closes the file and opens it again, so that it also dies while it does that."""

Command = dict[str, int]


def enter(path: Path, page: PagePlace, study: Study, seed: int) -> None:
    """Enter vital signs, sitting by sitting, until somebody ends it. Half of the children clear the log very often."""
    chance = Random(seed)
    while True:
        with StudyFile.open(path, PASSPHRASE, program=PROGRAM) as file:
            desk = Desk(file, study, SystemClock(), random_id)
            coordinator = next(each for each in file.people() if each.role == "coordinator")
            desk.actor = Actor(coordinator.id, coordinator.name, coordinator.role)
            if seed % 2:
                file._connection.execute("PRAGMA wal_autocheckpoint=8")
            session = desk.session(page)
            for _ in range(SITTING):
                item, value = chance.choice(ITEMS), str(chance.randint(60, 99))
                session.edit(EntryKey(item), value)
                _tell("enters", item, value)
                changes = desk.do(RecordEntries(page, session.pending()))
                _tell("entered", item, value, file.head()[0])
                session.saved(desk.record(page.subject), changes.facts)


def _tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _serve(path: Path, page: PagePlace) -> None:
    key._ROUNDS = 1  # as in the tests: a key is not what is attacked here
    study = load_whole(bundled("forms", "spms-plmsc"))
    for line in sys.stdin:
        command: Command = json.loads(line)
        child = os.fork()
        if not child:
            _tell("began", os.getpid())
            dies_at = command.get("dies_at_write")
            with FailingDisk(failing_at(dies_at, DIES)) if dies_at is not None else nullcontext():
                enter(path, page, study, command["seed"])
        _, status = os.waitpid(child, 0)
        _tell("dead" if os.WIFSIGNALED(status) else "failed")


# ---------------------------------------------------------------------------------- seen from the test


@dataclass
class Told:
    """What a child said before it died."""

    process: int = 0
    entered: dict[str, str] = field(default_factory=dict)
    last_fact: int = 0
    count: int = 0
    begun: tuple[str, str] | None = None
    """The entry that was given but not acknowledged: it may be on record or not."""

    def hears(self, line: str) -> None:
        word, *rest = line.split()
        if word == "began":
            self.process = int(rest[0])
        elif word == "enters":
            self.begun = (rest[0], rest[1])
        elif word == "entered":
            self.entered[rest[0]] = rest[1]
            self.last_fact, self.count, self.begun = int(rest[2]), self.count + 1, None


class EntryProgram:
    """The program, waiting to be killed again and again."""

    def __init__(self, path: Path, page: PagePlace) -> None:
        where = [str(path), page.subject, page.visit.planned if page.visit else "", page.form]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.entry_program", *where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            cwd=Path(__file__).parents[2],
        )

    def killed_after(self, entries: int, seconds: float, seed: int) -> Told:
        """Let it acknowledge so many entries, then kill it a moment later, wherever that finds it."""
        told = Told()
        lines = self._lines({"seed": seed})
        told.hears(next(lines))
        while told.count < entries:
            told.hears(next(lines))
        until = perf_counter() + seconds
        while perf_counter() < until:
            pass
        os.kill(told.process, signal.SIGKILL)
        for line in lines:
            told.hears(line)
        return told

    def killed_in_write(self, number: int, seed: int) -> Told:
        """Have it die when a half of the bytes of a certain write is on the disk."""
        told = Told()
        for line in self._lines({"seed": seed, "dies_at_write": number}):
            told.hears(line)
        return told

    def _lines(self, command: Command) -> Iterator[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line == "dead\n":
                return
            assert line != "failed\n", "the program failed by itself; its last words are in stderr"
            yield line
        raise AssertionError("the program itself has ended")

    def __enter__(self) -> EntryProgram:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:
            self._process.kill()


if __name__ == "__main__":
    from crf_app.capture.places import VisitPlace

    _path, _subject, _visit, _form = sys.argv[1:]
    _serve(Path(_path), PagePlace(_subject, VisitPlace(_subject, _visit), _form))
