"""Where visits stand: windows that hang on moments, and the mark each visit wears."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crf_app.capture.places import VisitPlace
from crf_app.capture.timeline import Mark, Stage, items_needed, page_mark
from tests.capture.course import Course
from tests.services.clinic import Clinic, plmsc


def local(text: str) -> datetime:
    """A moment as the site's clock shows it."""
    return datetime.fromisoformat(text)


@pytest.fixture
def course() -> Course:
    return Course()


def test_a_timeline_reads_the_anchors_the_death_and_the_disposition() -> None:
    assert items_needed(plmsc()) == {
        ("consent", "consented_on"),
        ("infusion", "start"),
        ("eligibility", "planned_infusion"),
        ("end_of_study", "ended_on"),
        ("end_of_study", "end_reason"),
        ("death", "died_on"),
    }


def test_windows_by_the_day_run_from_midnight_to_the_end_of_the_last_day(course: Course) -> None:
    month_1 = course.infused().on("2025-06-10").visit("month_1")
    assert month_1.target == local("2025-07-07")
    assert month_1.opens == local("2025-06-30")
    assert month_1.closes == local("2025-07-14 23:59")
    assert not month_1.planned_only


def test_windows_by_the_hour_hang_on_the_minute(course: Course) -> None:
    hour_24 = course.infused().on("2025-06-07").visit("hour_24")
    assert hour_24.target == local("2025-06-08 10:20")
    assert (hour_24.opens, hour_24.closes) == (local("2025-06-08 06:20"), local("2025-06-08 14:20"))


def test_a_planned_infusion_gives_windows_that_may_still_move(course: Course) -> None:
    course.writes("screening", "eligibility", "planned_infusion", "2025-06-10")
    month_1 = course.on("2025-05-23").visit("month_1")
    assert (month_1.target, month_1.planned_only) == (local("2025-07-10"), True)
    moved = course.infused().on("2025-06-08").visit("month_1")
    assert (moved.target, moved.planned_only) == (local("2025-07-07"), False)


@pytest.mark.parametrize("value", ["2025-06", "2025"])
def test_a_date_without_its_day_is_no_anchor(course: Course, value: str) -> None:
    course.writes("screening", "eligibility", "planned_infusion", value)
    assert course.on("2025-05-23").visit("month_1").target is None


@pytest.mark.parametrize(
    ("when", "mark"),
    [
        ("2025-06-29 23:59", Mark.FUTURE),
        ("2025-06-30 00:00", Mark.OPEN),
        ("2025-07-14 23:59", Mark.OPEN),
        ("2025-07-15 00:00", Mark.OVERDUE),
    ],
)
def test_a_visit_opens_and_becomes_overdue(course: Course, when: str, mark: Mark) -> None:
    assert course.infused().mark("month_1", when) is mark


def test_overdue_by_the_hour(course: Course) -> None:
    course.infused()
    marks = [course.mark("hour_24", f"2025-06-08 {at}") for at in ("06:19", "06:20", "14:20", "14:21")]
    assert marks == [Mark.FUTURE, Mark.OPEN, Mark.OPEN, Mark.OVERDUE]


def test_the_hour_is_the_site_s_own(clinic: Clinic) -> None:
    """The clock of the clinic in Tehran shows 09:00 when it is 05:30 in UTC."""
    subject = clinic.enrols().comes("screening").comes("day_0", "2025-05-21")
    subject.sheet("infusion", "day_0").types(start="2025-05-21 13:00").saves()
    assert subject.mark("hour_24") == "open"
    clinic.clock.moment -= timedelta(minutes=1)
    assert subject.mark("hour_24") == "future"


def test_screening_waits_without_a_date_the_others_are_still_to_come(course: Course) -> None:
    marks = {status.planned.id: status.mark for status in course.on("2025-05-22").visits}
    assert marks["screening"] is Mark.OPEN
    assert set(marks.values()) == {Mark.OPEN, Mark.FUTURE}


def test_unscheduled_visits_show_when_they_were_kept(course: Course) -> None:
    assert "unscheduled" not in [status.planned.id for status in course.on("2025-06-20").visits]
    course.keeps("unscheduled", "2025-06-20").keeps("unscheduled", "2025-06-22", repeat=2)
    repeats = [s.place.repeat for s in course.on("2025-06-22").visits if s.planned.id == "unscheduled"]
    assert repeats == [1, 2]


def test_a_missed_visit_stays_missed(course: Course) -> None:
    assert course.infused().misses("month_1").mark("month_1", "2025-09-01") is Mark.MISSED


def test_a_visit_in_work_counts_its_pages(course: Course) -> None:
    course.infused().keeps("month_1", "2025-07-07")
    course.page("month_1", "edss", "complete").page("month_1", "review", "not_done")
    course.page("month_1", "vital_signs", "begun")
    status = course.on("2025-07-07").visit("month_1")
    assert (status.mark, status.done, status.total) == (Mark.PROGRESS, 2, 7)
    assert dict(status.page_marks) == {
        "vital_signs": Mark.PROGRESS,
        "edss": Mark.COMPLETE,
        "cytokines": Mark.EMPTY,
        "b_cells": Mark.EMPTY,
        "haematology": Mark.EMPTY,
        "csf": Mark.EMPTY,
        "review": Mark.NOT_DONE,
    }


