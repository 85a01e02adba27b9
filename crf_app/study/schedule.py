"""The schedule: which visit comes when, hung on named moments, and what is asked there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from crf_app.study.defined import NO_WORDS, Defined, Id, Words

MONTH_DAYS = 30
"""A month is 30 days in every schedule (Llufriu 2014, PLoS ONE 9:e113936, speaks of the 360-day visit)."""

_SPAN = re.compile(r"([+-]?\d+)\s*(minute|hour|day|week|month|year)s?", re.ASCII)
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=MONTH_DAYS),
    "year": timedelta(days=12 * MONTH_DAYS),
}
_LONGEST = timedelta(days=100 * 12 * MONTH_DAYS)
"""No trial is planned for longer; beyond it there are days the calendar does not have."""


def span(text: str) -> timedelta:
    """Read ``30 days``, ``-4 hours`` or ``6 months``. Raises ValueError."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ValueError("a span such as 30 days, -4 hours or 6 months")
    unit = _UNITS[found[2]]
    # Figures are counted before they are read: Python refuses to read some numbers, and to multiply others.
    if len(found[1]) > _MOST_FIGURES or abs(int(found[1])) > _LONGEST // unit:
        raise ValueError("a span of at most 100 years")
    return int(found[1]) * unit


_MOST_FIGURES = 12


def _span(given: Any) -> Any:
    return span(given) if isinstance(given, str) else given


Span = Annotated[timedelta, BeforeValidator(_span)]


class Moment(Defined):
    """Where a moment is written down: an item of a form at a visit."""

    form: Id
    item: Id
    visit: Id


class Anchor(Moment):
    """A named moment that windows hang on. `planned` tells where its planned date stands until it has happened."""

    planned: Moment | None = None


class Period(Defined):
    """A stretch of the trial with a beginning of its own. `baseline` is the visit that its visits look back to.

    In a crossover the last visit of one period is the baseline of the next (Llufriu 2014: month 6).
    """

    id: Id
    label: Words
    baseline: Id


class Arm(Defined):
    """What a subject is assigned to: in a crossover, a sequence of treatments by period.

    `treatments` says what is given in which period. Who is blinded must not see it.
    """

    id: Id
    label: Words
    treatments: dict[Id, Words] = {}


class PlannedVisit(Defined):
    """A visit the protocol asks for. Without `on` it has no window (an unscheduled visit)."""

    id: Id
    label: Words
    short: Words = NO_WORDS
    on: Id | None = None
    at: Span = timedelta(0)
    window: tuple[Span, Span] = (timedelta(0), timedelta(0))
    forms: tuple[Id, ...] = ()
    optional_forms: tuple[Id, ...] = ()
    repeating: bool = False
    period: Id | None = None
    note: Words = NO_WORDS

    @property
    def all_forms(self) -> tuple[str, ...]:
        """Forms that must be filled, then those that may be."""
        return self.forms + self.optional_forms

    @property
    def by_the_hour(self) -> bool:
        """Whether its window is a matter of hours."""
        return (
            self.on is not None
            and bool(self.window[1] - self.window[0])
            and (self.window[1] - self.window[0] < timedelta(days=2))
        )


class Schedule(Defined):
    """All planned visits in order, the anchors they hang on, and the logs that are open all the time."""

    anchors: dict[Id, Anchor]
    visits: tuple[PlannedVisit, ...]
    logs: tuple[Id, ...] = ()
    baseline: Id = Field(description="the visit that `baseline.form.item` reads")
    periods: tuple[Period, ...] = ()
    arms: tuple[Arm, ...] = ()

    def visit(self, visit: str) -> PlannedVisit:
        """Return a planned visit. Raises KeyError."""
        for each in self.visits:
            if each.id == visit:
                return each
        raise KeyError(visit)

    def baseline_of(self, visit: str | None) -> str:
        """Return the visit that a planned visit looks back to: that of its period, else that of the study."""
        period = next((each.period for each in self.visits if each.id == visit), None)
        return next((each.baseline for each in self.periods if each.id == period), self.baseline)

    def visits_of(self, form: str) -> tuple[PlannedVisit, ...]:
        """Return the visits a form stands on, in order."""
        return tuple(each for each in self.visits if form in each.all_forms)
