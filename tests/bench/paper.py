"""How fast a report is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from crf_app.reports.catalogue import Order, Printed, Printer, order_of, print_report
from crf_app.store.study_reader import StudyReader
from tests.bench.measuring import Figure, repeated
from tests.demonstration import at_desk, copied, demonstration, remove

SUBJECT: Final = "A-02"


def figures() -> Iterator[Figure]:
    """Measure a subject's casebook, from the record to bytes."""
    path = copied(demonstration(), "paper.crf")
    desk = at_desk(path)
    made: list[Printed] = []
    try:
        printer = Printer.at(desk)
        for language in desk.study.facts.languages:
            order = order_of(desk.file, desk.study, "casebook", subject=SUBJECT, language=language)
            measured = repeated(partial(_print, made, desk.file, printer, order), 5)
            pages, size = made[-1].pages, len(made[-1].content) / 1e3
            yield Figure.of(
                f"casebook of one subject, {language}",
                *measured,
                bar="<= 1 s",
                note=f"{pages} pages, {size:.0f} kB, PDF/A-2b",
            )
    finally:
        desk.file.close()
        remove(path)


def _print(made: list[Printed], reader: StudyReader, printer: Printer, order: Order) -> None:
    made.append(print_report(reader, printer, order))
