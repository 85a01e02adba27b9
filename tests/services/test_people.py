"""Accounts: given once, changed with a reason, closed and never removed; what happened to each can be read."""

from __future__ import annotations

import pytest

from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.services import accounts
from crf_app.services.lock_out import MOST_FAILURES, LockedOut
from crf_app.services.passwords import one_time_password
from tests.services.clinic import PASSWORD, PEOPLE, Clinic

NEW = "seven quiet rivers"
OTHER = "a field of barley"


def person(clinic: Clinic, username: str) -> str:
    return clinic.people[username].person


def does(clinic: Clinic, command: c.Command) -> bool:
    return bool(clinic.does(command, by="sadeghi"))


def state(clinic: Clinic, username: str) -> str:
    account = accounts.account_of(clinic.desk.file, username, clinic.clock.now())
    assert account is not None
    return account.state


def adds(clinic: Clinic, username: str, name: str = "T. Tavakoli", role: str = "reader", password: str = NEW) -> None:
    does(clinic, c.AddPerson(username, name, role, password))


# Unique, never given again


@pytest.mark.requirement(8)
@pytest.mark.parametrize(
    "spelled",
    ["RAHIMI", " rahimi ", "ｒａｈｉｍｉ", "rah\u0131mi".replace("\u0131", "\u0456"), "rаhimi", "ra himi"],
    ids=["capitals", "spaces", "full width", "Ukrainian i", "Cyrillic a", "a space inside"],
)
def test_a_name_that_looks_like_another_is_taken(clinic: Clinic, spelled: str) -> None:
    with pytest.raises(Refusal, match="given already"):
        adds(clinic, spelled)


@pytest.mark.requirement(8)
def test_two_ways_of_typing_an_accent_or_a_persian_letter_are_one_name(clinic: Clinic) -> None:
    adds(clinic, "jos\u00e9")
    adds(clinic, "\u0639\u0644\u06cc", name="Ali Karimi")
    for again in ("jose\u0301", "\u0639\u0644\u064a", "\u0639\u0644\u0649"):
        with pytest.raises(Refusal, match="given already"):
            adds(clinic, again)
    clinic.desk.sign_in("JOSE\u0301", NEW)


@pytest.mark.requirement(8)
@pytest.mark.parametrize("username", ["rah\u200bimi", "admin\u202e", "a\x00b", "line\nline", "\u200b"])
def test_a_name_of_signs_nobody_sees_is_refused(clinic: Clinic, username: str) -> None:
    with pytest.raises(Refusal):
        adds(clinic, username)
    with pytest.raises(Refusal):
        adds(clinic, "tavakoli", name=f"T. {username}vakoli")
    assert len(clinic.desk.file.people()) == len(PEOPLE)


@pytest.mark.requirement(8)
def test_the_user_name_of_somebody_who_left_is_never_given_again(clinic: Clinic) -> None:
    does(clinic, c.DisablePerson(person(clinic, "moradi"), "left the sponsor"))
    assert state(clinic, "moradi") == accounts.CLOSED
    with pytest.raises(Refusal, match="given already"):
        adds(clinic, "Moradi", name="Another Moradi")
    assert [each.name for each in clinic.desk.file.people()] == [name for name, _ in PEOPLE.values()]


def test_a_persian_name_may_hold_its_joiner(clinic: Clinic) -> None:
    adds(clinic, "nik", name="\u0646\u06cc\u06a9\u200c\u0646\u0627\u0645")
    assert clinic.desk.file.people()[-1].name == "\u0646\u06cc\u06a9\u200c\u0646\u0627\u0645"


# Closed, opened again


@pytest.mark.requirement(7, 8)
def test_a_closed_account_lets_nobody_in_until_it_is_opened(clinic: Clinic) -> None:
    moradi = person(clinic, "moradi")
    does(clinic, c.DisablePerson(moradi, "on leave"))
    with pytest.raises(Refusal, match="closed"):
        clinic.desk.sign_in("moradi", PASSWORD)
    with pytest.raises(Refusal, match="do not belong together"):
        clinic.desk.sign_in("moradi", "a wrong password")
    does(clinic, c.EnablePerson(moradi, "back from leave"))
    assert clinic.desk.sign_in("moradi", PASSWORD).person == moradi


