"""A certified copy: everything a file holds, in forms that are read without this program, and checked without it.

A folder with the casebook of every subject as PDF, all data as CSV, the audit trail both ways, the texts of every
version of the study, the verifier, and a manifest (ICH E6(R3) 3.16.1; EMA/INS/GCP/112288/2023). All of it is of one
moment of the file; the seal of that moment stands in the manifest and on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from crf_app import verify_audit
from crf_app.base.progress import Cancelled, Progress, Stopped
from crf_app.base.words import Say
from crf_app.capture.facts import FactKind
from crf_app.exchange.audit_file import FORMS, Pace
from crf_app.exchange.csv_folder import write_tables
from crf_app.exchange.manifest import DraughtFolder, MadeFolder
from crf_app.exchange.output import Draught
from crf_app.exchange.source import Data, Source
from crf_app.reports.catalogue import Printer, order_of, print_report
from crf_app.services.desk import Desk
from crf_app.services.narrowing import Narrowing
from crf_app.store.seen import SeenFile
from crf_app.store.study_reader import StudyReader

FORMAT: Final = "crf-copy 1"
README: Final = "READ_ME.txt"
VERIFIER: Final = "verify_audit.py"
AUDIT_CSV: Final = "audit.csv"


def export_copy(
    desk: Desk,
    folder: Path,
    *,
    language: str | None = None,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> MadeFolder:
    """Make the copy and note it in the trail. Raises Refusal, Fault and Cancelled."""
    source = Source.at(desk, language)
    made = make_copy(desk.file, source, Printer.at(desk), folder, progress=progress, cancelled=cancelled)
    made.keep(desk)
    return made


def make_copy(
    reader: StudyReader,
    source: Source,
    printer: Printer,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> MadeFolder:
    """Make the copy from a reader of the calling thread; it is kept by `MadeFolder.keep`.

    Raises Refusal, Fault and Cancelled.
    """
    with reader.standing_still(), DraughtFolder(folder, source.told) as draught:
        about = {"format": FORMAT, **source.about(reader), "seal": reader.seal(), "facts": reader.fact_count()}
        steps = _Steps(len(reader.subject_ids()) + 3, progress, cancelled)
        withheld = _write_trail(draught, reader, source, cancelled)
        steps.done()
        write_tables(draught, Data.read(reader, source, None, cancelled), "data/", cancelled)
        steps.done()
        for name, text in _definitions(reader):
            draught.write(name, text.encode())
        for subject in SeenFile.of(reader, source.sight).overview():
            _write_casebook(draught, reader, source, printer, subject.label, cancelled)
            steps.done()
        about |= {"complete": not withheld, "withheld": withheld, "seen": source.seen}
        draught.write(VERIFIER, Path(verify_audit.__file__).read_bytes())
        draught.write(README, _read_me(source.say, about).encode())
        checksum = draught.close(about)
        steps.done()
    return MadeFolder("copy", draught, checksum, int(about["facts"]), draught.counts)


class _Steps:
    """Counts what is done."""

    def __init__(self, all_: int, progress: Progress | None, cancelled: Stopped | None) -> None:
        self._all, self._done = all_, 0
        self._progress, self._cancelled = progress, cancelled

    def done(self) -> None:
        """One step more; stop when asked to."""
        self._done += 1
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, self._all)


def _write_trail(draught: DraughtFolder, reader: StudyReader, source: Source, cancelled: Stopped | None) -> int:
    """Write the trail both ways; returns how many facts were withheld."""
    withheld = 0
    for form, name in (("audit-json", verify_audit.AUDIT), ("audit-csv", AUDIT_CSV)):
        with Draught(draught.path / name, source.told) as file:
            count, withheld = FORMS[form](reader, source, Narrowing(), file.write, Pace(None, cancelled))
        file.put()
        if form == "audit-json":
            draught.add(name, facts=count)
        else:
            draught.add(name, rows=count)
    return withheld


def _definitions(reader: StudyReader) -> Iterator[tuple[str, str]]:
    """Walk the texts of every version of the study that was ever in force, each in a folder of its own."""
    for fact in reader.facts(kinds={FactKind.DEFINITION_STORED}):
        new = fact.new or {}
        for name, text in new.get("source", {}).items():
            parts = (str(new.get("version", "")), *name.split("/"))
            yield "/".join(("study", *map(_plain, parts))), text


def _write_casebook(
    draught: DraughtFolder,
    reader: StudyReader,
    source: Source,
    printer: Printer,
    label: str,
    cancelled: Stopped | None,
) -> None:
    view = SeenFile.of(reader, source.sight)
    order = order_of(view, source.study, "casebook", subject=label, language=source.say.language)
    printed = print_report(view, printer, order, cancelled=cancelled)
    name = draught.unused(f"casebooks/{_plain(label)}", ".pdf")
    draught.write(name, printed.content, pages=printed.pages)


def _plain(name: str) -> str:
    """Return a name every disk takes."""
    return re.sub(r"[^\w.\-]", "-", name).strip(".") or "-"


def _read_me(say: Say, about: dict[str, Any]) -> str:
    whole = say("It is complete.") if about["complete"] else say(
        "It is NOT complete: it was made by somebody who may not see everything ({seen}). What they may not see is "
        "left out of casebooks and data; of such facts in the audit trail only the hash is there.",
        seen=about["seen"],
    )  # fmt: skip
    return "\n\n".join((
        say("Certified copy of study {study}, site {site}, version {version}.",
            study=about["study"], site=about["site"], version=about["study_version"]),
        say("Made {when} by {who} with {program}. Seal: {seal}, at fact {facts}.", when=about["exported_at"],
            who=about["exported_by"], program=about["program"], seal=about["seal"], facts=about["facts"]),
        whole,
        say("casebooks: everything about each subject, with its audit trail, as PDF/A. data: all entries as CSV, with "
            "codebook. audit.jsonl: the exact audit trail. audit.csv: the same to be read. study: the texts the study "
            "was defined by, each version of them."),
        say("How to check it, on any machine with Python 3.9 or later, without this program:"),
        "    python verify_audit.py --copy . --seal \"XXXX XXXX XXXX XXXX\"",
        say("The seal is that of any report printed from the file on paper. verify_audit.py is one file to be read; it "
            "needs nothing else. Checksums alone are checked by: sha256sum -c manifest.sha256"),
        say("The audit trail of the file names the checksum of manifest.json in the fact of this export."),
    )) + "\n"  # fmt: skip
