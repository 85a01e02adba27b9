"""What tables are given: cells, rows and columns, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportlab.platypus import Flowable

from crf_app.reports.inline import Content
from crf_app.reports.sheet import Rule, TextStyle
from crf_app.reports.text import Align

#: Space at the end of each cell but the last of a row, in points.
CELL_END = 4.5


@dataclass(frozen=True)
class Cell:
    """One cell: a flowable, how many columns it takes, and whether it hangs at the row's bottom."""

    flowable: Flowable
    span: int = 1
    bottom: bool = False
    end: float | None = None


CellLike: TypeAlias = "Cell | Flowable | Content | None"


@dataclass(frozen=True)
class Row:
    """One row in reading order.

    `below` is the rule under the row (None for none; the table gives its own where `default_rule`);
    `below_from` is the first column that rule starts at. `keep` holds the row to the next one.
    `group` names what the row belongs to; on a new page the group's first cell is printed again.
    """

    cells: Sequence[CellLike]
    below: Rule | None = None
    default_rule: bool = True
    below_from: int = 0
    keep: bool = False
    group: CellLike = None
    anchor: str | None = None
    link: str | None = None
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True)
class Column:
    """One column: its width in points, and the alignment of plain words in it."""

    width: float
    align: Align = "start"
    style: TextStyle | None = None
