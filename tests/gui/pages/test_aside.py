"""What stands beside a form: nothing is cut, the clock of a serious event runs, a differing step is marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from crf_app.gui.editors.quiet import DerivedText
from crf_app.gui.pages.section_aside import AsideSection
from crf_app.gui.parts import TextLabel
from crf_app.gui.theme import Theme
from tests.gui.desk_window import Ward
from tests.gui.pages.test_form_page import SCORES, at_month_1
from tests.gui.seen_whole import cut, overlaps

NARROW = (1024, 640)


@pytest.mark.parametrize(
    ("language", "factor", "size"),
    [("en", 1.0, (1366, 736)), ("en", 1.0, NARROW), ("en", 2.0, (1366, 736)), ("fa", 1.5, (1366, 736))],
)
def test_no_card_cuts_its_text(wards: Callable[..., Ward], language: str, factor: float, size: tuple[int, int]) -> None:
    ward = at_month_1(wards(theme=Theme(language=language, factor=factor), size=size))
    clerk = ward.clerk.form("edss").enters(assessed="yes", **SCORES, walk_distance="140", ambulation="5")
    aside, looked_at = clerk.page.aside, 0
    for name in ("pyramidal", "ambulation", "walk_distance"):
        clerk.page.go_to(clerk._cell(name))
        for tab in range(clerk.page.tabs.count()):
            clerk.page.tabs.setCurrentIndex(tab)
            QTest.qWait(10)
            for label in aside.findChildren(TextLabel):
                if label.isVisible() and label.hasHeightForWidth() and label.text():
                    assert label.height() >= label.heightForWidth(label.width()), label.text()
                    parent = label.parentWidget()
                    assert parent is not None
                    assert label.geometry().bottom() <= parent.height(), label.text()
                    looked_at += 1
        clerk.page.tabs.setCurrentIndex(0)
    assert looked_at > 5


def test_a_worked_out_text_goes_on_in_another_line(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes", **SCORES)
    section = next(view for view in clerk.view.sections if isinstance(view, AsideSection))
    editor = next(cell.editor for cell in section.cells if isinstance(cell.editor, DerivedText))
    before = editor.height()
    editor.field.show_text("Placebo, the suspension medium without any cells in it, from the second bag")
    section.arrange_again()
    QTest.qWait(10)
    assert cut(section) == []
    assert overlaps(section) == []
    assert editor.height() > before


def test_a_differing_step_bears_a_hollow_diamond(ward: Ward) -> None:
    clerk = (
        at_month_1(ward)
        .clerk.form("edss")
        .enters(assessed="yes", **SCORES, walk_distance="140", ambulation="5", total="5.5")
    )
    section = next(view for view in clerk.view.sections if isinstance(view, AsideSection))
    assert section._differs.isVisible()
    clerk.enters(total=clerk.sees("calculated"))
    assert not section._differs.isVisible()


def test_a_note_stands_below_its_value_and_never_over_the_title(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes", **SCORES)
    section = next(view for view in clerk.view.sections if isinstance(view, AsideSection))
    for cell in section.cells:
        before = section.arrange(section.width(), place=False)
        cell.note = TextLabel(
            "Assessed by another rater than at the last visit, and on another day.", wrap=True, parent=section
        )
        cell.note.show()
        needed = section.arrange(section.width(), place=True)
        assert cell.note.geometry().top() >= cell.editor.geometry().bottom()
        assert needed > before
        cell.note.hide()
        section.arrange_again()


@pytest.mark.requirement(35)
def test_the_clock_of_a_serious_event_runs_until_it_is_sent(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").form("adverse_event").enters(words="Chest pain", serious="no")
    clock = clerk.page.aside.clock
    assert not clock.isVisible()
    clerk.enters(serious="yes", aware="2025-05-22 07:00")
    assert clock.isVisible()
    assert clock._left.text() == "22 h left"
    assert [value.text() for value in clock._values][1:] == ["23 May 2025 07:00", "not recorded yet"]
    clerk.enters(reported_at="2025-05-22 08:30")
    assert clock._left.text() == "sent after 1 h 30 min"
    clerk.enters(serious="no")
    assert not clock.isVisible()
