"""The audit trail and the certified copy, from a terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from crf_app import verify_audit
from crf_app.cli_narrowing import KINDS
from crf_app.services.narrowing import GROUPS
from tests.cli.conftest import Shell


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.requirement(4)
def test_the_trail_leaves_as_csv_narrowed(entered: Shell, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    narrowed = (
        "--subject",
        "A-01",
        "--visit",
        "screening",
        "--form",
        "edss",
        "--person",
        "rahimi",
        "--kind",
        "entries",
    )
    said = entered.runs("export", entered.file, "audit-csv", "-o", out, *narrowed).stdout
    rows = rows_of(out)
    assert said == f"{out}: {len(rows)} facts\n"
    assert {(row["subject"], row["visit"], row["form"]) for row in rows} == {("A-01", "Screening", "EDSS")}
    assert {row["username"] for row in rows} == {"rahimi"}


@pytest.mark.requirement(5, 18)
def test_the_exact_trail_is_checked_without_the_program(
    entered: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal = entered.json("verify", entered.file)["seal"]
    out = tmp_path / "audit.jsonl"
    entered.runs("export", entered.file, "audit-json", "-o", out)
    assert verify_audit.main([str(out), "--seal", seal]) == 0
    assert "the report was made after fact" in capsys.readouterr().out


@pytest.mark.requirement(4)
def test_the_trail_is_printed(entered: Shell, tmp_path: Path) -> None:
    out = tmp_path / "audit.pdf"
    said = entered.runs("report", entered.file, "audit", "-o", out, "--subject", "A-01", "--corrections").stdout
    assert said.startswith(f"{out}: ")
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.requirement(18, 19, 32)
def test_a_certified_copy_from_the_terminal(shell: Shell, tmp_path: Path) -> None:
    script = tmp_path / "steps.yaml"
    script.write_text("- enrol: A-01\n", encoding="utf-8")
    shell.runs("enter", shell.file, script)
    out = tmp_path / "copy"
    said = shell.runs("export", shell.file, "copy", "-o", out).stdout
    assert verify_audit.checksum_of(out / "manifest.json") in said
    assert verify_audit.check_copy(out).findings == []
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert f"{manifest['facts']} facts" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--subject", "A-99"), "There is no subject A-99 in this file."),
        (("--person", "nobody"), "There is no person 'nobody'. Known: sadeghi, rahimi, karimi."),
        (("--visit", "month_2"), "There is no visit 'month_2'. Known: screening, day_0"),
        (("--form", "diary"), "There is no form 'diary'."),
    ],
)
def test_what_is_not_there_is_refused(entered: Shell, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    assert said in entered.refused("export", entered.file, "audit-csv", "-o", tmp_path / "a.csv", *words)
    assert list(tmp_path.iterdir()) == []


def test_data_are_not_narrowed(entered: Shell, tmp_path: Path) -> None:
    said = entered.refused("export", entered.file, "csv", "-o", tmp_path / "a", "--corrections", code=2)
    assert "csv is not narrowed by --corrections" in said


def test_the_kinds_of_the_help_are_the_groups_there_are() -> None:
    assert tuple(GROUPS) == KINDS
