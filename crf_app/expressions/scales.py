"""Composite scores and classifications of trial instruments, worked out from their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crf_app.expressions import arithmetic
from crf_app.expressions.types import Found


@dataclass(frozen=True)
class MsfcReference:
    """Mean and standard deviation of the three parts of the MSFC in a reference population."""

    leg: tuple[Decimal, Decimal]
    arm: tuple[Decimal, Decimal]
    cognition: tuple[Decimal, Decimal]


TASK_FORCE = MsfcReference(
    leg=(Decimal("9.5353"), Decimal("11.4058")),
    arm=(Decimal("0.0439"), Decimal("0.0101")),
    cognition=(Decimal("45.0311"), Decimal("12.0771")),
)
"""The National MS Society's Task Force database (MSFC Administration and Scoring Manual, 2001)."""


def z_score(x: Decimal, mean: Decimal, deviation: Decimal) -> Found:
    """Return how many standard deviations `x` lies above the mean; unknown without a positive deviation."""
    if deviation <= 0:
        return None
    return arithmetic.divide(arithmetic.subtract(x, mean), deviation)


def nhpt_rate(dominant: Decimal, other: Decimal) -> Found:
    """Return the mean of both hands' pegs per second: the mean of the reciprocals of their times.

    The MSFC manual averages reciprocals so that a hand that needs very long does not outweigh the other.
    """
    if dominant <= 0 or other <= 0:
        return None
    rates = (arithmetic.divide(Decimal(1), seconds) for seconds in (dominant, other))
    return arithmetic.divide(arithmetic.add(*rates), Decimal(2))


def msfc_z(walk: Decimal, dominant: Decimal, other: Decimal, pasat: Decimal) -> Found:
    """Return the MSFC composite against the Task Force database.

    Args:
        walk: mean time of the 25-foot walk, in seconds.
        dominant: mean time of the nine-hole peg test with the dominant hand, in seconds.
        other: the same with the other hand.
        pasat: correct answers of the PASAT-3, 0 to 60.
    """
    rate = nhpt_rate(dominant, other)
    if not isinstance(rate, Decimal):
        return None
    leg = z_score(walk, *TASK_FORCE.leg)
    arm = z_score(rate, *TASK_FORCE.arm)
    cognition = z_score(pasat, *TASK_FORCE.cognition)
    # A longer walk is worse, so the leg counts with its sign turned.
    return arithmetic.divide(arithmetic.add(arithmetic.subtract(arm, leg), cognition), Decimal(3))


ALSFRS_ITEMS = 12
ALSFRS_MOST = Decimal(48)


def alsfrs_total(*items: Decimal) -> Found:
    """Return the sum of the twelve items of the ALSFRS-R; unknown when one is no whole number from 0 to 4.

    Nothing stands in for an item that is not there: a total is of all twelve (Cedarbaum 1999).
    """
    if len(items) != ALSFRS_ITEMS or any(not 0 <= item <= 4 or item % 1 for item in items):
        return None
    return arithmetic.total(list(items))


def als_progression(total: Decimal, months: Decimal) -> Found:
    """Return the points of the ALSFRS-R lost per month since onset: (48 - total) / months (Kimura 2006)."""
    if not 0 <= total <= ALSFRS_MOST or months <= 0:
        return None
    return arithmetic.divide(ALSFRS_MOST - total, months)


def slope(pairs: Sequence[tuple[Found, ...]]) -> Found:
    """Return the least-squares slope of the second numbers on the first.

    Pairs in which one is unknown do not count; there is none with fewer than two different first numbers.
    """
    sums = _Sums.of(pairs)
    # Sums of products are exact; only the last division rounds.
    return None if sums is None else arithmetic.divide(sums.count * sums.xy - sums.x * sums.y, sums.spread)


def intercept(pairs: Sequence[tuple[Found, ...]]) -> Found:
    """Return where the line of `slope` stands at zero; unknown where there is no slope."""
    sums = _Sums.of(pairs)
    return None if sums is None else arithmetic.divide(sums.y * sums.xx - sums.x * sums.xy, sums.spread)


@dataclass(frozen=True)
class _Sums:
    """The sums a least-squares line is worked out from."""

    count: int
    x: Decimal
    y: Decimal
    xx: Decimal
    xy: Decimal

    @classmethod
    def of(cls, pairs: Sequence[tuple[Found, ...]]) -> _Sums | None:
        """Sum up the pairs that are known; None with fewer than two different first numbers."""
        known = [(x, y) for x, y in pairs if isinstance(x, Decimal) and isinstance(y, Decimal)]
        if len({x for x, _ in known}) < 2:
            return None
        zero = Decimal(0)
        return cls(
            len(known),
            sum((x for x, _ in known), zero),
            sum((y for _, y in known), zero),
            sum((x * x for x, _ in known), zero),
            sum((x * y for x, y in known), zero),
        )

    @property
    def spread(self) -> Decimal:
        """What both slope and intercept are divided by."""
        return self.count * self.xx - self.x * self.x


REGIONS = ("bulbar", "cervical", "thoracic", "lumbosacral")
"""From the top downwards: an upper motor neuron sign above a lower one lies rostral to it."""

EL_ESCORIAL = frozenset({"definite", "probable", "probable_lab", "possible", "none"})


def el_escorial(*given: Found) -> Found:
    """Return the category of the revised El Escorial criteria (Airlie House; Brooks 2000) from signs by region.

    Args:
        given: yes or no for upper, then lower motor neuron signs in each region of `REGIONS`; last the number of
            limbs with lower motor neuron signs in the electromyogram.
    """
    *signs, limbs = given
    if len(signs) != 2 * len(REGIONS) or any(sign not in ("yes", "no") for sign in signs):
        return None
    if not isinstance(limbs, Decimal):
        return None
    upper = [n for n in range(len(REGIONS)) if signs[2 * n] == "yes"]
    lower = [n for n in range(len(REGIONS)) if signs[2 * n + 1] == "yes"]
    both = len(set(upper) & set(lower))
    rostral = bool(upper and lower) and min(upper) < max(lower)
    if both >= 3:
        return "definite"
    if both >= 2 and rostral:
        return "probable"
    if upper and limbs >= 2:
        return "probable_lab"
    below = bool(upper and lower) and min(lower) < max(upper)
    return "possible" if both or len(upper) >= 2 or below else "none"


RELAPSE_SEVERITY = frozenset({"mild", "moderate", "severe"})


def relapse_severity(before: Decimal, change: Decimal) -> Found:
    """Return how severe a relapse is by the change of the EDSS step (registry record NCT02035514).

    Severe from 3 steps on; moderate from 1.0, or from 0.5 where the step before was 5.5 or more; else mild.
    """
    if change >= 3:
        return "severe"
    least = Decimal("0.5") if before >= Decimal("5.5") else Decimal(1)
    return "moderate" if change >= least else "mild"
