"""Writes every hostile text wherever a text can be written, through the desk, and reads it back from the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.services.desk import Desk
from crf_app.services.opening import open_file
from tests.security.hostile import NAMES, NUMBERS, TEXTS
from tests.services.clinic import PASSPHRASE, PASSWORD, Clinic

ITEMS = ("what", "approver", "deviation_on", "category")
"""A long text, a text, a date that cannot be read, a code that is not on the list."""


@dataclass
class Written:
    """A file, and where which text was written."""

    desk: Desk
    path: Path
    subject: str
    pages: dict[str, PagePlace]
    """The page of the log of deviations that holds each text."""
    asked: dict[str, str]
    """The query that asks with each text."""
    people: dict[str, str]
    """The user name of whoever bears it as a name."""


def write_everywhere(folder: Path) -> Written:
    """Every text on a page of its own, in a question, its answer, a reason, a comment and a name."""
    clinic = Clinic(folder)
    subject = clinic.enrols()
    pages, asked, people = {}, {}, {}
    for name, text in TEXTS.items():
        sheet = subject.sheet("deviation")
        pages[name] = sheet.place
        sheet.types(**dict.fromkeys(ITEMS, text)).lacks("action", "unknown", text).saves()
        sheet.types(reason="first").saves()
        sheet.types(reason="second").saves(text)
        clinic.does(c.RaiseQuery(text, page=sheet.place, key=EntryKey("what")), by="moradi")
        asked[name] = subject.queries()[-1].id
        clinic.does(c.AnswerQuery(subject.id, asked[name], text))
        if name in NAMES:
            people[name] = f"u-{name}"
            clinic.does(c.AddPerson(people[name], text, "reader", PASSWORD, temporary=False), by="sadeghi")
    for number in NUMBERS:
        clinic.does(c.Enrol(number))
    clinic.desk.file.close()
    path = folder / "site-01.crf"
    desk = open_file(path, PASSPHRASE, clock=clinic.clock)
    desk.sign_in("rahimi", PASSWORD)
    return Written(desk, path, subject.id, pages, asked, people)
