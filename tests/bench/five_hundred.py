"""A file of 500 subjects, who all live through what those of the demonstration do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count, groupby
from pathlib import Path
from typing import Any, Final

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.base.ids import random_id
from crf_app.capture.commands import AddPerson
from crf_app.capture.facts import Actor, Draft, Fact, FactKind
from crf_app.services.demo import PASSPHRASE, PASSWORD
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.rights import ADMINISTRATOR, COORDINATOR
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
        desk.do(AddPerson("rahimi", "N. Rahimi", COORDINATOR, PASSWORD))
        copy_subjects(source, desk)
    finally:
        source.file.close()
        desk.file.close()
        remove(pattern)


def copy_subjects(source: Desk, desk: Desk) -> None:
    """Give the file its subjects, in turn like each of those of the source."""
    patterns = source.file.subject_ids()
    numbers, queries = count(1), count(1)
    version = desk.study.facts.version
    for place, pattern in enumerate(patterns):
        news = [(random_id(), f"B-{next(numbers):03}") for _ in range(place, SUBJECTS, len(patterns))]
        facts = list(source.file.facts(subject=pattern))
        for (person, role), run in groupby(facts, key=lambda fact: (fact.person, fact.role)):
            held = list(run)
            now = datetime.fromisoformat(held[0].at)
            drafts = [draft for new in news for draft in _like(held, pattern, new, queries)]
            actor = Actor(person, "", role)
            for start in range(0, len(drafts), PORTION):
                desk.file.append(drafts[start : start + PORTION], actor, now, version)


def _like(facts: list[Fact], pattern: str, new: tuple[str, str], queries: Iterator[int]) -> Iterator[Draft]:
    """Make the drafts of a subject that lives through these facts."""
    id_, label = new

    def place(text: str | None) -> str | None:
        return text and text.replace(pattern, id_, 1)

    for fact in facts:
        content: dict[str, Any] | None = dict(fact.new) if fact.new is not None else None
        if content is not None:
            if fact.kind is FactKind.SUBJECT_ENROLLED:
                content["label"] = label
            elif fact.kind is FactKind.QUERY_RAISED:
                content["number"] = next(queries)
            if "id" in content:
                # Its messages and what breaks a signature name it too.
                content["id"] = f"{content['id']}-{label}"
        yield Draft(
            fact.kind,
            subject=id_,
            visit=place(fact.visit),
            page=place(fact.page),
            row=fact.row,
            item=fact.item,
            old=fact.old,
            new=content,
            reason=fact.reason,
        )
