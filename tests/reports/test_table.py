"""Tables: same grid in both directions, heads on each page, rows that stay together."""

from __future__ import annotations

import pytest
from reportlab.platypus import Spacer

from crf_app.reports.blocks import PageRef
from crf_app.reports.number import Number, digits, number_text, persian_digits
from crf_app.reports.sheet import FRAME_WIDTH, style_sheet
from crf_app.reports.table import Cell, Column, Row, table
from crf_app.reports.text import Text
from tests.reports.glyphs_on_page import glyphs, lines, page_count, printed

EN, FA = style_sheet("en"), style_sheet("fa")
TWO = [Column(100), Column(FRAME_WIDTH - 100)]


def test_heads_are_repeated_on_every_page() -> None:
    rows = [[f"r{number}", "value"] for number in range(120)]
    pdf = printed([table(EN, TWO, rows, head=[["Item", "Value"]])])
    assert page_count(pdf) == 3
    assert all("ItemValue" in lines(pdf, page) for page in range(3))
    body = [line for page in range(3) for line in lines(pdf, page) if line.endswith("value")]
    assert body == [f"r{number}value" for number in range(120)]


def test_rows_that_belong_together_are_not_parted() -> None:
    rows = [Row([f"r{number}", "value"], keep=number % 2 == 0) for number in range(80)]
    for filler in range(600, 700, 7):
        pdf = printed([Spacer(1, filler), table(EN, TWO, rows)])
        first = [line for line in lines(pdf, 0) if line.endswith("value")]
        assert len(first) % 2 == 0


def test_a_group_is_named_again_on_the_next_page() -> None:
    again = Text("A-03 continued", EN.body)
    rows = [Row([None, f"event {number}"], group=again) for number in range(60)]
    rows[0] = Row(["A-03", "event 0"], group=again)
    pdf = printed([table(EN, TWO, rows)])
    assert any(line.startswith("A-03continuedevent") for line in lines(pdf, 1))


def test_a_group_never_leaves_one_row_at_the_foot() -> None:
    one, two = Text("A-01 continued", EN.body), Text("A-02 continued", EN.body)
    rows = [Row([None, f"event {n}"], group=one if n < 3 else two) for n in range(9)]
    for filler in range(600, 690, 3):
        pdf = printed([Spacer(1, filler), table(EN, TWO, rows)])
        first = [line for line in lines(pdf, 0) if line.startswith("event")]
        assert len(first) != 4


def test_columns_mirror_from_right_to_left() -> None:
    row = [["No", "Item"]]
    left_to_right = {g.char: g.x for g in glyphs(printed([table(EN, TWO, row)])) if g.y < 765}
    mirrored = {g.char: g.x for g in glyphs(printed([table(FA, TWO, row)], "fa")) if g.y < 765}
    assert left_to_right["N"] < left_to_right["I"]
    assert mirrored["N"] > mirrored["I"]


def test_numbers_meet_at_the_decimal_point() -> None:
    column = [Column(60)]
    values = ["<2.0", "7.12", "1,041.2", "21"]
    rows = [[Number(value, EN.value, decimals=2)] for value in values]
    drawn = [g for g in glyphs(printed([table(EN, column, rows)])) if 600 < g.y < 765]
    points = [g.x for g in drawn if g.char == "."]
    assert points == pytest.approx([points[0]] * 3, abs=0.01)
    last = [g for g in drawn if g.char == "1"][-1]
    assert last.x + 0.53 * 9 == pytest.approx(points[0], abs=0.8)


def test_an_audit_letter_does_not_move_its_number() -> None:
    rows = [[Number("124", EN.value)], [Number("124", EN.value, raised="b")]]
    fours = [g.x for g in glyphs(printed([table(EN, [Column(60)], rows)])) if g.char == "4"]
    assert fours[0] == pytest.approx(fours[1], abs=0.01)


def test_a_persian_letter_stands_left_of_its_number() -> None:
    row = [[Number("۱۲۴", FA.value, raised="ب")]]
    page = glyphs(printed([table(FA, [Column(60)], row)], "fa"))
    drawn = {g.char: g.x for g in page if 600 < g.y < 765}
    assert drawn["ب"] < drawn["۱"] < drawn["۲"] < drawn["۴"]


def test_numbers_take_the_digits_of_their_language() -> None:
    assert number_text(4127, "en") == "4,127"
    assert number_text(4127, "fa") == "۴٬۱۲۷"
    assert digits("-36.8", "fa") == "−۳۶٫۸"
    assert digits("-15", "en") == "−15"
    assert persian_digits("1403/01/19") == "۱۴۰۳/۰۱/۱۹"


def test_a_cell_longer_than_a_page_is_parted_not_lost() -> None:
    typed = " ".join(f"w{number:05}" for number in range(14_286))
    row = ["1", Text(typed, EN.body, source="person")]
    pdf = printed([table(EN, TWO, [row, ["2", "last"]], head=[["No", "Words"]])])
    assert page_count(pdf) > 10
    joined = "".join("".join(lines(pdf, page)) for page in range(page_count(pdf)))
    assert joined.count("w") >= 14_286
    assert "w14285" in joined
    assert "2last" in joined


def test_a_row_with_too_many_cells_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        table(EN, TWO, [["a", "b", "c"]])
    with pytest.raises(ValueError, match="2 columns"):
        table(EN, TWO, [["a", Cell(Text("b", EN.body), span=2)]])


def test_empty_cells_and_an_empty_table_print() -> None:
    assert page_count(printed([table(EN, TWO, [[None, ""], ["", None]]), table(EN, TWO, [])])) == 1


def test_a_row_can_be_an_anchor_and_a_cell_its_page() -> None:
    rows = [Row([f"r{number}", "value"], anchor=f"row-{number}") for number in range(100)]
    contents = table(EN, TWO, [["last row", PageRef("row-99", EN)]])
    assert "lastrow3" in lines(printed([contents, table(EN, TWO, rows)]))