def test_closing_what_is_closed_and_opening_what_is_open_leave_no_fact(clinic: Clinic) -> None:
    moradi = person(clinic, "moradi")
    assert not does(clinic, c.EnablePerson(moradi, "back"))
    assert does(clinic, c.DisablePerson(moradi, "left"))
    assert not does(clinic, c.DisablePerson(moradi, "left"))


@pytest.mark.requirement(7)
@pytest.mark.parametrize("kind", [c.DisablePerson, c.ChangeRole, c.RenamePerson, c.ResetPassword])
def test_what_is_done_to_an_account_needs_a_reason(clinic: Clinic, kind: type) -> None:
    moradi = person(clinic, "moradi")
    more = {
        c.DisablePerson: (),
        c.ChangeRole: ("reader",),
        c.RenamePerson: ("L. Moradi-Azad",),
        c.ResetPassword: (NEW,),
    }
    with pytest.raises(Refusal, match="Say why"):
        does(clinic, kind(moradi, *more[kind], " "))


# The administrator


@pytest.mark.requirement(9)
def test_the_file_never_loses_its_last_administrator(clinic: Clinic) -> None:
    sadeghi = person(clinic, "sadeghi")
    for command in (c.DisablePerson(sadeghi, "leaves"), c.ChangeRole(sadeghi, "reader", "leaves")):
        with pytest.raises(Refusal, match="your own account"):
            does(clinic, command)
    adds(clinic, "tavakoli", role="administrator")
    second = clinic.desk.sign_in("tavakoli", NEW)
    clinic.desk.do(c.ChangePassword(NEW, OTHER))
    clinic.desk.do(c.DisablePerson(sadeghi, "leaves"))
    with pytest.raises(Refusal, match="no administrator"):
        clinic.desk.do(c.ChangeRole(second.person, "reader", "x"), actor=clinic.people["sadeghi"])
    assert state(clinic, "tavakoli") == accounts.ACTIVE


@pytest.mark.requirement(8)
def test_another_role_holds_from_the_next_sign_in(clinic: Clinic) -> None:
    moradi = person(clinic, "moradi")
    does(clinic, c.ChangeRole(moradi, "data_manager", "new contract"))
    assert clinic.desk.sign_in("moradi", PASSWORD).role == "data_manager"
    (changed,) = clinic.desk.file.facts(kinds=[FactKind.PERSON_CHANGED])
    assert (changed.old, changed.new) == ({"role": "monitor"}, {"id": moradi, "role": "data_manager"})
    assert changed.reason == "new contract"


# Passwords that are for one time


@pytest.mark.requirement(10)
def test_a_first_password_does_nothing_but_choose_another(clinic: Clinic) -> None:
    adds(clinic, "tavakoli", role="coordinator")
    clinic.desk.sign_in("tavakoli", NEW)
    assert clinic.desk.must_change_password
    with pytest.raises(Refusal, match="Choose a password of your own first"):
        clinic.desk.do(c.Enrol("A-01"))
    with pytest.raises(Refusal, match="is the old one"):
        clinic.desk.do(c.ChangePassword(NEW, NEW))
    clinic.desk.do(c.ChangePassword(NEW, OTHER))
    clinic.desk.do(c.Enrol("A-01"))
    assert not clinic.desk.must_change_password
    clinic.desk.sign_out()
    with pytest.raises(Refusal):
        clinic.desk.sign_in("tavakoli", NEW)
    clinic.desk.sign_in("tavakoli", OTHER)
    assert not clinic.desk.must_change_password


@pytest.mark.requirement(10)
def test_a_reset_password_is_for_one_time_and_the_old_one_is_gone(clinic: Clinic) -> None:
    moradi = person(clinic, "moradi")
    given = one_time_password(("moradi", "L. Moradi"))
    does(clinic, c.ResetPassword(moradi, given, "forgotten"))
    with pytest.raises(Refusal):
        clinic.desk.sign_in("moradi", PASSWORD)
    clinic.desk.sign_in("moradi", given)
    assert clinic.desk.must_change_password
    trail = list(clinic.desk.file.facts(kinds=[FactKind.PASSWORD_RESET]))
    assert [((fact.new or {})["id"], fact.reason) for fact in trail] == [(moradi, "forgotten")]


