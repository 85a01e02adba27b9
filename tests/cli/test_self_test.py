"""The installed program tries itself out, says what it saw, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from crf_app import __version__
from crf_app.services import self_test_operation
from tests.cli.conftest import Shell

PASSED = {
    "program", "files", "libraries", "studies", "fonts",
    "encrypted_file", "settings", "passwords", "entries", "derived_values", "reasons", "rights", "signature",
    "verified", "guarded", "clock", "restored", "casebook", "nothing_left",
}  # fmt: skip


@pytest.fixture
def visitor(tmp_path: Path, quickly: None, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Whoever installed the program, with a folder for temporary files of their own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return Shell(tmp_path)


def left_behind(visitor: Shell) -> list[Path]:
    return list((visitor.folder / "temporary").iterdir())


def words_of(pdf: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages)


@pytest.mark.requirement(33)
def test_whoever_installed_it_gets_evidence_to_file(visitor: Shell) -> None:
    evidence = visitor.folder / "evidence.pdf"
    said = json.loads(visitor.runs("self-test", "--json", "--report", evidence).stdout)
    assert {each["check"]: each["passed"] for each in said["checks"]} == dict.fromkeys(PASSED, True)
    assert (said["passed"], said["version"]) == (True, __version__)
    seen = {each["check"]: each["seen"] for each in said["checks"]}
    assert "18 EDSS steps as published" in seen["derived_values"]
    assert "it was changed after it was recorded" in seen["guarded"]
    assert "PDF/A-2b" in seen["casebook"]
    words = words_of(evidence)
    for word in ("PASSED", f"crf-app {__version__}", said["machine"], "Installation (IQ)", "Operation (OQ)"):
        assert word in words
    assert left_behind(visitor) == []


@pytest.mark.requirement(33)
def test_a_program_that_works_something_out_wrong_does_not_pass(
    visitor: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = (("0 0 4 4 0 0 0 0", "5.0"), ("0 0 3 2 2 0 0 0", "4.0"))
    monkeypatch.setattr(self_test_operation, "VECTORS", vectors)
    evidence = visitor.folder / "evidence.pdf"
    result = visitor.runs("self-test", "--report", evidence, code=1)
    assert result.stderr.splitlines() == [
        "FAILED Derived values are those of the published tables: "
        "1 of 2 EDSS steps are wrong: 0 0 3 2 2 0 0 0 gives 3.5, not 4.0"
    ]
    assert "1 of 19 checks failed" in result.stdout
    assert "FAILED" in words_of(evidence)
    assert left_behind(visitor) == []
