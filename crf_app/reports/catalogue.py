"""All reports: one row each. The window's list, the command line and the tests read this table."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from reportlab.platypus import Flowable

from crf_app import __version__
from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import Say, mark, words
from crf_app.capture.commands import NoteOutput
from crf_app.capture.facts import Actor
from crf_app.capture.timeline import VisitStatus
from crf_app.reports.casebook import Part, casebook, one_visit
from crf_app.reports.cover import Seal
from crf_app.reports.document import DocumentFacts, build
from crf_app.reports.sheet import style_sheet
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.tag import status_tag
from crf_app.reports.visit import VisitPrinter
from crf_app.reports.wording import Wording
from crf_app.services.desk import Desk
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Study

Progress = Callable[[int, int], None]
"""Hears how many pages are set, and of how many (0 while they are being counted)."""
Stopped = Callable[[], bool]
"""Asked after each page whether the person has had enough."""


class Cancelled(Exception):  # noqa: N818 - what happened, not an error
    """The person stopped a report while it was made; nothing was written."""


class About(StrEnum):
    """Whom a report is about."""

    SUBJECT = "subject"
    VISIT = "visit"
    STUDY = "study"


@dataclass(frozen=True)
class Report:
    """A report: its name on the command line and in the trail, its words, whom it is about, what makes it."""

    id: str
    title: str
    about: About
    build: Callable[[VisitPrinter, VisitStatus | None, Seal], Part]


def _casebook(visits: VisitPrinter, _visit: VisitStatus | None, seal: Seal) -> Part:
    return casebook(visits, seal)


def _visit(visits: VisitPrinter, visit: VisitStatus | None, _seal: Seal) -> Part:
    assert visit is not None
    return one_visit(visits, visit)


REPORTS: Final[Mapping[str, Report]] = {
    report.id: report
    for report in (
        Report("casebook", mark("Casebook"), About.SUBJECT, _casebook),
        Report("visit", mark("One visit"), About.VISIT, _visit),
    )
}
"""Every report there is, in the order in which it is offered."""


@dataclass(frozen=True)
class Order:
    """Which report is wanted, of whom, in which language; checked against the study and the file."""

    report: Report
    subject: str
    label: str
    visit: str | None
    language: str


@dataclass(frozen=True)
class Printer:
    """Who prints, when, under which study: what a worker's thread needs beside a reader of its own."""

    study: Study
    actor: Actor
    now: datetime

    @classmethod
    def at(cls, desk: Desk) -> Printer:
        """Take the printer of a desk at this moment. Raises Refusal when nobody is signed in."""
        if desk.actor is None:
            raise Refusal("Nobody is signed in. Sign in first.")
        return cls(desk.study, desk.actor, desk.clock.now())


@dataclass(frozen=True)
class Printed:
    """A report as bytes: it lies in memory until somebody says where to keep it."""

    order: Order
    content: bytes
    pages: int
    seal: Seal

    @property
    def sha256(self) -> str:
        """The checksum the audit trail remembers."""
        return hashlib.sha256(self.content).hexdigest()


def order_of(
    reader: StudyReader,
    study: Study,
    name: str,
    *,
    subject: str | None = None,
    visit: str | None = None,
    language: str | None = None,
) -> Order:
    """Check what is wanted; a subject is named by its number, a visit by its id in the schedule.

    Raises Refusal that names what is known.
    """
    report = REPORTS.get(name)
    if report is None:
        raise Refusal(f"There is no report {name!r}. Reports: {', '.join(REPORTS)}.")
    chosen = language or study.facts.languages[0]
    if chosen not in study.facts.languages:
        raise Refusal(f"The study has no language {chosen!r}. Its languages: {', '.join(study.facts.languages)}.")
    if subject is None:
        raise Refusal(f"The report {name} is about one subject. Say which, for example --subject {_example(reader)}.")
    found = reader.find_subject(subject)
    if found is None:
        raise Refusal(f"There is no subject {subject} in this file. Subjects: {_subjects(reader)}.")
    if report.about is About.VISIT:
        known = [each.id for each in study.schedule.visits]
        if visit is None:
            raise Refusal(f"The report {name} is about one visit. Say which: {', '.join(known)}.")
        if visit not in known:
            raise Refusal(f"The schedule has no visit {visit!r}. Its visits: {', '.join(known)}.")
    return Order(report, found, subject, visit if report.about is About.VISIT else None, chosen)


def _labels(reader: StudyReader) -> list[str]:
    return [each.label for each in reader.overview()]


def _example(reader: StudyReader) -> str:
    return next(iter(_labels(reader)), "A-01")


