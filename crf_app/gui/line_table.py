"""A list of lines in columns, each cell of one or two lines of text, with a mark in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crf_app.gui.parts import Mark, Run, lay_out, paint_mark
from crf_app.gui.sheet_edge import SheetEdge
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.gui.theme.paint import rounded_box, text_line

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Text:
    """What a cell says: a line, and a smaller one below."""

    first: str
    second: str = ""
    strong: bool = False
    colour: Token = "text"
    long: bool = False
    """Whether the first text goes on in a second line where there is no other one."""


@dataclass(frozen=True)
class Line:
    """A row; `key` is what it stands for, `sentence` what people who listen hear."""

    key: object
    cells: tuple[Text, ...]
    sentence: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Head:
    """A column: its name, its least width at 100 % text, its share of what is left, and how soon it goes."""

    name: str
    width: int
    share: int = 0
    keep: int = 0


def places(heads: Sequence[Head], width: float, theme: Theme) -> dict[int, tuple[float, float]]:
    """Return start and width of each column that has room; those kept least go first."""
    lead = theme.gap(14) + theme.px(26)
    gap = theme.gap(12)
    shown = list(range(len(heads)))

    def need() -> float:
        return lead + sum(theme.px(heads[place].width) + gap for place in shown)

    while need() > width and len(shown) > 2:
        shown.remove(min(shown, key=lambda place: (heads[place].keep, -place)))
    spare = max(width - need(), 0.0)
    shares = sum(heads[place].share for place in shown) or 1
    found, x = {}, float(lead)
    for place in shown:
        wide = theme.px(heads[place].width) + spare * heads[place].share / shares
        found[place] = (x, wide)
        x += wide + gap
    return found


class LineModel(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Show more lines below those that are there."""
        if lines:
            first = len(self.lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self.lines.extend(lines)
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the sentence of a line."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.lines[index.row()].sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return None


class LineDelegate(QStyledItemDelegate):
    """Paints lines."""

    def __init__(self, table: LineTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of one or two lines."""
        return QSize(100, Theme.of().px(self._table.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        theme, rect = Theme.of(), QRectF(option.rect)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        line = self._table.model_.lines[index.row()]
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setLayoutDirection(theme.direction)
        ground: Token = "accent-soft" if here else "surface"
        if not here and option.state & QStyle.StateFlag.State_MouseOver:
            ground = "hover"
        painter.fillRect(rect, theme.colour(ground))
        edge = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(edge, theme.colour("line"))
        if line.mark is not None:
            side = theme.px(16)
            lead = theme.gap(14)
            x = rect.right() - lead - side if rtl else rect.x() + lead
            paint_mark(painter, x, rect.center().y() - side / 2, side, line.mark, theme)
        for place, (start, wide) in places(self._table.heads, rect.width(), theme).items():
            if place < len(line.cells):
                x = rect.right() - start - wide if rtl else rect.x() + start
                box = QRectF(x, rect.y(), wide, rect.height())
                self._cell(painter, box, line.cells[place], theme)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring = rect.adjusted(2, 2, -2, -3)
            rounded_box(painter, ring, theme.px(5), None, theme.colour("accent"), theme.px(2))
        painter.restore()

    def _cell(self, painter: QPainter, box: QRectF, text: Text, theme: Theme) -> None:
        role = Role.SMALL_STRONG if text.strong else Role.SMALL
        if not text.second and text.long:
            self._long(painter, box, text, theme)
            return
        if not text.second:
            self._line(painter, box, text.first, role, text.colour, theme)
            return
        middle = box.center().y()
        first = QRectF(box.x(), middle - theme.px(18), box.width(), theme.px(18))
        second = QRectF(box.x(), middle, box.width(), theme.px(17))
        self._line(painter, first, text.first, role, text.colour, theme)
        self._line(painter, second, text.second, Role.CAPTION, "text-2", theme)

    def _long(self, painter: QPainter, box: QRectF, text: Text, theme: Theme) -> None:
        """Two lines of one text, the second cut where it is longer still."""
        role = Role.SMALL_STRONG if text.strong else Role.SMALL
        layout, _, _ = lay_out([Run(text.first)], role, theme, box.width())
        if layout.lineCount() < 2:
            self._line(painter, box, text.first, role, text.colour, theme)
            return
        # In a right-to-left window the laid out text begins with a sign that has no width.
        after = layout.lineAt(1).textStart() - (len(layout.text()) - len(text.first)) // 2
        middle, high = box.center().y(), theme.px(18)
        for place, part in enumerate((text.first[:after].rstrip(), text.first[after:])):
            at = QRectF(box.x(), middle - high + place * high, box.width(), high)
            self._line(painter, at, part, role, text.colour, theme)

    def _line(self, painter: QPainter, box: QRectF, text: str, role: Role, token: Token, theme: Theme) -> None:
        font = theme.font(role)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        text_line(painter, box, shown, font, theme.colour(token), Qt.AlignmentFlag.AlignLeading)


class LineTable(QListView, Themed):
    """The list itself. Arrow keys move, Enter or a double click opens."""

    opened = Signal(object)
    """The key of a line that shall be opened."""

    chosen = Signal(object)
    """The key of the line the keyboard is at; None when there is none."""

    def __init__(self, name: str, heads: Sequence[Head], *, row_height: int = 48) -> None:
        super().__init__()
        self.heads = tuple(heads)
        self.row_height = row_height
        self.model_ = LineModel()
        self.setModel(self.model_)
        self.setItemDelegate(LineDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the keyboard stays at the line it was at."""
        before = self.current()
        self.model_.show_lines(lines)
        at = next((n for n, line in enumerate(lines) if line.key == before), 0)
        if lines:
            self.setCurrentIndex(self.model_.index(at))
        else:
            self.chosen.emit(None)

    def current(self) -> object | None:
        """Return the key of the line the keyboard is at."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self.model_.lines):
            return None
        return self.model_.lines[index.row()].key

    def select(self, key: object) -> None:
        """Put the keyboard at the line with this key."""
        for place, line in enumerate(self.model_.lines):
            if line.key == key:
                self.setCurrentIndex(self.model_.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which line the keyboard is at."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.model_.lines[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; the slash belongs to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            key = self.current()
            if key is not None:
                self.opened.emit(key)
        elif event.text() == "/":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the line under the mouse."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current())

    def theme_changed(self, theme: Theme) -> None:
        """Lay the lines out anew."""
        self.scheduleDelayedItemsLayout()


class LineHeads(QWidget, Themed):
    """The names over the columns."""

    def __init__(self, table: LineTable) -> None:
        super().__init__()
        self._table = table
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take the height."""
        self.setFixedHeight(theme.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            painter.setLayoutDirection(theme.direction)
            painter.fillRect(self.rect(), theme.colour("sunken"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line-btn"))
            wide_all = float(self._table.viewport().width())
            font, colour = theme.font(Role.CAPTION_STRONG), theme.colour("text-2")
            for place, (start, wide) in places(self._table.heads, wide_all, theme).items():
                x = self.width() - start - wide if rtl else start
                box = QRectF(x, 0, wide, self.height())
                name = self._table.heads[place].name
                text_line(painter, box, name, font, colour, Qt.AlignmentFlag.AlignLeading)


class LineCard(QFrame, Themed):
    """A sheet with heads and list."""

    def __init__(self, table: LineTable, foot: QWidget | None = None) -> None:
        super().__init__()
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 1, 1, 1)
        down.setSpacing(0)
        self._heads = LineHeads(table)
        down.addWidget(self._heads)
        down.addWidget(table, 1)
        if foot is not None:
            down.addWidget(foot)
        SheetEdge(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            rounded_box(painter, box, theme.px(10), theme.colour("surface"), theme.colour("line"))
