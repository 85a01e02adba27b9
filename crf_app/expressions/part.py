"""One checked part of a rule, and the few ways in which one type may stand for another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crf_app.expressions.reading import TRUTHS, Run, numeric_codes
from crf_app.expressions.types import Context, Found, Type


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a rule: its type, what evaluates it, and where it stands in the text.

    `type` is None for the constant `unknown` and for a part already complained about: it goes with
    everything. `constant` is given for what was written out; `outcomes` are all texts or codes it
    can come to, where they are known.
    """

    type: Type | None
    run: Run
    offset: int
    length: int
    outcomes: frozenset[str] | None = None
    constant: Found = None

    @property
    def numbers_by_code(self) -> bool:
        """Whether it is a code whose list holds nothing but numbers."""
        return self.type is Type.CODE and numeric_codes(self.outcomes) is not None

    @property
    def says_yes_or_no(self) -> bool:
        """Whether it can only come to yes or no."""
        return (
            self.type in (Type.CODE, Type.TEXT) and bool(self.outcomes) and self.outcomes <= TRUTHS.keys()  # type: ignore[operator]  # None is out by now
        )

    @property
    def is_written_text(self) -> bool:
        """Whether it is a text constant."""
        return self.type is Type.TEXT and isinstance(self.constant, str)


def constant(type_: Type, value: Found, offset: int, length: int) -> Part:
    """Return a part that always comes to the same value."""
    outcomes = frozenset({value}) if isinstance(value, str) else None
    return Part(type_, lambda _context, _row: value, offset, length, outcomes, value)


def unusable(offset: int, length: int) -> Part:
    """Return a part without a value: unknown, or complained about already."""
    return Part(None, lambda _context, _row: None, offset, length)


def fitted(part: Part, wanted: Type) -> Part | None:
    """Return the part as the type wanted, or None where it cannot stand for it.

    Codes that are all numbers stand for numbers; yes and no stand for true and false, and the other
    way round a truth stands for the code of a yes/no item; a text stands for a code.
    """
    if part.type is None or part.type is wanted:
        return part
    run = part.run
    if wanted is Type.NUMBER and part.numbers_by_code:
        numbers = numeric_codes(part.outcomes) or {}

        def as_number(context: Context, row: Context) -> Found:
            code = run(context, row)
            return numbers.get(code) if isinstance(code, str) else None

        return replace(part, type=Type.NUMBER, run=as_number, outcomes=None, constant=None)
    if wanted is Type.TRUTH and part.says_yes_or_no:

        def as_truth(context: Context, row: Context) -> Found:
            code = run(context, row)
            return TRUTHS.get(code) if isinstance(code, str) else None

        return replace(part, type=Type.TRUTH, run=as_truth, outcomes=None, constant=None)
    if {wanted, part.type} == {Type.CODE, Type.TEXT}:
        return replace(part, type=wanted)
    return None


def as_yes_or_no(part: Part) -> Part:
    """Return a truth as the codes yes and no."""
    run = part.run

    def answer(context: Context, row: Context) -> Found:
        truth = run(context, row)
        return ("yes" if truth else "no") if isinstance(truth, bool) else None

    return replace(part, type=Type.CODE, run=answer, outcomes=frozenset(TRUTHS))