def _subjects(reader: StudyReader, most: int = 20) -> str:
    labels = _labels(reader)
    return ", ".join(labels[:most]) + (" …" if len(labels) > most else "") if labels else "none yet"


def print_report(
    reader: StudyReader,
    printer: Printer,
    order: Order,
    *,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> Printed:
    """Make a report in memory, from a reader that belongs to the calling thread.

    The seal printed is that of the file as it is now, before the printing itself is remembered.
    Raises Cancelled, Refusal and Fault.
    """
    seal = Seal(reader.seal(), reader.head()[0])
    people = {person.id: (person.name, person.role) for person in reader.people()}
    wording = Wording(words(order.language), printer.study, people)
    paper = SubjectPaper.read(reader, printer.study, order.subject, printer.now)
    visits = VisitPrinter(paper, wording, style_sheet(order.language))
    status = paper.visit(order.visit) if order.visit else None
    if order.visit and status is None:
        raise Refusal(f"{order.label} has no such visit yet: {order.visit}.")
    part = order.report.build(visits, status, seal)
    facts = _facts(printer, order, paper, wording, seal, status)
    watch = _Watch(progress, cancelled)
    target = io.BytesIO()
    pages = build(target, facts, [watch, *part.story], outline=part.outline, checkpoint=watch.page_done)
    return Printed(order, target.getvalue(), pages, seal)


def _facts(
    printer: Printer,
    order: Order,
    paper: SubjectPaper,
    wording: Wording,
    seal: Seal,
    status: VisitStatus | None,
) -> DocumentFacts:
    study, say = printer.study, wording.say
    site = study.site(paper.record.site)
    pages = paper.pages_of(status.place) if status else None
    whole = order.report.about is About.SUBJECT
    return DocumentFacts(
        study=study.facts.short,
        registration=study.facts.registration,
        site=site.id,
        site_name=wording.label(site.name),
        report=say("Casebook", context="a report") if whole else say("Visit", context="a report"),
        tag=status_tag(paper.status(pages), order.language),
        printed_at=printer.now,
        printed_by=wording.named(printer.actor.name, printer.actor.role),
        program_version=__version__,
        study_version=study.facts.version,
        language=order.language,
        subject=order.label,
        seal=seal.text,
        fact=seal.fact,
        remark=say("Synthetic data") if study.facts.synthetic else "",
        title=_title(say, order, study),
    )


def _title(say: Say, order: Order, study: Study) -> str:
    name = say(order.report.title)
    visit = study.schedule.visit(order.visit).label.in_(order.language) if order.visit else ""
    return " · ".join(part for part in (study.facts.short, order.label, visit or name) if part)


class _Watch(Flowable):
    """Stands first in a story and learns which pass is on, to tell how far the report is."""

    def __init__(self, progress: Progress | None, cancelled: Stopped | None) -> None:
        super().__init__()
        self._progress = progress
        self._cancelled = cancelled
        self._pages = 0
        self._done = 0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        self._pages = 0 if self.canv.dry else self.canv.page_count
        self._done = 0

    def page_done(self) -> None:
        """Count a page; stop when asked to."""
        self._done += 1
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, self._pages)


def make_report(
    desk: Desk,
    name: str,
    out: Path,
    *,
    subject: str | None = None,
    visit: str | None = None,
    language: str | None = None,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> int:
    """Print a report into a file and remember that it was printed; returns its number of pages.

    The file appears whole or not at all; one of that name is replaced. Raises Cancelled, Refusal and Fault.
    """
    order = order_of(desk.file, desk.study, name, subject=subject, visit=visit, language=language)
    printed = print_report(desk.file, Printer.at(desk), order, progress=progress, cancelled=cancelled)
    keep(desk, printed, out)
    return printed.pages


def keep(desk: Desk, printed: Printed, out: Path) -> None:
    """Write a finished report and remember that it left the file. Raises Refusal and Fault."""
    write_whole(out, printed.content)
    order = printed.order
    desk.do(NoteOutput("report", order.report.id, order.subject, printed.sha256, out.name))


def file_name(study: Study, site: str, order: Order) -> str:
    """Return the name a report is offered under: ``crf-spms-plmsc-01-a-03.pdf``."""
    parts = ("crf", study.facts.id, site, order.label.lower(), order.visit or "")
    plain = "-".join(part for part in parts if part)
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in plain) + ".pdf"


def write_whole(out: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that half a report is never found. Raises Fault."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(out)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise Fault(
            f"The report could not be written to {out} ({reason}). Nothing was printed and the study file is "
            "unchanged. Choose another place."
        ) from error
