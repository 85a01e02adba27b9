"""A change on one page is felt on the others: values worked out there, questions raised and closed there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import CloseQuery, MissVisit, RaiseQuery, RedateVisit, RemoveRow, ReopenPage
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_filling import Filling
from tests.services.clinic import Clinic, Sheet, Subject, story


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path, past=("screening", "day_0"))
    yield made
    made.desk.file.close()


@pytest.fixture
def subject(clinic: Clinic) -> Subject:
    """Screened and infused; the EDSS step was 6.5."""
    return clinic.subject("A-01")


def edss(subject: Subject, visit: str, on: str, step: str) -> Sheet:
    sheet = subject.comes(visit, on).sheet("edss", visit)
    sheet.types(assessed="yes", total=step).saves()
    return sheet


@pytest.mark.requirement(20, 21)
def test_a_check_raises_a_query_with_the_values_it_read(subject: Subject) -> None:
    edss(subject, "month_1", "2025-07-07", "5.0")
    query = subject.query("edss_change")
    assert (query.state, query.page, query.item) == ("open", f"{subject.id}/month_1/edss", "total")
    assert query.messages[0].person == "program"
    assert query.messages[0].text.endswith("(total = 5.0, previous.edss.total = 6.5)")


@pytest.mark.requirement(21)
def test_a_change_at_an_earlier_visit_closes_the_query_of_a_later_one(subject: Subject) -> None:
    edss(subject, "month_1", "2025-07-07", "5.0")
    subject.sheet("edss", "day_0").types(total="5.5").saves(reason="source misread")
    (query,) = (q for q in subject.queries("edss_change") if q.page == f"{subject.id}/month_1/edss")
    assert query.state == "closed"
    assert [(m.person, m.kind) for m in query.messages] == [("program", "raised"), ("program", "closed")]


def test_a_change_at_an_earlier_visit_raises_a_query_at_a_later_one(subject: Subject) -> None:
    edss(subject, "month_1", "2025-07-07", "6.0")
    assert subject.queries("edss_change") == []
    changes = subject.sheet("edss", "day_0").types(total="4.5").saves(reason="source misread")
    asked = {query.page for query in subject.queries("edss_change")}
    assert asked == {f"{subject.id}/month_1/edss", f"{subject.id}/day_0/edss"}
    assert f"{subject.id}/month_1/edss" in changes.pages


def test_a_ratio_at_a_later_visit_is_worked_out_anew(clinic: Clinic, subject: Subject) -> None:
    clinic.plays(Steps(story("A-01")).visit("month_1"))
    later = f"{subject.id}/month_1/cytokines"
    before = subject.record.entry(later, EntryKey("il_10_ratio"))
    assert before is not None
    assert before.stored == {"value": "1.61"}
    subject.sheet("cytokines", "day_0").types("il_10", reported="4.9").saves(reason="typing error")
    after = subject.record.entry(later, EntryKey("il_10_ratio"))
    assert after is not None
    assert (after.stored, after.derived) == ({"value": "2.00"}, True)


def test_relevance_on_another_page_follows(subject: Subject) -> None:
    subject.sheet("demographics", "screening").types(sex="male").saves(reason="typing error")
    entry = subject.record.entry(f"{subject.id}/screening/eligibility", EntryKey("pregnant"))
    assert entry is not None
    assert (entry.stored, entry.relevant) == ({"value": "no"}, False)


def test_a_change_travels_over_several_pages(clinic: Clinic, subject: Subject) -> None:
    """Sex -> pregnancy is not asked -> all criteria met -> the infusion's check of eligibility."""
    subject.sheet("eligibility", "screening").types(pregnant="yes").saves(reason="the test came late")
    assert subject.query("infusion_not_eligible").state == "open"
    subject.sheet("demographics", "screening").types(sex="male").saves(reason="typing error")
    assert subject.query("infusion_not_eligible").state == "closed"


