"""F6 goes from column to column: sidebar, the page's own, status bar."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def walk(columns: Iterable[QWidget], by: int) -> None:
    """Put the keyboard into the column `by` places on from the one it is in; hidden ones are passed over."""
    shown = [column for column in columns if column.isVisible()]
    now = QApplication.focusWidget()
    here = (place for place, column in enumerate(shown) if now is not None and _holds(column, now))
    target = _first_stop(shown[(next(here, 0) + by) % len(shown)])
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _holds(column: QWidget, now: QWidget) -> bool:
    return column is now or column.isAncestorOf(now)


def _first_stop(column: QWidget) -> QWidget | None:
    """The widget of a column that takes the keyboard first."""
    if column.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return column
    for each in column.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled():
            return each
    return None