def test_a_visit_is_signed_when_every_page_that_was_done_is(course: Course) -> None:
    course.infused().keeps("hour_24", "2025-06-08", "complete")
    course.page("hour_24", "reaction_checklist", "complete", signed=True)
    assert course.mark("hour_24", "2025-06-08") is Mark.SIGNED
    course.page("hour_24", "vital_signs", "complete")
    assert course.mark("hour_24", "2025-06-08") is Mark.COMPLETE
    course.page("hour_24", "vital_signs", "not_done")
    assert course.mark("hour_24", "2025-06-08") is Mark.SIGNED


def test_a_visit_whose_every_page_was_not_done_is_complete_not_signed(course: Course) -> None:
    course.infused().keeps("hour_24", "2025-06-08", "complete").page("hour_24", "reaction_checklist", "not_done")
    assert course.mark("hour_24", "2025-06-08") is Mark.COMPLETE


def test_a_page_begun_after_the_visit_was_complete_shows(course: Course) -> None:
    course.infused().keeps("hour_24", "2025-06-08", "complete")
    course.page("hour_24", "reaction_checklist", "complete").page("hour_24", "vital_signs", "begun")
    assert course.mark("hour_24", "2025-06-08") is Mark.PROGRESS


def test_optional_pages_show_once_begun(course: Course) -> None:
    course.infused()
    assert [form for form, _ in course.on("2025-06-08").visit("hour_24").page_marks] == ["reaction_checklist"]
    course.page("hour_24", "review", "begun")
    status = course.on("2025-06-08").visit("hour_24")
    assert [form for form, _ in status.page_marks] == ["reaction_checklist", "review"]
    assert status.total == 1


@pytest.mark.parametrize(
    ("kept", "days"),
    [
        ("2025-06-28", -2),
        ("2025-06-29", -1),
        ("2025-06-29T23:30", -1),
        ("2025-06-30", 0),
        ("2025-07-14T22:00", 0),
        ("2025-07-15", 1),
        ("2025-07-15T10:00", 1),
        ("2025-08-01", 18),
    ],
)
def test_days_outside_the_window(course: Course, kept: str, days: int) -> None:
    status = course.infused().keeps("month_1", kept).on("2025-09-01").visit("month_1")
    assert status.off_window == timedelta(days=days)


@pytest.mark.parametrize(
    ("kept", "minutes"),
    [("2025-06-08T06:19", -1), ("2025-06-08T10:05", 0), ("2025-06-08T16:20", 120), ("2025-06-08", 0)],
)
def test_minutes_outside_a_window_of_hours(course: Course, kept: str, minutes: int) -> None:
    status = course.infused().keeps("hour_24", kept).on("2025-06-09").visit("hour_24")
    assert status.off_window == timedelta(minutes=minutes)


def test_stages(course: Course) -> None:
    assert course.on("2025-05-22").stage is Stage.SCREENING
    course.keeps("screening", "2025-05-22", "complete")
    assert course.on("2025-05-22").stage is Stage.SCREENED
    course.writes("screening", "eligibility", "planned_infusion", "2025-06-07")
    assert course.on("2025-05-22").stage is Stage.SCREENED
    course.infused()
    assert course.on("2025-06-07").stage is Stage.FOLLOW_UP


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("completed", Stage.COMPLETED),
        ("screen_failure", Stage.SCREEN_FAILURE),
        ("withdrew", Stage.WITHDRAWN),
        ("death", Stage.DIED),
    ],
)
def test_who_has_left_is_expected_no_more(course: Course, code: str, stage: Stage) -> None:
    course.infused().writes("unscheduled", "end_of_study", "end_reason", code)
    seen = course.on("2026-09-01")
    assert seen.stage is stage
    assert {s.mark for s in seen.visits if s.planned.id.startswith(("month", "year"))} == {Mark.NA}


def test_queries_are_counted_where_they_stand(course: Course) -> None:
    course.infused()
    course.outline.open_queries |= {"s/day_0": 1, "s/day_0/edss": 2, "s/-/adverse_event.1": 1}
    course.outline.answered_queries |= {"s/day_0/cytokines": 1}
    status = course.on("2025-06-07").visit("day_0")
    assert (status.open_queries, status.answered_queries) == (3, 1)


def test_a_visit_the_protocol_has_not(course: Course) -> None:
    with pytest.raises(KeyError):
        course.on("2025-06-07").visit("month_2")


def test_a_page_s_own_mark(course: Course) -> None:
    course.page("day_0", "edss", "complete", signed=True)
    assert page_mark(course.outline, VisitPlace("s", "day_0"), "edss") is Mark.SIGNED
    assert page_mark(course.outline, VisitPlace("s", "day_0"), "cytokines") is Mark.EMPTY


def test_the_file_s_list_and_the_record_tell_the_same(clinic: Clinic) -> None:
    from crf_app.capture.outline import outline_of

    subject = clinic.subject_through("screening", "day_0")
    (listed,) = clinic.desk.outlines()
    assert listed == outline_of(subject.record, items_needed(plmsc()))
