"""Items: the single questions of a form."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from crf_app.base.values import Kind
from crf_app.expressions.arithmetic import MAX_DECIMALS
from crf_app.study.defined import NO_WORDS, Defined, Id, Number, Words

Decimals = Annotated[int, Field(ge=0, le=MAX_DECIMALS)]


class Range(Defined):
    """A closed range of numbers; either end may be open. Written ``[0, 60]`` or ``[0, ]`` as ``[0, "-"]``."""

    low: Number | None = None
    high: Number | None = None


class Unit(Defined):
    """A unit an answer may be given in. `factor` multiplies it into the item's first unit.

    `ucum` is the code of the Unified Code for Units of Measure, used in exports. `label` is what is stored and
    exported; `words` is what people read in its place, for a unit that is a word: days, years.
    """

    label: str
    words: Words = NO_WORDS
    factor: Number | None = None
    ucum: str | None = None

    def shown(self, language: str) -> str:
        """Return the unit as people read it in `language`."""
        return self.words.in_(language) if self.words else self.label


class Item(Defined):
    """One question.

    `required`, `relevant`, `derive` and `counts_as` are rules in the study's rule language (see
    docs/study-authors.md). `expected` is the range beyond which a value is queried, `possible` the one beyond which it
    cannot be true; both keep the value. `reference` is a laboratory's normal range and gives the H and L flags; it may
    be given per fixed row. `lower_limit` and `upper_limit` name the items that hold the limits of quantification of
    the same run. `precision` is the coarsest date that is accepted. `role` ties the item to a meaning; `roles.ROLES`
    lists them. `blinded` marks what only unblinded people may see. `recorded_here` says that the entry itself is the
    source, with no paper before it; None leaves that to the section and the form.
    """

    id: Id
    kind: Kind
    label: Words
    short: Words = NO_WORDS
    help: Words = NO_WORDS
    codes: Id | None = None
    unit: Unit | None = None
    other_units: tuple[Unit, ...] = ()
    decimals: Decimals | None = None
    expected: Range | None = None
    possible: Range | None = None
    reference: Range | dict[str, Range] | None = None
    lower_limit: Id | None = None
    upper_limit: Id | None = None
    required: str = "yes"
    relevant: str | None = None
    derive: str | None = None
    counts_as: str | None = None
    role: str | None = None
    precision: Literal["day", "month", "year"] = "day"
    show_earlier: bool = False
    carry: bool = False
    censored: bool = False
    blinded: bool = False
    recorded_here: bool | None = None

    @property
    def is_derived(self) -> bool:
        """Whether the program works this item out."""
        return self.derive is not None

    def unit_in(self, language: str, label: str | None = None) -> str:
        """Return the unit as people read it: the one stored as `label`, else the first; nothing without one."""
        units = [] if self.unit is None else [self.unit, *self.other_units]
        found = next((unit for unit in units if label in (None, unit.label)), None)
        return found.shown(language) if found else label or ""

    def reference_for(self, row: str | None) -> Range | None:
        """Return the reference range, that of the fixed row where rows differ."""
        if isinstance(self.reference, dict):
            return self.reference.get(row or "")
        return self.reference

    @field_validator("expected", "possible", mode="before")
    @classmethod
    def _range(cls, given: Any) -> Any:
        return range_of(given)

    @field_validator("reference", mode="before")
    @classmethod
    def _reference(cls, given: Any) -> Any:
        if isinstance(given, dict) and not {"low", "high"} >= set(given):
            return {row: range_of(ends) for row, ends in given.items()}
        return range_of(given)

    @field_validator("unit", mode="before")
    @classmethod
    def _unit(cls, given: Any) -> Any:
        return {"label": given} if isinstance(given, str) else given


_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def range_of(given: Any) -> Any:
    """Turn ``[low, high]`` into a Range's parts; ``-`` leaves an end open."""
    if isinstance(given, str):
        # Whoever wrote "2 to 6.5" reads both ends again as they should be written.
        meant = _NUMBER.findall(given)
        raise ValueError(f"written [low, high], such as [{', '.join(meant if len(meant) == 2 else ('0', '60'))}]")
    if isinstance(given, list | tuple):
        if len(given) != 2:
            raise ValueError("a range has two ends, such as [0, 60] or [18, -]")
        low, high = (None if end == "-" else end for end in given)
        return {"low": low, "high": high}
    return given
