"""How a grid stands in the window: units are told once and never cut off, and columns nobody is asked stay away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages.section_table import TableSection
from crf_app.gui.parts import TextLabel
from tests.gui.preview.author import Author

TRACTS = """\
id: tracts
version: 1
title: Tracts
sections:
  - id: first
    title: First
    items:
      - {id: again, kind: yes_no, label: Seen before}
      - {id: scanned, kind: date, label: Scanned}
  - id: grid
    title: Tracts
    layout: table
    rows:
      - {id: left, label: "Corticospinal tract, left"}
      - {id: right, label: "Corticospinal tract, right"}
    items:
      - {id: fa, kind: decimal, decimals: 3, label: Fractional anisotropy, short: FA}
      - id: md
        kind: measured
        decimals: 3
        unit: 10⁻³ mm²/s
        other_units: [{label: mm²/s, factor: 1000}]
        label: Mean diffusivity
        short: MD
      - {id: twice, kind: decimal, decimals: 3, unit: 10⁻³ mm²/s, derive: md * 2, label: Twice}
      - {id: share, kind: decimal, decimals: 1, unit: "%", derive: fa * 100, label: Share}
      - {id: day, kind: date, label: "On", derive: scanned}
      - {id: before, kind: integer, label: Before, relevant: again == yes}
checks:
  - id: tracts_small
    item: md
    when: md < 0.02
    message: "{md} is far too little."
"""


@pytest.fixture
def author(authors: Callable[..., Author]) -> Author:
    """The preview shows a grid of tracts."""
    made = authors(opens=False)
    made.saves("forms/tracts.yaml", TRACTS).changes(
        "schedule.yaml", "forms: [consent, walk]", "forms: [consent, walk, tracts]"
    )
    return made.opens_window().waits_until_played().goes_to("tracts", "screening")


def grid(author: Author) -> TableSection:
    view = author.form.view
    assert view is not None
    return next(each for each in view.findChildren(TableSection))


def labels(author: Author) -> list[str]:
    """Return what is written in the grid, fields left out."""
    return [each.text() for each in grid(author).findChildren(TextLabel) if each.isVisible() and each.text()]


def text_room(author: Author, name: str) -> tuple[int, int]:
    """Return how wide the text of a field is, and how wide the field."""
    editor = author.editor(name)
    assert isinstance(editor, LineEditor)
    return editor.field.fontMetrics().horizontalAdvance(editor.field.text()), editor.field.width()


def test_a_long_unit_stands_over_its_column_a_short_one_behind_its_number(author: Author) -> None:
    author.types("left.fa", "0.493").types("left.md", "0.743")
    seen = labels(author)
    assert seen.count("10⁻³ mm²/s") == 2
    assert "1.486" in seen
    assert "49.3 %" in seen


def test_an_answer_in_another_unit_is_never_cut(author: Author, qtbot: QtBot) -> None:
    _, narrow = text_room(author, "left.md")
    author.types("left.md", "0.00115 mm²/s")
    qtbot.waitUntil(lambda: text_room(author, "left.md")[1] > narrow)
    text, room = text_room(author, "left.md")
    assert text < room
    assert "2.300" in labels(author)


def test_a_date_that_is_worked_out_is_read_whole(author: Author) -> None:
    author.types("scanned", "2026-05-12")
    shown = author.editor("left.day").field
    author.waits_for(lambda: shown.width() >= shown.sizeHint().width())
    assert "12 May 2026" in labels(author)


def test_a_number_that_is_asked_about_is_read_whole_beside_its_mark(author: Author, qtbot: QtBot) -> None:
    author.types("right.md", "0.000743")
    qtbot.waitUntil(lambda: bool(author.questions("right.md")))
    text, room = text_room(author, "right.md")
    assert text + 20 < room  # the mark stands in the field


def test_a_column_that_is_not_asked_has_no_head(author: Author) -> None:
    assert "Before" not in labels(author)
    author.types("again", "yes")
    assert "Before" in labels(author)
    author.types("again", "no")
    assert "Before" not in labels(author)


def test_where_columns_do_not_fit_each_field_tells_its_unit_and_its_label_is_whole(author: Author) -> None:
    author.types("left.md", "0.743").window.resize(560, 700)
    author.waits_for(lambda: "Mean diffusivity (10⁻³ mm²/s)" in labels(author))
    for cell in grid(author).cells:
        if cell.visible:
            label: QWidget = cell.label
            assert label.height() >= label.sizeHint().height(), cell.key
