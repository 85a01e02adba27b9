"""`crf-app diff`: what an amendment changes, as a data manager reads it and as another program does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import PLMSC, Shell


class Amendment:
    """Two folders of a trial, the new one a copy that is edited."""

    def __init__(self, folder: Path) -> None:
        self.old, self.new = folder / "old", folder / "new"
        self.shell = Shell(folder)
        for each in (self.old, self.new):
            shutil.copytree(PLMSC, each)

    def writes(self, file: str, was: str, becomes: str) -> Amendment:
        path = self.new / file
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, becomes, 1), encoding="utf-8")
        return self

    def raises_version(self) -> Amendment:
        return self.writes("study.yaml", 'version: "1.0"', 'version: "1.1"')

    @property
    def folders(self) -> tuple[Path, Path]:
        return self.old, self.new


@pytest.fixture
def amendment(tmp_path: Path) -> Amendment:
    return Amendment(tmp_path)


def test_nothing_differs_from_itself(amendment: Amendment) -> None:
    result = amendment.shell.runs("diff", *amendment.folders)
    assert result.stdout == "spms-plmsc 1.0 → 1.0: nothing that the study says is different.\n"
    assert amendment.shell.json("diff", *amendment.folders)["differences"] == []


def test_an_amendment_is_told_in_lines_and_gives_nothing(amendment: Amendment) -> None:
    amendment.raises_version().writes("schedule.yaml", "window: [-14 days, 14 days]", "window: [-14 days, 21 days]")
    result = amendment.shell.runs("diff", *amendment.folders)
    study, version, schedule, window = result.stdout.splitlines()
    assert (study, schedule) == ("study", "schedule")
    assert version.startswith("  change D010  study: version 1.0 → 1.1  (study.yaml:")
    assert window.startswith(
        "  change D014  month_3: window -14 days to 14 days → -14 days to 21 days  (schedule.yaml:"
    )
    assert result.stderr == "spms-plmsc 1.0 → 1.1: 2 changes, 0 errors\n"


def test_a_silent_change_of_meaning_gives_one_until_it_is_declared(amendment: Amendment) -> None:
    amendment.raises_version().writes("forms/infusion.yaml", "en: Cephalic vein,", "en: Cubital vein,")
    found = amendment.shell.json("diff", *amendment.folders, code=1)
    (error,) = (each for each in found["differences"] if each["severity"] == "error")
    assert (found["study"], found["old"], found["new"]) == ("spms-plmsc", "1.0", "1.1")
    assert (error["code"], error["part"], error["name"]) == ("D005", "code lists", "vein.cephalic")
    assert (error["old"], error["new"], error["how"]) == ("Cephalic vein", "Cubital vein", "changed")
    line = amendment.new.joinpath("forms/infusion.yaml").read_text(encoding="utf-8").splitlines()[error["line"] - 1]
    assert (error["folder"], error["file"]) == ("new", "forms/infusion.yaml")
    assert line[error["column"] - 1 :].startswith("Cubital vein")
    amendment.writes("study.yaml", "synthetic: true", "amends:\n  - {changes: vein.cephalic, because: Sites asked.}")
    assert "D007  vein.cephalic: label (en)" in amendment.shell.runs("diff", *amendment.folders).stdout


def test_a_folder_that_does_not_load_is_told_with_its_findings(amendment: Amendment) -> None:
    amendment.writes("forms/infusion.yaml", "kind: yes_no", "kind: yesno")
    result = amendment.shell.runs("diff", *amendment.folders, code=1)
    assert result.stdout == ""
    assert result.stderr.startswith(f"{amendment.new}/forms/infusion.yaml:")
    assert "error S011" in result.stderr
    (finding,) = amendment.shell.json("diff", *amendment.folders, code=1)["findings"]
    assert (finding["folder"], finding["file"], finding["code"]) == (str(amendment.new), "forms/infusion.yaml", "S011")


def test_folders_of_two_studies_are_told_apart_and_not_compared(amendment: Amendment) -> None:
    amendment.writes("study.yaml", "id: spms-plmsc", "id: another-trial")
    result = amendment.shell.runs("diff", *amendment.folders, code=1)
    study, only = result.stdout.splitlines()
    assert study == "study"
    assert only.startswith("  error  D001  study: these are two different studies (spms-plmsc and another-trial);")
    assert result.stderr == "spms-plmsc 1.0 and another-trial 1.0 are no versions of one study\n"


@pytest.mark.parametrize("words", [("diff",), ("diff", PLMSC), ("diff", PLMSC, "no_such_folder")])
def test_wrong_usage_is_one_line_and_two(amendment: Amendment, words: tuple[object, ...]) -> None:
    amendment.shell.refused(*words, code=2)
