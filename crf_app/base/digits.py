"""Digits of the reader's language, and typed digits of any of them back to Latin."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ur": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}
_FULL_WIDTH: Final = "０１２３４５６７８９"
_TO_LOCAL: Final = {language: str.maketrans("0123456789", digits) for language, digits in _DIGITS.items()}
_TO_LATIN: Final = str.maketrans(
    _DIGITS["fa"] + _DIGITS["ar"] + _FULL_WIDTH + "٫٬٪．，％",
    "0123456789" * 3 + ".,%.,%",
)
_DECIMAL: Final = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def base_language(language: str) -> str:
    """Return the primary part of a language tag: ``fa`` of ``fa-IR``, ``zh`` of ``zh_Hans``."""
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


def latin_digits(text: str) -> str:
    """Return typed text with Persian, Arabic and full-width figures as Latin ones."""
    return text.translate(_TO_LATIN)


def local_digits(text: str, language: str) -> str:
    """Return `text` with its digits as the language writes them, every other sign as it is."""
    table = _TO_LOCAL.get(base_language(language))
    return text.translate(table) if table else text


def local_figures(text: str, language: str) -> str:
    """Return numbers as the language writes them: digits, decimal sign ٫, thousands ٬, per cent ٪.

    A point counts as a decimal sign only between two digits. Languages with Latin digits keep the
    text. In Spanish too the point stands (RAE, Ortografía, 2010, recommends it): people of two languages
    read one file, and a shown 1,234 would be 1.234 to the one and a thousand to the other.
    """
    table = _TO_LOCAL.get(base_language(language))
    if table is None:
        return text
    return _DECIMAL.sub("٫", _THOUSANDS.sub("٬", text)).replace("%", "٪").translate(table)


def local_number(part: object, language: str) -> object:
    """Return a whole number or a Decimal in the language's figures, anything else as it is."""
    if isinstance(part, int | Decimal) and not isinstance(part, bool):
        return local_figures(f"{part:f}" if isinstance(part, Decimal) else str(part), language)
    return part
