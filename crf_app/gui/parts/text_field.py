"""A one-line field: value, unit inside, trailing mark or icon, missing reason as a chip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from crf_app.gui.parts.field_look import PLAIN, FieldLook
from crf_app.gui.parts.marks import Mark, paint_mark
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import field_box, rounded_box, text_line, text_width
from crf_app.gui.theme.style import OwnFocus

_LINE_EDIT_MARGIN = 2  # what QLineEdit itself adds on both sides
_MOST = 2**31 - 1  # letters, as many as Qt can count


class TextField(QLineEdit, OwnFocus, Themed):
    """A line to write in. What was typed stays, also when it cannot be read."""

    edited = Signal(str)
    """The text when the person leaves the field (or presses Enter) and it is another one."""

    icon_pressed = Signal()
    """The trailing icon was clicked, or Alt with the down key pressed."""

    missing_removed = Signal()
    """The × of the missing reason was clicked, or Backspace pressed on it."""

    def __init__(
        self,
        label: str = "",
        *,
        unit: str = "",
        prefix: str = "",
        icon: str | None = None,
        role: Role = Role.BODY,
        height: int = 36,
        width: int | None = None,
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        `prefix` stands on its own ground before the value (an operator), `icon` behind it,
        `width` is fixed (in pixels at 100 % text), `figures` sets the value at the trailing side.
        """
        super().__init__(parent)
        self._unit, self._prefix, self._icon_name = unit, prefix, icon
        self._role, self._height, self._width = role, height, width
        self._look, self._shown = PLAIN, ""
        self._stands: tuple[object, ...] = ()
        self._needs: dict[bool, int] = {}
        self.setFrame(False)
        # Qt would cut what is pasted or shown at 32,767 letters, and a form that is only looked at would record that.
        self.setMaxLength(_MOST)
        self.setAccessibleName(label)
        self._figures = figures
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._finish)
        self.theme_changed(Theme.of(self))

    def show_value(self, text: str) -> None:
        """Show a value; emits nothing. Does not disturb a person who is writing here."""
        self._shown = text
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def show_look(self, look: FieldLook) -> None:
        """Show what state the item is in."""
        if look == self._look:
            return
        self._look = look
        self.setReadOnly(not look.writable)
        self.theme_changed(Theme.of(self))
        self.update()

    def show_prefix(self, prefix: str) -> None:
        """Show another operator before the value."""
        self._prefix = prefix
        self.theme_changed(Theme.of(self))
        self.update()

    def show_unit(self, unit: str) -> None:
        """Show another unit."""
        self._unit = unit
        self.theme_changed(Theme.of(self))
        self.update()

    def theme_changed(self, theme: Theme) -> None:
        """Take font, text colour and the room for what stands beside the text."""
        font = QFont(theme.font(self._role))
        font.setStrikeOut(self._look.struck)
        if font != self.font():
            self.setFont(font)
        colour = theme.colour("text" if self._look.writable else "text-2")
        if self.palette().color(QPalette.ColorRole.Text) != colour:
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.Text, QColor(colour))
            self.setPalette(palette)
        lead = self._pad(theme) + (theme.px(28) if self._prefix else 0)
        trail = self._pad(theme) + self._trail(theme)
        if self._rtl():
            lead, trail = trail, lead
        # Absolute, because QLineEdit turns "leading" after the text, not after the window.
        right = self._figures is not self._rtl()
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        across = side | Qt.AlignmentFlag.AlignAbsolute
        self.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
        cut = _LINE_EDIT_MARGIN
        # One pixel below sets the value on the same line as the unit, which Qt centres otherwise.
        self.setTextMargins(lead - cut, 0, trail - cut, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the margins with the direction."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self.theme_changed(Theme.of(self))

    def sizeHint(self) -> QSize:
        """Give the fixed width, or a middling one."""
        theme = Theme.of(self)
        return QSize(theme.px(self._width or 150), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Give the least width a value can be read in."""
        theme = Theme.of(self)
        return QSize(theme.px(min(self._width or 64, 64)), theme.px(self._height))

    def width_of_text(self, *, marked: bool = False) -> int:
        """Return the width in which all that stands here is read, its unit and its mark included.

        `marked` asks for the room of a mark even where none is shown yet.
        """
        theme = Theme.of(self)
        stands = (self.text(), self._look, self._unit, self._prefix, theme)
        if stands != self._stands:  # kept, because grids ask for it again and again
            self._stands, self._needs = stands, {}
        if marked not in self._needs:
            self._needs[marked] = self._needed(theme, marked=marked)
        return self._needs[marked]

    def _needed(self, theme: Theme, *, marked: bool) -> int:
        if self._chip_shown():
            return round(self._chip_width(theme)) + 2 * theme.px(6)
        beside = 2 * self._pad(theme) + (theme.px(28) if self._prefix else 0) + self._trail(theme, marked=marked)
        return text_width(self.text(), self.font()) + beside + _LINE_EDIT_MARGIN

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the trailing icon with Alt and down, take the missing reason off with Backspace."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down and self._icon_name:
            self.icon_pressed.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._chip_shown() and self._look.writable:
            self.missing_removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let icon and × be clicked."""
        theme, at = Theme.of(self), event.position()
        if self._chip_shown() and self._crossed(theme):
            reach = self._cross(theme).adjusted(-8, -10, 8, 10)
            if reach.contains(at):
                self.missing_removed.emit()
                return
        if self._icon_name and self._slot(theme).adjusted(-8, -10, 8, 10).contains(at):
            self.icon_pressed.emit()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the text, then unit, mark and chip."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            token, width = self._look.outline(focused=self.hasFocus())
            box = QRectF(self.rect())
            ground: Token = self._look.ground if self.isEnabled() else "sunken"
            if self._prefix:
                self._paint_prefix(painter, theme)
            else:
                field_box(painter, box, theme, ground, token, width)
            if self._prefix:
                strong = float(width if width == 1 else theme.px(width))
                rounded_box(painter, box, theme.px(6), None, theme.colour(token), strong)
        super().paintEvent(event)
        with QPainter(self) as painter:
            self._paint_trail(painter, theme)
            if self._chip_shown():
                self._paint_chip(painter, theme)

    def _finish(self) -> None:
        if self.text() != self._shown and self._look.writable:
            self._shown = self.text()
            self.edited.emit(self._shown)

    def _chip_shown(self) -> bool:
        return bool(self._look.missing) and not self.text()

    def _rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _pad(self, theme: Theme) -> int:
        return theme.gap(8 if self._prefix else 11)

    def _trail(self, theme: Theme, *, marked: bool = False) -> int:
        room = 0
        if self._unit:
            room += text_width(theme.digits(self._unit), self._unit_font(theme)) + theme.gap(6)
        if marked or self._look.shown_mark or self._look.unreadable or self._icon_name:
            room += theme.px(16) + theme.gap(6)
        return room

    def _unit_font(self, theme: Theme) -> QFont:
        return theme.font(Role.BODY if self._height >= 36 and not self._prefix else Role.SMALL)

    def _slot(self, theme: Theme) -> QRectF:
        size = theme.px(16)
        away = self._pad(theme)
        x = away if self._rtl() else self.width() - away - size
        return QRectF(x, round((self.height() - size) / 2), size, size)

    def _paint_prefix(self, painter: QPainter, theme: Theme) -> None:
        box, wide, radius = QRectF(self.rect()), theme.px(28), theme.px(6)
        token: Token = self._look.ground if self.isEnabled() else "sunken"
        rounded_box(painter, box, radius, theme.colour("sunken"))
        rest = box.adjusted(0, 0, -wide, 0) if self._rtl() else box.adjusted(wide, 0, 0, 0)
        rounded_box(painter, rest, radius, theme.colour(token))
        inner = rest.width() / 2
        x = rest.x() + inner if self._rtl() else rest.x()
        painter.fillRect(QRectF(x, rest.y(), inner, rest.height()), theme.colour(token))
        edge = rest.right() - 1 if self._rtl() else rest.left()
        painter.fillRect(QRectF(edge, 0, 1, box.height()), theme.colour("line-btn"))
        left = self.width() - wide if self._rtl() else 0
        text_line(
            painter, QRectF(left, 0, wide, box.height()), self._prefix,
            theme.font(Role.SMALL), theme.colour("text-2"),
        )  # fmt: skip

    def _paint_trail(self, painter: QPainter, theme: Theme) -> None:
        slot, edge = self._slot(theme), float(self._pad(theme))
        mark = self._look.shown_mark
        if self._look.unreadable:
            paint_icon(painter, slot, "triangle-alert", theme.colour("danger"))
        elif mark is not None:
            paint_mark(painter, slot.x(), slot.y(), int(slot.width()), mark, theme)
        elif self._icon_name:
            token: Token = "text-2" if self._look.writable else "text-3"
            rtl = self._rtl()
            paint_icon(painter, slot, self._icon_name, theme.colour(token), mirrored=rtl)
        if mark is not None or self._look.unreadable or self._icon_name:
            edge += slot.width() + theme.gap(6)
        if self._unit and not self._chip_shown():
            font, unit = self._unit_font(theme), theme.digits(self._unit)
            wide = text_width(unit, font)
            x = edge if self._rtl() else self.width() - edge - wide
            box = QRectF(x, 0, wide + 1, self.height())
            text_line(painter, box, unit, font, theme.colour("text-3"))

    def _chip_width(self, theme: Theme) -> float:
        """The width of the chip without its cross."""
        words = text_width(self._look.missing, theme.font(Role.SMALL_BUTTON))
        return theme.px(14) + words + theme.gap(8) + 2 * theme.gap(9)

    def _chip(self, theme: Theme) -> QRectF:
        wide, away = self._chip_width(theme), theme.px(6)
        if self._crossed(theme):
            wide += theme.px(14) + theme.gap(8)
        wide = min(wide, self.width() - 2 * away)
        x = self.width() - away - wide if self._rtl() else away
        high = theme.px(24)
        return QRectF(x, round((self.height() - high) / 2), wide, high)

    def _crossed(self, theme: Theme) -> bool:
        """Whether the chip has room for its cross; Backspace takes it away all the same."""
        words = text_width(self._look.missing, theme.font(Role.SMALL_BUTTON))
        need = words + theme.px(28) + theme.gap(16) + 2 * theme.gap(9)
        return self._look.writable and need <= self.width() - 2 * theme.px(6)

    def _cross(self, theme: Theme) -> QRectF:
        chip, size, away = self._chip(theme), theme.px(14), theme.gap(9)
        x = chip.left() + away if self._rtl() else chip.right() - away - size
        return QRectF(round(x), round(chip.center().y() - size / 2), size, size)

    def _paint_chip(self, painter: QPainter, theme: Theme) -> None:
        chip, size, away = self._chip(theme), theme.px(14), theme.gap(9)
        rounded_box(
            painter, chip, chip.height() / 2, theme.colour("sunken"), theme.colour("text-3"),
            dashed=True,
        )  # fmt: skip
        x = chip.right() - away - size if self._rtl() else chip.left() + away
        paint_mark(painter, x, chip.center().y() - size / 2, size, Mark.MISSING, theme)
        lead = away + size + theme.gap(6)
        words = chip.adjusted(0, 0, -lead, 0) if self._rtl() else chip.adjusted(lead, 0, 0, 0)
        font = theme.font(Role.SMALL_BUTTON)
        words.adjust(*(theme.gap(4), 0, 0, 0) if self._rtl() else (0, 0, -theme.gap(4), 0))
        shown = QFontMetrics(font).elidedText(self._look.missing, Qt.TextElideMode.ElideRight, round(words.width()))
        self.setToolTip(tip("" if shown == self._look.missing else self._look.missing))
        text_line(painter, words, shown, font, theme.colour("text-2"), Qt.AlignmentFlag.AlignLeading)
        if self._crossed(theme):
            paint_icon(painter, self._cross(theme), "x", theme.colour("text-2"))
