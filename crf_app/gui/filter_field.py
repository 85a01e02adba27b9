"""The field that filters a list: icon before, the key that leads to it behind."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from crf_app.gui.parts import key_cap_size, paint_key_cap
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import field_box
from crf_app.gui.theme.style import OwnFocus


class FilterField(QLineEdit, OwnFocus, Themed):
    """Filters while the person types; Escape empties it, Down goes to the list."""

    left_down = Signal()
    """The person wants to go on in the list."""

    def __init__(self, placeholder: str, *, width: int = 208, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.theme_changed(Theme.of(self))

    def sizeHint(self) -> QSize:
        """Give the height of a field."""
        theme = Theme.of(self)
        return QSize(theme.px(self._width), theme.px(36))

    def theme_changed(self, theme: Theme) -> None:
        """Take the font and the room for icon and key."""
        self.setFont(theme.font(Role.BODY))
        lead, trail = theme.gap(11) + theme.px(16) + theme.gap(6), theme.px(30)
        if theme.direction is Qt.LayoutDirection.RightToLeft:
            lead, trail = trail, lead
        self.setTextMargins(lead, 0, trail, 0)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty with Escape, go on with Down or Enter."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, the text, the icon and the key."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        focused = self.hasFocus()
        with QPainter(self) as painter:
            outline: Token = "accent" if focused else "line-strong"
            box = QRectF(self.rect())
            field_box(painter, box, theme, "surface", outline, 2 if focused else 1)
        super().paintEvent(event)
        with QPainter(self) as painter:
            side, edge = theme.px(16), theme.gap(11)
            x = self.width() - edge - side if rtl else edge
            at = QRectF(x, round((self.height() - side) / 2), side, side)
            paint_icon(painter, at, "list-filter", theme.colour("text-2"))
            if not self.text() and not focused:
                cap = key_cap_size("/", theme)
                x = theme.gap(9) if rtl else self.width() - theme.gap(9) - cap.width()
                at = QRectF(x, (self.height() - cap.height()) / 2, cap.width(), cap.height())
                paint_key_cap(painter, at, "/", theme)
