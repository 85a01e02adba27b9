"""What a check says: its message with the values the rule read at that moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from decimal import Decimal

from crf_app.base.calendars import show_date, show_iso
from crf_app.base.digits import base_language, local_figures
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Censored, to_text
from crf_app.study.form import Check

VALUE = "value"
"""The placeholder for the value of the item the check stands at, whatever the rule calls it."""

NOT_GIVEN = "–"
"""Stands for a value that is not known; the same in every language."""

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def placeholders(text: str) -> list[str]:
    """Return the names in braces, in the order they stand."""
    return _PLACEHOLDER.findall(text)


def message_for(check: Check, language: str, values: Mapping[str, object]) -> str:
    """Return the message of a check in `language`, its placeholders filled.

    `values` are those the rule read, under the names its author wrote (what `Expression.explain`
    gives). ``{value}`` is the value of the check's own item. Braces that name nothing stay as they
    are.
    """

    def filled(found: re.Match[str]) -> str:
        name = found[1]
        if name == VALUE and VALUE not in values:
            name = check.item
        return shown(values[name], language) if name in values else found[0]

    return _PLACEHOLDER.sub(filled, check.message.in_(language))


def shown(value: object, language: str) -> str:
    """Write a value as it stands in a sentence of `language`: its digits, its calendar; ISO 8601 dates in English."""
    if value is None:
        return NOT_GIVEN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, PartialDate):
        return show_iso(value) if base_language(language) == "en" else show_date(value, language)
    if isinstance(value, str):
        return value
    if isinstance(value, timedelta):
        hours, minutes = divmod(int(value.total_seconds()) // 60, 60)
        return local_figures(f"{hours}:{minutes:02d}", language)
    if isinstance(value, Decimal | Censored | time):
        return local_figures(to_text(value), language)
    return str(value)
