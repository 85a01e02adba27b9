from __future__ import annotations

from decimal import Decimal

import pytest

from crf_app.base.values import Censored, Value, to_text
from crf_app.expressions.clinical import ctcae_grades
from crf_app.expressions.functions import FUNCTIONS, Example, Function
from tests.expressions.paper import READINGS, Page, day, result, rule

EXAMPLES = [pytest.param(example, id=example.text) for function in FUNCTIONS.values() for example in function.examples]


def _written(found: Value | bool | None) -> str:
    if found is None:
        return "unknown"
    if isinstance(found, bool):
        return str(found).lower()
    return to_text(found)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_true(example: Example) -> None:
    rows = [Page({"x": Decimal(text)} if text else {}) for text in example.rows or ()]
    found = rule(example.text).evaluate(Page({}, {READINGS: rows}))
    assert _written(found) == example.result


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_each_function_is_described_and_shown(function: Function) -> None:
    assert function.sentence.endswith(".")
    assert function.examples
    assert all(function.name in example.text for example in function.examples)


def test_the_highest_of_censored_results_is_known_where_bounds_allow() -> None:
    below = Censored("<", Decimal(2))
    assert result("max(total, limit)", total=below, limit=Decimal(5)) == 5
    assert result("min(total, limit)", total=below, limit=Decimal(5)) == below
    assert result("max(total, limit)", total=below, limit=Decimal(1)) is None
    assert result("sum(total, limit)", total=below, limit=Decimal(1)) is None


def test_a_birthday_on_the_last_of_february_is_kept_in_march() -> None:
    born = 'years_between(date("1980-02-29"), visit_date)'
    assert result(born, visit_date=day("2023-02-28")) == 42
    assert result(born, visit_date=day("2023-03-01")) == 43
    assert result('years_between(visit_date, date("1980-02-29"))', visit_date=day("2023-03-01")) == -43


def test_hours_need_times_on_both_ends() -> None:
    text = "hours_between(infusion.start, visit_date)"
    start = day("2024-03-07T08:20")
    page = {"infusion.start": start, "visit_date": day("2024-03-07T10:50")}
    assert rule(text).evaluate(Page(page)) == Decimal("2.5")
    assert rule(text).evaluate(Page({**page, "visit_date": day("2024-03-07")})) is None


def test_ctcae_grades_come_from_the_whole_list() -> None:
    assert len(ctcae_grades()) == 837
    assert result('ctcae_has_grade("headache", 3)') is True
    assert result('ctcae_has_grade("Anaphylaxis", 1)') is False
    assert result('ctcae_has_grade("Myocardial infarction", 1)') is False
    assert result('ctcae_has_grade("Headache", 2.5)') is False


def test_duplicates_agree_by_their_sample_standard_deviation() -> None:
    # 9 and 11: mean 10, sample standard deviation the root of 2.
    assert result("cv_percent(9, 11) > 14.142 and cv_percent(9, 11) < 14.143") is True
    assert result("cv_percent(5, 5)") == 0
    assert result("cv_percent(-1, -2)") is None
