"""Subjects: the matrix under the fingers of somebody who has no mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt

from crf_app.base.partial_date import PartialDate
from crf_app.capture import commands as c
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.models.matrix import Filter
from crf_app.gui.pages.subjects import SubjectsPage
from crf_app.gui.parts import TextField, TextLabel
from tests.gui.ward import Clerk


def page_of(clerk: Clerk) -> SubjectsPage:
    clerk.goes_to(to.Subjects())
    page = clerk.room.navigator.page
    assert isinstance(page, SubjectsPage)
    return page


def labels(page: SubjectsPage) -> list[str]:
    return [row.label for row in page.matrix.cells.rows]


def test_every_subject_has_a_row_and_the_first_wanted_cell_is_current(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    assert labels(page) == ["A-01", "A-02", "A-03"]
    assert page.matrix.hasFocus()


def test_typing_a_number_jumps_to_the_subject(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    rahimi.types("2", on=page.matrix)
    row = page.matrix.current_row()
    assert row is not None
    assert row.label == "A-02"
    page.matrix._forget_typed()
    rahimi.types("a03", on=page.matrix)
    row = page.matrix.current_row()
    assert row is not None
    assert row.label == "A-03"


def test_arrow_keys_move_and_the_line_below_explains(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    page.matrix.select(rahimi.subject("A-02"), "month_1")
    words = " ".join(label.text() for label in page.detail.findChildren(TextLabel))
    assert "A-02 · Month 1" in words
    assert "overdue, 2 days late" in words
    assert "Window 30 Jun to 14 Jul 2025" in words
    rahimi.presses(Qt.Key.Key_Right, on=page.matrix)
    words = " ".join(label.text() for label in page.detail.findChildren(TextLabel))
    assert "A-02 · Month 3" in words


def test_a_filter_is_a_mark_and_part_of_the_place(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    rahimi.clicks(page.pills[Filter.OVERDUE])
    assert labels(page) == ["A-02"]
    assert page.pills[Filter.OVERDUE].accessibleName() == "Overdue, 1"
    assert rahimi.room.navigator.place == to.Subjects("overdue")


def test_who_waits_for_a_signature_is_found_also_by_a_visit_without_a_column(rahimi: Clerk) -> None:
    subject = rahimi.subject("A-03")
    visit = VisitPlace(subject, "unscheduled")
    rahimi.room.desk.do(c.StartVisit(visit, PartialDate.parse("2025-07-14")))
    rahimi.room.desk.do(c.PageNotDone(PagePlace(subject, visit, "vital_signs"), "not_done"))
    rahimi.room.desk.do(c.CompleteVisit(visit))
    rahimi.goes_to(to.Subjects("to_sign"))
    page = rahimi.room.navigator.page
    assert isinstance(page, SubjectsPage)
    assert "A-03" in labels(page)


def test_slash_leads_to_the_filter_and_escape_empties_it(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    rahimi.types("/", on=page.matrix)
    assert page.filter.hasFocus()
    rahimi.types("screening", on=page.filter)
    assert labels(page) == ["A-03"]
    rahimi.presses(Qt.Key.Key_Escape, on=page.filter)
    assert len(labels(page)) == 3
    rahimi.presses(Qt.Key.Key_Down, on=page.filter)
    assert page.matrix.hasFocus()


def test_persian_digits_find_the_same_subject(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    page.filter.setText("۰۲")
    assert labels(page) == ["A-02"]


def test_cells_speak_whole_sentences(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    cells = page.matrix.cells
    spoken = cells.data(cells.index(1, 5), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Month 1, overdue, 2 days late"
    head = cells.headerData(5, Qt.Orientation.Horizontal)
    assert head == "Month 1, 30 ± 7 d"


def test_a_new_subject_gets_the_next_number_and_appears(rahimi: Clerk) -> None:
    page = page_of(rahimi)
    rahimi.room.act("new_subject")
    field = rahimi.sheet.findChildren(TextField)[0]
    assert field.text() == "A-04"
    field.setText("A-02")
    rahimi.clicks(rahimi.sheet.go_on)
    assert "A-02" in rahimi.told(rahimi.sheet), "a number is given once"
    field.setText("A-04")
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.room.navigator.place == to.Subject(rahimi.subject("A-04"))
    rahimi.goes_to(to.Subjects())
    assert labels(page)[-1] == "A-04"


def test_the_page_reads_again_only_when_something_changed(rahimi: Clerk) -> None:
    page_of(rahimi)
    first = rahimi.room.standings()
    assert rahimi.room.standings() is first
    rahimi.room.act("new_subject")
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.room.standings() is not first
