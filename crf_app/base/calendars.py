"""The two calendars: Gregorian, in which dates are kept, and Jalali, in which Iran writes them.

Names of months in both are given in the languages of the program, for showing and for reading.
Conversion is that of persiantools (astronomical new year at the meridian of Iran); it is imported
when first needed.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from crf_app.base.digits import base_language, local_digits
from crf_app.base.partial_date import PartialDate

JALALI_YEARS: Final = range(1300, 1500)
"""Years that are read as Jalali, 1921 to 2121: no record has a Gregorian date that old."""

JALALI_EPOCH: Final = 622
"""The Gregorian year in which the Jalali calendar begins."""

# fmt: off
GREGORIAN_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "fa": (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    "zh": tuple(f"{month}月" for month in range(1, 13)),
}
_JALALI_LATIN: Final = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)
JALALI_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": _JALALI_LATIN,
    "es": _JALALI_LATIN,
    "fa": (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    "zh": _JALALI_LATIN,
}
# fmt: on

# What is not known is said, so that a month is never taken for its first day.
NO_DAY: Final = {"en": ", day unknown", "es": ", día desconocido", "fa": "، روز نامعلوم", "zh": "，具体日期不详"}
NO_MONTH: Final = {
    "en": ", month and day unknown",
    "es": ", mes y día desconocidos",
    "fa": "، ماه و روز نامعلوم",
    "zh": "，月日不详",
}
_BEFORE_TIME: Final = {"en": " ", "es": ", ", "fa": "، ", "zh": " "}
_BETWEEN_PARTS: Final = {"en": " ", "es": " de ", "fa": " "}
"""What stands between day, month and year in words."""


def to_jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day of the Jalali calendar. Raises ValueError before 22 March 622."""
    from persiantools.jdatetime import JalaliDate

    found: JalaliDate = JalaliDate.to_jalali(day)  # type: ignore[no-untyped-call] # unannotated
    return found.year, found.month, found.day


def from_jalali(year: int, month: int, day: int) -> date:
    """Return the Gregorian day. Raises ValueError for a day the Jalali calendar does not have."""
    from persiantools.jdatetime import JalaliDate

    found = JalaliDate(year, month, day)  # type: ignore[no-untyped-call] # not annotated there
    return found.to_gregorian()


def show_date(when: PartialDate, language: str) -> str:
    """Return a date in words, in the calendar the language goes first by.

    ``12 May 2026``, ``12 de mayo de 2026``, ``۲۲ اردیبهشت ۱۴۰۵``, ``2026年5月12日``; with its time where it has one. A
    partial date is shown in the calendar it is kept in, because a Gregorian month is no Jalali
    month: ``May 2026, day unknown``.
    """
    spoken = _spoken(language)
    text = _jalali(when.date(), "fa") if spoken == "fa" and when.is_full else None
    return _with_time(text or _gregorian(when, spoken), when, spoken)


def second_calendar(when: PartialDate, language: str, *, persian: bool = False) -> str | None:
    """Return the same day in the other calendar without its time, or None if none is shown.

    In Persian that is ``12 May 2026``, in English ``22 Ordibehesht 1405``. In Chinese and Spanish nothing is
    shown unless the study asks for the Persian date (`persian`). A partial date has no counterpart.
    """
    if not when.is_full:
        return None
    match _spoken(language):
        case "fa":
            return _gregorian(when.without_time(), "en")
        case "en":
            return _jalali(when.date(), "en")
        case other:
            return _jalali(when.date(), other) if persian else None


def show_short(when: PartialDate, language: str) -> str:
    """Return a date in figures, as in a field: ``۱۴۰۵/۰۲/۲۲`` in Persian, ``12/05/2026`` in Spanish, else ISO 8601.

    A partial date is ISO 8601 in each of them.
    """
    spoken = _spoken(language)
    if spoken == "es" and when.is_full:
        return f"{when.date():%d/%m/}{when.year:04d}" + ("" if when.time is None else f" {when.time:%H:%M}")
    if spoken == "fa" and when.is_full and when.year > JALALI_EPOCH:
        year, month, day = to_jalali(when.date())
        text = f"{year:04d}/{month:02d}/{day:02d}"
        if when.time is not None:
            text += f" {when.time:%H:%M}"
        return local_digits(text, "fa")
    return show_iso(when)


def show_iso(when: PartialDate) -> str:
    """Return ISO 8601 as people read it: ``2026-05-12 10:40``, ``2026-05``, ``2026``."""
    return str(when).replace("T", " ")


def show_month(year: int, month: int, language: str) -> str:
    """Return a Gregorian month with its year: ``May 2026``, ``mayo de 2026``, ``2026年5月``."""
    return _gregorian_words(PartialDate(year, month), _spoken(language))


def days_in_month(year: int, month: int) -> int:
    """Return how many days a Gregorian month has."""
    return calendar.monthrange(year, month)[1]


def _spoken(language: str) -> str:
    language = base_language(language)
    return language if language in GREGORIAN_MONTHS else "en"


def _gregorian(when: PartialDate, language: str) -> str:
    text = _gregorian_words(when, language)
    if when.month is None:
        return text + NO_MONTH[language]
    return text if when.day is not None else text + NO_DAY[language]


def _gregorian_words(when: PartialDate, language: str) -> str:
    """Return the parts of a date that are known."""
    if language == "zh":
        text = f"{when.year}年"
        text += "" if when.month is None else f"{when.month}月"
        text += "" if when.day is None else f"{when.day}日"
    else:
        month = "" if when.month is None else GREGORIAN_MONTHS[language][when.month - 1]
        day = "" if when.day is None else str(when.day)
        text = _BETWEEN_PARTS[language].join(part for part in (day, month, str(when.year)) if part)
    return local_digits(text, language)


def _jalali(day: date, language: str) -> str | None:
    """Return the day in Jalali words, or None where that calendar has not begun."""
    try:
        year, month, of_month = to_jalali(day)
    except ValueError:
        return None
    return local_digits(f"{of_month} {JALALI_MONTHS[language][month - 1]} {year}", language)


def _with_time(text: str, when: PartialDate, language: str) -> str:
    if when.time is None:
        return text
    return text + _BEFORE_TIME[language] + local_digits(f"{when.time:%H:%M}", language)
