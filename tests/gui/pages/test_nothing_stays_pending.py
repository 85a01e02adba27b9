"""An answer is in the file soon, however the person goes away: another window, another page, the end of the day."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf_app.capture.places import EntryKey
from crf_app.gui import navigation as to
from crf_app.gui.pages import form_work
from tests.gui.clerk import click
from tests.gui.desk_window import Ward
from tests.gui.pages.test_form_page import at_month_1, held


def typed(ward: Ward, text: str = "128") -> None:
    """Type into a field and stay in it."""
    clerk = at_month_1(ward).clerk.form("vital_signs")
    field = clerk.editor("bp_systolic").field
    click(field)
    QTest.keyClicks(field, text)
    assert held(ward, "vital_signs", "bp_systolic") == ""


def typed_on_a_complete_page(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").visit("screening").form("demographics")
    field = clerk.editor("height").field
    clerk._sees(field)
    click(field)
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, "163")


def test_another_window_comes_to_the_front(ward: Ward) -> None:
    typed(ward)
    QApplication.sendEvent(ward.window, QEvent(QEvent.Type.WindowDeactivate))
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_another_program_comes_to_the_front(ward: Ward) -> None:
    typed(ward)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_what_is_being_typed_can_be_typed_on_after_coming_back(ward: Ward) -> None:
    typed(ward, "12")
    QApplication.sendEvent(ward.window, QEvent(QEvent.Type.WindowDeactivate))
    QApplication.sendEvent(ward.window, QEvent(QEvent.Type.WindowActivate))
    field = ward.clerk.editor("bp_systolic").field
    QTest.keyClicks(field, "8")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_the_window_is_hidden(ward: Ward) -> None:
    typed(ward)
    ward.window.hide()
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_another_place_is_shown(ward: Ward) -> None:
    typed(ward)
    ward.window.room.go(to.Today())
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_the_room_is_left_to_lock_or_to_close(ward: Ward) -> None:
    typed(ward)
    ward.window.room.leave()
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_a_choice_made_by_a_click_is_saved_after_a_moment(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    assert form_work.PATIENCE == 1500
    clerk = at_month_1(ward).clerk.form("edss")
    clerk.page.work._soon.setInterval(30)
    field = clerk.editor("assessed").field
    field.choose("yes") if hasattr(field, "choose") else QTest.keyClick(field, Qt.Key.Key_Space)
    assert held(ward, "edss", "assessed") == ""
    QTest.qWait(80)
    assert held(ward, "edss", "assessed") == "yes"


def test_time_and_another_window_never_ask_for_a_reason(ward: Ward) -> None:
    typed_on_a_complete_page(ward)
    page = ward.clerk.page
    page.work._soon.setInterval(20)
    QApplication.sendEvent(ward.window, QEvent(QEvent.Type.WindowDeactivate))
    QTest.qWait(60)
    assert held(ward, "demographics", "height", visit="screening") == "162"
    assert not page.work._asking
    assert ward.clerk.sees("height") == "163"
    page.go_to(page._view.cell(EntryKey("weight")) if page._view is not None else None)
    QTest.keyClick(ward.clerk.editor("height").field, Qt.Key.Key_Tab)
    assert page.work._asking
    ward.clerk.gives_reason_for_change("misread_source", "seven read as two")
    assert held(ward, "demographics", "height", visit="screening") == "163"


def test_a_reason_given_after_the_next_page_was_opened_belongs_to_the_page_that_was_left(ward: Ward) -> None:
    typed_on_a_complete_page(ward)
    ward.clerk.page.go_page(1)
    assert ward.clerk.page._view is not None
    assert ward.clerk.page._view.form.id != "demographics"
    ward.clerk.gives_reason_for_change("misread_source", "seven read as two")
    assert held(ward, "demographics", "height", visit="screening") == "163"


def test_a_change_whose_reason_is_refused_on_the_way_out_is_said_to_be_lost(ward: Ward) -> None:
    typed_on_a_complete_page(ward)
    ward.clerk.page.go_page(1)
    ward.clerk.question.reject()
    assert "not saved" in ward.clerk.page.footer.refusal
    assert held(ward, "demographics", "height", visit="screening") == "162"


def test_a_change_that_waits_for_its_reason_holds_the_door(ward: Ward) -> None:
    typed_on_a_complete_page(ward)
    assert not ward.window.room.ready_to_leave()
    ward.clerk.gives_reason_for_change("typing")
    assert ward.window.room.ready_to_leave()
    assert held(ward, "demographics", "height", visit="screening") == "163"
