"""What an entry can hold: exact values, censored results, reasons for missing, unreadable text.

A value's text form (`to_text`) is what is stored, hashed, exported and compared; `from_text` brings it back for the
kind of item it belongs to. Numbers are Decimal from their text and never pass through a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from crf_app.base.partial_date import PartialDate


class Kind(StrEnum):
    """The kinds of item a form can have."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MEASURED = "measured"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    DURATION = "duration"
    FILE = "file"
    NOTE = "note"

    @property
    def is_number(self) -> bool:
        """Whether rules read this kind as a number."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.MEASURED)


@dataclass(frozen=True)
class Censored:
    """A result beyond a limit of quantification: ``<2.0`` or ``>500``, kept as reported."""

    operator: str
    limit: Decimal

    def __str__(self) -> str:
        """Return the result as the laboratory writes it."""
        return f"{self.operator}{plain(self.limit)}"


Value = str | Decimal | Censored | PartialDate | time | timedelta | tuple[str, ...]
"""A readable value. yes/no, codes and texts are str; several codes are a tuple."""


@dataclass(frozen=True)
class Answer:
    """What an entry holds. Exactly one of `value`, `missing` and `unreadable` is given.

    `typed` keeps the person's own keystrokes where they differ from the value's text form (a Jalali date, a decimal
    comma). `missing` is the code of a reason of the study's list, `comment` the words that go with it.
    `unit` is given where it is not the item's first unit.
    """

    value: Value | None = None
    missing: str | None = None
    unreadable: str | None = None
    typed: str | None = None
    comment: str | None = None
    unit: str | None = None

    def __post_init__(self) -> None:
        """Refuse an answer that says two things or none."""
        said = [part for part in (self.value, self.missing, self.unreadable) if part is not None]
        if len(said) != 1:
            raise ValueError("an answer is a value, a reason or an unreadable text: one of them")

    def as_json(self) -> dict[str, str]:
        """Return the stored form, parts that are absent left out."""
        parts = {
            "value": None if self.value is None else to_text(self.value),
            "missing": self.missing,
            "unreadable": self.unreadable,
            "typed": self.typed,
            "comment": self.comment,
            "unit": self.unit,
        }
        return {name: part for name, part in parts.items() if part is not None}

    @classmethod
    def from_json(cls, kind: Kind, parts: dict[str, str]) -> Answer:
        """Read the stored form back for an item of `kind`. Raises ValueError."""
        value = from_text(kind, parts["value"]) if "value" in parts else None
        return cls(
            value,
            parts.get("missing"),
            parts.get("unreadable"),
            parts.get("typed"),
            parts.get("comment"),
            parts.get("unit"),
        )

    def same_as(self, other: Answer | None) -> bool:
        """Whether two answers say the same, however they were typed."""
        return (
            other is not None
            and (self.value, self.missing, self.unreadable, self.comment, self.unit)
            == (
                other.value,
                other.missing,
                other.unreadable,
                other.comment,
                other.unit,
            )
            and self._digits() == other._digits()
        )

    def _digits(self) -> str:
        """Decimal calls 6.5 and 6.50 equal; a record does not."""
        return "" if self.value is None else to_text(self.value)


def plain(number: Decimal) -> str:
    """Write a number without an exponent, keeping the digits that were given."""
    return f"{number:f}"


def to_text(value: Value) -> str:
    """Return the one text form of a value."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"PT{minutes}M"
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value)


def from_text(kind: Kind, text: str) -> Value:
    """Read a value's text form for an item of `kind`. Raises ValueError."""
    match kind:
        case Kind.INTEGER | Kind.DECIMAL | Kind.MEASURED:
            if text[:1] in ("<", ">"):
                return Censored(text[0], _number(text[1:]))
            return _number(text)
        case Kind.DATE | Kind.DATE_TIME:
            return PartialDate.parse(text)
        case Kind.TIME:
            return time.fromisoformat(text)
        case Kind.DURATION:
            if not (text.startswith("PT") and text.endswith("M")):
                raise ValueError(f"not a duration: {text!r}")
            return timedelta(minutes=int(text[2:-1]))
        case Kind.CODES:
            return tuple(text.split())
        case _:
            return text


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {text!r}") from error
    if not number.is_finite():
        raise ValueError(f"not a finite number: {text!r}")
    return number
