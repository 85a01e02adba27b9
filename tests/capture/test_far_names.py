"""Names that reach beyond a page: the subject, all visits so far, the schedule, the period, the row."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.capture.scenario import check_study
from tests.study.small_study import TEXTS

MORE = """\
      - {id: best, kind: integer, label: Best so far, derive: max(visits.walk.metres), required: no}
      - id: trend
        kind: decimal
        label: Per month
        decimals: 0
        derive: >-
          slope_per_month(months_between(subject.dose.start, visits.visit_date, settings.month), visits.walk.metres)
        required: no
      - {id: target, kind: date, label: Target, derive: target_date, required: no}
      - {id: last_day_due, kind: date, label: Closes, derive: window_closes, required: no}
      - {id: day, kind: integer, label: Day, derive: "days_between(subject.dose.start, visit_date)", required: no}
      - {id: change, kind: integer, label: Change, derive: metres - baseline.walk.metres, required: no}
      - {id: worst, kind: integer, label: Worst event, derive: max(subject.ae.grade), required: no}
      - {id: last_term, kind: text, label: Last event, derive: subject.ae.term, required: no}
      - {id: since, kind: integer, label: After dosing, derive: count(event.onset >= subject.dose.start), required: no}
      - {id: doses, kind: integer, label: Doses, derive: count_given(subject.dose.start), required: no}
      - {id: second, kind: integer, label: Second, derive: max(subject.ae.grade if subject.ae.page == 2 else unknown)}
      - {id: nothing, kind: integer, label: No history, derive: count_given(subject.mh.term), required: no}
      - {id: no_page, kind: yes_no, label: No page, derive: any(subject.mh.page == 1), required: no}
checks:
"""

SCHEDULE = """\
anchors:
  day_0: {form: dosing, item: started, visit: treatment}
periods:
  - {id: one, label: First, baseline: treatment}
  - {id: two, label: Second, baseline: month_6}
visits:
  - {id: screening, label: Screening, forms: [consent, walk]}
  - {id: treatment, label: Day 0, on: day_0, period: one, forms: [dosing, walk, vitals]}
  - {id: month_1, label: M1, on: day_0, at: 30 days, window: [-7 days, 7 days], period: one, forms: [walk, vitals]}
  - {id: month_6, label: M6, on: day_0, at: 180 days, window: [-7 days, 7 days], period: one, forms: [walk]}
  - {id: month_7, label: M7, on: day_0, at: 210 days, window: [-7 days, 7 days], period: two, forms: [walk]}
  - {id: unscheduled, label: Unscheduled, repeating: yes, optional_forms: [walk]}
logs: [event]
baseline: treatment
"""

UNPROVEN = ("S015", "S016", "S026", "S027")

GIVEN = """\
  given:
    visit: month_7
    date: 2026-08-20
    dates: {treatment: 2026-01-20, month_1: 2026-02-19, month_6: 2026-07-19}
    entries:
      treatment.dosing.started: "2026-01-20T09:00"
      treatment.walk.done: "yes"
      treatment.walk.metres: "100"
      month_1.walk.done: "yes"
      month_1.walk.metres: "130"
      month_6.walk.done: "yes"
      month_6.walk.metres: "280"
    logs: {event: [{term: Headache, grade: "3", onset: "2026-01-01"}, {term: Nausea, grade: "2", onset: "2026-02"}]}
  enter: {walk.done: "yes", walk.metres: "312"}
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    texts = dict(TEXTS)
    texts["study.yaml"] = texts["study.yaml"].replace("settings: {", 'settings: {month: "30", ')
    texts["schedule.yaml"] = SCHEDULE
    texts["forms/walk.yaml"] = texts["forms/walk.yaml"].replace("checks:\n", MORE)
    texts["forms/vitals.yaml"] = texts["forms/vitals.yaml"].replace(
        "high, kind: yes_no",
        'named, kind: text, label: Row, derive: "row", required: no}\n      - {id: high, kind: yes_no',
    )
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    return tmp_path


def wrong(folder: Path, story: str) -> list[str]:
    """Play a story and return what is said against it; what nobody shows does not matter here."""
    (folder / "scenarios" / "story.yaml").write_text(f"- name: a story\n{story}", encoding="utf-8")
    return [str(each) for each in check_study(folder).findings if each.code not in UNPROVEN]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("best", "312"),
        # 100, 130, 280 and 312 m at 0, 1, 6 and 212/30 months.
        ("trend", "30"),
        ("target", "2026-08-18"),
        ("last_day_due", "2026-08-25"),
        ("day", "212"),
        ("change", "32"),
        ("worst", "3"),
        ("last_term", "Nausea"),
        ("since", "1"),
        ("doses", "1"),
        ("second", "2"),
        ("nothing", "0"),
        ("no_page", "no"),
    ],
)
def test_a_name_reaches_what_it_says(folder: Path, item: str, value: str) -> None:
    assert wrong(folder, f'{GIVEN}  expect: {{values: {{walk.{item}: "{value}"}}}}\n') == []


