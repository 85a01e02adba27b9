"""How a subject went: it died, left, completed the study or was not taken in. Visits after that do not apply to it.

A visit that cannot take place is neither due nor missed, and nothing is counted for it: a death is no score of zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crf_app.base.partial_date import PartialDate
from crf_app.capture.outline import Outline
from crf_app.study.study import Definition

DEATH_ROLE = "death.date"
"""The item that says when a subject died, on whatever form."""

END_ROLE = "end.date"
"""The item that says when a subject left or completed."""

STATUS_ROLE = "end.status"
"""The item that says how a subject left.

Its codes ``completed``, ``screen_failure`` and ``death`` mean what they say; any other one is leaving early.
"""


class Reason(StrEnum):
    """Why a visit does not apply to a subject."""

    DEATH = "death"
    LEFT = "left"
    COMPLETED = "completed"
    SCREEN_FAILURE = "screen_failure"


@dataclass(frozen=True)
class Departure:
    """That a subject went, and when: `on` may be partial, and is None where no date is known."""

    reason: Reason
    on: PartialDate | None

    def rules_out(self, opens: datetime | None, closes: datetime | None, *, may_move: bool, first: bool) -> bool:
        """Whether a visit that has not begun does not apply any more.

        `may_move` says that its window hangs on a planned date, `first` that it is the subject's first visit.

        A death is often learnt of later, so what may lie before it stays, for the site to say whether it took place.
        Whoever leaves does so at the site: only a visit whose window was over by then is still owed an answer.
        """
        if self.on is None:
            return True
        if self.reason is Reason.DEATH:
            return not first if opens is None else opens > self.on.latest()
        return closes is None or may_move or closes >= self.on.earliest()


def departures(study: Definition, outline: Outline) -> tuple[Departure, ...]:
    """Return how the subject went, a death first: whoever left may have died later."""
    died, left = _told(study, outline, DEATH_ROLE), _disposition(study, outline)
    found = []
    if died is not None or left is Reason.DEATH:
        found.append(Departure(Reason.DEATH, died))
    if left is not None and left is not Reason.DEATH:
        found.append(Departure(left, _told(study, outline, END_ROLE)))
    return tuple(found)


def date_of_death(gone: Iterable[Departure]) -> PartialDate | None:
    """Return when the subject died, as far as it is known."""
    return next((each.on for each in gone if each.reason is Reason.DEATH), None)


def death_before(date: PartialDate | None, gone: Iterable[Departure]) -> PartialDate | None:
    """Return the death that a date certainly lies after."""
    died = date_of_death(gone)
    return died if died and date and date.earliest() > died.latest() else None


def items_of_departure(study: Definition) -> set[tuple[str, str]]:
    """Return the (form, item) pairs that tell how and when a subject went."""
    return {study.landmarks[role] for role in (DEATH_ROLE, END_ROLE, STATUS_ROLE) if role in study.landmarks}


def _disposition(study: Definition, outline: Outline) -> Reason | None:
    known = {reason.value: reason for reason in Reason}
    codes = _values(study, outline, STATUS_ROLE)
    return known.get(codes[0], Reason.LEFT) if codes else None


def _told(study: Definition, outline: Outline, role: str) -> PartialDate | None:
    """Return the date of a role; of several the last, so that nothing is ruled out which one of them allows."""
    dates = [PartialDate.parse(value) for value in _values(study, outline, role)]
    return max(dates, key=PartialDate.latest, default=None)


def _values(study: Definition, outline: Outline, role: str) -> list[str]:
    stored = outline.values.get(study.landmarks.get(role, ("", "")), {})
    return [each["value"] for each in stored.values() if "value" in each]
