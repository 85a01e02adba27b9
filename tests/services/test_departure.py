"""A death entered at the desk: what the lists say, and what can still be done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crf_app.capture.commands import MissVisit
from crf_app.capture.places import EntryKey
from crf_app.services.lists import listings
from tests.services.clinic import Clinic, Subject

Line = dict[str, str]


@pytest.fixture
def subject(clinic: Clinic) -> Subject:
    """Infused on 7 June 2025; it is the last day of 2025."""
    subject = clinic.subject_through("screening", "day_0")
    clinic.clock.moment += timedelta(days=223)
    return subject


def ends(subject: Subject, on: str, **entries: str) -> None:
    if subject.visit("unscheduled").id not in subject.record.visits:
        subject.comes("unscheduled", on)
    subject.sheet("end_of_study", "unscheduled").types(**entries).saves()


def dies(subject: Subject, on: str) -> None:
    subject.sheet("death", number=1).types(died_on=on).saves()


def listed(clinic: Clinic, name: str) -> list[Line]:
    listing = listings(clinic.desk)[name]
    return [dict(zip(listing.columns, row, strict=True)) for row in listing.rows(clinic.desk)]


def told(clinic: Clinic, *columns: str) -> dict[str, tuple[str, ...]]:
    return {line["visit"]: tuple(line[column] for column in columns) for line in listed(clinic, "visits")}


def test_a_dead_subject_has_nothing_due_after_its_death(clinic: Clinic, subject: Subject) -> None:
    before = {line["visit"] for line in listed(clinic, "due")}
    assert {"month_1", "month_3", "month_6"} <= before
    ends(subject, "2025-08-12", ended_on="2025-08-12", end_reason="death")
    dies(subject, "2025-08-12")
    assert {line["visit"] for line in listed(clinic, "due")} == before - {"month_3", "month_6"} | {"unscheduled"}
    (line,) = listed(clinic, "subjects")
    assert line["stage"] == "died"
    seen = told(clinic, "mark", "reason")
    assert seen["month_1"] == ("overdue", "")
    assert {seen[visit] for visit in ("month_3", "month_6", "month_9", "year_1")} == {("na", "death")}


def test_a_death_of_somebody_else_is_taken_back(clinic: Clinic, subject: Subject) -> None:
    ends(subject, "2025-08-12", ended_on="2025-08-12", end_reason="death")
    dies(subject, "2025-08-12")
    ends(subject, "2025-08-12", end_reason="withdrew")
    dies(subject, "")
    assert clinic.desk.timeline_of(subject.id).died is None
    (line,) = listed(clinic, "subjects")
    assert line["stage"] == "withdrawn"
    assert told(clinic, "mark", "reason")["month_3"] == ("na", "left")
    ends(subject, "2025-08-12", end_reason="death")
    assert told(clinic, "mark", "reason")["month_3"] == ("na", "death")


def test_the_end_of_study_shows_the_day_of_death(subject: Subject) -> None:
    ends(subject, "2025-08-12", ended_on="2025-08-14", end_reason="death")
    dies(subject, "2025-08-12")
    page = subject.place("end_of_study", "unscheduled").id
    shown = subject.record.entry(page, EntryKey("death_date"))
    assert shown is not None
    assert (shown.stored["value"], shown.derived) == ("2025-08-12", True)
    dies(subject, "2025-08-13")
    shown = subject.record.entry(page, EntryKey("death_date"))
    assert shown is not None
    assert shown.stored["value"] == "2025-08-13"


def test_a_missed_visit_lists_its_own_reason(clinic: Clinic, subject: Subject) -> None:
    clinic.does(MissVisit(subject.visit("month_3"), "refused", "no transport"))
    ends(subject, "2025-08-12", ended_on="2025-08-12", end_reason="death")
    dies(subject, "2025-08-12")
    assert told(clinic, "mark", "reason")["month_3"] == ("missed", "refused")


def test_a_visit_after_the_death_can_be_entered_and_is_told(clinic: Clinic, subject: Subject) -> None:
    ends(subject, "2025-08-12", ended_on="2025-08-12", end_reason="death")
    dies(subject, "2025-08-12")
    subject.comes("month_3", "2025-09-05").sheet("vital_signs", "month_3").types(heart_rate="70").saves()
    status = clinic.desk.timeline_of(subject.id).visit("month_3")
    assert (status.mark.value, str(status.after_death)) == ("progress", "2025-08-12")
    assert "month_3" in {line["visit"] for line in listed(clinic, "due")}
