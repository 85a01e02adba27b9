"""A trial with two infusions: an event belongs to the one before it, and logs find each other's pages."""

from __future__ import annotations

import pytest

from crf_app.capture.scenario import play
from crf_app.study.load import load_study
from crf_app.study.scenario import Scenario, ScenarioText
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import read_yaml

FORMS = (
    "consent", "demographics", "adverse_event", "concomitant_medication", "procedures", "relapse", "deviation",
    "end_of_study", "death",
)  # fmt: skip

TEXTS = {
    "study.yaml": """\
id: crossover
version: "1.0"
short: CROSS
title: A crossover
registration: NCT00000000
sponsor: A sponsor
languages: [en]
sites:
  - {id: "01", name: Clinic, subject_prefix: S}
missing_reasons: missing_reasons
reasons_for_change: reasons_for_change
synthetic: yes
""",
    "schedule.yaml": """\
anchors:
  day_0: {form: dosing, item: started, visit: day_0}
visits:
  - {id: screening, label: Screening, forms: [consent, demographics, rating]}
  - {id: day_0, label: Day 0, on: day_0, forms: [dosing, rating]}
  - {id: month_6, label: M6, on: day_0, at: 180 days, window: [-7 days, 7 days], forms: [dosing, rating]}
  - {id: month_12, label: M12, on: day_0, at: 360 days, window: [-7 days, 7 days], forms: [rating, end_of_study]}
logs: [adverse_event, concomitant_medication, procedures, relapse, deviation, death]
baseline: day_0
""",
    "codelists.yaml": """\
yes_no: {include: yes_no, version: 1}
missing_reasons: {include: missing_reasons, version: 1}
reasons_for_change: {include: reasons_for_change, version: 1}
given:
  - {code: "1", label: Product}
  - {code: "2", label: Placebo}
""",
    "forms/dosing.yaml": """\
id: dosing
version: 1
title: Dosing
sections:
  - id: main
    title: Dosing
    items:
      - {id: started, kind: date_time, label: Start, role: dose.start}
      - {id: what, kind: code, codes: given, label: What, role: dose.treatment, blinded: yes, required: no}
""",
    "forms/rating.yaml": """\
id: rating
version: 1
title: Rating
sections:
  - id: main
    title: Rating
    items:
      - {id: total, kind: decimal, decimals: 1, label: Step, role: edss.step}
""",
    **{f"forms/{form}.yaml": f"include: {{form: {form}, version: 1}}\n" for form in FORMS},
}

GIVEN = """\
- name: two infusions
  given:
    today: 2027-01-01
    dates: {screening: 2026-01-02, day_0: 2026-01-28, month_6: 2026-07-27}
    entries:
      screening.rating.total: "3.0"
      day_0.dosing.started: "2026-01-28 10:20"
      day_0.dosing.what: "1"
      day_0.rating.total: "3.5"
      month_6.dosing.started: "2026-07-27 11:00"
      month_6.dosing.what: "2"
      month_6.rating.total: "4.0"
"""


@pytest.fixture(name="study", scope="module")
def _study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("crossover")
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    study, findings = load_study(folder)
    assert study is not None, [str(each) for each in findings]
    return study


def wrong(study: Study, story: str) -> list[str]:
    """Play a story after two infusions; returns what comes out otherwise."""
    node, findings = read_yaml("story.yaml", GIVEN + story)
    assert node is not None, findings
    return play(study, _placed(ScenarioText.model_validate(node.find(0).plain())))


def _placed(text: ScenarioText) -> Scenario:
    parts = {name: getattr(text, name) for name in ScenarioText.model_fields}
    return Scenario.model_construct(**parts, file="", line=1, column=1)


@pytest.mark.parametrize(
    ("onset", "infusions", "last", "hours", "days", "treatment"),
    [
        ("2026-01-20 08:00", "0", "", "-194.3", "-8", ""),
        ("2026-02-04 10:20", "1", "2026-01-28T10:20", "168.0", "7", "1"),
        ("2026-07-27 10:59", "1", "2026-01-28T10:20", "4320.7", "180", "1"),
        ("2026-07-27 11:00", "2", "2026-07-27T11:00", "0.0", "0", "2"),
        ("2026-08-26", "2", "2026-07-27T11:00", "", "30", "2"),
        # Only when the whole month is after the first infusion and before the second is the period certain.
        ("2026-05", "1", "2026-01-28T10:20", "", "", "1"),
        ("2026-07", "", "", "", "", ""),
    ],
)
def test_an_event_belongs_to_the_infusion_before_it(
    study: Study, onset: str, infusions: str, last: str, hours: str, days: str, treatment: str
) -> None:
    found = {
        "infusions_before": infusions, "last_infusion": last, "hours_after": hours, "days_after": days,
        "treatment_at_onset": treatment,
    }  # fmt: skip
    values = ", ".join(f'adverse_event.{item}: "{value}"' for item, value in found.items())
    story = f'  enter: {{adverse_event.onset: "{onset}"}}\n  expect: {{values: {{{values}}}}}\n'
    assert wrong(study, story) == []


@pytest.mark.parametrize(("order", "infusions", "treatment"), [("before", "1", "1"), ("after", "2", "2")])
def test_on_the_day_of_the_second_infusion_the_order_is_asked(
    study: Study, order: str, infusions: str, treatment: str
) -> None:
    story = f"""\
  enter: {{adverse_event.onset: "2026-07-27", adverse_event.onset_order: {order}}}
  expect:
    shown: [adverse_event.onset_order]
    values:
      adverse_event.phase: after
      adverse_event.infusions_before: "{infusions}"
      adverse_event.treatment_at_onset: "{treatment}"
"""
    assert wrong(study, story) == []


def test_the_step_before_a_relapse_is_that_of_the_last_visit_before(study: Study) -> None:
    story = """\
  enter: {relapse.onset: "2026-06-01", relapse.examined: "yes", relapse.edss_now: "5.0"}
  expect:
    values: {relapse.edss_before: "3.5", relapse.edss_rise: "1.5", relapse.severity: moderate,
             relapse.infusions_before: "1", relapse.days_after_infusion: "124"}
"""
    assert wrong(study, story) == []


def test_a_death_is_counted_from_the_last_infusion(study: Study) -> None:
    story = """\
  enter: {death.died_on: "2026-10-01"}
  expect: {no_queries: [death_before_infusion, death_before_visit], values: {death.days_after_infusion: "66"}}
"""
    assert wrong(study, story) == []


def test_a_death_between_the_infusions_cannot_be(study: Study) -> None:
    story = """\
  enter: {death.died_on: "2026-06-01"}
  expect: {queries: [death_before_infusion, death_before_visit]}
"""
    assert wrong(study, story) == []
