"""Prints the table. What a part takes is told on stderr while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from tests.bench.measuring import Figure, machine, table
from tests.demonstration import FOLDER, demonstration, live_in_tehran


def parts() -> dict[str, Callable[[], Iterator[Figure]]]:
    """Return what is measured, in the order of the table."""
    from tests.bench import paper, record, study, window

    return {"window": window.figures, "record": record.figures, "paper": paper.figures, "study": study.figures}


def main(wanted: list[str]) -> None:
    """Measure all parts, or those that are named."""
    live_in_tehran()
    demonstration()
    figures: list[Figure] = []
    for name, measure in parts().items():
        if not wanted or name in wanted:
            print(f"measuring: {name}", file=sys.stderr)
            figures.extend(measure())
    print(table(figures))
    print()
    print(machine())
    print(f"Files in {FOLDER}; nothing here passes or fails.")


main(sys.argv[1:])
