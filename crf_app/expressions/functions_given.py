"""Functions of the rule language that go by the values that are there, where an instrument lets some be missing.

The share of values that must be given is the instrument's or the study's own rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crf_app.expressions import arithmetic
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.truth import UNDECIDED
from crf_app.expressions.types import Found, Type

_NUMBER, _TRUTH = (Type.NUMBER,), (Type.TRUTH,)


def _share_complaint(share: Decimal) -> str | None:
    return None if 0 <= share <= 1 else "A share lies between 0 and 1."


_SHARE = Parameter("share", _NUMBER, complaint=_share_complaint)
_X = Parameter("x", _NUMBER)


def _enough(share: Found, values: Sequence[Found]) -> list[Decimal] | None:
    """Return the exact numbers among the values, when they make up the share of all."""
    given = [value for value in values if isinstance(value, Decimal)]
    if not isinstance(share, Decimal) or not 0 <= share <= 1 or not given:
        return None
    if len(given) < share * len(values):
        return None
    return given


def _sum_given(share: Found, *values: Found) -> Found:
    given = _enough(share, values)
    return None if given is None else arithmetic.total(given)


def _mean_given(share: Found, *values: Found) -> Found:
    given = _enough(share, values)
    return None if given is None else arithmetic.mean(given)


def _count_given(*values: Found) -> Found:
    return Decimal(sum(value is not None and value is not UNDECIDED for value in values))


def _count_certain(*conditions: Found) -> Found:
    return Decimal(sum(condition is True for condition in conditions))


GIVEN = (
    Function(
        "mean_given",
        (_SHARE, _X),
        Type.NUMBER,
        _mean_given,
        "The mean of the numbers that are given, when they are at least this share (0 to 1) of all.",
        (
            Example("mean_given(0.6, 1, 3, unknown)", "2"),
            Example("mean_given(0.7, 1, 3, unknown)", "unknown"),
        ),
        repeats=True,
        takes_unknown=True,
    ),
    Function(
        "sum_given",
        (_SHARE, _X),
        Type.NUMBER,
        _sum_given,
        "The sum of the numbers that are given, when they are at least this share (0 to 1) of all.",
        (Example("sum_given(0.5, 1, 3, unknown)", "4"), Example("sum_given(1, 1, unknown)", "unknown")),
        repeats=True,
        takes_unknown=True,
    ),
    Function(
        "count_given",
        (Parameter("x"),),
        Type.NUMBER,
        _count_given,
        "How many of the values are given.",
        (
            Example("count_given(1, unknown, 3)", "2"),
            Example("count_given(x)", "2", ("1", "", "4")),
        ),
        repeats=True,
        over_rows=lambda rows: _count_given(*rows),
        takes_unknown=True,
    ),
    Function(
        "count_certain",
        (Parameter("condition", _TRUTH),),
        Type.NUMBER,
        _count_certain,
        "How many rows (or conditions) are true, whatever is unknown of the others.",
        (
            Example("count_certain(1 < 2, unknown > 1)", "1"),
            Example("count_certain(x >= 3)", "1", ("1", "", "4")),
        ),
        repeats=True,
        over_rows=lambda rows: _count_certain(*rows),
        takes_unknown=True,
    ),
)
