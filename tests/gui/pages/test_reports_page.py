"""A coordinator looks at a report, walks through it and saves it; nothing is on disk before that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from crf_app import verify_audit
from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import StartVisit
from crf_app.capture.facts import FactKind
from crf_app.capture.places import VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.pages.reports import ReportsPage
from crf_app.gui.theme import Theme
from tests.gui.ward import Clerk

LONG = 20_000


class Printing:
    """A coordinator at the reports of the ward's file."""

    def __init__(self, clerk: Clerk, bot: QtBot) -> None:
        self.clerk, self.bot, self.desk = clerk, bot, clerk.room.desk

    def looks_at(self, label: str | None = None, name: str | None = None) -> ReportsPage:
        subject = self.desk.file.find_subject(label) if label else None
        self.clerk.room.go(to.Reports(name, subject))
        page = self.clerk.room.navigator.page
        assert isinstance(page, ReportsPage)
        self.page = page
        self.waits()
        return page

    def waits(self) -> None:
        self.bot.waitUntil(lambda: not self.page._background.busy, timeout=LONG)


@pytest.fixture
def printing(qtbot: QtBot, tmp_path: Path) -> Iterator[Printing]:
    clerk = Clerk(qtbot, tmp_path).sits_down_as("rahimi")
    yield Printing(clerk, qtbot)
    clerk.window.close()


