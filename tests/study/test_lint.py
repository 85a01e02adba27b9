"""Each finding has its story: one thing wrong in a sound study, one finding at its place."""

from __future__ import annotations

import pytest

from crf_app.study.findings import MEANINGS, Finding, Place, Weight
from crf_app.study.lint_proofs import Proof, unproven
from crf_app.study.load import load_texts
from crf_app.study.scenario import Expect
from crf_app.study.study import Study
from tests.study.small_study import TEXTS, small
from tests.study.small_study import WALK as WALK_TEXT

Change = dict[str, tuple[str, str]]

STORIES: list[tuple[str, Change, str]] = [
    ("S001", {"walk": ("done == yes", "dine == yes")}, "“done”"),
    ("S001", {"walk": ("baseline.walk.metres", "baseline.walk.meters")}, "baseline.walk.metres"),
    ("S001", {"walk": ("metres - baseline", "settings.units - baseline")}, "settings.unit"),
    ("S001", {"vitals": ("after.systolic -", "after.sistolic -")}, "after.systolic"),
    ("S001", {"event": ("ended < onset", "ended < previous.event.onset")}, "previous.event.onset"),
    ("S002", {"walk": ("metres > 0", "metres > done")}, ""),
    ("S002", {"walk": ("derive: metres - baseline.walk.metres", "derive: done")}, "number"),
    ("S002", {"consent": ("label: Consented on", "label: C, expected: [1, 2]")}, "needs a number"),
    (
        "S002",
        {"walk": ("kind: integer, label: More", "kind: integer, codes: aid, label: More")},
        "",
    ),
    ("S003", {"walk": ("relevant: done == yes\n", "relevant: more > 0\n")}, "walk.more → "),
    ("S004", {"walk": ("metres > 0", "metres ** 2 > 0")}, ""),
    ("S004", {"walk": ("metres > 0", "metres >")}, ""),
    ("S005", {"walk": ('aid == "none"', 'aid == "non"')}, "none"),
    ("S005", {"walk": ('"stick" if', '"stik" if')}, "stik"),
    ("S006", {"walk": ("metres > 0", "metres > " + "0 + " * 400 + "0")}, ""),
    ("S007", {"walk": ("title: {en: Walk, fa: راه رفتن}", "title: {en: Walk}")}, "fa"),
    ("S008", {"schedule": ("forms: [consent, walk]", "forms: [walk]")}, "“consent”"),
    ("S009", {"schedule": ("at: 30 days", "at: 5 days")}, ""),
    ("S009", {"schedule": ("[-7 days, 7 days]", "[-40 days, 7 days]")}, ""),
    ("S011", {"schedule": ("[-7 days, 7 days]", "[7 days, -7 days]")}, "closes before"),
    ("S011", {"schedule": ("[-7 days, 7 days]", "[-7 days]")}, "2 values"),
    ("S011", {"schedule": ("[-7 days, 7 days]", "[-7 days, 0 days, 7 days]")}, "shorter"),
    ("S011", {"vitals": ("unit: mmHg", "unit: mmHg, reference: [a, 2]")}, "plain number"),
    ("S011", {"schedule": ("at: 30 days", "at: 1 moon")}, "30 days"),
    ("S011", {"walk": ("expected: [10, 500]", "expected: [500, 10]")}, "ends before"),
    ("S011", {"vitals": (", minutes: 15", "")}, "minutes"),
    ("S011", {"vitals": ("layout: series", "layout: fields")}, "fixed rows"),
    ("S012", {"walk": ("id: more", "id: aid")}, "“aid”"),
    ("S012", {"vitals": ("id: after", "id: systolic")}, "“systolic”"),
    ("S012", {"vitals": ("id: vitals_rise", "id: walk_aid")}, "“walk_aid”"),
    ("S012", {"codelists": ("code: stick", "code: none")}, "“none”"),
    ("S012", {"schedule": ("id: month_1", "id: treatment")}, "“treatment”"),
    ("S013", {"walk": ("id: more", "id: today")}, "“today”"),
    ("S013", {"walk": ("id: more", "id: max")}, "“max”"),
    ("S013", {"vitals": ("id: before", "id: dosing")}, "two things"),
    ("S013", {"schedule": ("id: unscheduled", "id: walk")}, "“walk”"),
    ("S013", {"walk": ("id: walk_aid", "id: walk_aid_expected")}, "made from a range"),
    ("S014", {"walk": ("codes: aid", "codes: aids")}, "“aid”"),
    ("S014", {"vitals": ("unit: mmHg", "unit: mmHg, reference: {befor: [1, 2]}")}, "“before”"),
    ("S014", {"walk": ("kind: code, codes: aid", "kind: code")}, "code list"),
    ("S014", {"walk": ("licence: walk", "licence: wald")}, "“walk”"),
    ("S014", {"walk": ("summary: [metres]", "summary: [meters]")}, "“metres”"),
    ("S014", {"walk": ("item: aid", "item: ait")}, "“aid”"),
    ("S014", {"codelists": ("ctcae-v5", "ctcae-v6")}, "“ctcae-v5”"),
    ("S014", {"codelists": ("yes_no:", "yesno:")}, "yes_no"),
    ("S014", {"study": ("missing_reasons: reasons", "missing_reasons: reason")}, "“reasons”"),
    ("S011", {"study": ("cerebral_counts: yes", "edss_four_with_twos: 4.2")}, "is 4.5 or 4.0"),
    ("S014", {"schedule": ("on: day_0, forms", "on: day_1, forms")}, "“day_0”"),
    ("S014", {"schedule": ("baseline: treatment", "baseline: treatmnt")}, "“treatment”"),
    ("S014", {"schedule": ("form: dosing", "form: walk")}, "no item “started”"),
    (
        "S014",
        {"schedule": ("item: started, visit: treatment", "item: started, visit: month_1")},
        "",
    ),
    ("S014", {"schedule": ("forms: [walk, vitals]", "forms: [walk, event]")}, "is a log"),
    ("S014", {"schedule": ("logs: [event]", "logs: [event, walk]")}, "repeating"),
    ("S014", {"study": ("synthetic: yes", "amends: [{changes: walk.meters, because: B}]")}, "“walk.metres”"),
    ("S014", {"study": ("synthetic: yes", "amends: [{changes: aid.stik, because: B}]")}, "“aid.stick”"),
    ("S011", {"study": ("synthetic: yes", "amends: [{changes: vitals.after, because: ''}]")}, "has a reason"),
    ("S007", {"study": ("synthetic: yes", "amends: [{changes: walk, because: {en: B}}]")}, "fa"),
    ("S017", {"event": ("role: ae.grade", "role: ae.grad")}, "“ae.grade”"),
    ("S017", {"event": (", role: ae.grade", "")}, "“ae.grade”"),
    ("S017", {"event": ("role: ae.grade", "role: ae.term")}, "“event.term”"),
    ("S017", {"consent": (", role: consent.date", "")}, "“consent.date”"),
    ("S017", {"event": ("role: ae.onset", "role: ae.grade")}, "kind date"),
    ("S018", {"walk": ("({value})", "({values})")}, "“value”"),
    ("S018", {"walk": ("{metres} متر", "{meter} متر")}, "“metres”"),
    (
        "S001",
        {"walk": ("metres > 0", "treatmnt.walk.metres > 0")},
        "no visit or form “treatmnt”; did you mean “treatment”?",
    ),
    ("S001", {"walk": ("metres - baseline.walk.metres", "metres - baseline.metres")}, "comes a form and its item"),
    ("S001", {"walk": ('aid == "none"', "aid == stick")}, 'a code stands in quotes: "stick"'),
    ("S030", {"study": ("synthetic: yes", "access: {ratter: [walk]}")}, "did you mean “rater”?"),
    ("S030", {"study": ("synthetic: yes", "access: {investigator: [walk]}")}, "the investigator answers for all data"),
    ("S030", {"study": ("synthetic: yes", "access: {rater: [wlak]}")}, "“walk”"),
    ("S028", {"schedule": ("window: [-7 days, 7 days]", "window: [3 days, 7 days]")}, "outside its window"),
    ("S021", {"walk": (WALK_TEXT, "include: {form: gait, version: 1}\n")}, "no form “gait”"),
    (
        "S021",
        {"codelists": ("outcome:\n  - {code: recovered, label: Recovered}", "outcome: {include: ends, version: 1}")},
        "“ends”",
    ),
    (
        "S022",
        {
            "walk": (
                "sections:",
                "tables: {norms: {keys: {age: number}, values: {low: number}, rows: [[a, 1]]}}\nsections:",
            )
        },
        "no number",
    ),
    (
        "S022",
        {
            "walk": (
                "sections:",
                "tables: {norms: {keys: {age: number}, values: {low: number}, rows: [[1]]}}\nsections:",
            )
        },
        "1 cell; its table has 2 columns",
    ),
    ("S023", {"walk": ("metres > 0", "metres > 10 and metres < 5")}, "never be true"),
    (
        "S024",
        {"walk": ("metres - baseline.walk.metres", "year(month_1.dosing.started)")},
        "nothing is ever there",
    ),
    (
        "S024",
        {"dosing": ("role: dose.start}", "role: dose.start, relevant: month_1.walk.done == yes}")},
        "not happened yet",
    ),
    ("S024", {"walk": ("metres - baseline.walk.metres", "metres - treatment.walk.metres")}, "ask `is_given` first"),
    (
        "S025",
        {
            "dosing": ("role: dose.start}", "role: dose.start, blinded: yes}"),
            "walk": ("metres > 0", "subject.dose.start > today"),
        },
        "blinded",
    ),
    ("S029", {"walk": ("derive: metres - baseline.walk.metres", "derive: metres, recorded_here: yes")}, "worked out"),
    ("S029", {"consent": ("kind: date, label: C", "kind: note, recorded_here: yes, label: C")}, "is a note"),
    ("S019", {"codelists": ("aid:\n", "spare:\n  - {code: x, label: X}\naid:\n")}, "“spare”"),
]


