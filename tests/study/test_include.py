"""A study takes a form of the library by name and version, narrows it, and keeps what it took."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.capture.scenario import check_study
from crf_app.study.load import load_study, load_texts
from crf_app.study.study import Study
from tests.study.small_library import INCLUDE, folder


def whole(at: Path) -> Study:
    study, findings = load_study(at)
    assert study is not None, [str(finding) for finding in findings]
    return study


def told(at: Path) -> list[str]:
    _, findings = load_study(at)
    return [str(finding) for finding in findings]


def test_two_lines_take_the_form_its_lists_its_table_and_its_stories(tmp_path: Path) -> None:
    at = folder(tmp_path)
    study = whole(at)
    assert [item.id for item in study.forms["gait"].items()] == ["assessed", "device", "seconds", "average", "slow"]
    assert study.forms["gait"].version == 2
    assert [code.code for code in study.codelists["gait_device"].codes] == ["stick", "frame"]
    assert [code.code for code in study.codelists["ends"].codes] == ["recovered", "lasting"]
    assert study.tables["gait_norms"].keys.keys() == {"sex"}
    result = check_study(at)
    assert [str(finding) for finding in result.findings if "gait" in finding.file] == []


def test_a_kept_definition_needs_no_library(tmp_path: Path) -> None:
    study = whole(folder(tmp_path))
    again, findings = load_texts(study.source)
    assert findings == ()
    assert again is not None
    assert again.fingerprint == study.fingerprint
    assert again.forms == study.forms
    assert again.codelists == study.codelists


def test_what_the_library_becomes_later_changes_the_fingerprint_only_of_who_includes_it(tmp_path: Path) -> None:
    before = whole(folder(tmp_path / "a"))
    after = whole(folder(tmp_path / "b", **{"library/forms/gait": ("label: Mean", "label: Average")}))
    assert before.fingerprint != after.fingerprint
    elsewhere = whole(folder(tmp_path / "c", **{"library/codelists": ("label: Lasting", "label: Not over")}))
    assert elsewhere.fingerprint != before.fingerprint


def test_the_version_is_the_one_the_study_was_written_for(tmp_path: Path) -> None:
    at = folder(tmp_path, "include: {form: gait, version: 1}\n")
    assert told(at)[0].startswith("forms/gait.yaml:1:32: error S021: The library has “gait” in version 2, not 1.")
    old = (at.parent / "library/forms/gait.yaml").read_text(encoding="utf-8").replace("version: 2", "version: 1", 1)
    (at.parent / "library/forms/gait-1.yaml").write_text(old, encoding="utf-8")
    study = whole(at)
    assert study.forms["gait"].version == 1
    assert "library/forms/gait-1.yaml" in study.source
    assert "library/forms/gait.yaml" not in study.source


NARROWED = """\
include: {form: gait, version: 2}
version: 5
title: Walking
items:
  seconds: {expected: [3, 60], label: Time}
without: [second, gait_device_changed]
sections:
  - id: assessment
    items:
      - {id: shoes, kind: yes_no, label: Shoes}
  - id: after
    title: Afterwards
    items:
      - {id: tired, kind: yes_no, label: Tired}
checks:
  - {id: gait_slower, severity: note}
  - {id: gait_tired, item: tired, when: tired == yes, message: Rest., severity: note}
