"""A field of several lines: remarks, reasons, answers to questions."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from crf_app.gui.parts.field_look import PLAIN, FieldLook
from crf_app.gui.parts.marks import paint_mark
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import field_box
from crf_app.gui.theme.style import OwnFocus, OwnFrame

_BETWEEN_LINES = "\u2029"
"""What Qt keeps between two lines."""


class TextArea(QPlainTextEdit, OwnFocus, OwnFrame, Themed):
    """Lines to write in. Tab leaves the field, Enter begins a new line."""

    edited = Signal(str)
    """The text when the person leaves the field and it is another one."""

    def __init__(self, label: str = "", *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._look, self._shown = lines, PLAIN, ""
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.theme_changed(Theme.of(self))

    def show_value(self, text: str) -> None:
        """Show a value; emits nothing."""
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)
        self.document().setModified(False)

    def toPlainText(self) -> str:
        """Return what was written, sign by sign: Qt's own way gives blanks for unbreakable ones and for line signs."""
        return self.document().toRawText().replace(_BETWEEN_LINES, "\n")

    def show_look(self, look: FieldLook) -> None:
        """Show what state the item is in."""
        self._look = look
        self.setReadOnly(not look.writable)
        self.theme_changed(Theme.of(self))
        self.update()
        self.viewport().update()

    def theme_changed(self, theme: Theme) -> None:
        """Take font, colours and the room round the text."""
        self.setFont(theme.font(Role.BODY))
        palette = QPalette(self.palette())
        token: Token = "text" if self._look.writable else "text-2"
        palette.setColor(QPalette.ColorRole.Text, theme.colour(token))
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        mark = self._look.shown_mark is not None or self._look.unreadable
        trail = theme.px(16) + theme.gap(10) if mark else 0
        lead = theme.gap(6)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setViewportMargins(lead + trail * rtl, lead, lead + trail * (not rtl), lead)

    def sizeHint(self) -> QSize:
        """Give the height of the lines."""
        theme = Theme.of(self)
        return QSize(theme.px(240), self._lines * theme.line(Role.BODY) + 2 * theme.gap(8))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Strengthen the outline."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the text, when it is another one."""
        super().focusOutEvent(event)
        self.update()
        # Line ends of other systems are shown as our own; as long as nobody writes here, they are kept as they are.
        text = self.toPlainText() if self.document().isModified() else self._shown
        if text != self._shown and self._look.writable:
            self._shown = text
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl and Enter to the form."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        if enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertBlock()  # a line end like any other, not Qt's own sign for one
            return
        super().keyPressEvent(event)

    def paint_frame(self, painter: QPainter) -> None:
        """Paint the box of the field and its mark."""
        theme = Theme.of(self)
        token, width = self._look.outline(focused=self.hasFocus())
        field_box(painter, QRectF(self.rect()), theme, self._look.ground, token, width)
        mark, size, away = self._look.shown_mark, theme.px(16), theme.gap(11)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = away if rtl else self.width() - away - size
        if self._look.unreadable:
            box = QRectF(x, theme.gap(10), size, size)
            paint_icon(painter, box, "triangle-alert", theme.colour("danger"))
        elif mark is not None:
            paint_mark(painter, x, theme.gap(10), size, mark, theme)
