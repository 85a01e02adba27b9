"""Both calendars: a day is shown as each reader writes it, and what is unknown is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.base.calendars import (
    from_jalali,
    second_calendar,
    show_date,
    show_iso,
    show_month,
    show_short,
    to_jalali,
)
from crf_app.base.partial_date import PartialDate

# New year's days and leap days as the calendar of Iran published them.
KNOWN = [
    ((1399, 12, 30), date(2021, 3, 20)),
    ((1400, 1, 1), date(2021, 3, 21)),
    ((1403, 1, 1), date(2024, 3, 20)),
    ((1403, 12, 30), date(2025, 3, 20)),
    ((1404, 1, 1), date(2025, 3, 21)),
    ((1405, 2, 22), date(2026, 5, 12)),
    ((1357, 11, 22), date(1979, 2, 11)),
]


@pytest.mark.parametrize(("jalali", "gregorian"), KNOWN)
def test_known_days_agree(jalali: tuple[int, int, int], gregorian: date) -> None:
    assert from_jalali(*jalali) == gregorian
    assert to_jalali(gregorian) == jalali


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_goes_there_and_back(day: date) -> None:
    assert from_jalali(*to_jalali(day)) == day


@pytest.mark.parametrize("day", [(1405, 12, 30), (1405, 7, 31), (1405, 13, 1), (1405, 0, 1)])
def test_a_day_the_jalali_calendar_has_not_is_refused(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"month|day"):
        from_jalali(*day)


@pytest.mark.parametrize(
    ("language", "first", "second", "short"),
    [
        ("en", "12 May 2026", "22 Ordibehesht 1405", "2026-05-12"),
        ("fa", "۲۲ اردیبهشت ۱۴۰۵", "12 May 2026", "۱۴۰۵/۰۲/۲۲"),
        ("zh", "2026年5月12日", None, "2026-05-12"),
        ("es", "12 de mayo de 2026", None, "12/05/2026"),
        ("de", "12 May 2026", "22 Ordibehesht 1405", "2026-05-12"),
    ],
)
def test_a_day_in_each_language(language: str, first: str, second: str | None, short: str) -> None:
    day = PartialDate(2026, 5, 12)
    assert show_date(day, language) == first
    assert second_calendar(day, language) == second
    assert show_short(day, language) == short


def test_the_chinese_reader_sees_the_persian_date_where_the_study_asks() -> None:
    assert second_calendar(PartialDate(2026, 5, 12), "zh", persian=True) == "22 Ordibehesht 1405"


def test_a_time_stands_behind_its_day_and_never_in_the_second_calendar() -> None:
    when = PartialDate.parse("2026-05-12T09:05")
    assert show_date(when, "en") == "12 May 2026 09:05"
    assert show_date(when, "fa") == "۲۲ اردیبهشت ۱۴۰۵، ۰۹:۰۵"
    assert show_date(when, "zh") == "2026年5月12日 09:05"
    assert show_date(when, "es") == "12 de mayo de 2026, 09:05"
    assert show_short(when, "fa") == "۱۴۰۵/۰۲/۲۲ ۰۹:۰۵"
    assert show_short(when, "es") == "12/05/2026 09:05"
    assert show_iso(when) == "2026-05-12 09:05"
    assert second_calendar(when, "fa") == "12 May 2026"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2026-05", "en", "May 2026, day unknown"),
        ("2026-05", "fa", "مه ۲۰۲۶، روز نامعلوم"),
        ("2026-05", "zh", "2026年5月，具体日期不详"),
        ("2026-05", "es", "mayo de 2026, día desconocido"),
        ("2026", "en", "2026, month and day unknown"),
        ("2026", "es", "2026, mes y día desconocidos"),
        ("2026", "fa", "۲۰۲۶، ماه و روز نامعلوم"),
        ("2026", "zh", "2026年，月日不详"),
    ],
)
def test_what_is_unknown_is_said(text: str, language: str, shown: str) -> None:
    when = PartialDate.parse(text)
    assert show_date(when, language) == shown
    assert show_iso(when) == show_short(when, language) == text
    assert second_calendar(when, language) is None


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "June 2026"), ("es", "junio de 2026"), ("zh", "2026年6月"), ("de", "June 2026")]
)
def test_a_month_heads_its_days(language: str, shown: str) -> None:
    assert show_month(2026, 6, language) == shown


def test_a_day_before_the_jalali_calendar_is_shown_in_the_gregorian() -> None:
    assert show_date(PartialDate(5, 1, 1), "fa") == "۱ ژانویه ۵"
    assert second_calendar(PartialDate(5, 1, 1), "en") is None
    assert show_short(PartialDate(5, 1, 1), "fa") == "0005-01-01"
