"""Functions of the rule language that look through the rows of a group, or through several values.

A sum and a count are unknown while one row is: a total must not be less than the truth. Lowest,
highest, mean and latest speak of the rows that have a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crf_app.expressions import arithmetic, compare, truth
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.truth import UNDECIDED, Truth
from crf_app.expressions.types import Found, Type

_NUMBER, _TRUTH = (Type.NUMBER,), (Type.TRUTH,)
_ORDERED = (Type.NUMBER, Type.DATE, Type.TIME, Type.DURATION)
_X, _ANY = Parameter("x", _NUMBER), Parameter("x")


def _given(values: Sequence[Found]) -> list[Found]:
    return [value for value in values if value is not None]


def _numbers(values: Sequence[Found]) -> list[Decimal] | None:
    """Return the values as exact numbers; None when one is unknown or censored."""
    numbers = [value for value in values if isinstance(value, Decimal)]
    return numbers if len(numbers) == len(values) else None


def _sum(values: Sequence[Found]) -> Found:
    numbers = _numbers(values)
    return None if numbers is None else arithmetic.total(numbers)


def _mean(values: Sequence[Found]) -> Found:
    numbers = _numbers(values)
    return None if not numbers else arithmetic.mean(numbers)


def _highest(values: Sequence[Found]) -> Found:
    return compare.extreme(values, compare.greater)


def _lowest(values: Sequence[Found]) -> Found:
    return compare.extreme(values, compare.less)


def _count(values: Sequence[Found]) -> Found:
    if all(isinstance(value, bool) for value in values):
        return Decimal(sum(value is True for value in values))
    return None


def _truths(values: Sequence[Found]) -> list[Truth]:
    return [value if isinstance(value, bool) or value is UNDECIDED else None for value in values]


def _any(values: Sequence[Found]) -> Found:
    return truth.disjunction(_truths(values))


def _all(values: Sequence[Found]) -> Found:
    return truth.conjunction(_truths(values))


def _latest(values: Sequence[Found]) -> Found:
    return next(iter(reversed(_given(values))), None)


ROWS = (
    Function(
        "count",
        (Parameter("condition", _TRUTH),),
        Type.NUMBER,
        lambda *given: _count(given),
        "How many rows (or conditions) are true; unknown while one of them is unknown.",
        (
            Example("count(x >= 3)", "2", ("1", "3", "4")),
            Example("count(x >= 3)", "0", ()),
            Example("count(1 < 2, 2 < 1, 3 < 4)", "2"),
        ),
        repeats=True,
        over_rows=_count,
        takes_unknown=True,
    ),
    Function(
        "any",
        (Parameter("condition", _TRUTH),),
        Type.TRUTH,
        lambda *given: _any(given),
        "True when at least one row (or condition) is true.",
        (
            Example("any(x >= 3)", "true", ("1", "", "4")),
            Example("any(x >= 3)", "unknown", ("1", "")),
            Example("any(x >= 3)", "false", ()),
        ),
        repeats=True,
        over_rows=_any,
        takes_unknown=True,
    ),
    Function(
        "all",
        (Parameter("condition", _TRUTH),),
        Type.TRUTH,
        lambda *given: _all(given),
        "True when every row (or condition) is true, also when there is no row.",
        (Example("all(x >= 3)", "false", ("1", "")), Example("all(x >= 3)", "true", ())),
        repeats=True,
        over_rows=_all,
        takes_unknown=True,
    ),
    Function(
        "sum",
        (_X,),
        Type.NUMBER,
        lambda *given: _sum(given),
        "The sum over the rows, or of the numbers; unknown when one is unknown.",
        (
            Example("sum(x)", "6", ("1", "2", "3")),
            Example("sum(x)", "unknown", ("1", "")),
            Example("sum(1, 2.5)", "3.5"),
        ),
        repeats=True,
        over_rows=_sum,
    ),
    Function(
        "mean",
        (_X,),
        Type.NUMBER,
        lambda *given: _mean(given),
        "The mean over the rows that have a value, or of the numbers.",
        (
            Example("mean(x)", "2", ("1", "", "3")),
            Example("mean(x)", "unknown", ()),
            Example("mean(1, 2)", "1.5"),
        ),
        repeats=True,
        over_rows=lambda rows: _mean(_given(rows)),
    ),
    Function(
        "min",
        (Parameter("x", _ORDERED),),
        None,
        lambda *given: _lowest(given),
        "The lowest (earliest) over the rows that have a value, or of the values.",
        (Example("min(x)", "1", ("3", "1", "")), Example("min(2, 1)", "1")),
        repeats=True,
        over_rows=lambda rows: _lowest(_given(rows)),
        takes_censored=True,
        alike=True,
    ),
    Function(
        "max",
        (Parameter("x", _ORDERED),),
        None,
        lambda *given: _highest(given),
        "The highest (latest) over the rows that have a value, or of the values.",
        (Example("max(x)", "3", ("3", "1", "")), Example("max(2, unknown)", "unknown")),
        repeats=True,
        over_rows=lambda rows: _highest(_given(rows)),
        takes_censored=True,
        alike=True,
    ),
    Function(
        "latest",
        (_ANY,),
        None,
        lambda x: x,
        "The value of the last row that has one.",
        (Example("latest(x)", "1", ("3", "1", "")), Example("latest(x)", "unknown", ())),
        over_rows=_latest,
        needs_rows=True,
    ),
)
