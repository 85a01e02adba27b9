"""Blood counts and chemistry of the library in a study that has laboratories of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.capture.scenario import check_study
from crf_app.study.load import load_study
from crf_app.study.study import Study

STUDY = """\
id: laboratories
version: "1.0"
short: LABORATORIES
title: A study of two laboratories
registration: NCT00000000
sponsor: A sponsor
languages: [en, fa, zh, es]
sites:
  - {id: "01", name: The clinic, subject_prefix: S-}
missing_reasons: missing_reasons
reasons_for_change: reasons_for_change
synthetic: yes
"""

SCHEDULE = """\
anchors: {}
visits:
  - {id: day_0, label: Day 0, forms: [consent, haematology, chemistry]}
  - {id: month_3, label: Month 3, forms: [haematology, chemistry]}
logs: [event]
baseline: day_0
"""

CODELISTS = """\
yes_no: {include: yes_no, version: 1}
missing_reasons: {include: missing_reasons, version: 1}
reasons_for_change: {include: reasons_for_change, version: 1}
trial_laboratory:
  - {code: clinic, label: Laboratory of the clinic}
  - {code: central, label: Central laboratory}
"""

CONSENT = """\
id: consent
version: 1
title: Consent
codelists: {sex: {include: sex, version: 1}}
sections:
  - id: main
    title: Consent
    items:
      - {id: consented, kind: date, label: Consented on, role: consent.date}
      - {id: born, kind: date, precision: year, label: Born, role: subject.birth}
      - {id: age, kind: integer, label: Age, role: subject.age}
      - {id: sex, kind: code, codes: sex, label: Sex, role: subject.sex}
"""

EVENT = """\
id: event
version: 1
title: Event
repeating: true
codelists:
  ctcae: {dictionary: ctcae-v5}
  event_end: [{code: recovered, label: Recovered}]
sections:
  - id: main
    title: Event
    items:
      - {id: term, kind: code, codes: ctcae, label: Term, role: ae.term}
      - {id: onset, kind: date, label: Onset, role: ae.onset}
      - {id: ended, kind: date, label: Ended, role: ae.end}
      - {id: degree, kind: integer, label: Degree, role: ae.grade}
      - {id: serious, kind: yes_no, label: Serious, role: ae.serious}
      - {id: outcome, kind: code, codes: event_end, label: Outcome, role: ae.outcome}
"""

NARROWED = """\
include: {form: haematology, version: 1}
version: 2
items:
  laboratory: {kind: code, codes: trial_laboratory}
sections:
  - id: results
    items:
      - id: standard
        kind: measured
        censored: true
        derive: >-
          result if lookup("units_haematology", "factor", row, unit) == 1
          else result * lookup("units_haematology", "factor", row, unit)
        label: In the first unit
"""

RANGES = """\
keys: {test: text, laboratory: text, sex: text, age: number, on: date}
values: {low: number, high: number, unit: text}
rows:
  - [haemoglobin, clinic, female, "*", "*", "12.0", "15.5", g/dL]
  - [haemoglobin, central, female, "..49", "*", "115", "150", g/L]
  - [haemoglobin, central, female, "50..", "*", "117", "155", g/L]
  - [platelets, clinic, "*", "*", "*", "150", "400", 10^3/uL]
  - [platelets, central, "*", "*", "*", "150000", "400000", /uL]
"""

STORIES = """\
- name: the clinic's haemoglobin in its unit
  given: {visit: month_3, date: "2026-06-15", entries: {day_0.consent.sex: female, day_0.consent.born: "1980"}}
  enter: {
    haematology.collected_on: "2026-06-15", haematology.laboratory: clinic, haematology.haemoglobin.result: "11.8",
    haematology.platelets.result: "<20"
  }
  expect:
    values: {
      haematology.haemoglobin.unit: g/dL, haematology.haemoglobin.flag: low, haematology.haemoglobin.standard: "118.0",
      haematology.platelets.standard: "<20", haematology.platelets.grade: "4"
    }
- name: the same blood in the central laboratory
  given: {visit: month_3, date: "2026-06-15", entries: {day_0.consent.sex: female, day_0.consent.born: "1980"}}
  enter: {
    haematology.collected_on: "2026-06-15", haematology.laboratory: central, haematology.haemoglobin.result: "118",
    haematology.platelets.result: "74000"
  }
  expect:
    values: {
      haematology.sample_age: "", haematology.haemoglobin.unit: "", haematology.haemoglobin.flag: "",
      haematology.platelets.unit: /uL, haematology.platelets.flag: low, haematology.platelets.grade: "2",
      haematology.platelets.standard: "74.000"
    }
