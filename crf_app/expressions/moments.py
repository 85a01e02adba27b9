"""What rules ask of dates and times. A part that is not known is never guessed."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, time, timedelta
from decimal import Decimal

from crf_app.base.partial_date import PartialDate
from crf_app.expressions.arithmetic import divide, moved
from crf_app.expressions.types import Found

_MOST_DAYS = 4_000_000
_MOST_MONTHS = 120_000
_MINUTE = timedelta(minutes=1)


def days_between(start: PartialDate, end: PartialDate) -> Found:
    """Return the calendar days from `start` to `end`; times of day do not count."""
    if not (start.is_full and end.is_full):
        return None
    return Decimal((end.date() - start.date()).days)


def minutes_between(start: PartialDate | time, end: PartialDate | time) -> Found:
    """Return the minutes from `start` to `end`: two dates with times, or two times of one day."""
    if isinstance(start, time) and isinstance(end, time):
        return _minutes(end) - _minutes(start)
    if not (isinstance(start, PartialDate) and isinstance(end, PartialDate)):
        return None
    if start.time is None or end.time is None:
        return None
    return minutes_in(end.earliest() - start.earliest())


def hours_between(start: PartialDate | time, end: PartialDate | time) -> Found:
    """Return the hours from `start` to `end`, with their fraction."""
    minutes = minutes_between(start, end)
    return minutes / 60 if isinstance(minutes, Decimal) else None


def years_between(start: PartialDate, end: PartialDate) -> Found:
    """Return the completed years from `start` to `end`, also of partial dates if bounds agree.

    Somebody born on 29 February completes a year on 1 March of a common year.
    """
    fewest = _completed(start.latest().date(), end.earliest().date())
    most = _completed(start.earliest().date(), end.latest().date())
    return Decimal(most) if fewest == most else None


def _completed(start: date, end: date) -> int:
    if end < start:
        return -_completed(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def add_days(start: PartialDate, days: Decimal) -> Found:
    """Return the full date that many whole days later (earlier when negative)."""
    if not -_MOST_DAYS <= days <= _MOST_DAYS or days != days.to_integral_value():
        return None
    return moved(start, timedelta(days=int(days)))


def add_months(start: PartialDate, months: Decimal) -> Found:
    """Return the date that many calendar months later, as exact as it was; the last day of a month stays in its month.

    A year alone moves by whole years only: which month of it is meant is not known.
    """
    if not -_MOST_MONTHS <= months <= _MOST_MONTHS or months % 1:
        return None
    if start.month is None:
        years, rest = divmod(int(months), 12)
        return None if rest else _dated(start.year + years, None, None, None)
    count = start.year * 12 + start.month - 1 + int(months)
    year_, month = count // 12, count % 12 + 1
    if start.day is None or not MINYEAR <= year_ <= MAXYEAR:
        return _dated(year_, month, None, None)
    return _dated(year_, month, min(start.day, monthrange(year_, month)[1]), start.time)


def _dated(year_: int, month: int | None, day: int | None, at: time | None) -> Found:
    return PartialDate(year_, month, day, at) if MINYEAR <= year_ <= MAXYEAR else None


def months_between(start: PartialDate, end: PartialDate, days_in_month: Decimal) -> Found:
    """Return the months from `start` to `end` by days: a study says how many days it counts as a month."""
    days = days_between(start, end)
    if not isinstance(days, Decimal) or days_in_month <= 0:
        return None
    return divide(days, days_in_month)


def first_day(moment: PartialDate) -> Found:
    """Return the first day a date may mean."""
    return PartialDate.of(moment.earliest().date())


def last_day(moment: PartialDate) -> Found:
    """Return the last day a date may mean."""
    return PartialDate.of(moment.latest().date())


def year(moment: PartialDate) -> Found:
    """Return the year, which is always known."""
    return Decimal(moment.year)


def date_of(moment: PartialDate) -> Found:
    """Return the date without its time."""
    return moment.without_time()


def time_of(moment: PartialDate) -> Found:
    """Return the time of day, where it is known."""
    return moment.time


def minutes_in(duration: timedelta) -> Decimal:
    """Return a duration in minutes."""
    return Decimal(duration // timedelta(microseconds=1)) / (_MINUTE // timedelta(microseconds=1))


def hours_in(duration: timedelta) -> Decimal:
    """Return a duration in hours."""
    return minutes_in(duration) / 60


def date_from(text: str) -> Found:
    """Read a date written in a rule; None where it is not one."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def time_from(text: str) -> Found:
    """Read a time of day written in a rule; None where it is not one."""
    try:
        read = time.fromisoformat(text)
    except ValueError:
        return None
    return read if len(text) == len("08:20") and read.tzinfo is None else None


def _minutes(moment: time) -> Decimal:
    return Decimal(moment.hour * 60 + moment.minute) + Decimal(moment.second) / 60