@pytest.mark.requirement(21)
def test_a_query_closed_by_a_person_is_not_asked_again_for_the_same_values(clinic: Clinic, subject: Subject) -> None:
    sheet = edss(subject, "month_1", "2025-07-07", "5.0")
    query = subject.query("edss_change")
    clinic.does(CloseQuery(subject.id, query.id, "seen in the source"), by="moradi")
    sheet.types(total="6.0").saves()
    sheet.types(total="5.0").saves()
    assert [q.state for q in subject.queries("edss_change")] == ["closed"]


def test_it_is_asked_again_about_other_values(clinic: Clinic, subject: Subject) -> None:
    sheet = edss(subject, "month_1", "2025-07-07", "5.0")
    clinic.does(CloseQuery(subject.id, subject.query("edss_change").id, "seen"), by="moradi")
    sheet.types(total="4.5").saves()
    assert [q.state for q in subject.queries("edss_change")] == ["closed", "open"]


def test_a_query_closed_by_the_program_is_asked_again(subject: Subject) -> None:
    sheet = edss(subject, "month_1", "2025-07-07", "5.0")
    sheet.types(total="6.0").saves()
    sheet.types(total="5.0").saves()
    assert [q.state for q in subject.queries("edss_change")] == ["closed", "open"]


def test_one_question_is_asked_once(subject: Subject) -> None:
    sheet = edss(subject, "month_1", "2025-07-07", "5.0")
    sheet.types(rater="S. Tavakoli").saves()
    sheet.types(total="4.5").saves()
    assert len(subject.queries("edss_change")) == 1


def test_notes_raise_no_query(subject: Subject) -> None:
    sheet = subject.comes("month_1", "2025-07-07").sheet("vital_signs", "month_1")
    sheet.types(measured_on="2025-07-06").saves()
    assert sheet.says("measured_on") == {"vitals_date"}
    assert subject.queries("vitals_date") == []


def test_hiding_an_item_closes_its_question(subject: Subject) -> None:
    sheet = edss(subject, "month_1", "2025-07-07", "5.0")
    sheet.types(assessed="no").saves()
    assert subject.query("edss_change").state == "closed"
    sheet.types(assessed="yes").saves()
    assert [q.state for q in subject.queries("edss_change")] == ["closed", "open"]


