"""A short list that opens below a field and never takes the keyboard from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import rounded_box, text_line, text_width

SHOWN = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its words, a second line below, what stands at the end, and a code before the words."""

    code: str
    words: str
    below: str = ""
    beside: str = ""
    lead: str = ""


class PopupList(QWidget):
    """Lines to choose from; the field below which it hangs moves the choice."""

    chosen = Signal(str)
    """The code of the line a person clicked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines: tuple[Line, ...] = ()
        self._at, self._top, self._typed = 0, 0, ""
        self.hide()

    @property
    def current(self) -> Line | None:
        """The line that Enter takes."""
        return self.lines[self._at] if 0 <= self._at < len(self.lines) else None

    def show_lines(self, lines: Sequence[Line], typed: str = "") -> None:
        """Offer these lines; what was typed stands strong in them."""
        self.lines, self._typed = tuple(lines), typed
        self._at = self._top = 0
        self._speak()
        self.update()

    def move_by(self, step: int) -> None:
        """Go up or down the list."""
        if not self.lines:
            return
        self._at = min(max(self._at + step, 0), len(self.lines) - 1)
        self._top = min(max(self._top, self._at - SHOWN + 1), self._at)
        self._speak()
        self.update()

    def open_below(self, field: QWidget, width: int | None = None) -> None:
        """Hang below a field, above it where there is no room."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        size = self.sizeHint()
        wide = max(width or field.width(), Theme.of(self).px(220))
        at = field.mapTo(window, QPoint(0, field.height() + 4))
        if at.y() + size.height() > window.height() - 8:
            at = field.mapTo(window, QPoint(0, -size.height() - 4))
        left = at.x() + field.width() - wide if self._rtl() else at.x()
        left = min(max(left, 8), max(8, window.width() - wide - 8))
        self.setGeometry(left, max(4, at.y()), wide, size.height())
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        """Give the height of the lines that are shown at once."""
        count = min(max(len(self.lines), 1), SHOWN)
        return QSize(Theme.of(self).px(336), count * self._line() + 12)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line under the mouse."""
        place = self._top + int((event.position().y() - 6) // self._line())
        if 0 <= place < len(self.lines):
            self.chosen.emit(self.lines[place].code)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet and its lines."""
        theme = Theme.of(self)
        rtl = self._rtl()
        leading, trailing = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
        with QPainter(self) as painter:
            outline = theme.colour("line-btn")
            rounded_box(painter, QRectF(self.rect()), theme.px(10), theme.colour("surface"), outline)
            high = self._line()
            for n, line in enumerate(self.lines[self._top : self._top + SHOWN]):
                box = QRectF(6, 6 + n * high, self.width() - 12, high)
                chosen = self._top + n == self._at
                if chosen:
                    rounded_box(painter, box, theme.px(6), theme.colour("fill"))
                inner = box.adjusted(theme.gap(10), 0, -theme.gap(10), 0)
                text = theme.colour("on-fill" if chosen else "text")
                second = theme.colour("on-fill" if chosen else "text-2")
                if line.beside:
                    text_line(painter, inner, line.beside, theme.font(Role.CAPTION), second, trailing)
                    wide = text_width(line.beside, theme.font(Role.CAPTION)) + theme.gap(10)
                    inner = inner.adjusted(wide, 0, 0, 0) if rtl else inner.adjusted(0, 0, -wide, 0)
                first = QRectF(inner.x(), inner.y(), inner.width(), high)
                if line.below:
                    first.setHeight(high * 0.56)
                    low = QRectF(inner.x(), inner.y() + high * 0.5, inner.width(), high * 0.44)
                    text_line(painter, low, line.below, theme.font(Role.CAPTION), second, leading)
                if line.lead:
                    text_line(painter, first, line.lead, theme.font(Role.BODY_STRONG), text, leading)
                    wide = theme.gap(28)
                    first = first.adjusted(0, 0, -wide, 0) if rtl else first.adjusted(wide, 0, 0, 0)
                    text = second
                role = Role.BODY_STRONG if chosen and line.below else Role.BODY
                text_line(painter, first, line.words, theme.font(role), text, leading)

    def _line(self) -> int:
        two = any(line.below for line in self.lines)
        return Theme.of(self).px(42 if two else 34)

    def _rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _speak(self) -> None:
        line = self.current
        if line is not None:
            self.setAccessibleDescription(", ".join(p for p in (line.words, line.below, line.beside) if p))
