"""Who died or left is not seen any more: later visits do not apply, and what was owed before is still owed."""

from __future__ import annotations

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.capture.departure import Departure, Reason
from crf_app.capture.timeline import Mark, Stage
from crf_app.study.load import load_texts
from tests.capture.course import Course
from tests.services.clinic import plmsc
from tests.study.small_study import small

LATER = "2026-09-01"
"""When every window of somebody infused on 7 June 2025 has closed."""


def died(on: str) -> Course:
    """Infused on 7 June 2025, so that month 1 runs from 30 June, month 3 from 22 August, month 6 from 20 November."""
    return Course().infused().logs("death", "died_on", on)


def left(on: str, code: str = "withdrew") -> Course:
    course = Course().infused().writes("unscheduled", "end_of_study", "end_reason", code)
    return course.writes("unscheduled", "end_of_study", "ended_on", on)


def marks(course: Course, when: str = LATER) -> dict[str, Mark]:
    return {status.planned.id: status.mark for status in course.on(when).visits}


def reason(course: Course, visit: str) -> Reason | None:
    gone = course.on(LATER).visit(visit).not_applicable
    return gone.reason if gone else None


def test_visits_after_a_death_do_not_apply_and_what_was_owed_before_is_still_owed() -> None:
    course = died("2025-08-10")
    course.keeps("month_1", "2025-07-07", "complete")
    seen = course.on(LATER)
    assert seen.stage is Stage.DIED
    assert seen.died == PartialDate(2025, 8, 10)
    assert {v.planned.id: v.mark for v in seen.visits if v.held is None} == {
        "screening": Mark.OPEN,
        "hour_24": Mark.OVERDUE,
        "month_3": Mark.NA,
        "month_6": Mark.NA,
        "month_9": Mark.NA,
        "year_1": Mark.NA,
    }
    assert seen.visit("month_3").not_applicable == Departure(Reason.DEATH, PartialDate(2025, 8, 10))
    assert seen.visit("hour_24").not_applicable is None
    assert seen.visit("month_1").not_applicable is None


@pytest.mark.parametrize(
    ("on", "applies"),
    [
        ("2025-08-21", False),
        ("2025-08-22", True),
        ("2025-09-01", True),
        ("2025-08", True),
        ("2025-07", False),
        ("2025", True),
        ("2024", False),
    ],
)
def test_a_visit_is_ruled_out_only_by_a_death_certainly_before_its_window(on: str, applies: bool) -> None:
    course = died(on)
    assert course.mark("month_3", "2025-09-01") is (Mark.OPEN if applies else Mark.NA)
    assert course.mark("month_3", LATER) is (Mark.OVERDUE if applies else Mark.NA)


def test_of_a_death_in_some_month_or_year_the_latest_day_counts() -> None:
    assert [visit for visit, mark in marks(died("2025-08")).items() if mark is Mark.NA] == [
        "month_6", "month_9", "year_1",
    ]  # fmt: skip
    assert [visit for visit, mark in marks(died("2025")).items() if mark is Mark.NA] == ["month_9", "year_1"]


def test_a_visit_by_the_hour_on_the_day_of_death() -> None:
    assert died("2025-06-07").mark("hour_24", "2025-06-08 09:00") is Mark.NA
    assert died("2025-06-08").mark("hour_24", "2025-06-08 09:00") is Mark.OPEN


def test_who_dies_before_the_infusion_is_not_expected_for_it() -> None:
    course = Course().writes("screening", "consent", "consented_on", "2025-05-22")
    course.logs("death", "died_on", "2025-06-01")
    expected = dict.fromkeys(marks(course), Mark.NA) | {"screening": Mark.PROGRESS}
    assert marks(course) == expected
    course.writes("screening", "eligibility", "planned_infusion", "2025-06-07")
    assert marks(course) == expected


def test_an_infusion_planned_before_the_death_may_have_taken_place() -> None:
    course = Course().writes("screening", "eligibility", "planned_infusion", "2025-05-30")
    course.logs("death", "died_on", "2025-06-10")
    assert course.mark("day_0", LATER) is Mark.OVERDUE
    assert course.mark("month_1", LATER) is Mark.NA


def test_screening_that_nobody_entered_yet_lies_before_any_death() -> None:
    course = Course().logs("death", "died_on", "2025-06-01")
    assert course.mark("screening", LATER) is Mark.OPEN


def test_a_death_after_all_visits_changes_no_visit() -> None:
    course = left("2026-06-05", "completed")
    for visit, on in (
        ("screening", "2025-05-22"), ("hour_24", "2025-06-08"), ("month_1", "2025-07-07"), ("month_3", "2025-09-05"),
        ("month_6", "2025-12-04"), ("month_9", "2026-03-04"), ("year_1", "2026-06-02"),
    ):  # fmt: skip
        course.keeps(visit, on, "complete")
    before = marks(course)
    course.logs("death", "died_on", "2026-08-01")
    seen = course.on(LATER)
    assert marks(course) == before
    assert Mark.NA not in before.values()
    assert (seen.stage, seen.died) == (Stage.COMPLETED, PartialDate(2026, 8, 1))
    assert {status.after_death for status in seen.visits} == {None}


