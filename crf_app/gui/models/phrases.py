"""Short words for days, hours and what is left of a window, in the language of the window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from crf_app.base.calendars import GREGORIAN_MONTHS, JALALI_MONTHS, show_date, to_jalali
from crf_app.base.digits import base_language, local_digits
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, mark

WEEKDAYS: Final = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
SHORT_WEEKDAYS: Final = (
    mark("Mon"),
    mark("Tue"),
    mark("Wed"),
    mark("Thu"),
    mark("Fri"),
    mark("Sat"),
    mark("Sun"),
)
LEFT_TO_RIGHT_ISOLATE: Final = "\u2066"
POP_ISOLATE: Final = "\u2069"


def ltr(text: str) -> str:
    """Keep an id, a seal or a Latin date in one piece inside right-to-left text."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"


def day_month(day: date, language: str) -> str:
    """Return a day without its year: ``12 May``, ``12 may``, ``۲۲ اردیبهشت``, ``5月12日``."""
    spoken = base_language(language)
    if spoken == "fa":
        _, month, of_month = to_jalali(day)
        return local_digits(f"{of_month} {JALALI_MONTHS['fa'][month - 1]}", "fa")
    if spoken == "zh":
        return f"{day.month}月{day.day}日"
    months = GREGORIAN_MONTHS["es" if spoken == "es" else "en"]
    return f"{day.day} {months[day.month - 1][:3]}"


def day_month_year(day: date, language: str) -> str:
    """Return a full day in the language's first calendar, its month short: ``19 Oct 2025``."""
    spoken = base_language(language)
    if spoken in ("fa", "zh"):
        return show_date(PartialDate.of(day), spoken)
    return f"{day_month(day, spoken)} {day.year}"


def partial_day(when: PartialDate, language: str) -> str:
    """Return a date as short as it is known, with its year."""
    if when.is_full:
        return day_month_year(when.date(), language)
    return show_date(when.without_time(), language)


def weekday_day(day: date, say: Say) -> str:
    """Return ``Fri 15 May``."""
    return say(
        "{weekday} {day}",
        weekday=say(SHORT_WEEKDAYS[day.weekday()]),
        day=day_month(day, say.language),
    )


def day_and_time(moment: datetime, say: Say) -> str:
    """Return ``Fri 15 May, 16:20``."""
    return say("{day}, {time}", day=weekday_day(moment.date(), say), time=clock_time(moment, say.language))


def clock_time(moment: datetime, language: str) -> str:
    """Return hours and minutes: ``14:10``."""
    return local_digits(f"{moment:%H:%M}", language)


def clock_second(moment: datetime, language: str) -> str:
    """Return hours, minutes and seconds: ``10:52:41``."""
    return local_digits(f"{moment:%H:%M:%S}", language)


def span_words(span: timedelta, say: Say) -> str:
    """Return a span of hours: ``6 h 38 min``, ``38 min``."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    if minutes % 60 == 0:
        return say("{hours} h", hours=minutes // 60)
    return say("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def days_between(first: datetime, last: datetime) -> int:
    """Count the nights between two moments."""
    return (last.date() - first.date()).days


def left_words(closes: datetime, now: datetime, by_the_hour: bool, say: Say) -> str:
    """Say what is left of an open window."""
    if by_the_hour:
        return say("{time} left", time=span_words(closes - now, say))
    days = days_between(now, closes)
    return say("last day today") if days == 0 else say.n("{n} day left", "{n} days left", days)


def left_short(closes: datetime, now: datetime, by_the_hour: bool, say: Say) -> str:
    """Say what is left in the little room of a matrix cell."""
    if by_the_hour:
        hours = int((closes - now).total_seconds() // 3600)
        if hours < 48:
            return say("{hours} h left", hours=hours)
    days = days_between(now, closes)
    return say("last day") if days == 0 else say("{days} d left", days=days)


def late_words(closes: datetime, now: datetime, by_the_hour: bool, say: Say) -> str:
    """Say how long ago a window closed."""
    days = days_between(closes, now)
    if days == 0 or (by_the_hour and now - closes < timedelta(hours=48)):
        return say("{time} late", time=span_words(now - closes, say))
    return say.n("{n} day late", "{n} days late", days)


def late_short(closes: datetime, now: datetime, say: Say) -> str:
    """Say how late a visit is in the little room of a matrix cell."""
    days = days_between(closes, now)
    if days == 0:
        return say("{hours} h late", hours=int((now - closes).total_seconds() // 3600))
    return say("{days} d late", days=days)


def ago_words(then: datetime, now: datetime, say: Say) -> str:
    """Say how long ago something was: ``today``, ``yesterday``, ``6 days ago``."""
    days = days_between(then, now)
    if days <= 0:
        return say("today")
    if days == 1:
        return say("yesterday")
    return say.n("{n} day ago", "{n} days ago", days)


def until_words(closes: datetime, now: datetime, by_the_hour: bool, say: Say) -> str:
    """Say when a window closes."""
    if by_the_hour and closes.date() == now.date():
        return say("until {time} today", time=clock_time(closes, say.language))
    if by_the_hour:
        return say("until {day}", day=day_and_time(closes, say))
    return say("until {day}", day=weekday_day(closes.date(), say))


def from_utc(at: str, offset: int) -> datetime:
    """Return a fact's moment (UTC text, offset in minutes) as the local time it was recorded at."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).replace(tzinfo=None)
    return moment + timedelta(minutes=offset)
