"""A large form opens at once: what is seen first is there first, and whoever asks for more need not wait for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.capture.commands import RecordEntries
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.pages import form_work
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.pages.form_view import FormView
from crf_app.services.synthetic_filling import Filling
from tests.gui.desk_window import Ward

Key = Qt.Key
FORM = "scl_90_r"
LAST = "q90"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No saving by the clock between two keys of a slow machine; test_nothing_stays_pending tells of that."""
    monkeypatch.setattr(form_work, "PATIENCE", 600_000)


@pytest.fixture
def month_3(ward: Ward) -> Ward:
    """A-01 has come for month 3; the questionnaire was done but for its last question."""
    ward.clerk.opens("A-01").starts_visit("month_3", "2025-09-05")
    desk, place = ward.clinic.desk, at(ward, "month_3")
    session = desk.session(place)
    Filling(session, "A-01", "month_3", session.today).fill()
    session.edit(EntryKey(LAST), "")
    desk.do(RecordEntries(place, session.pending()))
    return ward


def at(ward: Ward, visit: str) -> PagePlace:
    return ward.subject.place(FORM, visit, None)


def opens(ward: Ward, visit: str, item: str = "") -> FormView:
    """Go to the questionnaire; nothing of what the window does afterwards has happened yet."""
    ward.window.room.go(to.Form(at(ward, visit), EntryKey(item) if item else None))
    return shown(ward)


def page(ward: Ward) -> FormPage:
    found = ward.window.room.navigator.page
    assert isinstance(found, FormPage)
    return found


def shown(ward: Ward) -> FormView:
    view = page(ward)._view
    assert view is not None
    return view


def waiting(view: FormView) -> list[str]:
    return [section.id for section in view.form.sections if view.waits(section)]


def focused() -> str:
    widget = QApplication.focusWidget()
    while widget is not None and not widget.objectName():
        widget = widget.parentWidget()
    return widget.objectName() if widget is not None else ""


def in_sight(ward: Ward, item: str) -> bool:
    """Whether an entry lies within the part of the form that is scrolled to."""
    view, scroll = shown(ward), page(ward)._scroll
    cell = view.cell(EntryKey(item))
    assert cell is not None
    top = cell.editor.mapTo(scroll.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + cell.editor.height() <= scroll.viewport().height()


def listed(ward: Ward) -> list[str]:
    """Return the sections in the panel beside the form, as a listener hears them."""
    return [row.accessibleName() for row in page(ward).panel._sections if not row.isHidden()]


def test_what_is_below_follows_when_the_first_part_stands(month_3: Ward, qtbot: QtBot) -> None:
    view = opens(month_3, "month_3")
    assert waiting(view)
    assert view.form.sections[0].id not in waiting(view)
    named = listed(month_3)
    assert len(named) == len([each for each in view.form.sections if view.shows(each)])
    qtbot.waitUntil(lambda: not waiting(view))
    assert listed(month_3) == named

    def tops() -> list[int]:
        return [each.y() for each in view.sections if each.isVisible() and not each.section.aside]

    assert len(tops()) > 3
    qtbot.waitUntil(lambda: tops() == sorted(set(tops())))


def test_the_keyboard_comes_to_the_empty_question_at_the_end(month_3: Ward, qtbot: QtBot) -> None:
    opens(month_3, "month_3")
    qtbot.waitUntil(lambda: focused() == LAST)
    qtbot.waitUntil(lambda: in_sight(month_3, LAST))


def test_a_question_that_was_looked_for_is_shown(ward: Ward, qtbot: QtBot) -> None:
    opens(ward, "day_0", LAST)
    qtbot.waitUntil(lambda: focused() == LAST)
    qtbot.waitUntil(lambda: in_sight(ward, LAST))


def test_completing_at_once_says_what_is_empty_at_the_end(month_3: Ward) -> None:
    view = opens(month_3, "month_3")
    page(month_3).complete()
    assert "90" in page(month_3).footer.refusal
    cell = view.cell(EntryKey(LAST))
    assert cell is not None
    assert cell.ring is not None
    assert cell.ring.isVisibleTo(view)


def test_f8_finds_what_is_empty_below_without_waiting(month_3: Ward) -> None:
    view = opens(month_3, "month_3")
    page(month_3).go_to(view.first_stop())
    assert waiting(view)
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Key.Key_F8)
    assert focused() == LAST


def test_tab_goes_on_into_what_was_below(month_3: Ward) -> None:
    view = opens(month_3, "month_3")
    ready = [view._made[each.id] for each in view.form.sections if not view.waits(each) and not each.aside]
    after = waiting(view)[0]
    page(month_3).go_to([cell for cell in ready[-1].cells if cell.visible][-1])
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Key.Key_Tab)
    assert view.form.section_of(focused()).id == after


def test_an_answer_given_at_once_holds_for_what_follows(month_3: Ward, qtbot: QtBot) -> None:
    view = opens(month_3, "month_3")
    page(month_3).work.edit(EntryKey("assessed"), "no")
    assert waiting(view)
    qtbot.waitUntil(lambda: not waiting(view))
    cell = view.cell(EntryKey("q1"))
    other = view.cell(EntryKey(LAST))
    assert cell is not None
    assert other is not None
    assert cell.visible  # what was answered is kept and struck
    assert not other.visible  # what was empty is not asked any more


def test_another_visit_never_shows_the_answers_of_the_one_before(month_3: Ward, qtbot: QtBot) -> None:
    view = opens(month_3, "day_0")
    qtbot.waitUntil(lambda: not waiting(view))
    ward = month_3
    ward.window.room.go(to.Today())
    assert opens(ward, "month_3") is view
    below = [view._made[name] for name in waiting(view)]
    assert below
    assert not any(each.isVisible() for each in below)
    qtbot.waitUntil(lambda: not waiting(view))
    session = page(ward).work.session
    assert session is not None
    for number in range(1, 91):
        cell = view.cell(EntryKey(f"q{number}"))
        assert cell is not None
        assert cell.state == session.state(cell.key)


def test_an_editor_nobody_needs_is_not_made(wards: Callable[..., Ward], qtbot: QtBot) -> None:
    ward = wards()
    clerk = ward.clerk.opens("A-01").starts_visit("month_1", "2025-07-07").form("haematology")
    qtbot.waitUntil(lambda: not waiting(clerk.view))
    cell = clerk.view.cell(EntryKey("paper_unit", "platelets"))
    assert cell is not None
    assert not cell.has_editor
    clerk.enters(units_differ="yes")
    assert cell.has_editor
    assert cell.editor.isVisible()
    children = cell.owner.children()
    behind = clerk.editor("platelets.unit")
    assert children.index(cell.editor) < children.index(behind)  # found where it is read
