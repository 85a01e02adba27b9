"""A list of rows under heads, each as high as its words need: forms, findings, scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crf_app.gui.parts import Run, lay_out
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width

Index = QModelIndex | QPersistentModelIndex
_LEADING, _TRAILING = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing


@dataclass(frozen=True)
class Row:
    """A row: `key` is what it stands for, None for a head. `more` are lines below, broken where they must be.

    `icon` is an icon's name and its colour, `icon_last` puts it behind the words. `aside` stands at the other end of
    the first line.
    """

    key: object
    words: str
    more: tuple[str, ...] = ()
    icon: tuple[str, Token] | None = None
    aside: str = ""
    sentence: str = ""
    icon_last: bool = False

    @property
    def is_head(self) -> bool:
        """Whether the row only names those below it."""
        return self.key is None


class RowModel(QAbstractListModel):
    """The rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Keep the keyboard off the heads."""
        if not index.isValid() or self.rows[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the sentence of a row."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence or " ".join((row.words, *row.more))
        return None


class RowList(QListView, Themed):
    """The list. Arrow keys move, Enter or a double click opens; with `by_click` a single click does."""

    opened = Signal(object)
    """The key of a row that shall be opened."""

    chosen = Signal(object)
    """The key of the row the keyboard has come to."""

    def __init__(self, name: str, *, wraps: bool = False, by_click: bool = False) -> None:
        """`wraps` breaks the first line of a row too, where it is too long."""
        super().__init__()
        self.wraps, self._by_click = wraps, by_click
        self._quiet = False
        self.model_ = RowModel()
        self.setModel(self.model_)
        self.setItemDelegate(_RowDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self.model_.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the keyboard stays at the row it was at, and nothing scrolls."""
        if tuple(rows) == self.rows:
            return
        before, at = self.current(), self.verticalScrollBar().value()
        self._quiet = True
        self.model_.show_rows(rows)
        self.select(before)
        self._quiet = False
        self.doItemsLayout()
        self.verticalScrollBar().setValue(at)

    def current(self) -> object:
        """Return the key of the row the keyboard is at, None where there is none."""
        index = self.currentIndex()
        return self.rows[index.row()].key if index.isValid() and index.row() < len(self.rows) else None

    def select(self, key: object) -> None:
        """Put the keyboard at the row with this key; tells nobody."""
        place = next((n for n, row in enumerate(self.rows) if row.key == key and not row.is_head), None)
        quiet, self._quiet = self._quiet, True
        if place is not None:
            self.setCurrentIndex(self.model_.index(place))
        else:
            self.clearSelection()
        self._quiet = quiet

    def select_first(self) -> None:
        """Put the keyboard at the first row, where it is nowhere yet."""
        if self.current() is None:
            first = next((n for n, row in enumerate(self.rows) if not row.is_head), None)
            if first is not None:
                self.setCurrentIndex(self.model_.index(first))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the keyboard has come to."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.chosen.emit(self.rows[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; the slash belongs to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current() is not None:
                self.opened.emit(self.current())
        elif event.text() == "/":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row under the mouse, where a click does."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._by_click and event.button() is Qt.MouseButton.LeftButton and self._may_open(index):
            self.opened.emit(self.current())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row under the mouse."""
        if not self._by_click and self._may_open(self.indexAt(event.position().toPoint())):
            self.opened.emit(self.current())

    def _may_open(self, index: QModelIndex) -> bool:
        return index.isValid() and index == self.currentIndex() and not self.rows[index.row()].is_head

    def theme_changed(self, theme: Theme) -> None:
        """Lay the rows out anew."""
        self.scheduleDelayedItemsLayout()


class _RowDelegate(QStyledItemDelegate):
    """Paints rows."""

    def __init__(self, rows: RowList) -> None:
        super().__init__(rows)
        self._list = rows
        self._high: dict[tuple[Row, int, Theme], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height that the words need at the width of the list."""
        theme, row, wide = Theme.of(), self._list.rows[index.row()], self._list.viewport().width()
        key = (row, wide, theme)
        if key not in self._high:
            if len(self._high) > 4_000:
                self._high.clear()
            self._high[key] = self._need(row, wide, theme)
        return QSize(wide, self._high[key])

    def _need(self, row: Row, wide: int, theme: Theme) -> int:
        if row.is_head:
            return theme.px(30)
        if not row.more and not self._list.wraps:
            return theme.px(32)
        room = wide - self._lead(row, theme) - theme.gap(14)
        return round(self._first_high(row, room, theme) + self._more_high(row, room, theme) + theme.gap(14))

    def _first_high(self, row: Row, room: float, theme: Theme) -> float:
        if not self._list.wraps:
            return theme.line(Role.SMALL)
        return lay_out([Run(row.words)], self._role(row), theme, room - self._aside(row, theme))[2]

    def _more_high(self, row: Row, room: float, theme: Theme) -> float:
        return sum(lay_out([Run(text)], Role.SMALL, theme, room)[2] + theme.gap(2) for text in row.more)

    def _lead(self, row: Row, theme: Theme) -> int:
        if row.icon is None or row.icon_last:
            return theme.gap(10)
        return theme.gap(14) + theme.px(16) + theme.gap(8)

    def _aside(self, row: Row, theme: Theme) -> int:
        wide = text_width(row.aside, theme.font(Role.CAPTION)) + theme.gap(10) if row.aside else 0
        return wide + (theme.px(16) + theme.gap(6) if row.icon is not None and row.icon_last else 0)

    def _role(self, row: Row) -> Role:
        return Role.SMALL_STRONG if row.more else Role.SMALL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        theme, row, rect = Theme.of(), self._list.rows[index.row()], QRectF(option.rect)
        painter.save()
        painter.setLayoutDirection(theme.direction)
        if row.is_head:
            self._head(painter, rect, row, theme)
        else:
            self._row(painter, rect, row, option, theme)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRectF, row: Row, theme: Theme) -> None:
        pad = theme.gap(10)
        box = rect.adjusted(pad, theme.gap(6), -pad, 0)
        self._line(painter, box, row.words, Role.CAPTION_STRONG, "text-2", theme)

    def _row(self, painter: QPainter, rect: QRectF, row: Row, option: QStyleOptionViewItem, theme: Theme) -> None:
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(2, 1, -2, -1)
        if here:
            rounded_box(painter, box, theme.px(6), theme.colour("accent-soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded_box(painter, box, theme.px(6), theme.colour("hover"))
        lead, trail = self._lead(row, theme), theme.gap(14)
        inner = rect.adjusted(trail, 0, -lead, 0) if rtl else rect.adjusted(lead, 0, -trail, 0)
        one_line = not row.more and not self._list.wraps
        top = rect.y() if one_line else rect.y() + theme.gap(7)
        high = rect.height() if one_line else self._first_high(row, inner.width(), theme)
        line = rect.height() if one_line else theme.line(self._role(row))
        if row.icon is not None:
            side = theme.px(16)
            x = inner.right() + theme.gap(8) if rtl else inner.x() - theme.gap(8) - side
            if row.icon_last:
                x = inner.x() if rtl else inner.right() - side
            at = QRectF(round(x), round(top + (line - side) / 2), side, side)
            paint_icon(painter, at, row.icon[0], theme.colour(row.icon[1]), mirrored=rtl)
        if row.aside:
            beside = QRectF(inner.x(), top, inner.width(), line)
            text_line(painter, beside, row.aside, theme.font(Role.CAPTION), theme.colour("text-2"), _TRAILING)
        room = inner.width() - self._aside(row, theme)
        x = inner.right() - room if rtl else inner.x()
        colour: Token = "accent" if here and one_line else "text"
        first = QRectF(x, top, room, high)
        role = Role.SMALL_STRONG if here and one_line else self._role(row)
        if self._list.wraps:
            self._words(painter, first, row.words, role, colour, theme)
        else:
            self._line(painter, first, row.words, role, colour, theme)
        y = top + high
        for text in row.more:
            y += theme.gap(2)
            y += self._words(painter, QRectF(inner.x(), y, inner.width(), 0), text, Role.SMALL, "text-2", theme)
        if option.state & QStyle.StateFlag.State_HasFocus:
            rounded_box(painter, box, theme.px(6), None, theme.colour("accent"), theme.px(2))

    def _line(self, painter: QPainter, box: QRectF, text: str, role: Role, token: Token, theme: Theme) -> None:
        font = theme.font(role)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        text_line(painter, box, shown, font, theme.colour(token), _LEADING)

    def _words(self, painter: QPainter, box: QRectF, text: str, role: Role, token: Token, theme: Theme) -> float:
        """Paint words in as many lines as they need; returns how high they are."""
        layout, _, high = lay_out([Run(text)], role, theme, box.width())
        painter.setPen(theme.colour(token))
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            start = box.width() - line.naturalTextWidth() if rtl else 0.0
            at = box.topLeft()
            at.setX(box.x() + start - line.naturalTextRect().x())
            line.draw(painter, at)
        return high
