"""One subject: strip, course, what is to be done."""

from __future__ import annotations

from PySide6.QtCore import Qt

from crf_app.gui import navigation as to
from crf_app.gui.charts import CourseChart, ResultChart
from crf_app.gui.pages.subject import SubjectPage
from crf_app.gui.pages.subject_parts import LogRow
from crf_app.gui.parts import TextLabel
from tests.gui.ward import Clerk


def page_of(clerk: Clerk, label: str) -> SubjectPage:
    clerk.goes_to(to.Subject(clerk.subject(label)))
    page = clerk.room.navigator.page
    assert isinstance(page, SubjectPage)
    return page


def texts(page: SubjectPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(TextLabel) if label.isVisible())


def test_the_strip_tells_every_visit_and_starts_at_the_one_that_wants_something(rahimi: Clerk) -> None:
    page = page_of(rahimi, "A-02")
    visit = page.strip.cursor_visit
    assert visit is not None
    assert visit.sentence.startswith("24 hours, overdue")
    rahimi.presses(Qt.Key.Key_Right, on=page.strip)
    assert page.strip.accessibleDescription() == "Month 1, overdue, 2 days late"


def test_enter_on_an_overdue_visit_asks_what_happened(rahimi: Clerk) -> None:
    page = page_of(rahimi, "A-02")
    rahimi.presses(Qt.Key.Key_Return, on=page.strip)
    assert rahimi.sheet.accessibleName() == "24 hours of A-02"


def test_the_course_is_told_in_one_sentence(rahimi: Clerk) -> None:
    page = page_of(rahimi, "A-01")
    chart = page.findChildren(CourseChart)[0]
    assert chart.accessibleName().startswith("EDSS step:")
    assert "M1" in chart.accessibleName()
    results = page.findChildren(ResultChart)
    assert [r.accessibleName().split(":")[0] for r in results] == ["IL-10", "IL-6", "IL-17A", "TNF-α"]


def test_the_change_since_baseline_is_said_in_words(rahimi: Clerk) -> None:
    shown = texts(page_of(rahimi, "A-01"))
    assert "Change since Day 0" in shown


def test_a_subject_without_values_shows_no_empty_charts(rahimi: Clerk) -> None:
    page = page_of(rahimi, "A-03")
    assert not any(chart.isVisible() for chart in page.findChildren(CourseChart))
    assert page.verb is not None
    assert page.verb.text() == "Start visit"


def test_logs_count_their_pages(rahimi: Clerk) -> None:
    page = page_of(rahimi, "A-01")
    names = [row.accessibleName() for row in page.findChildren(LogRow)]
    assert any(name.startswith("Adverse event, 2, Headache") for name in names)
    assert any("Queries" in name for name in names)


def test_back_leads_to_where_the_person_came_from(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Subjects())
    page_of(rahimi, "A-01")
    rahimi.presses(Qt.Key.Key_Escape, on=rahimi.window)
    assert rahimi.room.navigator.place == to.Subjects()
    rahimi.room.act("forward")
    assert rahimi.room.situation().subject == rahimi.subject("A-01")
