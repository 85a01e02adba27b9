"""Editors of one line or several: text, numbers, results with an operator, times, durations, files."""

from __future__ import annotations

from datetime import date
from typing import Final
from unicodedata import east_asian_width

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from crf_app.base.calendars import second_calendar, show_short
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Kind
from crf_app.capture.shown import show_value
from crf_app.capture.typed import text_to_edit
from crf_app.gui.editors.calendar_sheet import CalendarSheet
from crf_app.gui.editors.editor import Editor, Setting, codes_of
from crf_app.gui.models.phrases import day_month_year
from crf_app.gui.parts import FieldLook, TextArea, TextField
from crf_app.gui.theme import Role, isolate
from crf_app.study.item import Item

OPERATORS: Final = ("<", ">", "=")
_IN_CALENDAR: Final = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
)  # fmt: skip


_FIGURES: Final = (
    Kind.INTEGER, Kind.DECIMAL, Kind.MEASURED, Kind.DATE, Kind.DATE_TIME, Kind.TIME, Kind.DURATION,
)  # fmt: skip
"""Kinds whose answers must be read whole; words may be longer than any line."""


class LineEditor(Editor):
    """A line of text, or what is read from one."""

    has_own_chip = True

    def __init__(
        self, item: Item, label: str, setting: Setting, *, width: int | None = None, role: Role = Role.BODY,
        icon: str | None = None, prefix: str = "", figures: bool = False, unit: bool = True,
    ) -> None:  # fmt: skip
        """Make a line; `width` in pixels at 100 % text, `unit` says whether it is shown inside."""
        super().__init__(item, label, setting)
        self._width = width
        self._unit = item.unit_in(setting.language) if unit else ""
        self._field = TextField(
            label, unit=self._unit, prefix=prefix, icon=icon, role=role, height=setting.height, width=width,
            figures=figures,
        )  # fmt: skip
        self.adopt(self._field)
        self._field.edited.connect(self._told)
        self._field.missing_removed.connect(self.choose_again)
        self.stretches = True

    @property
    def field(self) -> TextField:
        """The line."""
        return self._field

    @property
    def is_empty(self) -> bool:
        """Whether the line is empty and holds no reason."""
        return super().is_empty and not self._field.text()

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show the value unless somebody is writing here."""
        writing = self._field.hasFocus() and self._field.isModified()
        if not writing or look.missing:
            self._field.show_value(self.text_of(answer))
        if self._unit and answer is not None:
            self._field.show_unit(self.item.unit_in(self.setting.language, answer.unit))
        self._field.show_look(look)

    def text_of(self, answer: Answer | None) -> str:
        """Return the text a line shows for an answer: what can be typed again to the same effect."""
        if answer is None or answer.missing is not None:
            return ""
        if answer.unreadable is not None:
            return answer.unreadable
        value, item, language = answer.value, self.item, self.setting.language
        assert value is not None
        if isinstance(value, PartialDate):
            if not value.is_full:
                return text_to_edit(answer)
            return date_text(value, language)
        shown = show_value(item, value, codes_of(self.setting, item), language)
        if answer.unit and not self._unit:
            return f"{shown} {item.unit_in(language, answer.unit)}"
        return shown

    def written(self) -> int:
        """Return the width of the line for its figures, or for the reason there are none."""
        figures = self.item.kind in _FIGURES or not self._field.text()
        return self._field.width_of_text() if figures else 0

    def finish(self) -> None:
        """Tell what was typed, as if the line were left."""
        if self._field.isModified():
            self._field.editingFinished.emit()

    def _told(self, text: str) -> None:
        self.edited.emit(self.raw(text))

    def raw(self, text: str) -> str:
        """Return the text as it is read; a unit other than the first stays with its number."""
        answer = self.state.answer if self.state else None
        if answer is not None and answer.unit and self._unit and text.strip() and not _has_letters(text):
            return f"{text} {answer.unit}"
        return text


class MeasuredEditor(LineEditor):
    """A result with its operator on a ground of its own: `<` or `>` typed first changes it."""

    def __init__(self, item: Item, label: str, setting: Setting, *, width: int | None = None) -> None:
        super().__init__(item, label, setting, width=width, prefix="=", figures=True)
        self._operator = self._shown_operator = "="
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._operator_told)

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show operator and number."""
        super().show_answer(answer, look)
        if not (self.field.hasFocus() and self.field.isModified()):
            value = answer.value if answer is not None else None
            self._shown_operator = value.operator if isinstance(value, Censored) else "="
            self._show_operator(self._shown_operator)

    def text_of(self, answer: Answer | None) -> str:
        """Return the number alone; the operator stands before it."""
        if answer is not None and isinstance(answer.value, Censored):
            return show_value(self.item, answer.value.limit, None, self.setting.language)
        return super().text_of(answer)

    def raw(self, text: str) -> str:
        """Return operator and number."""
        text = super().raw(text)
        if self._operator == "=" or not text.strip() or text.lstrip()[0] in "<>":
            return text
        return self._operator + text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take an operator typed before the number."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            line = self.field
            first = line.cursorPosition() == 0 or line.selectedText() == line.text()
            if event.text() in OPERATORS and first and not line.isReadOnly():
                self._show_operator(event.text())
                return True
        return super().eventFilter(watched, event)

    def _show_operator(self, operator: str) -> None:
        if operator != self._operator:
            self._operator = operator
            self.field.show_prefix(operator)

    def _operator_told(self) -> None:
        if self._operator != self._shown_operator and self.field.text().strip():
            self._shown_operator = self._operator
            self.edited.emit(self.raw(self.field.text()))


