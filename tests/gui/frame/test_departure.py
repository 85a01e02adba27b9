"""A subject who died: what the window shows of its visits, and that the truth can still be entered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crf_app.capture.commands import RecordEntries, StartVisit
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.timeline import Mark
from crf_app.gui import navigation as to
from crf_app.gui.models.matrix import Filter
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.pages.subject import SubjectPage
from crf_app.gui.pages.subjects import SubjectsPage
from crf_app.gui.pages.today import TodayPage
from crf_app.gui.parts import Button, TextLabel
from tests.gui.ward import Clerk, day

DIED = "not applicable – the subject died on 1 Jul 2025"


def dies(clerk: Clerk, label: str, on: str = "2025-07-01") -> None:
    """Write down a death and the end of study, unscheduled; month 1 of A-02 runs from 30 June to 14 July."""
    subject = clerk.subject(label)
    visit = VisitPlace(subject, "unscheduled")
    clerk.room.do(StartVisit(visit, day("2025-07-10")))
    for page, entries in (
        (PagePlace(subject, visit, "end_of_study"), {"ended_on": on, "end_reason": "death"}),
        (PagePlace(subject, None, "death"), {"died_on": on}),
    ):
        session = clerk.room.desk.session(page)
        for item, raw in entries.items():
            session.edit(EntryKey(item), raw)
        clerk.room.do(RecordEntries(page, session.pending()))


def words(within: SubjectsPage | SubjectPage | FormPage) -> str:
    return " | ".join(label.text() for label in within.findChildren(TextLabel) if label.isVisible())


@pytest.fixture
def bereaved(rahimi: Clerk) -> Clerk:
    """A-02 died on 1 July."""
    dies(rahimi, "A-02")
    return rahimi


def subjects(clerk: Clerk) -> SubjectsPage:
    page = clerk.goes_to(to.Subjects()).room.navigator.page
    assert isinstance(page, SubjectsPage)
    return page


def subject(clerk: Clerk) -> SubjectPage:
    page = clerk.goes_to(to.Subject(clerk.subject("A-02"))).room.navigator.page
    assert isinstance(page, SubjectPage)
    return page


def test_the_matrix_says_why_and_owes_only_what_came_before(bereaved: Clerk) -> None:
    page = subjects(bereaved)
    cells = page.matrix.cells
    row = cells.rows[1]
    assert (row.label, row.stage, row.over) == ("A-02", "Died", True)
    marks = {cell.status.planned.id: cell.mark for cell in row.cells if cell is not None}
    assert [visit for visit, mark in marks.items() if mark is Mark.NA] == ["month_3", "month_6", "month_9", "year_1"]
    assert marks["month_1"] is Mark.OVERDUE, "its window opened on the day before the death"
    month_3 = cells.index(1, 6)
    assert cells.data(month_3, int(Qt.ItemDataRole.ToolTipRole)) == f"Month 3, {DIED}"
    assert cells.data(month_3, int(Qt.ItemDataRole.AccessibleTextRole)) == f"Month 3, {DIED}"
    assert cells.data(cells.index(1, 0), int(Qt.ItemDataRole.ToolTipRole)) is None
    page.matrix.select(bereaved.subject("A-02"), "month_3")
    assert DIED in words(page)
    assert "1 died" in words(page)
    bereaved.clicks(page.pills[Filter.IN_WINDOW])
    assert "A-02" not in [each.label for each in page.matrix.cells.rows]


def test_today_waits_for_no_visit_after_the_death(clerk: Clerk) -> None:
    def due() -> list[str]:
        page = clerk.goes_to(to.Today()).room.navigator.page
        assert isinstance(page, TodayPage)
        rows = page._list.rows
        return [str(rows.data(rows.index(n))) for n in range(rows.rowCount())]

    clerk.clock.moment = clerk.clock.moment.replace(month=8, day=25)
    clerk.sits_down_as("rahimi")
    assert any(line.startswith("A-02, Month 3, in window") for line in due())
    dies(clerk, "A-02")
    left = [line for line in due() if line.startswith("A-02")]
    assert any(line.startswith("A-02, Month 1, overdue") for line in left)
    assert not any("Month 3" in line for line in left)


def test_the_strip_tells_the_death_and_shows_no_window_after_it(bereaved: Clerk) -> None:
    page = subject(bereaved)
    strip = {visit.place.planned: visit for visit in page.strip.visits}
    month_3 = strip["month_3"]
    assert (month_3.mark, month_3.date, month_3.span, month_3.below) == (Mark.NA, "", None, "after the death")
    assert month_3.sentence == f"Month 3, {DIED}"
    assert strip["month_1"].span is not None
    assert "Next visit" not in words(page)
    assert page._unscheduled.isEnabled(), "what happened before is often learnt after"


def test_a_visit_that_does_not_apply_can_be_begun_after_a_plain_sentence(bereaved: Clerk) -> None:
    page = subject(bereaved)
    at = [visit.place.planned for visit in page.strip.visits].index("month_3")
    while page.strip.cursor_visit is not page.strip.visits[at]:
        bereaved.presses(Qt.Key.Key_Right, on=page.strip)
    bereaved.presses(Qt.Key.Key_Return, on=page.strip)
    asked = " ".join(label.text() for label in bereaved.sheet.findChildren(TextLabel))
    assert "Not applicable – the subject died on 1 Jul 2025. Begin the visit only if it did take place." in asked
    (begin,) = (each for each in bereaved.sheet.findChildren(Button) if each.text() == "Begin visit…")
    bereaved.clicks(begin)
    asked = " ".join(label.text() for label in bereaved.sheet.findChildren(TextLabel))
    assert "Begin the visit only if it did take place" in asked
    bereaved.clicks(bereaved.sheet.go_on)
    held = bereaved.room.desk.record(bereaved.subject("A-02")).visits
    assert bereaved.subject("A-02") + "/month_3" in held
    form = bereaved.room.navigator.page
    assert isinstance(form, FormPage)
    assert "dated after the death on 1 Jul 2025" in words(form)
    bereaved.goes_to(to.Subjects())
    assert "dated after the death on 1 Jul 2025" in subjects(bereaved).matrix.cells.rows[1].cells[4].sentence  # type: ignore[union-attr]


def test_the_panel_beside_a_page_says_why_the_visit_does_not_apply(bereaved: Clerk) -> None:
    bereaved.goes_to(to.Visit(VisitPlace(bereaved.subject("A-02"), "month_3")))
    form = bereaved.room.navigator.page
    assert isinstance(form, FormPage)
    assert "Not applicable – the subject died on 1 Jul 2025" in words(form)
    assert form.panel._bar is None
