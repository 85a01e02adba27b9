"""All reports: one row each. The window's list, the command line and the tests read this table."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from crf_app import __version__
from crf_app.base.problems import Refusal
from crf_app.base.progress import Progress, Stopped
from crf_app.base.words import Say, mark, words
from crf_app.capture.commands import NotePrinted
from crf_app.capture.facts import Actor
from crf_app.capture.timeline import VisitStatus
from crf_app.reports.audit_report import AuditReport
from crf_app.reports.casebook import Part, casebook, one_visit
from crf_app.reports.cover import Seal
from crf_app.reports.document import DocumentFacts, build
from crf_app.reports.making import Watch, write_whole
from crf_app.reports.naming import Naming
from crf_app.reports.sheet import style_sheet
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.tag import Tag, status_tag
from crf_app.reports.visit import VisitPrinter
from crf_app.reports.wording import Wording
from crf_app.services.desk import Desk
from crf_app.services.fact_words import FactWords
from crf_app.services.narrowing import Narrowing
from crf_app.store.listings import SubjectOverview
from crf_app.store.seen import SeenFile
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Study


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
    build: Callable[[Bench], Part]


@dataclass(frozen=True)
class Bench:
    """What a report is made from: the file as its reader may see it, the words of its language, its seal."""

    reader: StudyReader
    printer: Printer
    order: Order
    wording: Wording
    seal: Seal
    visits: VisitPrinter | None = None
    visit: VisitStatus | None = None

    @property
    def of_subject(self) -> VisitPrinter:
        """What prints the subject a report is about."""
        assert self.visits is not None, "this report is about no subject"
        return self.visits


def _casebook(bench: Bench) -> Part:
    return casebook(bench.of_subject, bench.seal)


def _visit(bench: Bench) -> Part:
    assert bench.visit is not None
    return one_visit(bench.of_subject, bench.visit)


def _audit(bench: Bench) -> Part:
    wording, study = bench.wording, bench.printer.study
    labels = {each.id: each.label for each in bench.reader.overview()}
    said = FactWords(study, bench.reader.people(), labels, wording.say)
    sheet = style_sheet(bench.order.language)
    sees_all = not isinstance(bench.reader, SeenFile) or bench.reader.sight.whole
    partly_for = None if sees_all else bench.printer.actor.role
    made = AuditReport(Naming(wording), sheet, said, bench.seal, bench.order.narrowing, partly_for)
    return made.make(bench.reader)


REPORTS: Final[Mapping[str, Report]] = {
    report.id: report
    for report in (
        Report("casebook", mark("Casebook"), About.SUBJECT, _casebook),
        Report("visit", mark("One visit"), About.VISIT, _visit),
        Report("audit", mark("Audit trail"), About.STUDY, _audit),
    )
}
"""Every report there is, in the order in which it is offered."""


@dataclass(frozen=True)
class Order:
    """Which report is wanted, of whom, in which language; checked against the study and the file.

    `subject` and `label` are a subject's id and number. `narrowing` says which part of the trail is wanted.
    """

    report: Report
    subject: str | None
    label: str
    visit: str | None
    language: str
    narrowing: Narrowing = field(default_factory=Narrowing)


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
    narrowing: Narrowing | None = None,
) -> Order:
    """Check what is wanted; a subject is named by its number, a visit by its id in the schedule.

    A report about the whole study may be narrowed to one of its subjects.

    Raises Refusal that names what is known.
    """
    report = REPORTS.get(name)
    if report is None:
        raise Refusal(f"There is no report {name!r}. Reports: {', '.join(REPORTS)}.")
    chosen = language or study.facts.languages[0]
    if chosen not in study.facts.languages:
        raise Refusal(f"The study has no language {chosen!r}. Its languages: {', '.join(study.facts.languages)}.")
    if report.about is About.STUDY and subject is None:
        return Order(report, None, "", None, chosen, narrowing or Narrowing())
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
    if report.about is About.STUDY:
        return Order(report, found, subject, None, chosen, replace(narrowing or Narrowing(), subject=found))
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
    bench = _bench(Bench(reader, printer, order, wording, seal))
    part = order.report.build(bench)
    facts = _facts(bench)
    watch = Watch(progress, cancelled)
    target = io.BytesIO()
    pages = build(target, facts, [watch, *part.story], outline=part.outline, checkpoint=watch.page_done)
    return Printed(order, target.getvalue(), pages, seal)


def _bench(bench: Bench) -> Bench:
    """Read the subject and the visit a report is about. Raises Refusal."""
    order, study = bench.order, bench.printer.study
    if order.report.about is About.STUDY or order.subject is None:
        return bench
    paper = SubjectPaper.read(bench.reader, study, order.subject, bench.printer.now)
    status = paper.visit(order.visit) if order.visit else None
    if order.visit and status is None:
        raise Refusal(f"{order.label} has no such visit yet: {order.visit}.")
    visits = VisitPrinter(paper, bench.wording, style_sheet(order.language))
    return replace(bench, visits=visits, visit=status)


def _facts(bench: Bench) -> DocumentFacts:
    order, printer, wording = bench.order, bench.printer, bench.wording
    study, say = printer.study, wording.say
    site = study.site(bench.reader.site)
    return DocumentFacts(
        study=study.facts.short,
        registration=study.facts.registration,
        site=site.id,
        site_name=wording.label(site.name),
        report=_HEADS[order.report.id](say),
        tag=_tag(bench),
        printed_at=printer.now,
        printed_by=wording.named(printer.actor.name, printer.actor.role),
        program_version=__version__,
        study_version=study.facts.version,
        language=order.language,
        subject=order.label or None,
        seal=bench.seal.text,
        fact=bench.seal.fact,
        remark=say("Synthetic data") if study.facts.synthetic else "",
        title=_title(say, order, study),
    )


_HEADS: Final[Mapping[str, Callable[[Say], str]]] = {
    "casebook": lambda say: say("Casebook", context="a report"),
    "visit": lambda say: say("Visit", context="a report"),
    "audit": lambda say: say("Audit trail"),
}
"""What stands at the head of each page."""


def _tag(bench: Bench) -> Tag:
    """Tell on each page how final it is, and above all whether something changed after it was signed."""
    order = bench.order
    if bench.visits is not None:
        pages = bench.visits.paper.pages_of(bench.visit.place) if bench.visit else None
        return status_tag(bench.visits.paper.status(pages), order.language)
    if _changed_after_signing(bench.reader.overview(), order.subject):
        return status_tag("changed", order.language)
    return status_tag("whole" if order.narrowing.is_everything else "extract", order.language)


def _changed_after_signing(subjects: Iterable[SubjectOverview], subject: str | None) -> bool:
    """Whether a page that was signed has changed since and bears no signature that holds."""
    mine = (each for each in subjects if subject is None or each.id == subject)
    return any(not holds for each in mine for holds in each.signed.values())


def _title(say: Say, order: Order, study: Study) -> str:
    name = say(order.report.title)
    visit = study.schedule.visit(order.visit).label.in_(order.language) if order.visit else ""
    return " · ".join(part for part in (study.facts.short, order.label, visit or name) if part)


def make_report(
    desk: Desk,
    name: str,
    out: Path,
    *,
    subject: str | None = None,
    visit: str | None = None,
    language: str | None = None,
    narrowing: Narrowing | None = None,
    progress: Progress | None = None,
    cancelled: Stopped | None = None,
) -> int:
    """Print a report into a file and remember that it was printed; returns its number of pages.

    The file appears whole or not at all; one of that name is replaced. Raises Cancelled, Refusal and Fault.
    """
    wanted = {"subject": subject, "visit": visit, "language": language}
    order = order_of(desk.view, desk.study, name, **wanted, narrowing=narrowing)
    printed = print_report(desk.view, Printer.at(desk), order, progress=progress, cancelled=cancelled)
    keep(desk, printed, out)
    return printed.pages


def keep(desk: Desk, printed: Printed, out: Path) -> None:
    """Write a finished report and remember that it left the file. Raises Refusal and Fault."""
    write_whole(out, printed.content)
    order = printed.order
    desk.do(NotePrinted(order.report.id, order.subject, printed.sha256, out.name))


def file_name(study: Study, site: str, order: Order) -> str:
    """Return the name a report is offered under: ``crf-spms-plmsc-01-a-03.pdf``."""
    kind = order.report.id if order.report.about is About.STUDY else ""
    parts = ("crf", study.facts.id, site, order.label.lower(), order.visit or "", kind)
    plain = "-".join(part for part in parts if part)
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in plain) + ".pdf"
