"""The accounts of a file at a glance: who works here, in which state, since when, and what happened to each account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crf_app.capture.facts import Fact, FactKind
from crf_app.services.lock_out import FAILED, failures, locked_until
from crf_app.store.records import Attempt, Person
from crf_app.store.study_reader import StudyReader

ACTIVE, CLOSED, LOCKED_OUT = "active", "closed", "locked_out"
"""The states of an account. Whoever has a password for one time is active, and must choose another."""

OF_ACCOUNTS = frozenset({
    FactKind.PERSON_ADDED, FactKind.PERSON_CHANGED, FactKind.PERSON_DISABLED, FactKind.PERSON_ENABLED,
    FactKind.PASSWORD_CHANGED, FactKind.PASSWORD_RESET, FactKind.PERSON_LOCKED_OUT, FactKind.PERSON_RELEASED,
})  # fmt: skip
"""What happens to an account; signing in and out is in the audit trail."""


@dataclass(frozen=True)
class Account:
    """One line of the list of people. Moments are UTC as facts hold them, with the offset they were recorded at."""

    person: Person
    state: str
    until: datetime | None
    last_in: Attempt | None
    added: Fact | None
    failed: int
    """Attempts that failed since the last that did not."""


@dataclass(frozen=True)
class Notice:
    """What an administrator should know of the door: attempts that failed for one user name, or for one nobody has."""

    person: Person | None
    failed: int
    signing: int
    """How many of them were signatures."""
    locked_out: bool
    last: Attempt


def accounts(file: StudyReader, now: datetime) -> tuple[Account, ...]:
    """Return everybody in the order in which they were added."""
    added = {(fact.new or {}).get("id"): fact for fact in file.facts(kinds={FactKind.PERSON_ADDED})}
    attempts = _by_person(file.attempts_since(0))
    return tuple(_account(person, attempts.get(person.id, []), added.get(person.id), now) for person in file.people())


def account_of(file: StudyReader, username: str, now: datetime) -> Account | None:
    """Return the account of a user name, however it is spelled."""
    person = file.person_by_username(username)
    return next((each for each in accounts(file, now) if person is not None and each.person.id == person.id), None)


def history(file: StudyReader, person: str) -> tuple[Fact, ...]:
    """Return what happened to an account, newest first."""
    found = file.facts(kinds=OF_ACCOUNTS, newest_first=True)
    return tuple(fact for fact in found if (fact.new or {}).get("id") == person)


def last_time(file: StudyReader, person: str) -> int:
    """Return the fact of the sign-in before the present one, 0 where there was none."""
    came = [each.fact for each in file.attempts_since(0) if each.person == person and each.outcome == "in"]
    return came[-2] if len(came) > 1 else 0


def notices(file: StudyReader, since: int) -> tuple[Notice, ...]:
    """Return what failed at the door after a fact, one notice for each user name, the latest first.

    Somebody who mistyped once or twice and then came in is told of as well: whether it was them, they know.
    """
    people = {person.id: person for person in file.people()}
    found = []
    for person, attempts in _by_person(file.attempts_since(since)).items():
        failed = [each for each in attempts if each.outcome in FAILED]
        if failed:
            signing = sum(each.outcome == "signing_failed" for each in failed)
            locked = any(each.outcome == "locked_out" for each in attempts)
            found.append(Notice(people.get(person or ""), len(failed), signing, locked, failed[-1]))
    return tuple(sorted(found, key=lambda each: each.last.fact, reverse=True))


def _account(person: Person, attempts: list[Attempt], added: Fact | None, now: datetime) -> Account:
    newest = attempts[::-1]
    until = locked_until(newest, now)
    state = CLOSED if not person.is_active else LOCKED_OUT if until is not None else ACTIVE
    last = next((each for each in newest if each.outcome == "in"), None)
    return Account(person, state, until if state == LOCKED_OUT else None, last, added, failures(newest))


def _by_person(attempts: Iterable[Attempt]) -> dict[str | None, list[Attempt]]:
    found: dict[str | None, list[Attempt]] = {}
    for each in attempts:
        found.setdefault(each.person, []).append(each)
    return found
