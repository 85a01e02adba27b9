"""Charts: one drawing for the page and the window; what is censored never looks measured."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from crf_app.reports.charts import (
    Chart,
    Measured,
    Step,
    TimeScale,
    analyte_chart,
    day_axis,
    edss_chart,
    svg,
)  # fmt: skip
from crf_app.reports.marks import MarkKind, mark_shapes
from crf_app.reports.sheet import BLUE, FRAME_WIDTH, WHITE, style_sheet
from tests.reports.glyphs_on_page import lines, printed

EN, FA = style_sheet("en"), style_sheet("fa")
SCALE = TimeScale(FRAME_WIDTH, 93, 74, -30, 396, guides=(30, 90), anchor_day=0, bands=((82, 98),))
STEPS = [Step(0, Decimal("6.5")), Step(30, Decimal("6.0")), Step(180, Decimal("6.0"))]
RESULTS = [Measured(0, Decimal("2.0"), censored=True), Measured(30, Decimal("3.9"))]
NS = "{http://www.w3.org/2000/svg}"


def words(markup: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(markup).iter(f"{NS}text")]  # noqa: S314


def test_the_edss_chart_carries_its_values() -> None:
    drawing = edss_chart(EN, SCALE, STEPS, height=100, today=287)
    assert words(svg(drawing))[-3:] == ["6.5", "6.0", "6.0"]
    assert {"5.0", "5.5", "7.0"} <= set(words(svg(drawing)))
    page = "".join(lines(printed([Chart(drawing)])))
    assert "6.5" in page
    assert "7.0" in page


def test_the_step_holds_until_the_next_assessment() -> None:
    markup = svg(edss_chart(EN, SCALE, STEPS, height=100))
    line = next(n for n in ET.fromstring(markup) if n.get("stroke-width") == "1.6")  # noqa: S314
    points = [tuple(map(float, p.split())) for p in (line.get("d") or "")[1:].split("L")]
    assert points[0][1] == points[1][1], "level up to the next visit"
    assert points[1][0] == points[2][0], "then straight down"


def test_a_censored_result_is_a_hollow_triangle_with_its_limit() -> None:
    markup = svg(analyte_chart(EN, SCALE, RESULTS, height=60, lloq=Decimal("2.0")))
    assert "<2.0" in words(markup)
    assert "LLOQ 2.0" in words(markup)
    [triangle] = mark_shapes(MarkKind.CENSORED)
    assert (triangle.fillColor, triangle.strokeColor) == (WHITE, BLUE)
    assert 'stroke-dasharray="2 1.6"' in markup, "the line to it is dashed"


def test_an_analyte_starts_at_zero_and_ends_at_a_round_number() -> None:
    for highest, top in (("7.7", "10"), ("31.8", "40"), ("41.2", "50"), ("21", "30"), ("0.3", "0.3")):
        drawing = analyte_chart(EN, SCALE, [Measured(0, Decimal(highest))], height=60)
        assert words(svg(drawing))[:2] == ["0", top]


def test_time_runs_from_left_to_right_in_persian_with_its_digits() -> None:
    drawing = day_axis(FA, SCALE, [0, 30, 365])
    assert words(svg(drawing)) == ["۰", "۳۰", "۳۶۵"]
    assert SCALE.x(0) < SCALE.x(365)


@pytest.mark.parametrize("results", [[], [Measured(0, Decimal(0))]])
def test_a_chart_without_much_to_show_still_draws(results: list[Measured]) -> None:
    assert svg(analyte_chart(EN, SCALE, results, height=60)).startswith("<svg")
    assert svg(edss_chart(EN, SCALE, [], height=60)).startswith("<svg")


def test_words_of_a_chart_are_escaped_in_svg() -> None:
    assert "&lt;2.0" in svg(analyte_chart(EN, SCALE, RESULTS, height=60))


@pytest.mark.parametrize("kind", list(MarkKind))
def test_every_mark_has_a_shape(kind: MarkKind) -> None:
    assert mark_shapes(kind)


def test_query_triangles_point_to_the_reading_side() -> None:
    [to_right], [to_left] = (mark_shapes(MarkKind.QUERY_OPEN, 2.6, rtl) for rtl in (False, True))
    assert to_right.points[4] == -to_left.points[4] > 0
    assert mark_shapes(MarkKind.VERIFIED, 2.6, False)[0].points == (mark_shapes(MarkKind.VERIFIED, 2.6, True)[0].points)


def test_query_states_differ_without_colour() -> None:
    opened, answered = mark_shapes(MarkKind.QUERY_OPEN)[0], mark_shapes(MarkKind.QUERY_ANSWERED)[0]
    assert opened.fillColor is not None
    assert answered.fillColor is None
