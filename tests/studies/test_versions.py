"""The second reading of the first trial says just what the methods section of the article says otherwise."""

from __future__ import annotations

import pytest

from crf_app.base.files import bundled
from crf_app.services.opening import load_whole
from crf_app.study.difference import Difference
from tests.studies.versions import PAGE, between_readings, written_anew

BLOOD = ("haematology", "csf")
SAMPLES = ("cytokines", "b_cells")


@pytest.fixture(name="found", scope="module")
def _found() -> tuple[Difference, ...]:
    return between_readings()


def of(found: tuple[Difference, ...], code: str) -> list[tuple[str, str]]:
    """The differences of a kind: what changed, and how."""
    return [(each.name, each.text.partition(";")[0]) for each in found if each.code == code]


def test_no_answer_would_change_its_meaning_so_nothing_is_declared(found: tuple[Difference, ...]) -> None:
    assert [str(each) for each in found if each.is_error] == []
    assert not load_whole(bundled("forms", "spms-plmsc-methods")).facts.amends


def test_visits_and_samples_are_those_of_the_methods_section(found: tuple[Difference, ...]) -> None:
    assert of(found, "D013") == [("month_9", "removed: 270 days after infusion")]
    wanted = [(visit, f"form {form} removed: required") for visit in ("day_0", "month_3") for form in BLOOD]
    wanted += [("month_1", f"form {form} removed: required") for form in (*SAMPLES, *BLOOD)]
    wanted += [("month_6", f"form {form} added: required") for form in SAMPLES]
    wanted += [("unscheduled", f"form {form} removed: optional") for form in BLOOD]
    assert sorted(of(found, "D015")) == sorted(wanted)


def test_what_the_registration_alone_asks_is_gone_with_its_lists_and_tables(found: tuple[Difference, ...]) -> None:
    assert [name for name, _ in of(found, "D031")] == ["csf", "haematology"]
    lists = {name for name, _ in of(found, "D021")}
    assert lists == {"csf_appearance", "csf_bands", "csf_culture", "lab_flag", "haematology_unit"}
    assert all(name.endswith("_haematology") for name, _ in of(found, "D071"))


def test_the_article_may_be_what_a_subject_is_judged_by(found: tuple[Difference, ...]) -> None:
    assert of(found, "D022") == [("eligibility_source.article", "added: Article of 2025")]
    assert of(found, "D032") == [("eligibility", "version 2 → 3")]
    assert {name for name, _ in of(found, "D043")} == {"eligibility.age_in_range"}
    assert [name for name, _ in of(found, "D044")] == ["eligibility.duration_in_range", "eligibility.all_met"]
    assert [name for name, _ in of(found, "D052")] == [
        "eligibility, check age_outside",
        "eligibility, check age_inside",
    ]


def test_nothing_else_differs(found: tuple[Difference, ...]) -> None:
    told = {"D013", "D015", "D021", "D022", "D031", "D032", "D043", "D044", "D052", "D071"}
    assert [(each.code, each.text) for each in found if each.code not in told] == [("D010", "version 1.0 → 2.0")]


def test_every_other_form_is_the_one_of_the_first_reading() -> None:
    first, second = (load_whole(bundled("forms", name)) for name in ("spms-plmsc", "spms-plmsc-methods"))
    same = {form for form in second.forms if second.forms[form] == first.forms[form]}
    assert second.forms.keys() - same == {"eligibility"}
    assert first.forms.keys() - second.forms.keys() == set(BLOOD)


def test_the_page_of_the_studies_tells_them_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert written_anew(text) == text, "docs/studies.md is old: python -m tests.studies.versions"
    for folder in bundled("forms").glob("*/study.yaml"):
        name = folder.parent.name
        assert name == "template" or f"`{name}`" in text
