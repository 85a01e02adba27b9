"""What this machine saw of a file is remembered outside of it: a file cut short or set back is noticed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crf_app.base.files import application_paths
from crf_app.store import anchor
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from tests.store.trial import ANN, NOON, PASSPHRASE, a_visit, forged, opened, record


@pytest.fixture
def path(file: StudyFile) -> Path:
    """A file in which somebody worked, closed."""
    record(file, a_visit())
    file.close()
    return file.path


def departure(path: Path) -> anchor.Departure | None:
    with opened(path, read_only=True) as file:
        return anchor.departure(file)


def test_a_file_as_it_was_left_is_as_it_should_be(path: Path) -> None:
    assert departure(path) is None
    with opened(path) as file:
        record(file, a_visit("s2", "P02"))
    assert departure(path) is None


def test_nothing_is_known_of_a_file_that_was_never_here(path: Path) -> None:
    shutil.rmtree(application_paths().state / "seen")
    assert departure(path) is None


@pytest.mark.requirement(5, 6)
def test_facts_cut_off_at_the_end_are_missed(path: Path) -> None:
    """They are facts that left no row in a table, so the file itself is sound without them."""
    with opened(path) as file:
        made = file.seal()
        n = file.fact_count()
    forged(path, lambda connection: connection.execute("DELETE FROM fact WHERE n>?", (n - 1,)))
    found = departure(path)
    assert found is not None
    assert found.cut
    assert (found.known.n, found.known.seal, found.found.n) == (n, made, n - 1)


@pytest.mark.requirement(5, 6)
def test_an_older_copy_in_the_place_of_the_file_is_noticed(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "copy.crf")
    with opened(path) as file:
        record(file, a_visit("s2", "P02"))
    shutil.move(tmp_path / "copy.crf", path)
    found = departure(path)
    assert found is not None
    assert found.cut


@pytest.mark.requirement(5, 6)
def test_a_trail_that_went_another_way_is_noticed(path: Path, tmp_path: Path) -> None:
    """The copy was opened where nobody remembers anything, and got longer than the file."""
    shutil.copy(path, tmp_path / "copy.crf")
    with opened(path) as file:
        record(file, a_visit("s2", "P02"))
    seen = application_paths().state / "seen"
    seen.rename(tmp_path / "kept")
    with opened(tmp_path / "copy.crf") as file:
        record(file, [*a_visit("s3", "P03"), *a_visit("s4", "P04")])
    shutil.rmtree(seen)
    (tmp_path / "kept").rename(seen)
    found = departure(tmp_path / "copy.crf")
    assert found is not None
    assert not found.cut


def test_a_restored_backup_and_the_file_it_came_from_go_on_side_by_side(path: Path, tmp_path: Path) -> None:
    with opened(path) as file:
        file.backup(tmp_path / "copy.crf")
        record(file, a_visit("s2", "P02"))
    restore(tmp_path / "copy.crf", tmp_path / "again.crf", PASSPHRASE, actor=ANN, now=NOON, program="0.1").close()
    for each in (tmp_path / "again.crf", path, tmp_path / "again.crf"):
        assert departure(each) is None
        with opened(each) as file:
            record(file, a_visit(f"s{file.fact_count()}", f"P{file.fact_count()}"))
    assert departure(path) is None


def test_what_is_remembered_tells_nothing_about_anybody(path: Path) -> None:
    (kept,) = (application_paths().state / "seen").iterdir()
    text = kept.read_text()
    assert set(json.loads(text)["ends"][0]) == {"n", "hash"}
    assert "P01" not in text
    assert str(path) not in text


@pytest.mark.parametrize("rubbish", ["", "[]", '{"ends": [{}]}', "\x00"])
def test_what_cannot_be_read_holds_nobody_up(path: Path, rubbish: str) -> None:
    (kept,) = (application_paths().state / "seen").iterdir()
    kept.write_text(rubbish)
    assert departure(path) is None
    opened(path).close()
    assert json.loads(kept.read_text())["ends"]


def test_a_state_folder_that_cannot_be_written_costs_nobody_their_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", closed)
    with opened(path) as file:
        record(file, a_visit("s2", "P02"))
    with opened(path) as file:
        assert file.find_subject("P02") == "s2"
