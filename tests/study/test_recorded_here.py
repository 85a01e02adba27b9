"""Where an answer is written down first: the nearest word counts, and what nobody enters has no source of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.study.load import load_study, load_texts
from crf_app.study.study import Study
from tests.study.small_library import folder
from tests.study.small_study import TEXTS, small


def loaded(texts: dict[str, str]) -> Study:
    study, findings = load_texts(texts)
    assert study is not None, [str(finding) for finding in findings]
    return study


@pytest.mark.requirement(22)
def test_the_author_marks_what_is_its_own_source() -> None:
    texts = small(walk=("kind: yes_no, label: Done}", "kind: yes_no, label: Done, recorded_here: no}"))
    texts["forms/walk.yaml"] = texts["forms/walk.yaml"].replace("licence: walk", "licence: walk\nrecorded_here: yes")
    walk = loaded(texts).forms["walk"]
    assert [item.id for item in walk.items() if walk.is_recorded_here(item.id)] == ["metres", "aid"]
    assert walk.item("more").is_derived


@pytest.mark.requirement(22)
def test_a_section_may_be_its_own_source_in_a_form_that_is_copied() -> None:
    texts = small(vitals=("title: Series\n", "title: Series\n    recorded_here: yes\n"))
    vitals = loaded(texts).forms["vitals"]
    assert vitals.is_recorded_here("systolic")
    assert not vitals.is_recorded_here("high")
    assert not any(loaded(TEXTS).forms["vitals"].is_recorded_here(item.id) for item in vitals.items())


@pytest.mark.requirement(22)
def test_a_study_says_of_a_library_form_what_it_records_itself(tmp_path: Path) -> None:
    said = "include: {form: gait, version: 2}\nversion: 3\nrecorded_here: yes\nitems: {device: {recorded_here: no}}\n"
    study, findings = load_study(folder(tmp_path, said))
    assert study is not None, [str(finding) for finding in findings]
    gait = study.forms["gait"]
    assert [item.id for item in gait.items() if gait.is_recorded_here(item.id)] == ["assessed", "seconds"]
