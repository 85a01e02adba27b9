"""Which columns of a grid give way when there is little room, and in what order."""

from __future__ import annotations

from crf_app.gui.pages.table_columns import Columns, Wish, fit

RESULT = Wish("result", 64, 64, 86)
LIST = Wish("unit", 96, 150, 150, grows=True)
FLAG = Wish("flag", 40, 54, 54)
ALL = (RESULT, LIST, FLAG)
LEAD, GAP, EARLIER = 100, 8, 60
NEED = LEAD + GAP + 3 * GAP
"""What is no column: the rows' words and the gaps."""


def columns(width: float, visits: int = 3) -> Columns:
    found = fit(ALL, width, lead=LEAD, after=0, earlier=(visits, EARLIER))
    assert found is not None
    return found


def wide(found: Columns) -> list[float]:
    return [width for _, width in found.items.values()]


def test_with_room_every_column_stands_as_it_likes_and_marks_have_theirs() -> None:
    found = columns(NEED + 268 + 22 + 3 * EARLIER)
    assert found.earlier == 3
    assert wide(found) == [86, 150, 54]
    assert [start for start, _ in found.items.values()] == [108, 202, 360]
    assert found.rest == 422


def test_what_is_left_over_goes_to_words() -> None:
    assert wide(columns(NEED + 268 + 22 + 3 * EARLIER + 50)) == [86, 200, 54]


def test_earlier_visits_give_way_from_the_oldest_and_before_any_column() -> None:
    assert [columns(NEED + 268 + n * EARLIER).earlier for n in (3, 2, 1, 0)] == [3, 2, 1, 0]
    assert wide(columns(NEED + 268)) == [64, 150, 54]


def test_then_lists_and_worked_out_values_narrow_but_never_what_is_typed() -> None:
    found = columns(NEED + 64 + 96 + 40 + 34)
    assert found.earlier == 0
    assert wide(found) == [64, 123, 47]
    assert wide(columns(NEED + 64 + 96 + 40)) == [64, 96, 40]


def test_where_something_would_be_cut_the_grid_is_not_set_in_columns() -> None:
    assert fit(ALL, NEED + 64 + 96 + 39, lead=LEAD, after=0, earlier=(1, EARLIER)) is None
