"""Lock-out: after a run of failed attempts an account is closed for a while (21 CFR 11.300(d))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from crf_app.base.problems import Refusal
from crf_app.store.records import Attempt

MOST_FAILURES = 5
"""Attempts in a row that may fail, at the door or when signing."""

CLOSED_FOR = timedelta(minutes=30)
"""How long an account stays closed by itself: a guesser loses patience, and a site whose only administrator mistyped
is not shut out of its own file."""

FAILED = ("failed", "signing_failed")
"""Outcomes of attempts that count: at the door, and when signing."""


class LockedOut(Refusal):
    """An account is closed after failed attempts."""


def failures(attempts: Iterable[Attempt]) -> int:
    """Count the attempts that failed since the last that did not; `attempts` are one person's, newest first."""
    n = 0
    for attempt in attempts:
        if attempt.outcome not in FAILED:
            break
        n += 1
    return n


def locked_until(attempts: Iterable[Attempt], now: datetime) -> datetime | None:
    """Return until when an account is closed, or None; `attempts` are the person's, newest first.

    A clock that was set back does not shorten it.
    """
    for attempt in attempts:
        if attempt.outcome in ("in", "released"):
            return None
        if attempt.outcome == "locked_out":
            until = datetime.fromisoformat(attempt.at) + CLOSED_FOR
            return until if now < until else None
    return None
