"""The checks nobody has to write: a value beyond its expected or possible range is asked about.

Both keep the value. Their messages come from here in every language the program speaks, because a
study gives only the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crf_app.base.digits import local_figures
from crf_app.base.local_text import LocalText
from crf_app.base.problems import Severity
from crf_app.base.values import plain
from crf_app.study.form import Check, Form
from crf_app.study.item import Item, Range

EXPECTED = "expected"
POSSIBLE = "possible"

_SEVERITY = {EXPECTED: Severity.QUERY, POSSIBLE: Severity.STOP}

_MESSAGES = {
    EXPECTED: {
        "en": "{label}: {answer} is {where}. Please check or explain.",
        "es": "{label}: {answer} está {where}. Compruébelo o explíquelo.",
        "fa": "{label}: {answer} {where} است. لطفاً بررسی کنید یا توضیح دهید.",
        "zh": "{label}：{answer} {where}。请核对或说明。",
    },
    POSSIBLE: {
        "en": "{label}: {answer} is {where} and cannot be true. Please correct it or explain.",
        "es": "{label}: {answer} está {where} y no puede ser cierto. Corríjalo o explíquelo.",
        "fa": "{label}: {answer} {where} است و ممکن نیست درست باشد. لطفاً اصلاح کنید یا توضیح دهید.",
        "zh": "{label}：{answer} {where}，不可能成立。请更正或说明。",
    },
}

_BETWEEN = {
    "en": "outside {low} to {high}",
    "es": "fuera del intervalo de {low} a {high}",
    "fa": "بیرون از بازهٔ {low} تا {high}",
    "zh": "超出 {low} 至 {high} 的范围",
}
_BELOW = {"en": "below {low}", "es": "por debajo de {low}", "fa": "کمتر از {low}", "zh": "低于 {low}"}
_ABOVE = {"en": "above {high}", "es": "por encima de {high}", "fa": "بیشتر از {high}", "zh": "高于 {high}"}


def range_check_id(form: str, item: str, sort: str) -> str:
    """Return the id of the check made for an item's `expected` or `possible` range."""
    return f"{form}_{item}_{sort}"


def with_range_checks(form: Form, languages: Sequence[str]) -> Form:
    """Return the form with a check for every range its items give, after those its author wrote."""
    made = tuple(_checks(form, languages))
    return form.model_copy(update={"checks": form.checks + made}) if made else form


def is_range_check(form: str, check: Check) -> bool:
    """Whether the program made this check."""
    return check.id in (
        range_check_id(form, check.item, EXPECTED),
        range_check_id(form, check.item, POSSIBLE),
    )


def _checks(form: Form, languages: Sequence[str]) -> Iterator[Check]:
    for item in form.items():
        for sort, ends in ((EXPECTED, item.expected), (POSSIBLE, item.possible)):
            if ends is not None and item.kind.is_number and _rule(item.id, ends):
                # The made id may be longer than an author's may be, so it is not validated again.
                yield Check.model_construct(
                    id=range_check_id(form.id, item.id, sort),
                    item=item.id,
                    when=_rule(item.id, ends),
                    severity=_SEVERITY[sort],
                    message=_message(item, sort, ends, languages),
                    propose=None,
                )


def _rule(item: str, ends: Range) -> str:
    parts = []
    if ends.low is not None:
        parts.append(f"{item} < {plain(ends.low)}")
    if ends.high is not None:
        parts.append(f"{item} > {plain(ends.high)}")
    return " or ".join(parts)


def _message(item: Item, sort: str, ends: Range, languages: Sequence[str]) -> LocalText:
    """Write the message once per language, the study's own first; ``{value}`` is filled later."""
    messages = _MESSAGES[sort]
    order = [each for each in languages if each in messages]
    order += [each for each in messages if each not in order]
    return LocalText.of({each: _sentence(item, messages[each], ends, each) for each in order})


def _sentence(item: Item, message: str, ends: Range, language: str) -> str:
    where = _BETWEEN if None not in (ends.low, ends.high) else _ABOVE if ends.low is None else _BELOW
    low = "" if ends.low is None else local_figures(plain(ends.low), language)
    high = "" if ends.high is None else local_figures(plain(ends.high), language)
    unit = f" {item.unit_in(language)}" if item.unit else ""
    return message.format(
        label=item.label.in_(language),
        answer="{value}" + unit,
        where=where[language].format(low=low, high=high),
    )
