"""Every deed reads as a sentence: in the window, on paper and in exports, in every language of the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crf_app.base.words import LANGUAGES, words
from crf_app.capture import commands as c
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import EntryKey
from crf_app.exchange.audit_file import COLUMNS, row_of
from crf_app.gui.models.audit_lines import audit_line, detail
from crf_app.gui.models.item_course import course_of
from crf_app.reports.audit_pages import AuditPrinter, what_words
from crf_app.reports.naming import Naming
from crf_app.reports.sheet import style_sheet
from crf_app.reports.wording import Wording
from crf_app.services.fact_kinds import KIND_WORDS
from crf_app.services.fact_words import FactWords, local_text, offset_text
from crf_app.services.narrowing import GROUPS
from tests.services.clinic import MEANING, PASSWORD, Clinic, plmsc

SOMETHING: dict[str, Any] = {
    "id": "p1", "label": "A-01", "username": "rahimi", "name": "N. Rahimi", "role": "coordinator", "version": "1.0",
    "study": "spms-plmsc", "site": "01", "date": "2025-05-22", "value": "6.0", "relevant": "yes", "text": "Why?",
    "number": "3", "meaning": MEANING, "level": "locked", "scope": "", "file_name": "a.pdf", "sha256": "0" * 64,
    "at": "2025-05-22T05:30:00.000Z", "section": "s", "count": "12",
}  # fmt: skip
"""Contents that serve every kind."""


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path, ("screening",))


def words_of(clinic: Clinic, language: str = "en") -> FactWords:
    labels = {each.id: each.label for each in clinic.desk.file.overview()}
    return FactWords(plmsc(), clinic.desk.file.people(), labels, words(language))


@pytest.mark.requirement(1, 4, 7)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_fact_is_without_words(clinic: Clinic, language: str) -> None:
    said, some = words_of(clinic, language), next(clinic.desk.file.facts(kinds=[FactKind.ENTRY_RECORDED]))
    wording = Wording(said.say, plmsc(), {})
    paper = AuditPrinter(Naming(wording), style_sheet(language), said, several=True)
    assert set(KIND_WORDS) == set(FactKind)
    for kind in FactKind:
        fact = replace(some, kind=kind, old=SOMETHING, new=SOMETHING)
        window, table = audit_line(fact, said), dict(zip(COLUMNS, row_of(fact, said), strict=True))
        for told in (window.what, table["what"], said.say(what_words(kind))):
            assert told
            assert kind.value not in told
        assert language == "en" or said.say(KIND_WORDS[kind]) != KIND_WORDS[kind], kind
        assert language == "en" or said.say(what_words(kind)) != what_words(kind), kind
        assert detail(fact, said)
        assert paper.listing([fact]).row_count == 1


@pytest.mark.requirement(4)
def test_each_kind_is_found_by_a_group() -> None:
    grouped = [kind for id_, (_, kinds) in GROUPS.items() if id_ != "all" for kind in kinds or ()]
    assert sorted(grouped) == sorted(FactKind), "each in one group"


@pytest.mark.requirement(6)
@pytest.mark.parametrize(
    ("minutes", "shown"), [(210, "+03:30"), (0, "+00:00"), (-570, "-09:30"), (-30, "-00:30"), (840, "+14:00")]
)
def test_an_offset_is_written_as_iso_does(minutes: int, shown: str) -> None:
    assert offset_text(minutes) == shown


@pytest.mark.requirement(6)
def test_local_time_may_fall_on_another_day(clinic: Clinic) -> None:
    fact = next(clinic.desk.file.facts())
    assert local_text(replace(fact, at="2025-05-21T22:15:00.000Z", offset=210)) == "2025-05-22 01:45:00 +03:30"
    assert local_text(replace(fact, at="2025-05-22T01:00:00.000Z", offset=-300)) == "2025-05-21 20:00:00 -05:00"


def test_what_the_study_no_longer_has_speaks_for_itself(clinic: Clinic) -> None:
    said, fact = words_of(clinic), next(clinic.desk.file.facts(kinds=[FactKind.ENTRY_RECORDED]))
    gone = replace(fact, page=f"{fact.subject}/month_99/diary", visit=f"{fact.subject}/month_99", item="mood")
    assert (said.where(gone), said.item(gone), said.new(gone)) == ("month_99 · diary", "mood", said.new(gone))


def test_a_persons_own_words_are_never_translated(clinic: Clinic) -> None:
    said, fact = words_of(clinic, "fa"), next(clinic.desk.file.facts(kinds=[FactKind.ENTRY_RECORDED]))
    assert said.reason(replace(fact, reason="Signed in")) == "Signed in"
    assert said.reason(replace(fact, reason="typing: seen in the letter")) == "خطای تایپ: seen in the letter"
    assert said.reason(replace(fact, reason="what was signed has changed")) != "what was signed has changed"


@pytest.mark.requirement(2, 4, 14, 23)
def test_the_course_of_an_item_tells_what_reaches_it(clinic: Clinic) -> None:
    subject = clinic.subject("A-01")
    page = subject.place("demographics", "screening")
    clinic.does(c.VerifySource(page, (EntryKey("height"),)), by="moradi")
    clinic.does(c.Sign(MEANING, PASSWORD, username="karimi", visit=page.visit), by="karimi")
    subject.sheet("demographics", "screening").types(height="181").saves(reason="typing")
    said = words_of(clinic)
    told = [_line(fact, said) for fact in course_of(clinic.desk.view, page, EntryKey("height"))]
    # Newest first. The facts of one step stand in the order in which one follows from the other.
    assert told[::-1] == [
        ("Entered", "162\u00a0cm", "rahimi"),
        ("Compared with the source", "", "moradi"),
        ("Signed", f"M. Karimi: {MEANING}", "karimi"),
        ("Corrected", "162\u00a0cm → 181\u00a0cm", "rahimi"),
        ("Signature taken off", "", "rahimi"),
        ("No longer compared with the source", "", "rahimi"),
    ]  # fmt: skip


def _line(fact: Fact, said: FactWords) -> tuple[str, str, str]:
    line = audit_line(fact, said)
    return line.what, line.change, said.username(fact.person)


def test_another_item_of_the_page_knows_the_signature_alone(clinic: Clinic) -> None:
    subject = clinic.subject("A-01")
    page = subject.place("demographics", "screening")
    clinic.does(c.Sign(MEANING, PASSWORD, username="karimi", visit=page.visit), by="karimi")
    kinds = [fact.kind for fact in course_of(clinic.desk.view, page, EntryKey("sex"))]
    assert kinds == [FactKind.SIGNATURE_MADE, FactKind.ENTRY_RECORDED]
