"""Reads times of day and durations, both to the minute."""

from __future__ import annotations

import re
from datetime import time, timedelta
from decimal import Decimal
from typing import Final

from crf_app.base.words import mark
from crf_app.capture.unreadable import Unreadable, figures, fold

_HALF = r"(?P<half>am|pm|a\.\s?m\.|p\.\s?m\.|ق\.ظ|ب\.ظ|صبح|عصر|上午|下午)?"
_CLOCK: Final = re.compile(
    rf"(?:{_HALF}\s*)(?P<hour>\d{{1,2}})\s*[:.h٫点时]\s*(?P<minute>\d{{1,2}})分?"
    rf"(?:\s*(?:hr?s?\.?|{_HALF.replace('half', 'after')}))"
)
_COMPACT: Final = re.compile(r"(\d{1,2})(\d{2})")
_WITH_SECONDS: Final = re.compile(r"\d{1,2}:\d{2}:\d{2}(\.\d+)?")
_AFTERNOON: Final = frozenset({"pm", "p.m.", "p. m.", "ب.ظ", "عصر", "下午"})

_ISO_MINUTES: Final = re.compile(r"pt(\d{1,6})m")
_HOURS_MINUTES: Final = re.compile(r"(\d{1,4}):([0-5]\d)")
_PARTS: Final = re.compile(r"(\d{1,6}(?:[.,٫]\d{1,4})?)\s*([^\W\d]+\.?)?\s*(?:(?:and|y|و)\s)?\s*")
_MINUTES: Final = {
    word: minutes
    for minutes, words in {
        1: "m min mins minute minutes minuto minutos دقیقه 分 分钟",
        60: "h hr hrs hour hours hora horas ساعت 小时 时",
        1440: "d day days día días dia dias روز 天 日",
        10080: "w week weeks semana semanas هفته 周",
    }.items()
    for word in words.split()
}

_NOT_A_TIME: Final = mark("“{raw}” is not a time. Type it as 10:40 or 1040. Nothing was lost.")
_HALF_A_MINUTE: Final = mark(
    "“{raw}” leaves the minutes open. Type two figures for them, such as 9:05 or 9:50. Nothing was lost."
)
_SECONDS: Final = mark("Seconds are not recorded. Type “{raw}” as 10:40. Nothing was lost.")
_NO_SUCH_TIME: Final = mark("There is no time “{raw}”. Hours go from 0 to 23, minutes from 0 to 59. Nothing was lost.")
_NOT_A_DURATION: Final = mark("“{raw}” is not a duration. Type it as 1 h 30 min, 90 min or 1:30. Nothing was lost.")
_NOT_MINUTES: Final = mark(
    "“{raw}” is not a whole number of minutes. Type it as 1 h 30 min or 90 min. Nothing was lost."
)


def read_time(raw: str) -> time:
    """Read a time of day: 10:40, 10.40, 1040, 2:30 pm. Raises Unreadable."""
    text = figures(raw)
    if _WITH_SECONDS.fullmatch(text):
        raise Unreadable(_SECONDS)
    if found := _CLOCK.fullmatch(text):
        if len(found["minute"]) == 1:
            raise Unreadable(_HALF_A_MINUTE)
        return _time(int(found["hour"]), int(found["minute"]), found["half"] or found["after"])
    if found := _COMPACT.fullmatch(text):
        return _time(int(found[1]), int(found[2]), None)
    raise Unreadable(_NOT_A_TIME)


def _time(hour: int, minute: int, half: str | None) -> time:
    if half:
        if not 1 <= hour <= 12:
            raise Unreadable(_NO_SUCH_TIME)
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59:
        raise Unreadable(_NO_SUCH_TIME)
    return time(hour, minute)


def read_duration(raw: str, unit: str | None) -> timedelta:
    """Read a length of time: 1 h 30, 90 min, 1:30, 1.5 h, PT90M.

    A number alone counts in the item's `unit`, where that is one of time. Raises Unreadable.
    """
    text = figures(raw)
    if found := _ISO_MINUTES.fullmatch(text):
        return timedelta(minutes=int(found[1]))
    if found := _HOURS_MINUTES.fullmatch(text):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    minutes = _sum_of_parts(text, _MINUTES.get(fold(unit or "")))
    if minutes != minutes.to_integral_value():
        raise Unreadable(_NOT_MINUTES)
    return timedelta(minutes=int(minutes))


def _sum_of_parts(text: str, alone: int | None) -> Decimal:
    """Add up hours and minutes, the larger first; a last number may stand without its unit."""
    total, place, last = Decimal(0), 0, 0
    while place < len(text):
        found = _PARTS.match(text, place)
        if not found:
            raise Unreadable(_NOT_A_DURATION)
        number, word = found.groups()
        size = _MINUTES.get(word.rstrip(".")) if word else _unsaid(last, alone)
        if size is None or (last and size >= last) or (not word and found.end() < len(text)):
            raise Unreadable(_NOT_A_DURATION)
        total += Decimal(re.sub("[,٫]", ".", number)) * size
        place, last = found.end(), size
    return total


def _unsaid(last: int, alone: int | None) -> int | None:
    """Return what a number without a unit counts: minutes after hours, else the item's own unit."""
    if last == 60:
        return 1
    return alone if last == 0 else None
