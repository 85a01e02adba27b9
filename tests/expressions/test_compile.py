from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from crf_app.base.values import Censored
from crf_app.expressions.compile import compile_rule
from crf_app.expressions.types import Type
from tests.expressions.paper import (
    EVENTS,
    READINGS,
    YES_NO,
    Page,
    Study,
    day,
    problem,
    problems,
    result,
    rule,
)


def test_a_check_fires_only_on_true() -> None:
    check = rule("assessed == yes and not is_edss_step(total)", Type.TRUTH)
    assert check.evaluate(Page({"assessed": "yes", "total": Decimal("3.7")})) is True
    assert check.evaluate(Page({"assessed": "yes", "total": Decimal("3.5")})) is False
    assert check.evaluate(Page({"assessed": "no", "total": None})) is False
    assert check.evaluate(Page({"assessed": "yes"})) is None


def test_a_rule_tells_what_it_read_in_the_author_s_words() -> None:
    check = rule("total > limit and consent.signed > visit_date")
    page = Page({"total": Decimal("3.70"), "visit_date": day("2024-03")})
    assert check.explain(page) == (
        ("total", Decimal("3.70")),
        ("limit", None),
        ("consent.signed", None),
        ("visit_date", day("2024-03")),
    )
    assert [read.text for read in check.reads] == ["total", "limit", "consent.signed", "visit_date"]
    assert check.text == "total > limit and consent.signed > visit_date"


def test_numbers_are_exact_to_the_digits_the_author_wrote() -> None:
    assert result("total == 0.1 + 0.2", total=Decimal("0.3")) is True
    assert str(result("1.10 + 0")) == "1.10"
    assert result("total / 0", total=Decimal(1)) is None
    assert result("-total", total=Decimal("2.5")) == Decimal("-2.5")
    assert result("total in (-1, 0)", total=Decimal(-1)) is True
    assert result("10 - 2 - 3 * 2 / 4") == Decimal("6.5")


def test_a_long_sum_is_one_level_deep() -> None:
    total = rule(" + ".join(["total"] * 120))
    assert total.evaluate(Page({"total": Decimal(2)})) == 240


def test_unknown_goes_through_arithmetic_and_comparison() -> None:
    assert result("total + 1") is None
    assert result("total > 1") is None
    assert result("total > 1 or true") is True
    assert result("1 if total > 1 else 2") is None
    assert result("total if is_given(total) else 0") == 0
    assert result("unknown if total > 3 else total", total=Decimal(2)) == 2


def test_chained_comparison_means_both() -> None:
    assert result("0 <= total < 10", total=Decimal(0)) is True
    assert result("0 <= total < 10", total=Decimal(10)) is False


def test_a_yes_no_item_is_a_condition_of_its_own() -> None:
    assert rule("assessed", Type.TRUTH).evaluate(Page({"assessed": "yes"})) is True
    assert result("not assessed", assessed="no") is True
    assert result("assessed == true", assessed="no") is False
    assert rule("yes", Type.TRUTH).evaluate(Page()) is True
    assert result("blinded and assessed", blinded=True, assessed="yes") is True


def test_codes_that_are_numbers_count_as_numbers() -> None:
    assert result("pyramidal >= 3", pyramidal="4") is True
    assert result("pyramidal + 1", pyramidal="4") == 5
    assert result('pyramidal == "4"', pyramidal="4") is True
    assert result("pyramidal >= 3", pyramidal="?") is None


def test_several_codes_are_asked_for_one() -> None:
    assert result('"pain" in symptoms', symptoms=("fever", "pain")) is True
    assert result('"pain" not in symptoms', symptoms=("fever",)) is True
    assert result('"pain" in symptoms') is None
    assert problem('"pian" in symptoms').text == ("“pian” is not a code of this item; did you mean “pain”?")


