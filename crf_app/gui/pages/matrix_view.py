"""The matrix of subjects and visits: a table with a frozen first column, painted cells and two-line heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QTableView,
    QWidget,
)

from crf_app.base.digits import latin_digits
from crf_app.base.words import Say
from crf_app.gui.models.matrix import Cell, Matrix, MatrixRow
from crf_app.gui.pages.matrix_cells import FIRST_VISIT, STAGE, SUBJECT, Index, MatrixDelegate, MatrixHeader, MatrixModel
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import text_width

_TYPING: Final = 1_000
"""Milliseconds after which typed digits are a new number."""


class MatrixView(QTableView, Themed):
    """The matrix. Arrow keys move, Enter opens, typing a number jumps to the subject."""

    opened = Signal(object, object)
    """A row and its visit (None for the subject itself) are wanted."""

    moved = Signal()
    """Another cell is current."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self.cells = MatrixModel(say)
        self._typed = ""
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_TYPING)
        self._forget.timeout.connect(self._forget_typed)
        self.setAccessibleName(say("Subjects and visits"))
        self._frozen = QTableView(self)
        self._prepare(self)
        self._prepare(self._frozen)
        self._frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frozen.setSelectionModel(self.selectionModel())
        self._frozen.viewport().installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._frozen.verticalScrollBar().setValue)
        self._frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalScrollBar().valueChanged.connect(self._shade)
        self.doubleClicked.connect(lambda _index: self._open())
        self.theme_changed(Theme.of(self))

    def _prepare(self, view: QTableView) -> None:
        view.setModel(self.cells)
        view.setItemDelegate(MatrixDelegate(self.cells, self))
        view.setHorizontalHeader(MatrixHeader(self.cells, view))
        view.verticalHeader().hide()
        view.setShowGrid(False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setCornerButtonEnabled(False)
        view.setTabKeyNavigation(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setCornerWidget(QWidget())
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.horizontalHeader().setMinimumSectionSize(20)

    def show_matrix(self, matrix: Matrix, rows: Sequence[MatrixRow]) -> None:
        """Show rows; the keyboard stays at the subject and visit it was at."""
        before = self.current_row()
        column = self.currentIndex().column() if before is not None else -1
        self.cells.show_matrix(matrix, rows)
        untold = bool(rows) and all(row.events is None for row in rows)
        self.setColumnHidden(self.cells.events, untold)
        self.lay_out()
        at = next(
            (place for place, row in enumerate(rows) if before is not None and row.subject == before.subject),
            None,
        )
        if at is not None:
            self.setCurrentIndex(self.cells.index(at, column))
        elif rows:
            self.setCurrentIndex(self.cells.index(0, FIRST_VISIT + rows[0].current))
        self.moved.emit()

    def select(self, subject: str, visit: str | None = None) -> None:
        """Make a cell current: that of a visit, or the one that is wanted first."""
        for place, row in enumerate(self.cells.rows):
            if row.subject == subject:
                column = row.current
                names = [each.visit for each in self.cells.columns]
                if visit in names:
                    column = names.index(visit)
                self.setCurrentIndex(self.cells.index(place, FIRST_VISIT + column))

    def current_row(self) -> MatrixRow | None:
        """Return the row the keyboard is in."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self.cells.rows):
            return None
        return self.cells.rows[index.row()]

    def current_cell(self) -> Cell | None:
        """Return the visit the keyboard is at."""
        row = self.current_row()
        return self.cells.cell(self.currentIndex()) if row is not None else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another cell is current, and paint both rows."""
        super().currentChanged(current, previous)
        self._frozen.viewport().update()
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; digits jump to a subject."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.text() and latin_digits(event.text()).isalnum() and not event.modifiers():
            self._type(latin_digits(event.text()))
        elif event.key() == Qt.Key.Key_Slash:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        if self.indexAt(event.position().toPoint()).isValid():
            self._open()

    def focusInEvent(self, event: QEvent) -> None:
        """Paint the ring."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the visits."""
        super().resizeEvent(event)
        self.lay_out()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Show a cell, also where it would lie below the frozen column."""
        super().scrollTo(index, hint)
        if index.column() <= SUBJECT:
            return
        cell, frozen = self.visualRect(index), self._frozen.width()
        bar = self.horizontalScrollBar()
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            hidden = cell.right() - (self.viewport().width() - frozen)
        else:
            hidden = frozen - cell.left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)
        self._show_whole_columns(index.column())

    def _show_whole_columns(self, current: int) -> None:
        """Go on a little where the frozen column would cut the one beside it in two."""
        bar, frozen, room = self.horizontalScrollBar(), self._frozen.width(), self.viewport().width()
        if not bar.value():
            return
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for column in range(STAGE, current):
            left, wide = self.columnViewportPosition(column), self.columnWidth(column)
            start = room - left - wide if rtl else left
            if start < frozen < start + wide:
                bar.setValue(bar.value() + start + wide - frozen)
                return

    def theme_changed(self, theme: Theme) -> None:
        """Take the heights."""
        self.lay_out()

    def lay_out(self) -> None:
        """Give the columns their widths and the rows their height."""
        theme, count = Theme.of(self), self.cells.columnCount()
        if count <= 4:
            return
        window = self.window().height()
        high = theme.px(40 if window >= 900 * theme.factor else 32)
        widths = self._widths(theme, count)
        for view in (self, self._frozen):
            view.verticalHeader().setMinimumSectionSize(high)
            view.verticalHeader().setDefaultSectionSize(high)
            view.horizontalHeader().setFixedHeight(theme.px(42))
            for section, wide in enumerate(widths):
                view.setColumnWidth(section, wide)
                if view is self._frozen:
                    view.setColumnHidden(section, section != SUBJECT)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - widths[0] if rtl else 0
        bar = self.horizontalScrollBar().height() if self.horizontalScrollBar().isVisible() else 0
        if rtl and self.verticalScrollBar().isVisible():
            x = self.viewport().x() + self.viewport().width() - widths[0]
        self._frozen.setGeometry(x, 0, widths[0], self.height() - bar)
        self._frozen.show()
        self._frozen.raise_()

    def _widths(self, theme: Theme, count: int) -> list[int]:
        """Fixed columns keep their width; the visits share what is left, or scroll."""
        subject = theme.px(92)
        for row in self.cells.rows:
            wide = text_width(row.label, theme.font(Role.BODY_STRONG))
            wide += text_width(row.who, theme.font(Role.CAPTION))
            subject = max(subject, wide + theme.gap(14) + theme.gap(6) + theme.gap(10))
        stage = theme.px(92)
        for row in self.cells.rows:
            wide = text_width(row.stage, theme.font(Role.SMALL))
            stage = max(stage, wide + theme.gap(12) + theme.gap(4))
        heads = theme.font(Role.SMALL_STRONG)
        events, queries = (
            max(theme.px(44), text_width(self.cells.head(column)[0], heads) + theme.gap(8) + theme.gap(4))
            for column in (self.cells.events, self.cells.queries)
        )
        visits = count - 4
        least = max(theme.px(94), self._longest(theme))
        room = self.viewport().width() - subject - stage - events - queries
        each = max(room // visits, least)
        spare = max(room - each * visits, 0)
        return [subject, stage, *([each] * visits), events, queries + spare]

    def _longest(self, theme: Theme) -> int:
        """The room of the longest date in the matrix, with the mark in front and the one behind."""
        font, strong = theme.font(Role.SMALL), theme.font(Role.SMALL_STRONG)
        lead = theme.gap(8) + theme.px(16) + theme.gap(5) + 2
        longest = 0
        for row in self.cells.rows:
            for cell in row.cells:
                if cell is not None:
                    behind = theme.gap(5) + theme.px(14) if cell.extra else 0
                    wide = text_width(cell.text, strong if cell.strong else font)
                    longest = max(longest, lead + wide + behind)
        return min(longest, theme.px(146))

    def _shade(self) -> None:
        self._frozen.viewport().update()

    def _open(self) -> None:
        row, cell = self.current_row(), self.current_cell()
        if row is not None:
            self.opened.emit(row, cell)

    def _type(self, sign: str) -> None:
        """Jump to the first subject whose number holds what was typed; a figure alone means the number."""
        self._typed += sign.casefold()
        self._forget.start()
        for wanted in (self._typed, sign.casefold()):
            place = self._find(wanted)
            if place is not None:
                self._typed = wanted
                self.setCurrentIndex(self.cells.index(place, max(self.currentIndex().column(), 0)))
                self.scrollTo(self.currentIndex())
                return

    def _find(self, wanted: str) -> int | None:
        labels = [row.label.casefold() for row in self.cells.rows]
        for place, label in enumerate(labels):
            figures = "".join(sign for sign in label if sign.isdigit()).lstrip("0")
            if wanted.isdigit() and wanted.lstrip("0") and figures == wanted.lstrip("0"):
                return place
        for place, label in enumerate(labels):
            plain = "".join(sign for sign in label if sign.isalnum())
            if label.startswith(wanted) or plain.startswith(wanted):
                return place
        return next((place for place, label in enumerate(labels) if wanted in label), None)

    def _forget_typed(self) -> None:
        self._typed = ""
