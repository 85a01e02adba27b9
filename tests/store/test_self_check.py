"""What the self-test finds out about a file: its encryption, and whether the trail resists a person with the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.store import self_check
from tests.store.trial import PASSPHRASE, a_visit, new_file, opened, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
    return tmp_path / "site-01.crf"


def test_a_file_is_encrypted_under_the_settings_that_are_described(path: Path) -> None:
    assert self_check.looks_encrypted(path)
    assert self_check.cipher(path, PASSPHRASE)[0] == "4"
    assert self_check.other_settings(path, PASSPHRASE) == {}


def test_a_database_that_is_not_encrypted_is_told(tmp_path: Path) -> None:
    plain = tmp_path / "plain.crf"
    plain.write_bytes(b"SQLite format 3\0" + bytes(4_080))
    assert not self_check.looks_encrypted(plain)


@pytest.mark.requirement(1)
def test_a_person_with_the_key_can_neither_change_nor_replace_a_fact(path: Path) -> None:
    before = path.read_bytes()
    assert self_check.unguarded(path, PASSPHRASE) == []
    assert path.read_bytes() == before


def test_a_trail_without_its_guards_is_found_out_and_left_as_it_was(path: Path) -> None:
    with opened(path) as file:
        file._connection.execute("DROP TRIGGER fact_is_never_updated")
    assert self_check.unguarded(path, PASSPHRASE) == ["UPDATE fact SET reason='other' WHERE n=1"]
    with opened(path, read_only=True) as file:
        assert next(file.facts()).reason is None


@pytest.mark.requirement(5)
def test_a_fact_altered_behind_the_programs_back_is_the_only_thing_verify_finds(path: Path, tmp_path: Path) -> None:
    self_check.make_altered_copy(path, tmp_path / "altered.crf", PASSPHRASE)
    with opened(path, read_only=True) as file:
        assert file.verify().sound
    with opened(tmp_path / "altered.crf", read_only=True) as copy:
        (found,) = copy.verify().discrepancies
    assert "it was changed after it was recorded" in found.text
