"""Today: what is due, and doing it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crf_app.capture.timeline import Mark
from crf_app.gui.pages.today import TodayPage
from crf_app.gui.parts import Band, ComboField, TextLabel
from tests.gui.ward import Clerk, day


def page_of(clerk: Clerk) -> TodayPage:
    page = clerk.room.navigator.page
    assert isinstance(page, TodayPage)
    return page


def sentences(clerk: Clerk) -> list[str]:
    rows = page_of(clerk)._list.rows
    return [str(rows.data(rows.index(n))) for n in range(rows.rowCount())]


def test_the_day_reads_like_sentences(rahimi: Clerk) -> None:
    read = sentences(rahimi)
    assert read[0] == "Overdue, 2"
    assert read[1].startswith("A-02, 24 hours, overdue, 38 days late, closed")
    assert read[2].startswith("A-02, Month 1, overdue, 2 days late, closed Mon 14 Jul")
    assert "Open now, 1" in read
    assert any(line.startswith("A-03, Screening, in window") for line in read)


@pytest.mark.requirement(35)
def test_a_running_clock_is_a_band_over_everything(rahimi: Clerk) -> None:
    band = page_of(rahimi).findChildren(Band)[0]
    assert "Hospital stay for a urinary infection" in band.accessibleName()
    words = [label.text() for label in band.findChildren(TextLabel)]
    assert "6 h 40 min left" in words
    assert any("16:00 today" in text for text in words)


def test_the_clock_runs_without_reading_the_file_again(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    rahimi.clock.moment = rahimi.clock.moment.replace(hour=17)
    page.tick(rahimi.room.now())
    words = [label.text() for label in page.findChildren(Band)[0].findChildren(TextLabel)]
    assert "1 h 20 min late" in words


def test_arrow_keys_skip_the_heads_and_enter_decides(rahimi: Clerk) -> None:
    listed = page_of(rahimi)._list
    listed.setCurrentIndex(listed.rows.index(2))
    rahimi.presses(Qt.Key.Key_Return, on=listed)
    assert rahimi.sheet.accessibleName() == "Month 1 of A-02 is overdue"


def test_a_missed_visit_needs_a_reason_and_leaves_the_list(rahimi: Clerk) -> None:
    listed = page_of(rahimi)._list
    listed.setCurrentIndex(listed.rows.index(2))
    rahimi.presses(Qt.Key.Key_Return, on=listed)
    missed = [b for b in rahimi.sheet.findChildren(type(rahimi.sheet.go_on)) if b.text() == "It was missed…"]
    rahimi.clicks(missed[0])
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.told(rahimi.sheet) == "Choose a reason from the list."
    reasons = rahimi.sheet.findChildren(ComboField)[0]
    reasons.setCurrentIndex(0)
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.overlay is None
    assert not any("Month 1" in line for line in sentences(rahimi))
    standing = next(each for each in rahimi.room.standings() if each.label == "A-02")
    assert standing.timeline.visit("month_1").mark is Mark.MISSED


def test_beginning_a_visit_takes_a_date_in_either_calendar(rahimi: Clerk) -> None:
    from crf_app.gui.ask import DateField
    from crf_app.gui.visit_deeds import begin

    visit = rahimi.subject("A-02")
    place = next(s.place for s in rahimi.room.standings()[1].timeline.visits if s.planned.id == "month_1")
    assert place.subject == visit
    begin(rahimi.room, place)
    field = rahimi.sheet.findChildren(DateField)[0]
    assert field.text() == "2025-07-16"
    field.selectAll()
    rahimi.types("soon", on=field).clicks(rahimi.sheet.go_on)
    assert "soon" in rahimi.told(rahimi.sheet), "it says what cannot be read"
    field.selectAll()
    rahimi.types("1404/04/20", on=field).clicks(rahimi.sheet.go_on)
    assert rahimi.room.desk.record(visit).visits[place.id].date == day("2025-07-11")


def test_the_monitor_reads_and_starts_nothing(at_desk: object, clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    listed = page_of(clerk)._list
    assert {listed._delegate.words(row) for row in listed.rows._lines if not isinstance(row, tuple)} == {"Open"}
