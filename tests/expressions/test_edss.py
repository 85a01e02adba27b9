from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from crf_app.expressions import edss
from crf_app.expressions.edss import Deciding, EdssScores, step_of, why_edss
from crf_app.expressions.edss_choices import EdssChoices, choices_of
from tests.expressions.paper import result

CHOICES = [
    EdssChoices(counts, twos, threes)
    for counts in (True, False)
    for twos in (Decimal("4.5"), Decimal("4.0"))
    for threes in (Decimal("5.0"), Decimal("4.5"))
]

VECTORS = Path(__file__).parents[1] / "vectors" / "edss-vectors.csv"

# Score sets both public calculators agree on, in the order of edss.MOST.
NAMED = [
    ("0,0,0,0,0,0,0,0", "0"),
    ("0,1,0,0,0,0,0,0", "1.0"),
    ("1,1,0,0,0,0,0,0", "1.5"),
    ("3,0,0,0,0,0,0,0", "2.0"),
    ("0,0,2,2,1,0,0,0", "2.5"),
    ("0,0,3,1,1,0,0,0", "3.0"),
    ("0,0,2,2,2,1,0,0", "3.0"),
    ("0,0,3,2,2,0,0,0", "3.5"),
    ("0,0,3,3,0,0,0,0", "3.5"),
    ("0,2,2,2,2,2,0,0", "3.5"),
    ("0,0,3,2,2,2,0,0", "4.0"),
    ("0,0,3,3,2,0,0,0", "4.0"),
    ("0,2,2,2,2,2,2,0", "4.0"),
    ("6,0,0,0,0,0,0,0", "4.0"),
    ("0,0,4,1,1,0,0,0", "4.0"),
    ("0,0,4,3,0,0,0,0", "4.5"),
    ("0,3,3,3,3,4,0,0", "4.5"),
    ("0,0,4,4,0,0,0,0", "5.0"),
    ("0,0,5,0,0,0,0,0", "5.0"),
    ("0,0,0,0,0,0,0,1", "2.0"),
    ("0,0,2,0,0,0,0,2", "4.5"),
    ("0,0,3,2,2,3,1,3", "5.0"),
    ("0,0,3,2,2,3,1,4", "5.5"),
    ("0,0,3,2,2,3,1,5", "6.0"),
    ("1,1,3,3,2,3,2,6", "6.0"),
    ("1,1,4,3,2,3,2,8", "6.5"),
    ("1,1,4,3,2,3,2,9", "6.5"),
    ("0,0,5,3,3,5,2,10", "7.0"),
    ("0,0,0,0,0,0,0,16", "10"),
]


def _scores(text: str) -> EdssScores:
    return EdssScores(*(int(grade) for grade in text.split(",")))


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_every_score_set_the_public_calculators_agree_on_comes_out_whatever_is_chosen(choices: EdssChoices) -> None:
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 1720
    wrong = [
        row
        for row in rows
        if step_of(EdssScores(**{name: int(row[name]) for name in edss.MOST}), choices) != Decimal(row["edss"])
    ]
    assert wrong == []


@pytest.mark.parametrize(("scores", "step"), NAMED)
@pytest.mark.parametrize("counts", ["yes", "no"])
def test_a_rule_gives_the_named_steps(scores: str, step: str, counts: str) -> None:
    assert result(f"edss_step({scores}, {counts})") == Decimal(step)


@pytest.mark.parametrize(
    ("scores", "first", "other", "gap"),
    [
        ("0,0,0,0,0,2,4,0", "4.5", "4.0", "G1"),
        ("0,0,4,2,2,2,0,1", "4.5", "4.0", "G1"),
        ("0,0,4,2,0,0,0,2", "4.5", "4.5", "G1"),
        ("0,0,0,3,3,3,4,0", "5.0", "4.5", "G2"),
        ("0,0,0,3,3,1,4,0", "4.5", "4.5", None),
        ("0,0,3,2,0,0,4,0", "4.5", "4.5", None),
        ("0,0,3,3,3,0,4,2", "5.0", "4.5", "G2"),
        ("0,3,3,3,3,3,4,0", "5.0", "4.5", "G2"),
        ("0,0,0,0,0,5,4,1", "5.0", "5.0", None),
        ("0,0,0,3,3,3,4,3", "5.0", "5.0", None),
    ],
)
def test_where_the_calculators_differ_the_study_chooses(scores: str, first: str, other: str, gap: str | None) -> None:
    reason = why_edss(_scores(scores), EdssChoices())
    assert reason.step == Decimal(first)
    assert reason.gap == gap
    assert step_of(_scores(scores), EdssChoices(True, Decimal("4.0"), Decimal("4.5"))) == Decimal(other)
    assert result(f"edss_step({scores}, yes)") == Decimal(first)
    assert result(f"edss_step({scores}, yes, 4.0, 4.5)") == Decimal(other)


def test_one_choice_does_not_touch_the_other() -> None:
    twos, threes = _scores("0,0,0,0,0,2,4,0"), _scores("0,0,0,3,3,3,4,0")
    lower = EdssChoices(four_with_twos=Decimal("4.0"))
    assert (step_of(twos, lower), step_of(threes, lower)) == (Decimal("4.0"), Decimal("5.0"))
    lower = EdssChoices(four_with_threes=Decimal("4.5"))
    assert (step_of(twos, lower), step_of(threes, lower)) == (Decimal("4.5"), Decimal("4.5"))


def test_algorithm_and_choices_can_be_stored_with_a_step() -> None:
    assert result("edss_algorithm()") == why_edss(_scores("0,0,0,0,0,0,0,0"), EdssChoices()).algorithm
    assert str(EdssChoices()) == "4.5, 5.0, yes"
    assert result("edss_choices(no, 4, 4.5)") == "4.0, 4.5, no"
    assert result("edss_choices(no, limit, 5.0)", limit=Decimal("4.4")) is None


