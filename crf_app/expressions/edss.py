"""The EDSS step from functional systems and ambulation: advice beside the rater's own step.

Source: Kurtzke 1983 (Neurology 33:1444) as the two public calculators "AD-EDSS" and "JM-EDSS
(neurostatus_16)" agree on it. Where they disagree the study chooses (see `edss_choices`):

- G1: one 4, no 3, at least one 2.
- G2: one 4 with three or more 3.
- G3: cerebral grade 1 (mild fatigue alone).

Two or more 4 give 5.0 whatever the ambulation (JM-EDSS differs by the order of its rules). A
functional system of 5 or 6 gives 5.0; that the step is then below a single system is for a check to
ask about, not for the table to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from crf_app.expressions.edss_choices import ALGORITHM, EdssChoices

STEPS = (Decimal(0), *(Decimal(half) / 2 for half in range(2, 21)))
"""The 20 steps that exist: 0, then 1.0 to 10.0 by halves. There is no 0.5."""

MOST = {
    "visual": 6,
    "brainstem": 5,
    "pyramidal": 6,
    "cerebellar": 5,
    "sensory": 6,
    "bowel_bladder": 6,
    "cerebral": 5,
    "ambulation": 16,
}
"""The highest raw grade of each system, and the highest ambulation code."""

# Up to which baseline step which change is meaningful.
_MEANINGFUL = (
    (Decimal(0), Decimal("1.5")),
    (Decimal(5), Decimal("1.0")),
    (Decimal(10), Decimal("0.5")),
)

_VISUAL = (0, 1, 2, 2, 3, 3, 4)
_BLADDER = (0, 1, 2, 3, 3, 4, 5)

# From code 3 on ambulation alone sets the step; codes 1 and 2 set only the least it can be.
_SET_BY_AMBULATION = {
    3: Decimal("5.0"),
    4: Decimal("5.5"),
    5: Decimal("6.0"),
    6: Decimal("6.0"),
    7: Decimal("6.0"),
    8: Decimal("6.5"),
    9: Decimal("6.5"),
    10: Decimal("7.0"),
    11: Decimal("7.5"),
    12: Decimal("8.0"),
    13: Decimal("8.5"),
    14: Decimal("9.0"),
    15: Decimal("9.5"),
    16: Decimal("10.0"),
}
_LEAST_BY_AMBULATION = {1: Decimal("2.0"), 2: Decimal("4.5")}


class Deciding(StrEnum):
    """What the step comes from."""

    FUNCTIONAL_SYSTEMS = "functional_systems"
    AMBULATION_FLOOR = "ambulation_floor"
    AMBULATION = "ambulation"


@dataclass(frozen=True)
class EdssScores:
    """Seven raw functional systems and the ambulation code. Raises ValueError out of range."""

    visual: int
    brainstem: int
    pyramidal: int
    cerebellar: int
    sensory: int
    bowel_bladder: int
    cerebral: int
    ambulation: int

    def __post_init__(self) -> None:
        """Refuse a grade that does not exist."""
        for name, most in MOST.items():
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} goes from 0 to {most}")

    def converted(self, cerebral_counts: bool) -> tuple[int, ...]:
        """Return the seven systems as the table reads them, visual first and cerebral last."""
        fatigue_only = self.cerebral == 1 and not cerebral_counts
        return (
            _VISUAL[self.visual],
            self.brainstem,
            self.pyramidal,
            self.cerebellar,
            self.sensory,
            _BLADDER[self.bowel_bladder],
            0 if fatigue_only else self.cerebral,
        )


@dataclass(frozen=True)
class EdssReason:
    """Why the step is what it is, as data for a sentence.

    `ambulation_sets` is the step ambulation alone sets, `ambulation_least` the least it allows
    (codes 1 and 2); at most one is given. `systems_give` is what the functional systems alone would
    give, `highest` the converted grade that leads the table and `counts` how many systems have each
    converted grade from 0 to 6. `gap` names G1 or G2 where the study's choice decided,
    `cerebral_ignored` tells that G3 made a difference to the counts. `below_a_system` asks for a
    query: a converted system is higher than the step. `agreeing_ambulation` lists the codes with
    which the result would be the rater's step; it is empty without a rater's step or where no code
    agrees.
    """

    algorithm: str
    step: Decimal
    deciding: Deciding
    ambulation: int
    ambulation_sets: Decimal | None
    ambulation_least: Decimal | None
    systems_give: Decimal
    highest: int
    counts: tuple[int, ...]
    gap: str | None
    cerebral_ignored: bool
    below_a_system: bool
    rated: Decimal | None = None
    agreeing_ambulation: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool | None:
        """Whether the rater came to the same step; None without a rater's step."""
        return None if self.rated is None else self.rated == self.step


def edss_visual(raw: int) -> int:
    """Return the converted visual grade: 0 1 2 3 4 5 6 become 0 1 2 2 3 3 4."""
    return _VISUAL[raw]


def edss_bladder(raw: int) -> int:
    """Return the converted bowel and bladder grade: 0 1 2 3 4 5 6 become 0 1 2 3 3 4 5."""
    return _BLADDER[raw]


