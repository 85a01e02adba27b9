"""`crf-app library`: an author looks what there is before writing a form anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from tests.cli.conftest import PLMSC, Shell

LIBRARY = bundled("forms", "library")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_each_form_stands_in_a_line_with_what_it_wants(shell: Shell) -> None:
    folder, _, head, *lines = shell.runs("library").stdout.splitlines()
    assert folder == str(LIBRARY)
    assert head.split() == ["form", "version", "schedule", "title", "licence", "with", "settings"]
    found = {line.split()[0]: line.split()[1:] for line in lines if line}
    assert found["fss"] == ["1", "visits", "FSS", "fss", "fss_share"]
    assert found["adverse_event"] == ["1", "logs", "Adverse", "event"]
    assert found["sex"] == ["1", "female,", "male"]
    assert {path.stem for path in (LIBRARY / "forms").glob("*.yaml")} <= set(found)


def test_json_tells_more_of_each_form(shell: Shell) -> None:
    found = shell.json("library")
    forms = {form["id"]: form for form in found["forms"]}
    assert forms["edss"]["licence"] == "neurostatus"
    assert forms["edss"]["settings"]["edss_ambulation"] == ["16", "12"]
    assert forms["coagulation"]["with"] == forms["coagulation"]["reads"]["forms"] == ["haematology"]
    assert "subject.sex" in forms["coagulation"]["reads"]["roles"]
    assert forms["consent"]["roles"] == ["consent.date"]
    assert {"id": "sex", "version": 1, "codes": ["female", "male"]} in found["codelists"]
    assert found["findings"] == []


def test_the_library_beside_a_study_is_the_one_that_counts(shell: Shell) -> None:
    study, own = shell.folder / "my-trial", shell.folder / "library"
    shutil.copytree(PLMSC, study)
    assert shell.json("library", "--study", study)["folder"] == str(LIBRARY)
    (own / "forms").mkdir(parents=True)
    shutil.copy(LIBRARY / "forms" / "demographics.yaml", own / "forms")
    found = shell.json("library", "--study", study)
    assert (found["folder"], [form["id"] for form in found["forms"]]) == (str(own), ["demographics"])


def test_a_form_that_cannot_be_read_is_told_and_gives_one(shell: Shell) -> None:
    study, forms = shell.folder / "my-trial", shell.folder / "library" / "forms"
    study.mkdir()
    forms.mkdir(parents=True)
    (forms / "gait.yaml").write_text("id: gait\nversion: 1\n", encoding="utf-8")
    result = shell.runs("library", "--study", study, code=1)
    assert "library/forms/gait.yaml:1:1: error S011: The key “title” is missing." in result.stderr
    (found, *_) = shell.json("library", "--study", study, code=1)["findings"]
    assert (found["file"], found["code"]) == ("library/forms/gait.yaml", "S011")


def test_a_study_that_is_not_there_is_wrong_usage(shell: Shell) -> None:
    shell.refused("library", "--study", "no_such_folder", code=2)
