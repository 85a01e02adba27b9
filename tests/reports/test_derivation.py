"""A derived value says in words what it was worked out from, never the source of its rule."""

from __future__ import annotations

import pytest

from crf_app.base.files import bundled
from crf_app.base.words import words
from crf_app.reports.derivation import algorithm_of, worked_out_from
from crf_app.reports.wording import Wording
from crf_app.services.opening import load_whole
from crf_app.study.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return load_whole(bundled("forms", "spms-plmsc"))


@pytest.mark.parametrize(
    ("form", "item", "language", "said"),
    [
        ("infusion", "calculated_cells", "en", "weight, prescribed cells per kg"),
        ("ms_history", "duration", "en", "first symptom, date of signature"),
        ("cytokines", "il_6_ratio", "en", "IL-6, reported"),
        ("eligibility", "all_met", "en", ""),
        ("infusion", "calculated_cells", "zh", "体重，每公斤处方细胞数"),
        ("infusion", "calculated_cells", "es", "weight, prescribed cells per kg"),
    ],
)
def test_items_are_named_as_on_paper(study: Study, form: str, item: str, language: str, said: str) -> None:
    wording = Wording(words(language), study, {})
    assert worked_out_from(wording, study.forms[form], study.item(form, item)) == said


def test_a_name_keeps_its_capital_inside_a_sentence() -> None:
    study = load_whole(bundled("forms", "rrms-bmmsc-crossover"))
    form = study.forms["t_cells"]
    ratio = next(item for item in form.items() if item.is_derived and "th17" in (item.derive or ""))
    said = worked_out_from(Wording(words("en"), study, {}), form, ratio)
    assert said.startswith("Th1, ")
    assert ", Th17, " in said


def test_no_rule_of_the_study_shows_its_source(study: Study) -> None:
    wording = Wording(words("en"), study, {})
    for form in study.forms.values():
        for item in form.items():
            if item.is_derived:
                said = worked_out_from(wording, form, item)
                assert not set("_()*/=") & set(said), f"{form.id}.{item.id}: {said}"


def test_a_rule_from_before_the_choices_keeps_the_algorithm_it_was_written_for(study: Study) -> None:
    calculated = study.item(*study.roles["edss.calculated"])
    scores = "visual, brainstem, pyramidal, cerebellar, sensory, bowel_bladder, cerebral, ambulation"
    before = calculated.model_copy(update={"derive": f"edss_step({scores},\n  settings.edss_cerebral_counts)"})
    assert algorithm_of(before) == "edss_step 2"


def test_a_published_algorithm_is_named(study: Study) -> None:
    calculated = study.item(*study.roles["edss.calculated"])
    assert algorithm_of(calculated) == "edss_step 3"
    assert algorithm_of(study.item("infusion", "weight")) == ""
