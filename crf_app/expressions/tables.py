"""Tables that rules look things up in: reference ranges by sex, age and date, constants by name.

A table is data of the study. Its first columns are keys, each row saying for which keys it holds; the others are
values. The first row that fits gives the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from crf_app.expressions import compare, truth
from crf_app.expressions.truth import Truth
from crf_app.expressions.types import Found, Names, Type, UnknownName


@dataclass(frozen=True)
class Cell:
    """What one row asks of one key: a range with an end open or not, a single value, or anything."""

    low: Found = None
    high: Found = None
    anything: bool = False

    def fits(self, key: Found) -> Truth:
        """Whether a key is meant; undecided or unknown where the key leaves it open."""
        if self.anything:
            return True
        if self.low is not None and self.low == self.high:
            return compare.equal(key, self.low)
        above = True if self.low is None else compare.at_least(key, self.low)
        below = True if self.high is None else compare.at_most(key, self.high)
        return truth.conjunction((above, below))


@dataclass(frozen=True)
class TableRow:
    """One row: what it asks of each key, and what it holds."""

    cells: tuple[Cell, ...]
    held: Mapping[str, Found]


@dataclass(frozen=True)
class Table:
    """A table with its columns by name, in the order they are written."""

    name: str
    keys: Mapping[str, Type]
    values: Mapping[str, Type]
    rows: tuple[TableRow, ...]

    def texts_of(self, column: str) -> frozenset[str]:
        """Return all texts a column can give."""
        return frozenset(found for row in self.rows if isinstance(found := row.held.get(column), str))

    def find(self, column: str, keys: Sequence[Found]) -> Found:
        """Return what the first row that fits holds; unknown when none fits, or when it cannot be told which does."""
        for row in self.rows:
            fits = truth.conjunction(cell.fits(key) for cell, key in zip(row.cells, keys, strict=True))
            if fits is True:
                return row.held.get(column)
            if fits is not False:
                return None
        return None


class Definitions(Names, Protocol):
    """Whoever knows what the names in a rule mean, and the tables it looks into; the study does."""

    def table(self, name: str) -> Table | UnknownName:
        """Return a table of the study by its name."""
        ...