def test_a_result_below_the_limit_is_compared_by_what_it_may_be() -> None:
    below = Censored("<", Decimal(2))
    assert result("total < 3", total=below) is True
    assert result("total >= 2", total=below) is False
    assert result("total < 1", total=below) is None
    assert result("possibly(total < 1)", total=below) is True
    assert result("total * 2", total=below) is None
    assert result("is_missing(total)", total=below) is False


def test_a_date_without_its_day_is_certain_possible_or_impossible() -> None:
    march = day("2024-03")
    assert result("visit_date < infusion.start", visit_date=march) is None
    late = {"infusion.start": day("2024-04-01T08:20"), "visit_date": march}
    same = {"infusion.start": day("2024-03-07T08:20"), "visit_date": march}
    early = {"infusion.start": day("2024-02-29T08:20"), "visit_date": march}
    sure, maybe = rule("visit_date > infusion.start"), rule("possibly(visit_date > infusion.start)")
    assert [sure.evaluate(Page(p)) for p in (late, same, early)] == [False, None, True]
    assert [maybe.evaluate(Page(p)) for p in (late, same, early)] == [False, True, True]
    assert maybe.evaluate(Page({"visit_date": march})) is None


def test_dates_move_by_durations() -> None:
    page = Page({"visit_date": day("2024-03-07"), "delay": timedelta(days=2)})
    assert rule("visit_date + delay").evaluate(page) == day("2024-03-09")
    assert rule("visit_date - (visit_date - delay)").evaluate(page) == timedelta(days=2)
    assert result("visit_date + delay", visit_date=day("2024"), delay=timedelta(days=2)) is None
    assert result("visit_date + delay", visit_date=day("9999-12-31"), delay=timedelta(2)) is None
    assert result("delay + delay", delay=timedelta.max) is None


def test_rows_are_looked_through_together() -> None:
    page = Page(
        {"visit_date": day("2024-03-07")},
        {EVENTS: [Page({"grade": "3", "onset": day("2024-03")}), Page({"grade": "1"})]},
    )
    assert rule("count(grade >= 3)").evaluate(page) == 1
    assert rule("any(onset > visit_date)").evaluate(page) is None
    assert rule("any(possibly(onset > visit_date))").evaluate(page) is True
    assert rule("max(grade)").evaluate(page) == 3
    assert rule("latest(grade)").evaluate(page) == "1"
    assert rule("count(grade >= 3) > 0").explain(page) == (("count(grade >= 3)", Decimal(1)),)


def test_a_rule_of_a_row_reads_its_own_row_and_all_of_them() -> None:
    row = Page({"systolic": Decimal(150)})
    row.rows = {READINGS: [row, Page({"systolic": Decimal(120)})]}
    highest = rule("systolic == max(systolic)", group=READINGS)
    assert highest.evaluate(row) is True
    assert rule("max(systolic, 160)", group=READINGS).evaluate(row) == 160


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "grade > 2",
            "“grade” is asked once per row; use it inside count, any, all, sum, mean, min, max or latest.",
        ),
        (
            "any(grade > 2 and systolic > 1)",
            "“systolic” belongs to other rows than the names before it; look through one group at a time.",
        ),
        (
            "any(total > 2)",
            "any(…) looks through rows: name an item that is asked once per row, or give it several values.",
        ),
        ("latest(total)", "latest(…) looks through rows: name an item that is asked once per row."),
    ],
)
def test_rows_are_never_read_by_accident(text: str, sentence: str) -> None:
    assert problem(text).text == sentence
    assert problem(text).code == "S004"


