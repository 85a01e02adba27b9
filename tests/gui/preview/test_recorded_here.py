"""Whoever fills a form sees which entries are the source themselves, quietly, and can ask what that means."""

from __future__ import annotations

import pytest

from crf_app.gui.pages.section_table import TableSection
from tests.gui.preview.author import Author


def waits_for(author: Author, form: str, item: str) -> None:
    author.waits_for(lambda: author.form.session.study.forms[form].is_recorded_here(item))


@pytest.mark.requirement(22)
def test_an_item_that_is_its_own_source_bears_a_quiet_word(author: Author) -> None:
    author.changes("forms/walk.yaml", "label: Done}", "label: Done, recorded_here: yes}")
    waits_for(author, "walk", "done")
    author.goes_to("walk", "screening").types("done", "yes")
    label = author.cell("done").label
    assert label.text() == "Done · source"
    assert label.toolTip() == "Recorded here first: the entry is the source itself."
    assert author.cell("metres").label.text() == "Distance"
    assert author.cell("metres").label.toolTip() == ""


def test_what_is_copied_in_a_form_recorded_here_says_so(author: Author) -> None:
    author.changes("forms/walk.yaml", "licence: walk\n", "licence: walk\nrecorded_here: yes\n")
    author.changes("forms/walk.yaml", "label: Done}", "label: Done, recorded_here: no}")
    waits_for(author, "walk", "metres")
    author.goes_to("walk", "screening")
    assert author.cell("done").label.text() == "Done · copied"


def test_a_column_and_a_section_say_so_at_their_heads(author: Author) -> None:
    author.changes("forms/vitals.yaml", "label: Systolic,", "label: Systolic, recorded_here: yes,")
    author.changes("forms/vitals.yaml", "title: All together\n", "title: All together\n    recorded_here: no\n")
    waits_for(author, "vitals", "systolic")
    author.goes_to("vitals", "treatment").types("before.systolic", "120")
    assert author.form.view is not None
    series, whole = author.form.view.sections
    assert isinstance(series, TableSection)
    assert series._heads["systolic"].text() == "Systolic · source"
    assert whole.title.text() == "All together (copied)"
