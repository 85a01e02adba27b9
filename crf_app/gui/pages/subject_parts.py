"""Pieces of a subject's page: log rows, chart keys, a sentence with its mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from crf_app.gui.parts import (
    Mark,
    MarkView,
    TextLabel,
)
from crf_app.gui.parts.press import Press
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape


class LogRow(Press, RingShape, Themed):
    """A log as a row: icon, title with count, what it says, a chevron."""

    def __init__(self, icon: str | None, title: str, count: int, text: str) -> None:
        super().__init__()
        self._icon_name, self._count, self._words = icon, count, text
        self.setText(title)
        self.setAccessibleName(f"{title}, {count}, {text}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the row of two lines."""
        theme = Theme.of(self)
        return QSize(theme.px(160), theme.px(48))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the row's box, a little smaller."""
        return QRectF(self.rect()).adjusted(2, 4, -2, -4), float(Theme.of(self).px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setLayoutDirection(theme.direction)
            if self.underMouse():
                rounded_box(painter, box.adjusted(-2, 1, 2, -1), theme.px(6), theme.colour("hover"))
            side, middle = theme.px(18), box.center().y()
            x = box.right() - side if rtl else 0
            if self._icon_name is not None:
                at = QRectF(x, round(middle - side / 2), side, side)
                paint_icon(painter, at, self._icon_name, theme.colour("text-2"), mirrored=rtl)
            else:
                _diamond(painter, QPointF(x + side / 2, middle), theme)
            arrow = theme.px(16)
            x = 0 if rtl else box.right() - arrow
            at = QRectF(x, round(middle - arrow / 2), arrow, arrow)
            paint_icon(painter, at, "chevron-right", theme.colour("text-2"), mirrored=rtl)
            lead, trail = side + theme.gap(10), arrow + theme.gap(6)
            words = box.adjusted(trail, 0, -lead, 0) if rtl else box.adjusted(lead, 0, -trail, 0)
            first = QRectF(words.x(), middle - theme.px(18), words.width(), theme.px(18))
            second = QRectF(words.x(), middle, words.width(), theme.px(17))
            leading = Qt.AlignmentFlag.AlignLeading
            strong = theme.font(Role.SMALL_STRONG)
            text_line(painter, first, self.text(), strong, theme.colour("text"), leading)
            after = text_width(self.text(), strong) + theme.gap(5)
            rest = first.adjusted(0, 0, -after, 0) if rtl else first.adjusted(after, 0, 0, 0)
            count = theme.digits(str(self._count))
            text_line(painter, rest, count, theme.font(Role.SMALL), theme.colour("text-2"), leading)
            caption = theme.font(Role.CAPTION)
            painter.setFont(caption)
            shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(words.width()))
            if shown != self._words:
                self.setToolTip(tip(self._words))
            text_line(painter, second, shown, caption, theme.colour("text-2"), leading)


def _diamond(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    away = theme.px(7)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("text-2"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [QPointF(0, -away), QPointF(away, 0), QPointF(0, away), QPointF(-away, 0)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


class Said(QWidget):
    """A mark and a sentence."""

    def __init__(self, mark: Mark, text: str) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 2, 0, 2)
        across.setSpacing(Theme.of(self).gap(8))
        across.addWidget(MarkView(mark, text, 16), 0, Qt.AlignmentFlag.AlignTop)
        token: Token = "text-2" if mark in (Mark.FUTURE, Mark.EMPTY) else "text"
        across.addWidget(TextLabel(text, Role.SMALL, token, wrap=True), 1)


class Key(QWidget, Themed):
    """A sign of a chart with its words."""

    PAST, INFUSION, BELOW, RANGE, EXPLAINED = range(5)

    def __init__(self, sign: int, words: str) -> None:
        super().__init__()
        self._sign = sign
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addSpacing(Theme.of(self).px(20))
        across.addWidget(TextLabel(words, Role.CAPTION, "text-2"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        middle = QPointF(self.width() - theme.px(9) if rtl else theme.px(9), self.height() / 2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            match self._sign:
                case Key.PAST:
                    painter.setPen(QPen(theme.colour("line-strong"), 1.8))
                    painter.drawEllipse(middle, theme.px(3), theme.px(3))
                case Key.INFUSION:
                    pen = QPen(theme.colour("text"), 1.2)
                    pen.setDashPattern([3, 2.4])
                    painter.setPen(pen)
                    reach = QPointF(0, theme.px(7))
                    painter.drawLine(middle - reach, middle + reach)
                case Key.BELOW:
                    painter.setPen(QPen(theme.colour("accent"), 1.8))
                    away = theme.px(5)
                    corners = [QPointF(-away, -away), QPointF(away, -away), QPointF(0, away)]
                    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
                case Key.RANGE:
                    box = QRectF(middle.x() - theme.px(8), middle.y() - theme.px(5), theme.px(15), theme.px(10))
                    rounded_box(painter, box, 1, theme.colour("ok-soft"), theme.colour("line"))
                case _:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.colour("query-mark"))
                    away = theme.px(6)
                    corners = [QPointF(0, -away), QPointF(away, 0), QPointF(0, away), QPointF(-away, 0)]
                    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
