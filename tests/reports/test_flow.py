"""A form that goes over the page says its title again; a signature never stands on a sheet of its own."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from crf_app.reports.blocks import Space, form_head, signature
from crf_app.reports.flow import Flow, standing
from crf_app.reports.marks import MarkKind
from crf_app.reports.sheet import FRAME_HEIGHT, FRAME_WIDTH, style_sheet
from crf_app.reports.table import Column, RuledTable, table
from tests.reports.glyphs_on_page import lines, printed

S = style_sheet("en")


def rows(count: int, name: str = "Item") -> RuledTable:
    columns = [Column(60 * mm), Column(FRAME_WIDTH - 60 * mm)]
    return table(S, columns, [[f"{name} {n}", "yes"] for n in range(1, count + 1)], head=[[name, "Value"]])


def form(*counts: int, title: str = "Cytokines") -> Flow:
    blocks = [rows(count, f"Part{n}") for n, count in enumerate(counts, start=1)]
    return Flow([form_head(S, title), *blocks], lambda: form_head(S, title, "continued"), heads=1)


def signed() -> RuledTable:
    facts = [("Meaning", "I have reviewed."), ("Signed by", "Dr H. Moradi"), ("When", "2024-04-08"), ("Holds", "1")]
    return signature(S, "Signature", mark=MarkKind.SIGNED, state="valid", facts=facts)


def body(pdf: bytes, page: int) -> list[str]:
    """What stands between the header of a sheet and its footer."""
    return lines(pdf, page)[2:-2]


def sheets(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_a_form_says_its_title_again_on_each_further_sheet() -> None:
    pdf = printed([form(60, 60)])
    assert sheets(pdf) == 3
    assert body(pdf, 0)[0] == "Cytokines"
    for page in (1, 2):
        assert body(pdf, page)[0] == "Cytokinescontinued"
    assert sum(line.endswith("yes") for page in range(3) for line in body(pdf, page)) == 120


def test_a_form_that_breaks_between_two_sections_says_its_title_too() -> None:
    first = rows(30)
    room = first.wrap(FRAME_WIDTH, 1e6)[1] + form_head(S, "Cytokines").wrap(FRAME_WIDTH, 1e6)[1] + 20
    pdf = printed([Space(FRAME_HEIGHT - room), form(30, 5)])
    assert body(pdf, 1)[0] == "Cytokinescontinued"
    assert body(pdf, 1)[1].startswith("Part2")


@pytest.mark.parametrize("count", range(34, 46))
def test_a_signature_takes_rows_over_the_page(count: int) -> None:
    pdf = printed([form(count).followed_by(signed())])
    last = body(pdf, sheets(pdf) - 1)
    assert any(line.startswith("Signature") for line in last)
    assert sum(line.endswith("yes") for line in last) >= 2


@pytest.mark.parametrize("count", range(28, 46))
def test_two_signatures_go_over_the_page_with_rows_of_what_they_sign(count: int) -> None:
    pdf = printed([form(count).followed_by(signed()).followed_by(signed())])
    last = body(pdf, sheets(pdf) - 1)
    assert sum(line.startswith("Signature") for line in last) == 2
    assert sum(line.endswith("yes") for line in last) >= 2


def test_signatures_that_fill_a_sheet_go_on_without_the_title_of_the_form() -> None:
    many = form(12)
    for _ in range(14):
        many = many.followed_by(signed())
    pdf = printed([many])
    shown = [line for page in range(sheets(pdf)) for line in body(pdf, page)]
    assert sum(line.startswith("Signature") for line in shown) == 14
    for page in range(sheets(pdf)):
        found = body(pdf, page)
        assert any(line.endswith("yes") for line in found) or "Cytokinescontinued" not in found


@pytest.mark.parametrize("gap", range(0, 700, 23))
def test_no_title_is_left_at_the_foot_and_no_row_goes_over_alone(gap: int) -> None:
    pdf = printed(standing([Space(gap), form(4, 9, 4).followed_by(signed())]))
    for page in range(sheets(pdf)):
        found = [line for line in body(pdf, page) if line]
        assert not found or found[-1].split("c")[0] != "Cytokines"
        assert sum(line.endswith("yes") for line in found) >= (2 if found else 0)


def test_a_form_is_kept_whole_where_that_leaves_little_blank() -> None:
    pdf = printed(standing([form(34, title="One"), form(14, title="Two"), form(8, title="Three")]))
    assert [body(pdf, page)[0] for page in range(sheets(pdf))] == ["One", "Two"]


def test_a_form_is_parted_before_a_third_of_a_sheet_stays_blank() -> None:
    pdf = printed(standing([form(20, title="One"), form(24, title="Two"), form(20, title="Three")]))
    assert [body(pdf, page)[0] for page in range(sheets(pdf))] == ["One", "Twocontinued"]


def test_the_same_story_gives_the_same_bytes() -> None:
    assert printed([form(60, 3).followed_by(signed())]) == printed([form(60, 3).followed_by(signed())])
