"""What happens to a file while it is open, or between a crash and the next opening, is noticed and said."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from crf_app.base.problems import Fault
from crf_app.store.lock import lock_path, machine
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from tests.crash.crashed import crash_after, log_of
from tests.store.trial import ANN, NOON, PASSPHRASE, a_visit, enrolled, entered, new_file, opened, record

pytestmark = pytest.mark.requirement(29)

ENTRIES = 6
LOST = (
    r"^The file site-01\.crf was not closed, and what was recorded last is not in it\. The last entries are missing: "
    rf"Zahra Nurse on the computer .* had recorded fact {10 + ENTRIES}, and the file ends with fact \d+\. Nothing was "
    r"changed now; put site-01\.crf-wal back .* or restore the latest backup\."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
        file.backup(tmp_path / "backup.crf")
    return file.path


@pytest.fixture
def crashed(path: Path) -> Path:
    """The same, when another program has entered six values and died."""
    crash_after(path, ENTRIES)
    return path


def total(file: StudyFile) -> str:
    record_ = file.subject("s1")
    assert record_ is not None
    return next(e.stored["value"] for key, e in record_.pages["s1/month_1/edss"].entries.items() if key.item == "total")


# ------------------------------------------------------------------ between a crash and the next opening


@pytest.mark.parametrize("index", ["kept", "gone", "rubbish"])
def test_after_a_crash_everything_is_there_and_nobody_is_locked_out(crashed: Path, index: str) -> None:
    shared = crashed.with_name(crashed.name + "-shm")
    if index == "gone":
        shared.unlink()
    elif index == "rubbish":
        shared.write_bytes(Random(3).randbytes(shared.stat().st_size))
    assert json.loads(lock_path(crashed).read_text())["person"] == "Zahra Nurse"
    with opened(crashed) as file:
        assert (file.fact_count(), total(file)) == (10 + ENTRIES, "2.5")
        assert file.verify().sound
    assert not log_of(crashed).exists()
    assert not lock_path(crashed).exists()


def test_a_reader_finds_everything_after_a_crash_and_leaves_it_to_the_next_writer(crashed: Path) -> None:
    with opened(crashed, read_only=True) as file:
        assert total(file) == "2.5"
        assert file.verify().sound
    with opened(crashed) as file:
        assert file.verify().sound


def test_a_log_that_was_lost_is_missed(crashed: Path) -> None:
    log = log_of(crashed).rename(crashed.with_name("somewhere"))
    before = crashed.read_bytes()
    for _ in range(2):  # the first refusal does not forget it
        with pytest.raises(Fault, match=LOST):
            opened(crashed)
    assert crashed.read_bytes() == before
    log.rename(log_of(crashed))
    with opened(crashed) as file:
        assert total(file) == "2.5"
        assert file.verify().sound


def test_who_only_reads_is_told_by_verify_that_the_log_was_lost(crashed: Path) -> None:
    log_of(crashed).unlink()
    with opened(crashed, read_only=True) as file:
        result = file.verify()
    assert [each.code for each in result.discrepancies] == ["lost"]
    assert "The last entries are missing: Zahra Nurse" in result.discrepancies[0].text


def test_work_goes_on_without_a_lost_log_when_a_person_decides_so(crashed: Path) -> None:
    log_of(crashed).unlink()
    with pytest.raises(Fault, match=r"To go on without what is missing, remove site-01\.crf\.lock\."):
        opened(crashed)
    lock_path(crashed).unlink()
    with opened(crashed) as file:
        assert file.fact_count() == 10
        assert file.verify().sound


@pytest.mark.parametrize("seed", range(12))
def test_a_log_cut_short_or_changed_anywhere_is_noticed(path: Path, seed: int) -> None:
    chance = Random(seed)
    crash_after(path, ENTRIES)
    log = log_of(path)
    content = bytearray(log.read_bytes())
    at = chance.randrange(len(content))
    if seed % 2:
        content[at] ^= chance.randrange(1, 256)
    else:
        del content[at:]
    log.write_bytes(content)
    with pytest.raises(Fault, match="was not closed, and what was recorded last is not in it"):
        opened(path)


def test_an_older_copy_under_the_log_of_a_newer_file_is_noticed(crashed: Path, tmp_path: Path) -> None:
    """Somebody lays a backup over the file and leaves the log: SQLite mixes the two without a word."""
    with opened(crashed) as file:
        record(file, [entered("s1/month_1/edss", f"remark_{n}", "x" * 2_000) for n in range(20)])
    crash_after(crashed, 3)
    shutil.copy(tmp_path / "backup.crf", crashed)
    with pytest.raises(Fault, match=r"(restore the latest backup|does not open with this passphrase)"):
        opened(crashed)


def test_a_backup_is_restored_in_place_of_a_damaged_file_only_away_from_its_log(crashed: Path, tmp_path: Path) -> None:
    crashed.rename(tmp_path / "damaged.crf")

    def restored() -> StudyFile:
        return restore(tmp_path / "backup.crf", crashed, PASSPHRASE, actor=ANN, now=NOON, program="0.1")

    with pytest.raises(Fault, match=r"site-01\.crf-wal of an earlier file .* move it away together with the file"):
        restored()
    assert not crashed.exists()
    log_of(crashed).rename(tmp_path / "damaged.crf-wal")
    with restored() as file:  # the lock a dead program left there does not hold it up
        assert file.fact_count() == 11
        assert file.verify().sound
    with opened(tmp_path / "damaged.crf") as file:
        assert total(file) == "2.5"


# ------------------------------------------------------------------ while it is open


@pytest.mark.parametrize("happening", ["removed", "renamed", "replaced", "laid over"])
def test_a_file_that_goes_away_under_us_takes_no_more_entries(path: Path, happening: str) -> None:
    file = opened(path)
    record(file, [entered("s1/month_1/edss", "total", "5")])
    aside = path.with_name("aside.crf")
    if happening == "removed":
        path.unlink()
    elif happening == "laid over":
        shutil.copy(path.with_name("backup.crf"), aside)
        aside.replace(path)
    else:
        path.rename(aside)
    if happening == "replaced":
        shutil.copy(path.with_name("backup.crf"), path)
    for _ in range(2):
        with pytest.raises(Fault, match=r"is no longer in .* The last step was not recorded; put the file back"):
            record(file, [enrolled("s2", "P02")])
    file.close()
    if happening == "renamed":
        with opened(aside) as again:
            assert again.find_subject("P02") is None
            assert again.verify().sound


def _replace_by_rubbish(log: Path) -> None:
    log.unlink()
    log.write_bytes(b"rubbish")


@pytest.mark.parametrize("happening", [Path.unlink, _replace_by_rubbish])
def test_a_log_that_goes_away_under_us_is_missed_at_the_next_step(
    path: Path, happening: Callable[[Path], object]
) -> None:
    file = opened(path)
    record(file, [entered("s1/month_1/edss", "total", "5")])
    happening(log_of(path))
    for _ in range(2):
        with pytest.raises(
            Fault, match=r"^The log site-01\.crf-wal was moved, .* The last step was not recorded; what "
        ):
            record(file, [entered("s1/month_1/edss", "total", "6")])
    file.close()
    with opened(path) as again:
        assert total(again) == "5"
        assert again.verify().sound


# ------------------------------------------------------------------ places that are closed to us


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder of an account without rights; root, who may do everything, steps down for the test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() != 0:
            yield folder
            return
        os.chown(folder, 65_534, 65_534)
        os.seteuid(65_534)
        try:
            yield folder
        finally:
            os.seteuid(0)


def _leave_a_log(folder: Path) -> Path:
    """As after a crash: the file, and its log, whose entries are not in it yet."""
    with new_file(folder, "first.crf") as file:
        record(file, a_visit())
        path = folder / "site-01.crf"
        shutil.copy(file.path, path)
        shutil.copy(log_of(file.path), log_of(path))
    file.path.unlink()
    return path


@pytest.mark.parametrize("closed", ["folder", "file", "both"])
def test_a_crashed_file_in_a_closed_place_is_read_wholly_or_not_at_all(as_nobody: Path, closed: str) -> None:
    path = _leave_a_log(as_nobody)
    if closed != "folder":
        path.chmod(0o400)
    if closed != "file":
        as_nobody.chmod(0o500)
    try:
        with pytest.raises(Fault, match=r"cannot be written .* read-only\. What was recorded before is safe"):
            opened(path)
        try:
            file = opened(path, read_only=True)
        except Fault as fault:
            assert str(fault).startswith("The file site-01.crf "), fault  # noqa: PT017 - either is right
        else:
            with file:
                assert file.fact_count() == 10
    finally:
        as_nobody.chmod(0o700)
        path.chmod(0o600)
    with opened(path) as file:
        assert file.fact_count() == 10
        assert file.verify().sound


def test_a_folder_closed_under_us_holds_up_nothing_that_is_open(as_nobody: Path) -> None:
    file = new_file(as_nobody)
    as_nobody.chmod(0o500)
    try:
        record(file, a_visit())
        with pytest.raises(Fault, match="cannot be written"):
            file.backup(as_nobody / "copy.crf")
        file.close()
    finally:
        as_nobody.chmod(0o700)
    with opened(as_nobody / "site-01.crf") as again:
        assert again.fact_count() == 10
        assert again.verify().sound


def test_a_lock_left_by_another_computer_is_never_judged_from_here(crashed: Path) -> None:
    told = json.loads(lock_path(crashed).read_text())
    lock_path(crashed).write_text(json.dumps({**told, "machine": machine() + "-of-the-ward"}))
    with pytest.raises(Fault, match=r"Zahra Nurse on the computer .*-of-the-ward since .* remove site-01\.crf\.lock"):
        opened(crashed)
    assert json.loads(lock_path(crashed).read_text())["machine"] == machine() + "-of-the-ward"


def _nothing(_: Path) -> None:
    pass


@pytest.mark.parametrize("also", [_nothing, lambda path: log_of(path).write_bytes(b"")])
def test_an_emptied_file_is_told_from_a_new_one(crashed: Path, also: Callable[[Path], object]) -> None:
    crashed.write_bytes(b"")
    also(crashed)
    with pytest.raises(Fault, match="is not a study file: it is empty"):
        opened(crashed)
