"""The audit trail in the window: all of it, narrowed, one fact in full, and out of the window as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crf_app import verify_audit
from crf_app.capture.facts import FactKind
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Line
from crf_app.gui.pages.audit_trail import PORTION, AuditTrailPage
from crf_app.gui.parts import ComboField, Mark, TextLabel
from tests.gui.ward import Clerk


def trail_of(clerk: Clerk, subject: str | None = None) -> AuditTrailPage:
    clerk.goes_to(to.AuditTrail(clerk.subject(subject) if subject else None))
    page = clerk.room.navigator.page
    assert isinstance(page, AuditTrailPage)
    return waited(clerk, page)


def waited(clerk: Clerk, page: AuditTrailPage) -> AuditTrailPage:
    clerk.bot.waitUntil(lambda: page.settled_reading, timeout=5_000)
    return page


def lines_of(page: AuditTrailPage) -> list[Line]:
    return list(page.table.model_.lines)


def chooses(clerk: Clerk, page: AuditTrailPage, field: ComboField, code: str) -> list[Line]:
    field.show_choice(code)
    field.edited.emit(code)
    return lines_of(waited(clerk, page))


def detail_of(page: AuditTrailPage) -> str:
    return "\n".join(label.text() for label in page._detail.findChildren(TextLabel) if not label.isHidden())


@pytest.mark.requirement(4)
def test_it_is_newest_first_and_comes_in_portions(rahimi: Clerk) -> None:
    page = trail_of(rahimi)
    lines = lines_of(page)
    assert lines[0].cells[2].first == "Signed in"
    assert len(lines) == PORTION
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    waited(rahimi, page)
    assert len(lines_of(page)) == 2 * PORTION
    numbers = [line.key for line in lines_of(page)]
    assert numbers == sorted(numbers, reverse=True)  # type: ignore[type-var]


@pytest.mark.requirement(6)
def test_a_time_is_never_taken_for_another_zones(rahimi: Clerk) -> None:
    page = trail_of(rahimi)
    when = lines_of(page)[0].cells[0]
    assert "09:20:00" in when.second
    assert "+03:30" in when.second
    assert "2025-07-16 05:50:00.000Z" in detail_of(page), "and in UTC beside it"


@pytest.mark.requirement(9)
def test_the_administrator_reads_of_accounts_and_of_no_subject(clerk: Clerk) -> None:
    page = trail_of(clerk.sits_down_as("sadeghi"))
    lines = lines_of(page)
    assert {"Person added", "Signed in"} <= {line.cells[2].first for line in lines}
    assert "Subject enrolled" not in {line.cells[2].first for line in lines}
    assert not [line for line in lines for cell in line.cells if "A-0" in f"{cell.first} {cell.second}"]
    assert page.outputs.button.isHidden()


@pytest.mark.requirement(2, 4)
def test_of_one_subject_with_old_and_new(rahimi: Clerk) -> None:
    page = trail_of(rahimi, "A-02")
    assert {line.cells[3].first.split(" · ")[0] for line in lines_of(page)} == {"A-02"}
    assert {line.cells[2].first for line in chooses(rahimi, page, page.narrowed.kind, "queries")} == {"Query asked"}


@pytest.mark.requirement(4)
@pytest.mark.parametrize(
    ("narrow", "holds"),
    [
        (lambda page: (page.narrowed.visit, "screening"), lambda line: "Screening" in line.cells[3].first),
        (lambda page: (page.narrowed.form, "edss"), lambda line: "EDSS" in line.cells[3].first),
        (lambda page: (page.narrowed.kind, "people"), lambda line: line.cells[3].first == ""),
        (lambda page: (page.narrowed.person, "program"), lambda line: line.cells[1].first == "the program"),
        (lambda page: (page.narrowed.period, "0"), lambda line: "16 Jul" in line.cells[0].first),
    ],
)  # fmt: skip
def test_it_is_narrowed(
    rahimi: Clerk, narrow: Callable[[AuditTrailPage], tuple[ComboField, str]], holds: Callable[[Line], bool]
) -> None:
    page = trail_of(rahimi)
    found = chooses(rahimi, page, *narrow(page))
    assert found
    assert all(map(holds, found))


def test_an_item_of_a_form(rahimi: Clerk) -> None:
    page = trail_of(rahimi)
    assert not page.narrowed.item.isVisible()
    chooses(rahimi, page, page.narrowed.form, "demographics")
    assert page.narrowed.item.isVisible()
    found = chooses(rahimi, page, page.narrowed.item, "height")
    assert {line.cells[3].second for line in found} == {"Height"}
    assert len(found) == 2, "of each of the two subjects"


@pytest.mark.requirement(4)
def test_words_are_looked_for_in_the_whole_trail_not_in_what_is_shown(rahimi: Clerk) -> None:
    page = trail_of(rahimi)
    first = min(fact.seq for fact in rahimi.room.desk.file.facts() if fact.kind is FactKind.SUBJECT_ENROLLED)
    assert first not in [line.key for line in lines_of(page)]
    rahimi.types("enrolled a-01", on=page.filter)
    rahimi.bot.waitUntil(lambda: [line.key for line in lines_of(page)] == [first], timeout=5_000)


def test_nothing_found_is_said(rahimi: Clerk) -> None:
    page = trail_of(rahimi)
    rahimi.types("zebra", on=page.filter)
    rahimi.bot.waitUntil(lambda: page.nothing.isVisible() and not lines_of(page), timeout=5_000)
    assert page.nothing.text() == "No fact matches."


@pytest.mark.requirement(2)
def test_one_fact_in_full(rahimi: Clerk) -> None:
    page = trail_of(rahimi, "A-01")
    chooses(rahimi, page, page.narrowed.form, "demographics")
    chooses(rahimi, page, page.narrowed.item, "height")
    fact = next(rahimi.room.desk.file.facts(subject=rahimi.subject("A-01"), item="height"))
    said = detail_of(page)
    for part in (
        "N. Rahimi",
        "rahimi",
        "coordinator",
        "Demographics",
        "Height",
        "entry.recorded",
        fact.hash[:16],
        fact.page,
    ):
        assert str(part) in said
    rahimi.clicks(page._detail.show_page)
    assert isinstance(rahimi.room.navigator.place, to.Form)


@pytest.mark.requirement(6, 7)
def test_a_clock_moved_back_bears_a_mark(rahimi: Clerk) -> None:
    rahimi.clock.moment = rahimi.clock.moment.replace(hour=7)
    rahimi.room.desk.sign_in("rahimi", "ten green bottles")
    page = trail_of(rahimi)
    moved = next(line for line in lines_of(page) if line.cells[2].first == "Clock of the computer moved back")
    assert moved.mark is Mark.OVERDUE
    assert "05:50:00 UTC" in moved.cells[4].first
    assert "03:50:00 UTC" in moved.cells[4].first


@pytest.mark.requirement(4, 7)
@pytest.mark.parametrize(("form", "ending"), [("audit-csv", "csv"), ("audit-json", "jsonl"), ("audit-pdf", "pdf")])
def test_it_leaves_the_window_as_a_file(rahimi: Clerk, tmp_path: Path, form: str, ending: str) -> None:
    page = trail_of(rahimi, "A-02")
    seal = rahimi.room.desk.file.seal()
    out = tmp_path / f"audit.{ending}"
    page.outputs.write(form, out)
    rahimi.bot.waitUntil(lambda: out.exists() and page.outputs.exporter.sheet is None, timeout=20_000)
    assert rahimi.sheet.accessibleName() == "Exported"
    fact = list(rahimi.room.desk.file.facts(kinds={FactKind.EXPORTED, FactKind.PRINTED}))[-1]
    assert (fact.new or {})["sha256"] == verify_audit.checksum_of(out)
    if form == "audit-json":
        with out.open("rb") as file:
            audit = verify_audit.check_audit(file, verify_audit.seal_digits(seal))
        assert audit.findings == []
        assert audit.walk.matched is not None
    if form == "audit-csv":
        assert ",A-01," not in out.read_text(encoding="utf-8-sig"), "narrowed as it is shown"


def test_an_administrator_exports_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    clerk = Clerk(qtbot, tmp_path).sits_down_as("sadeghi")
    page = trail_of(clerk)
    page.outputs.write("audit-csv", tmp_path / "audit.csv")
    assert clerk.sheet.accessibleName() == "Nothing was exported"
    assert not (tmp_path / "audit.csv").exists()
