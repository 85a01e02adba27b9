"""What every part of the builder shares: the text, the problems, which rows may be read."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Hashable

from crf_app.expressions import sentences
from crf_app.expressions.parse import Parsed
from crf_app.expressions.part import Part, fitted, unusable
from crf_app.expressions.reading import Run
from crf_app.expressions.types import NameRead, RuleProblem, Type


class Rows:
    """The inside of one aggregate: its group is that of the first name read in it."""

    def __init__(self) -> None:
        self.group: Hashable | None = None


class Ground(ABC):
    """The rule being built, its problems and its reads."""

    def __init__(self, parsed: Parsed, group: Hashable | None) -> None:
        self._parsed = parsed
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
