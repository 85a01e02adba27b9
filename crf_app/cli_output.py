"""What the verbs of the command line share: exit codes, kinds of arguments, tables and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import click

FINDINGS, USAGE, REFUSED, FAULT = 1, 2, 3, 4
"""Exit codes beside 0 for done; FINDINGS is also that of a failed verification."""

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
STUDY = click.Path(exists=True, file_okay=False, path_type=Path)


def as_json_text(found: object) -> str:
    """Write something as JSON that people can read; signs that would act on a terminal are written as escapes."""
    return _UNSEEN.sub(_escaped, json.dumps(found, ensure_ascii=False, indent=1))


_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e0fff]")
"""What JSON lets pass unescaped and a terminal obeys or cannot show: DEL, the C1 controls, controls of direction."""


def _escaped(found: re.Match[str]) -> str:
    """Write a sign as JSON's own escape, in two halves above U+FFFF, so that whoever reads it gets the same sign."""
    pairs = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[n]:02x}{pairs[n + 1]:02x}" for n in range(0, len(pairs), 2))


def print_table(columns: Iterable[str], rows: Iterable[tuple[str, ...]], as_json: bool) -> None:
    """Print rows below their heads, or as JSON."""
    columns = list(columns)
    if as_json:
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(as_json_text(found))
        return
    lines = [columns, *([one_line(cell) for cell in row] for row in rows)]
    widths = [min(60, max(len(line[n]) for line in lines)) for n in range(len(columns))]
    for line in lines:
        click.echo("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


def one_line(cell: str) -> str:
    """Show a cell without line ends and control characters, which would run away with the terminal.

    The joiners of Persian words and of emoji stay: they join what stands beside them and nothing else.
    """
    return "".join(c if c.isprintable() or c in _JOINERS else " " for c in cell)


_JOINERS = "\u200c\u200d"
