"""A signature holds for what its pages held when it was made; a change that slipped past it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.signed_content import content_of
from crf_app.store.study_file import StudyFile
from tests.store.trial import a_visit, entered, on_page, record, signed

EDSS = "s1/month_1/edss"


@pytest.fixture
def signed_file(file: StudyFile) -> StudyFile:
    """A file with a signature on one page, made by somebody who did not see how far the subject walked."""
    record(file, [*a_visit(), on_page(FactKind.PAGE_COMPLETED, EDSS)])
    record(file, [_signed(file, withheld=["edss/walk"])])
    return file


def _signed(file: StudyFile, withheld: list[str]) -> Draft:
    held = file.subject("s1")
    assert held is not None
    draft = signed("s1", "month_1", [EDSS])
    content = content_of([held.pages[EDSS]], withheld)
    return replace(draft, new={**(draft.new or {}), "content": content, "withheld": withheld})


@pytest.mark.requirement(5, 14)
def test_a_file_is_sound_while_its_signatures_hold(signed_file: StudyFile) -> None:
    result = signed_file.verify()
    assert result.sound
    assert result.rows["signature"] == 1


@pytest.mark.requirement(5, 14)
def test_a_change_that_took_no_signature_off_is_named(signed_file: StudyFile) -> None:
    record(signed_file, [entered(EDSS, "total", "4")])
    (found,) = signed_file.verify().discrepancies
    assert found.code == "signature"
    assert found.text == (
        "The signature of Dr. Dora (reviewed), subject P01, visit month_1: its pages do not hold what was signed, "
        "and no fact says that it was taken off."
    )


@pytest.mark.requirement(14)
def test_what_the_signer_did_not_see_may_change(signed_file: StudyFile) -> None:
    record(signed_file, [entered(EDSS, "walk", "300")])
    assert signed_file.verify().sound


@pytest.mark.requirement(14)
def test_a_signature_that_was_taken_off_says_nothing_any_more(signed_file: StudyFile) -> None:
    broken = Draft(FactKind.SIGNATURE_BROKEN, "s1", "s1/month_1", new={"id": "g1"})
    record(signed_file, [entered(EDSS, "total", "4"), broken])
    assert signed_file.verify().sound


def test_a_signature_on_a_page_that_never_was_is_named(signed_file: StudyFile) -> None:
    record(signed_file, [signed("s1", "month_1", ["s1/month_1/msfc"], "g2")])
    (found,) = signed_file.verify().discrepancies
    assert (found.code, found.visit) == ("signature", "s1/month_1")
