"""Ordering a report, writing it, and what the audit trail remembers."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from crf_app.base.problems import Fault, Refusal
from crf_app.base.progress import Cancelled
from crf_app.capture.facts import FactKind
from crf_app.reports.catalogue import (
    REPORTS,
    Printed,
    Printer,
    file_name,
    make_report,
    order_of,
    print_report,
)
from crf_app.reports.making import write_whole
from crf_app.services.desk import Desk
from tests.reports.printed_file import printed, text_of


@pytest.mark.requirement(7, 19)
def test_a_report_that_leaves_the_file_is_a_fact(desk: Desk, tmp_path: Path) -> None:
    before, _ = desk.file.head()
    seal = desk.file.seal()
    out = tmp_path / "a-03.pdf"
    pages = make_report(desk, "casebook", out, subject="A-03", language="en")
    content = out.read_bytes()
    (fact,) = desk.file.facts(kinds={FactKind.PRINTED})
    assert fact.seq == before + 1
    assert fact.new == {"name": "casebook", "sha256": hashlib.sha256(content).hexdigest(), "file_name": "a-03.pdf"}
    assert fact.subject == desk.file.find_subject("A-03")
    assert f"Seal {seal} at fact {before}" in text_of(content)
    assert f"Page {pages} of {pages}" in text_of(content)
    assert [each.name for each in tmp_path.glob("*.pdf*")] == ["a-03.pdf"]
    assert desk.file.verify().sound


def test_a_visit_is_a_report_of_its_own(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "visit.pdf"
    make_report(desk, "visit", out, subject="A-03", visit="day_0", language="en")
    words = text_of(out.read_bytes())
    assert "Cells given 217.2" in words
    assert "Consent" not in words


@pytest.mark.parametrize(
    ("name", "wanted", "said"),
    [
        ("diary", {"subject": "A-03"}, "There is no report 'diary'. Reports: casebook, visit, audit."),
        ("casebook", {}, "is about one subject. Say which, for example --subject A-03."),
        ("casebook", {"subject": "A-99"}, "There is no subject A-99 in this file. Subjects: A-03."),
        ("visit", {"subject": "A-03"}, "is about one visit. Say which: screening, day_0"),
        ("visit", {"subject": "A-03", "visit": "month_2"}, "no visit 'month_2'. Its visits: screening, day_0"),
        ("visit", {"subject": "A-03", "visit": "unscheduled"}, "has no such visit yet: unscheduled"),
        ("casebook", {"subject": "A-03", "language": "de"}, "no language 'de'. Its languages: en, fa, zh."),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_is(
    desk: Desk, tmp_path: Path, name: str, wanted: dict[str, str], said: str
) -> None:
    with pytest.raises(Refusal) as refused:
        make_report(desk, name, tmp_path / "out.pdf", **wanted)  # type: ignore[arg-type]
    assert said in str(refused.value)
    assert not list(desk.file.facts(kinds={FactKind.PRINTED}))


def test_a_place_that_cannot_be_written_is_a_fault_and_nothing_is_remembered(desk: Desk, tmp_path: Path) -> None:
    for out in (tmp_path / "no such folder" / "a.pdf", tmp_path):
        with pytest.raises(Fault, match="could not be written"):
            make_report(desk, "visit", out, subject="A-03", visit="screening")
    assert not list(desk.file.facts(kinds={FactKind.PRINTED}))
    assert not list(tmp_path.glob(".*pdf*"))


def test_a_full_disk_leaves_the_report_before_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"the report before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault, match="No space left on device"):
        write_whole(out, b"a new report")
    assert out.read_bytes() == b"the report before"
    assert len(list(tmp_path.iterdir())) == 1 + len(list(tmp_path.glob("one.crf*")))


def test_nobody_prints_before_signing_in(desk: Desk, tmp_path: Path) -> None:
    desk.sign_out()
    with pytest.raises(Refusal, match="Nobody is signed in"):
        make_report(desk, "casebook", tmp_path / "a.pdf", subject="A-03")


def test_progress_counts_the_pages_twice_and_ends_with_the_last(desk: Desk) -> None:
    heard: list[tuple[int, int]] = []
    report = printed(desk, "A-03", visit="screening", progress=lambda done, of: heard.append((done, of)))
    pages = report.pages
    assert heard == [*((n + 1, 0) for n in range(pages)), *((n + 1, pages) for n in range(pages))]


def test_a_person_can_stop_a_report(desk: Desk, tmp_path: Path) -> None:
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        make_report(desk, "casebook", tmp_path / "a.pdf", subject="A-03", cancelled=lambda: next(asked))
    assert not (tmp_path / "a.pdf").exists()


def test_another_thread_prints_the_same_from_a_reader_of_its_own(desk: Desk) -> None:
    order = order_of(desk.file, desk.study, "visit", subject="A-03", visit="day_0", language="fa")
    printer = Printer.at(desk)
    made: list[Printed] = []

    def work() -> None:
        with desk.file.reader() as reader:
            made.append(print_report(reader, printer, order))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made[0].content == print_report(desk.file, printer, order).content


def test_a_report_is_offered_under_a_name_every_disk_takes(desk: Desk) -> None:
    order = order_of(desk.file, desk.study, "visit", subject="A-03", visit="day_0", language="en")
    assert file_name(desk.study, "01", order) == "crf-spms-plmsc-01-a-03-day_0.pdf"


def test_each_report_has_words_and_stands_in_the_order_it_is_offered() -> None:
    assert list(REPORTS) == ["casebook", "visit", "audit"]
    assert all(report.title for report in REPORTS.values())
