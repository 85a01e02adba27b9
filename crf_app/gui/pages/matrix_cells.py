"""The cells of the matrix: its model, its delegate, its two-line heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crf_app.base.words import Say
from crf_app.gui.models.matrix import Cell, Column, Matrix, MatrixRow
from crf_app.gui.parts import Mark, paint_mark
from crf_app.gui.theme import Role, Theme, Token
from crf_app.gui.theme.paint import rounded_box, text_line, text_width

Index = QModelIndex | QPersistentModelIndex
ITEM: Final = int(Qt.ItemDataRole.UserRole)
SUBJECT, STAGE, FIRST_VISIT = 0, 1, 2


class MatrixModel(QAbstractTableModel):
    """Subject, stage, one column for each planned visit, adverse events, queries."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[MatrixRow, ...] = ()

    def show_matrix(self, matrix: Matrix, rows: Sequence[MatrixRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.columns, self.rows = matrix.columns, tuple(rows)
        self.endResetModel()

    @property
    def events(self) -> int:
        """The column of adverse events."""
        return FIRST_VISIT + len(self.columns)

    @property
    def queries(self) -> int:
        """The column of queries."""
        return self.events + 1

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the subjects."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns) + 4

    def cell(self, index: Index) -> Cell | None:
        """Return the visit of a cell; None in the other columns."""
        place = index.column() - FIRST_VISIT
        row = self.rows[index.row()]
        return row.cells[place] if 0 <= place < len(row.cells) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give a cell, and its sentence for people who listen."""
        row = self.rows[index.row()]
        if role == ITEM:
            return self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.cell(index)
            return cell.sentence if cell is not None else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self.cell(index)
            return cell.sentence if cell is not None else self._spoken(row, index.column())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """Name columns, and rows by their subject."""
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role not in shown:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].label
        name, when = self.head(section)
        return f"{name}, {when}" if when else name

    def head(self, section: int) -> tuple[str, str]:
        """Return the two lines over a column."""
        say = self._say
        if section == SUBJECT:
            return say("Subject"), ""
        if section == STAGE:
            return say("Stage"), ""
        if section == self.events:
            return say("AE", context="adverse events, short"), ""
        if section == self.queries:
            return say("Queries"), ""
        column = self.columns[section - FIRST_VISIT]
        return column.name, column.when

    def _text(self, row: MatrixRow, column: int) -> str:
        if column == SUBJECT:
            return row.label
        if column == STAGE:
            return row.stage
        if column == self.events:
            return "" if row.events is None else str(row.events)
        if column == self.queries:
            return str(row.open_queries + row.answered_queries)
        cell = row.cells[column - FIRST_VISIT]
        return cell.text if cell is not None else ""

    def _spoken(self, row: MatrixRow, column: int) -> str:
        say = self._say
        if column == self.events and row.events is None:
            return ""
        if column == self.events:
            words = say.n("{n} adverse event", "{n} adverse events", row.events or 0)
            return say("{words}, a clock is running", words=words) if row.clock else words
        if column == self.queries:
            opened = say.n("{n} question open", "{n} questions open", row.open_queries)
            return say("{open}, {n} answered", open=opened, n=row.answered_queries)
        return say.joined((row.label, row.who)) if column == SUBJECT else row.stage


class MatrixDelegate(QStyledItemDelegate):
    """Paints every cell of the matrix."""

    def __init__(self, model: MatrixModel, view: QTableView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        theme, rect = Theme.of(), QRectF(option.rect)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        row = self._model.rows[index.row()]
        current = self._view.currentIndex()
        here = index.row() == current.row()
        painter.save()
        painter.setLayoutDirection(theme.direction)
        painter.fillRect(rect, theme.colour("accent-soft" if here else "surface"))
        if index.row() + 1 < self._model.rowCount():
            line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
            painter.fillRect(line, theme.colour("line"))
        if index.column() in (SUBJECT, STAGE) and index.column() == SUBJECT:
            x = rect.x() if rtl else rect.right() - 1
            painter.fillRect(QRectF(x, rect.y(), 1, rect.height()), theme.colour("line"))
        if index.column() == SUBJECT:
            self._subject(painter, rect, row, theme, rtl=rtl)
        elif index.column() == STAGE:
            token: Token = "text-2" if row.over else "text"
            self._words(painter, rect, row.stage, Role.SMALL, token, theme, theme.gap(12))
        elif index.column() == self._model.events:
            mark = Mark.SERIOUS_EVENT if row.clock else Mark.ADVERSE_EVENT
            self._count(painter, rect, row.events or 0, mark, row.clock, theme, rtl=rtl)
        elif index.column() == self._model.queries:
            mark = Mark.QUERY if row.open_queries else Mark.ANSWERED
            count = row.open_queries or row.answered_queries
            self._count(painter, rect, count, mark, bool(row.open_queries), theme, rtl=rtl)
        else:
            cell = self._model.cell(index)
            if cell is not None:
                self._visit(painter, rect, cell, row, theme, rtl=rtl)
        if here and index.column() == current.column():
            self._ring(painter, rect, theme, option)
        painter.restore()

    def _ring(self, painter: QPainter, rect: QRectF, theme: Theme, option: QStyleOptionViewItem) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) or self._view.hasFocus()
        box = rect.adjusted(-0.5, 0.5, -1.5, -1.5)
        colour = theme.colour("accent" if focused else "accent-line")
        rounded_box(painter, box, theme.px(5), None, colour, theme.px(2))

    def _words(
        self, painter: QPainter, rect: QRectF, text: str, role: Role, token: Token, theme: Theme,
        lead: float,
    ) -> float:  # fmt: skip
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        font = theme.font(role)
        painter.setFont(font)
        room = rect.width() - lead - 2
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room) + 1)
        box = rect.adjusted(0, 0, -lead, 0) if rtl else rect.adjusted(lead, 0, 0, 0)
        colour = theme.colour(token)
        text_line(painter, box, shown, font, colour, Qt.AlignmentFlag.AlignLeading)
        return lead + text_width(shown, font)

    def _subject(self, painter: QPainter, rect: QRectF, row: MatrixRow, theme: Theme, *, rtl: bool) -> None:
        lead = float(theme.gap(14))
        after = self._words(painter, rect, row.label, Role.BODY_STRONG, "text", theme, lead)
        self._words(painter, rect, row.who, Role.CAPTION, "text-3", theme, after + theme.gap(6))

    def _count(
        self, painter: QPainter, rect: QRectF, count: int, mark: Mark, strong: bool, theme: Theme,
        *, rtl: bool,
    ) -> None:  # fmt: skip
        lead = float(theme.gap(8))
        if count == 0:
            self._words(painter, rect, "–", Role.SMALL, "text-2", theme, lead)
            return
        side = theme.px(15)
        x = rect.right() - lead - side if rtl else rect.x() + lead
        paint_mark(painter, x, rect.center().y() - side / 2, side, mark, theme)
        role = Role.SMALL_STRONG if strong else Role.SMALL
        text = theme.digits(str(count))
        self._words(painter, rect, text, role, "text", theme, lead + side + theme.gap(6))

    def _visit(
        self, painter: QPainter, rect: QRectF, cell: Cell, row: MatrixRow, theme: Theme, *,
        rtl: bool,
    ) -> None:  # fmt: skip
        lead, side = float(theme.gap(8)), theme.px(16)
        x = rect.right() - lead - side if rtl else rect.x() + lead
        y = rect.center().y() - side / 2
        paint_mark(painter, x, y, side, Mark(cell.mark.value), theme)
        lead += side + theme.gap(5)
        role = Role.SMALL_STRONG if cell.strong else Role.SMALL
        token: Token = "text-3" if cell.mark.value == "future" else _token(cell.token)
        room = rect.width() - lead - 2
        if text_width(cell.text, theme.font(role)) > room:
            role = Role.CAPTION_STRONG if cell.strong else Role.CAPTION
        after = self._words(painter, rect, cell.text, role, token, theme, lead)
        if cell.extra is not None:
            small = theme.px(14)
            after += theme.gap(5)
            x = rect.right() - after - small if rtl else rect.x() + after
            y = rect.center().y() - small / 2
            paint_mark(painter, x, y, small, Mark(cell.extra), theme)


def _token(name: str) -> Token:
    return name  # type: ignore[return-value]


class MatrixHeader(QHeaderView):
    """Column heads of two lines: the name, and when it is planned."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Give the height of two lines."""
        return QSize(100, Theme.of(self).px(42))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint a head."""
        theme = Theme.of(self)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        name, when = self._model.head(section)
        box = QRectF(rect)
        painter.save()
        painter.setLayoutDirection(theme.direction)
        painter.fillRect(box, theme.colour("sunken"))
        edge = QRectF(box.x(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(edge, theme.colour("line-btn"))
        if section == SUBJECT:
            x = box.x() if rtl else box.right() - 1
            painter.fillRect(QRectF(x, box.y(), 1, box.height()), theme.colour("line-btn"))
        lead = theme.gap(14 if section == SUBJECT else 12 if section == STAGE else 8)
        words = box.adjusted(0, 0, -lead, 0) if rtl else box.adjusted(lead, 0, 0, 0)
        strong, tiny = theme.font(Role.SMALL_STRONG), theme.font(Role.TINY)
        leading = Qt.AlignmentFlag.AlignLeading
        if not when:
            text_line(painter, words, name, strong, theme.colour("text"), leading)
        else:
            middle = box.center().y()
            first = QRectF(words.x(), middle - theme.px(16), words.width(), theme.px(18))
            second = QRectF(words.x(), middle + theme.px(1), words.width(), theme.px(14))
            text_line(painter, first, name, strong, theme.colour("text"), leading)
            text_line(painter, second, when, tiny, theme.colour("text-3"), leading)
        painter.restore()
