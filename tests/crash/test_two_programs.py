"""Two programs on one file, as two real processes: one writes, the other is told who, and nothing is mixed up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crf_app.base.problems import Fault
from crf_app.store.lock import lock_path, machine
from tests.store.trial import a_visit, enrolled, new_file, opened, record

_PROGRAM = """
import sys
from pathlib import Path
from crf_app.base.problems import Fault
from crf_app.store import key
from crf_app.store.study_file import StudyFile
from tests.store.trial import PASSPHRASE, entered, record
key._ROUNDS = 1
path, name = Path(sys.argv[1]), sys.argv[2]
for line in sys.stdin:
    word, *rest = line.split()
    try:
        if word == "open":
            file = StudyFile.open(path, PASSPHRASE, program="0.1", opened_by=name)
        elif word == "enter":
            record(file, [entered("s1/month_1/edss", "total", rest[0])])
        elif word == "close":
            file.close()
        print("done", flush=True)
    except Fault as fault:
        print(fault, flush=True)
"""


class Program:
    """Another process that opens the file, enters and closes when it is told to, and says how that went."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begins(self, *words: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()

    def says(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def does(self, *words: str) -> str:
        self.begins(*words)
        return self.says()

    def dies(self) -> None:
        self._process.kill()
        self._process.wait(timeout=20)


@contextmanager
def another_program(path: Path, name: str = "Zahra Nurse") -> Iterator[Program]:
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(path), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        try:
            yield Program(process)
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
    return file.path


def test_the_second_program_is_told_who_has_the_file_where_and_since_when(path: Path) -> None:
    with another_program(path) as first, another_program(path, "Bert") as second:
        assert first.does("open") == "done"
        said = second.does("open")
        today = datetime.now(tz=UTC).strftime("%Y-%m-%d")
        assert said.startswith(f"The file site-01.crf is open already: Zahra Nurse on the computer {machine()} since ")
        assert said.endswith("Nothing was changed; close it there first, or open it for reading only.")
        assert today in said
        assert first.does("close") == "done"
        assert second.does("open") == "done"


def test_a_reader_beside_a_writer_sees_each_step_once_it_is_recorded(path: Path) -> None:
    with another_program(path) as writer:
        assert writer.does("open") == "done"
        with opened(path, read_only=True) as reading:
            for number in range(1, 20):
                assert writer.does("enter", str(number / 2)) == "done"
                assert reading.fact_count() == 10 + number
            assert reading.verify().sound
            with pytest.raises(Fault):
                record(reading, [enrolled("s2", "P02")])
        assert writer.does("enter", "9.5") == "done"
        assert writer.does("close") == "done"


def test_of_many_programs_that_open_at_once_exactly_one_writes(path: Path) -> None:
    with ExitStack() as stack:
        programs = [stack.enter_context(another_program(path, f"Nurse {number}")) for number in range(4)]
        for turn in range(1, 11):
            for program in programs:
                program.begins("open")
            said = [program.says() for program in programs]
            assert said.count("done") == 1, said
            winner = programs[said.index("done")]
            assert all(" is open already: " in each for each in said if each != "done")
            assert winner.does("enter", str(turn / 2)) == "done"
            assert winner.does("close") == "done"
    with opened(path) as file:
        assert file.fact_count() == 20
        assert file.verify().sound


def test_the_lock_of_a_program_that_died_holds_nobody_up_and_its_entries_are_there(path: Path) -> None:
    with another_program(path) as first, another_program(path, "Bert") as second:
        assert first.does("open") == "done"
        assert first.does("enter", "5.5") == "done"
        first.dies()
        assert json.loads(lock_path(path).read_text())["person"] == "Zahra Nurse"
        assert second.does("open") == "done"
        assert json.loads(lock_path(path).read_text())["person"] == "Bert"
        assert second.does("enter", "6") == "done"
        assert second.does("close") == "done"
    with opened(path) as file:
        assert file.fact_count() == 12
        assert file.verify().sound


def test_a_dead_programs_number_given_to_another_process_misleads_nobody(path: Path) -> None:
    """The lock is the system's, not a number in a text: a process of the same number holds nothing."""
    told = {"person": "Zahra Nurse", "machine": machine(), "process": os.getppid(), "since": "2024-03-07 12:00"}
    lock_path(path).write_text(json.dumps(told))
    with opened(path) as file:
        assert file.fact_count() == 10


def test_a_lock_of_another_computer_is_named_and_left_for_a_person_to_judge(path: Path) -> None:
    told = {"person": "Zahra Nurse", "machine": "ward-pc-4", "process": 1, "since": "2024-03-07 12:00"}
    lock_path(path).write_text(json.dumps(told))
    for _ in range(2):
        with pytest.raises(Fault) as raised:
            opened(path)
        assert str(raised.value) == (
            "The file site-01.crf is open already: Zahra Nurse on the computer ward-pc-4 since 2024-03-07 12:00. "
            "Nothing was changed; close it there first. If that computer has stopped and will not come back, remove "
            f"site-01.crf.lock from {path.parent} and open again."
        )
    with opened(path, read_only=True) as file:
        assert file.fact_count() == 10


def test_who_removes_a_lock_that_is_held_stops_the_first_program_at_its_next_step(path: Path) -> None:
    with another_program(path) as first, another_program(path, "Bert") as second:
        assert first.does("open") == "done"
        assert first.does("enter", "5") == "done"
        lock_path(path).unlink()
        assert second.does("open") == "done"
        assert second.does("enter", "5.5") == "done"
        said = first.does("enter", "6")
        assert said.startswith(
            "The lock site-01.crf.lock was removed while site-01.crf was open, and another program may"
        )
        assert said.endswith("close the file, open it again and do the last step once more.")
        assert first.does("close") == "done"
        assert json.loads(lock_path(path).read_text())["person"] == "Bert"
        assert second.does("enter", "6.5") == "done"
        assert second.does("close") == "done"
    with opened(path) as file:
        assert file.fact_count() == 13
        assert file.verify().sound


def test_a_backup_is_made_while_another_program_writes(path: Path, tmp_path: Path) -> None:
    with another_program(path) as writer, opened(path, read_only=True) as reading:
        assert writer.does("open") == "done"
        for number in range(1, 5):
            writer.begins("enter", str(number))
            made = reading.backup(tmp_path / f"copy-{number}.crf")
            assert writer.says() == "done"
            with opened(made.path, read_only=True) as copy:
                assert copy.verify().sound
                assert copy.fact_count() >= 10 + number - 1
