"""From an answer to the words and figures a person reads, on screens and in reports.

Texts come without marks of direction: a window or a page that runs from right to left adds its own
isolates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from decimal import Decimal
from typing import Final

from crf_app.base.calendars import show_date
from crf_app.base.digits import base_language, local_digits, local_figures
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Kind, Value, plain
from crf_app.base.words import words
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item

_BETWEEN_CODES: Final = {"fa": "، ", "zh": "、"}
_MINUS: Final = "−"


def show_answer(
    item: Item,
    answer: Answer | None,
    codes: CodeList | None,
    language: str,
    *,
    with_unit: bool = False,
    reasons: CodeList | None = None,
) -> str:
    """Return an answer as it is read in `language`; a blank is no text at all.

    `codes` is the item's code list. The label of a missing reason comes from `reasons`, the study's
    list, or from `codes` where a caller has put that list there. Numbers keep the decimals they
    were given with. A unit other than the item's first is always shown, because the number would
    mean something else without it.
    """
    if answer is None:
        return ""
    if answer.missing is not None:
        return _missing(answer, reasons or codes, language)
    if answer.value is None:
        return answer.unreadable or ""
    shown = _value(item, answer.value, codes, language)
    unit = item.unit_in(language, answer.unit) if with_unit or answer.unit else ""
    return f"{shown}\u00a0{unit}" if item.kind.is_number and unit else shown


def show_stored(
    item: Item,
    stored: Mapping[str, str],
    codes: CodeList | None,
    language: str,
    *,
    with_unit: bool = False,
    reasons: CodeList | None = None,
) -> str:
    """Return the stored form of an answer as it is read; ``{}`` is a blank.

    A value that this item's kind cannot read any more, because the study was amended, is shown as
    it is stored.
    """
    if not stored:
        return ""
    try:
        answer = Answer.from_json(item.kind, dict(stored))
    except ValueError:
        return stored.get("value", "")
    return show_answer(item, answer, codes, language, with_unit=with_unit, reasons=reasons)


def show_value(item: Item, value: Value, codes: CodeList | None, language: str) -> str:
    """Return a value as it is read, without its unit."""
    return _value(item, value, codes, language)


def show_number(number: Decimal | int, language: str) -> str:
    """Return a number in the language's figures, its decimals kept, with a true minus sign."""
    text = plain(number) if isinstance(number, Decimal) else str(number)
    return local_figures(text.replace("-", _MINUS), language)


def show_duration(length: timedelta, language: str) -> str:
    """Return a length of time in hours and minutes: ``1 h 30 min``."""
    say = words(language)
    hours, minutes = divmod(int(length.total_seconds() // 60), 60)
    if not hours:
        return say("{minutes} min", minutes=minutes)
    if not minutes:
        return say("{hours} h", hours=hours)
    return say("{hours} h {minutes} min", hours=hours, minutes=minutes)


def _missing(answer: Answer, reasons: CodeList | None, language: str) -> str:
    code = answer.missing or ""
    label = reasons.label(code).in_(language) if reasons is not None else code
    return f"{label}: {answer.comment}" if answer.comment else label


def _value(item: Item, value: Value, codes: CodeList | None, language: str) -> str:
    match value:
        case Decimal():
            return show_number(value, language)
        case Censored():
            return value.operator + show_number(value.limit, language)
        case PartialDate():
            return show_date(value, language)
        case time():
            return local_digits(f"{value:%H:%M}", language)
        case timedelta():
            return show_duration(value, language)
        case tuple():
            between = _BETWEEN_CODES.get(base_language(language), ", ")
            return between.join(_label(code, codes, language) for code in value)
        case _:
            return _text(item, value, codes, language)


def _text(item: Item, text: str, codes: CodeList | None, language: str) -> str:
    if item.kind is Kind.YES_NO and (codes is None or text not in codes):
        say = words(language)
        return say("Yes") if text == "yes" else say("No") if text == "no" else text
    return _label(text, codes, language) if item.kind in (Kind.YES_NO, Kind.CODE) else text


def _label(code: str, codes: CodeList | None, language: str) -> str:
    return codes.label(code).in_(language) if codes is not None else code
