"""Functions of the rule language: what is given, and plain numbers and texts."""

from __future__ import annotations

import re
from decimal import Decimal

from crf_app.expressions import arithmetic, compare, truth
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.truth import UNDECIDED
from crf_app.expressions.types import Found, Type

_NUMBER = (Type.NUMBER,)
_X = Parameter("x", _NUMBER)
_ANY = Parameter("x")


def _is_missing(value: Found) -> Found:
    return value is None or value is UNDECIDED


def _one_of(value: Found, *others: Found) -> Found:
    return truth.disjunction(compare.equal(value, other) for other in others)


def _has_number(text: str, number: Decimal) -> bool:
    return any(int(found) == number for found in re.findall(r"\d{1,30}", text))


def _decimals_complaint(number: Decimal) -> str | None:
    if arithmetic.rounded(Decimal(1), number) is None:
        return f"The number of decimals is a whole number from 0 to {arithmetic.MAX_DECIMALS}."
    return None


def _needs_a_study(*_: Found) -> Found:
    return None  # a table is found when the rule is built; nothing is left to call


LOOKUP = Function(
    "lookup",
    (Parameter("table", (Type.TEXT,), True), Parameter("value", (Type.TEXT,), True), _ANY),
    None,
    _needs_a_study,
    "A value from a table of the study, found by its keys; unknown where no row fits.",
    (
        Example('lookup("grades", "grade", 38.6)', "1"),
        Example('lookup("grades", "words", 41)', "high"),
        Example('lookup("grades", "grade", unknown)', "unknown"),
    ),
    repeats=True,
)

GENERAL = (
    Function(
        "is_missing",
        (_ANY,),
        Type.TRUTH,
        _is_missing,
        "True when there is no usable value: blank, missing for a reason, or unreadable.",
        (Example("is_missing(unknown)", "true"), Example("is_missing(0)", "false")),
        takes_unknown=True,
    ),
    Function(
        "is_given",
        (_ANY,),
        Type.TRUTH,
        lambda x: not _is_missing(x),
        "True when there is a usable value.",
        (Example("is_given(0)", "true"), Example("is_given(1 / 0)", "false")),
        takes_unknown=True,
    ),
    Function(
        "possibly",
        (Parameter("condition", (Type.TRUTH,)),),
        Type.TRUTH,
        truth.possibly,
        "True when the condition holds, or may hold within what a partial date or a censored result leaves open.",
        (
            Example('possibly(date("2024-03") > date("2024-03-07"))', "true"),
            Example('possibly(date("2023") > date("2024-03-07"))', "false"),
            Example("possibly(unknown > 3)", "unknown"),
        ),
        takes_unknown=True,
    ),
    Function(
        "one_of",
        (_ANY, Parameter("choice")),
        Type.TRUTH,
        _one_of,
        "True when the first value equals one of the others.",
        (Example("one_of(3, 1, 2, 3)", "true"), Example("one_of(unknown, 1, 2)", "unknown")),
        repeats=True,
        takes_unknown=True,
        alike=True,
    ),
    Function(
        "abs",
        (_X,),
        Type.NUMBER,
        arithmetic.absolute,
        "The number without its sign.",
        (Example("abs(-2.5)", "2.5"),),
    ),
    Function(
        "round",
        (_X, Parameter("decimals", _NUMBER, complaint=_decimals_complaint)),
        Type.NUMBER,
        arithmetic.rounded,
        "The number with so many decimals, a half rounded up (away from zero).",
        (Example("round(2.345, 2)", "2.35"), Example("round(-0.5, 0)", "-1")),
    ),
    Function(
        "floor",
        (_X,),
        Type.NUMBER,
        arithmetic.floor,
        "The greatest whole number not above the number.",
        (Example("floor(2.9)", "2"), Example("floor(-0.1)", "-1")),
    ),
    Function(
        "length",
        (Parameter("text", (Type.TEXT, Type.CODE)),),
        Type.NUMBER,
        lambda text: Decimal(len(text)),
        "How many characters a text has.",
        (Example('length("abc")', "3"),),
    ),
    Function(
        "has_number",
        (Parameter("text", (Type.TEXT,)), _X),
        Type.TRUTH,
        _has_number,
        "Whether a text that names pages of a log, such as 1 or 1 and 3, names the one with this number.",
        (
            Example('has_number("1, 3", 3)', "true"),
            Example('has_number("13", 3)', "false"),
            Example('has_number("۳", 3)', "true"),
        ),
    ),
    LOOKUP,
)
