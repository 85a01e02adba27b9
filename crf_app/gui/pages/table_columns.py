"""How wide the columns of a grid are: what its fields need, and what is written in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QComboBox, QSizePolicy

from crf_app.base.values import Kind
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages.cell import Cell
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import text_width
from crf_app.study.item import Item


def width_needed(item: Item, cells: Sequence[Cell], head: int, theme: Theme) -> float:
    """Return the width of an item's column, given its cells and the width of its head."""
    if item.is_derived:
        return max(head, theme.px(54), *(cell.editor.sizeHint().width() for cell in cells if cell.visible))
    number = 62 + 14 * max(0, (item.decimals or 0) - 2)
    fixed = {
        Kind.TIME: 66, Kind.DATE: 134, Kind.DATE_TIME: 176, Kind.INTEGER: 62, Kind.DECIMAL: number,
        Kind.TEXT: 120, Kind.LONG_TEXT: 140, Kind.DURATION: 84,
    }  # fmt: skip
    field = cells[0].editor.field if cells else None
    if item.kind is Kind.MEASURED:
        need = _measured(item, cells, number, theme)
    elif item.kind in fixed and item.codes is None:
        need = theme.px(fixed[item.kind])
    elif field is not None and field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
        need = field.sizeHint().width()
    elif isinstance(field, QComboBox):
        need = _listed(field, theme)
    else:
        need = theme.px(150)
    return max(need, head)


def widen_for_marks(wide: dict[str, float], cells: Iterable[Cell], spare: float, theme: Theme) -> float:
    """Let numbers that are asked about be read whole beside their mark, as far as there is room.

    Returns the room that is left.
    """
    for cell in cells:
        if cell.asked and cell.item.kind.is_number:
            more = min(spare, max(0.0, _written(cell, theme) + theme.px(22) - wide[cell.item.id]))
            wide[cell.item.id] += more
            spare -= more
    return spare


def grows_wide(item: Item) -> bool:
    """Whether the column takes room that is left over: words do."""
    return item.kind in (Kind.TEXT, Kind.LONG_TEXT) or (item.kind is Kind.CODE and not item.is_derived)


def _measured(item: Item, cells: Sequence[Cell], number: int, theme: Theme) -> float:
    if item.reference is not None:
        return theme.px(128)
    # An answer in another unit than the column's keeps it behind its number; it must never be cut off.
    given = [_written(cell, theme) for cell in cells if cell.unit_given]
    return max([theme.px(number), *given])


def _listed(field: QComboBox, theme: Theme) -> float:
    """Return the width a list needs for its longest answer with its arrow; longer ones may be cut off."""
    words = max((text_width(field.itemText(n), theme.font(Role.BODY)) for n in range(field.count())), default=0)
    return min(theme.px(150), max(words + theme.px(58), field.minimumSizeHint().width()))


def _written(cell: Cell, theme: Theme) -> float:
    """Return the width a line needs for what stands in it."""
    words = cell.editor.field.text() if isinstance(cell.editor, LineEditor) else ""
    return text_width(words, theme.font(Role.BODY)) + theme.px(28)
