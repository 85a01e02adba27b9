"""The way of somebody with a keyboard alone: where it lands, and what needs no deleting or tabbing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crf_app.capture.places import VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.ask import DateField
from crf_app.gui.command_palette import CommandPalette
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.pages.log_page import LogPage
from crf_app.gui.pages.subject import SubjectPage
from crf_app.gui.visit_deeds import begin
from tests.gui.ward import Clerk

Key = Qt.Key


def subject_page(clerk: Clerk, label: str) -> SubjectPage:
    clerk.goes_to(to.Subject(clerk.subject(label)))
    page = clerk.room.navigator.page
    assert isinstance(page, SubjectPage)
    return page


def test_the_proposed_number_is_typed_over(rahimi: Clerk) -> None:
    rahimi.room.act("new_subject")
    rahimi.types("A-09").presses(Key.Key_Return)
    assert rahimi.room.desk.file.find_subject("A-09") is not None


def test_a_visit_in_a_window_of_hours_asks_for_the_time(rahimi: Clerk) -> None:
    place = VisitPlace(rahimi.subject("A-02"), "hour_24")
    begin(rahimi.room, place)
    field = QApplication.focusWidget()
    assert isinstance(field, DateField)
    assert field.accessibleName().startswith("Date and time")
    assert field.text() == "2025-07-16 09:20"
    rahimi.types("2025-06-08 10:05").presses(Key.Key_Return)
    date = rahimi.room.desk.record(place.subject).visits[place.id].date
    assert str(date) == "2025-06-08T10:05"


def test_coming_back_to_a_subject_begins_at_the_visit_that_wants_something(rahimi: Clerk) -> None:
    strip = subject_page(rahimi, "A-02").strip
    wanted = strip.cursor_visit
    rahimi.presses(Key.Key_Left, Key.Key_Left, on=strip)
    assert strip.cursor_visit != wanted
    rahimi.goes_to(to.Today())
    assert subject_page(rahimi, "A-02").strip.cursor_visit == wanted


def test_after_the_last_page_of_a_visit_the_button_leads_back_to_the_subject(rahimi: Clerk) -> None:
    subject = rahimi.subject("A-01")
    rahimi.goes_to(to.Visit(VisitPlace(subject, "month_1")))
    page = rahimi.room.navigator.page
    assert isinstance(page, FormPage)
    for _ in range(6):
        assert page.footer.button.text() == "Next page"
        rahimi.clicks(page.footer.button)
    assert page.footer.button.text() == "Back to the subject"
    rahimi.clicks(page.footer.button)
    assert rahimi.room.navigator.place == to.Subject(subject)


def test_an_empty_log_begins_at_its_button(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Log(rahimi.subject("A-03"), "concomitant_medication"))
    page = rahimi.room.navigator.page
    assert isinstance(page, LogPage)
    assert page.add.hasFocus()
    rahimi.goes_to(to.Log(rahimi.subject("A-01"), "concomitant_medication"))
    assert page.table.hasFocus()


def test_the_palette_finds_the_logs_of_the_subject_that_is_shown(rahimi: Clerk) -> None:
    subject_page(rahimi, "A-02")
    rahimi.room.act("find")
    palette = rahimi.overlay
    assert isinstance(palette, CommandPalette)
    rahimi.types("medication", on=palette.field).presses(Key.Key_Return, on=palette.field)
    assert rahimi.room.navigator.place == to.Log(rahimi.subject("A-02"), "concomitant_medication")
