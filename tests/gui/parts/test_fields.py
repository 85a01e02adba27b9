"""Fields keep what was typed, tell when it changed, and look as their state asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget
from pytestqt.qtbot import QtBot

from crf_app.gui.parts import (
    Access,
    Button,
    CheckRow,
    ComboField,
    FieldBlock,
    FieldLook,
    IconButton,
    Mark,
    Option,
    QuestionBox,
    StatusText,
    TextArea,
    TextField,
    TextLabel,
)
from crf_app.gui.theme import Role, Theme, Token
from crf_app.gui.theme.apply import apply_theme

Show = Callable[..., QWidget]


def edge(field: QWidget) -> str:
    """Give the colour in the middle of a field's upper outline."""
    return field.grab().toImage().pixelColor(field.width() // 2, 0).name().upper()


def name(token: Token) -> str:
    return Theme.of().colour(token).name().upper()


def test_leaving_a_field_tells_the_new_text_once(show: Show) -> None:
    walked, other = TextField("Walks without rest", unit="m"), TextField("Time")
    show(walked, other)
    heard: list[str] = []
    walked.edited.connect(heard.append)
    walked.setFocus()
    QTest.keyClicks(walked, "140")
    assert heard == []
    QTest.keyClick(walked, Qt.Key.Key_Tab)
    assert heard == ["140"]
    walked.setFocus()
    QTest.keyClick(walked, Qt.Key.Key_Return)
    assert heard == ["140"]


def test_a_shown_value_is_no_edit(show: Show) -> None:
    field = TextField("Date")
    show(field)
    heard: list[str] = []
    field.edited.connect(heard.append)
    field.show_value("12 May 2026")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == []


def test_what_cannot_be_read_stays_as_it_was_typed(show: Show) -> None:
    field = TextField("IL-6")
    show(field, TextField())
    QTest.keyClicks(field, "6,5,")
    field.show_look(FieldLook(unreadable=True))
    field.clearFocus()
    assert field.text() == "6,5,"
    assert edge(field) == name("danger")


@pytest.mark.parametrize(
    ("look", "token"),
    [
        (FieldLook(), "line-strong"),
        (FieldLook(Access.READ_ONLY), "line"),
        (FieldLook(Access.LOCKED), "line"),
        (FieldLook(mark=Mark.QUERY), "query-mark"),
        (FieldLook(mark=Mark.ANSWERED), "line-strong"),
        (FieldLook(unreadable=True), "danger"),
    ],
)
def test_the_outline_tells_the_state(show: Show, look: FieldLook, token: Token) -> None:
    field, other = TextField("Step"), TextField("Other")
    show(other, field)
    other.setFocus()
    field.show_look(look)
    assert edge(field) == name(token)


def test_the_focus_is_a_stronger_outline_and_the_text_does_not_move(show: Show) -> None:
    field, other = TextField("Step"), TextField("Other")
    show(other, field)
    field.show_value("140")
    other.setFocus()
    before, room = field.grab().toImage(), field.textMargins()
    field.setFocus()
    after = field.grab().toImage()
    assert field.textMargins() == room
    assert [QColor(after.pixel(80, y)).name().upper() for y in (0, 1)] == [name("accent")] * 2
    assert QColor(before.pixel(80, 1)).name().upper() == name("surface")


def test_a_locked_field_can_be_read_and_copied_but_not_changed(show: Show) -> None:
    field = TextField("Step")
    show(field)
    field.show_value("5.5")
    field.show_look(FieldLook(Access.LOCKED))
    field.setFocus()
    QTest.keyClicks(field, "9")
    field.selectAll()
    assert (field.text(), field.selectedText()) == ("5.5", "5.5")


def test_a_missing_reason_is_taken_off_with_its_cross_or_backspace(qtbot: QtBot, show: Show) -> None:
    field = TextField("Frozen at", width=198)
    show(field)
    field.show_look(FieldLook(missing="Unknown"))
    with qtbot.waitSignal(field.missing_removed):
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    cross = field._cross(Theme.of(field)).center().toPoint()
    with qtbot.waitSignal(field.missing_removed):
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=cross)


def test_the_calendar_opens_by_mouse_and_by_key(qtbot: QtBot, show: Show) -> None:
    field = TextField("Date", icon="calendar", width=152)
    show(field)
    with qtbot.waitSignal(field.icon_pressed):
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(152 - 18, 18))
    with qtbot.waitSignal(field.icon_pressed):
        QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def test_values_start_at_the_right_in_persian_even_when_they_are_figures(qapp: QApplication, show: Show) -> None:
    apply_theme(Theme(language="fa"), qapp)
    field = TextField("تاریخ")
    show(field)
    assert field.alignment() & Qt.AlignmentFlag.AlignRight
    figures = TextField("IL-6", unit="pg/mL", figures=True)
    show(figures)
    assert figures.alignment() & Qt.AlignmentFlag.AlignLeft
    assert figures.textMargins().left() > figures.textMargins().right()


