"""Scenarios are read with the same care as the study they tell about."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.capture.scenario import check_study, play
from crf_app.study.load import load_texts
from crf_app.study.scenario import Reason, Scenario, load_scenarios
from crf_app.study.study import Study
from tests.study.small_study import TEXTS, small

STORY = """\
- name: a short walk without an aid is noted
  given:
    visit: month_1
    date: 2026-05-12
    dates: {treatment: 2026-04-12}
    entries: {treatment.walk.metres: "100", treatment.vitals.before.systolic: "120"}
    logs: {event: [{term: Headache, grade: "2"}]}
  enter: {walk.done: yes, walk.metres: "15", walk.aid: none}
  expect:
    queries: [walk_aid]
    values: {walk.more: "-85"}
    shown: [walk.aid]
    required: [walk.aid]
- name: a walk that was not done asks nothing
  given: {visit: screening}
  enter: {walk.done: no, walk.aid: {missing: not_done, comment: Too tired}}
  expect: {no_queries: [walk_aid], hidden: [walk.metres]}
"""


@pytest.fixture(name="study", scope="module")
def _study() -> Study:
    study, _ = load_texts(TEXTS)
    assert study is not None
    return study


def load(folder: Path, study: Study, text: str) -> tuple[tuple[Scenario, ...], list[str]]:
    (folder / "scenarios").mkdir(exist_ok=True)
    (folder / "scenarios" / "walk.yaml").write_text(text, encoding="utf-8")
    scenarios, findings = load_scenarios(folder, study)
    return scenarios, [str(finding) for finding in findings]


def test_a_story_is_read(tmp_path: Path, study: Study) -> None:
    scenarios, findings = load(tmp_path, study, STORY)
    assert findings == []
    short, none = scenarios
    assert (short.file, short.line) == ("scenarios/walk.yaml", 1)
    assert short.given.entries["treatment.walk.metres"] == "100"
    assert short.given.logs["event"][0]["grade"] == "2"
    assert short.forms == ("walk",)
    assert none.enter["walk.aid"] == Reason(missing="not_done", comment="Too tired")
    assert none.line == 14


def test_a_folder_without_scenarios_has_none(tmp_path: Path, study: Study) -> None:
    assert load_scenarios(tmp_path, study) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "visit: month_1",
            "visit: month_2",
            "3:12: error S014: There is no visit “month_2”; did you mean “month_1”?",
        ),
        ("date: 2026-05-12", "date: 12 May", "a date such as 2026-05-12"),
        ("{treatment: 2026", "{tretment: 2026", "did you mean “treatment”?"),
        ("treatment.walk.metres", "treatment.walk.meters", "did you mean “metres”?"),
        ("treatment.walk.metres", "walk.metres", "There is no visit “walk”"),
        ("before.systolic", "befor.systolic", "did you mean “before”?"),
        ("before.systolic", "systolic", "asked once per row"),
        ("logs: {event", "logs: {walk", "is no log"),
        ("term: Headache", "trem: Headache", "did you mean “term”?"),
        ("walk.done: yes", "walk.don: yes", "did you mean “done”?"),
        ("walk.done: yes", "done: yes", "should be form.item"),
        ("[walk_aid]", "[walk_ait]", "did you mean “walk_aid”?"),
        ("{walk.more:", "{walk.mor:", "did you mean “more”?"),
        ("missing: not_done", "missing: not_don", "did you mean “not_done”?"),
        ("{visit: screening}", "{visit: treatment, today: soon}", "a date such as"),
        ("given: {visit: screening}\n", "given: {}\n", "give `visit`"),
        ("enter: {walk.done: no", "form: vitals\n  enter: {walk.done: no", "does not stand on"),
        (
            "expect: {no_queries: [walk_aid], hidden: [walk.metres]}",
            "expect: {}",
            "expects nothing",
        ),
        ("a walk that was not done asks nothing", "a short walk without an aid is noted", "S012"),
        ("expect:\n", "expects:\n", "did you mean “expect”?"),
    ],
)
def test_a_story_about_nothing_is_told(tmp_path: Path, study: Study, old: str, new: str, finding: str) -> None:
    assert old in STORY
    scenarios, findings = load(tmp_path, study, STORY.replace(old, new, 1))
    assert finding in " ".join(findings)
    assert len(scenarios) < 2 or "S012" in finding


CHOSEN = """\
- name: where the cerebral grade counts the distance is what was walked
  given: {visit: month_1, settings: {cerebral_counts: yes}}
  enter: {walk.done: yes, walk.metres: "100"}
  expect: {values: {walk.counted: "100"}}
- name: where it does not nothing is counted
  given: {visit: month_1, settings: {cerebral_counts: no}}
  enter: {walk.done: yes, walk.metres: "100"}
  expect: {values: {walk.counted: "0"}}
