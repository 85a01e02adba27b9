"""Tab reaches everything on a form: the fields, the ways out of a question, the buttons of rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.desk_window import Ward

Key = Qt.Key


def keyboard() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def tab(back: bool = False) -> QWidget:
    QTest.keyClick(keyboard(), Key.Key_Backtab if back else Key.Key_Tab)
    return keyboard()


def tabs_to(name: str, most: int = 40) -> QWidget:
    for _ in range(most):
        if tab().objectName() == name:
            return keyboard()
    raise AssertionError(f"Tab does not come to {name}")


def test_a_row_is_added_by_keys(wards: Callable[..., Ward]) -> None:
    clerk = wards(past=()).clerk.opens("A-01").starts_visit("screening", "2025-05-22").form("ms_history")
    clerk.page.go_to(clerk.view.stops()[0])
    button = tabs_to("add:treatments")
    assert tabs_to("add:earlier_edss", 1) is not button
    assert tab(back=True) is button
    QTest.keyClick(button, Key.Key_Space)
    cell = clerk.view.cell_of(keyboard())
    assert cell is not None
    assert (cell.key.row, cell.key.item) == ("1", "treatment")


def test_a_question_is_explained_by_keys(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").starts_visit("month_1", "2025-07-07").form("vital_signs")
    clerk.enters(measured_on="2025-07-07", heart_rate="190")
    (asked,) = clerk.questions("heart_rate")
    assert asked
    clerk.page.go_to(clerk._cell("heart_rate"))
    tabs_to("explain", 2)
    QTest.keyClick(keyboard(), Key.Key_Space)
    QTest.keyClicks(keyboard(), "measured twice")
    QTest.keyClick(keyboard(), Key.Key_Return)
    (query,) = ward.subject.queries()
    assert query.state == "answered"
    assert clerk.view.isAncestorOf(keyboard()), "the keyboard comes back to the form"