skip: [a slower gait is queried, the same gait is not]
"""


def test_a_form_is_narrowed_without_copying(tmp_path: Path) -> None:
    changed = NARROWED + "  # the mean needs both rows\n"
    at = folder(tmp_path, changed, **{"library/forms/gait": ("mean(first.seconds, second.seconds)", "mean(seconds)")})
    (at / "forms/gait.yaml").write_text(changed, encoding="utf-8")
    form = whole(at).forms["gait"]
    assert form.version == 5
    assert form.title.in_("en") == "Walking"
    assert [item.id for item in form.items()] == ["assessed", "device", "shoes", "seconds", "average", "slow", "tired"]
    assert form.item("seconds").label.in_("en") == "Time"
    assert form.item("seconds").possible is not None
    assert [row.id for row in form.section_of("seconds").rows] == ["first"]
    made = {check.id: check for check in form.checks}
    assert made["gait_slower"].severity == "note"
    assert made["gait_slower"].when.startswith("average >")
    assert "gait_device_changed" not in made
    assert {"gait_tired", "gait_seconds_expected"} <= made.keys()


def test_rows_are_given_anew_and_those_of_a_series_stand_by_their_minutes(tmp_path: Path) -> None:
    series = "layout: series\n    relevant: assessed == yes"
    timed = {"library/forms/gait": ("layout: table\n    relevant: assessed == yes", series)}
    rows = "{id: first, minutes: 15, label: Second time}, {id: third, minutes: 5, label: Third}"
    at = folder(tmp_path, f"{INCLUDE}sections: [{{id: walk, rows: [{rows}]}}]\n", **timed)
    library = at.parent / "library/forms/gait.yaml"
    text = library.read_text(encoding="utf-8").replace("id: first", "id: first, minutes: 0")
    library.write_text(text.replace("id: second,", "id: second, minutes: 10,"), encoding="utf-8")
    walk = whole(at).forms["gait"].section_of("seconds")
    assert [(row.id, row.minutes) for row in walk.rows] == [("third", 5), ("second", 10), ("first", 15)]
    assert walk.rows[2].label.in_("en") == "Second time"


def test_rows_of_a_table_are_added_at_its_end(tmp_path: Path) -> None:
    rows = "sections: [{id: walk, rows: [{id: third, label: Third}, {id: first, label: Once}]}]\n"
    walk = whole(folder(tmp_path, INCLUDE + rows)).forms["gait"].section_of("seconds")
    assert [(row.id, row.label.in_("en")) for row in walk.rows] == [
        ("first", "Once"),
        ("second", "Second"),
        ("third", "Third"),
    ]


def test_with_an_item_go_the_checks_that_stand_at_it(tmp_path: Path) -> None:
    form = whole(folder(tmp_path, INCLUDE + "without: [device]\n")).forms["gait"]
    assert [check.id for check in form.checks if "device" in check.id] == []
    assert form.summary == ("seconds",)


def test_other_codes_are_the_studys_own(tmp_path: Path) -> None:
    only = ("outcome:", "gait_device: {only: [frame]}\noutcome:")
    study = whole(folder(tmp_path / "a", **{"study/codelists": only}))
    assert [code.code for code in study.codelists["gait_device"].codes] == ["frame"]
    other = ("outcome:", "gait_device:\n  - {code: wheels, label: Wheels}\noutcome:")
    study = whole(folder(tmp_path / "b", **{"study/codelists": other}))
    assert [code.code for code in study.codelists["gait_device"].codes] == ["wheels"]


def test_a_table_of_the_study_replaces_the_forms(tmp_path: Path) -> None:
    at = folder(tmp_path)
    (at / "tables").mkdir()
    own = "keys: {sex: text}\nvalues: {most: number}\nrows: [['*', '9']]\n"
    (at / "tables" / "gait_norms.yaml").write_text(own, encoding="utf-8")
    assert [str(row.held["most"]) for row in whole(at).tables["gait_norms"].rows] == ["9"]


@pytest.mark.parametrize(
    ("change", "told_as"),
    [
        ("items: {secnds: {label: Time}}", "forms/gait.yaml:2:9: error S014: The form of the library has no “secnds”"),
        ("without: [thrd]", "forms/gait.yaml:2:11: error S014"),
        ("without: [first]", "library/forms/gait.yaml:27:22: error S001"),
        ("nothing: yes", "forms/gait.yaml:2:1: error S011"),
        ("codelists: {gait_device: {include: ends, version: 2}}", "in version 1; write `version: 1`"),
        ("items: {seconds: {possible: [a, 2]}}", "forms/gait.yaml:2:29: error S011"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is_to_be_mended(tmp_path: Path, change: str, told_as: str) -> None:
    lines = told(folder(tmp_path, f"{INCLUDE}{change}\n"))
    assert any(told_as in line for line in lines), lines


def test_two_forms_that_bring_different_lists_of_one_name_are_told(tmp_path: Path) -> None:
    at = folder(
        tmp_path, **{"study/forms/vitals": ("sections:", "codelists: {ends: [{code: a, label: A}]}\nsections:")}
    )
    assert any("S012" in line and "brings another code list called “ends”" in line for line in told(at))


def test_a_story_without_a_place_is_left_out_and_its_check_is_proven_all_the_same(tmp_path: Path) -> None:
    at = folder(tmp_path)
    schedule = (at / "schedule.yaml").read_text(encoding="utf-8")
    (at / "schedule.yaml").write_text(schedule.replace("[walk, vitals, gait]", "[walk, vitals]"), encoding="utf-8")
    result = check_study(at)
    assert [each for each in result.findings if "gait" in each.file] == []
    assert {each.scenario.name for each in result.played} == {"a walk nobody timed has no mean"}


def test_what_a_study_says_otherwise_it_proves_itself(tmp_path: Path) -> None:
    own = "checks:\n  - {id: gait_slower, when: average > previous.gait.average * 2}\n"
    at = folder(tmp_path, INCLUDE + own + "skip: [a slower gait is queried, the same gait is not]\n")
    lines = [str(finding) for finding in check_study(at).findings if "gait" in finding.text]
    assert [line.partition(": error ")[2] for line in lines] == [
        "S015: No scenario makes “gait_slower” fire.",
        "S016: No scenario expects “gait_slower” to stay silent.",
    ]
    assert all(line.startswith("forms/gait.yaml:3:10:") for line in lines), lines


def test_a_story_given_what_the_study_does_not_ask_is_told_without_it(tmp_path: Path) -> None:
    sex = "{id: sex, kind: code, codes: sexes, label: Sex, role: subject.sex}"
    at = folder(tmp_path, **{"study/forms/consent": (sex, sex.replace(", role: subject.sex", ""))})
    result = check_study(at)
    assert [each for each in result.findings if "gait" in each.file] == []
    # Without the sex the table gives no limit: the two stories that show it do not hold here, and are no fault.
    assert "another device is noted" in {each.scenario.name for each in result.played}


def test_a_rule_of_the_library_rests_where_the_study_has_not_what_it_reads(tmp_path: Path) -> None:
    said = 'message: "{average} s, after {previous.gait.average} s."'
    rule = f"when: average > previous.gait.average * 1.2\n    {said}"
    reads = (rule, "when: average > previous.stairs.seconds\n    message: Slower than on the stairs.")
    study = whole(folder(tmp_path / "a", **{"library/forms/gait": reads}))
    compiled = next(each for each in study.rulebook.rules_of("gait") if each.check and each.check.id == "gait_slower")
    assert {ref.form for ref in compiled.reads} == {"gait", "@nothing"}
    own = INCLUDE + "checks:\n  - {id: gait_slower, when: average > previous.stairs.seconds}\n"
    assert any("S001" in line and "previous.stairs.seconds" in line for line in told(folder(tmp_path / "b", own)))


def test_what_was_taken_out_is_silent_without_saying_and_its_stories_of_others_stay(tmp_path: Path) -> None:
    """The story of the slower gait also says that the check of the device stays silent."""
    at = folder(tmp_path, INCLUDE + "without: [gait_device_changed]\n")
    played = [each.scenario.name for each in check_study(at).played]
    assert "a slower gait is queried" in played
    assert "another device is noted" not in played
    misspelt = {"library/scenarios/gait": ("no_queries: [gait_device_changed]", "no_queries: [gait_device_chnged]")}
    played = [each.scenario.name for each in check_study(folder(tmp_path / "b", **misspelt)).played]
    assert "a slower gait is queried" not in played


def test_an_amendment_takes_the_forms_of_the_version_before(tmp_path: Path) -> None:
    at = folder(tmp_path, INCLUDE + "version: 3\nitems: {seconds: {label: Time}}\n")
    amended = tmp_path / "study-2"
    (amended / "forms").mkdir(parents=True)
    for name in ("study", "schedule", "codelists"):
        (amended / f"{name}.yaml").write_text((at / f"{name}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    versions = {"gait": 3}
    for form in ("consent", "dosing", "walk", "vitals", "event", "gait"):
        line = f"include: {{form: {form}, version: {versions.get(form, 1)}, of: study}}\n"
        (amended / "forms" / f"{form}.yaml").write_text(line, encoding="utf-8")
    study = whole(amended)
    assert study.forms == whole(at).forms
    assert {"library/forms/gait.yaml", "library/studies/study/forms/gait.yaml"} <= study.source.keys()
    again, _ = load_texts(study.source)
    assert again is not None
    assert again.fingerprint == study.fingerprint
    assert [str(each) for each in check_study(amended).findings if "gait" in each.file] == []


def test_forms_that_include_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    at = folder(tmp_path, "include: {form: gait, version: 1, of: study}\nversion: 1\n")
    assert any("S021" in line and "include each other" in line for line in told(at))


HANGS = "    on: day_0\n    at: 30 days\n    window: [-7 days, 7 days]\n"
ASSESSED = "      - {id: assessed, kind: yes_no, label: Assessed}\n"
PLANNED = "      - {id: planned, kind: date, label: Planned, derive: target_date}\n"
TARGET = """\
- name: the planned day is the one the schedule gives
  given: {visit: here, target: 2026-03-02}
  form: gait
  expect: {values: {gait.planned: 2026-03-02}}
