"""Exact decimal arithmetic that never raises: what has no usable result is unknown.

34 digits (IEEE 754 decimal128) hold every sum and product of clinical values exactly; results
beyond 1E±99 are unknown rather than a number nobody could print. Arithmetic on a censored result is
unknown.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from crf_app.base.partial_date import PartialDate
from crf_app.expressions.types import Found

_EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-99, Emax=99, traps=[])
MAX_DECIMALS = 12
"""The most decimals `round` gives."""


def _usable(number: Decimal) -> Decimal | None:
    return number if number.is_finite() else None


def add(one: Found, other: Found) -> Found:
    """Return the sum of numbers or durations, or a full date moved by a duration."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _usable(_EXACT.add(one, other))
    try:
        if isinstance(one, timedelta) and isinstance(other, timedelta):
            return one + other
        if isinstance(one, PartialDate) and isinstance(other, timedelta):
            return moved(one, other)
    except OverflowError:
        return None
    return None


def subtract(one: Found, other: Found) -> Found:
    """Return the difference of numbers, durations or full dates, or a full date moved back."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _usable(_EXACT.subtract(one, other))
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return between(other, one)
    try:
        if isinstance(one, timedelta) and isinstance(other, timedelta):
            return one - other
        if isinstance(one, PartialDate) and isinstance(other, timedelta):
            return moved(one, -other)
    except OverflowError:
        return None
    return None


def multiply(one: Found, other: Found) -> Found:
    """Return the product of two numbers."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _usable(_EXACT.multiply(one, other))
    return None


def divide(one: Found, other: Found) -> Found:
    """Return the quotient of two numbers; division by zero is unknown."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return _usable(_EXACT.divide(one, other))
    return None


def negative(one: Found) -> Found:
    """Return the number with its sign turned."""
    return _usable(_EXACT.minus(one)) if isinstance(one, Decimal) else None


def absolute(one: Decimal) -> Found:
    """Return the number without its sign."""
    return _usable(_EXACT.abs(one))


def rounded(one: Decimal, decimals: Decimal) -> Found:
    """Return the number rounded half up (away from zero), as people do it on paper."""
    if not 0 <= decimals <= MAX_DECIMALS or decimals != decimals.to_integral_value():
        return None
    step = Decimal(1).scaleb(-int(decimals))
    return _usable(one.quantize(step, rounding=ROUND_HALF_UP, context=_EXACT))


def floor(one: Decimal) -> Found:
    """Return the greatest whole number that is not above it."""
    return _usable(one.quantize(Decimal(1), rounding=ROUND_FLOOR, context=_EXACT))


def total(numbers: list[Decimal]) -> Found:
    """Return the sum of all; nothing adds up to 0."""
    result = Decimal(0)
    for number in numbers:
        result = _EXACT.add(result, number)
    return _usable(result)


def mean(numbers: list[Decimal]) -> Found:
    """Return the arithmetic mean; of nothing it is unknown."""
    return divide(total(numbers), Decimal(len(numbers)))


def moved(moment: PartialDate, by: timedelta) -> PartialDate | None:
    """Return a full date moved by a duration; a day without a time moves by whole days only."""
    if not moment.is_full or (moment.time is None and by % timedelta(days=1)):
        return None
    try:
        then = datetime.combine(moment.date(), moment.time or time(0, 0)) + by
    except OverflowError:
        return None
    day: date | datetime = then if moment.time is not None else then.date()
    return PartialDate.of(day)


def between(start: PartialDate, end: PartialDate) -> timedelta | None:
    """Return the time from `start` to `end`: both full, both with or both without a time."""
    if not (start.is_full and end.is_full) or (start.time is None) != (end.time is None):
        return None
    return end.earliest() - start.earliest()
