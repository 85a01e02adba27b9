"""A row of a grid, and the small lines below its fields."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crf_app.gui.pages.arranged import Arranged
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.table_columns import Columns
from crf_app.gui.parts import Hairline, IconButton, TextLabel
from crf_app.gui.theme import Theme


class Line:
    """A row of the grid: its cells, its label, and what stands beside them."""

    def __init__(self, row: str, label: TextLabel, cells: list[Cell], line: Hairline) -> None:
        self.row, self.label, self.cells, self.line = row, label, cells, line
        self.remove: IconButton | None = None
        self.flags: dict[str, QWidget] = {}
        self.shown = True

    def cell(self, item: str) -> Cell:
        """Return the cell of an item."""
        return next(cell for cell in self.cells if cell.item.id == item)

    def show(self, shown: bool) -> None:
        """Show or hide the row's words and fields."""
        self.shown = shown
        for child in (self.label, self.line):
            child.setVisible(shown)
        for cell in self.cells:
            cell.show_editor(shown and cell.visible)
            if cell.note is not None and not shown:
                cell.note.hide()


def place_notes(view: Arranged, cells: list[Cell], columns: Columns, y: float, width: int, place: bool) -> float:
    """Set the small lines of a row below their own columns, side by side where there is room."""
    theme = Theme.of(view)
    used = high = 0.0
    for cell in cells:
        if cell.note is None or not cell.note.isVisibleTo(view):
            continue
        natural = cell.note.sizeHint().width()
        x = columns.items[cell.item.id][0]
        if high and (x < used or x + natural > width):
            y, used, high = y + high, 0.0, 0.0
        x = max(min(x, width - natural), columns.lead + theme.gap(8))
        wide = min(natural, width - x)
        its = cell.note.heightForWidth(round(wide))
        if place:
            view.put(cell.note, x, y - theme.gap(2), wide, its, width)
        used, high = x + wide + theme.gap(8), max(high, its)
    return y + high + (theme.gap(2) if high else 0)