@pytest.mark.parametrize(
    ("kept", "after"), [("2025-08-09", False), ("2025-08-10", False), ("2025-08-11", True), ("2025-08-11T08:00", True)]
)
def test_a_visit_dated_after_the_death_stays_and_says_so(kept: str, after: bool) -> None:
    status = died("2025-08-10").keeps("month_3", kept).on(LATER).visit("month_3")
    assert status.mark is Mark.PROGRESS
    assert status.after_death == (PartialDate(2025, 8, 10) if after else None)
    assert died("2025-08").keeps("month_3", kept).on(LATER).visit("month_3").after_death is None


def test_the_visit_at_which_a_death_is_written_down_comes_after_it() -> None:
    course = died("2025-08-10").keeps("unscheduled", "2025-08-20").keeps("month_6", "2025-12-04")
    course.page("unscheduled", "end_of_study", "begun")
    assert [s.after_death for s in course.on(LATER).visits if s.planned.id == "unscheduled"] == [None]
    assert course.on(LATER).visit("month_6").after_death == PartialDate(2025, 8, 10)
    course.page("month_6", "end_of_study", "begun")
    assert course.on(LATER).visit("month_6").after_death is None


def test_a_page_begun_after_the_death_stays_what_it_is() -> None:
    course = died("2025-08-10").page("month_3", "edss", "begun")
    assert course.mark("month_3", LATER) is Mark.PROGRESS
    assert died("2025-08-10").misses("month_3").mark("month_3", LATER) is Mark.MISSED


def test_who_left_early_owes_what_was_over_by_then_and_nothing_else() -> None:
    course = left("2025-08-30")
    course.keeps("screening", "2025-05-22", "complete")
    seen = course.on(LATER)
    assert seen.stage is Stage.WITHDRAWN
    assert [v.planned.id for v in seen.visits if v.mark is Mark.OVERDUE] == ["hour_24", "month_1"]
    assert {v.not_applicable for v in seen.visits if v.mark is Mark.NA} == {
        Departure(Reason.LEFT, PartialDate(2025, 8, 30))
    }
    assert seen.visit("month_3").mark is Mark.NA


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("withdrew", Reason.LEFT),
        ("completed", Reason.COMPLETED),
        ("screen_failure", Reason.SCREEN_FAILURE),
        ("death", Reason.DEATH),
    ],
)
def test_without_any_date_nothing_that_has_not_begun_applies(code: str, told: Reason) -> None:
    course = Course().infused().writes("unscheduled", "end_of_study", "end_reason", code)
    gone = course.on("2025-06-20")
    assert {v.not_applicable for v in gone.visits if v.held is None} == {Departure(told, None)}


def test_who_was_not_eligible_owes_no_infusion_that_was_only_planned() -> None:
    course = Course().writes("screening", "eligibility", "planned_infusion", "2025-06-01")
    course.writes("unscheduled", "end_of_study", "end_reason", "screen_failure")
    course.writes("unscheduled", "end_of_study", "ended_on", "2025-06-20")
    assert marks(course) == dict.fromkeys(marks(course), Mark.NA) | {"screening": Mark.PROGRESS}
    assert course.on(LATER).stage is Stage.SCREEN_FAILURE


def test_who_left_and_died_later_is_told_by_what_rules_the_visit_out() -> None:
    course = left("2025-08-01").logs("death", "died_on", "2025-11-01")
    assert course.on(LATER).stage is Stage.DIED
    assert (reason(course, "month_3"), reason(course, "month_6")) == (Reason.LEFT, Reason.DEATH)


def test_a_disposition_of_death_adds_nothing_to_its_date() -> None:
    course = died("2025-08-30").writes("unscheduled", "end_of_study", "end_reason", "death")
    course.writes("unscheduled", "end_of_study", "ended_on", "2025-09-10")
    assert course.mark("month_3", LATER) is Mark.OVERDUE
    assert reason(course, "month_6") is Reason.DEATH


def test_of_two_dates_of_death_the_later_one_counts() -> None:
    course = died("2025-08-10").logs("death", "died_on", "2025-08-25", 2)
    assert course.on(LATER).died == PartialDate(2025, 8, 25)
    assert course.mark("month_3", LATER) is Mark.OVERDUE


def test_a_death_is_found_on_whatever_form_it_stands() -> None:
    term = "- {id: term, kind: code, codes: terms, label: Term, role: ae.term}"
    date = "- {id: died, kind: date, precision: year, label: Died, role: death.date, required: no}"
    study, findings = load_texts(small(event=(term, f"{term}\n      {date}")))
    assert study is not None, findings
    course = Course(study).writes("treatment", "dosing", "started", "2025-06-07T10:20").keeps("treatment", "2025-06-07")
    assert course.mark("month_1", "2025-07-01") is Mark.OPEN
    course.logs("event", "term", "Headache", 1).logs("event", "died", "2025-06-20", 2)
    assert course.mark("month_1", "2025-07-01") is Mark.NA
    assert course.on("2025-07-01").stage is Stage.DIED


def test_a_study_that_asks_for_no_death_has_none() -> None:
    study, _ = load_texts(small())
    assert study is not None
    assert Course(study).on(LATER).departures == ()
    assert Course(plmsc()).on(LATER).departures == ()
