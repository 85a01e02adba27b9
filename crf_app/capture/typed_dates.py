"""Reads dates as they are typed at a bedside: in figures, in words, in two calendars.

The day comes first unless the year does. A year from 1300 to 1499 is a Jalali year. Years have four
figures: with two, nobody can tell 1405 from 2005 afterwards. What is not known is typed UN or UNK,
or left out, and stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from crf_app.base.calendars import (
    GREGORIAN_MONTHS,
    JALALI_MONTHS,
    JALALI_YEARS,
    NO_DAY,
    NO_MONTH,
    from_jalali,
    to_jalali,
)
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import mark
from crf_app.capture.typed_times import read_time
from crf_app.capture.unreadable import Unreadable, figures
from crf_app.study.item import Item

_YEARS: Final = range(1900, 2100)
"""The Gregorian years that are read: nobody in a trial has a date beyond them, so it is a slip."""

_TODAY: Final = frozenset({"t", "today", "hoy", "امروز", "今天"})
_YESTERDAY: Final = frozenset({"yesterday", "ayer", "دیروز", "昨天"})
_DAYS_AWAY: Final = re.compile(r"(?:t|today|hoy|امروز|今天) ?([+-]) ?(\d{1,3})")
_UNKNOWN: Final = frozenset(
    {"un", "unk", "unknown", "xx", "xxx", "??", "?", "desconocido", "desconocidos", "نامعلوم", "不详"}
)

_SAID_UNKNOWN: Final = tuple(figures(words) for words in (*NO_DAY.values(), *NO_MONTH.values()))
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+|\?+")
_BETWEEN: Final = re.compile(r"[\s./,،-]*")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|\.?º|ro)\b")
_OF: Final = re.compile(r"\bdel?\b")  # 12 de mayo de 2026
_CHINESE: Final = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_DATE_AND_TIME: Final = re.compile(
    r"(.+?)(?:t|[\s,،]+(?:a las? )?)((?:(?:上午|下午)\s*)?\d{1,2}[:.h点]\d{1,2}(?::\d{2})?分?(?:\s*\D+)?|\d{3,4})"
)
_COMPACT_TIME: Final = re.compile(r"\d{3,4}")
_HAS_YEAR: Final = re.compile(r"\d{4}|^\D+$")  # a word such as today brings its year along

_NOT_A_DATE: Final = mark(
    "“{raw}” is not a date. Type it as 12 May 2026, 12.5.2026, 2026-05-12 or 1405/02/22. Nothing was lost."
)
_NO_SUCH_DAY: Final = mark("There is no day “{raw}” in the calendar. Nothing was lost.")
_TWO_FIGURE_YEAR: Final = mark(
    "The year in “{raw}” has two figures. Type all four, such as 12.5.2026. Nothing was lost."
)
_UNLIKELY_YEAR: Final = mark(
    "The year in “{raw}” is neither from 1900 to 2099 nor a Persian year from 1300 to 1478. Nothing was lost."
)
_DAY_NEEDED: Final = mark(
    "“{raw}” leaves the day open, and this question needs it. Type the whole date, such as "
    "12 May 2026. Nothing was lost."
)
_MONTH_NEEDED: Final = mark(
    "“{raw}” leaves the month open, and this question needs it. Type at least the month, such as "
    "May 2026. Nothing was lost."
)
_YEAR_OR_DAY: Final = mark(
    "“{raw}” can be a year or a day of this year. Type the date with its year. Nothing was lost."
)
_JALALI_PART: Final = mark(
    "“{raw}” is a part of the Persian calendar that lies across two Gregorian months or years. "
    "Type the day, or the Gregorian month or year. Nothing was lost."
)
_NO_TIME_ASKED: Final = mark("“{raw}” has a time, and this question asks for the day alone. Nothing was lost.")
_TIME_NEEDS_DAY: Final = mark(
    "“{raw}” has a time without its day. Type the day too, such as 12 May 2026 10:40. Nothing was lost."
)


@dataclass(frozen=True)
class _Month:
    """A month. Its name tells the calendar; a number leaves that to the year."""

    number: int
    jalali: bool | None = None


def _named_months() -> Iterator[tuple[str, _Month]]:
    for jalali, calendars in ((False, GREGORIAN_MONTHS), (True, JALALI_MONTHS)):
        for language in ("en", "es", "fa"):
            for number, name in enumerate(calendars[language], start=1):
                yield figures(name), _Month(number, jalali)
    for language in ("en", "es"):
        for number, name in enumerate(GREGORIAN_MONTHS[language], start=1):
            for length in range(3, len(name)):
                yield name[:length].casefold(), _Month(number, False)
    for also, number in (("setiembre", 9), ("set", 9), ("می", 5), ("ژوییه", 7), ("جولای", 7), ("آگوست", 8)):
        yield figures(also), _Month(number, False)


_MONTHS: Final = dict(_named_months())


def read_date(item: Item, raw: str, today: date) -> PartialDate:
    """Read a date as precise as the item asks for. Raises Unreadable."""
    text = figures(raw)
    try:
        found = _date(text, item.precision, today)
    except Unreadable:
        if parted := _DATE_AND_TIME.fullmatch(text):
            _refuse_time(parted[1].strip(" ,،"), parted[2], item.precision, today)
        raise
    return _precise_enough(found, item.precision)


def read_date_time(item: Item, raw: str, today: date) -> PartialDate:
    """Read a date with its time, or without where the time is not known. Raises Unreadable."""
    text = figures(raw)
    parted = _DATE_AND_TIME.fullmatch(text)
    try:
        found = _date(text, item.precision, today)
    except Unreadable:
        if not parted:
            raise
        found = _with_time(parted[1].strip(" ,،"), parted[2], item.precision, today)
    return _precise_enough(found, item.precision)


def _refuse_time(day: str, clock: str, precision: str, today: date) -> None:
    """Say that the time is too much, where this is a date and a time."""
    try:
        _with_time(day, clock, precision, today)
    except Unreadable:
        return
    raise Unreadable(_NO_TIME_ASKED)


def _with_time(day: str, clock: str, precision: str, today: date) -> PartialDate:
    if _COMPACT_TIME.fullmatch(clock) and not _HAS_YEAR.search(day):
        raise Unreadable(_NOT_A_DATE)  # 12 May 1040: a year or a time?
    when = _date(day, precision, today)
    at: time = read_time(clock)
    if when.day is None:
        raise Unreadable(_TIME_NEEDS_DAY)
    return PartialDate(when.year, when.month, when.day, at)


def _precise_enough(when: PartialDate, precision: str) -> PartialDate:
    if when.month is None and precision == "month":
        raise Unreadable(_MONTH_NEEDED)
    if when.day is None and precision == "day":
        raise Unreadable(_DAY_NEEDED)
    return when


def _date(text: str, precision: str, today: date) -> PartialDate:
    """Read a date without its time from prepared text."""
    if text in _TODAY:
        return PartialDate.of(today)
    if text in _YESTERDAY:
        return _days_away(today, -1)
    if away := _DAYS_AWAY.fullmatch(text):
        return _days_away(today, int(away[2]) * (-1 if away[1] == "-" else 1))
    for words in _SAID_UNKNOWN:
        text = text.removesuffix(words)
    text = _OF.sub(" ", _ORDINAL.sub("", text)).strip()
    if text.isdecimal():
        return _compact(text, precision, today)
    if (chinese := _CHINESE.fullmatch(text)) and any(chinese.groups()):
        year, month, day = (None if part is None else int(part) for part in chinese.groups())
        return _made(year, None if month is None else _Month(month), day, today)
    return _parted(text, today)


def _days_away(today: date, days: int) -> PartialDate:
    try:
        return PartialDate.of(today + timedelta(days=days))
    except OverflowError:
        raise Unreadable(_NO_SUCH_DAY) from None


def _compact(digits: str, precision: str, today: date) -> PartialDate:
    """Read figures without signs: 12052026, 20260512, 1205 of this year, or a year alone."""
    match len(digits):
        case 8:
            return _eight(digits, today)
        case 4:
            return _four(digits, precision, today)
        case 6:
            raise Unreadable(_TWO_FIGURE_YEAR)
        case _:
            raise Unreadable(_NOT_A_DATE)


def _eight(digits: str, today: date) -> PartialDate:
    for year, month, day in (
        (digits[4:], digits[2:4], digits[:2]),
        (digits[:4], digits[4:6], digits[6:]),
    ):
        if int(year) in JALALI_YEARS or int(year) in _YEARS:
            return _made(int(year), _Month(int(month)), int(day), today)
    raise Unreadable(_NOT_A_DATE)


def _four(digits: str, precision: str, today: date) -> PartialDate:
    """Read four figures: a day and month of this year, or a year where the item takes one."""
    number = int(digits)
    if precision != "day" and number in _YEARS:
        return PartialDate(number)
    try:
        found = _made(None, _Month(int(digits[2:])), int(digits[:2]), today)
    except Unreadable:
        if number in JALALI_YEARS:
            raise Unreadable(_JALALI_PART) from None
        if number in _YEARS:
            return PartialDate(number)
        raise
    if precision != "day" and number in JALALI_YEARS:
        raise Unreadable(_YEAR_OR_DAY)
    return found


def _parted(text: str, today: date) -> PartialDate:
    """Read a date whose parts are set apart by signs, blanks or letters."""
    tokens = _TOKEN.findall(text)
    if not 1 < len(tokens) <= 3 or not _only_signs_between(text, tokens):
        raise Unreadable(_NOT_A_DATE)
    parts = [_part(token) for token in tokens]
    if _is_year(tokens[0]):
        parts.reverse()
        tokens.reverse()
    elif isinstance(parts[0], _Month) and len(parts) == 3:
        parts[0], parts[1] = parts[1], parts[0]  # May 12 2026
    return _from_parts(parts, tokens, today)


def _only_signs_between(text: str, tokens: list[str]) -> bool:
    rest = text
    for token in tokens:
        before, _, rest = rest.partition(token)
        if not _BETWEEN.fullmatch(before):
            return False
    return _BETWEEN.fullmatch(rest) is not None and not rest.strip(" .,،")


def _part(token: str) -> int | _Month | None:
    """Read one part: a number, a month's name, or None for what is not known."""
    if token in _UNKNOWN or set(token) == {"?"}:
        return None
    if token.isdecimal() and len(token) <= 4:
        return int(token)
    if token in _MONTHS:
        return _MONTHS[token]
    raise Unreadable(_NOT_A_DATE)


