"""The words of the rule language: types, names, problems, and what a rule reads its values from."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from crf_app.base.values import Value
from crf_app.expressions.truth import Undecided

MAX_LENGTH = 1000
"""The longest rule, in characters; a longer one belongs into several derived items."""

MAX_DEPTH = 40
"""The deepest nesting of a rule; a long sum or a long `and` is one level."""

CONSTANTS = frozenset({"yes", "no", "true", "false", "unknown"})
"""Words that mean themselves in every rule; no item may bear one as its id."""

Found = Value | bool | Undecided | None
"""What a part of a rule comes to while it is evaluated."""


class Type(StrEnum):
    """The types of the rule language; each is also the word used for it in messages."""

    NUMBER = "number"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    TRUTH = "truth"

    @property
    def phrase(self) -> str:
        """The type as it stands in a sentence."""
        return _PHRASES[self]


_PHRASES = {
    Type.NUMBER: "a number",
    Type.TEXT: "a text",
    Type.CODE: "a code",
    Type.CODES: "several codes",
    Type.DATE: "a date",
    Type.TIME: "a time of day",
    Type.DURATION: "a duration",
    Type.TRUTH: "true or false",
}


@dataclass(frozen=True)
class NameInfo:
    """What a name in a rule stands for.

    `ref` is handed to the context unread. `codes` are the codes of a code list, None where they are
    not enumerated. `group` is given for items that are asked once per row: they may stand only
    inside an aggregate, or in a rule that runs in that same group. `each` is given for a name that means one
    value by itself, and each of its values inside an aggregate that no other name gives its rows; without a
    group of its own there are no values to go through. `absent` is what the study has no item for: it is unknown and
    goes with every type.
    """

    ref: Hashable
    type: Type
    codes: frozenset[str] | None = None
    group: Hashable | None = None
    each: NameInfo | None = None
    absent: bool = False

    @property
    def refs(self) -> tuple[Hashable, ...]:
        """All places the name may be read at."""
        return (self.ref,) if self.each is None else (self.ref, self.each.ref)


@dataclass(frozen=True)
class UnknownName:
    """A name nobody knows, and the nearest one that exists; or the sentence that tells what is wrong with it."""

    suggestion: str | None = None
    sentence: str | None = None


class Names(Protocol):
    """Whoever knows what the names in a rule mean; the study does."""

    def resolve(self, parts: tuple[str, ...]) -> NameInfo | UnknownName:
        """Say what a dotted name stands for, given as its parts."""
        ...


class Context(Protocol):
    """Where a rule reads its values."""

    def value(self, ref: Hashable) -> Value | bool | None:
        """Return the usable value at `ref`; None when blank, missing or unreadable."""
        ...

    def members(self, group: Hashable) -> Sequence[Context]:
        """Return one context per row (or page) of a repeating group, in the order they are kept."""
        ...


@dataclass(frozen=True)
class NameRead:
    """A name as the author wrote it, and what it stands for."""

    text: str
    info: NameInfo


@dataclass(frozen=True)
class RuleProblem:
    """Something wrong with the text of a rule, as a sentence for its author.

    `code` is stable: S001 unknown name, S002 types do not fit, S004 not in the language, S005 code
    not in its list, S006 too long or too deep. `offset` and `length` count characters of the rule's
    text.
    """

    code: str
    offset: int
    length: int
    text: str
