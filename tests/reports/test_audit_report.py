"""The audit trail on paper, whole or narrowed; and what every page of every report says about itself."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from crf_app.base.problems import Refusal
from crf_app.capture.facts import FactKind
from crf_app.reports import audit_report
from crf_app.reports.catalogue import Printed, Printer, file_name, make_report, order_of, print_report
from crf_app.services.desk import Desk
from crf_app.services.narrowing import Narrowing
from tests.reports.printed_file import (
    NOW,
    PASSWORD,
    SET_B,
    filled_desk,
    place_of,
    sign,
    text_of,
    titles_of,
    type_in,
)


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Desk]:
    """A-03 was screened and signed; the height was corrected afterwards."""
    desk = filled_desk(tmp_path / "signed.crf", ("A-01", "A-03"), visits=("screening",))
    page = place_of(desk, "A-03", "screening", "demographics")
    sign(desk, page)
    type_in(desk, page, {"height": "180"}, reason="typing: seen in the letter")
    yield desk
    desk.file.close()


def audit(desk: Desk, language: str = "en", narrowing: Narrowing | None = None, subject: str | None = None) -> Printed:
    order = order_of(desk.view, desk.study, "audit", subject=subject, language=language, narrowing=narrowing)
    return print_report(desk.view, Printer.at(desk), order)


def pages_of(content: bytes) -> list[str]:
    plain = (unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages)
    return [re.sub(r"\s+", " ", "".join(c for c in text if unicodedata.category(c) != "Cf")) for text in plain]


@pytest.mark.requirement(1, 2, 4)
def test_every_fact_is_on_paper_with_old_new_who_when_and_why(signed: Desk) -> None:
    count = signed.file.fact_count()
    words = text_of(audit(signed).content)
    assert f"{count} of {count} facts" in words
    assert "the whole trail of this file" in words
    corrected = list(signed.file.facts(kinds=[FactKind.ENTRY_RECORDED]))[-1]
    told = f"{corrected.seq} 2025-10-06 09:42 +03:30 N. Rahimi A-03 Scr: Demographics: Height 176 → 180 Typing error: "
    assert told in words
    assert "Scr: signature no longer valid" in words
    assert "R. Sadeghi, administrator" in words
    assert "Signed in" in words


@pytest.mark.requirement(4)
def test_it_says_what_it_was_narrowed_to(signed: Desk) -> None:
    wanted = Narrowing(form="demographics", item="height", corrections=True)
    words = text_of(audit(signed, narrowing=wanted, subject="A-03").content)
    assert f"1 of {signed.file.fact_count()} facts" in words
    assert "subject A-03 · form Demographics · item height · corrections only" in words
    assert "Subject A-03" in words
    assert "176 → 180" in words
    assert "No fact matches." in text_of(audit(signed, narrowing=Narrowing(visit="year_1")).content)


@pytest.mark.requirement(6)
def test_a_clock_moved_back_is_on_paper(signed: Desk) -> None:
    signed.clock.moment = NOW - timedelta(hours=1)  # type: ignore[attr-defined]
    signed.sign_in("rahimi", PASSWORD)
    words = text_of(audit(signed).content)
    assert "Clock of the computer moved back 2025-10-06 06:12:00 UTC → 2025-10-06 05:12:00 UTC" in words


@pytest.mark.requirement(26)
def test_what_the_role_may_not_see_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path / "b.crf", ("B-01",), visits=("screening",), study="rrms-bmmsc-crossover", script=SET_B)
    words = text_of(audit(desk).content)
    assert "Left out what is not for the eyes of this role: coordinator" in words
    desk.file.close()


def test_a_trail_too_long_for_paper_is_refused_with_what_to_do(signed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_report, "MOST", 20)
    with pytest.raises(Refusal, match="more than 20 facts, too many for paper"):
        audit(signed)


def test_it_is_printed_in_persian_and_its_months_lead_through_it(signed: Desk) -> None:
    report = audit(signed, "fa")
    assert list(titles_of(report.content).values()) == [["۲۰۲۵-۱۰"]]
    assert len(PdfReader(io.BytesIO(report.content)).pages) == report.pages


@pytest.mark.requirement(7)
def test_printing_it_is_a_fact_and_it_has_a_name_of_its_own(signed: Desk, tmp_path: Path) -> None:
    out = tmp_path / "audit.pdf"
    make_report(signed, "audit", out, narrowing=Narrowing(group="people"))
    (fact,) = signed.file.facts(kinds=[FactKind.PRINTED])
    assert (fact.new or {})["name"] == "audit"
    assert fact.subject is None
    order = order_of(signed.view, signed.study, "audit", language="en")
    assert file_name(signed.study, "01", order) == "crf-spms-plmsc-01-audit.pdf"
    assert file_name(signed.study, "01", replace(order, label="A-03")) == "crf-spms-plmsc-01-a-03-audit.pdf"


@pytest.mark.requirement(33, 36)
@pytest.mark.parametrize("name", ["casebook", "visit", "audit"])
def test_every_page_says_what_it_is_who_printed_it_when_and_whether_it_changed_after_signing(
    signed: Desk, name: str
) -> None:
    visit = "screening" if name == "visit" else None
    order = order_of(signed.view, signed.study, name, subject="A-03", visit=visit, language="en")
    report = print_report(signed.view, Printer.at(signed), order)
    number, _ = signed.file.head()
    pages = pages_of(report.content)
    for page, words in enumerate(pages, start=1):
        for told in (
            "SPMS-PLMSC", "Site 01", "Subject A-03", "CHANGED AFTER SIGNING",
            "Printed 2025-10-06 09:42 +03:30 by N. Rahimi, site coordinator", f"Page {page} of {len(pages)}",
            "crf-app 0.1.0", "Study version 1.0", f"Seal {signed.file.seal()} at fact {number}",
        ):  # fmt: skip
            assert told in words, page


@pytest.mark.requirement(36)
def test_the_tag_tells_the_whole_trail_from_a_part_of_it(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path / "new.crf", ("A-03",), visits=("screening",))
    assert "WHOLE TRAIL" in pages_of(audit(desk).content)[-1]
    assert "EXTRACT" in pages_of(audit(desk, narrowing=Narrowing(group="people")).content)[-1]
    desk.file.close()