class DateEditor(LineEditor):
    """A date, a partial date or a date with its time, in either calendar; the other one stands below."""

    def __init__(self, item: Item, label: str, setting: Setting, *, width: int | None = None) -> None:
        timed = item.kind is Kind.DATE_TIME
        super().__init__(item, label, setting, width=width or (186 if timed else 152), icon="calendar")
        self._calendar: CalendarSheet | None = None
        self.field.icon_pressed.connect(self.open_calendar)
        self.field.installEventFilter(self)

    def open_calendar(self) -> None:
        """Open a month below the field, at its day or at today."""
        if self.field.isReadOnly():
            return
        if self._calendar is None:
            self._calendar = CalendarSheet(self.setting.say)
            self._calendar.chosen.connect(self._take)
        value = self.state.answer.value if self.state and self.state.answer else None
        full = isinstance(value, PartialDate) and value.is_full
        day = value.date() if full and isinstance(value, PartialDate) else self.setting.today
        self.field.setFocus()
        self._calendar.open_below(self.field, day, self.setting.today)

    def takes(self, event: QKeyEvent) -> bool:
        """Keep what moves in the open calendar."""
        shown = self._calendar is not None and self._calendar.isVisible()
        return shown and event.key() in _IN_CALENDAR

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let keys move in the open calendar; close it when the field is left."""
        sheet = self._calendar
        if sheet is not None and sheet.isVisible():
            if event.type() is QEvent.Type.FocusOut:
                sheet.hide()
            elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and sheet.key(event):
                return True
        return super().eventFilter(watched, event)

    def _take(self, day: date) -> None:
        value = self.state.answer.value if self.state and self.state.answer else None
        clock = f" {value.time:%H:%M}" if isinstance(value, PartialDate) and value.time is not None else ""
        self.field.setModified(False)
        self.edited.emit(f"{day:%Y-%m-%d}{clock}")

    def note(self) -> str:
        """Return the day in the other calendar."""
        value = self.state.answer.value if self.state and self.state.answer else None
        if isinstance(value, PartialDate):
            other = second_calendar(value, self.setting.language) or ""
            return isolate(other) if other and self.setting.language == "fa" else other
        return super().note()


class LongTextEditor(Editor):
    """Several lines of text."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting) -> None:
        super().__init__(item, label, setting)
        self._field = TextArea(label, lines=2)
        self.adopt(self._field)
        self._field.edited.connect(self.edited)

    @property
    def field(self) -> TextArea:
        """The lines."""
        return self._field

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return super().is_empty and not self._field.toPlainText()

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show the text unless somebody is writing here."""
        if not (self._field.hasFocus() and self._field.document().isModified()):
            self._field.show_value(text_to_edit(answer))
        self._field.show_look(look)

    def takes(self, event: QKeyEvent) -> bool:
        """Keep Enter and the arrows: they move in the text."""
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)

    def finish(self) -> None:
        """Tell what was typed, as if the lines were left."""
        text = self._field.toPlainText()
        held = text_to_edit(self.state.answer if self.state else None)
        if self._field.document().isModified() and text != held:
            self.edited.emit(text)
            self._field.document().setModified(False)


def date_text(when: PartialDate, language: str) -> str:
    """Return a full date as a field shows it: short, and readable again as typed."""
    if language == "fa":
        return show_short(when, language)
    day = day_month_year(when.date(), language)
    return day if when.time is None else f"{day} {when.time:%H:%M}"


def width_of_number(item: Item, language: str) -> int:
    """Return the width of a number's line at 100 % text: the longest of its units and its longest value decide."""
    units = [] if item.unit is None else [item.unit, *item.other_units]
    widest = max(
        (sum(2 if east_asian_width(sign) == "W" else 1 for sign in u.shown(language)) for u in units), default=0
    )
    return 76 + (8 + 7 * widest if widest else 0) + 8 * max(0, _most_signs(item) - _SIGNS_IN_A_LINE)


_SIGNS_IN_A_LINE: Final = 6
"""So many figures fit a number's line as it is; longer ones widen it."""


def _most_signs(item: Item) -> int:
    """Return how many signs the highest possible value has, in the unit it is longest in."""
    if item.possible is None or item.possible.high is None:
        return 0
    whole = [item.possible.high / (unit.factor or 1) for unit in (item.unit, *item.other_units) if unit is not None]
    decimals = item.decimals + 1 if item.decimals else 0
    return max([len(str(int(value))) for value in whole[1:]] + [len(str(int(item.possible.high))) + decimals])


def _has_letters(text: str) -> bool:
    return any(each.isalpha() for each in text)
