"""Functions of the rule language that work out composite scores and classifications."""

from __future__ import annotations

from crf_app.expressions import scales
from crf_app.expressions.function import Example, Function, Parameter
from crf_app.expressions.types import Found, Type

_NUMBER, _WORD = (Type.NUMBER,), (Type.CODE, Type.TEXT)


def _numbers(*names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, _NUMBER) for name in names)


def _yes_no_complaint(text: str) -> str | None:
    return None if text in ("yes", "no") else "This is yes or no."


_SIGNS = tuple(
    Parameter(f"{region}_{neuron}", _WORD, False, _yes_no_complaint)
    for region in scales.REGIONS
    for neuron in ("umn", "lmn")
)


def _needs_rows(*_: Found) -> Found:
    return None


SCALES = (
    Function(
        "z_score",
        _numbers("x", "mean", "deviation"),
        Type.NUMBER,
        scales.z_score,
        "How many standard deviations a number lies above a mean.",
        (Example("z_score(7, 5, 4)", "0.5"), Example("z_score(7, 5, 0)", "unknown")),
    ),
    Function(
        "nhpt_rate",
        _numbers("dominant", "other"),
        Type.NUMBER,
        scales.nhpt_rate,
        "The nine-hole peg test of both hands as the MSFC counts it: the mean of the reciprocals of their seconds.",
        (Example("round(nhpt_rate(22, 24), 6)", "0.043561"),),
    ),
    Function(
        "msfc_z",
        _numbers("walk", "dominant", "other", "pasat"),
        Type.NUMBER,
        scales.msfc_z,
        "The MSFC composite against the Task Force database, from the seconds of walk and hands and the PASAT-3.",
        (
            Example("round(msfc_z(6.0, 22, 24, 48), 6)", "0.174061"),
            Example("round(msfc_z(165.7948, 30, 777, 0), 6)", "-6.687098"),
        ),
    ),
    Function(
        "alsfrs_total",
        _numbers(*(f"item_{n}" for n in range(1, scales.ALSFRS_ITEMS + 1))),
        Type.NUMBER,
        scales.alsfrs_total,
        "The sum of the twelve items of the ALSFRS-R; unknown unless all are whole numbers from 0 to 4.",
        (
            Example("alsfrs_total(4, 4, 4, 3, 3, 3, 2, 2, 2, 4, 4, 4)", "39"),
            Example("alsfrs_total(4, 4, 4, 3, 3, 3, 2, 2, 2, 4, 4, 5)", "unknown"),
        ),
    ),
    Function(
        "als_progression",
        _numbers("total", "months"),
        Type.NUMBER,
        scales.als_progression,
        "The points of the ALSFRS-R lost per month since onset: 48 less the total, by the months.",
        (Example("als_progression(36, 20)", "0.6"), Example("als_progression(36, 0)", "unknown")),
    ),
    Function(
        "slope_per_month",
        _numbers("months", "score"),
        Type.NUMBER,
        _needs_rows,
        "The least-squares slope of a score over months, across rows or visits; those without a value do not count.",
        (
            Example("slope_per_month(x, 10 - 2 * x)", "-2", ("0", "1", "", "3")),
            Example("slope_per_month(x, x)", "unknown", ("1",)),
        ),
        over_pairs=scales.slope,
    ),
    Function(
        "intercept_at_zero",
        _numbers("months", "score"),
        Type.NUMBER,
        _needs_rows,
        "Where the line of slope_per_month stands at month 0.",
        (
            Example("intercept_at_zero(x, 10 - 2 * x)", "10", ("0", "1", "", "3")),
            Example("intercept_at_zero(x, x)", "unknown", ("1",)),
        ),
        over_pairs=scales.intercept,
    ),
    Function(
        "el_escorial",
        (*_SIGNS, Parameter("emg_limbs", _NUMBER)),
        Type.CODE,
        scales.el_escorial,
        'The revised El Escorial category: "definite", "probable", "probable_lab", "possible" or "none".',
        (
            Example("el_escorial(yes, yes, yes, yes, no, no, yes, yes, 0)", "definite"),
            Example("el_escorial(yes, no, yes, yes, no, no, yes, yes, 0)", "probable"),
            Example("el_escorial(no, no, yes, no, no, no, no, no, 2)", "probable_lab"),
            Example("el_escorial(no, no, no, yes, no, no, yes, no, 0)", "possible"),
            Example("el_escorial(no, no, no, yes, no, no, no, no, 0)", "none"),
        ),
        result_codes=scales.EL_ESCORIAL,
    ),
    Function(
        "relapse_severity",
        _numbers("before", "change"),
        Type.CODE,
        scales.relapse_severity,
        'How severe a relapse is by the rise of the EDSS step: "mild", "moderate" or "severe".',
        (
            Example("relapse_severity(4.0, 0.5)", "mild"),
            Example("relapse_severity(5.5, 0.5)", "moderate"),
            Example("relapse_severity(4.0, 3.0)", "severe"),
        ),
        result_codes=scales.RELAPSE_SEVERITY,
    ),
)
