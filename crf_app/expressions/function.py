"""What a function of the rule language is: its arguments, its sentence, its examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crf_app.base.values import Censored
from crf_app.expressions.truth import UNDECIDED
from crf_app.expressions.types import Found, Type


@dataclass(frozen=True)
class Parameter:
    """One argument: its name and the types it takes; where none is named, all.

    `must_be_written` asks for a constant; `complaint` returns a sentence about a constant that will
    not do.
    """

    name: str
    types: tuple[Type, ...] = ()
    must_be_written: bool = False
    complaint: Callable[[Any], str | None] = field(default=lambda _: None)


@dataclass(frozen=True)
class Example:
    """A rule and what it comes to, as text. `rows` are the values of a repeating item named `x`."""

    text: str
    result: str
    rows: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Function:
    """One function of the language.

    `result` is None when the result has the type of the first argument. `repeats`: the last
    parameter may be given any number of times; `optional` of the last ones may be left out.
    `over_rows` takes the values of all rows of a group
    when the single argument names items of one; `over_pairs` takes one tuple per row, of all
    arguments. `needs_rows`: it makes no sense without a group.
    `takes_unknown` and `takes_censored`: such arguments reach `call`. `alike`: every argument must
    be comparable with the first. `result_codes` are the codes the result can be.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: Type | None
    call: Callable[..., Found]
    sentence: str
    examples: tuple[Example, ...]
    repeats: bool = False
    optional: int = 0
    over_rows: Callable[[Sequence[Found]], Found] | None = None
    over_pairs: Callable[[Sequence[tuple[Found, ...]]], Found] | None = None
    needs_rows: bool = False
    takes_unknown: bool = False
    takes_censored: bool = False
    result_codes: frozenset[str] | None = None
    alike: bool = False

    @property
    def signature(self) -> str:
        """The call as it is shown to authors: ``round(x, decimals)``; what may be left out stands in brackets."""
        names = [parameter.name for parameter in self.parameters]
        always = len(names) - self.optional
        more = f"[, {', '.join(names[always:])}]" if self.optional else ""
        return f"{self.name}({', '.join(names[:always])}{more}{', …' if self.repeats else ''})"

    def run(self, arguments: Sequence[Found]) -> Found:
        """Return the result; never raises for arguments of the declared types."""
        if not self.takes_unknown:
            for argument in arguments:
                if argument is None or argument is UNDECIDED:
                    return None
                if not self.takes_censored and isinstance(argument, Censored):
                    return None
        return self.call(*arguments)