@pytest.mark.parametrize(("code", "change", "word"), STORIES)
def test_one_thing_wrong_is_found(code: str, change: Change, word: str) -> None:
    texts = small(**change)
    _, findings = load_texts(texts)
    found = [finding for finding in findings if finding.code == code and word in finding.text]
    assert found, [str(finding) for finding in findings]
    assert found[0].line <= texts[found[0].file].count("\n")


def test_every_code_but_those_of_scenarios_and_files_has_a_story() -> None:
    told = {code for code, _, _ in STORIES}
    assert set(MEANINGS) - told == {"S010", "S015", "S016", "S020", "S026", "S027"}


def test_overlap_is_a_warning_unless_the_windows_are_the_same() -> None:
    close, findings = load_texts(small(schedule=("at: 30 days", "at: 5 days")))
    assert close is not None
    assert [(finding.code, finding.severity) for finding in findings] == [("S009", Weight.WARNING)]
    twin = "  - {id: twin, label: Twin, on: day_0, at: 30 days, window: [-7 days, 7 days]}\nlogs:"
    same, findings = load_texts(small(schedule=("logs:", twin)))
    assert same is None
    assert [(finding.code, finding.severity) for finding in findings] == [("S009", Weight.ERROR)]


@pytest.mark.parametrize(
    ("expires", "said"), [("2027-12-31", []), ("31.12.2027", ["31.12.2027"]), ("20271231", ["20271231"])]
)
def test_a_licence_ends_on_a_day(expires: str, said: list[str]) -> None:
    study, findings = load_texts(small(study=("{holder: Nobody}", f"{{holder: Nobody, expires: {expires}}}")))
    assert study is not None
    assert [(each.code, each.severity, each.text) for each in findings] == [
        ("S011", Weight.WARNING, f"“{day}” is no day; “expires” is written 2027-12-31.") for day in said
    ]


