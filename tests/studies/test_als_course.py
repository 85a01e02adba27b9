"""The course of ALS in a whole trial: earlier scores, the dose, and five visits after it, with the library's forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.capture.scenario import play
from crf_app.study.load import load_study
from crf_app.study.scenario import load_scenarios

STUDY = """\
id: als
version: "1"
short: ALS
title: ALS
registration: none
sponsor: none
languages: [en]
sites: [{id: "01", name: One, subject_prefix: C-}]
missing_reasons: missing_reasons
reasons_for_change: reasons_for_change
settings: {days_per_month: "DAYS"}
licences: {alsfrs_r: {holder: none, number: none, expires: "2030-12-31"}}
synthetic: true
"""

CODELISTS = """\
yes_no: {include: yes_no, version: 1}
missing_reasons: {include: missing_reasons, version: 1}
reasons_for_change: {include: reasons_for_change, version: 1}
"""

SCHEDULE = """\
anchors: {dose: {form: intrathecal_dose, item: start, visit: day_0}}
visits:
  - {id: screening, label: Screening, forms: [consent, als_diagnosis, als_history, alsfrs_r]}
  - {id: day_0, label: D0, on: dose, forms: [alsfrs_r, spirometry, intrathecal_dose]}
  - {id: month_1, label: M1, on: dose, at: 30 days, forms: [alsfrs_r, spirometry, als_course]}
  - {id: month_3, label: M3, on: dose, at: 90 days, forms: [alsfrs_r, spirometry, als_course]}
  - {id: month_6, label: M6, on: dose, at: 180 days, forms: [alsfrs_r, spirometry, als_course]}
  - {id: month_10, label: M10, on: dose, at: 300 days, forms: [alsfrs_r, spirometry, als_course]}
baseline: day_0
"""

CONSENT = """\
id: consent
version: 1
title: Consent
sections:
  - id: main
    title: Consent
    items: [{id: consented_on, kind: date, role: consent.date, label: Consented}]
"""

INCLUDED = ("als_diagnosis", "als_history", "alsfrs_r", "spirometry", "intrathecal_dose", "als_course")

ITEMS = (
    *("speech", "salivation", "swallowing", "handwriting", "cutting_5a", "dressing", "turning_in_bed", "walking"),
    *("stairs", "dyspnoea", "orthopnoea", "respiratory_insufficiency"),
)

VISITS = {
    "screening": ("2020-12-20", 37),
    "day_0": ("2021-01-10", 36),
    "month_1": ("2021-02-09", 35),
    "month_3": ("2021-04-10", 34),
    "month_6": ("2021-07-09", 33),
    "month_10": ("2021-11-06", 30),
}
"""The days of the visits, 0, 30, 90, 180 and 300 after the dose, and the totals scored there."""

EARLIER = """\
      screening.als_history.earlier_found: "yes"
      screening.als_history.1.valued_on: "2020-03-16"
      screening.als_history.1.instrument: alsfrs_r
      screening.als_history.1.earlier_total: "41"
      day_0.intrathecal_dose.start: "2021-01-10T09:00"
"""


def _scored(total: int, place: str) -> str:
    """Return the answers of a page whose twelve items make this total."""
    whole, more = divmod(total, len(ITEMS))
    grades = {item: whole + (n < more) for n, item in enumerate(ITEMS)}
    given = {"assessed": "yes", "instrument": "alsfrs_r", "gastrostomy": "no", **grades}
    return "".join(f'{place}.{item}: "{answer}"\n' for item, answer in given.items())


def _wrong(folder: Path, days: str, onset: str, values: dict[str, str]) -> list[str]:
    """Play the trial of one subject up to its last visit and return what came out otherwise than expected."""
    files = {
        "study.yaml": STUDY.replace("DAYS", days),
        "codelists.yaml": CODELISTS,
        "schedule.yaml": SCHEDULE,
        "forms/consent.yaml": CONSENT,
        **{f"forms/{form}.yaml": f"include: {{form: {form}, version: 1}}\n" for form in INCLUDED},
        "scenarios/course.yaml": _story(onset, values),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    study, findings = load_study(folder)
    assert study is not None, findings
    scenarios, findings = load_scenarios(folder, study)
    assert findings == ()
    return play(study, next(each for each in scenarios if each.name == "the trial of one subject"))


def _story(onset: str, values: dict[str, str]) -> str:
    *before, (last, (today, total)) = VISITS.items()
    dates = ", ".join(f'{visit}: "{day}"' for visit, (day, _) in before)
    entries = "".join(_scored(points, f"      {visit}.alsfrs_r") for visit, (_, points) in before)
    expected = "".join(f'      als_course.{name}: "{value}"\n' for name, value in values.items())
    return (
        f"- name: the trial of one subject\n  given:\n    visit: {last}\n    date: {today}\n    dates: {{{dates}}}\n"
        f'    entries:\n{EARLIER}      screening.als_diagnosis.onset: "{onset}"\n{entries}'
        f"  form: als_course\n  enter:\n{_scored(total, '    alsfrs_r')}"
        f"    als_course.reviewed_by: Dr Karimi\n  expect:\n    values:\n{expected}"
    )


def test_the_line_runs_through_the_visits_from_the_dose_on(tmp_path: Path) -> None:
    # The score of screening lies before the dose and does not count.
    line = {
        "alsfrs_line.visits_counted": "5",
        "alsfrs_line.slope": "-0.560606",
        "alsfrs_line.intercept": "35.842424",
    }
    assert _wrong(tmp_path, "30", "2019-05-21", line) == []


def test_before_and_after_are_told_per_period_and_per_month(tmp_path: Path) -> None:
    change = {
        "alsfrs_before.run_in_change": "-5",
        "alsfrs_before.run_in_rate": "-0.500",
        "alsfrs_since.change_since": "-6",
        "alsfrs_since.rate_since": "-0.600",
    }
    assert _wrong(tmp_path, "30", "2019-05-21", change) == []


@pytest.mark.parametrize(
    ("onset", "months", "loss"),
    [
        ("2019-05-21", ("20.0", "20.0"), ("0.600", "0.600", "0.600")),
        ("2019-05", ("19.7", "20.7"), ("", "0.581", "0.610")),
    ],
)
def test_an_onset_without_its_day_leaves_the_loss_between_two_bounds(
    tmp_path: Path, onset: str, months: tuple[str, str], loss: tuple[str, str, str]
) -> None:
    names = ("months_least", "months_most", "delta_fs", "delta_fs_least", "delta_fs_most")
    values = {f"at_baseline.{name}": value for name, value in zip(names, (*months, *loss), strict=True)}
    assert _wrong(tmp_path, "30", onset, values) == []


def test_a_study_that_counts_longer_months_gets_a_steeper_line(tmp_path: Path) -> None:
    # 300 days are 9.856 months of 30.4375 days.
    line = {"alsfrs_line.slope": "-0.568782", "alsfrs_line.intercept": "35.842424", "alsfrs_since.months_on": "9.9"}
    assert _wrong(tmp_path, "30.4375", "2019-05-21", line) == []