@pytest.mark.parametrize(
    ("text", "code", "guilty", "sentence"),
    [
        ("totl > 3", "S001", "totl", "There is no “totl” here; did you mean “total”?"),
        ("1 + nothing_like_it", "S001", "nothing_like_it", "There is no “nothing_like_it” here."),
        ("rond(1, 2)", "S001", "rond", "There is no function “rond”; did you mean “round”?"),
        ("total and true", "S002", "total", "compare it with something"),
        ("assessed == 'maybe'", "S005", "'maybe'", "its codes are no, yes."),
        ("pyramidal >= 7", "S005", "7", "“7” is not a code of this item"),
        ("pyramidal == 2.5", "S005", "2.5", "“2.5” is not a code of this item"),
        ("pyramidal >= '3'", "S002", "'3'", "write it without quotation marks"),
        ("total > '3'", "S002", "'3'", "write it without quotation marks"),
        ("abs('3')", "S002", "'3'", "numbers are written without quotation marks"),
        ("visit_date > '2024'", "S002", "'2024'", 'write date("2024-03-07")'),
        ("visit_date + 3", "S002", "visit_date + 3", "add_days"),
        ("date('2024-13')", "S002", "'2024-13'", "Write a date as"),
        ("date(comment)", "S004", "comment", "date takes a text written in the rule"),
        ("walk_aid > 'none'", "S002", "'none'", "have no order"),
        ("symptoms == 'pain'", "S002", "'pain'", '"code" in item'),
        ("total == visit_date", "S002", "visit_date", "A number cannot be compared with a date."),
        ("total if assessed else visit_date", "S002", None, "both must be of one kind"),
        ("round(1, 300)", "S002", "300", "a whole number from 0 to 12"),
        ("round(1)", "S004", "round(1)", "Write round(x, decimals)"),
        ("round > 1", "S004", "round", "“round” is a function; write round(x, decimals)."),
        ("total in (1, limit)", "S004", "limit", "written values only"),
        ("edss_step(0,0,0,0,0,0,0,0,'maybe')", "S002", "'maybe'", "This is yes or no."),
        ("edss_step(0,0,0,0,0,0,0,0, yes, 4.2, 5)", "S002", "4.2", "This is 4.5 or 4.0."),
        ("edss_step(0,0,0,0,0,0,0,0)", "S004", None, "cerebral_counts[, four_with_twos, four_with_threes])"),
        ("edss_step(0,0,0,0,0,0,0,0, yes, 4.5, 5.0, 1)", "S004", None, "Write edss_step(visual"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(text: str, code: str, guilty: str | None, sentence: str) -> None:
    found = problem(text)
    assert found.code == code
    assert sentence in found.text
    assert text[found.offset : found.offset + found.length] == (guilty or text)


def test_all_unknown_names_are_named_at_once() -> None:
    found = problems("totl > 3 and comment == 'é' and limmit > 2")
    assert [(each.offset, each.length) for each in found] == [(0, 4), (32, 6)]


def test_the_whole_rule_must_come_to_what_is_wanted() -> None:
    assert problem("total + 1", Type.TRUTH).text == ("This rule must come to true or false, and it comes to a number.")
    assert rule("grade", Type.NUMBER, EVENTS).evaluate(Page({"grade": "3"})) == 3


def test_a_derived_code_must_be_in_its_list() -> None:
    codes = frozenset({"high", "low"})
    text = '"high" if total > 3 else "lo"'
    _, found = compile_rule(text, Study(), Type.CODE, codes=codes)
    assert [each.text for each in found] == ["“lo” is not a code of this item; did you mean “low”?"]
    derived, _ = compile_rule("total > 3", Study(), Type.CODE, codes=YES_NO)
    assert derived is not None
    assert derived.evaluate(Page({"total": Decimal(4)})) == "yes"
    assert derived.evaluate(Page()) is None


def test_values_of_the_wrong_type_are_unknown() -> None:
    assert result("total > 3", total="4") is None
    assert result("total > 3", total=Decimal("NaN")) is None
    assert result("visit_date < visit_date", visit_date="2024-03-07") is None
    assert result("assessed", assessed=Decimal(1)) is None


def test_extreme_numbers_end_as_unknown_not_as_an_error() -> None:
    huge = Decimal("9E+999999")
    assert result("total * total", total=huge) is None
    assert result("round(total, 2)", total=huge) is None
    assert result("floor(total)", total=huge) is None
    assert result("add_days(visit_date, total)", total=huge, visit_date=day("2024-01-01")) is None
    assert result("total > 1", total=huge) is True
