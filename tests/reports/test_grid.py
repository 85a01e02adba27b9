"""Grids on Persian paper: a mark stands by the number it belongs to, and a head in one piece over it."""

from __future__ import annotations

import unicodedata

from crf_app.services.desk import Desk
from tests.reports.glyphs_on_page import Glyph, glyphs, lines, page_count
from tests.reports.printed_file import printed


def rows_with_flag(pdf: bytes) -> list[list[Glyph]]:
    """Return the rows of results that bear the flag H, without their names."""
    found = []
    for page in range(page_count(pdf)):
        drawn = glyphs(pdf, page)
        for flag in (each for each in drawn if each.char == "H"):
            row = [each for each in drawn if abs(each.y - flag.y) < 1 and each.x < 500]
            if sum(each.char == "٫" for each in row) > 2:
                found.append(row)
    return found


def test_a_flag_stands_nearer_to_its_number_than_to_the_next(set_a_desk: Desk) -> None:
    rows = rows_with_flag(printed(set_a_desk, "A-03", "fa", visit="month_1").content)
    assert len(rows) == 2  # IL-6 and TNF-α
    for row in rows:
        flag = next(each.x for each in row if each.char == "H")
        digits = [each.x for each in row if each.char.isdigit()]
        its_own = min(x for x in digits if x > flag)
        next_one = max(x for x in digits if x < flag)
        assert its_own - flag < flag - next_one


def test_a_head_is_not_parted_while_the_marks_leave_room(set_a_desk: Desk) -> None:
    pdf = printed(set_a_desk, "A-03", "fa").content
    written = [unicodedata.normalize("NFKC", line) for page in range(page_count(pdf)) for line in lines(pdf, page)]
    heads = [line[::-1] for line in written if "گزارششدهبازۀ"[::-1] in line]
    assert len(heads) == 3  # cytokines of three visits
    assert all("بارنخستباردومگزارششدهبازۀکمیضریبتغییرات" in line.replace("ّ", "") for line in heads)
