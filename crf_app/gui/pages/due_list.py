"""The list of Today: four groups, each row a sentence with a window bar and one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyleOptionViewItem,
)

from crf_app.base.words import Say
from crf_app.gui.models.due import DueRow
from crf_app.gui.pages.due_rows import DueDelegate, DueModel, Index
from crf_app.gui.theme import Theme, Themed


class DueList(QListView, Themed):
    """The list; as high as its rows, so that the page scrolls and not the list."""

    wanted = Signal(object)
    """A row's deed was asked for."""

    opened = Signal(object)
    """A row itself was asked for: its subject."""

    moved = Signal(QRect)
    """The keyboard is at another row, in the list's own coordinates."""

    def __init__(self, say: Say, *, may_work: bool) -> None:
        super().__init__()
        self.setAccessibleName(say("What is due"))
        self.rows = DueModel(say)
        self.setModel(self.rows)
        self._delegate = DueDelegate(say, self.rows, may_work, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def show_rows(self, rows: Sequence[DueRow]) -> None:
        """Show other rows; the keyboard stays at the visit it was at."""
        before = self.current()
        self.rows.show_rows(rows)
        chosen = next((row for row in rows if before is not None and row.place == before.place), None)
        if chosen is None:
            chosen = next((row for row in rows if row.primary), rows[0] if rows else None)
        for place in range(self.rows.rowCount()):
            if self.rows.line(place) is chosen:
                self.setCurrentIndex(self.rows.index(place))
        self.theme_changed(Theme.of(self))

    def current(self) -> DueRow | None:
        """Return the row the keyboard is at."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        line = self.rows.line(index.row())
        return line if isinstance(line, DueRow) else None

    def theme_changed(self, theme: Theme) -> None:
        """Take the height of the rows."""
        option = QStyleOptionViewItem()
        high = sum(
            self._delegate.sizeHint(option, self.rows.index(place)).height() for place in range(self.rows.rowCount())
        )
        self.setFixedHeight(high + 2)
        self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the keyboard is."""
        super().currentChanged(current, previous)
        self.moved.emit(self.visualRect(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the row's button does, Ctrl Enter opens the subject."""
        row = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.opened.emit(row)
            else:
                self.wanted.emit(row)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the button under the mouse."""
        super().mouseMoveEvent(event)
        row = self._button_at(event)
        place = self.indexAt(event.position().toPoint()).row() if row is not None else -1
        if place != self._delegate.over:
            self._delegate.over = place
            shape = Qt.CursorShape.PointingHandCursor if row else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the button under the mouse says."""
        super().mouseReleaseEvent(event)
        row = self._button_at(event)
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.wanted.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the subject of the row."""
        row = self.current()
        if row is not None and self._button_at(event) is None:
            self.opened.emit(row)

    def _button_at(self, event: QMouseEvent) -> DueRow | None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return None
        line = self.rows.line(index.row())
        if not isinstance(line, DueRow):
            return None
        rtl = Theme.of(self).direction is Qt.LayoutDirection.RightToLeft
        box = self._delegate.button(self.visualRect(index), line, rtl=rtl)
        return line if box.contains(event.position()) else None
