"""How wide the columns of a grid are: what its fields need, what is written in them, and what may give way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QSizePolicy

from crf_app.base.values import Kind
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages.cell import Cell
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import text_width
from crf_app.study.item import Item

_FIGURES = 64
"""The width of five figures."""

_LINE_WIDTHS = {
    Kind.TIME: 66, Kind.DATE: 134, Kind.DATE_TIME: 176, Kind.TEXT: 120, Kind.LONG_TEXT: 140,
    Kind.DURATION: 84,
}  # fmt: skip
_WORKED_OUT = 54
_WORDS_AT_LEAST = 84
_LIST_AT_LEAST = 96
_LIST_AT_MOST = 150
_CHOICE_AT_MOST = 220


@dataclass(frozen=True)
class Wish:
    """What a column asks for. Nothing that must be read is cut in `least`; `liked` is how it stands with room.

    In `marked` it keeps its width when a mark comes into a field. A column that `grows` takes what is left over.
    """

    item: str
    least: float
    liked: float
    marked: float
    grows: bool = False


@dataclass(frozen=True)
class Columns:
    """Where the columns stand: the rows' words, then start and width of each item's, then where the rest begins."""

    lead: float
    items: Mapping[str, tuple[float, float]]
    rest: float
    earlier: int
    """How many earlier visits stand at the trailing side."""


def fit(
    wishes: Sequence[Wish], width: float, *, lead: float, after: float, earlier: tuple[int, float]
) -> Columns | None:
    """Return the columns within a width, None where they do not fit.

    `after` is what stands behind the items; `earlier` says how many visits there are, and how wide each stands. The
    oldest give way first, then lists and words become narrow; what is typed or worked out is never cut.
    """
    gap = Theme.of().gap(8)
    visits, column = earlier
    room = width - lead - gap - after - gap * len(wishes)
    count = next((n for n in (min(1, visits), 0) if sum(each.liked for each in wishes) + n * column <= room), 0)
    room -= count * column
    wide = {each.item: each.liked for each in wishes}
    spare = room - sum(wide.values())
    if spare < 0:
        give = sum(each.liked - each.least for each in wishes)
        if give + spare < 0:
            return None
        wide = {each.item: each.liked + spare * (each.liked - each.least) / give for each in wishes}
        spare = 0
    more = min(visits - count, int(spare // column)) if column else 0
    spare -= more * column
    marks = sum(each.marked - each.liked for each in wishes)
    if marks <= spare:
        wide = {each.item: wide[each.item] + each.marked - each.liked for each in wishes}
        spare -= marks
    growing = [each.item for each in wishes if each.grows]
    for each in growing:
        wide[each] += min(spare / len(growing), Theme.of().px(120))
    items: dict[str, tuple[float, float]] = {}
    x = lead + gap
    for item, its in wide.items():
        items[item] = (x, its)
        x += its + gap
    return Columns(lead, items, x, count + more)


def wish(item: Item, cells: Sequence[Cell], head: float, theme: Theme) -> Wish:
    """Return what an item's column asks for, given its cells in all rows and the width of its head."""
    seen = [cell for cell in cells if cell.visible]
    written = max((cell.editor.written() for cell in seen), default=0)
    if item.is_derived:
        least = max(head, written)
        liked = max(least, theme.px(_WORKED_OUT))
        return Wish(item.id, least, liked, liked)
    field = seen[0].editor.field if seen else None
    if item.kind.is_number and item.codes is None:
        usual = max(head, theme.px(_number_width(item)))
        least = max(head, theme.px(_FIGURES), written)
        return Wish(item.id, least, max(least, usual), max(least, _marked(seen, usual, theme)))
    if item.kind in _LINE_WIDTHS and item.codes is None:
        worded = item.kind in (Kind.TEXT, Kind.LONG_TEXT)
        usual = max(head, theme.px(_LINE_WIDTHS[item.kind]))
        liked = max(usual, written)
        least = max(head, theme.px(_WORDS_AT_LEAST), written) if worded else liked
        marked = max(liked, _marked(seen, usual, theme)) if item.kind is Kind.TIME else liked
        return Wish(item.id, min(least, liked), liked, marked, worded)
    if field is not None and field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
        liked = max(head, field.sizeHint().width(), written)
        return Wish(item.id, liked, liked, liked)
    if isinstance(field, QComboBox):
        return _list_wish(item, field, head, written, theme)
    liked = max(head, theme.px(_LIST_AT_MOST), written)
    return Wish(item.id, liked, liked, liked, grows=item.kind is Kind.CODE)


def _number_width(item: Item) -> int:
    if item.kind is Kind.MEASURED and item.reference is not None:
        return 128
    return _FIGURES + 14 * max(0, (item.decimals or 0) - 2)


def _marked(cells: Sequence[Cell], usual: float, theme: Theme) -> float:
    """Return the width in which a mark comes into a line without having the column move."""
    lines = [cell.editor.field for cell in cells if isinstance(cell.editor, LineEditor)]
    return max([usual + theme.px(16) + theme.gap(6), *(line.width_of_text(marked=True) for line in lines)])


def _list_wish(item: Item, field: QComboBox, head: float, written: float, theme: Theme) -> Wish:
    """A list takes the width of its longest answer with its arrow, within reason; a narrow one shows what is chosen."""
    font, arrow = theme.font(Role.BODY), theme.px(58)
    words = max((text_width(field.itemText(n), font) for n in range(field.count())), default=0)
    chosen = max(head, min(written, theme.px(_CHOICE_AT_MOST)))
    liked = max(chosen, min(theme.px(_LIST_AT_MOST), max(words + arrow, field.minimumSizeHint().width())))
    return Wish(item.id, min(liked, max(chosen, theme.px(_LIST_AT_LEAST))), liked, liked, grows=True)
