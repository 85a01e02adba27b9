"""Keeping a file at a terminal: backups, restoring, what was found changed, the recovery sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crf_app.store.study_file import StudyFile
from tests.cli.conftest import PASSPHRASE, PASSWORD, Shell
from tests.reports.printed_file import text_of
from tests.store.trial import forged


def trail(path: Path) -> list[str]:
    """The kinds of the facts of a file, read without leaving one."""
    with StudyFile.open(path, PASSPHRASE, read_only=True, program="t") as file:
        return [fact.kind.value for fact in file.facts()]


@pytest.mark.requirement(28)
def test_a_backup_is_a_fact_of_the_program_and_nobody_signs_in(shell: Shell) -> None:
    del shell.secrets["CRF_USER"], shell.secrets["CRF_PASSWORD"]
    copy = shell.folder / "copy.crf"
    assert "restore tested" in shell.runs("backup", shell.file, "-o", copy, "--whole").stdout
    with StudyFile.open(shell.file, PASSPHRASE, read_only=True, program="t") as file:
        last = next(file.facts(newest_first=True))
    assert (last.kind, last.person) == ("backup.made", "program")
    assert last.new is not None
    assert (last.new["file_name"], last.new["verified"], last.new["place"]) == ("copy.crf", "whole", "chosen")


@pytest.mark.requirement(28)
def test_without_a_name_it_goes_into_both_places(shell: Shell) -> None:
    (shell.folder / "stick").mkdir()
    shell.runs("backup", shell.file, "--second", shell.folder / "stick")
    (first,) = (shell.folder / "site-01-backups").iterdir()
    (second,) = (shell.folder / "stick").iterdir()
    assert first.name == second.name
    result = shell.runs("backup", shell.file, "--second", shell.folder / "unplugged")
    assert "unplugged, is not there" in result.stderr
    assert len(list((shell.folder / "site-01-backups").iterdir())) == 2


def test_a_file_that_is_open_elsewhere_is_backed_up_and_the_trail_is_left_alone(shell: Shell) -> None:
    with StudyFile.open(shell.file, PASSPHRASE, program="t", opened_by="Zahra Nurse") as file:
        facts = file.fact_count()
        result = shell.runs("backup", shell.file, "-o", shell.folder / "copy.crf")
        assert file.fact_count() == facts
    assert "Zahra Nurse" in result.stderr
    assert "cannot name this backup" in result.stderr
    assert shell.json("verify", shell.folder / "copy.crf")["sound"] is True


@pytest.mark.requirement(28)
def test_a_damaged_file_names_the_last_good_backup_and_it_restores(shell: Shell) -> None:
    shell.runs("backup", shell.file)
    (backup,) = (shell.folder / "site-01-backups").iterdir()
    with shell.file.open("r+b") as file:
        file.write(bytes(4_096))
    assert f"The last good backup is {backup.name}" in shell.refused("list", shell.file, "subjects", code=4)
    shell.runs("restore", backup, "-o", shell.folder / "again.crf")
    assert trail(shell.folder / "again.crf")[-1] == "file.restored"
    assert shell.json("verify", shell.folder / "again.crf")["sound"] is True


@pytest.mark.requirement(5, 6)
def test_an_older_copy_in_the_place_of_the_file_is_told_and_recorded(shell: Shell) -> None:
    shell.runs("list", shell.file, "subjects")
    shutil.copy(shell.file, shell.folder / "copy.crf")
    shell.runs("backup", shell.file, "-o", shell.folder / "newer.crf")
    shutil.move(shell.folder / "copy.crf", shell.file)
    result = shell.runs("verify", shell.file, code=1)
    assert "it is an older copy, or the end of its audit trail was cut off" in result.stderr
    assert "sound" in result.stdout, "the file itself holds together"
    shell.runs("backup", shell.file, "-o", shell.folder / "kept.crf")
    assert "file.departed" in trail(shell.file)
    assert shell.runs("verify", shell.file).stderr == "", "it was told, and is in the trail for ever"


@pytest.mark.requirement(5, 6)
def test_a_trail_that_was_cut_is_told(shell: Shell) -> None:
    shell.runs("list", shell.file, "subjects")
    forged(shell.file, lambda c: c.execute("DELETE FROM fact WHERE n=(SELECT max(n) FROM fact)"), PASSPHRASE)
    assert "was cut off" in shell.runs("list", shell.file, "subjects").stderr


def test_a_restored_backup_is_as_it_should_be(shell: Shell) -> None:
    shell.runs("backup", shell.file, "-o", shell.folder / "copy.crf")
    shell.runs("restore", shell.folder / "copy.crf", "-o", shell.folder / "again.crf")
    assert shell.runs("list", shell.folder / "again.crf", "subjects").stderr == ""
    assert shell.runs("list", shell.file, "subjects").stderr == ""


def test_the_recovery_sheet_bears_the_passphrase_and_the_trail_does_not(shell: Shell) -> None:
    sheet = shell.folder / "sheet.pdf"
    said = shell.signs_in("sadeghi").runs("recovery-sheet", shell.file, "-o", sheet).stdout
    assert "delete the PDF" in said
    text = text_of(sheet.read_bytes())
    assert "Recovery sheet" in text
    with StudyFile.open(shell.file, PASSPHRASE, read_only=True, program="t") as file:
        last = next(file.facts(newest_first=True))
    assert (last.kind, last.new) == ("report.printed", {"name": "recovery sheet", "file_name": "sheet.pdf"})
    assert [path.name for path in shell.folder.iterdir() if "sheet" in path.name] == ["sheet.pdf"]


def test_a_monitor_prints_no_recovery_sheet(shell: Shell) -> None:
    shell.signs_in("sadeghi").adds("moradi", "L. Moradi", "monitor")
    shell.signs_in("moradi")
    shell.secrets["CRF_NEW_PASSWORD"] = PASSWORD
    assert shell.refused("recovery-sheet", shell.file, "-o", shell.folder / "sheet.pdf")
    assert not (shell.folder / "sheet.pdf").exists()
