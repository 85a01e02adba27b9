"""The definition can be read in the window: the design of a crossover, choices, and what is blinded."""

from __future__ import annotations

import pytest

from crf_app.base.words import words
from crf_app.gui.models.definition_text import Paragraph, form_text, overview_text
from crf_app.study.load import load_texts
from crf_app.study.study import Study
from tests.study.small_study import TEXTS

DESIGN = """\
periods:
  - {id: one, label: {en: First, fa: نخست}, baseline: treatment}
  - {id: two, label: {en: Second, fa: دوم}, baseline: month_1}
arms:
  - {id: ab, label: A then B, treatments: {one: A, two: B}}
visits:
"""
PRODUCT = """\
  - {id: product, title: Product, blinded: yes, items: [{id: batch, kind: text, label: Batch}]}
"""


@pytest.fixture(name="study", scope="module")
def _study() -> Study:
    texts = dict(TEXTS)
    texts["schedule.yaml"] = texts["schedule.yaml"].replace("visits:\n", DESIGN, 1)
    texts["forms/dosing.yaml"] += PRODUCT
    texts["forms/event.yaml"] = texts["forms/event.yaml"].replace("version: 1", "version: 1\nblinded: yes", 1)
    study, findings = load_texts(texts)
    assert study is not None, [str(finding) for finding in findings]
    return study


def lines(paragraphs: list[Paragraph]) -> list[tuple[str, str]]:
    return [(each.text, each.aside) for each in paragraphs]


def test_the_design_of_a_crossover_is_told(study: Study) -> None:
    told = lines(list(overview_text(study, words("en"))))
    assert ("First", "baseline: Day 0") in told
    assert ("Second", "baseline: Month 1") in told
    assert ("A then B", "First: A · Second: B") in told
    assert ("settings.unit = metres", "") in told
    persian = lines(list(overview_text(study, words("fa"))))
    assert ("دوم", "خط پایه: Month 1") in persian


def test_what_is_blinded_says_so(study: Study) -> None:
    assert ("Product (unblinded)", "") in lines(list(form_text(study, study.forms["dosing"], words("en"))))
    title = lines(list(form_text(study, study.forms["event"], words("en"))))[0]
    assert title == ("Adverse event", "form version 1 · for unblinded staff only")
    assert "unblinded" not in " ".join(lines(list(form_text(study, study.forms["walk"], words("en"))))[0])
