"""The key of a file: SQLCipher's own, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.store.key import FileKey
from tests.store.trial import new_file, opened


@pytest.mark.requirement(30)
@pytest.mark.usefixtures("real_keys")
def test_any_sqlcipher_program_opens_the_file_with_the_passphrase(tmp_path: Path) -> None:
    new_file(tmp_path, passphrase="it's three lions").close()
    connection = sqlcipher.connect(str(tmp_path / "site-01.crf"))
    connection.execute("PRAGMA key = 'it''s three lions'")
    assert connection.execute("SELECT study, site FROM file_info").fetchall() == [("spms", "01")]
    connection.close()


def test_a_letter_typed_in_two_ways_is_one_letter(tmp_path: Path) -> None:
    new_file(tmp_path, passphrase="L\u00f6wen").close()
    with opened(tmp_path / "site-01.crf", "Lo\u0308wen") as file:
        assert file.site == "01"


def test_two_files_with_one_passphrase_have_two_keys() -> None:
    assert FileKey.for_new_file("same") != FileKey.for_new_file("same")


def test_a_key_never_shows() -> None:
    key = FileKey.derive("same", b"0" * 16)
    assert key.secret not in repr(key)
    assert repr(key) == "FileKey()"
