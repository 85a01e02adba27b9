"""All that a window tells: what it paints, what its parts hold, what it says to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget

_SAID = ("windowTitle", "text", "toPlainText", "placeholderText", "title", "toolTip", "statusTip", "whatsThis",
         "accessibleName", "accessibleDescription", "currentText", "objectName")  # fmt: skip
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
          Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.EditRole)  # fmt: skip
_HEARD = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)


class Painted:
    """Listens to what is painted."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self._paint: Any = QPainter.drawText

    def __enter__(self) -> Painted:
        paint, texts = self._paint, self.texts

        def listening(painter: QPainter, *given: Any) -> Any:
            texts.update(part for part in given if isinstance(part, str))
            return paint(painter, *given)

        QPainter.drawText = listening  # type: ignore[method-assign, assignment]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        QPainter.drawText = self._paint  # type: ignore[method-assign]


def told_by(window: QWidget, *, shown: bool = False) -> Iterator[str]:
    """Walk all that a window tells now, or would tell if parts of it were shown; of what is shown only, if asked."""
    with Painted() as painted:
        window.grab()
        QApplication.processEvents()
    yield from painted.texts
    for widget in (window, *window.findChildren(QWidget)):
        if shown and not widget.isVisible():
            continue
        for name in _SAID:
            said = getattr(widget, name, None)
            if callable(said) and isinstance(found := said(), str):
                yield found
        if isinstance(widget, QAbstractItemView | QComboBox):
            yield from _of_model(widget.model())
        yield from _heard(QAccessible.queryAccessibleInterface(widget))


def _of_model(model: QAbstractItemModel | None, parent: QModelIndex | None = None, depth: int = 0) -> Iterator[str]:
    if model is None or depth > 3:
        return
    under = parent or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(under)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))
        for row in range(model.rowCount(under)):
            index = model.index(row, column, under)
            yield from (str(said) for role in _ROLES if (said := index.data(role)) is not None)
            if not isinstance(model, QAbstractListModel) and model.rowCount(index):
                yield from _of_model(model, index, depth + 1)


def _heard(interface: Any, depth: int = 0) -> Iterator[str]:
    if interface is None or not interface.isValid():
        return
    yield from (interface.text(each) for each in _HEARD)
    # Parts that are no widgets of their own: the cells of a matrix.
    for n in range(interface.childCount() if depth < 3 else 0):
        child = interface.child(n)
        if child is not None and child.object() is None:
            yield from _heard(child, depth + 1)