def test_completing_asks_what_waited_for_an_answer(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening", label="A-02").comes("day_0", "2025-06-07")
    sheet = subject.sheet("mri_lesions", "day_0")
    counted = {"rater_2": "K. Jafari", "reader_1.gel_count": "2", "reader_2.gel_count": "3"}
    Filling(sheet.session, "A-02", "day_0", date(2025, 6, 7), counted).fill()
    sheet.saves()
    assert subject.queries("mri_lesions_not_settled") == []
    sheet.completes()
    assert subject.query("mri_lesions_not_settled").state == "open"
    assert subject.record.pages[sheet.place.id].state == "complete"


def test_an_event_in_the_log_answers_the_checklist(clinic: Clinic) -> None:
    subject = clinic.subject("A-01").comes("hour_24", "2025-06-08")
    subject.sheet("reaction_checklist", "hour_24").types(asked_at="2025-06-08 10:10", headache="yes").saves()
    assert subject.query("headache_no_event").state == "open"
    event = subject.sheet("adverse_event").types(words="Headache", term="Headache", onset="2025-06-07 18:30")
    event.saves()
    assert subject.query("headache_no_event").state == "closed"


def test_the_date_of_a_visit_is_read_by_its_pages(clinic: Clinic, subject: Subject) -> None:
    assert subject.queries("infusion_not_visit_day") == []
    day_0 = subject.visit("day_0")
    clinic.does(RedateVisit(day_0, PartialDate(2025, 6, 6), "typing error"))
    assert subject.query("infusion_not_visit_day").state == "open"
    clinic.does(RedateVisit(day_0, PartialDate(2025, 6, 7), "it was right"))
    assert subject.query("infusion_not_visit_day").state == "closed"


def test_which_visit_came_before_follows_the_dates(clinic: Clinic, subject: Subject) -> None:
    """Month 1 compares with day 0; a visit in between, dated later by mistake, is then compared with instead."""
    edss(subject, "unscheduled", "2025-07-20", "4.0")
    edss(subject, "month_1", "2025-07-07", "6.0")
    month_1 = f"{subject.id}/month_1/edss"
    assert [q.page for q in subject.queries("edss_change")] == [f"{subject.id}/unscheduled/edss"]
    clinic.does(RedateVisit(subject.visit("unscheduled"), PartialDate(2025, 7, 1), "typing error"))
    assert month_1 in {q.page for q in subject.queries("edss_change") if q.state == "open"}


def test_a_row_taken_out_counts_no_more(clinic: Clinic) -> None:
    subject = clinic.enrols("A-03").comes("day_0")
    infusion = subject.sheet("infusion", "day_0").types(interrupted="yes")
    one, two = infusion.session.add_row("interruptions"), infusion.session.add_row("interruptions")
    infusion.types(one, interrupted_minutes="4").types(two, interrupted_minutes="300").saves()
    assert subject.query("infusion_interrupted_minutes_expected").state == "open"
    clinic.does(RemoveRow(infusion.place, "interruptions", two, "typed by mistake"))
    total = subject.record.entry(infusion.place.id, EntryKey("interrupted_total"))
    assert total is not None
    assert total.stored == {"value": "4"}
    assert subject.query("infusion_interrupted_minutes_expected").state == "closed"
    assert subject.record.pages[infusion.place.id].rows == [("interruptions", "1")]


def test_a_person_s_query_on_a_row_ends_with_the_row(clinic: Clinic) -> None:
    subject = clinic.enrols("A-03").comes("day_0")
    infusion = subject.sheet("infusion", "day_0").types(interrupted="yes")
    row = infusion.session.add_row("interruptions")
    infusion.types(row, interrupted_minutes="4").saves()
    asked = RaiseQuery("Which minute?", page=infusion.place, key=EntryKey("interrupted_minutes", row))
    clinic.does(asked, by="moradi")
    clinic.does(RemoveRow(infusion.place, "interruptions", row, "typed by mistake"))
    (query,) = (query for query in subject.queries() if query.check is None)
    assert (query.state, query.messages[-1].text) == ("closed", "The row was removed.")


def test_relevance_is_told_once(clinic: Clinic, subject: Subject) -> None:
    subject.sheet("demographics", "screening").types(sex="male").saves(reason="typing error")
    before = len(clinic.trail(FactKind.ENTRY_RELEVANCE))
    subject.sheet("demographics", "screening").types(height="170").saves(reason="typing error")
    assert len(clinic.trail(FactKind.ENTRY_RELEVANCE)) == before


def test_a_missed_visit_is_not_the_one_before(clinic: Clinic, subject: Subject) -> None:
    subject.comes("hour_24", "2025-06-08")
    clinic.does(MissVisit(subject.visit("hour_24"), "refused", "went home"))
    assert subject.record.visits[f"{subject.id}/hour_24"].date is None
    assert subject.mark("hour_24") == "missed"


def test_reopening_leaves_the_answers(clinic: Clinic, subject: Subject) -> None:
    place = subject.place("edss", "day_0")
    held = dict(subject.record.pages[place.id].entries)
    clinic.does(ReopenPage(place, "forgot the aid"))
    page = subject.record.pages[place.id]
    assert (page.state, page.entries) == ("begun", held)
    assert subject.mark("day_0") == "progress"


def test_a_fever_measured_at_night_questions_the_no_of_the_next_day(subject: Subject) -> None:
    """The readings are those of the last visit that has some: a visit between without any changes nothing."""
    subject.comes("unscheduled", "2025-06-07").sheet("edss", "unscheduled").types(assessed="no").saves()
    asked = subject.comes("hour_24", "2025-06-08T10:05").sheet("reaction_checklist", "hour_24")
    asked.types(asked_at="2025-06-08 10:10", fever="no", bp_fluctuation="no").saves()
    assert subject.queries("fever_measured_not_answered") == []
    readings = subject.sheet("vital_signs_series", "day_0")
    readings.types("h12", temperature="38.4").saves(reason="source misread")
    query = subject.query("fever_measured_not_answered")
    assert (query.state, query.page) == ("open", f"{subject.id}/hour_24/reaction_checklist")
    readings.types("h12", temperature="36.9").saves(reason="typing error")
    assert subject.query("fever_measured_not_answered").state == "closed"
