"""Chips: a state word on a soft ground, the missing reason in a field, the lab flag."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width


class Tone(Enum):
    """The meaning of a soft ground; the value is (ground, text on it, its outline)."""

    NEUTRAL = ("sunken", "text-2", "line")
    OK = ("ok-soft", "ok", "ok-soft")
    ACCENT = ("accent-soft", "accent", "accent-line")
    QUERY = ("query-soft", "query", "query-line")
    DANGER = ("danger-soft", "danger", "danger-line")
    DEVIATION = ("deviation-soft", "deviation", "deviation-soft")
    INK = ("ink-soft", "ink", "ink-soft")

    @property
    def ground(self) -> Token:
        """The soft ground."""
        return self.value[0]

    @property
    def text(self) -> Token:
        """The text on the ground."""
        return self.value[1]

    @property
    def outline(self) -> Token:
        """The outline of a box with that ground."""
        return self.value[2]


class Chip(QWidget, Themed):
    """A state word such as "safe" or "AE 1"."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_word(text, tone, icon)

    def show_word(self, text: str, tone: Tone, icon: str | None = None) -> None:
        """Show another word."""
        self._text, self._tone, self._icon_name = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the word and its padding."""
        theme = Theme.of(self)
        wide = text_width(self._text, theme.font(Role.CHIP)) + 2 * theme.gap(10)
        if self._icon_name:
            wide += theme.px(14) + theme.gap(6)
        return QSize(wide, theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word on its ground."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        colour = theme.colour(self._tone.text)
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            rounded_box(painter, box, box.height() / 2, theme.colour(self._tone.ground))
            if self._icon_name:
                size, pad = theme.px(14), theme.gap(10)
                left = self.width() - pad - size if rtl else pad
                at = QRectF(left, round((self.height() - size) / 2), size, size)
                paint_icon(painter, at, self._icon_name, colour, mirrored=rtl)
                lead = size + theme.gap(6)
                box = box.adjusted(0, 0, -lead, 0) if rtl else box.adjusted(lead, 0, 0, 0)
            text_line(painter, box, self._text, theme.font(Role.CHIP), colour)


class LabFlag(QWidget, Themed):
    """High or low against the reference: information, so never red."""

    def __init__(self, way: Literal["high", "low"], letter: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way, self._letter = way, letter
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the size of triangle and letter."""
        theme = Theme.of(self)
        return QSize(theme.px(34), theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint triangle and letter on their ground."""
        theme = Theme.of(self)
        tone = Tone.QUERY if self._way == "high" else Tone.ACCENT
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(4), theme.colour(tone.ground))
            third = self.width() * 0.34
            x = self.width() - third if rtl else third
            paint_flag(painter, QPointF(x, self.height() / 2), self._way, tone.text, theme)
            rest = QRectF(0 if rtl else third + 2, 0, self.width() - third - 2, self.height())
            font = theme.font(Role.SMALL_STRONG)
            text_line(painter, rest, self._letter, font, theme.colour(tone.text))


def paint_flag(painter: QPainter, middle: QPointF, way: Literal["high", "low"], token: Token, theme: Theme) -> None:
    """Paint the triangle of a flag around a point."""
    half, rise = theme.px(5), theme.px(4) * (-1 if way == "high" else 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(token))
    corners = [QPointF(-half, -rise), QPointF(half, -rise), QPointF(0, rise)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
