"""Check boxes and radio buttons whose whole row is the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from crf_app.gui.parts.code_row import paint_radio
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # the Qt class comes with CheckRow and RadioRow

_BOX = 20
_ROW = 28


class _Row(RingShape, Themed, _Button):
    def sizeHint(self) -> QSize:
        theme = Theme.of(self)
        words = text_width(self.text(), theme.font(Role.BODY_STRONG))
        return QSize(theme.px(_BOX) + theme.gap(9) + words + 2, theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, _at: QPoint) -> bool:
        return True

    def focus_shape(self) -> tuple[QRectF, float]:
        return self._box(Theme.of(self)), self._radius(Theme.of(self))

    def _radius(self, theme: Theme) -> float:
        return float(theme.px(4))

    def _box(self, theme: Theme) -> QRectF:
        side = theme.px(_BOX)
        x = self.width() - side if self._rtl() else 0
        return QRectF(x, round((self.height() - side) / 2), side, side)

    def _rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        lead = theme.px(_BOX) + theme.gap(9)
        box = QRectF(self.rect())
        box = box.adjusted(0, 0, -lead, 0) if self._rtl() else box.adjusted(lead, 0, 0, 0)
        role = Role.BODY_STRONG if self.isChecked() else Role.BODY
        token: Token = "text" if self.isEnabled() else "text-3"
        leading = Qt.AlignmentFlag.AlignLeading
        text_line(painter, box, self.text(), theme.font(role), theme.colour(token), leading)


class CheckRow(_Row, QCheckBox):
    """A check box; a chosen row is strong."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and words."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            box, radius = self._box(theme).adjusted(1, 1, -1, -1), self._radius(theme)
            if self.isChecked():
                fill = theme.colour("fill" if self.isEnabled() else "line-strong")
                rounded_box(painter, box, radius, fill)
                inset = theme.px(2)
                tick = box.adjusted(inset, inset, -inset, -inset)
                paint_icon(painter, tick, "check", theme.colour("on-fill"))
            else:
                ground = theme.colour("surface" if self.isEnabled() else "sunken")
                line = theme.colour("line-strong" if self.isEnabled() else "line-btn")
                rounded_box(painter, box, radius, ground, line)
            self._paint_words(painter, theme)


class RadioRow(_Row, QRadioButton):
    """A radio button; a chosen row is strong."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _radius(self, theme: Theme) -> float:
        return theme.px(_BOX) / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle and words."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            middle = QPointF(self._box(theme).center())
            chosen, enabled = self.isChecked(), self.isEnabled()
            paint_radio(painter, middle, theme, chosen=chosen, enabled=enabled)
            self._paint_words(painter, theme)
