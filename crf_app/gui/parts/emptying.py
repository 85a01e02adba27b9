"""Taking everything out of a layout before it is filled anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QLayoutItem


def empty(layout: QLayout, *, but: int = 0) -> None:
    """Take all widgets out of a layout, also those of layouts within it; the first `but` of them stay."""
    while layout.count() > but:
        item = layout.takeAt(but)
        if item is not None:
            _take_away(item)


def _take_away(item: QLayoutItem) -> None:
    """Hide first: what is deleted later would else still be painted."""
    widget, inner = item.widget(), item.layout()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    elif inner is not None:
        empty(inner)
