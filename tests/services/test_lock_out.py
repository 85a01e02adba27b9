"""Five failures lock an account for half an hour; the administrator is told, and can let the person in earlier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.services import accounts
from crf_app.services.lock_out import CLOSED_FOR, MOST_FAILURES, LockedOut
from tests.services.clinic import PASSWORD, Clinic


def fails(clinic: Clinic, username: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Refusal):
            clinic.desk.sign_in(username, "a wrong password")


@pytest.mark.requirement(10, 16)
def test_the_fifth_failure_locks_and_the_right_password_does_not_help(clinic: Clinic) -> None:
    fails(clinic, "karimi", MOST_FAILURES - 1)
    clinic.desk.sign_in("karimi", PASSWORD)
    fails(clinic, "karimi", MOST_FAILURES)
    with pytest.raises(LockedOut, match=r"After 5 failed attempts this account is locked until 09:30\."):
        clinic.desk.sign_in("karimi", PASSWORD)
    (locked,) = clinic.desk.file.facts(kinds=[FactKind.PERSON_LOCKED_OUT])
    assert (locked.new or {})["username"] == "karimi"


@pytest.mark.requirement(10)
def test_half_an_hour_later_the_person_comes_in_again(clinic: Clinic) -> None:
    fails(clinic, "karimi", MOST_FAILURES)
    clinic.clock.moment = clinic.clock.now() + CLOSED_FOR - timedelta(seconds=1)
    with pytest.raises(LockedOut):
        clinic.desk.sign_in("karimi", PASSWORD)
    clinic.clock.moment = clinic.clock.now() + timedelta(seconds=1)
    assert clinic.desk.sign_in("karimi", PASSWORD).name == "M. Karimi"


@pytest.mark.requirement(6, 10)
def test_a_clock_set_back_does_not_open_the_door(clinic: Clinic) -> None:
    fails(clinic, "karimi", MOST_FAILURES)
    clinic.clock.moment = clinic.clock.now() - timedelta(days=1)
    with pytest.raises(LockedOut):
        clinic.desk.sign_in("karimi", PASSWORD)


@pytest.mark.requirement(10)
def test_the_administrator_lets_the_person_in_earlier(clinic: Clinic) -> None:
    karimi = clinic.people["karimi"].person
    assert not clinic.does(c.ReleasePerson(karimi), by="sadeghi"), "nobody was locked out"
    fails(clinic, "karimi", MOST_FAILURES)
    with pytest.raises(Refusal, match="As monitor you cannot release"):
        clinic.does(c.ReleasePerson(karimi), by="moradi")
    assert clinic.does(c.ReleasePerson(karimi), by="sadeghi")
    assert clinic.desk.sign_in("karimi", PASSWORD).person == karimi


@pytest.mark.requirement(12)
def test_the_administrator_is_told_what_failed_since_they_were_here(clinic: Clinic) -> None:
    admin = clinic.people["sadeghi"].person
    fails(clinic, "moradi", 1)
    clinic.desk.sign_in("sadeghi", PASSWORD)
    clinic.desk.sign_out()
    fails(clinic, "karimi", MOST_FAILURES)
    fails(clinic, "nobody", 2)
    clinic.desk.sign_in("sadeghi", PASSWORD)
    told = accounts.notices(clinic.desk.file, accounts.last_time(clinic.desk.file, admin))
    assert [(each.person and each.person.username, each.failed, each.locked_out) for each in told] == [
        (None, 2, False),
        ("karimi", MOST_FAILURES, True),
    ], "what was told the last time is not told again"


@pytest.mark.requirement(12, 16)
def test_failed_signatures_are_told_apart(clinic: Clinic) -> None:
    clinic.subject_through("screening")
    clinic.desk.sign_in("karimi", PASSWORD)
    subject = clinic.subject("A-01")
    for _ in range(2):
        with pytest.raises(Refusal):
            clinic.desk.do(c.Sign("checked", "a wrong one", visit=subject.visit("screening"), username="karimi"))
    (told,) = accounts.notices(clinic.desk.file, 0)
    assert (told.failed, told.signing) == (2, 2)
