"""A backup is a whole file: encrypted, tried out, and one from which work goes on."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.base.problems import Fault
from crf_app.capture.facts import FactKind
from crf_app.store import backup
from crf_app.store.backup import Share
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Connection, Door
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from tests.store.trial import ANN, NOON, PASSPHRASE, a_visit, forged, opened, record


def restored(copy: Path, to: Path) -> StudyFile:
    return restore(copy, to, PASSPHRASE, actor=ANN, now=NOON, program="0.1")


@pytest.mark.requirement(28)
def test_a_backup_holds_what_the_file_held(file: StudyFile, tmp_path: Path) -> None:
    record(file, a_visit())
    result = file.backup(tmp_path / "copy.crf")
    assert (result.facts, result.seal, result.size) == (10, file.seal(), (tmp_path / "copy.crf").stat().st_size)
    record(file, a_visit("s2", "P02"))
    with opened(tmp_path / "copy.crf") as copy:
        assert copy.subject("s1") == file.subject("s1")
        assert copy.subject_ids() == ("s1",)
        assert copy.verify().sound
    assert not [path.name for path in tmp_path.iterdir() if "unfinished" in path.name]


@pytest.mark.requirement(28)
def test_work_goes_on_from_a_restored_backup_on_a_new_station(file: StudyFile, tmp_path: Path) -> None:
    record(file, a_visit())
    made = file.backup(tmp_path / "copy.crf")
    with restored(tmp_path / "copy.crf", tmp_path / "again.crf") as again:
        last = next(again.facts(newest_first=True))
        assert last.kind is FactKind.FILE_RESTORED
        assert last.new == {"seal": made.seal, "facts": "10", "file_name": "copy.crf"}
        assert last.station == again.station != file.station
        assert again.subject("s1") == file.subject("s1")
        record(again, a_visit("s2", "P02"))
        assert again.verify().sound
    with opened(tmp_path / "again.crf") as again:
        assert again.station == last.station


def test_a_backup_never_takes_the_place_of_another_file_unasked(file: StudyFile, tmp_path: Path) -> None:
    file.backup(tmp_path / "copy.crf")
    before = (tmp_path / "copy.crf").read_bytes()
    record(file, a_visit())
    with pytest.raises(Fault, match="There is a file copy"):
        file.backup(tmp_path / "copy.crf")
    assert (tmp_path / "copy.crf").read_bytes() == before
    file.backup(tmp_path / "copy.crf", replace=True)
    with opened(tmp_path / "copy.crf", read_only=True) as copy:
        assert copy.find_subject("P01") == "s1"
    with pytest.raises(Fault, match="There is a file site-01"):
        file.backup(file.path, replace=True)
    assert file.verify().sound


@pytest.mark.requirement(28)
def test_a_copy_that_does_not_read_back_is_no_backup(
    file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.backup(tmp_path / "copy.crf")
    before = (tmp_path / "copy.crf").read_bytes()
    monkeypatch.setattr(backup, "walk_tail", lambda *_: [Discrepancy("chain", "Fact 1", "broken")])
    with pytest.raises(Fault, match=r"did not read back .* study file itself was not touched"):
        file.backup(tmp_path / "copy.crf", replace=True)
    assert (tmp_path / "copy.crf").read_bytes() == before
    assert not (tmp_path / "copy.crf.unfinished").exists()


def test_only_the_tail_is_walked_and_a_forged_tail_is_found(
    file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_TAIL", 3)
    record(file, a_visit())
    file.close()
    forged(file.path, lambda connection: connection.execute("UPDATE fact SET reason='x' WHERE seq=2"))
    with opened(file.path, read_only=True) as again:
        again.backup(tmp_path / "copy.crf")
    forged(file.path, lambda connection: connection.execute("UPDATE fact SET reason='x' WHERE seq=9"))
    with opened(file.path, read_only=True) as again, pytest.raises(Fault, match="did not read back"):
        again.backup(tmp_path / "copy-2.crf")


@pytest.mark.requirement(28)
@pytest.mark.requirement(28)
def test_a_backup_made_whole_finds_what_the_tail_does_not_show(file: StudyFile, tmp_path: Path) -> None:
    """A changed entry lies in a table, far from the end of the chain."""
    record(file, a_visit())
    file.close()
    forged(file.path, lambda connection: connection.execute("UPDATE entry SET value='1' WHERE item='total'"))
    with opened(file.path) as again:
        again.backup(tmp_path / "copy.crf")
        with pytest.raises(Fault, match=r"did not read back .* verify the study file"):
            again.backup(tmp_path / "copy-2.crf", whole=True)
    assert not (tmp_path / "copy-2.crf").exists()


@pytest.mark.requirement(28)
def test_a_copy_with_another_salt_would_not_open_and_is_no_backup(
    file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key in memory opens it all the same: only the passphrase would fail, on the day it is needed."""
    real = backup.copy_to

    def spoiled(source: Connection, target: Door, share: Share | None = None) -> None:
        real(source, target, share)
        with target.path.open("r+b") as copy:
            copy.write(bytes(16))

    monkeypatch.setattr(backup, "copy_to", spoiled)
    with pytest.raises(Fault, match="did not read back"):
        file.backup(tmp_path / "copy.crf")


def test_how_far_a_backup_is_can_be_heard_and_it_can_be_given_up(file: StudyFile, tmp_path: Path) -> None:
    record(file, a_visit())
    heard: list[float] = []
    file.backup(tmp_path / "copy.crf", whole=True, share=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    def enough(_part: float) -> None:
        raise Fault("enough")

    with pytest.raises(Fault, match="enough"):
        file.backup(tmp_path / "copy-2.crf", share=enough)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.crf"]


def test_a_backup_that_does_not_hold_together_is_not_restored(file: StudyFile, tmp_path: Path) -> None:
    record(file, a_visit())
    file.backup(tmp_path / "copy.crf")
    forged(tmp_path / "copy.crf", lambda connection: connection.execute("UPDATE entry SET value='1'"))
    with pytest.raises(
        Fault, match=r"does not hold together, and nothing was restored\. The table entry, subject P01,"
    ):
        restored(tmp_path / "copy.crf", tmp_path / "again.crf")
    assert not (tmp_path / "again.crf").exists()


def test_a_backup_is_not_restored_over_a_file(file: StudyFile, tmp_path: Path) -> None:
    file.backup(tmp_path / "copy.crf")
    with pytest.raises(Fault, match="There is a file site-01"):
        restored(tmp_path / "copy.crf", file.path)


def test_backup_and_verification_run_beside_the_work(file: StudyFile, tmp_path: Path) -> None:
    record(file, a_visit())
    results: list[object] = []

    def beside() -> None:
        results.append(file.verify().sound)
        results.append(file.backup(tmp_path / "copy.crf").path)

    worker = Thread(target=beside)
    worker.start()
    for number in range(2, 30):
        record(file, a_visit(f"s{number}", f"P{number:02d}"))
    worker.join()
    assert results == [True, tmp_path / "copy.crf"]
    assert file.verify().sound
    with opened(tmp_path / "copy.crf", read_only=True) as copy:
        assert copy.verify().sound


def test_a_full_disk_under_a_backup_is_said_in_a_sentence(
    file: StudyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise sqlcipher.OperationalError("database or disk is full")  # as its backup call does: without a code

    monkeypatch.setattr(backup, "copy_to", no_room)
    with pytest.raises(Fault, match="The disk is full"):
        file.backup(tmp_path / "copy.crf")
    assert not (tmp_path / "copy.crf").exists()
