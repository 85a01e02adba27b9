"""Functions of the rule language that know clinical scales."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from crf_app.expressions import clinical
from crf_app.expressions.edss_choices import FOUR_WITH_THREES, FOUR_WITH_TWOS
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.types import Type

_NUMBER, _WORD = (Type.NUMBER,), (Type.CODE, Type.TEXT)
_X = Parameter("x", _NUMBER)


def _yes_no_complaint(text: str) -> str | None:
    return None if text in ("yes", "no") else "This is yes or no."


def _one_of(steps: tuple[Decimal, ...]) -> Callable[[Decimal], str | None]:
    """Return the complaint about a step that no published calculator gives."""
    return lambda step: None if step in steps else f"This is {' or '.join(map(str, steps))}."


_CHOICES = (
    Parameter("cerebral_counts", _WORD, False, _yes_no_complaint),
    Parameter("four_with_twos", _NUMBER, False, _one_of(FOUR_WITH_TWOS)),
    Parameter("four_with_threes", _NUMBER, False, _one_of(FOUR_WITH_THREES)),
)


_SYSTEMS = tuple(
    Parameter(name, _NUMBER)
    for name in (
        "visual",
        "brainstem",
        "pyramidal",
        "cerebellar",
        "sensory",
        "bowel_bladder",
        "cerebral",
        "ambulation",
    )
)

CLINICAL = (
    Function(
        "edss_step",
        (*_SYSTEMS, *_CHOICES),
        Type.NUMBER,
        clinical.edss_step,
        "The EDSS step (edss_step 3) from seven raw functional systems and the ambulation code 0-16, and what the "
        "study chooses where published calculators differ: whether cerebral grade 1 counts; the step of one 4 with "
        "2s, 4.5 or 4.0; of one 4 with three or more 3s, 5.0 or 4.5.",
        (
            Example("edss_step(0, 0, 3, 2, 2, 0, 0, 0, yes)", "3.5"),
            Example("edss_step(1, 1, 4, 3, 2, 3, 2, 8, yes)", "6.5"),
            Example("edss_step(0, 0, 0, 0, 0, 0, 1, 0, no)", "0"),
            Example("edss_step(0, 0, 4, 2, 0, 0, 0, 0, yes, 4.0, 5.0)", "4.0"),
        ),
        optional=2,
    ),
    Function(
        "edss_algorithm",
        (),
        Type.TEXT,
        clinical.edss_algorithm,
        "The name of the table behind edss_step, to be stored beside the step.",
        (Example("edss_algorithm()", "edss_step 3"),),
    ),
    Function(
        "edss_choices",
        _CHOICES,
        Type.TEXT,
        clinical.edss_choices,
        "What the study chose for edss_step, to be stored beside the step: one 4 with 2s, one 4 with 3s, cerebral 1.",
        (
            Example("edss_choices(yes, 4.5, 5.0)", "4.5, 5.0, yes"),
            Example("edss_choices(no, 4.0, 4.5)", "4.0, 4.5, no"),
        ),
    ),
    Function(
        "edss_visual",
        (Parameter("raw", _NUMBER),),
        Type.NUMBER,
        clinical.edss_visual,
        "The converted visual grade (0 1 2 3 4 5 6 become 0 1 2 2 3 3 4).",
        (Example("edss_visual(6)", "4"),),
    ),
    Function(
        "edss_bladder",
        (Parameter("raw", _NUMBER),),
        Type.NUMBER,
        clinical.edss_bladder,
        "The converted bowel and bladder grade (0 1 2 3 4 5 6 become 0 1 2 3 3 4 5).",
        (Example("edss_bladder(6)", "5"),),
    ),
    Function(
        "is_edss_step",
        (_X,),
        Type.TRUTH,
        clinical.is_edss_step,
        "True for the 20 steps that exist: 0, and 1.0 to 10.0 by halves.",
        (Example("is_edss_step(3.5)", "true"), Example("is_edss_step(0.5)", "false")),
    ),
    Function(
        "edss_change",
        (Parameter("baseline", _NUMBER), Parameter("now", _NUMBER)),
        Type.CODE,
        clinical.edss_change,
        'Whether the step is "worse", "improved" or "stable": a change counts by 1.5 from 0, '
        "by 1.0 up to 5.0, by 0.5 above.",
        (
            Example("edss_change(0, 1.0)", "stable"),
            Example("edss_change(5.5, 6.0)", "worse"),
            Example("edss_change(4.0, 3.0)", "improved"),
        ),
        result_codes=frozenset({"worse", "improved", "stable"}),
    ),
    Function(
        "ambulation_from_walk",
        (Parameter("metres", _NUMBER), Parameter("aid", _WORD)),
        Type.NUMBER,
        clinical.ambulation_from_walk,
        'The ambulation code a measured walk speaks for; aid is "none", "unilateral" or "bilateral".',
        (
            Example('ambulation_from_walk(250, "none")', "3"),
            Example('ambulation_from_walk(60, "unilateral")', "6"),
        ),
    ),
    Function(
        "cv_percent",
        (Parameter("first", _NUMBER), Parameter("second", _NUMBER)),
        Type.NUMBER,
        clinical.cv_percent,
        "The coefficient of variation of two duplicates, in percent.",
        (Example("round(cv_percent(9, 11), 2)", "14.14"), Example("cv_percent(0, 0)", "unknown")),
    ),
    Function(
        "ctcae_has_grade",
        (Parameter("term", _WORD), Parameter("grade", _NUMBER)),
        Type.TRUTH,
        clinical.ctcae_has_grade,
        "Whether CTCAE v5 has this grade for this term.",
        (
            Example('ctcae_has_grade("Headache", 4)', "false"),
            Example('ctcae_has_grade("Anaphylaxis", 3)', "true"),
            Example('ctcae_has_grade("No such term", 1)', "unknown"),
        ),
    ),
)