"""


def test_a_story_may_choose_the_settings_and_so_hold_in_every_study(tmp_path: Path) -> None:
    counted = "label: Counted, derive: metres if settings.cerebral_counts == yes else 0}"
    texts = small(walk=("checks:", f"      - {{id: counted, kind: integer, {counted}\nchecks:"))
    study, findings = load_texts(texts)
    assert study is not None, findings
    scenarios, said = load(tmp_path, study, CHOSEN)
    assert said == []
    assert [play(study, scenario) for scenario in scenarios] == [[], []]
    assert study.facts.settings["cerebral_counts"] == "yes"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("{cerebral_count: no}", "no setting “cerebral_count”; did you mean “cerebral_counts”?"),
        ("{cerebral_counts: 4.5}", "Rules read “cerebral_counts” as a code, and “4.5” is none"),
        ("{unit: 5}", "Rules read “unit” as a text, and “5” is none"),
    ],
)
def test_a_setting_the_study_does_not_have_is_told(tmp_path: Path, study: Study, chosen: str, said: str) -> None:
    _, findings = load(
        tmp_path, study, STORY.replace("{visit: screening}", f"{{visit: screening, settings: {chosen}}}")
    )
    assert said in " ".join(findings)


def test_an_answer_given_before_the_story_is_one_that_can_be_read(tmp_path: Path, study: Study) -> None:
    story = STORY.replace('treatment.walk.metres: "100"', "treatment.walk.metres: far")
    scenarios, _ = load(tmp_path, study, story)
    assert "“far” cannot be read as an answer of walk.metres" in play(study, scenarios[0])


LOGGED = """\
- name: a bout is told
  given: {visit: screening}
  enter: {walk.done: yes, walk.1.bout: long}
  expect: {values: {walk.1.bout: long}}
"""


@pytest.mark.parametrize("row", ["01", "²", "۱", "0", "100", "9999999999"])
def test_rows_of_a_log_are_counted_as_the_log_counts_them(tmp_path: Path, row: str) -> None:
    bouts = "  - {id: bouts, title: Bouts, layout: log, items: [{id: bout, kind: text, label: Bout}]}\nchecks:"
    study, findings = load_texts(small(walk=("checks:", bouts)))
    assert study is not None, findings
    assert load(tmp_path, study, LOGGED)[1] == []
    scenarios, said = load(
        tmp_path, study, LOGGED.replace("enter: {walk.done: yes, walk.1", f"enter: {{walk.done: yes, walk.{row}")
    )
    assert scenarios == ()
    (finding,) = said
    assert finding.startswith("scenarios/walk.yaml:3:")
    assert finding.endswith("error S014: Rows of a log are counted: 1, 2, … 99.")


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2026-05", "“2026-05” should be a day such as 2026-05-12."),
        ("0001-01-01", "“0001-01-01” should be a date of the years 1900 to 2099."),
        ("9999-12-31", "“9999-12-31” should be a date of the years 1900 to 2099."),
    ],
)
def test_a_story_is_told_on_a_day_the_calendar_has(tmp_path: Path, study: Study, today: str, sentence: str) -> None:
    _, said = load(tmp_path, study, STORY.replace("{visit: screening}", f"{{visit: screening, today: {today}}}"))
    assert said == [f"scenarios/walk.yaml:15:36: error S011: {sentence}"]


def test_a_story_of_a_form_that_stands_nowhere_is_told(tmp_path: Path) -> None:
    study, _ = load_texts(small(schedule=("logs: [event]\n", "")))
    assert study is not None
    story = "- name: an event\n  enter: {event.grade: '2'}\n  expect: {values: {event.grade: '2'}}\n"
    nowhere = "The form “event” stands on no visit and in no log, so nobody can fill it."
    _, said = load(tmp_path, study, story)
    assert said[0] == f"scenarios/walk.yaml:1:3: error S011: {nowhere}"
    elsewhere = story.replace("event.grade: '2'}\n  expect", "walk.done: yes}\n  given: {visit: screening}\n  expect")
    _, said = load(tmp_path, study, elsewhere)
    assert said == [f"scenarios/walk.yaml:4:34: error S014: {nowhere}"]


def test_ranges_are_proven_to_their_last_digit(tmp_path: Path) -> None:
    wide = "kind: decimal\n        decimals: 12\n        label: {en: Distance, fa: مسافت}"
    texts = small(
        walk=("kind: integer\n        label: {en: Distance, fa: مسافت}", wide),
    )
    texts["forms/walk.yaml"] = texts["forms/walk.yaml"].replace(
        "[10, 500]", "[-9999999999999999999, 99999999999999999999]"
    )
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = check_study(tmp_path)
    assert result.ranges == 2
    assert [str(each) for each in result.findings if each.code == "S020"] == []
