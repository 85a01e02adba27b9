"""What stands on paper of a subject who died."""

from __future__ import annotations

from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import StartVisit
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.services.desk import Desk
from tests.reports.glyphs_on_page import lines
from tests.reports.printed_file import place_of, printed, text_of, titles_of, type_in


def dies(desk: Desk, on: str, visit: str = "unscheduled") -> None:
    """A-03 was infused on 10 February 2025; month 3 begins on 27 April."""
    page = place_of(desk, "A-03", visit, "end_of_study")
    desk.do(StartVisit(page.visit or VisitPlace("", ""), PartialDate(2025, 4, 20)))
    type_in(desk, page, {"ended_on": "2025-04-20", "end_reason": "death"})
    type_in(desk, PagePlace(page.subject, None, "death"), {"died_on": on})


def test_the_casebook_prints_why_visits_do_not_apply(desk: Desk) -> None:
    dies(desk, "2025-04-20")
    words = text_of(printed(desk, "A-03").content)
    assert "State died 2025-04-20" in words
    assert "not applicable – death" in words
    assert "not planned any more" not in words
    assert "Month 6" not in titles_of(printed(desk, "A-03").content)["By visit"]


def test_a_visit_that_does_not_apply_is_one_line_and_no_blank_page(desk: Desk) -> None:
    dies(desk, "2025-04-20")
    report = printed(desk, "A-03", visit="month_6")
    words = text_of(report.content)
    assert report.pages == 1
    assert "Month 6 Not applicable – death" in words
    assert "Kept" in words
    assert "The subject died 2025-04-20" in words
    assert "EDSS" not in words
    assert titles_of(report.content) == {"Month 6": []}


def test_a_death_whose_day_is_unknown(desk: Desk) -> None:
    dies(desk, "2025-04")
    assert "The subject died 2025-04 day unknown" in text_of(printed(desk, "A-03", visit="month_6").content)
    persian = printed(desk, "A-03", "fa", visit="month_6").content
    assert any("۲۰۲۵-۰۴" in line for line in lines(persian, 0))


def test_a_visit_dated_after_the_death_is_printed_with_all_its_pages(desk: Desk) -> None:
    dies(desk, "2025-04-20")
    page = place_of(desk, "A-03", "month_3", "vital_signs")
    desk.do(StartVisit(page.visit or VisitPlace("", ""), PartialDate(2025, 5, 12)))
    type_in(desk, page, {"heart_rate": "70"})
    words = text_of(printed(desk, "A-03", visit="month_3").content)
    assert "after the death" in words
    assert "Pulse 70 /min" in words
