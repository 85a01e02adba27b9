"""Instruments of the library in studies that choose otherwise than its stories do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.capture.scenario import check_study

STUDY = """\
id: instruments
version: "1.0"
short: INSTRUMENTS
title: A study of instruments
registration: NCT00000000
sponsor: A sponsor
languages: [en, fa, zh, es]
sites:
  - {id: "01", name: The clinic, subject_prefix: S-}
missing_reasons: missing_reasons
reasons_for_change: reasons_for_change
synthetic: yes
licences:
  pasat: {holder: The sponsor}
  macfims: {holder: The sponsor}
  fss: {holder: The sponsor}
  scl_90_r: {holder: The sponsor}
"""

SCHEDULE = """\
anchors: {}
visits:
  - {id: day_0, label: Day 0, forms: [consent, FORMS]}
  - {id: month_3, label: Month 3, forms: [FORMS]}
baseline: day_0
"""

CODELISTS = """\
yes_no: {include: yes_no, version: 1}
missing_reasons: {include: missing_reasons, version: 1}
reasons_for_change: {include: reasons_for_change, version: 1}
"""

CONSENT = """\
id: consent
version: 1
title: Consent
sections:
  - id: main
    title: Consent
    items:
      - {id: consented, kind: date, label: Consented on, role: consent.date}
"""

SETTINGS = {
    "msfc_reference": "task_force",
    "fss_share": "1",
    "scl_dimension_share": "0.6",
    "scl_total_share": "0.8",
    "scl_scale": "0-4",
}


def study(at: Path, forms: dict[str, str], **settings: str) -> Path:
    """Write a study in four languages, with `forms` of the library on both visits, beside a copy of the library."""
    shutil.copytree(bundled("forms", "library"), at / "library")
    chosen = "".join(f'  {name}: "{value}"\n' for name, value in (SETTINGS | settings).items())
    texts = {
        "study.yaml": f"{STUDY}settings:\n{chosen}",
        "schedule.yaml": SCHEDULE.replace("FORMS", ", ".join(forms)),
        "codelists.yaml": CODELISTS,
        "forms/consent.yaml": CONSENT,
    }
    for name, narrowed in forms.items():
        texts[f"forms/{name}.yaml"] = f"include: {{form: {name}, version: 1}}\n{narrowed}"
    folder = at / "study"
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def tell(folder: Path, stories: str) -> list[str]:
    """Play stories of the study's own, and return what came out otherwise than they expect."""
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "own.yaml").write_text(stories, encoding="utf-8")
    played = [each for each in check_study(folder).played if each.scenario.file == "scenarios/own.yaml"]
    assert len(played) == stories.count("- name:")
    return [failure for each in played for failure in each.failures]


@pytest.mark.parametrize("form", ["msfc", "macfims", "fss", "scl_90_r"])
def test_an_instrument_as_the_library_has_it_is_clean(tmp_path: Path, form: str) -> None:
    found = check_study(study(tmp_path, {form: ""}))
    assert [str(each) for each in found.findings] == []
    assert found.scenarios > 10


def test_a_scale_printed_one_to_five_gives_the_results_of_nought_to_four(tmp_path: Path) -> None:
    codes = ", ".join(f'{{code: "{n}", label: "{n}"}}' for n in range(1, 6))
    folder = study(tmp_path, {"scl_90_r": f"codelists: {{scl_answer: [{codes}]}}\n"}, scl_scale="1-5")
    answers = ", ".join(f'scl_90_r.q{n}: "{n % 5 + 1}"' for n in range(1, 91))
    story = """\
- name: every item by its number, printed 1 to 5
  given: {visit: month_3}
  enter: {scl_90_r.assessed: "yes", ANSWERS}
  expect:
    values:
      scl_90_r.q90: "1"
      scl_90_r.scale_used: 1-5
      scl_90_r.dep.dimension_mean: "1.7692"
      scl_90_r.par.dimension_mean: "2.6667"
      scl_90_r.additional.dimension_sum: "21"
      scl_90_r.gsi: "2.0000"
      scl_90_r.pst: "72"
      scl_90_r.psdi: "2.5000"
    queries: [scl_item_59_alert]
    no_queries: [scl_item_15_alert, scl_90_r_gsi_possible]
"""
    assert tell(folder, story.replace("ANSWERS", answers)) == []


def test_a_scale_that_its_codes_do_not_fit_is_told_by_the_results(tmp_path: Path) -> None:
    folder = study(tmp_path, {"scl_90_r": ""}, scl_scale="1-5")
    answers = ", ".join(f'scl_90_r.q{n}: "0"' for n in range(1, 91))
    story = """\
- name: noughts on a scale that begins at one
  given: {visit: month_3}
  enter: {scl_90_r.assessed: "yes", ANSWERS}
  expect: {queries: [scl_90_r_gsi_possible, scl_90_r_dimension_mean_possible]}
"""
    assert tell(folder, story.replace("ANSWERS", answers)) == []


def test_a_study_counts_the_msfc_against_its_own_baseline(tmp_path: Path) -> None:
    folder = study(tmp_path, {"msfc": ""}, msfc_reference="own")
    (folder / "tables").mkdir()
    (folder / "tables" / "msfc_reference.yaml").write_text("""\
keys: {reference: text, part: text}
values: {mean: number, sd: number}
rows:
  - [task_force, reference_leg, "9.5353", "11.4058"]
  - [task_force, reference_arm, "0.0439", "0.0101"]
  - [task_force, reference_cognition, "45.0311", "12.0771"]
  - [own, reference_leg, "5.0", "2.0"]
  - [own, reference_arm, "0.05", "0.01"]
  - [own, reference_cognition, "40", "10"]
""")
    story = """\
- name: a standard deviation from the mean of this study
  given: {visit: month_3}
  enter:
    msfc.assessed: "yes"
    msfc.walk_1.walk_status: completed
    msfc.walk_1.walk_seconds: "7"
    msfc.walk_2.walk_status: completed
    msfc.walk_2.walk_seconds: "7"
    msfc.pasat_status: completed
    msfc.pasat_correct: "50"
  expect:
    values: {msfc.z_leg: "-1.000000", msfc.z_cognition: "1.000000", msfc.z_arm: "", msfc.reference_used: own}
"""
    assert tell(folder, story) == []


def test_a_study_whose_fatigue_score_lets_items_be_missing(tmp_path: Path) -> None:
    folder = study(tmp_path, {"fss": ""}, fss_share="0.5")
    story = """\
- name: five of nine items make a mean, but no sum
  given: {visit: month_3}
  enter: {fss.assessed: "yes", fss.q1: "5", fss.q2: "5", fss.q3: "4", fss.q4: "6", fss.q5: "3"}
  expect: {values: {fss.fss_mean: "4.60", fss.fss_sum: "", fss.fatigued: "yes"}}
- name: four of nine are too few
  given: {visit: month_3}
  enter: {fss.assessed: "yes", fss.q1: "5", fss.q2: "5", fss.q3: "4", fss.q4: "6"}
  expect: {values: {fss.fss_mean: ""}}
"""
    assert tell(folder, story) == []


def test_a_study_gives_only_some_tests_of_the_battery(tmp_path: Path) -> None:
    found = check_study(study(tmp_path, {"macfims": "without: [cvlt, jlo, cowat, dkefs_sorting, confounders]\n"}))
    assert [str(each) for each in found.findings] == []
    assert any("BVMT-R" in each.scenario.name for each in found.played)
    assert not any("CVLT-II" in each.scenario.name for each in found.played)
