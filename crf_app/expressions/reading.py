"""Reading a value for a rule: only a usable value of the declared type gets in."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import time, timedelta
from decimal import Decimal

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Censored
from crf_app.expressions.types import Context, Found, NameInfo, Type

Run = Callable[[Context, Context], Found]
"""A part of a rule, to be called with its context and the row inside an aggregate.

Outside an aggregate the row is the context again.
"""

_NUMBER_TEXT = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)


def reader(info: NameInfo, in_row: bool) -> Run:
    """Return what reads a name: at the row of an aggregate, or at the rule's own context."""
    usable = _USABLE[info.type]
    ref: Hashable = info.ref
    if in_row:
        return lambda _, row: usable(row.value(ref))
    return lambda context, _: usable(context.value(ref))


def numeric_codes(codes: frozenset[str] | None) -> dict[str, Decimal] | None:
    """Return codes as the numbers they are; None when one of them is no number."""
    if not codes or not all(_NUMBER_TEXT.fullmatch(code) for code in codes):
        return None
    return {code: Decimal(code) for code in codes}


def _number(value: object) -> Found:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, Censored) and value.operator in ("<", ">") and value.limit.is_finite():
        return value
    return None


def _text(value: object) -> Found:
    return value if isinstance(value, str) else None


def _codes(value: object) -> Found:
    return value if isinstance(value, tuple) else None


def _date(value: object) -> Found:
    if not isinstance(value, PartialDate) or (value.time is not None and value.time.tzinfo is not None):
        return None
    return value


def _time(value: object) -> Found:
    return value if isinstance(value, time) and value.tzinfo is None else None


def _duration(value: object) -> Found:
    return value if isinstance(value, timedelta) else None


def _truth(value: object) -> Found:
    if isinstance(value, bool):
        return value
    return TRUTHS.get(value) if isinstance(value, str) else None


TRUTHS = {"yes": True, "no": False}
"""What the codes yes and no mean where a rule wants true or false."""

_USABLE: dict[Type, Callable[[object], Found]] = {
    Type.NUMBER: _number,
    Type.TEXT: _text,
    Type.CODE: _text,
    Type.CODES: _codes,
    Type.DATE: _date,
    Type.TIME: _time,
    Type.DURATION: _duration,
    Type.TRUTH: _truth,
}
