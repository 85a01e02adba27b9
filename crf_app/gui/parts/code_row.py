"""A row of score codes, and a row of radio buttons under column heads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf_app.gui.parts.buttons import fill_colour
from crf_app.gui.parts.choice_strip import ChoiceStrip, Option, StripPhrases
from crf_app.gui.parts.marks import paint_mark
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import rounded_box, text_line

_CELL = (36, 28)
_GAP = 4
_ROW = 34


class CodeRow(ChoiceStrip):
    """The codes of a score as cells; codes that do not exist are absent."""

    def sizeHint(self) -> QSize:
        """Give the width of the cells (and of a mark, when there is one) and a grid row."""
        theme = Theme.of(self)
        count = len(self.options)
        wide = count * theme.px(_CELL[0]) + max(0, count - 1) * theme.px(_GAP)
        if self._look.shown_mark is not None:
            wide += theme.px(8 + 16)
        return QSize(wide, theme.px(_ROW))

    def cell(self, index: int) -> QRectF:
        """Give the box of a code; the first is at the right in right-to-left."""
        theme = Theme.of(self)
        wide, high = theme.px(_CELL[0]), theme.px(_CELL[1])
        x = index * (wide + theme.px(_GAP))
        if self._right_to_left:
            x = self.width() - wide - x
        return QRectF(x, (self.height() - high) // 2, wide, high)

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the cell the ring is on."""
        return self.cell(self._cursor), float(Theme.of(self).px(5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells."""
        theme = Theme.of(self)
        writable = self._look.writable and self.isEnabled()
        strong, plain = theme.font(Role.BODY_STRONG), theme.font(Role.BODY)
        radius = theme.px(5)
        with QPainter(self) as painter:
            for index, option in enumerate(self.options):
                box = self.cell(index)
                chosen = option.code == self.choice
                if chosen and writable:
                    ground = fill_colour(theme, over=index == self._over)
                    rounded_box(painter, box, radius, ground)
                    colour = theme.colour("on-fill")
                elif chosen:
                    outline = theme.colour("line-strong")
                    rounded_box(painter, box, radius, theme.colour("ink-soft"), outline)
                    colour = theme.colour("ink")
                elif writable:
                    ground = theme.colour("line" if index == self._over else "hover")
                    rounded_box(painter, box, radius, ground)
                    colour = theme.colour("text")
                else:
                    rounded_box(painter, box, radius, theme.colour("sunken"))
                    colour = theme.colour("text-3")
                font = strong if chosen else plain
                text_line(painter, box, theme.digits(option.words), font, colour)
            mark = self._look.shown_mark
            if mark is not None and self.options:
                size, last = theme.px(16), self.cell(len(self.options) - 1)
                away = theme.px(8)
                x = last.left() - away - size if self._right_to_left else last.right() + away
                paint_mark(painter, x, (self.height() - size) / 2, size, mark, theme)


class RadioLine(ChoiceStrip):
    """Radio buttons in columns of equal width: one row of a grid with heads above."""

    def __init__(
        self,
        options: Sequence[Option | str],
        label: str,
        *,
        column: int = 62,
        phrases: StripPhrases | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._column = column
        super().__init__(options, label, phrases=phrases, parent=parent)

    def sizeHint(self) -> QSize:
        """Give the columns and the height of a row."""
        theme = Theme.of(self)
        return QSize(len(self.options) * theme.px(self._column), theme.px(29))

    def cell(self, index: int) -> QRectF:
        """Give the column of an answer."""
        wide = Theme.of(self).px(self._column)
        x = index * wide
        if self._right_to_left:
            x = self.width() - wide - x
        return QRectF(x, 0, wide, self.height())

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the circle the ring is on."""
        side = Theme.of(self).px(20)
        middle = self.cell(self._cursor).center()
        return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), side / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circles."""
        theme = Theme.of(self)
        enabled = self._look.writable and self.isEnabled()
        with QPainter(self) as painter:
            for index, option in enumerate(self.options):
                paint_radio(
                    painter,
                    self.cell(index).center(),
                    theme,
                    chosen=option.code == self.choice,
                    enabled=enabled,
                )


def paint_radio(painter: QPainter, middle: QPointF, theme: Theme, *, chosen: bool, enabled: bool) -> None:
    """Paint a radio button around a point."""
    side = theme.px(20)
    left, top = round(middle.x() - side / 2), round(middle.y() - side / 2)
    box = QRectF(left, top, side, side)
    if chosen:
        rounded_box(painter, box, side / 2, theme.colour("fill" if enabled else "line-strong"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on-fill" if enabled else "surface"))
        painter.drawEllipse(box.center(), side * 0.2, side * 0.2)
    else:
        ground = theme.colour("surface" if enabled else "sunken")
        rounded_box(painter, box, side / 2, ground, theme.colour("line-strong" if enabled else "line-btn"))
