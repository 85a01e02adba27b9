"""Makes files to print from, by entering test set A at a desk whose clock stands still."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.capture.commands import AddPerson, RecordEntries, Sign
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.reports.catalogue import Printed, Printer, order_of, print_report
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import ScriptRun, Step, read_script
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR, INVESTIGATOR, MONITOR

TEHRAN = timezone(timedelta(hours=3, minutes=30))
NOW = datetime(2025, 10, 6, 9, 42, tzinfo=TEHRAN)
PASSWORD = "ten green bottles"
MEANING = "I have reviewed these forms; they are complete and agree with the source."
FIXTURES = Path(__file__).parents[1] / "fixtures"
SET_A = FIXTURES / "set_a.yaml"
SET_B = FIXTURES / "set_b.yaml"


def filled_desk(
    path: Path,
    subjects: tuple[str, ...],
    *,
    visits: tuple[str, ...] = (),
    study: str = "spms-plmsc",
    script: Path = SET_A,
) -> Desk:
    """Make a file and enter some subjects of a test set, all visits or the named ones; the coordinator is signed in."""
    numbers = count(1)
    whole = load_whole(bundled("forms", study))
    ids = lambda: f"{next(numbers):016x}"  # noqa: E731 - a source of ids, nothing more
    clock = SetClock(NOW)
    desk = make_file(path, "a long passphrase", whole, "01", clock, ids, hash_password=hash_published_password)
    add_first_person(desk, AddPerson("admin", "R. Sadeghi", ADMINISTRATOR, PASSWORD))
    desk.sign_in("admin", PASSWORD)
    for username, name, role in (
        ("rahimi", "N. Rahimi", COORDINATOR),
        ("moradi", "H. Moradi", INVESTIGATOR),
        ("amini", "S. Amini", MONITOR),
    ):
        desk.do(AddPerson(username, name, role, PASSWORD, temporary=False))
    desk.sign_in("rahimi", PASSWORD)
    for _ in ScriptRun(desk, PASSWORD).run(of_subjects(script, subjects, visits)):
        pass
    return desk


def of_subjects(script: Path, subjects: tuple[str, ...], visits: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """Return the steps of a script that are about some subjects, at all visits or the named ones."""
    steps, findings = read_script(script)
    assert not findings
    return tuple(step for step in steps if _wanted(step, subjects, visits))


def _wanted(step: Step, subjects: tuple[str, ...], visits: tuple[str, ...]) -> bool:
    told = step.model_dump(exclude_none=True)
    (name, content), *_ = told.items()
    if name == "enrol":
        return content in subjects
    return content.get("subject") in subjects and (not visits or content.get("visit") in visits)


def printed(desk: Desk, subject: str, language: str = "en", *, visit: str | None = None, **more: Any) -> Printed:
    """Print a casebook, or one visit."""
    name = "visit" if visit else "casebook"
    order = order_of(desk.file, desk.study, name, subject=subject, visit=visit, language=language)
    return print_report(desk.file, Printer.at(desk), order, **more)


def text_of(content: bytes) -> str:
    """Return the words of a PDF in one line, letters in their plain form."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    plain = unicodedata.normalize("NFKC", " ".join(pages))
    return re.sub(r"\s+", " ", "".join(c for c in plain if unicodedata.category(c) != "Cf"))


def titles_of(content: bytes) -> dict[str, list[str]]:
    """Return the bookmarks: each title with those below it."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        return {item.title: [child.title for child in item.children] for item in outline.root}


def place_of(desk: Desk, subject: str, visit: str, form: str) -> PagePlace:
    """Return the place of a page."""
    id_ = desk.file.find_subject(subject)
    assert id_
    return PagePlace(id_, VisitPlace(id_, visit), form)


def type_in(desk: Desk, page: PagePlace, raw: dict[str, str], reason: str | None = None, row: str = "") -> None:
    """Type into items of a page and save, with a reason where the page was complete."""
    session = desk.session(page)
    for item, text in raw.items():
        session.edit(EntryKey(item, row), text)
    desk.do(RecordEntries(page, session.pending(), reason=reason))


def sign(desk: Desk, page: PagePlace) -> None:
    """Have the investigator sign the visit of a page; the coordinator is back afterwards."""
    desk.sign_in("moradi", PASSWORD)
    desk.do(Sign(MEANING, PASSWORD, visit=page.visit, username="moradi"))
    desk.sign_in("rahimi", PASSWORD)
