"""A file of 500 subjects, who all live through what those of the demonstration do."""

from __future__ import annotations

from datetime import datetime
from itertools import count, groupby
from pathlib import Path
from typing import Final

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.base.ids import random_id
from crf_app.capture.commands import AddPerson
from crf_app.capture.facts import Actor
from crf_app.services.demo import PASSPHRASE, PASSWORD
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR
from tests.bench.pattern import Pattern
from tests.demonstration import NOW, at_desk, copied, demonstration, kept, remove

SUBJECTS: Final = 500
PORTION: Final = 20_000
"""Facts of one transaction while the file is made: no person works that fast, an import does."""


def five_hundred() -> Path:
    """Return the file; it is made when it is not there (about half a minute)."""
    return kept("five-hundred", make)


def make(path: Path) -> None:
    """Make the file with the store itself, many facts at a time."""
    pattern = copied(demonstration(), "pattern.crf")
    source = at_desk(pattern)
    desk = make_file(path, PASSPHRASE, load_whole(bundled("forms", "spms-plmsc")), "01", SetClock(NOW))
    try:
        add_first_person(desk, AddPerson("admin", "R. Sadeghi", ADMINISTRATOR, PASSWORD))
        desk.sign_in("admin", PASSWORD)
        desk.do(AddPerson("rahimi", "N. Rahimi", COORDINATOR, PASSWORD, temporary=False))
        copy_subjects(source, desk)
    finally:
        source.file.close()
        desk.file.close()
        remove(pattern)


def copy_subjects(source: Desk, desk: Desk) -> None:
    """Give the file its subjects, in turn like each of those of the source."""
    subjects = source.file.subject_ids()
    numbers, queries = count(1), count(1)
    version = desk.study.facts.version
    for place, subject in enumerate(subjects):
        news = [(random_id(), f"B-{next(numbers):03}") for _ in range(place, SUBJECTS, len(subjects))]
        pattern = Pattern(subject, source.file.facts(subject=subject))
        for (person, role), run in groupby(pattern.facts, key=lambda fact: (fact.person, fact.role)):
            held = list(run)
            now = datetime.fromisoformat(held[0].at)
            drafts = [draft for id_, label in news for draft in pattern.lived_by(id_, label, queries, held)]
            actor = Actor(person, "", role)
            for start in range(0, len(drafts), PORTION):
                desk.file.append(drafts[start : start + PORTION], actor, now, version)