def test_windows_that_only_touch_are_apart() -> None:
    after = "  - {id: late, label: Late, on: day_0, at: 44 days, window: [-7 days, 7 days]}\nlogs:"
    study, findings = load_texts(small(schedule=("logs:", after)))
    assert study is not None
    assert findings == ()


def test_a_rule_problem_stands_at_its_character() -> None:
    _, findings = load_texts(small(walk=("metres > 0", "metres > meters")))
    before = TEXTS["forms/walk.yaml"].partition("metres > 0")[0] + "metres > "
    line, column = before.count("\n") + 1, len(before) - before.rindex("\n")
    assert [(each.code, each.line, each.column) for each in findings] == [("S001", line, column)]


def test_a_finding_is_a_sentence_and_a_name_stays_a_name() -> None:
    assert Finding.at(Place("a"), "S020", "it fails").text == "It fails."
    assert Finding.at(Place("a"), "S020", "walk.aid is hidden").text == "walk.aid is hidden."
    assert str(Finding.at(Place("a", 2, 3), "S001", "what now?")) == "a:2:3: error S001: What now?"


def proof(study: Study, *expects: Expect) -> Proof:
    made = Proof.of_the_library(study, ())
    for expect in expects:
        made.add(expect)
    return made


def said(study: Study, made: Proof, *codes: str) -> list[tuple[str, str, str]]:
    return [(each.code, each.file, each.text) for each in unproven(study, made) if each.code in codes]