- name: without its anchor no day is planned
  given: {visit: here}
  form: gait
  expect: {values: {gait.planned: ""}}
"""


def planned(at: Path, hangs: str) -> Path:
    """The gait form asks for the planned day; its last visit `hangs` on its anchor so."""
    changes = {
        "library/forms/gait": (ASSESSED, f"{ASSESSED}{PLANNED}"),
        "library/scenarios/gait": ("- name: another", f"{TARGET}- name: another"),
        "study/schedule": (HANGS, hangs),
    }
    return folder(at, INCLUDE, **changes)


@pytest.mark.parametrize("hangs", [HANGS, ""])
def test_a_story_may_say_for_which_day_its_visit_was_planned(tmp_path: Path, hangs: str) -> None:
    """Thirty days after the anchor, or on its day where the last visit hangs on nothing."""
    result = check_study(planned(tmp_path, hangs))
    assert [str(finding) for finding in result.findings if "gait" in finding.file] == []
    assert "the planned day is the one the schedule gives" in [each.scenario.name for each in result.played]


def test_a_planned_day_has_no_place_where_no_visit_hangs_on_anything(tmp_path: Path) -> None:
    at = planned(tmp_path, "")
    schedule = at / "schedule.yaml"
    schedule.write_text(schedule.read_text(encoding="utf-8").replace(" on: day_0,", ""), encoding="utf-8")
    played = [each.scenario.name for each in check_study(at).played]
    assert "without its anchor no day is planned" in played
    assert "the planned day is the one the schedule gives" not in played


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("version: 2\n", "", "library/forms/gait.yaml:1:1: error S011: The key “version” is missing."),
        (
            "version: 2\n",
            "version: two\n",
            "library/forms/gait.yaml:2:10: error S011: “version” should be a whole number",
        ),
        ("sections:\n", "sections:\n  - walk\n", "library/forms/gait.yaml:6:5: error S011: “0” should be a mapping"),
        (
            "    items:\n      - {id: assessed",
            "    itms:\n      - {id: assessed",
            "error S011: The key “items” is missing.",
        ),
        ("    item: average\n", "", "library/forms/gait.yaml:43:5: error S011: The key “item” is missing."),
        (
            "codelists:\n  gait_device:",
            "codelists: none\nlists:\n  gait_device:",
            "gait.yaml:32:12: error S011: Codelists are a mapping",
        ),
    ],
)
def test_a_broken_form_of_the_library_is_told_in_the_library(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    at = folder(
        tmp_path, f"{INCLUDE}codelists:\n  own: [{{code: a, label: A}}]\n", **{"library/forms/gait": (old, new)}
    )
    assert sentence in "\n".join(told(at))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  - id: walk\n", "  - id: assessment\n", "Two sections are called “assessment”."),
        ("  - id: gait_device_changed\n", "  - id: gait_slower\n", "Two checks are called “gait_slower”."),
        ("{id: second,", "{id: first,", "“first” is the id of another item or row of this form."),
    ],
)
def test_what_the_library_gives_twice_is_not_quietly_made_one(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    at = folder(tmp_path, **{"library/forms/gait": (old, new)})
    assert sentence in "\n".join(told(at))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("sections:\n  - {id: walk, items: tired}\n", "forms/gait.yaml:3:23: error S011: “items” should be a list."),
        ("sections:\n  - {id: walk, rows: third}\n", "forms/gait.yaml:3:22: error S011: “rows” should be a list."),
        ("sections:\n  - {id: more, title: More}\n", "forms/gait.yaml:3:5: error S011: The key “items” is missing."),
        (
            "sections:\n  - {id: walk, title: A}\n  - {id: walk, title: B}\n",
            "forms/gait.yaml:4:10: error S012: “walk” is given twice here.",
        ),
        (
            "checks:\n  - {id: gait_slower, severity: note}\n  - {id: gait_slower, severity: stop}\n",
            "forms/gait.yaml:4:10: error S012: “gait_slower” is given twice here.",
        ),
        (
            f"sections:\n  - {{id: walk, rows: [{{id: third, label: Third, minutes: {'9' * 5000}}}]}}\n",
            "forms/gait.yaml:3:58: error S011: “minutes” should be a smaller number",
        ),
    ],
)
def test_a_change_that_cannot_be_laid_over_is_told_and_not_left_out(tmp_path: Path, change: str, sentence: str) -> None:
    assert sentence in "\n".join(told(folder(tmp_path, INCLUDE + change)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  expect: {queries: [gait_device_changed]}", "  expect: gait_device_changed", "“expect” should be a mapping"),
        ("name: another device is noted", "name: {}", "“name” should be one text, not a mapping."),
        (
            "{visit: here, entries: {earlier.gait",
            "{visit: here, dates: here, entries: {earlier.gait",
            "“dates” should be",
        ),
        ("{visit: here}\n", "here\n", "“given” should be a mapping"),
    ],
)
def test_a_broken_story_of_the_library_is_told_in_the_library(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    at = folder(tmp_path, **{"library/scenarios/gait": (old, new)})
    found = [each for each in check_study(at).findings if each.file == "library/scenarios/gait.yaml"]
    assert [sentence in each.text for each in found] == [True]


def test_a_story_planned_for_a_day_before_the_calendar_is_told(tmp_path: Path) -> None:
    given = ("{visit: here}\n", "{visit: here, target: 0001-01-01}\n")
    at = folder(tmp_path, **{"library/scenarios/gait": given})
    found = [each.text for each in check_study(at).findings if each.code == "S020"]
    assert found == ["“0001-01-01” cannot be read as an answer of dosing.started."]