def step_of(scores: EdssScores, choices: EdssChoices) -> Decimal:
    """Return the calculated step."""
    return _combined(scores.ambulation, _systems_step(_counts(scores.converted(choices.cerebral_counts)), choices))


def why_edss(scores: EdssScores, choices: EdssChoices, rated: Decimal | None = None) -> EdssReason:
    """Return the calculated step with its reasons, beside the rater's own if there is one."""
    counts = _counts(scores.converted(choices.cerebral_counts))
    systems = _systems_step(counts, choices)
    step = _combined(scores.ambulation, systems)
    highest = _highest(counts)
    sets = _SET_BY_AMBULATION.get(scores.ambulation)
    least = _LEAST_BY_AMBULATION.get(scores.ambulation)
    agreeing: tuple[int, ...] = ()
    if rated is not None:
        agreeing = tuple(code for code in range(MOST["ambulation"] + 1) if _combined(code, systems) == rated)
    return EdssReason(
        algorithm=ALGORITHM,
        step=step,
        deciding=_deciding(sets, least, systems),
        ambulation=scores.ambulation,
        ambulation_sets=sets,
        ambulation_least=least,
        systems_give=systems,
        highest=highest,
        counts=counts,
        gap=None if sets is not None else _gap(counts),
        cerebral_ignored=scores.cerebral == 1 and not choices.cerebral_counts,
        below_a_system=step < highest,
        rated=rated,
        agreeing_ambulation=agreeing,
    )


def ambulation_from_walk(metres: Decimal, aid: str) -> int | None:
    """Return the ambulation code a measured walk speaks for: advice beside the rater's code.

    `aid` is ``none``, ``unilateral`` or ``bilateral``. Without aid, 500 m and more give 1: whether
    walking is unrestricted (0) is for the rater. Wheelchair and bed (10-16) do not follow from a
    distance; under 5 m with two aids is one of them. Source: the 17-level ambulation score of the
    Neurostatus.
    """
    if metres < 0:
        return None
    levels = {
        "none": ((500, 1), (300, 2), (200, 3), (100, 4), (0, 5)),
        "unilateral": ((50, 6), (0, 8)),
        "bilateral": ((120, 7), (5, 9)),
    }.get(aid, ())
    return next((code for least, code in levels if metres >= least), None)


def edss_change(baseline: Decimal, now: Decimal) -> str:
    """Return ``worse``, ``improved`` or ``stable`` for two steps.

    A change is meaningful from 1.5 on a baseline of 0, from 1.0 on a baseline up to 5.0, from 0.5
    above; improvement mirrors it. Source: ``compute_delta`` of the R package msprog. Whether it is
    confirmed is not judged here.
    """
    least = next(by for up_to, by in _MEANINGFUL if baseline <= up_to)
    if now - baseline >= least:
        return "worse"
    return "improved" if baseline - now >= least else "stable"


def _counts(converted: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(converted.count(grade) for grade in range(7))


def _highest(counts: tuple[int, ...]) -> int:
    return max(grade for grade, many in enumerate(counts) if many)


def _combined(ambulation: int, systems: Decimal) -> Decimal:
    if ambulation in _SET_BY_AMBULATION:
        return _SET_BY_AMBULATION[ambulation]
    return max(systems, _LEAST_BY_AMBULATION.get(ambulation, systems))


def _deciding(sets: Decimal | None, least: Decimal | None, systems: Decimal) -> Deciding:
    if sets is not None:
        return Deciding.AMBULATION
    if least is not None and least > systems:
        return Deciding.AMBULATION_FLOOR
    return Deciding.FUNCTIONAL_SYSTEMS


def _gap(counts: tuple[int, ...]) -> str | None:
    if _highest(counts) != 4 or counts[4] != 1:
        return None
    if counts[3] >= 3:
        return "G2"
    return "G1" if counts[3] == 0 and counts[2] else None


def _systems_step(counts: tuple[int, ...], choices: EdssChoices) -> Decimal:
    """Return what the functional systems give while walking is hardly restricted (codes 0 to 2)."""
    _, ones, twos, threes, fours = counts[:5]
    match _gap(counts):
        case "G1":
            return choices.four_with_twos
        case "G2":
            return choices.four_with_threes
    match _highest(counts):
        case 0:
            step = "0"
        case 1:
            step = "1.0" if ones == 1 else "1.5"
        case 2:
            step = ("2.0", "2.5", "3.0", "3.0", "3.5", "4.0", "4.0")[twos - 1]
        case 3:
            step = _led_by_three(threes, twos)
        case 4:
            step = _led_by_four(fours, threes)
        case _:
            step = "5.0"
    return Decimal(step)


def _led_by_three(threes: int, twos: int) -> str:
    if threes == 1:
        return ("3.0", "3.5", "3.5", "4.0")[min(twos, 3)]
    if threes == 2:
        return "4.0" if twos else "3.5"
    return ("4.0", "4.0", "4.5", "5.0", "5.0")[threes - 3]


def _led_by_four(fours: int, threes: int) -> str:
    if fours >= 2:
        return "5.0"
    return "4.5" if threes else "4.0"
