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
from tests.gui.seen_whole import cut, overlaps

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


REGIONS = """\
id: regions
version: 1
title: Regions
sections:
  - id: first
    title: First
    items:
      - {id: cord, kind: yes_no, label: Spinal cord counted}
      - {id: brain, kind: yes_no, label: Brain counted}
  - id: grid
    title: By region
    layout: table
    rows:
      - {id: spinal, label: Spinal cord}
      - {id: deep, label: Deep white matter}
      - {id: pons, label: Pons}
    items:
      - {id: lesions, kind: integer, label: Lesions, relevant: RULE}
      - {id: volume, kind: decimal, decimals: 1, unit: mL, label: Volume, derive: lesions / 2}
      - {id: read_on, kind: date, label: Read on, relevant: RULE}
  - id: last
    title: Last
    items:
      - {id: remark, kind: text, label: Remark}
checks:
  - id: regions_many
    item: lesions
    severity: note
    when: lesions > 20000
    message: "{lesions} are too many to count."
""".replace("RULE", '\'row == "spinal" and cord == yes or row != "spinal" and (is_missing(brain) or brain == yes)\'')


@pytest.fixture
def regions(authors: Callable[..., Author]) -> Author:
    """The preview shows a grid with a row that is asked only where the spinal cord was counted."""
    made = authors(opens=False)
    made.saves("forms/regions.yaml", REGIONS).changes(
        "schedule.yaml", "forms: [consent, walk]", "forms: [consent, walk, regions]"
    )
    return made.opens_window().waits_until_played().goes_to("regions", "screening")


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


def top_of(author: Author, words: str) -> int:
    """Return how far down the grid a label stands."""
    found = [each for each in grid(author).findChildren(TextLabel) if each.isVisible() and each.text() == words]
    assert len(found) == 1, words
    return found[0].y()


def test_a_row_in_which_nothing_is_asked_takes_no_room(regions: Author) -> None:
    assert "Spinal cord" not in labels(regions)
    assert "–" in labels(regions)  # what cannot be worked out yet, in the rows that are asked
    assert overlaps(regions.window) == []
    first = top_of(regions, "Deep white matter")
    regions.types("cord", "yes")
    regions.waits_for(lambda: "Spinal cord" in labels(regions))
    regions.waits_for(lambda: top_of(regions, "Spinal cord") == first)
    assert top_of(regions, "Deep white matter") > first
    assert overlaps(regions.window) == []
    regions.types("cord", "no")
    regions.waits_for(lambda: "Spinal cord" not in labels(regions))
    regions.waits_for(lambda: top_of(regions, "Deep white matter") == first)
    shown = [cell for cell in grid(regions).cells if cell.has_editor and cell.editor.isVisible()]
    assert {cell.key.row for cell in shown} == {"deep", "pons"}


def test_what_was_typed_in_a_row_keeps_it_there(regions: Author) -> None:
    regions.types("cord", "yes").types("spinal.lesions", "4").types("cord", "no")
    regions.waits_for(lambda: "kept, does not apply now" in labels(regions))
    assert "Spinal cord" in labels(regions)


def test_a_grid_without_a_row_is_not_there(regions: Author) -> None:
    view = regions.form.view
    assert view is not None
    assert grid(regions).isVisible()
    regions.types("brain", "no")
    regions.waits_for(lambda: not grid(regions).isVisible())
    assert overlaps(regions.window) == []


def test_the_other_calendar_stands_below_its_own_date(regions: Author) -> None:
    regions.types("deep.read_on", "2026-05-12")
    cell = regions.cell("deep.read_on")
    regions.waits_for(lambda: cell.note is not None and cell.note.isVisible() and cell.note.y() > 0)
    assert cell.note is not None
    assert cell.note.text() == "22 Ordibehesht 1405"
    assert cell.note.x() == cell.editor.x()
    assert cell.note.y() >= cell.editor.geometry().bottom() - 4


def test_a_number_beside_a_note_or_longer_than_usual_is_read_whole(regions: Author) -> None:
    narrow = regions.editor("deep.lesions").width()
    regions.types("deep.lesions", "99").types("pons.lesions", "1234567890123")
    regions.waits_for(lambda: regions.editor("pons.lesions").width() > narrow)
    assert cut(grid(regions)) == []
    assert regions.editor("deep.lesions").width() == regions.editor("pons.lesions").width()


def test_a_column_does_not_move_when_a_mark_comes_where_there_is_room(regions: Author) -> None:
    before = regions.editor("deep.lesions").geometry()
    regions.types("deep.lesions", "30000")
    regions.waits_for(lambda: "30000 are too many to count." in labels(regions))
    assert regions.editor("deep.lesions").geometry() == before
    assert cut(grid(regions)) == []