def test_checks_that_no_scenario_proves_are_named() -> None:
    study, _ = load_texts(TEXTS)
    assert study is not None
    made = proof(study, Expect(queries=("walk_aid",), no_queries=("vitals_rise",)))
    assert said(study, made, "S015", "S016") == [
        ("S015", "forms/event.yaml", "No scenario makes “event_order” fire."),
        ("S016", "forms/event.yaml", "No scenario expects “event_order” to stay silent."),
        ("S015", "forms/vitals.yaml", "No scenario makes “vitals_rise” fire."),
        ("S016", "forms/walk.yaml", "No scenario expects “walk_aid” to stay silent."),
    ]
    checks = ("walk_aid", "vitals_rise", "event_order")
    assert said(study, proof(study, Expect(queries=checks, no_queries=checks)), "S015", "S016") == []


def test_a_check_is_silent_only_in_a_story_that_fills_its_form() -> None:
    study, _ = load_texts(TEXTS)
    assert study is not None
    made = Proof.of_the_library(study, ())
    made.add(Expect(no_queries=("walk_aid", "event_order")), ("walk",))
    assert made.silent == {"walk_aid"}


def test_derivations_that_no_scenario_shows_are_named() -> None:
    study, _ = load_texts(TEXTS)
    assert study is not None
    first = Expect(values={"walk.more": "5", "vitals.before.high": ""}, hidden=("vitals.highest",))
    assert said(study, proof(study, first), "S026", "S027") == [
        ("S026", "forms/vitals.yaml", "No scenario shows a value of “high”."),
        ("S026", "forms/vitals.yaml", "No scenario shows a value of “highest”."),
        ("S027", "forms/walk.yaml", "No scenario leaves “more” without a value, or not asked."),
    ]
    second = Expect(values={"walk.more": "", "vitals.before.high": "yes", "vitals.highest": "190"})
    assert said(study, proof(study, first, second), "S026", "S027") == []


def test_windows_are_compared_wherever_the_visits_stand_in_the_schedule() -> None:
    early = (
        "  - {id: early, label: Early, on: day_0, at: 3 days, window: [-1 days, 1 days], forms: [walk]}\nlogs: [event]"
    )
    wide = ("[-7 days, 7 days]", "[-28 days, 7 days]")
    texts = small(schedule=("logs: [event]", early))
    assert load_texts(texts)[1] == ()
    texts["schedule.yaml"] = texts["schedule.yaml"].replace(*wide)
    assert [(each.line, each.text) for each in load_texts(texts)[1]] == [
        (13, "The window of “early” overlaps that of “month_1”.")
    ]
