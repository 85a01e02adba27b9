"""Comparing what is known only within bounds: censored results and partial dates.

Every value means an interval. A comparison is true or false where it holds or fails for all values
the intervals allow, and undecided otherwise. Two dates without times are compared as days; as soon
as one has a time, as minutes, so that a day and a minute of that same day stay undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Censored
from crf_app.expressions.truth import UNDECIDED, Truth, negation
from crf_app.expressions.types import Found

_LOWEST = Decimal("-Infinity")
_HIGHEST = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class _Interval:
    """The values something may have; an open end is not itself among them."""

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        return bool(self.low == self.high)


def _number_interval(value: Decimal | Censored) -> _Interval:
    if isinstance(value, Decimal):
        return _Interval(value, value)
    if value.operator == "<":
        return _Interval(_LOWEST, value.limit, high_open=True)
    return _Interval(value.limit, _HIGHEST, low_open=True)


def _date_ends(value: PartialDate, by_the_minute: bool) -> tuple[date | datetime, date | datetime]:
    earliest, latest = value.earliest(), value.latest()
    return (earliest, latest) if by_the_minute else (earliest.date(), latest.date())


def _intervals(one: Found, other: Found) -> tuple[_Interval, _Interval] | None:
    if isinstance(one, Decimal | Censored) and isinstance(other, Decimal | Censored):
        return _number_interval(one), _number_interval(other)
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        by_the_minute = one.time is not None or other.time is not None
        return (
            _Interval(*_date_ends(one, by_the_minute)),
            _Interval(*_date_ends(other, by_the_minute)),
        )
    return None


def _below(one: _Interval, other: _Interval) -> Truth:
    if one.high < other.low:
        return True
    if one.high == other.low and (one.high_open or other.low_open):
        return True
    return False if one.low >= other.high else UNDECIDED


def less(one: Found, other: Found) -> Truth:
    """Return whether `one < other`; unknown where either is."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if one is None or other is None:
        return None
    ends = _intervals(one, other)
    if ends is not None:
        return _below(*ends)
    if type(one) is not type(other):
        return None
    return bool(one < other)  # type: ignore[operator]  # times of day and durations


def equal(one: Found, other: Found) -> Truth:
    """Return whether `one == other`; unknown where either is."""
    if type(one) is type(other) is str:  # most comparisons are of codes
        return one == other
    if one is None or other is None:
        return None
    if one is UNDECIDED or other is UNDECIDED:
        return UNDECIDED
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one == other
    ends = _intervals(one, other)
    if ends is None:
        return one == other if type(one) is type(other) else None
    left, right = ends
    if _below(left, right) is True or _below(right, left) is True:
        return False
    return True if left.is_point and right.is_point else UNDECIDED


def unequal(one: Found, other: Found) -> Truth:
    """Return whether `one != other`."""
    return negation(equal(one, other))


def at_most(one: Found, other: Found) -> Truth:
    """Return whether `one <= other`."""
    return negation(less(other, one))


def greater(one: Found, other: Found) -> Truth:
    """Return whether `one > other`."""
    return less(other, one)


def at_least(one: Found, other: Found) -> Truth:
    """Return whether `one >= other`."""
    return negation(less(one, other))


def extreme(values: Sequence[Found], beats: Callable[[Found, Found], Truth]) -> Found:
    """Return the value that no other beats; unknown where bounds leave that open."""
    best: Found = None
    for value in values:
        if best is None or beats(value, best) is True:
            best = value
    if all(value == best or beats(value, best) is False for value in values):
        return best
    return None
