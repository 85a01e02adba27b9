"""Answering with one hand on the keyboard: code rows, segments, radio lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf_app.gui.parts import (
    Access,
    CodeRow,
    FieldLook,
    Option,
    RadioLine,
    Segments,
    StripPhrases,
)
from crf_app.gui.parts.choice_strip import ChoiceStrip
from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme

Key = Qt.Key
Show = Callable[..., QWidget]


@pytest.fixture
def pyramidal(show: Show) -> CodeRow:
    return shown(CodeRow([str(code) for code in range(7)], "Pyramidal"), show)


def shown(row: CodeRow, show: Show) -> CodeRow:
    show(row)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    return row


def answers(strip: ChoiceStrip) -> list[str]:
    heard: list[str] = []
    strip.edited.connect(heard.append)
    return heard


def test_a_digit_chooses(pyramidal: CodeRow) -> None:
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_3)
    assert pyramidal.choice == "3"
    assert heard == ["3"]


def test_the_first_letter_of_an_answer_chooses(show: Show) -> None:
    answer = Segments([Option("yes", "Yes"), Option("no", "No"), Option("unknown", "Not known")], "Fever")
    show(answer)
    answer.setFocus(Qt.FocusReason.TabFocusReason)
    heard = answers(answer)
    QTest.keyClick(answer, Key.Key_Y)
    assert heard == ["yes"]
    QTest.keyClick(answer, Key.Key_N)
    QTest.keyClick(answer, Key.Key_N)
    assert heard == ["yes", "no", "unknown"], "two answers begin so: the letter again chooses the next"
    QTest.keyClick(answer, Key.Key_Q)
    assert heard == ["yes", "no", "unknown"]


def test_a_persian_digit_chooses_too(pyramidal: CodeRow) -> None:
    heard = answers(pyramidal)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pyramidal, QKeyEvent(QEvent.Type.KeyPress, 0, none, "۴"))
    assert heard == ["4"]


def test_a_code_that_does_not_exist_changes_nothing(pyramidal: CodeRow) -> None:
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_9)
    assert (pyramidal.choice, heard) == (None, [])


def test_arrows_move_the_ring_and_space_chooses(pyramidal: CodeRow) -> None:
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_Right)
    QTest.keyClick(pyramidal, Key.Key_Right)
    assert heard == []
    assert pyramidal.focus_shape()[0] == pyramidal.cell(2)
    QTest.keyClick(pyramidal, Key.Key_Space)
    assert heard == ["2"]


def test_enter_takes_what_the_ring_is_on_and_nothing_when_it_was_not_moved(
    pyramidal: CodeRow,
) -> None:
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_Return)
    assert heard == []
    QTest.keyClick(pyramidal, Key.Key_Right)
    QTest.keyClick(pyramidal, Key.Key_Return)
    assert heard == ["1"]


def test_backspace_takes_the_answer_away(pyramidal: CodeRow) -> None:
    pyramidal.show_choice("5")
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_Backspace)
    assert (pyramidal.choice, heard) == (None, [""])


def test_the_same_answer_again_is_no_edit(pyramidal: CodeRow) -> None:
    pyramidal.show_choice("5")
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_5)
    assert heard == []


@pytest.mark.parametrize("key", [Key.Key_Up, Key.Key_Down, Key.Key_Slash, Key.Key_F8])
def test_what_the_row_does_not_need_reaches_the_form(pyramidal: CodeRow, key: Key) -> None:
    reached: list[int] = []

    class Form(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            reached.append(event.key())

    form = Form()
    pyramidal.setParent(form)
    QTest.keyClick(pyramidal, key)
    assert reached == [key]


def test_a_click_chooses_the_cell_under_it(pyramidal: CodeRow) -> None:
    heard = answers(pyramidal)
    QTest.mouseClick(pyramidal, Qt.MouseButton.LeftButton, pos=pyramidal.cell(6).center().toPoint())
    assert heard == ["6"]


def test_two_digit_codes_can_be_typed(show: Show) -> None:
    row = shown(CodeRow(["1", "2", "10"], "Rating"), show)
    QTest.keyClicks(row, "10")
    assert row.choice == "10"


def test_a_locked_row_shows_its_answer_and_takes_none(pyramidal: CodeRow) -> None:
    pyramidal.show_choice("2")
    pyramidal.show_look(FieldLook(Access.LOCKED))
    heard = answers(pyramidal)
    QTest.keyClick(pyramidal, Key.Key_3)
    QTest.keyClick(pyramidal, Key.Key_Backspace)
    assert (pyramidal.choice, heard) == ("2", [])


def test_the_row_is_spoken_as_a_radio_group(pyramidal: CodeRow) -> None:
    assert pyramidal.accessibleName() == "Pyramidal, not answered, 0 to 6"
    pyramidal.show_choice("3")
    assert pyramidal.accessibleName() == "Pyramidal, 3 of 0 to 6"
    pyramidal.setAccessibleDescription("Month 3: 3")
    spoken = QAccessible.queryAccessibleInterface(pyramidal)
    assert spoken.text(QAccessible.Text.Name) == "Pyramidal, 3 of 0 to 6"
    assert spoken.text(QAccessible.Text.Description) == "Month 3: 3"


def test_the_row_is_spoken_in_the_words_it_was_given(qtbot: QtBot) -> None:
    phrases = StripPhrases(answered="{label}: {choice} von {first} bis {last}")
    row = CodeRow("012", "Pyramidal", phrases=phrases)
    qtbot.addWidget(row)
    row.show_choice("1")
    assert row.accessibleName() == "Pyramidal: 1 von 0 bis 2"


def test_cells_have_the_size_and_the_gap_of_the_design(pyramidal: CodeRow) -> None:
    first, second = pyramidal.cell(0), pyramidal.cell(1)
    assert (first.width(), first.height()) == (36, 28)
    assert second.left() - first.right() == 4
    assert pyramidal.sizeHint().height() == 34


def test_zero_is_at_the_right_and_left_goes_up_in_persian(qapp: QApplication, show: Show) -> None:
    apply_theme(Theme(language="fa"), qapp)
    row = shown(CodeRow("0123456", "هرمی"), show)
    assert row.cell(0).left() > row.cell(6).left()
    assert row.cell(0).right() == row.width()
    QTest.keyClick(row, Key.Key_Left)
    QTest.keyClick(row, Key.Key_Space)
    assert row.choice == "1"


def test_a_segment_that_does_not_exist_cannot_be_chosen(qtbot: QtBot) -> None:
    grade = Segments(
        [*(Option(str(n)) for n in (1, 2, 3)), *(Option(str(n), exists=False) for n in (4, 5))],
        "Grade",
        equal=77,
    )
    qtbot.addWidget(grade)
    grade.resize(grade.sizeHint())
    heard = answers(grade)
    QTest.keyClick(grade, Key.Key_4)
    QTest.mouseClick(grade, Qt.MouseButton.LeftButton, pos=QPoint(77 * 4 + 30, 10))
    assert heard == []
    QTest.keyClick(grade, Key.Key_End)
    QTest.keyClick(grade, Key.Key_Space)
    assert heard == ["3"]
    assert grade.sizeHint().width() == 5 * 77


def test_segments_are_mirrored_in_persian(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(Theme(language="fa"), qapp)
    mode = Segments([Option("p", "حضوری"), Option("t", "تلفنی")], "شیوه")
    qtbot.addWidget(mode)
    mode.resize(mode.sizeHint())
    assert mode.cell(0).left() > mode.cell(1).left()


def test_one_row_of_causes_takes_one_answer(qtbot: QtBot) -> None:
    cells = RadioLine([Option("u", "Unrelated"), Option("p", "Possible")], "Cells", column=62)
    qtbot.addWidget(cells)
    cells.resize(cells.sizeHint())
    heard = answers(cells)
    QTest.mouseClick(cells, Qt.MouseButton.LeftButton, pos=QPoint(90, 14))
    assert heard == ["p"]
    assert cells.accessibleName() == "Cells, Possible of Unrelated to Possible"
