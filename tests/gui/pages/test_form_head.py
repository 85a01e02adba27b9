"""The head of a form: its name is never cut; in a narrow window the visit's name gives way, and the rest goes below."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from crf_app.gui.parts import TextLabel
from crf_app.gui.theme import Theme
from tests.gui.desk_window import Ward
from tests.gui.seen_whole import cut


@pytest.mark.parametrize(
    ("language", "factor", "size"),
    [("en", 1.0, (1366, 768)), ("en", 1.0, (1024, 640)), ("fa", 1.0, (1024, 640)), ("en", 2.0, (1366, 768))],
)
def test_nothing_in_the_head_is_cut(
    wards: Callable[..., Ward], language: str, factor: float, size: tuple[int, int]
) -> None:
    ward = wards(theme=Theme(language=language, factor=factor), size=size)
    clerk = ward.clerk.opens("A-01").visit("day_0").form("vital_signs_series")
    QTest.qWait(20)
    assert cut(clerk.page.header) == []
    assert cut(clerk.page.panel) == []


def test_a_long_name_of_a_visit_gives_way_in_the_head_and_wraps_in_the_panel(wards: Callable[..., Ward]) -> None:
    ward = wards(size=(1024, 640))
    clerk = ward.clerk.opens("A-01").visit("day_0").form("vital_signs_series")
    header, panel = clerk.page.header, clerk.page.panel
    long = "Day of the infusion and of the night after it"
    header.show_pages("A-01", long, header._pages)
    QTest.qWait(20)
    assert cut(header) == []
    assert header._visit.text().startswith("A-01")
    assert header._visit.text().endswith("…")
    assert header._visit.toolTip() == header._visit.accessibleName() == f"A-01 · {long}"
    assert header._next.geometry().right() <= header.width()
    ward.window.resize(1366, 768)
    QTest.qWait(20)
    panel._title.show_text(long)
    QTest.qWait(20)
    assert cut(panel) == []
    assert panel._title.height() > panel._title.sizeHint().height()


def test_how_far_the_page_is_stands_below_its_name_in_a_narrow_window(wards: Callable[..., Ward]) -> None:
    def said(ward: Ward) -> list[TextLabel]:
        clerk = ward.clerk.opens("A-01").visit("day_0").form("infusion")
        QTest.qWait(20)
        return [each for each in clerk.page.header.findChildren(TextLabel) if each.isVisible() and each.text()]

    (below,) = [each for each in said(wards(size=(1024, 640))) if "form version" in each.text()]
    assert "answered" in below.text()
    assert below.width() > 300
