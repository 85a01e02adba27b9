"""A signature on paper is more than a mark: who it was, when, and what it means."""

from __future__ import annotations

import pytest

from crf_app.capture.commands import Sign
from crf_app.services.desk import Desk
from tests.reports.printed_file import MEANING, PASSWORD, place_of, printed, sign, text_of


@pytest.mark.requirement(13)
@pytest.mark.parametrize("visit", ["screening", None], ids=["one visit", "the casebook"])
def test_an_inspector_reads_the_name_the_moment_and_the_meaning(desk: Desk, visit: str | None) -> None:
    before = text_of(printed(desk, "A-03", visit=visit).content)
    assert MEANING not in before
    sign(desk, place_of(desk, "A-03", "screening", "vital_signs"))
    words = text_of(printed(desk, "A-03", visit=visit).content)
    signed = words[words.index(MEANING) - 400 : words.index(MEANING) + 400]
    assert "H. Moradi, investigator" in signed
    assert "2025-10-06 09:42 +03:30" in signed


@pytest.mark.requirement(13)
def test_a_signature_over_the_whole_casebook_says_so(desk: Desk) -> None:
    page = place_of(desk, "A-03", "screening", "vital_signs")
    desk.sign_in("moradi", PASSWORD)
    desk.do(Sign(MEANING, PASSWORD, subject=page.subject, username="moradi"))
    desk.sign_in("rahimi", PASSWORD)
    words = text_of(printed(desk, "A-03").content)
    listed = words[words.index("Signed Signed by Date and time") :]
    assert "Whole casebook H. Moradi, investigator 2025-10-06 09:42 +03:30" in listed
