"""The statistics of test set B, small enough to be read: exact tests for a handful of subjects, and rates.

They belong to the analysis, not to the program: nothing here is written into a study file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class MannWhitney:
    """The exact two-sided P of a Mann-Whitney test: twice one tail of the distribution without ties, at most 1.

    SPSS prints it as "Exact Sig. [2*(1-tailed Sig.)], not corrected for ties". `u` is the smaller of both U. Where ties
    leave it halfway between two whole numbers the distribution knows none of it: `lower` and `upper` are the P of both.
    """

    u: Decimal
    lower: float
    upper: float


def mann_whitney(one: Sequence[Decimal], other: Sequence[Decimal]) -> MannWhitney:
    """Compare two groups by the ranks of their values; tied values share their ranks."""
    wins = sum((Decimal(a > b) + Decimal(a == b) / 2 for a in one for b in other), Decimal(0))
    u = min(wins, len(one) * len(other) - wins)
    return MannWhitney(
        u,
        _two_sided(math.floor(u), len(one), len(other)),
        _two_sided(math.ceil(u), len(one), len(other)),
    )


def _two_sided(u: int, one: int, other: int) -> float:
    ways = _ways(one, other)
    return min(1.0, 2 * sum(ways[: u + 1]) / sum(ways))


def _ways(one: int, other: int) -> list[int]:
    """Count the orders of `one` and `other` values by their U: the coefficients of the Gaussian binomial."""
    ways = [1] + [0] * (one * other)
    for n in range(1, one + 1):
        # Times 1 - q^(other + n), then divided by 1 - q^n.
        for k in range(one * other, other + n - 1, -1):
            ways[k] -= ways[k - other - n]
        for k in range(n, one * other + 1):
            ways[k] += ways[k - n]
    return ways


@dataclass(frozen=True)
class Rate:
    """Events per person-year with its exact 95 % confidence interval."""

    per_year: float
    low: float
    high: float


def annual_rate(events: int, years: float) -> Rate:
    """Return an annualised rate; the interval is that of a Poisson count (Garwood 1936)."""
    low = 0.0 if events == 0 else _solve(lambda mean: 1 - _poisson_up_to(events - 1, mean) - 0.025, events)
    high = _solve(lambda mean: 0.025 - _poisson_up_to(events, mean), events)
    return Rate(events / years, low / years, high / years)


def _poisson_up_to(count: int, mean: float) -> float:
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _solve(rising: Callable[[float], float], events: int) -> float:
    """Find where a rising function of the mean is zero, by halving."""
    low, high = 1e-12, 10.0 * (events + 4)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
