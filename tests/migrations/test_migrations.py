"""A file of every release opens for ever: what people entered in it is what the present program reads."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crf_app.base.problems import Fault
from crf_app.capture.facts import FactKind
from crf_app.services.opening import open_file, restore_file
from crf_app.store import migrate
from crf_app.store.connection import FORMAT
from crf_app.store.faults import OlderFile
from crf_app.store.study_file import StudyFile
from tests.migrations.contents import PASSPHRASE, PASSWORD, contents_of
from tests.store.trial import forged

FILES = Path(__file__).parent / "files"
RELEASES = sorted(path.stem for path in FILES.glob("format-*.crf"))

pytestmark = pytest.mark.usefixtures("real_keys")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of format 1, as somebody finds it in a folder of theirs."""
    return copied("format-1", tmp_path)


def copied(release: str, folder: Path) -> Path:
    path = folder / "site-01.crf"
    shutil.copyfile(FILES / f"{release}.crf", path)
    return path


def expected(release: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((FILES / f"{release}.json").read_text(encoding="utf-8"))
    return held


def opened(path: Path, **more: Any) -> StudyFile:
    return StudyFile.open(path, PASSPHRASE, program="test", **more)


def test_there_is_a_file_of_every_format_so_far() -> None:
    assert [f"format-{number}" for number in range(1, len(RELEASES) + 1)] == RELEASES
    assert len(RELEASES) >= FORMAT - 1, "a format that was released is kept as a file before the next one is begun"


@pytest.mark.requirement(34)
@pytest.mark.parametrize("release", RELEASES)
def test_a_file_of_a_release_opens_and_holds_what_was_entered(release: str, tmp_path: Path) -> None:
    path, then = copied(release, tmp_path), expected(release)
    with opened(path) as file:
        now = contents_of(file)
        facts = list(file.facts())
        assert file.verify().sound
    added = [fact.kind for fact in facts[then["facts"] :]]
    assert added in ([], [FactKind.FILE_MIGRATED])
    assert (facts[then["facts"] - 1].hash, facts[0].hash) == (then["last"], then["first"])
    for told in (now, then):
        for grown in ("facts", "kinds", "last", "seal"):
            del told[grown]
    assert now == then


@pytest.mark.requirement(34, 28)
def test_the_file_is_copied_before_it_is_brought_up_to_date_and_the_trail_says_so(old: Path) -> None:
    before = old.read_bytes()
    with opened(old) as file:
        said = list(file.facts())[-1]
    copy = old.with_name("site-01.format-1.crf")
    assert (said.kind, said.person) == (FactKind.FILE_MIGRATED, "program")
    assert said.new == {"from": "1", "to": f"{FORMAT}", "program": "test", "copy": copy.name}
    with pytest.raises(OlderFile):
        opened(copy, read_only=True)
    assert old.read_bytes() != before
    copy.rename(old)
    with opened(old) as again:
        assert again.fact_count() == expected("format-1")["facts"] + 1, "the copy is as good as the file was"


def test_people_sign_in_and_work_on_in_a_file_that_was_brought_up_to_date(old: Path) -> None:
    desk = open_file(old, PASSPHRASE)
    try:
        assert desk.sign_in("rahimi", PASSWORD).name == "N. Rahimi"
        assert not desk.must_change_password
        assert [line.label for line in desk.outlines()] == ["A-03", "A-04"]
    finally:
        desk.file.close()
    with opened(old, read_only=True) as file:
        assert file.verify().sound


def test_a_second_opening_changes_nothing_any_more(old: Path) -> None:
    opened(old).close()
    with opened(old, read_only=True) as file:
        facts = file.fact_count()
    opened(old).close()
    with opened(old, read_only=True) as file:
        assert file.fact_count() == facts
    assert len(list(old.parent.glob("*.crf"))) == 2


def test_for_reading_only_an_older_file_says_what_to_do(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(OlderFile, match=r"written by an earlier program \(file format 1; .* copied first"):
        opened(old, read_only=True)
    assert old.read_bytes() == before


@pytest.mark.requirement(34)
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        ("UPDATE fact SET reason='x' WHERE n=300", "Fact 300, .* its hash does not match"),
        ("DELETE FROM fact WHERE n=300", "fact 300 is missing"),
        ("UPDATE entry SET value='7' WHERE item='bp_systolic'", "the table entry does not hold"),
        ("CREATE TABLE guest (x)", "tables are not those"),
    ],
)
def test_a_file_that_does_not_hold_together_is_left_as_it_was(old: Path, harm: str, why: str) -> None:
    forged(old, lambda connection: connection.execute(harm), PASSPHRASE)
    before = old.read_bytes()
    with pytest.raises(Fault, match=why):
        opened(old)
    assert old.read_bytes() == before
    assert not old.with_name(old.name + "-wal").exists()
    assert not old.with_name(old.name + ".lock").exists()


def test_a_disk_that_fails_half_way_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = old.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(migrate, "wrong_schema", fail)
        with pytest.raises(Fault, match="The disk is full"):
            opened(old)
    assert old.read_bytes() == before
    with opened(old) as file:
        assert file.verify().sound
    assert len(list(old.parent.glob("*.crf"))) == 2, "the copy of the first try is the copy of the second"


_KILLED = """
import os, signal, sys
from pathlib import Path
from crf_app.store import migrate
from crf_app.store.study_file import StudyFile

def fold_and_die(connection, facts):
    migrate_project(connection, facts)
    os.kill(os.getpid(), signal.SIGKILL)

migrate_project = migrate.project
migrate.project = fold_and_die
StudyFile.open(Path(sys.argv[1]), sys.argv[2], program="test")
"""


@pytest.mark.requirement(34)
def test_a_program_killed_while_it_migrates_leaves_a_file_that_opens(old: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", _KILLED, str(old), PASSPHRASE], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    assert child.returncode == -signal.SIGKILL
    with opened(old) as file:
        assert file.fact_count() == expected("format-1")["facts"] + 1
        assert file.verify().sound
    assert len(list(old.parent.glob("*.crf"))) == 2


def test_progress_is_heard(old: Path) -> None:
    heard: list[tuple[int, int]] = []
    listen: Callable[[int, int], None] = lambda done, all_: heard.append((done, all_))  # noqa: E731 - a listener
    opened(old, progress=listen).close()
    facts = expected("format-1")["facts"]
    assert heard == [(facts, 2 * facts), (2 * facts, 2 * facts)], "the chain is walked, then its facts are folded"


@pytest.mark.requirement(28, 34)
def test_a_backup_of_an_earlier_format_is_restored(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    restore_file(old, tmp_path / "again.crf", PASSPHRASE)
    with opened(tmp_path / "again.crf") as file:
        kinds = [fact.kind for fact in file.facts()][-2:]
        assert kinds == [FactKind.FILE_MIGRATED, FactKind.FILE_RESTORED]
        assert contents_of(file)["subjects"] == expected("format-1")["subjects"]
        assert file.verify().sound
    assert old.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.crf", "site-01.crf"]