def _is_year(token: str) -> bool:
    return token.isdecimal() and len(token) == 4


def _from_parts(parts: list[int | _Month | None], tokens: list[str], today: date) -> PartialDate:
    """Make the date from day, month, year, or from month and year, or from day and month."""
    year: int | None
    if _is_year(tokens[-1]):
        last = parts.pop()
        year = last if isinstance(last, int) else None
    elif len(parts) == 3:
        raise Unreadable(_TWO_FIGURE_YEAR if tokens[-1].isdecimal() else _NOT_A_DATE)
    else:
        year = None
    if any(isinstance(part, _Month) for part in parts[:-1]):
        if year is not None or len(parts) != 2:
            raise Unreadable(_NOT_A_DATE)
        parts.reverse()  # May 12
    month = parts.pop()
    day = parts.pop() if parts else None
    if isinstance(day, _Month):
        raise Unreadable(_NOT_A_DATE)
    if isinstance(month, int):
        month = _Month(month)
    if year is None and (month is None or day is None):
        raise Unreadable(_NOT_A_DATE)
    return _made(year, month, day, today)


def _made(year: int | None, month: _Month | None, day: int | None, today: date) -> PartialDate:
    """Make a date that the calendar has; without a year it is of this year. Raises Unreadable."""
    jalali = year in JALALI_YEARS if year is not None else bool(month and month.jalali)
    if (month is None and day is not None) or (month and month.jalali not in (None, jalali)):
        raise Unreadable(_NOT_A_DATE)
    if day == 0 or (month and month.number == 0):
        raise Unreadable(_NO_SUCH_DAY)
    try:
        if jalali:
            return _jalali(year or to_jalali(today)[0], month, day)
        if year is not None and year not in _YEARS:
            raise Unreadable(_UNLIKELY_YEAR)
        return PartialDate(year or today.year, month.number if month else None, day)
    except ValueError:
        raise Unreadable(_NO_SUCH_DAY) from None


def _jalali(year: int, month: _Month | None, day: int | None) -> PartialDate:
    """Make the Gregorian day. A Jalali month or year is no Gregorian one, so the day is needed."""
    if month is None or day is None:
        raise Unreadable(_JALALI_PART)
    found = from_jalali(year, month.number, day)
    if found.year not in _YEARS:
        raise Unreadable(_UNLIKELY_YEAR)
    return PartialDate.of(found)
