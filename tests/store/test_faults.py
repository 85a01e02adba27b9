"""What the world does to a file: one Fault each, with what happened, what is safe and what to do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.base.problems import Fault
from crf_app.store import schema, study_file
from crf_app.store.connection import FORMAT, Access, Door
from crf_app.store.faults import faults_of
from crf_app.store.key import FileKey
from crf_app.store.lock import lock_path
from crf_app.store.study_file import StudyFile
from tests.store.trial import PASSPHRASE, a_visit, enrolled, entered, forged, new_file, opened, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
        return file.path


def still_sound(path: Path, facts: int = 10) -> bool:
    with opened(path) as file:
        return file.verify().sound and file.fact_count() == facts


@pytest.mark.parametrize("wrong", ["", "drei", PASSPHRASE.upper(), PASSPHRASE + " ", "'; DROP TABLE fact; --"])
def test_a_wrong_passphrase_says_so_and_changes_nothing(
    path: Path, wrong: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    with pytest.raises(Fault, match=r"does not open with this passphrase\. Nothing was changed; type .* again"):
        opened(path, wrong)
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")
    assert still_sound(path)


def _plain_database(path: Path) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute("CREATE TABLE subject (id TEXT)")
    connection.commit()
    connection.close()


def _database_of_another_program(path: Path) -> None:
    connection = Door(path, FileKey.for_new_file(PASSPHRASE)).open(Access.CREATE)
    connection.execute("CREATE TABLE subject (id TEXT)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.write_text("Dear colleague,\n" * 40), "its length is not that of a study file"),
        (lambda path: path.write_bytes(b""), "it is empty"),
        (lambda path: path.write_bytes(b"\x00"), "its length is not that of a study file"),
        (_plain_database, "it is a database that is not encrypted"),
        (_database_of_another_program, "an encrypted database of another program"),
    ],
)
def test_a_file_that_is_not_ours_is_named_for_what_it_is(
    tmp_path: Path, make: Callable[[Path], object], what: str
) -> None:
    path = tmp_path / "letter.crf"
    make(path)
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(Fault, match=rf"not a study file: .*{what}.*choose a file that was made by this program"):
            opened(path, read_only=read_only)
    assert path.read_bytes() == before
    assert not lock_path(path).exists()


def test_random_bytes_of_the_right_length_may_be_a_wrong_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "noise.crf"
    path.write_bytes(bytes(range(256)) * 32)
    with pytest.raises(Fault, match="is damaged or is no study file"):
        opened(path)


@pytest.mark.requirement(34)
def test_a_newer_file_is_left_for_the_newer_program(path: Path) -> None:
    forged(path, lambda connection: connection.execute(f"PRAGMA user_version={FORMAT + 1}"))
    before = path.read_bytes()
    with pytest.raises(Fault, match=rf"newer program \(file format {FORMAT + 1}; .*open it with the newer program"):
        opened(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_there(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(Fault, match=r"none\.crf cannot be opened in .* check the name and the folder"):
        opened(tmp_path / "none.crf", read_only=read_only)
    with pytest.raises(Fault, match="cannot be opened"):
        opened(tmp_path, read_only=read_only)
    with pytest.raises(Fault, match="cannot be opened"):
        new_file(tmp_path / "no folder")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_takes_the_place_of_another(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Fault, match=r"There is a file .* already"):
        new_file(path.parent)
    assert path.read_bytes() == before
    assert still_sound(path)


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


def test_a_read_only_file_opens_for_reading_alone(as_nobody: Path) -> None:
    with new_file(as_nobody) as file:
        record(file, a_visit())
    file.path.chmod(0o400)
    with pytest.raises(Fault, match=r"cannot be written .* is read-only\. What was recorded before is safe"):
        opened(file.path)
    with opened(file.path, read_only=True) as reading:
        assert reading.find_subject("P01") == "s1"
        assert reading.verify().sound
    assert [path.name for path in as_nobody.iterdir()] == ["site-01.crf"]
    file.path.chmod(0o600)


def test_a_read_only_folder_opens_for_reading_alone(as_nobody: Path) -> None:
    with new_file(as_nobody) as file:
        record(file, a_visit())
    as_nobody.chmod(0o500)
    try:
        with pytest.raises(Fault, match="cannot be written"):
            opened(file.path)
        with pytest.raises(Fault, match="cannot be written"):
            new_file(as_nobody, "site-02.crf")
        with opened(file.path, read_only=True) as reading:
            assert reading.verify().sound
            with pytest.raises(Fault, match="cannot be written"):
                reading.backup(as_nobody / "copy.crf")
        assert [path.name for path in as_nobody.iterdir()] == ["site-01.crf"]
    finally:
        as_nobody.chmod(0o700)


@pytest.mark.requirement(29)
def test_a_full_disk_loses_nothing_that_was_recorded(file: StudyFile) -> None:
    record(file, a_visit())
    (pages,) = file._connection.execute("PRAGMA page_count").fetchone() or (0,)
    file._connection.execute(f"PRAGMA max_page_count={pages + 1}")
    before = (file.head(), file.subject("s1"))
    long = [entered("s1/month_1/edss", f"remark_{n}", "x" * 3_000) for n in range(20)]
    with pytest.raises(Fault, match=r"The disk is full: .*Everything recorded before is safe; free some space"):
        record(file, long)
    assert (file.head(), file.subject("s1")) == before
    assert file.verify().sound
    file._connection.execute("PRAGMA max_page_count=1000000")
    assert len(record(file, long)) == 20
    assert file.verify().sound


def test_a_file_that_could_not_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(schema, "create", no_room)
    with pytest.raises(Fault, match="The disk is full"):
        new_file(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("happening", ["removed", "renamed", "replaced"])
def test_a_file_that_vanished_takes_no_more_entries(file: StudyFile, happening: str) -> None:
    record(file, a_visit())
    if happening == "removed":
        file.path.unlink()
    else:
        file.path.rename(file.path.with_name("elsewhere.crf"))
    if happening == "replaced":
        file.path.write_text("somebody else's")
    with pytest.raises(Fault, match=r"no longer in .*The last step was not recorded; put the file back"):
        record(file, [enrolled("s2", "P02")])


def test_a_step_waits_for_a_busy_file_and_then_says_so(file: StudyFile) -> None:
    file._connection.execute("PRAGMA busy_timeout=10")
    other = file._door.open(Access.WRITE)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Fault, match=r"is busy: .*try again in a moment"):
        record(file, a_visit())
    other.execute("ROLLBACK")
    other.close()
    assert len(record(file, a_visit())) == 8


def test_a_damaged_file_is_kept_as_it_is(path: Path) -> None:
    with opened(path) as file:
        record(file, [entered("s1/month_1/edss", f"remark_{n}", "x" * 3_000) for n in range(50)])
    content = bytearray(path.read_bytes())
    # The pages written last hold entries: the file opens, and the subject does not read.
    for at in range(len(content) - 30 * 4_096, len(content), 4_096):
        content[at + 100] ^= 1
    path.write_bytes(content)
    with opened(path) as file:
        with pytest.raises(Fault, match=r"is damaged: .*restore the latest backup"):
            file.subject("s1")
        result = file.verify()
    assert not result.sound
    assert result.discrepancies[0].code == "damaged"
    for at in range(4_096, len(content), 4_096):
        content[at + 100] ^= 2
    path.write_bytes(content)
    with pytest.raises(Fault, match=r"is damaged: .*keep it as it is"):
        opened(path)


def test_a_file_cut_short_is_not_taken_for_a_whole_one(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1_000])
    with pytest.raises(Fault, match="a part of it is missing"):
        opened(path)


def test_a_network_share_is_refused_for_work_but_not_for_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_file, "network_kind", lambda _: "cifs")
    with pytest.raises(Fault, match=r"network share \(cifs\).*keep the study file on a disk of this computer"):
        opened(path)
    with pytest.raises(Fault, match="network share"):
        new_file(path.parent, "site-02.crf")
    with opened(path, read_only=True) as file:
        assert file.verify().sound


def test_what_is_not_the_world_is_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KeyError), faults_of(tmp_path):
        raise KeyError("ours")
    connection = sqlcipher.connect(":memory:")
    with pytest.raises(sqlcipher.OperationalError, match="syntax"), faults_of(tmp_path):
        connection.execute("SELEKT")
    connection.close()