def test_a_list_tells_the_code_and_the_wheel_changes_nothing(show: Show) -> None:
    code = ComboField("Ambulation code", [Option("4", "100 m"), Option("5", "less")])
    show(code)
    heard: list[str] = []
    code.edited.connect(heard.append)
    code.show_choice("4")
    assert heard == []
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        QPointF(5, 5), code.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), *none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(code, wheel)
    assert code.choice == "4"
    QTest.keyClick(code, Qt.Key.Key_Down)
    assert (code.choice, heard) == ("5", ["5"])


def test_the_label_names_the_field_and_leads_to_it(show: Show) -> None:
    field = TextField()
    block = FieldBlock("Rater", field, note="certificate to 30 Nov 2026")
    show(block)
    assert field.accessibleName() == "Rater"
    block.show_note("")
    assert block.sizeHint().height() == 16 + 4 + 36


def test_a_question_pushes_its_button_and_never_takes_the_focus(qtbot: QtBot, show: Show) -> None:
    field = TextField("Distance")
    box = QuestionBox("Distance and code do not agree", "140 m is code 4.", announce="Question")
    change = box.add_button("change", "Change to 4")
    box.hide()
    window = show(field, box)
    field.setFocus()
    box.show()
    assert window.focusWidget() is field
    with qtbot.waitSignal(box.pressed) as pressed:
        QTest.mouseClick(change, Qt.MouseButton.LeftButton)
    assert pressed.args == ["change"]


def test_the_ring_goes_round_what_has_the_focus_and_not_round_fields(show: Show) -> None:
    field, button = TextField("Date"), Button("Print")
    window = show(field, button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    frames = [f for f in window.findChildren(QFocusFrame) if f.isVisible()]
    assert [f.widget() for f in frames] == [button]
    frame = frames[0].geometry()
    assert frame == button.geometry().adjusted(-4, -4, 4, 4)
    picture = window.grab().toImage()
    ring = picture.pixelColor(button.x() - 3, button.geometry().center().y())
    air = picture.pixelColor(button.x() - 1, button.geometry().center().y())
    assert ring.name().upper() == name("accent")
    assert air.name().upper() == name("canvas")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert not frames[0].isVisible()


def test_no_control_is_smaller_than_a_finger_needs(qtbot: QtBot) -> None:
    from crf_app.gui.parts import Kind, Size

    small = [
        Button("OK", size=Size.SMALL), Button("Link", Kind.LINK), IconButton("x", "Close", side=20),
        CheckRow("Death"), StatusText("Saved"),
    ]  # fmt: skip
    for control in small:
        qtbot.addWidget(control)
        hint = control.sizeHint()
        assert hint.height() >= 28, control
        assert hint.width() >= 28, control


def test_a_text_that_does_not_fit_says_the_whole_in_its_tip(qtbot: QtBot) -> None:
    label = TextLabel("Urinary tract infection, hospitalised", Role.BODY)
    qtbot.addWidget(label)
    label.setFixedWidth(80)
    label.grab()
    assert label.toolTip() == "Urinary tract infection, hospitalised"
    label.setFixedWidth(400)
    label.grab()
    assert label.toolTip() == ""


def test_lines_have_the_height_of_their_role() -> None:
    label = TextLabel("One sentence. " * 8, Role.SMALL, wrap=True)
    one = label.heightForWidth(10_000)
    assert one == 18
    assert label.heightForWidth(200) % 18 == 0
    assert label.heightForWidth(200) > 2 * 18


def test_a_remark_of_several_lines_is_told_on_leaving_it(show: Show) -> None:
    remark, other = TextArea("Reason", lines=3), TextField("Other")
    show(remark, other)
    heard: list[str] = []
    remark.edited.connect(heard.append)
    remark.setFocus()
    QTest.keyClicks(remark, "too ill")
    QTest.keyClick(remark, Qt.Key.Key_Return)
    QTest.keyClicks(remark, "asked twice")
    assert heard == []
    QTest.keyClick(remark, Qt.Key.Key_Tab)
    assert heard == ["too ill\nasked twice"]
    assert remark.sizeHint().height() == 3 * 20 + 16
    remark.show_look(FieldLook(mark=Mark.QUERY))
    assert edge(remark) == name("query-mark")


def test_an_unreadable_field_still_shows_where_the_focus_is(show: Show) -> None:
    field = TextField("IL-6")
    show(field)
    field.show_look(FieldLook(unreadable=True))
    field.setFocus()
    assert edge(field) == name("accent")