@pytest.mark.requirement(10, 12)
def test_guessing_the_old_password_when_changing_it_locks_as_well(clinic: Clinic) -> None:
    clinic.desk.sign_in("moradi", PASSWORD)
    shut_out: list[bool] = []
    clinic.desk.shut_out = lambda: shut_out.append(clinic.desk.actor is None)
    for _ in range(MOST_FAILURES):
        with pytest.raises(Refusal, match="old password is not right"):
            clinic.desk.do(c.ChangePassword("not this one", NEW))
    assert shut_out == [True], "the desk signs the person out, and says so once"
    with pytest.raises(LockedOut):
        clinic.desk.sign_in("moradi", PASSWORD)


# What can be read


@pytest.mark.requirement(7, 8)
def test_the_history_of_an_account_tells_who_did_what_and_why(clinic: Clinic) -> None:
    moradi = person(clinic, "moradi")
    does(clinic, c.RenamePerson(moradi, "L. Moradi-Azad", "married"))
    does(clinic, c.DisablePerson(moradi, "on leave"))
    does(clinic, c.ResetPassword(person(clinic, "karimi"), NEW, "forgotten"))
    does(clinic, c.EnablePerson(moradi, "back"))
    told = [(fact.kind.value, fact.person, fact.reason) for fact in accounts.history(clinic.desk.file, moradi)]
    admin = person(clinic, "sadeghi")
    assert told == [
        ("person.enabled", admin, "back"),
        ("person.disabled", admin, "on leave"),
        ("person.changed", admin, "married"),
        ("person.added", admin, None),
    ]


@pytest.mark.requirement(8)
def test_the_list_tells_who_works_here_and_how_each_account_stands(clinic: Clinic) -> None:
    adds(clinic, "tavakoli")
    does(clinic, c.DisablePerson(person(clinic, "moradi"), "left"))
    for _ in range(MOST_FAILURES):
        with pytest.raises(Refusal):
            clinic.desk.sign_in("karimi", "a wrong password")
    found = {each.person.username: each for each in accounts.accounts(clinic.desk.file, clinic.clock.now())}
    assert {name: each.state for name, each in found.items()} == {
        "sadeghi": "active", "rahimi": "active", "karimi": "locked_out", "moradi": "closed", "tavakoli": "active",
    }  # fmt: skip
    assert found["tavakoli"].last_in is None
    assert found["tavakoli"].person.must_change
    assert found["rahimi"].last_in is not None
    assert all(each.added is not None for each in found.values())


# Two desks at one file


@pytest.mark.requirement(11)
def test_what_waits_at_a_desk_is_not_done_under_another_name(clinic: Clinic) -> None:
    """The coordinator leaves; somebody else sits down at a desk beside hers."""
    clinic.desk.sign_in("rahimi", PASSWORD)
    clinic.desk.sign_out("locked")
    beside = clinic.desk.beside()
    beside.sign_in("karimi", PASSWORD)
    with pytest.raises(Refusal, match="Nobody is signed in"):
        clinic.desk.do(c.Enrol("A-01"))
    beside.do(c.Enrol("A-02"))
    clinic.desk.sign_in("rahimi", PASSWORD)
    clinic.desk.read_again()
    assert clinic.subject("A-02").record.label == "A-02"


@pytest.mark.requirement(7)
@pytest.mark.parametrize("because", ["", "locked", "inactive", "closed"])
def test_leaving_is_a_fact_that_says_how(clinic: Clinic, because: str) -> None:
    clinic.desk.sign_in("rahimi", PASSWORD)
    clinic.desk.sign_out(because)
    clinic.desk.sign_out(because)
    (left,) = clinic.desk.file.facts(kinds=[FactKind.PERSON_SIGNED_OUT])
    assert (left.person, left.new) == (person(clinic, "rahimi"), {"because": because} if because else None)
