"""Reads numbers as people and laboratories type them.

Persian, Arabic, Latin and full-width digits are the same digits. The decimal sign may be a point, a
comma or ٫. A sign for thousands is accepted where it cannot be anything else; where it can, the
text is left for the person to settle, because 1,234 read wrongly is a thousandfold error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from crf_app.base.digits import latin_digits
from crf_app.base.values import Answer, Censored, Kind, plain
from crf_app.base.words import mark
from crf_app.capture.unreadable import Unreadable, fold, without_marks
from crf_app.study.item import Item, Unit

_NUMBER: Final = re.compile(r"([<>≤≥]?=?)\s*([+-]?)([\d.,٫٬'’\u00a0\u2009\u202f]*\d\.?)(.*)", re.DOTALL)
_PLAIN: Final = re.compile(r"\d+(\.\d*)?|\.\d+")
_SIGNS: Final = str.maketrans("−–＋＜＞。،", "--+<>.,")
_ONLY_THOUSANDS: Final = re.compile("[٬'’\u00a0\u2009\u202f]")
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+")
_LONGEST: Final = 40  # digits; longer than any measurement, short enough for every export

_NOT_A_NUMBER: Final = mark("“{raw}” is not a number. Type it in figures, such as 6.5 or 6,5. Nothing was lost.")
_AMBIGUOUS: Final = mark("“{raw}” can mean {thousands} or {decimals}. Type one of these two. Nothing was lost.")
_NOT_WHOLE: Final = mark("“{raw}” is not a whole number. Type it without decimals. Nothing was lost.")
_NO_SIGN: Final = mark(
    "“{raw}” begins with {sign}, and this question takes an exact number. Type the number alone. Nothing was lost."
)
_ONLY_BELOW_ABOVE: Final = mark(
    "“{raw}” begins with {sign}. A result beyond a limit is typed with < or >, such as <2.0. Nothing was lost."
)
_NOT_THE_UNIT: Final = mark(
    "“{unit}” in “{raw}” is not a unit of this question. Type the number alone, or with {units}. Nothing was lost."
)


def read_number(item: Item, raw: str) -> Answer:
    """Read a number with its sign and unit. Raises Unreadable."""
    text = without_marks(raw).translate(_SIGNS)
    found = _NUMBER.fullmatch(_latin(text))
    if not found:
        raise Unreadable(_NOT_A_NUMBER)
    operator, sign, digits, unit = found.groups()
    number = _read_digits(digits, whole=item.kind is Kind.INTEGER)
    if sign == "-" and number:
        number = number.copy_negate()
    return Answer(_censored(item, operator, number), unit=_unit(item, unit.strip()))


def _latin(text: str) -> str:
    """Turn digits alone: ٫ and ٬ each have one meaning and keep it."""
    return "".join(sign if sign in "٫٬" else latin_digits(sign) for sign in text)


def _read_digits(digits: str, *, whole: bool) -> Decimal:
    text = _without_thousands(digits, whole=whole)
    if not _PLAIN.fullmatch(text) or len(text) > _LONGEST:
        raise Unreadable(_NOT_A_NUMBER)
    number = Decimal(text)
    if whole and number != number.to_integral_value():
        raise Unreadable(_NOT_WHOLE)
    return Decimal(int(number)) if whole else number


def _without_thousands(digits: str, *, whole: bool) -> str:
    """Return the digits with a point as their only sign, or what `_PLAIN` will not take."""
    if "٫" in digits:
        head, _, tail = digits.rpartition("٫")
        return _grouped(_ONLY_THOUSANDS.sub(",", head)) + "." + tail
    if _ONLY_THOUSANDS.search(digits):
        head, point, tail = digits.partition(".")
        return _grouped(_ONLY_THOUSANDS.sub(",", head)) + point + tail
    if "," in digits and "." in digits:
        last = max(digits.rfind(","), digits.rfind("."))
        other = "," if digits[last] == "." else "."
        return _grouped(digits[:last].replace(other, ",")) + "." + digits[last + 1 :]
    for sign in ",.":
        if digits.count(sign) > 1:
            return _grouped(digits.replace(sign, ","))
    return _with_one_sign(digits, whole=whole)


def _with_one_sign(digits: str, *, whole: bool) -> str:
    """Return the digits where one comma or point at most stands between them.

    Before three digits it may part thousands. Then only a point where decimals are asked is clear,
    because that is how numbers are stored, and a comma where whole numbers are.
    """
    grouped = _GROUPED.fullmatch(digits.replace(".", ",")) and not digits.startswith("0")
    if grouped and whole and "," in digits:
        return digits.replace(",", "")
    as_decimals = digits.replace(",", ".")
    if grouped and ("," in digits or (whole and digits.endswith(".000"))):
        thousands = as_decimals.replace(".", "")
        raise Unreadable(_AMBIGUOUS, thousands=thousands, decimals=as_decimals)
    return as_decimals


def _grouped(digits: str) -> str:
    """Return digits without commas where these part them in threes; else as they are."""
    return digits.replace(",", "") if _GROUPED.fullmatch(digits) else digits


def _censored(item: Item, operator: str, number: Decimal) -> Decimal | Censored:
    if not operator:
        return number
    if not item.censored:
        raise Unreadable(_NO_SIGN, sign=operator)
    if operator not in ("<", ">"):
        raise Unreadable(_ONLY_BELOW_ABOVE, sign=operator)
    return Censored(operator, number)


def _unit(item: Item, typed: str) -> str | None:
    """Return the unit's label where it is not the item's first unit."""
    if not typed:
        return None
    if item.unit is None:
        raise Unreadable(_NOT_A_NUMBER)
    units = (item.unit, *item.other_units)
    found = _named(units, typed)
    if found is None:
        labels = ", ".join(unit.label for unit in units)
        raise Unreadable(_NOT_THE_UNIT, unit=typed, units=labels)
    return None if found is item.unit else found.label


def _named(units: Iterable[Unit], typed: str) -> Unit | None:
    """Find a unit as written, in any language, else whatever its case: mg and Mg may both be there."""
    spellings = [
        (unit, latin_digits(written))
        for unit in units
        for written in (unit.label, *(words for _, words in unit.words.texts))
    ]
    exact = [unit for unit, label in spellings if label.strip() == typed]
    loose = [unit for unit, label in spellings if fold(label) == fold(typed)]
    if exact:
        return exact[0]
    return loose[0] if loose and all(unit is loose[0] for unit in loose) else None


def number_text(answer: Answer) -> str:
    """Return the canonical text of a number with the unit it was given in."""
    value = answer.value
    text = plain(value) if isinstance(value, Decimal) else str(value)
    return f"{text} {answer.unit}" if answer.unit else text
