"""Rules come compiled, in the order in which they must be walked, and know who reads what."""

from __future__ import annotations

import pytest

from crf_app.expressions.types import NameInfo, Type
from crf_app.study.draft import read_draft
from crf_app.study.load import load_texts
from crf_app.study.names import StudyNames
from crf_app.study.rulebook import Ref, Rule, RuleKind
from crf_app.study.study import Study
from tests.study.small_study import TEXTS, small


@pytest.fixture(name="study", scope="module")
def _study() -> Study:
    study, _ = load_texts(TEXTS)
    assert study is not None
    return study


def told(rules: tuple[Rule, ...]) -> list[tuple[str, str]]:
    return [(rule.kind.value, rule.target) for rule in rules]


def test_what_decides_comes_before_what_reads(study: Study) -> None:
    assert told(study.rulebook.rules_of("walk")) == [
        ("relevance", "metres"),
        ("relevance", "aid"),
        ("required", "aid"),
        ("derivation", "more"),
        ("check", "aid"),
        ("check", "metres"),
        ("check", "metres"),
        ("proposal", "aid"),
    ]


def test_a_derivation_is_pulled_before_the_relevance_that_reads_it() -> None:
    texts = small(walk=("required: metres > 0", "required: more > 0"))
    texts["forms/walk.yaml"] = texts["forms/walk.yaml"].replace(
        "label: Aid, relevant: done == yes", "label: Aid, relevant: more > 0"
    )
    study, findings = load_texts(texts)
    assert findings == ()
    assert study is not None
    order = told(study.rulebook.rules_of("walk"))
    assert order.index(("derivation", "more")) < order.index(("relevance", "aid"))


def test_chains_across_forms_of_a_visit_are_walked_from_their_source() -> None:
    reads_other_form = ("derive: max(systolic)", "derive: max(systolic) + walk.more")
    circle = {
        "vitals": reads_other_form,
        "walk": ("metres - baseline", "vitals.highest - baseline"),
    }
    _, findings = load_texts(small(**circle))
    assert [(each.code, each.text) for each in findings] == [
        (
            "S003",
            "Rules wait for each other: vitals.highest → walk.more → vitals.highest.",
        )
    ]


def test_another_visit_is_settled_and_makes_no_circle() -> None:
    texts = small(vitals=("derive: max(systolic)", "derive: max(systolic) + previous.walk.more"))
    texts["forms/walk.yaml"] = texts["forms/walk.yaml"].replace(
        "metres - baseline.walk.metres", "metres - previous.vitals.highest"
    )
    assert load_texts(texts)[1] == ()


def test_readers_are_found_from_what_they_read(study: Study) -> None:
    readers = study.rulebook.readers
    assert told(readers[("walk", "done")]) == [("relevance", "metres"), ("relevance", "aid")]
    assert ("section_relevance", "whole") in told(readers[("vitals", "systolic")])
    assert ("derivation", "more") in told(readers[("walk", "metres")])


def test_a_rule_in_rows_runs_in_its_group(study: Study) -> None:
    rules = {(rule.kind, rule.target): rule for rule in study.rulebook.rules_of("vitals")}
    in_row = rules[(RuleKind.DERIVATION, "high")]
    assert in_row.group == "series"
    assert in_row.reads == {Ref("vitals", "systolic")}
    over_rows = rules[(RuleKind.DERIVATION, "highest")]
    assert over_rows.group is None
    fixed_rows = rules[(RuleKind.CHECK, "highest")]
    assert Ref("vitals", "systolic", None, "before") in fixed_rows.reads


def test_required_yes_and_no_are_settled_without_a_rule(study: Study) -> None:
    kinds = [rule.kind for rule in study.rulebook.rules_of("vitals")]
    assert RuleKind.REQUIRED not in kinds


@pytest.mark.parametrize(
    ("form", "name", "info"),
    [
        ("walk", "metres", NameInfo(Ref("walk", "metres"), Type.NUMBER)),
        ("walk", "today", NameInfo(Ref("@today", "date"), Type.DATE)),
        ("walk", "visit_date", NameInfo(Ref("@visit", "date"), Type.DATE)),
        ("walk", "month_1.visit_date", NameInfo(Ref("@visit", "date", "month_1"), Type.DATE)),
        ("walk", "previous.visit_date", NameInfo(Ref("@visit", "date", "previous"), Type.DATE)),
        (
            "walk",
            "settings.cerebral_counts",
            NameInfo(Ref("@settings", "cerebral_counts"), Type.CODE, frozenset({"yes", "no"})),
        ),
        ("walk", "settings.unit", NameInfo(Ref("@settings", "unit"), Type.TEXT)),
        ("walk", "aid", NameInfo(Ref("walk", "aid"), Type.CODE, frozenset({"none", "stick"}))),
        ("walk", "vitals.highest", NameInfo(Ref("vitals", "highest"), Type.NUMBER)),
        (
            "walk",
            "vitals.systolic",
            NameInfo(Ref("vitals", "systolic"), Type.NUMBER, None, ("vitals", "series", None)),
        ),
        (
            "walk",
            "previous.vitals.systolic",
            NameInfo(
                Ref("vitals", "systolic", "previous"),
                Type.NUMBER,
                None,
                ("vitals", "series", "previous"),
            ),
        ),
        (
            "walk",
            "baseline.vitals.after.systolic",
            NameInfo(Ref("vitals", "systolic", "baseline", "after"), Type.NUMBER),
        ),
        (
            "vitals",
            "after.systolic",
            NameInfo(Ref("vitals", "systolic", None, "after"), Type.NUMBER),
        ),
        (
            "walk",
            "event.grade",
            NameInfo(Ref("event", "grade"), Type.NUMBER, None, ("event", None, None)),
        ),
        (
            "event",
            "event.grade",
            NameInfo(Ref("event", "grade"), Type.NUMBER, None, ("event", None, None)),
        ),
        ("event", "grade", NameInfo(Ref("event", "grade"), Type.NUMBER)),
    ],
)
def test_names_stand_for_places(form: str, name: str, info: NameInfo) -> None:
    draft = read_draft(TEXTS)
    names = StudyNames(draft, draft.forms[form])
    assert names.resolve(tuple(name.split("."))) == info
