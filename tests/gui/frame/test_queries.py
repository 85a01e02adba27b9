"""Queries: answering and closing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crf_app.gui import navigation as to
from crf_app.gui.pages.queries import QueriesPage
from tests.gui.ward import Clerk


def page_of(clerk: Clerk) -> QueriesPage:
    clerk.goes_to(to.Queries())
    page = clerk.room.navigator.page
    assert isinstance(page, QueriesPage)
    return page


def asked_by_the_monitor(page: QueriesPage) -> None:
    found = next(q for q in page._found if "against the letter" in q.query.text)
    page.table.select(found.query.id)


@pytest.mark.requirement(21)
def test_the_site_answers_and_the_monitor_closes(clerk: Clerk) -> None:
    clerk.sits_down_as("rahimi")
    page = page_of(clerk)
    asked_by_the_monitor(page)
    thread = page.thread_
    clerk.clicks(thread.answer)
    assert "few words" in clerk.told(thread), "an empty answer is refused in a sentence"
    clerk.types("The letter says 22 May, as entered.", on=thread.field).presses(Qt.Key.Key_Return, on=thread.field)
    query = next(q for q in page._found if "against the letter" in q.query.text)
    assert query.state == "answered"
    assert not thread.close_.isVisible(), "the site does not close"
    clerk.room.act("lock")
    assert clerk.window.desk is not None
    clerk.window.desk.sign_in("moradi", "ten green bottles")
    clerk.window.enter(clerk.window.desk)
    page = page_of(clerk)
    asked_by_the_monitor(page)
    clerk.clicks(page.thread_.close_)
    states = {q.query.text: q.state for q in page._found}
    assert states["Please check the date against the letter."] == "closed"


def test_the_list_says_whose_and_about_what(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    line = next(line for line in page.table.model_.lines if "against the letter" in line.sentence)
    assert line.sentence.startswith("A-02, Screening, ")
    assert "from L. Moradi" in line.sentence.replace("\u2068", "").replace("\u2069", "")


def test_the_filter_narrows_by_words(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    page.filter.setText("against letter")
    assert [line.cells[0].first for line in page.table.model_.lines] == ["A-02"]
    page.filter.setText("no such word")
    assert page.table.model_.lines == []
    assert page.nothing.text() == "No question waits here."
