"""Rows one can press: the list of reports, and the contents of the one that is shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width


class PressRow(Press, Themed):
    """One line with words, an icon before them or a number behind them; the chosen one is filled."""

    def __init__(self, words: str, *, icon: str = "", number: str = "", indent: int = 0) -> None:
        super().__init__()
        self._icon, self._number, self._indent = icon, number, indent
        self._height = 34 if icon else 24
        self.setText(words)
        self.setAccessibleName(f"{words}, {number}" if number else words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Give the height of a line and the width of the words."""
        theme = Theme.of(self)
        wide = text_width(self.text(), theme.font(Role.BODY)) + theme.px(60 + self._indent)
        return QSize(int(wide), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Let words be cut short where there is no room."""
        theme = Theme.of(self)
        return QSize(theme.px(60), theme.px(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words, number."""
        theme = Theme.of(self)
        box = QRectF(self.rect())
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        chosen = self.isChecked()
        colour = theme.colour("accent" if chosen else "text")
        pad, line = theme.px(8), theme.px(20)
        with QPainter(self) as painter:
            if chosen or self.underMouse():
                rounded_box(painter, box, theme.px(7), theme.colour("accent-soft" if chosen else "hover"))
            start = pad + theme.px(self._indent)
            if self._icon:
                side = theme.px(17)
                place = QRectF(self._at(start, side, rtl), (box.height() - side) / 2, side, side)
                paint_icon(painter, place, self._icon, theme.colour("accent" if chosen else "text-2"))
                start += theme.px(26)
            end = pad
            if self._number:
                end += int(text_width(self._number, theme.font(Role.BODY))) + theme.px(8)
                room = end - pad
                at = QRectF(self._at(box.width() - pad - room, room, rtl), 0, room, box.height())
                grey = theme.colour("text-2")
                text_line(painter, at, self._number, theme.font(Role.BODY), grey, Qt.AlignmentFlag.AlignTrailing)
            wide = box.width() - start - end
            role = Role.BODY_STRONG if chosen else Role.BODY
            where = QRectF(self._at(start, wide, rtl), (box.height() - line) / 2, wide, line)
            text_line(painter, where, self.text(), theme.font(role), colour, Qt.AlignmentFlag.AlignLeading)

    def _at(self, start: float, wide: float, rtl: bool) -> float:
        return self.width() - start - wide if rtl else start
