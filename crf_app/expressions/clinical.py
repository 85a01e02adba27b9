"""Clinical functions of rules: EDSS, agreement of duplicates, grades of adverse events."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Mapping
from decimal import Decimal

from crf_app.base.files import bundled
from crf_app.expressions import arithmetic, edss
from crf_app.expressions.edss_choices import ALGORITHM, EdssChoices
from crf_app.expressions.types import Found


def edss_step(*given: Found) -> Found:
    """Return the step from seven raw systems, ambulation, and what the study has chosen."""
    scores, choices = scores_from(*given[: len(edss.MOST)]), _choices(*given[len(edss.MOST) :])
    return None if scores is None or choices is None else edss.step_of(scores, choices)


def edss_algorithm() -> Found:
    """Return the name of the table, to be stored with a step."""
    return ALGORITHM


def edss_choices(*chosen: Found) -> Found:
    """Return what the study has chosen, to be stored with a step."""
    choices = _choices(*chosen)
    return None if choices is None else str(choices)


def edss_visual(raw: Decimal) -> Found:
    """Return the converted visual grade; a grade that does not exist is unknown."""
    return _converted(raw, "visual", edss.edss_visual)


def edss_bladder(raw: Decimal) -> Found:
    """Return the converted bowel and bladder grade; a grade that does not exist is unknown."""
    return _converted(raw, "bowel_bladder", edss.edss_bladder)


def is_edss_step(step: Decimal) -> Found:
    """Return whether the number is one of the 20 steps."""
    return step in edss.STEPS


def edss_change(baseline: Decimal, now: Decimal) -> Found:
    """Return the judgement of two steps; unknown when one is no step."""
    if baseline not in edss.STEPS or now not in edss.STEPS:
        return None
    return edss.edss_change(baseline, now)


def ambulation_from_walk(metres: Decimal, aid: str) -> Found:
    """Return the ambulation code a measured walk speaks for."""
    code = edss.ambulation_from_walk(metres, aid)
    return None if code is None else Decimal(code)


def cv_percent(one: Decimal, other: Decimal) -> Found:
    """Return the coefficient of variation of two duplicates, in percent of their mean.

    The sample standard deviation of two values is their distance divided by the root of 2. Unknown
    when the mean is not above zero, where the coefficient has no meaning.
    """
    average = arithmetic.mean([one, other])
    distance = arithmetic.subtract(one, other)
    if not isinstance(average, Decimal) or not isinstance(distance, Decimal) or average <= 0:
        return None
    return arithmetic.divide(
        arithmetic.multiply(abs(distance), Decimal(100)), arithmetic.multiply(average, _ROOT_OF_TWO)
    )


_ROOT_OF_TWO = Decimal("1.414213562373095048801688724209698")


def ctcae_has_grade(term: str, grade: Decimal) -> Found:
    """Return whether the CTCAE v5 term has the grade; unknown for a term not listed."""
    grades = ctcae_grades().get(term.strip().casefold())
    return None if grades is None else grade in grades


@functools.cache
def ctcae_grades() -> Mapping[str, frozenset[Decimal]]:
    """Return the grades that exist, by the term in lower case.

    Source: the bundled list of the 837 terms of CTCAE v5.0. Raises Fault when it is not there,
    OSError when it cannot be read.
    """
    path = bundled("resources", "ctcae", "ctcae-v5-terms.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["term"].casefold(): frozenset(Decimal(grade) for grade in row["grades"].split())
            for row in csv.DictReader(lines)
        }


def scores_from(*grades: Found) -> edss.EdssScores | None:
    """Return the scores of eight numbers in the order of `edss.MOST`.

    None when one is no grade of its system.
    """
    whole: list[int] = []
    for grade, most in zip(grades, edss.MOST.values(), strict=True):
        if not isinstance(grade, Decimal) or not 0 <= grade <= most or grade % 1:
            return None
        whole.append(int(grade))
    return edss.EdssScores(*whole)


def _choices(counts: Found, *steps: Found) -> EdssChoices | None:
    """Return a study's choices; None for what cannot be chosen."""
    try:
        return EdssChoices(counts == "yes", *steps) if counts in ("yes", "no") else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _converted(raw: Decimal, system: str, convert: Callable[[int], int]) -> Found:
    if not 0 <= raw <= edss.MOST[system] or raw % 1:
        return None
    return Decimal(convert(int(raw)))
