"""The recovery sheet: a passphrase another person can type, and no trace of it anywhere else."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

import pytest

from crf_app.base.words import LANGUAGES, words
from crf_app.capture.facts import FactKind
from crf_app.reports.recovery_sheet import SealedFile, keep_recovery_sheet, recovery_sheet
from crf_app.reports.spelled import spelled
from crf_app.services.desk import Desk
from tests.reports.printed_file import text_of

PASSPHRASE = "Drei Löwen 0O1lI-schlafen 7"


def test_each_sign_has_its_place_and_a_word_that_tells_it_from_what_looks_like_it() -> None:
    told = [(each.place, each.text, each.hint) for each in spelled("lI1 0Oö-", words("en"))]
    assert told == [
        (1, "l", "small"), (2, "I", "capital"), (3, "1", "digit"), (4, " ", "space"), (5, "0", "digit"),
        (6, "O", "capital"), (7, "ö", "small U+00F6"), (8, "-", "sign"),
    ]  # fmt: skip


def test_a_letter_and_its_marks_are_one_sign_in_the_form_the_key_is_made_from() -> None:
    assert [each.text for each in spelled("o\u0308\u0301x", words("en"))] == ["ö\u0301", "x"]
    assert "".join(each.text for each in spelled("Lo\u0308wen", words("en"))) == "Löwen"


WRITTEN = [
    *((language, PASSPHRASE) for language in LANGUAGES),
    ("fa", "شیر سه تا خوابیده‌اند ۱۲"),
    ("zh", "三只狮子在睡觉 zzz 9"),
    ("en", "🦁" * 12),
    ("es", "x" * 500),
]


@pytest.mark.parametrize(("language", "passphrase"), WRITTEN)
def test_the_sheet_shows_every_sign_in_every_language(desk: Desk, language: str, passphrase: str) -> None:
    assert desk.actor is not None
    file = SealedFile.of(desk.file)
    content = recovery_sheet(desk.study, file, passphrase, desk.actor, desk.clock.now(), language)
    text = text_of(content)
    assert " ".join(file.first[i : i + 4] for i in range(0, 16, 4)).upper() in text
    assert desk.file.path.name in text
    for sign in {
        each.text for each in spelled(passphrase, words(language)) if not each.is_space and each.text.isascii()
    }:
        assert sign in text


@pytest.mark.requirement(1)
def test_the_passphrase_stands_on_the_sheet_and_nowhere_else(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = tempfile.mkstemp

    def seen(**more: str | Path) -> tuple[int, str]:
        found = real(**more)  # type: ignore[call-overload]
        made.append(found[1])
        return found  # type: ignore[no-any-return]

    monkeypatch.setattr(tempfile, "mkstemp", seen)
    out = tmp_path / "put-away" / "sheet.pdf"
    out.parent.mkdir()
    keep_recovery_sheet(desk, PASSPHRASE, out, "en")
    assert os.listdir(out.parent) == ["sheet.pdf"]  # noqa: PTH208 - names are what is asked
    assert all(Path(each).parent == out.parent and not Path(each).exists() for each in made)
    (fact,) = desk.file.facts(kinds={FactKind.PRINTED})
    assert fact.new == {"name": "recovery sheet", "file_name": "sheet.pdf"}
    trail = json.dumps([fact.new for fact in desk.file.facts()], ensure_ascii=False)
    assert PASSPHRASE not in trail
    assert hashlib.sha256(out.read_bytes()).hexdigest() not in trail, (
        "a checksum would tell a right guess from a wrong one"
    )
