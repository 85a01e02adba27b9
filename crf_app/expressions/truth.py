"""Truth as clinical data knows it: true, false, unknown (nothing there), undecided (in bounds).

`and`, `or` and `not` are Kleene's strong three-valued logic. The two ways of not knowing behave
alike in it; they are kept apart only so that `possibly(…)` can tell a partial date that may break a
rule from a date nobody has entered. Where both meet, unknown wins. Outside the language both are
None.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final


class Undecided(Enum):
    """The single value of a comparison that its bounds leave open."""

    UNDECIDED = "undecided"


UNDECIDED: Final = Undecided.UNDECIDED

Truth = bool | Undecided | None


def negation(truth: Truth) -> Truth:
    """Return `not truth`."""
    return (not truth) if isinstance(truth, bool) else truth


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return `and` over all: false if one is, else unknown or undecided if one is."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None or (truth is UNDECIDED and result is True):
            result = truth
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return `or` over all: true if one is, else unknown or undecided if one is."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None or (truth is UNDECIDED and result is False):
            result = truth
    return result


def possibly(truth: Truth) -> Truth:
    """Return true when it is true or its bounds leave it open; unknown stays unknown."""
    return True if truth is UNDECIDED else truth