def test_a_casebook_is_shown_with_its_contents_and_its_seal(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    assert page.isVisible()
    assert page.view.isVisible()
    words = [row.text() for row in page.aside.contents.rows]
    assert words[:5] == ["Cover", "Contents", "Screening", "Day 0", "24 hours"]
    assert words[-1] == "Key to marks and codes"
    assert printing.desk.file.seal() in page.aside.proof.seal.words.text()
    assert page.view.document.pageCount() > 20


def test_a_press_on_the_contents_goes_there_and_is_marked(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    row = next(row for row in page.aside.contents.rows if row.text() == "Day 0")
    printing.clerk.clicks(row)
    assert page.view.page == page.view.bookmarks()[3].page
    assert row.isChecked()
    printing.clerk.clicks(page.view.forward)
    assert page.view.page == page.view.bookmarks()[3].page + 1


def test_only_reports_that_exist_are_offered_and_one_visit_asks_which(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    assert list(page.list.rows) == ["casebook", "visit", "audit"]
    assert not page.choices.visit.isVisible()
    printing.clerk.clicks(page.list.rows["visit"])
    printing.waits()
    assert page.choices.visit.isVisible()
    assert [row.text() for row in page.aside.contents.rows] == [
        "Consent", "Demographics", "MS history", "Virology", "Pregnancy test", "Eligibility", "Vital signs", "EDSS",
    ]  # fmt: skip


def test_another_language_makes_the_paper_again(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    page.choices.language.show_choice("fa")
    page.choices.language.edited.emit("fa")
    printing.waits()
    assert "روز ۰" in [row.text() for row in page.aside.contents.rows]


def test_looking_writes_nothing_and_saving_is_remembered(printing: Printing, tmp_path: Path) -> None:
    page = printing.looks_at("A-02")
    facts = printing.desk.file.fact_count()
    assert not list(tmp_path.rglob("*.pdf"))
    assert page._printed is not None
    out = tmp_path / "out" / "a-02.pdf"
    out.parent.mkdir()
    page.write(page._printed, out)
    assert out.read_bytes() == page._printed.content
    assert printing.desk.file.fact_count() == facts + 1
    (fact,) = printing.desk.file.facts(kinds={FactKind.PRINTED})
    assert (fact.new or {})["file_name"] == "a-02.pdf"
    assert "a-02.pdf" in page.aside.proof.seal.words.text()


def test_a_change_of_the_record_is_on_the_paper_that_is_shown(printing: Printing) -> None:
    page = printing.looks_at("A-03")
    before = page._printed
    subject = printing.desk.file.find_subject("A-03")
    assert subject
    printing.desk.do(StartVisit(VisitPlace(subject, "screening"), PartialDate.parse("2025-07-15")))
    printing.waits()
    assert page._printed is not before
    assert "Screening" in [row.text() for row in page.aside.contents.rows]


def test_a_report_that_cannot_be_made_says_why_and_can_be_tried_again(printing: Printing) -> None:
    page = printing.looks_at("A-03", "visit")
    page.choices.visit.show_choice("unscheduled")
    page.make()
    printing.waits()
    assert "has no such visit yet" in page.pause.words
    assert page.pause.isVisible()
    page.choices.visit.show_choice("screening")
    printing.clerk.clicks(page.pause.again)
    printing.waits()
    assert page.view.isVisible()


def test_leaving_stops_the_work(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    page.make()
    stop = page._stop
    printing.clerk.room.go(to.Today())
    assert stop.is_set()


@pytest.mark.requirement(7)
def test_a_printer_gets_every_sheet_and_the_trail_knows(printing: Printing, tmp_path: Path) -> None:
    page = printing.looks_at("A-03", "visit")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setResolution(60)
    page.view.print_on(printer)
    assert (tmp_path / "paper.pdf").stat().st_size > 1_000
    assert [fact.kind for fact in printing.desk.file.facts(kinds={FactKind.PRINTED})] == [FactKind.PRINTED]


def test_zoom_and_width(printing: Printing) -> None:
    page = printing.looks_at("A-03")
    page.view.fit_width()
    wide = page.view.zoom.text()
    printing.clerk.clicks(page.view.larger)
    assert page.view.zoom.text() != wide
    printing.clerk.clicks(page.view.wide)
    assert page.view.zoom.text() == wide


def test_the_zoom_says_how_wide_the_sheet_is_drawn(printing: Printing) -> None:
    page = printing.looks_at("A-01")
    page.view.pages.setMinimumWidth(page.view.pages.width() + 80)
    printing.bot.waitUntil(lambda: page.view.zoom.text() == f"{round(page.view._shown_zoom() * 100)} %", timeout=2000)
    assert page.view._shown_zoom() > 0.5


def test_narrow_windows_keep_the_paper(printing: Printing) -> None:
    page = printing.looks_at("A-03")
    page.show_width(900)
    assert not page.aside.isVisible()
    assert page.list.isVisible()
    page.show_width(700)
    assert not page.list.isVisible()
    assert page.view.isVisible()
    page.theme_changed(Theme.of(page))


@pytest.mark.requirement(4)
def test_the_audit_trail_of_all_subjects_or_of_one(printing: Printing) -> None:
    page = printing.looks_at(name="audit")
    assert not page.choices.visit.isVisible()
    assert page.choices.subject.choice == ""
    assert [row.text() for row in page.aside.contents.rows] == ["2025-05", "2025-07"], "by month"
    whole = page.view.document.pageCount()
    page.choices.subject.show_choice("A-03")
    page.make()
    printing.waits()
    assert page.view.document.pageCount() < whole


@pytest.mark.requirement(18, 19, 32)
@pytest.mark.parametrize("name", ["csv", "copy"])
def test_files_leave_in_a_new_folder(printing: Printing, tmp_path: Path, name: str) -> None:
    page = printing.looks_at("A-03", "visit")
    (tmp_path / "usb").mkdir()
    page.files.write(name, tmp_path / "usb")
    printing.bot.waitUntil(lambda: page.files.exporter.sheet is None, timeout=LONG)
    assert printing.clerk.sheet.accessibleName() == "Exported"
    (folder,) = (tmp_path / "usb").iterdir()
    copy = verify_audit.check_copy(folder)
    assert copy.findings == []
    fact = list(printing.desk.file.facts(kinds={FactKind.EXPORTED}))[-1]
    assert (fact.new or {})["sha256"] == copy.checksum


def test_files_that_are_stopped_leave_nothing(printing: Printing, tmp_path: Path) -> None:
    page = printing.looks_at("A-03", "visit")
    (tmp_path / "usb").mkdir()
    before = printing.desk.file.fact_count()
    page.files.write("copy", tmp_path / "usb")
    assert page.files.exporter.sheet is not None
    printing.clerk.clicks(page.files.exporter.sheet.cancel)
    printing.bot.waitUntil(lambda: page.files.exporter.sheet is None, timeout=LONG)
    assert printing.clerk.sheet.accessibleName() == "Nothing was exported"
    assert list((tmp_path / "usb").iterdir()) == []
    assert printing.desk.file.fact_count() == before
