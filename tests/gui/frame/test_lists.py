"""Adverse events, study."""

from __future__ import annotations

from crf_app.gui import navigation as to
from crf_app.gui.pages.adverse_events import AdverseEventsPage
from crf_app.gui.pages.study import StudyPage
from tests.gui.ward import Clerk


def test_adverse_events_of_all_subjects_stand_in_one_list(rahimi: Clerk) -> None:
    rahimi.goes_to(to.AdverseEvents())
    page = rahimi.room.navigator.page
    assert isinstance(page, AdverseEventsPage)
    line = page.table.model_.lines[0]
    assert "A-01, Hospital stay for a urinary infection, grade 3, 6 h 40 min left" in line.sentence
    page.choose("clock")
    assert len(page.table.model_.lines) == 1
    page.choose("severe")
    assert [line.cells[0].first for line in page.table.model_.lines] == ["A-01"]


def test_the_study_reads_like_a_text(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Study("edss"))
    page = rahimi.room.navigator.page
    assert isinstance(page, StudyPage)
    text = page.text.toPlainText()
    assert text.startswith("EDSS")
    assert "Checks" in text
    page.contents.setCurrentRow(0)
    overview = page.text.toPlainText()
    assert "30 days after the infusion, 7 days either way" in overview
    assert "on the day of the infusion" in overview
    names = [page.contents.item(row).text() for row in range(page.contents.count())]
    assert names.index("Consent") < names.index("Infusion") < names.index("Medication"), "in the order of the visits"
