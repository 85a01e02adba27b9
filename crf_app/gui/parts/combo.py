"""A field that offers a list: the code strong, its words behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crf_app.gui.parts.choice_strip import Option
from crf_app.gui.parts.field_look import PLAIN, FieldLook
from crf_app.gui.parts.labels import Run, lay_out
from crf_app.gui.parts.marks import paint_mark
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import field_box, rounded_box
from crf_app.gui.theme.style import OwnFocus


class ComboField(QComboBox, OwnFocus, Themed):
    """A list of answers behind one line. The wheel never changes a value by accident."""

    edited = Signal(str)
    """The code a person chose."""

    def __init__(
        self,
        label: str = "",
        options: Sequence[Option | str] = (),
        *,
        show_codes: bool = False,
        height: int = 36,
        width: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_codes, self._height, self._width = show_codes, height, width
        self._look, self._options = PLAIN, tuple[Option, ...]()
        self.setAccessibleName(label)
        self.setMaxVisibleItems(12)
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(_OptionDelegate(self))
        self.activated.connect(self._chosen)
        self.show_options(options)

    @property
    def choice(self) -> str | None:
        """The chosen code."""
        place = self.currentIndex()
        return self._options[place].code if 0 <= place < len(self._options) else None

    def show_options(self, options: Sequence[Option | str]) -> None:
        """Offer these answers; keeps the choice when it is still among them."""
        before = self.choice
        self._options = tuple(o if isinstance(o, Option) else Option(o) for o in options)
        self.blockSignals(True)
        self.clear()
        for option in self._options:
            shown = f"{option.code} {option.label}" if self._show_codes else option.words
            self.addItem(shown, option.code)
        self.blockSignals(False)
        self.show_choice(before)

    def show_choice(self, code: str | None) -> None:
        """Show an answer; emits nothing."""
        codes = [o.code for o in self._options]
        self._before = code
        self.setCurrentIndex(codes.index(code) if code in codes else -1)

    def show_look(self, look: FieldLook) -> None:
        """Show what state the item is in."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """Give the fixed width, or a middling one."""
        theme = Theme.of(self)
        return QSize(theme.px(self._width or 196), theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Give the least width a choice can be read in."""
        theme = Theme.of(self)
        return QSize(theme.px(min(self._width or 96, 96)), theme.px(self._height))

    def width_of_choice(self) -> int:
        """Return the width in which the choice is read whole, beside its arrow and its mark; 0 without one."""
        theme = Theme.of(self)
        if self.choice is None:
            return 0
        option, beside = self._options[self.currentIndex()], theme.px(16) + theme.gap(8)
        wide = lay_out(_option_runs(option, theme, self._show_codes, "text-2"), Role.BODY, theme)[1]
        marks = int(self._look.writable) + int(self._look.shown_mark is not None)
        return round(wide + 0.5) + 2 * theme.gap(11) + marks * beside

    def showPopup(self) -> None:
        """Open the list where the person may write."""
        if self._look.writable:
            super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the choice, the mark and the chevron."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        focused = self.hasFocus() or self.view().isVisible()
        token, width = self._look.outline(focused=focused)
        ground: Token = self._look.ground if self.isEnabled() else "sunken"
        with QPainter(self) as painter:
            field_box(painter, QRectF(self.rect()), theme, ground, token, width)
            edge, size = float(theme.gap(11)), theme.px(16)
            top = round((self.height() - size) / 2)

            def slot() -> QRectF:
                x = edge if rtl else self.width() - edge - size
                return QRectF(x, top, size, size)

            writable = self._look.writable and self.isEnabled()
            if writable:
                paint_icon(painter, slot(), "chevron-down", theme.colour("text-2"))
                edge += size + theme.gap(8)
            mark = self._look.shown_mark
            if mark is not None:
                paint_mark(painter, slot().x(), top, size, mark, theme)
                edge += size + theme.gap(8)
            place = self.currentIndex()
            if 0 <= place < len(self._options):
                lead = theme.gap(11)
                room = QRectF(edge if rtl else lead, 0, self.width() - edge - lead, self.height())
                text: Token = "text" if writable else "text-2"
                _paint_option(painter, room, self._options[place], theme, self._show_codes, text, rtl=rtl)

    def option_at(self, place: int) -> Option:
        """Give an offered answer."""
        return self._options[place]

    @property
    def shows_codes(self) -> bool:
        """Whether codes stand before the words."""
        return self._show_codes

    def _chosen(self, place: int) -> None:
        code = self._options[place].code
        if code != self._before:
            self._before = code
            self.edited.emit(code)


class _OptionDelegate(QStyledItemDelegate):
    def __init__(self, combo: ComboField) -> None:
        super().__init__(combo)
        self._combo = combo

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = Theme.of(self._combo)
        return QSize(theme.px(120), theme.px(34))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = Theme.of(self._combo)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        if chosen:
            box = rect.adjusted(3, 1, -3, -1)
            rounded_box(painter, box, theme.px(6), theme.colour("fill"))
        side = theme.gap(12)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        _paint_option(
            painter, rect.adjusted(side, 0, -side, 0), self._combo.option_at(index.row()), theme,
            self._combo.shows_codes, "on-fill" if chosen else "text", rtl=rtl,
        )  # fmt: skip
        painter.restore()


def _paint_option(
    painter: QPainter, room: QRectF, option: Option, theme: Theme, codes: bool, token: Token, *,
    rtl: bool,
) -> None:  # fmt: skip
    second: Token = token if token == "on-fill" else "text-2"
    layout, wide, high = lay_out(_option_runs(option, theme, codes, second), Role.BODY, theme)
    x = room.right() - wide if rtl else room.left()
    painter.save()
    painter.setClipRect(room)
    painter.setPen(theme.colour(token))
    line = layout.lineAt(0)
    x -= line.naturalTextRect().x()
    point = room.topLeft()
    point.setX(x)
    point.setY(room.center().y() - high / 2)
    line.draw(painter, point)
    painter.restore()


def _option_runs(option: Option, theme: Theme, codes: bool, second: Token) -> list[Run]:
    if codes and option.label:
        code = Run(theme.digits(option.code), strong=True)
        return [code, Run("  " + theme.answer(option.label), colour=second)]
    return [Run(theme.answer(option.words))]
