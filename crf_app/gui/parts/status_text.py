"""The words of the status bar: saved, saving, not saved, backup, seal."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import text_line, text_width
from crf_app.gui.theme.style import RingShape


class StatusText(Press, RingShape, Themed):
    """An icon and a few words; a click or Enter asks for the details."""

    def __init__(
        self, text: str = "", icon: str | None = None, token: Token = "text-2",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._icon_name, self._token = icon, token
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, icon, token)

    def show_state(self, text: str, icon: str | None = None, token: Token = "text-2") -> None:
        """Show another state."""
        self._icon_name, self._token = icon, token
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def show_saved(self, text: str) -> None:
        """Show that everything is saved, with the second."""
        self.show_state(text, "check", "ok")

    def show_not_saved(self, text: str) -> None:
        """Show that something could not be saved."""
        self.show_state(text, "triangle-alert", "danger")

    def sizeHint(self) -> QSize:
        """Give the size of icon and words; the target is as high as the bar."""
        theme = Theme.of(self)
        wide = text_width(theme.digits(self.text()), theme.font(Role.CAPTION)) + 1
        if self._icon_name:
            wide += theme.px(14) + theme.gap(6)
        return QSize(max(wide, theme.px(32)), theme.px(28))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the words' box, inside the bar."""
        return QRectF(self.rect()).adjusted(0, 5, 0, -5), 4.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        colour = theme.colour(self._token)
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self._icon_name:
                side = theme.px(14)
                x = self.width() - side if rtl else 0
                at = QRectF(x, round((self.height() - side) / 2), side, side)
                paint_icon(painter, at, self._icon_name, colour, mirrored=rtl)
                lead = side + theme.gap(6)
                box = box.adjusted(0, 0, -lead, 0) if rtl else box.adjusted(lead, 0, 0, 0)
            text = theme.digits(self.text())
            leading = Qt.AlignmentFlag.AlignLeading
            text_line(painter, box, text, theme.font(Role.CAPTION), colour, leading)
