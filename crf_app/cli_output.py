"""What the verbs of the command line share: exit codes, kinds of arguments, tables and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

FINDINGS, USAGE, REFUSED, FAULT = 1, 2, 3, 4
"""Exit codes beside 0 for done; FINDINGS is also that of a failed verification."""

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
STUDY = click.Path(exists=True, file_okay=False, path_type=Path)


def as_json_text(found: object) -> str:
    """Write something as JSON that people can read."""
    return json.dumps(found, ensure_ascii=False, indent=1)


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
    """Show a cell without line ends and control characters, which would run away with the terminal."""
    return "".join(c if c.isprintable() else " " for c in cell)