- name: with an age it is judged, by the date of birth rather than by the age at consent
  given: {
    visit: month_3, date: "2026-06-15",
    entries: {day_0.consent.sex: female, day_0.consent.born: "1976-06-15", day_0.consent.age: "49"}
  }
  enter: {
    haematology.collected_on: "2026-06-15", haematology.laboratory: central, haematology.haemoglobin.result: "116"
  }
  expect: {values: {haematology.sample_age: "50", haematology.haemoglobin.flag: low}}
- name: the day before her birthday
  given: {
    visit: month_3, date: "2026-06-14",
    entries: {day_0.consent.sex: female, day_0.consent.born: "1976-06-15", day_0.consent.age: "49"}
  }
  enter: {
    haematology.collected_on: "2026-06-14", haematology.laboratory: central, haematology.haemoglobin.result: "116"
  }
  expect: {values: {haematology.sample_age: "49", haematology.haemoglobin.flag: normal}}
- name: a year of birth that leaves the age open gives way to the age at consent
  given: {
    visit: month_3, date: "2026-06-15",
    entries: {day_0.consent.sex: female, day_0.consent.born: "1976", day_0.consent.age: "49"}
  }
  enter: {
    haematology.collected_on: "2026-06-15", haematology.laboratory: central, haematology.haemoglobin.result: "116"
  }
  expect: {values: {haematology.sample_age: "49", haematology.haemoglobin.flag: normal}}
- name: without a laboratory nothing is judged
  given: {visit: month_3, date: "2026-06-15", entries: {day_0.consent.sex: female, day_0.consent.age: "49"}}
  enter: {haematology.collected_on: "2026-06-15", haematology.haemoglobin.result: "11.8"}
  expect: {queries: [haematology_no_range], values: {haematology.haemoglobin.flag: ""}}
"""


def write(at: Path, texts: dict[str, str]) -> Path:
    """Write the study beside a copy of the library; the library's own stories are told elsewhere."""
    shutil.copytree(bundled("forms", "library"), at / "library", ignore=shutil.ignore_patterns("scenarios"))
    own = {
        "study.yaml": STUDY,
        "schedule.yaml": SCHEDULE,
        "codelists.yaml": CODELISTS,
        "forms/consent.yaml": CONSENT,
        "forms/event.yaml": EVENT,
        "forms/haematology.yaml": "include: {form: haematology, version: 1}\n",
        "forms/chemistry.yaml": "include: {form: chemistry, version: 1}\n",
    }
    for name, text in (own | texts).items():
        path = at / "study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return at / "study"


def load(at: Path) -> Study:
    study, _ = load_study(write(at, {}))
    assert study is not None
    return study


def test_laboratories_with_ranges_and_units_of_their_own(tmp_path: Path) -> None:
    texts = {
        "forms/haematology.yaml": NARROWED,
        "tables/reference_ranges_haematology.yaml": RANGES,
        "scenarios/own.yaml": STORIES,
    }
    played = check_study(write(tmp_path, texts)).played
    assert [failure for each in played for failure in each.failures] == []
    assert len(played) == STORIES.count("- name:")


def test_a_range_in_a_unit_nobody_knows_is_told(tmp_path: Path) -> None:
    ranges = RANGES.replace("g/dL", "mg/dl")
    _, found = load_study(write(tmp_path, {"tables/reference_ranges_haematology.yaml": ranges}))
    assert any(each.code == "S005" and "mg/dl" in each.text for each in found)


@pytest.mark.parametrize("form", ["haematology", "chemistry"])
def test_every_test_has_its_ranges_units_and_bounds(form: str, tmp_path: Path) -> None:
    study = load(tmp_path)
    units, ranges, possible = (study.tables[f"{each}_{form}"] for each in ("units", "reference_ranges", "possible"))
    results = next(each for each in study.forms[form].sections if each.id == "results")
    for table in (units, ranges, possible):
        assert {row.cells[0].low for row in table.rows} == {row.id for row in results.rows}
    convertible = {tuple(cell.low for cell in row.cells) for row in units.rows}
    assert {(row.cells[0].low, row.held["unit"]) for row in ranges.rows} <= convertible


@pytest.mark.parametrize("form", ["haematology", "chemistry"])
def test_every_graded_test_has_its_term_in_ctcae(form: str, tmp_path: Path) -> None:
    study = load(tmp_path)
    terms = {code.code for code in study.codelists["ctcae"].codes}
    named = {term for row in study.tables[f"grade_terms_{form}"].rows for term in row.held.values() if term}
    assert len(named) > 5
    assert named <= terms