def test_what_no_calculator_gives_cannot_be_chosen() -> None:
    for steps in ((Decimal("4.2"), Decimal("5.0")), (Decimal("4.5"), Decimal("4.0"))):
        with pytest.raises(ValueError, match="one 4 with"):
            EdssChoices(True, *steps)
    assert result("edss_step(0,0,4,2,0,0,0,0, yes, limit, 5.0)", limit=Decimal("4.2")) is None


def test_the_settings_of_a_study_are_its_choices() -> None:
    chosen = {"edss_cerebral_counts": "no", "edss_four_with_twos": "4.0", "edss_four_with_threes": "4.5"}
    assert choices_of(chosen) == EdssChoices(False, Decimal("4.0"), Decimal("4.5"))
    assert choices_of({}) == EdssChoices()


def test_fatigue_alone_counts_or_not_as_the_study_sets() -> None:
    fatigue = _scores("0,0,0,0,0,0,1,0")
    counts, ignored = EdssChoices(True), EdssChoices(False)
    assert step_of(fatigue, counts) == 1
    assert step_of(fatigue, ignored) == 0
    assert why_edss(fatigue, ignored).cerebral_ignored
    assert step_of(_scores("0,0,0,0,0,1,1,0"), counts) == Decimal("1.5")
    assert step_of(_scores("0,0,0,0,0,1,1,0"), ignored) == 1


def test_the_window_can_say_why_a_step_is_what_it_is() -> None:
    reason = why_edss(_scores("1,1,3,2,2,3,1,4"), EdssChoices(), rated=Decimal("4.0"))
    assert reason.step == Decimal("5.5")
    assert reason.deciding is Deciding.AMBULATION
    assert reason.ambulation_sets == Decimal("5.5")
    assert reason.systems_give == Decimal("4.0")
    assert reason.agreeing_ambulation == (0, 1)
    assert reason.agrees is False
    assert reason.algorithm == "edss_step 3"


def test_little_disability_with_a_short_walk_has_a_least_step() -> None:
    reason = why_edss(_scores("0,0,2,0,0,0,0,2"), EdssChoices(), rated=Decimal("4.5"))
    assert (reason.deciding, reason.ambulation_least) == (Deciding.AMBULATION_FLOOR, Decimal("4.5"))
    assert reason.ambulation_sets is None
    assert reason.agrees
    assert why_edss(_scores("0,0,4,4,0,0,0,2"), EdssChoices()).deciding is Deciding.FUNCTIONAL_SYSTEMS


def test_a_system_above_the_step_asks_for_a_query() -> None:
    assert why_edss(_scores("0,0,6,0,0,0,0,0"), EdssChoices()).below_a_system
    assert not why_edss(_scores("0,0,5,0,0,0,0,0"), EdssChoices()).below_a_system
    assert why_edss(_scores("0,0,6,0,0,0,0,0"), EdssChoices(), Decimal("3.0")).agreeing_ambulation == ()


@pytest.mark.parametrize(
    "scores",
    [
        "7,0,0,0,0,0,0,0",
        "0,6,0,0,0,0,0,0",
        "0,0,0,0,0,0,0,17",
        "-1,0,0,0,0,0,0,0",
        "0.5,0,0,0,0,0,0,0",
    ],
)
def test_a_grade_that_does_not_exist_gives_no_step(scores: str) -> None:
    assert result(f"edss_step({scores}, yes)") is None


def test_scores_refuse_a_grade_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="cerebral goes from 0 to 5"):
        _scores("0,0,0,0,0,0,6,0")


def test_visual_and_bladder_are_converted() -> None:
    assert [result(f"edss_visual({raw})") for raw in range(7)] == [0, 1, 2, 2, 3, 3, 4]
    assert [result(f"edss_bladder({raw})") for raw in range(7)] == [0, 1, 2, 3, 3, 4, 5]
    assert result("edss_visual(7)") is None


def test_there_are_twenty_steps_and_no_half() -> None:
    assert len(edss.STEPS) == 20
    assert [result(f"is_edss_step({x})") for x in ("0", "0.5", "1", "3.7", "9.5", "10", "10.5")] == [
        True,
        False,
        True,
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("baseline", "now", "judgement"),
    [
        ("0", "1.0", "stable"),
        ("0", "1.5", "worse"),
        ("1.0", "1.5", "stable"),
        ("5.0", "6.0", "worse"),
        ("5.0", "5.5", "stable"),
        ("5.5", "6.0", "worse"),
        ("5.5", "5.0", "improved"),
        ("3.0", "2.0", "improved"),
        ("3.0", "2.5", "stable"),
    ],
)
def test_a_change_counts_by_where_it_starts(baseline: str, now: str, judgement: str) -> None:
    assert result(f"edss_change({baseline}, {now})") == judgement


def test_a_change_from_no_step_is_unknown() -> None:
    assert result("edss_change(0.5, 3)") is None


@pytest.mark.parametrize(
    ("metres", "aid", "code"),
    [
        (500, "none", 1),
        (499, "none", 2),
        (300, "none", 2),
        (299, "none", 3),
        (200, "none", 3),
        (100, "none", 4),
        (99, "none", 5),
        (50, "unilateral", 6),
        (49, "unilateral", 8),
        (120, "bilateral", 7),
        (119, "bilateral", 9),
        (5, "bilateral", 9),
        (4, "bilateral", None),
        (10, "wheelchair", None),
        (-1, "none", None),
    ],
)
def test_a_measured_walk_speaks_for_a_code(metres: int, aid: str, code: int | None) -> None:
    assert result(f'ambulation_from_walk({metres}, "{aid}")') == code
