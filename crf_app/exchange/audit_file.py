"""The audit trail as a file: as CSV to be read by people, as JSON lines to be checked without this program.

JSON lines are exact: every column of every fact as it is stored, so that each hash can be worked out again
(`verify_audit.py`). The first line says what it is, the last how much it was. What whoever exports may not see is
withheld: of such a fact only its hash and its link stay, so that the chain can still be walked.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from crf_app.base.problems import Fault
from crf_app.base.progress import Cancelled, Progress, Stopped
from crf_app.capture.facts import FIRST, HASHED, Fact, canonical, seal_of
from crf_app.exchange.output import Draught, Made, harmless
from crf_app.exchange.source import Source
from crf_app.services.desk import Desk
from crf_app.services.fact_words import FactWords, local_text, offset_text
from crf_app.services.narrowing import Narrowing
from crf_app.store.seen import SeenFile
from crf_app.store.study_reader import StudyReader
from crf_app.verify_audit import FORMAT

COLUMNS: Final = (
    "fact", "at_utc", "at_local", "offset", "name", "username", "role", "what", "subject", "visit", "form", "row",
    "item", "old", "new", "reason", "kind", "person_id", "subject_id", "visit_id", "page_id", "item_id", "station",
    "program", "study_version", "hash",
)  # fmt: skip
"""The columns of the CSV: first what a person reads, then the ids and the hash."""

_OFTEN = 500
"""Facts between two looks at whether the person has had enough."""

Write = Callable[[bytes], None]


def export_audit(
    desk: Desk,
    form: str,
    out: Path,
    narrowing: Narrowing | None = None,
    *,
    language: str | None = None,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> Made:
    """Write the trail as ``audit-csv`` or ``audit-json`` and note the export. Raises Refusal, Fault and Cancelled."""
    made = make_audit(
        desk.file, Source.at(desk, language), form, out, narrowing, progress=progress, cancelled=cancelled
    )
    made.keep(desk)
    return made


def make_audit(
    reader: StudyReader,
    source: Source,
    form: str,
    out: Path,
    narrowing: Narrowing | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> Made:
    """Write the trail beside its place, from a reader of the calling thread; it is kept by `Made.keep`.

    Raises Fault and Cancelled.
    """
    wanted = narrowing or Narrowing()
    write = FORMS[form]
    with Draught(out, source.told) as draught:
        count, withheld = write(reader, source, wanted, draught.write, Pace(progress, cancelled))
    return Made(form, draught, count, withheld, wanted.subject)


class Pace:
    """Tells how far it is, and stops when asked to."""

    def __init__(self, progress: Progress | None, cancelled: Stopped | None) -> None:
        self._progress, self._cancelled = progress, cancelled

    def along(self, facts: Iterator[Fact], total: int) -> Iterator[Fact]:
        """Walk facts; a fact's number says how far it is along the trail."""
        try:
            for done, fact in enumerate(facts):
                if done % _OFTEN == 0:
                    if self._cancelled is not None and self._cancelled():
                        raise Cancelled
                    if self._progress is not None:
                        self._progress(fact.seq, total)
                yield fact
        except (ValueError, TypeError) as error:
            raise Fault(
                "The audit trail holds a fact that cannot be read. Nothing was exported; verify the file, it names the "
                "fact."
            ) from error


# ---------------------------------------------------------------------------------------- JSON lines


def write_json(reader: StudyReader, source: Source, wanted: Narrowing, write: Write, pace: Pace) -> tuple[int, int]:
    """Write the exact trail; returns how many facts it holds and how many of them are withheld.

    Facts that come while it is written are left to the next export: the head is that of the beginning.
    """
    total, (_, head) = reader.fact_count(), reader.head()
    whole = wanted.is_everything
    first = {"format": FORMAT, "whole": whole, "facts": total, "seal": seal_of(head), **source.about(reader)}
    if not whole:
        first |= {"narrowed": wanted.as_json(), "facts": None}
    write(canonical(first) + b"\n")
    kinds: Counter[str] = Counter()
    count = withheld = 0
    last = FIRST
    said, view = source.fact_words(reader), SeenFile.of(reader, source.sight)
    for fact in pace.along(wanted.facts(reader, until=total), total):
        seen = view.sees(fact)
        if not whole and not (seen and wanted.has_words(fact, said)):
            continue
        write((_exact(fact) if seen else _withheld(fact)) + b"\n")
        last, count, withheld = fact.hash, count + 1, withheld + (not seen)
        if seen:
            kinds[fact.kind.value] += 1
    write(canonical({"end": count, "withheld": withheld, "kinds": dict(kinds), "head": last}) + b"\n")
    return count, withheld


def _exact(fact: Fact) -> bytes:
    return canonical({**{name: getattr(fact, name) for name in HASHED}, "hash": fact.hash})


def _withheld(fact: Fact) -> bytes:
    return canonical({"hash": fact.hash, "previous": fact.previous, "withheld": True})


# ---------------------------------------------------------------------------------------- CSV


def write_csv(reader: StudyReader, source: Source, wanted: Narrowing, write: Write, pace: Pace) -> tuple[int, int]:
    """Write one line for each fact that is seen; returns how many, and of the whole trail how many were left out.

    Of a part it is not said how many were: narrowed to one blinded item, that would tell how often it changed.
    """
    said, total, view = source.fact_words(reader), reader.fact_count(), SeenFile.of(reader, source.sight)
    table = _Csv(write)
    table.line(COLUMNS)
    count = left_out = 0
    for fact in pace.along(wanted.facts(reader, until=total), total):
        if not view.sees(fact):
            left_out += wanted.is_everything
        elif wanted.has_words(fact, said):
            table.line(row_of(fact, said))
            count += 1
    return count, left_out


class _Csv:
    """Writes lines of CSV as bytes. It begins with the mark by which spreadsheets know UTF-8."""

    def __init__(self, write: Write) -> None:
        self._text = io.StringIO()
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._write = write
        write(b"\xef\xbb\xbf")

    def line(self, cells: tuple[str, ...]) -> None:
        """Write a line."""
        self._csv.writerow(cells)
        self._write(self._text.getvalue().encode())
        self._text.seek(0)
        self._text.truncate()


def row_of(fact: Fact, said: FactWords) -> tuple[str, ...]:
    """Return a fact as a line of the CSV."""
    cells = (
        str(fact.seq), fact.at, local_text(fact), offset_text(fact.offset), said.name(fact.person),
        said.username(fact.person), said.acting(fact), said.what(fact), said.subject(fact), said.visit(fact),
        said.form(fact), fact.row or "", said.item(fact), said.old(fact), said.new(fact), said.reason(fact),
        fact.kind.value, fact.person, fact.subject or "", fact.visit or "", fact.page or "", fact.item or "",
        fact.station, fact.program, fact.study_version, fact.hash,
    )  # fmt: skip
    return tuple(map(harmless, cells))


Writer = Callable[[StudyReader, Source, Narrowing, Write, Pace], tuple[int, int]]
FORMS: Final[Mapping[str, Writer]] = {"audit-csv": write_csv, "audit-json": write_json}
ENDINGS: Final[Mapping[str, str]] = {"audit-csv": "csv", "audit-json": "jsonl"}


def parts_of(made: Made) -> dict[str, Any]:
    """Return what a manifest says of an exported trail."""
    return {"sha256": made.draught.sha256, "bytes": made.draught.size, "facts": made.count, "withheld": made.withheld}
