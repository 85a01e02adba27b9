"""What a sponsor reads in a casebook, and what it looks like when something went another way."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import page as validator
import pytest
from pypdf import PdfReader

from crf_app.base.clock import SetClock
from crf_app.capture import commands as c
from crf_app.capture.commands import AnswerQuery, CloseQuery, MissVisit, RaiseQuery
from crf_app.capture.facts import Actor
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey
from crf_app.reports.catalogue import Printer, order_of, print_report
from crf_app.services.desk import Desk
from crf_app.services.verification import to_verify
from tests.reports.glyphs_on_page import lines
from tests.reports.printed_file import NOW, PASSWORD, place_of, printed, sign, text_of, titles_of, type_in


def test_the_casebook_of_a_subject_who_had_covid_19(set_a_desk: Desk) -> None:
    report = printed(set_a_desk, "A-03")
    words = text_of(report.content)
    assert "IL-10 <2.0 BLQ" in words
    assert "31.8 H" in words
    assert "A value stands out because of Infection" in words
    assert "COVID-19, recovered two days before the sample" in words
    assert "6.5 derived: edss_step 3, agrees with the rater" in words
    assert "Frozen at Unknown: not on the tube, asked the lab" in words
    assert "Male, 29 years at consent" in words
    assert "217.2 × 10" in words
    assert f"Seal {report.seal.text} at fact {report.seal.fact:,}" in words


def test_a_spanish_casebook_speaks_spanish_and_keeps_labels_the_study_has_not_translated(set_a_desk: Desk) -> None:
    file, study = set_a_desk.file, set_a_desk.study
    order = replace(order_of(file, study, "casebook", subject="A-03"), language="es")
    report = print_report(file, Printer.at(set_a_desk), order)
    words = text_of(report.content)
    assert "Centro 01" in words
    assert "Sujeto A-03" in words
    assert "6.5 derivado: edss_step 3, concuerda con el evaluador" in words
    assert "29 años en el consentimiento" in words
    assert f"Sello {report.seal.text} en la anotación" in words
    assert f"Página 2 de {report.pages}" in words
    assert "Second checker" in words
    for english in ("Printed", "at fact", "Study version", "Page 2"):
        assert english not in words


def test_a_headache_an_hour_after_the_infusion_is_told_with_its_drug(set_a_desk: Desk) -> None:
    words = text_of(printed(set_a_desk, "A-01").content)
    event = words[words.index("Adverse event 1: ") :]
    assert "CTCAE term, version 5 Headache 3 Grade 1" in event
    assert "Began 2025-02-10 18:30" in event
    assert "Ended 2025-02-10 19:30" in event
    assert "Number in the medication log 2" in event
    drug = words[words.index("Medication 2: Paracetamol") :]
    assert "Given for Adverse event 8 Number of the adverse event 1" in drug


@pytest.mark.parametrize(("subject", "pages"), [("A-01", 33), ("A-03", 32)])
def test_pages_and_bookmarks_lead_by_visit_and_by_form(set_a_desk: Desk, subject: str, pages: int) -> None:
    report = printed(set_a_desk, subject)
    assert (report.pages, len(PdfReader(io.BytesIO(report.content)).pages)) == (pages, pages)
    titles = titles_of(report.content)
    assert list(titles) == [
        "Cover", "Contents", "By visit", "By form", "Queries", "Audit trail", "Key to marks and codes",
    ]  # fmt: skip
    visits = ["Screening", "Day 0", "24 hours", "Month 1", "Month 3", "Month 6"]
    assert titles["By visit"] == [*visits, "Adverse event", "Medication"]
    screening = ["Consent", "Demographics", "MS history", "Virology", "Pregnancy test", "Eligibility", "Vital signs"]
    assert titles["By form"][:7] == screening


@pytest.mark.requirement(30)
@pytest.mark.parametrize("language", ["en", "fa", "zh"])
def test_casebooks_are_archive_files(set_a_desk: Desk, language: str, tmp_path: Path) -> None:
    target = tmp_path / "casebook.pdf"
    target.write_bytes(printed(set_a_desk, "A-03", language).content)
    found = validator.validate_pdf(str(target), profile="2b")
    assert found.is_compliant, str(found)


@pytest.mark.requirement(19)
@pytest.mark.parametrize("language", ["en", "fa", "zh"])
def test_an_unchanged_file_gives_the_same_bytes(set_a_desk: Desk, language: str) -> None:
    assert printed(set_a_desk, "A-01", language).content == printed(set_a_desk, "A-01", language).content


def test_the_twelfth_page_in_persian_is_read_as_twelve(set_a_desk: Desk) -> None:
    report = printed(set_a_desk, "A-03", "fa")
    foot = "".join(lines(report.content, 11)[-2:])
    assert "۱۲" in foot
    assert "۲۱" not in foot


def test_persian_paper_shows_both_calendars_and_keeps_the_sign_of_a_limit(set_a_desk: Desk) -> None:
    report = printed(set_a_desk, "A-03", "fa")
    seen = [line for n in range(report.pages) for line in lines(report.content, n)]
    assert any("۱۴۰۳/۱۲/۱۸" in line and "2025-03-08" in line for line in seen)
    assert any("<۲٫۰" in line for line in seen)


@pytest.mark.requirement(18)
def test_every_fact_of_the_subject_stands_in_the_audit_trail(set_a_desk: Desk) -> None:
    id_ = set_a_desk.file.find_subject("A-01")
    words = text_of(printed(set_a_desk, "A-01").content)
    trail = words[words.index("every fact about this subject") :]
    for fact in set_a_desk.file.facts(subject=id_):
        assert f"{fact.seq:,} 2025-10-06 09:42 +03:30" in trail


@pytest.mark.requirement(4)
def test_a_changed_value_bears_a_letter_and_the_letter_tells_why(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "vital_signs")
    type_in(desk, page, {"heart_rate": "130"}, "typing: read from the wrong line")
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert "Pulse 130a /min H" in words
    changes = words[words.index("Changes From → to") :]
    assert "a Vital signs: Pulse" in changes
    assert "→ 130" in changes
    assert "Typing error: read from the wrong line" in changes
    whole = printed(desk, "A-03").content
    assert "Changes after first saving" in titles_of(whole)
    assert "Changes after first saving, 1" in text_of(whole)


@pytest.mark.requirement(14, 36)
def test_a_change_after_signing_is_seen_from_across_a_desk(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "vital_signs")
    sign(desk, page)
    whole = text_of(printed(desk, "A-03", visit="screening").content)
    assert "valid, nothing changed since" in whole
    assert "CHANGED AFTER SIGNING" not in whole
    type_in(desk, page, {"heart_rate": "71"}, "typing")
    broken = next(s for s in desk.record(page.subject).signatures.values()).broken_by
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert "CHANGED AFTER SIGNING" in words
    assert f"changed after signing by N. Rahimi, site coordinator, fact {broken:,}: sign again" in words
    sign(desk, page)
    again = text_of(printed(desk, "A-03", visit="screening").content)
    assert "CHANGED AFTER SIGNING" not in again
    assert f"fact {broken:,}; signed again since" in again


def test_a_signed_visit_without_open_queries_is_final_and_the_casebook_is_not(desk: Desk) -> None:
    sign(desk, place_of(desk, "A-03", "screening", "vital_signs"))
    assert "FINAL" in text_of(printed(desk, "A-03", visit="screening").content)
    cover = PdfReader(io.BytesIO(printed(desk, "A-03").content)).pages[0].extract_text()
    assert "INTERIM" in cover
    assert "not yet signed in full: 1 of 8 visits" in cover


@pytest.mark.requirement(18, 21)
def test_a_query_is_told_at_its_value_and_with_every_word_that_was_said(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "vital_signs")
    desk.sign_in("amini", PASSWORD)
    desk.do(RaiseQuery("Please look at the source again.", page=page, key=EntryKey("heart_rate")))
    query = next(q for q in desk.record(page.subject).queries.values() if q.item == "heart_rate")
    name = f"Q{query.number:02d}"
    desk.clock = SetClock(NOW + timedelta(days=3))
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert f"{name} Vital signs: Pulse open 3 days" in words
    desk.sign_in("rahimi", PASSWORD)
    desk.do(AnswerQuery(page.subject, query.id, "It says 69."))
    assert "answered, waits for the monitor 3 days" in text_of(printed(desk, "A-03", visit="screening").content)
    desk.sign_in("amini", PASSWORD)
    desk.do(CloseQuery(page.subject, query.id, "Accepted."))
    words = text_of(printed(desk, "A-03", visit="screening").content)
    for said in ("S. Amini, monitor", "N. Rahimi, site coordinator", "It says 69.", "Accepted.", "closed after 3 days"):
        assert said in words


def test_what_cannot_be_read_is_printed_as_it_was_typed(desk: Desk) -> None:
    page = place_of(desk, "A-03", "month_1", "vital_signs")
    from crf_app.base.partial_date import PartialDate
    from crf_app.capture.commands import StartVisit

    assert page.visit
    desk.do(StartVisit(page.visit, PartialDate.parse("2025-04-24")))
    type_in(desk, page, {"heart_rate": "about 70", "body_temperature": "36.6"})
    words = text_of(printed(desk, "A-03", visit="month_1").content)
    assert "“about 70” cannot be read as a whole number, kept as typed" in words
    assert "not complete yet" in words
    assert "Systolic not entered" in words
    assert "EDSS nothing entered" in words


def test_a_hidden_value_is_kept_and_says_so(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "edss")
    type_in(desk, page, {"assessed": "no", "reason_not_assessed": "refused"}, "source_corrected")
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert "S. Tavakoli not asked now, kept" in words


def test_a_page_not_done_and_a_visit_missed_keep_their_reasons(desk: Desk) -> None:
    page = place_of(desk, "A-03", "hour_24", "reaction_checklist")
    assert page.visit
    desk.do(MissVisit(page.visit, "refused", "went home"))
    words = text_of(printed(desk, "A-03").content)
    assert "24 hours Missed" in words
    assert "Refused: went home" in words


@pytest.mark.parametrize("language", ["en", "fa", "zh"])
def test_whatever_people_type_is_printed(desk: Desk, language: str) -> None:
    page = place_of(desk, "A-03", "day_0", "cytokines")
    hostile = "<b>&amp;</b> 😀 \u202eabc " + "x" * 200 + " word" * 20_000
    type_in(desk, page, {"explanation": "other", "explanation_words": hostile}, "new_information")
    report = printed(desk, "A-03", language, visit="day_0")
    words = text_of(report.content)
    assert "<b>&amp;</b>" in words
    assert "[U+1F600]" in words
    assert words.count("word") >= 20_000
    assert report.pages > 20


def test_a_subject_of_whom_nothing_is_known_yet_prints(desk: Desk) -> None:
    from crf_app.capture.commands import Enrol

    desk.do(Enrol("A-02"))
    words = text_of(printed(desk, "A-02").content)
    assert "in screening" in words
    assert "0 of 0" in words
    assert "Key to marks and codes" in words


@pytest.mark.requirement(23, 24)
def test_paper_tells_what_was_compared_what_changed_since_and_what_is_held(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "vital_signs")
    monitor = Actor("p-monitor", "L. Moradi", "monitor")
    keys = to_verify(desk.study, desk.record(page.subject).pages[page.id])
    desk.do(c.VerifySource(page, keys), actor=monitor)
    desk.do(c.FreezeData(HoldPlace(page=place_of(desk, "A-03", "screening", "edss"))), actor=monitor)
    type_in(desk, page, {"heart_rate": "71"}, "typing")
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert f"{len(keys) - 1} of {len(keys)} compared with the source" in words
    vital_signs = words[words.index("Vital signs") : words.index("EDSS form")]
    assert vital_signs.count("changed since") == 1
    assert "frozen" not in vital_signs
    assert "frozen" in words[words.index("EDSS form") :]


@pytest.mark.requirement(21)
def test_a_cancelled_query_is_printed_with_its_reason_and_counts_as_over(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "edss")
    monitor = Actor("p-monitor", "L. Moradi", "monitor")
    desk.do(c.RaiseQuery("Who rated?", page=page), actor=monitor)
    query = next(q for q in desk.record(page.subject).queries.values() if q.messages[0].text == "Who rated?")
    desk.do(c.CancelQuery(page.subject, query.id, "Meant for A-04."), actor=monitor)
    words = text_of(printed(desk, "A-03", visit="screening").content)
    assert "cancelled the same day" in words
    assert "Meant for A-04." in words
    assert f"Q{query.number:02d}" in words


@pytest.mark.requirement(21)
def test_every_step_of_a_query_is_printed_with_who_and_what_it_is_about(desk: Desk) -> None:
    """Closing without a word and asking again leave two lines; a list over all visits names the visit."""
    page = place_of(desk, "A-03", "screening", "edss")
    monitor = Actor("p-monitor", "L. Moradi", "monitor")
    desk.do(c.RaiseQuery("Who rated?", page=page), actor=monitor)
    desk.do(c.RaiseQuery("Is a second letter filed?", subject=page.subject), actor=monitor)
    query = next(q for q in desk.record(page.subject).queries.values() if q.messages[0].text == "Who rated?")
    desk.do(c.CloseQuery(page.subject, query.id, ""), actor=monitor)
    desk.do(c.ReopenQuery(page.subject, query.id, "It was somebody else."), actor=monitor)
    words = text_of(printed(desk, "A-03").content)
    listed = words[words.index("each one stands with its visit as well") :]
    assert f"Q{query.number:02d} Screening · EDSS" in listed
    thread = listed[listed.index("Who rated?") : listed.index("It was somebody else.")]
    assert "p-monitor closed" in thread
    assert "the subject" in listed[listed.index("It was somebody else.") : listed.index("Is a second letter filed?")]
