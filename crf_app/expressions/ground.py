"""What every part of the builder shares: the text, the problems, which rows may be read."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Hashable

from crf_app.expressions import sentences
from crf_app.expressions.parse import Parsed
from crf_app.expressions.part import Part, fitted, unusable
from crf_app.expressions.reading import Run, reader
from crf_app.expressions.tables import Definitions
from crf_app.expressions.types import Context, Found, NameInfo, NameRead, RuleProblem, Type

NO_ROWS: Hashable = "@none"
"""The group of an aggregate over a name that has no values to go through."""


class Rows:
    """The inside of one aggregate: its group is that of the first name read in it.

    A name that means one value by itself gives its rows only where no other name does: then it means each value.
    """

    def __init__(self) -> None:
        self.group: Hashable | None = None
        self._offered: list[tuple[NameRead, Run, Hashable | None]] = []
        self._each: Hashable | None = None

    def offer(self, read: NameRead, each: NameInfo, alone: Run) -> Run:
        """Return what reads a name once it is settled whose rows are gone through."""
        self._offered.append((read, alone, each.group))
        in_row = reader(each, True)

        def run(context: Context, row: Context) -> Found:
            is_each = self._each is not None and self._each == each.group
            return (in_row if is_each else alone)(context, row)

        return run

    def settle(self) -> list[tuple[NameRead, Run]]:
        """Settle the group; returns the names that mean one value after all."""
        if self.group is None and self._offered:
            self._each = next((group for _, _, group in self._offered if group is not None), None)
            self.group = NO_ROWS if self._each is None else self._each
        return [(read, alone) for read, alone, group in self._offered if group is None or group != self._each]


class Ground(ABC):
    """The rule being built, its problems and its reads."""

    def __init__(self, parsed: Parsed, names: Definitions, group: Hashable | None) -> None:
        self._parsed = parsed
        self.names = names
        self._group = group
        self.problems: list[RuleProblem] = []
        self.reads: dict[str, NameRead] = {}
        self.shown: dict[str, Run] = {}
        self.rows: Rows | None = None

    @abstractmethod
    def part(self, node: ast.expr) -> Part:
        """Build a node."""

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Return offset and length of a node in the author's text."""
        return self._parsed.place(node)

    def source(self, node: ast.expr) -> str:
        """Return the author's text of a node."""
        return self._parsed.source(node)

    def complain(self, code: str, where: ast.expr | Part, sentence: str) -> Part:
        """Note a problem and return a part that goes with everything."""
        place = (where.offset, where.length) if isinstance(where, Part) else self.place(where)
        self.problems.append(RuleProblem(code, *place, sentence))
        return unusable(*place)

    def wanting(self, part: Part, wanted: Type, what: str) -> Part:
        """Return the part as the type that `what` needs; complain where it is another."""
        fit = fitted(part, wanted)
        if fit is not None:
            return fit
        assert part.type is not None
        return self.complain("S002", part, sentences.wrong_type(what, wanted, part))

    def may_read(self, group: Hashable) -> bool:
        """Whether an item of `group` may be read here; in an aggregate its first name decides."""
        if self.rows is None:
            return group == self._group
        if self.rows.group is None:
            self.rows.group = group
        return self.rows.group == group

    def remember(self, read: NameRead, run: Run, in_row: bool) -> None:
        """Note what the rule reads, and how to show it."""
        self.reads.setdefault(read.text, read)
        if not in_row:
            self.shown.setdefault(read.text, run)
