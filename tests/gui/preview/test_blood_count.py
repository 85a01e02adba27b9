"""A nurse types a blood count off the laboratory's paper: ten numbers down a column, and nothing that is not asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crf_app.gui.editors.quiet import DerivedText
from crf_app.gui.pages.section_table import TableSection
from crf_app.gui.parts import TextLabel
from crf_app.gui.theme import Role
from tests.gui.clerk import click
from tests.gui.preview.author import Author
from tests.gui.seen_whole import cut, overlaps

TESTS = (
    "haemoglobin", "haematocrit", "erythrocytes", "platelets", "leucocytes", "neutrophils", "lymphocytes", "monocytes",
    "eosinophils", "basophils",
)  # fmt: skip
IN_THE_WINDOW = 722
"""The width a form has in the program's window of 1366 by 768, between the column of forms and the help."""

SEX = """\
      - {id: sex, kind: code, codes: sex, label: Sex, role: subject.sex}
      - {id: age, kind: integer, label: Age, role: subject.age}
codelists:
  sex: {include: sex, version: 1}
"""


@pytest.fixture
def nurse(authors: Callable[..., Author]) -> Author:
    """The preview shows the blood count of a woman, at a window of 1366 by 768."""
    made = authors(opens=False, size=(1366, 768))
    consent = (made.folder / "forms/consent.yaml").read_text(encoding="utf-8")
    made.saves("forms/consent.yaml", consent + SEX)
    made.saves("forms/haematology.yaml", "include: {form: haematology, version: 1}\n")
    made.changes("schedule.yaml", "forms: [consent, walk]", "forms: [consent, walk, haematology]")
    made.opens_window().waits_until_played().goes_to("consent", "screening")
    made.types("sex", "female").types("age", "41")
    return made.goes_to("haematology", "screening").types("collected_on", "2026-05-12")


def type_down(nurse: Author, *results: str) -> list[str]:
    """Type results from haemoglobin on, each with Enter; returns the fields the keyboard came to."""
    click(nurse.editor("haemoglobin.result").field)
    view = nurse.form.view
    assert view is not None
    been = []
    for each in results:
        field = nurse.focus()
        cell = view.cell_of(field)
        assert cell is not None
        been.append(cell.editor.objectName())
        QTest.keyClicks(field, each)
        QTest.keyClick(field, Qt.Key.Key_Return)
    return been


def grid(nurse: Author) -> TableSection:
    view = nurse.form.view
    assert view is not None
    return next(each for each in view.findChildren(TableSection))


def heads(nurse: Author) -> list[str]:
    """Return the words of the grid that stand outside of its fields."""
    return [each.text() for each in grid(nurse).findChildren(TextLabel) if each.isVisible() and each.text()]


def shown(nurse: Author, name: str) -> DerivedText:
    editor = nurse.editor(name)
    assert isinstance(editor, DerivedText)
    return editor


def test_ten_numbers_are_typed_down_the_column(nurse: Author) -> None:
    results = ("13.2", "40.1", "4.50", "251", "6.4", "3.9", "1.8", "0.5", "0.1", "0.05")
    assert type_down(nurse, *results) == [f"{test}.result" for test in TESTS]
    assert [nurse.sees(f"{test}.result") for test in TESTS] == list(results)
    assert "Significant" not in heads(nurse)
    assert {shown(nurse, f"{test}.flag").field.text() for test in TESTS} == {"Normal"}


def test_only_what_is_out_of_its_range_asks_more_and_its_flag_stands_out(nurse: Author) -> None:
    type_down(nurse, "11.9", "36.0", "4.50", "48")
    assert [nurse.asks(f"{test}.significant") for test in TESTS[:4]] == [True, False, False, True]
    assert "Significant" in heads(nurse)
    low, normal = (shown(nurse, f"{test}.flag").field for test in ("haemoglobin", "erythrocytes"))
    assert (low.text(), normal.text()) == ("Low", "Normal")
    assert normal.grab().toImage() == plain(normal).grab().toImage()
    assert low.grab().toImage() != plain(low).grab().toImage()
    assert shown(nurse, "platelets.grade").field.text() == "3"


def plain(label: TextLabel) -> TextLabel:
    """Return a label with the same words as any worked-out value has them."""
    made = TextLabel(label.text(), Role.SMALL, "text-2", parent=label.parentWidget())
    made.resize(label.size())
    return made


def test_the_units_of_another_paper_still_fit_beside_the_results(nurse: Author) -> None:
    window = nurse.window
    window.resize(window.width() + IN_THE_WINDOW - grid(nurse).width(), window.height())
    nurse.waits_for(lambda: grid(nurse).width() == IN_THE_WINDOW)
    nurse.types("units_differ", "yes")
    nurse.waits_for(lambda: nurse.asks("haemoglobin.paper_unit"))
    type_down(nurse, "11.9")
    line = [nurse.editor(f"haemoglobin.{item}") for item in ("result", "paper_unit", "unit", "low", "high", "grade")]
    assert len({each.y() for each in line}) == 1  # one line of a table, not a block of fields
    assert sorted(line, key=lambda each: each.x()) == line
    assert nurse.editor("haemoglobin.paper_unit").width() >= 96


def test_numbers_stay_whole_where_no_range_is_known(authors: Callable[..., Author]) -> None:
    nurse = authors(opens=False, size=(1366, 768))
    nurse.saves("forms/haematology.yaml", "include: {form: haematology, version: 1}\n")
    nurse.changes("schedule.yaml", "forms: [consent, walk]", "forms: [consent, walk, haematology]")
    nurse.opens_window().waits_until_played().goes_to("haematology", "screening").types("collected_on", "2026-05-12")
    type_down(nurse, "10.1", "36.0", "4.50", "2041.5")
    nurse.waits_for(lambda: any("No reference range fits" in each for each in heads(nurse)))
    assert cut(nurse.window) == []
    assert overlaps(nurse.window) == []
    assert len({nurse.editor(f"{test}.result").width() for test in TESTS}) == 1