def test_until_the_dose_its_planned_day_counts(folder: Path) -> None:
    schedule = (folder / "schedule.yaml").read_text(encoding="utf-8")
    planned = "visit: treatment, planned: {form: consent, item: consented, visit: screening}}"
    (folder / "schedule.yaml").write_text(schedule.replace("visit: treatment}", planned, 1), encoding="utf-8")
    story = GIVEN.replace('treatment.dosing.started: "2026-01-20T09:00"', 'screening.consent.consented: "2026-01-22"')
    assert wrong(folder, f'{story}  expect: {{values: {{walk.target: "2026-08-20"}}}}\n') == []


def test_a_later_visit_is_not_looked_at(folder: Path) -> None:
    story = GIVEN.replace("visit: month_7", "visit: month_1").replace("date: 2026-08-20", "date: 2026-02-19")
    story = story.replace("{treatment: 2026-01-20, month_1: 2026-02-19, ", "{treatment: 2026-01-20, ")
    story = story.replace('      month_1.walk.done: "yes"\n      month_1.walk.metres: "130"\n', "")
    story = story.replace('walk.metres: "312"', 'walk.metres: "90"')
    assert wrong(folder, f'{story}  expect: {{values: {{walk.best: "100", walk.change: "-10"}}}}\n') == []


def test_before_the_dose_the_subject_has_none(folder: Path) -> None:
    story = '  given: {visit: screening}\n  enter: {walk.done: "yes", walk.metres: "90"}\n'
    assert wrong(folder, f'{story}  expect: {{values: {{walk.day: "", walk.target: "", walk.best: "90"}}}}\n') == []


def test_each_row_knows_its_name(folder: Path) -> None:
    story = '  given: {visit: treatment}\n  enter: {vitals.before.systolic: "120"}\n'
    expect = "  expect: {values: {vitals.before.named: before, vitals.after.named: after}}\n"
    assert wrong(folder, story + expect) == []


PRESSURES = """\
  given:
    visit: month_7
    date: 2026-08-20
    dates: {treatment: 2026-01-20, month_1: 2026-02-19, month_6: 2026-07-19}
    entries:
      treatment.vitals.before.systolic: "140"
      treatment.vitals.after.systolic: "150"
      month_1.vitals.before.systolic: "120"
      month_1.vitals.after.systolic: "131"
      month_6.walk.done: "no"
  enter: {walk.done: "yes"}
"""


def test_rows_of_the_visit_before_are_those_of_its_page(folder: Path) -> None:
    """Month 6 lies between and has no pressures: the visit before is the last that has some."""
    text = (folder / "forms/walk.yaml").read_text(encoding="utf-8")
    text = text.replace("derive: max(visits.walk.metres)", "derive: max(previous.vitals.systolic)")
    (folder / "forms/walk.yaml").write_text(text, encoding="utf-8")
    assert wrong(folder, f'{PRESSURES}  expect: {{values: {{walk.best: "131"}}}}\n') == []


def test_rows_of_the_baseline_are_those_of_this_period(folder: Path) -> None:
    """The baseline of month 7 is month 6, which itself looks back to the treatment."""
    text = (folder / "forms/walk.yaml").read_text(encoding="utf-8")
    text = text.replace("derive: max(visits.walk.metres)", "derive: max(baseline.vitals.systolic)")
    (folder / "forms/walk.yaml").write_text(text, encoding="utf-8")
    schedule = (folder / "schedule.yaml").read_text(encoding="utf-8")
    schedule = schedule.replace("period: one, forms: [walk]}", "period: one, forms: [walk, vitals]}")
    (folder / "schedule.yaml").write_text(schedule, encoding="utf-8")
    story = PRESSURES.replace('month_6.walk.done: "no"', 'month_6.vitals.before.systolic: "118"')
    assert wrong(folder, f'{story}  expect: {{values: {{walk.best: "118"}}}}\n') == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("subject.dose.strat", "did you mean “subject.dose.start”?"),
        ("visits.walk.metres", "inside count"),
        ("row", "There is no “row” here"),
        ('lookup("norms", "most", done)', "There is no table “norms”"),
        ("settings.month + done", ""),
    ],
)
def test_a_name_that_leads_nowhere_is_told(folder: Path, rule: str, told: str) -> None:
    text = (folder / "forms/walk.yaml").read_text(encoding="utf-8")
    text = text.replace("derive: metres - baseline.walk.metres, required: no", f"derive: '{rule}', required: no", 1)
    (folder / "forms/walk.yaml").write_text(text, encoding="utf-8")
    lines = wrong(
        folder, '  given: {visit: screening}\n  enter: {walk.done: "yes"}\n  expect: {shown: [walk.metres]}\n'
    )
    assert lines
    assert told in lines[0]
