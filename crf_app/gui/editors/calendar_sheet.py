"""A month to choose a day from, in the calendar the language goes first by; it hangs below a date field."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf_app.base.calendars import JALALI_MONTHS, days_in_month, from_jalali, show_month, to_jalali
from crf_app.base.words import Say
from crf_app.gui.models.phrases import SHORT_WEEKDAYS
from crf_app.gui.theme import Role, Theme, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line

_CELL: Final = 34
_WEEK: Final = 7


class CalendarSheet(QWidget):
    """Arrows move by days and weeks, Page Up and Down by months; Enter or a click takes the day."""

    chosen = Signal(object)
    """The `date` a person took."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._jalali = say.language == "fa"
        self.day = date(2000, 1, 1)
        self._today = self.day
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def open_below(self, field: QWidget, day: date, today: date) -> None:
        """Hang below a field with a day chosen."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.day, self._today = day, today
        size = self.sizeHint()
        at = field.mapTo(window, QPoint(0, field.height() + 4))
        if at.y() + size.height() > window.height() - 8:
            at = field.mapTo(window, QPoint(0, -size.height() - 4))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            at.setX(at.x() + field.width() - size.width())
        left = min(max(8, at.x()), max(8, window.width() - size.width() - 8))
        self.setGeometry(left, max(8, at.y()), size.width(), size.height())
        self._speak()
        self.show()
        self.raise_()

    def key(self, event: QKeyEvent) -> bool:
        """Take a key pressed in the field; tells whether it was the calendar's."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ahead = -1 if rtl else 1
        steps = {
            Qt.Key.Key_Left: -ahead, Qt.Key.Key_Right: ahead, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self._move(self.day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            self.chosen.emit(self.day)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def sizeHint(self) -> QSize:
        """Give the head, the names of the days, and six weeks."""
        theme = Theme.of(self)
        pad = 2 * theme.gap(10)
        return QSize(_WEEK * theme.px(_CELL) + pad, theme.px(36 + 24) + 6 * theme.px(_CELL) + pad)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Turn the month with the chevrons, take the day under the mouse."""
        theme, at = Theme.of(self), event.position()
        if at.y() < theme.gap(10) + theme.px(36):
            back = (at.x() < self.width() / 2) is (self.layoutDirection() is Qt.LayoutDirection.LeftToRight)
            self._turn(-1 if back else 1)
            return
        for day, box in self._cells():
            if box.contains(QPointF(at)):
                self.hide()
                self.chosen.emit(day)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint head, names and days."""
        theme = Theme.of(self)
        pad, cell = theme.gap(10), theme.px(_CELL)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(10), theme.colour("surface"), theme.colour("line-btn"))
            head = QRectF(pad, pad, self.width() - 2 * pad, theme.px(36))
            text_line(painter, head, self._title(theme), theme.font(Role.BODY_STRONG), theme.colour("text"))
            size = theme.px(16)
            for icon, left in (("chevron-left", not rtl), ("chevron-right", rtl)):
                x = pad + theme.gap(6) if left else self.width() - pad - theme.gap(6) - size
                box = QRectF(x, head.center().y() - size / 2, size, size)
                paint_icon(painter, box, icon, theme.colour("text-2"), mirrored=rtl)
            for place in range(_WEEK):
                weekday = (self._first_weekday() + place) % _WEEK
                x = pad + (_WEEK - 1 - place if rtl else place) * cell
                box = QRectF(x, pad + theme.px(36), cell, theme.px(24))
                name = self._say(SHORT_WEEKDAYS[weekday])
                text_line(painter, box, name[:3], theme.font(Role.TINY), theme.colour("text-3"))
            for day, box in self._cells():
                inner = box.adjusted(2, 2, -2, -2)
                here = day == self.day
                if here:
                    rounded_box(painter, inner, theme.px(6), theme.colour("fill"))
                elif day == self._today:
                    rounded_box(painter, inner, theme.px(6), None, theme.colour("accent"))
                inside = self._month(day) == self._month(self.day)
                colour = theme.colour("on-fill" if here else "text" if inside else "text-3")
                number = to_jalali(day)[2] if self._jalali else day.day
                text_line(painter, box, theme.digits(str(number)), theme.font(Role.SMALL), colour)

    def _cells(self) -> list[tuple[date, QRectF]]:
        theme = Theme.of(self)
        pad, cell = theme.gap(10), theme.px(_CELL)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        first = self._first_of_month(self.day)
        start = first - timedelta(days=(first.weekday() - self._first_weekday()) % _WEEK)
        found = []
        for n in range(6 * _WEEK):
            line, place = divmod(n, _WEEK)
            x = pad + (_WEEK - 1 - place if rtl else place) * cell
            found.append((start + timedelta(days=n), QRectF(x, pad + theme.px(60) + line * cell, cell, cell)))
        return found

    def _first_weekday(self) -> int:
        """The week begins on Saturday in Persian, on Monday elsewhere."""
        return calendar.SATURDAY if self._jalali else calendar.MONDAY

    def _month(self, day: date) -> tuple[int, int]:
        if self._jalali:
            year, month, _ = to_jalali(day)
            return year, month
        return day.year, day.month

    def _first_of_month(self, day: date) -> date:
        year, month = self._month(day)
        return from_jalali(year, month, 1) if self._jalali else date(year, month, 1)

    def _turn(self, by: int) -> None:
        year, month = self._month(self.day)
        year, month = year + (month - 1 + by) // 12, (month - 1 + by) % 12 + 1
        first = from_jalali(year, month, 1) if self._jalali else date(year, month, 1)
        if self._jalali:
            self._move(first)
        else:
            self._move(first.replace(day=min(self.day.day, days_in_month(year, month))))

    def _move(self, day: date) -> None:
        self.day = day
        self._speak()
        self.update()

    def _title(self, theme: Theme) -> str:
        year, month = self._month(self.day)
        if self._jalali:
            return theme.digits(f"{JALALI_MONTHS['fa'][month - 1]} {year}")
        return show_month(year, month, self._say.language)

    def _speak(self) -> None:
        self.setAccessibleName(f"{self.day:%Y-%m-%d}")
