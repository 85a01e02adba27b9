"""Signing at the desk: two components, what is bound, batches, and what a later change does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey
from crf_app.capture.signed_content import still_holds
from crf_app.services.desk import PROGRAM
from crf_app.services.lock_out import MOST_FAILURES, LockedOut
from crf_app.services.signatures import WrongPassword
from crf_app.store.connection import Connection
from crf_app.store.study_file import StudyFile
from tests.services.clinic import MEANING, PASSPHRASE, PASSWORD, Clinic, Subject
from tests.store.trial import forged


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Subject]:
    """A subject whose screening and day 0 were entered; the investigator has just signed in."""
    clinic = Clinic(tmp_path, past=("screening", "day_0"))
    clinic.desk.sign_out()
    clinic.desk.sign_in("karimi", PASSWORD)
    yield clinic.subject("A-01")
    clinic.desk.file.close()


def signs(subject: Subject, visit: str | None = "day_0", password: str = PASSWORD, username: str = "") -> None:
    place = subject.visit(visit) if visit else None
    whole = None if visit else subject.id
    subject.clinic.desk.do(c.Sign(MEANING, password, place, subject=whole, username=username))


@pytest.mark.requirement(15)
def test_the_first_signature_of_a_session_takes_both_and_later_ones_the_password(seen: Subject) -> None:
    desk = seen.clinic.desk
    assert not desk.signed_before
    with pytest.raises(Refusal, match="takes your user name and your password"):
        signs(seen)
    signs(seen, username="Karimi")
    assert desk.signed_before
    signs(seen, "screening")
    desk.sign_out()
    desk.sign_in("karimi", PASSWORD)
    assert not desk.signed_before
    with pytest.raises(Refusal, match="takes your user name"):
        signs(seen, None)


@pytest.mark.requirement(16)
@pytest.mark.parametrize("username", ["moradi", "nobody"])
def test_nobody_signs_with_another_name(seen: Subject, username: str) -> None:
    with pytest.raises(WrongPassword, match="Nothing was signed"):
        signs(seen, username=username)
    assert seen.record.signatures == {}
    (failed,) = seen.clinic.desk.file.facts(kinds=[FactKind.SIGN_IN_FAILED])
    assert (failed.new or {})["signing"] == "yes"


@pytest.mark.requirement(10, 16)
def test_failures_to_sign_lock_the_account_and_end_the_session(seen: Subject) -> None:
    desk = seen.clinic.desk
    for _ in range(MOST_FAILURES):
        assert desk.actor is not None
        with pytest.raises(WrongPassword):
            signs(seen, password="not mine at all", username="karimi")
    assert desk.actor is None
    assert len(list(desk.file.facts(kinds=[FactKind.SIGN_IN_FAILED]))) == MOST_FAILURES
    assert list(desk.file.facts(kinds=[FactKind.PERSON_LOCKED_OUT]))
    with pytest.raises(LockedOut):
        desk.sign_in("karimi", PASSWORD)


@pytest.mark.requirement(13)
def test_a_signature_keeps_the_printed_name_the_meaning_and_the_time(seen: Subject) -> None:
    signs(seen, username="karimi")
    (signature,) = seen.record.signatures.values()
    assert (signature.name, signature.role, signature.meaning) == ("M. Karimi", "investigator", MEANING)
    assert (signature.at, signature.offset) == ("2025-05-22T05:30:00.000Z", 210)
    seen.clinic.does(c.RenamePerson(seen.clinic.people["karimi"].person, "M. Karimi-Ahmadi", "married"), by="sadeghi")
    (signature,) = seen.record.signatures.values()
    assert signature.name == "M. Karimi"


@pytest.mark.requirement(14)
def test_a_casebook_is_signed_at_once_and_any_change_breaks_it(seen: Subject) -> None:
    signs(seen, None, username="karimi")
    (signature,) = seen.record.signatures.values()
    assert set(signature.pages) == set(seen.record.pages)
    assert seen.mark("screening") == seen.mark("day_0") == "signed"
    with pytest.raises(Refusal, match="signed already"):
        signs(seen, None)
    seen.clinic.signs_in("rahimi")
    seen.comes("month_1", "2025-07-07")
    (broken,) = seen.record.signatures.values()
    assert broken.broken_by is not None
    page = seen.place("edss", "day_0").id
    assert seen.record.signature_on(page) is None
    assert seen.record.broken_on(page) == broken


@pytest.mark.requirement(14)
def test_a_broken_signature_stays_to_be_seen_until_somebody_signs_again(seen: Subject) -> None:
    signs(seen, username="karimi")
    page = seen.place("edss", "day_0").id
    assert seen.record.broken_on(page) is None
    seen.clinic.signs_in("rahimi")
    seen.sheet("edss", "day_0").types(rater="A. Other").saves(reason="typing error")
    broken = seen.record.broken_on(page)
    assert broken is not None
    seen.clinic.desk.sign_in("karimi", PASSWORD)
    signs(seen, username="karimi")
    assert seen.record.broken_on(page) is None
    assert len(seen.record.signatures) == 2


CHANGES: dict[str, Callable[[Connection, str], object]] = {
    "a value": lambda con, page: con.execute("UPDATE entry SET value='9' WHERE page=? AND item='total'", (page,)),
    "a comment": lambda con, page: con.execute("UPDATE entry SET comment='x' WHERE page=? AND item='rater'", (page,)),
    "an entry gone": lambda con, page: con.execute("DELETE FROM entry WHERE page=? AND item='rater'", (page,)),
    "a state": lambda con, page: con.execute("UPDATE page SET state='begun' WHERE id=?", (page,)),
    "a version": lambda con, page: con.execute("UPDATE page SET form_version=99 WHERE id=?", (page,)),
}


@pytest.mark.requirement(14)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_through_the_raw_tables_does_not_hold_against_the_signature(seen: Subject, change: str) -> None:
    signs(seen, username="karimi")
    (signature,) = seen.record.signatures.values()
    assert still_holds(seen.record, signature)
    path, page = seen.clinic.desk.file.path, seen.place("edss", "day_0").id
    seen.clinic.desk.file.close()
    forged(path, lambda con: CHANGES[change](con, page), PASSPHRASE)
    with StudyFile.open(path, PASSPHRASE, program=PROGRAM) as file:
        record = file.subject(seen.id)
        assert record is not None
        (after,) = record.signatures.values()
        assert after.broken_by is None
        assert not still_holds(record, after)


@pytest.mark.requirement(14, 26)
def test_a_signature_covers_what_its_signer_sees(tmp_path: Path) -> None:
    """A value the signer cannot see may change without breaking the signature, or telling that there is one."""
    from crf_app.capture.signed_content import content_of

    clinic = Clinic(tmp_path, past=("screening", "day_0"))
    subject = clinic.subject("A-01")
    page = subject.record.pages[subject.place("edss", "day_0").id]
    whole = content_of([page])
    assert content_of([page], ["edss/rater"]) != whole
    before = content_of([page], ["edss/rater"])
    subject.sheet("edss", "day_0").types(rater="A. Other").saves(reason="typing error")
    page = subject.record.pages[page.place.id]
    assert content_of([page], ["edss/rater"]) == before
    assert content_of([page]) != whole
    assert page.entries[EntryKey("rater")].stored["value"] == "A. Other"
    clinic.desk.file.close()
