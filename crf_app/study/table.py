"""Tables of a study: what its rules look up, written as rows of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Literal

from crf_app.base.partial_date import PartialDate
from crf_app.expressions.tables import Cell, Table, TableRow
from crf_app.expressions.types import Found, Type
from crf_app.study.defined import NUMBER_TEXT, Defined, Id
from crf_app.study.findings import Finding, at_most
from crf_app.study.typed import read_model
from crf_app.study.yaml_nodes import Node

ColumnType = Literal["text", "number", "date"]

ANYTHING = "*"
NOTHING = "-"
RANGE = ".."

_TYPES: Mapping[str, Type] = {"text": Type.TEXT, "number": Type.NUMBER, "date": Type.DATE}


class TableText(Defined):
    """A table as its author writes it.

    `keys` are the columns that are looked through and `values` those that are found, each with its type. A row gives
    first its keys, then its values. A key is a value, a range of numbers or dates with both ends in it (``18..65``,
    ``18..``, ``..65``), or ``*`` for any; a value is given or ``-`` for none. The first row that fits counts.
    """

    keys: dict[Id, ColumnType]
    values: dict[Id, ColumnType]
    rows: tuple[tuple[str, ...], ...]


def read_table(name: str, node: Node) -> tuple[Table | None, list[Finding]]:
    """Read a table. There is none when something in it is wrong."""
    text, findings = read_model(TableText, node)
    if text is None:
        return None, findings
    rows = []
    wrong: list[Finding] = []
    for n, written in enumerate(text.rows):
        if len(written) != len(text.keys) + len(text.values):
            continue
        row, of_row = _row(text, written, node.find("rows", n))
        wrong += of_row
        rows.append(row)
    findings += at_most(chain(_misshapen(text, node), wrong), node.place)
    keys = {key: _TYPES[kind] for key, kind in text.keys.items()}
    values = {value: _TYPES[kind] for value, kind in text.values.items()}
    return (None if findings else Table(name, keys, values, tuple(rows))), findings


def _misshapen(text: TableText, node: Node) -> Iterator[Finding]:
    wanted = len(text.keys) + len(text.values)
    if not text.keys or not text.values or not text.rows:
        yield Finding.at(node.place, "S022", "a table has keys, values and rows")
    for name in text.values:
        if name in text.keys:
            yield Finding.at(node.find("values", name).place, "S022", f"“{name}” is a key and a value")
    for n, row in enumerate(text.rows):
        if len(row) != wanted:
            said = f"the row has {_many(len(row), 'cell')}; its table has {_many(wanted, 'column')}"
            yield Finding.at(node.find("rows", n).place, "S022", said)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


_DASH = re.compile(r"\s*[-–]\s*")


def _as_range(kind: str, cell: str) -> str:
    """Return the end of a sentence that writes a key as the range it seems to be: with a dash, as elsewhere."""
    for dash in _DASH.finditer(cell):
        low, high = cell[: dash.start()], cell[dash.end() :]
        if None not in (_value(kind, low), _value(kind, high)):
            return f"; a range is written {low}{RANGE}{high}"
    return ""


def _row(text: TableText, written: tuple[str, ...], node: Node) -> tuple[TableRow, list[Finding]]:
    findings: list[Finding] = []

    def read(kind: str, cell: str, n: int, hint: str = "") -> Found:
        found = _value(kind, cell.strip())
        if found is None:
            said = f"“{cell}” is no {kind}{hint}"
            findings.append(Finding.at(node.find(n).place, "S022", said))
        return found

    cells = []
    for n, kind in enumerate(text.keys.values()):
        cell = written[n].strip()
        low, dots, high = cell.partition(RANGE)
        if cell == ANYTHING:
            cells.append(Cell(anything=True))
        elif dots and kind != "text":
            cells.append(Cell(read(kind, low, n) if low else None, read(kind, high, n) if high else None))
        else:
            value = read(kind, cell, n, _as_range(kind, cell))
            cells.append(Cell(value, value))
    held = {}
    for n, (name, kind) in enumerate(text.values.items(), len(text.keys)):
        held[name] = None if written[n] == NOTHING else read(kind, written[n], n)
    return TableRow(tuple(cells), held), findings


def _value(kind: str, cell: str) -> Found:
    if kind == "text":
        return cell or None
    if kind == "number":
        return Decimal(cell) if NUMBER_TEXT.fullmatch(cell) else None
    try:
        return PartialDate.parse(cell)
    except ValueError:
        return None
