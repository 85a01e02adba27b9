"""One program writes; the next one is told who it is, and a crash locks nobody out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crf_app.base.problems import Fault
from crf_app.store import lock
from crf_app.store.lock import lock_path
from tests.store.trial import NOON, a_visit, new_file, opened, record

_CHILD = """
import sys
from pathlib import Path
from crf_app.store import key
from crf_app.store.study_file import StudyFile
key._ROUNDS = 1
file = StudyFile.open(Path(sys.argv[1]), sys.argv[2], program="0.1", opened_by="Zahra Nurse")
print("open", flush=True)
sys.stdin.readline()
file.close()
"""


@contextmanager
def another_program(path: Path, passphrase: str) -> Iterator[subprocess.Popen[str]]:
    """Have a second process open the file for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), passphrase],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "open\n"
        try:
            yield child
        finally:
            child.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path, passphrase="p") as file:
        record(file, a_visit())
        return file.path


def test_a_second_program_is_told_who_has_the_file(path: Path) -> None:
    with another_program(path, "p") as child:
        with pytest.raises(Fault, match=rf"open already: Zahra Nurse on the computer {lock.machine()} since \d{{4}}"):
            opened(path, "p")
        with opened(path, "p", read_only=True) as reading:
            assert reading.find_subject("P01") == "s1"
        child.communicate("done\n", timeout=20)
    with opened(path, "p") as file:
        assert file.verify().sound
    assert not lock_path(path).exists()


def test_a_program_that_died_locks_nobody_out(path: Path) -> None:
    with another_program(path, "p") as child:
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=20)
        assert json.loads(lock_path(path).read_text())["person"] == "Zahra Nurse"
        with opened(path, "p") as file:
            assert json.loads(lock_path(path).read_text())["process"] == os.getpid()
            assert file.verify().sound


def test_one_program_cannot_open_a_file_twice_for_writing(path: Path) -> None:
    with opened(path, "p"), pytest.raises(Fault, match="open already: Bert"):
        opened(path, "p")


def test_a_lock_of_another_computer_is_left_for_a_person_to_judge(path: Path) -> None:
    told = {"person": "Zahra Nurse", "machine": "ward-pc-4", "process": 1, "since": "2024-03-07 12:00"}
    lock_path(path).write_text(json.dumps(told))
    with pytest.raises(Fault, match=r"Zahra Nurse on the computer ward-pc-4 .* remove site-01\.crf\.lock from"):
        opened(path, "p")
    assert json.loads(lock_path(path).read_text()) == told
    lock_path(path).unlink()
    opened(path, "p").close()


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"person": "x"}', "\x00" * 9_000])
def test_a_lock_nobody_can_read_holds_nobody_up(path: Path, rubbish: str) -> None:
    lock_path(path).write_text(rubbish)
    opened(path, "p").close()
    assert not lock_path(path).exists()


def test_a_failed_opening_leaves_no_lock(path: Path) -> None:
    with pytest.raises(Fault, match="passphrase"):
        opened(path, "q")
    assert not lock_path(path).exists()


def test_the_next_program_is_told_the_person_who_signed_in(tmp_path: Path) -> None:
    held = lock.Lock.take(tmp_path / "a.crf", "", NOON)
    since = json.loads(lock_path(tmp_path / "a.crf").read_text())["since"]
    held.name("Zahra Nurse, MD")
    with pytest.raises(Fault, match=rf"open already: Zahra Nurse, MD on the computer {lock.machine()} since {since}"):
        lock.Lock.take(tmp_path / "a.crf", "", NOON)
    held.name("Ann")
    assert json.loads(lock_path(tmp_path / "a.crf").read_text())["person"] == "Ann", "a shorter name leaves no rest"
    held.release()
    held.name("nobody")
    assert not lock_path(tmp_path / "a.crf").exists()


def test_releasing_twice_is_harmless_and_leaves_the_next_holder_alone(tmp_path: Path) -> None:
    first = lock.Lock.take(tmp_path / "a.crf", "Ann", NOON)
    first.release()
    second = lock.Lock.take(tmp_path / "a.crf", "Bert", NOON)
    first.release()
    assert lock_path(tmp_path / "a.crf").exists()
    second.release()
    assert not lock_path(tmp_path / "a.crf").exists()
