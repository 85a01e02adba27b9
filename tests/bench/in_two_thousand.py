"""One part of the figures of 2,000 subjects, in a process of its own; prints what it found as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.base.ids import random_id
from crf_app.capture.commands import AddPerson
from crf_app.capture.facts import Draft, Fact, FactKind
from crf_app.services.demo import PASSPHRASE, PASSWORD
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.store.verify import VerifyResult
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR
from tests.bench.measuring import Taken, most_resident, resident, taken
from tests.bench.pattern import Pattern
from tests.bench.two_thousand import ENTRIES, SUBJECTS
from tests.demonstration import NOW, at_desk, copied, demonstration, live_in_tehran, remove

Found = Iterator[dict[str, Any]]

NAME: Final = f"{SUBJECTS:,} subjects"
LOOKS: Final = 100
_ENTRY: Final = frozenset({FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED})


def main(part: str, path: Path) -> None:
    """Measure a part on the file."""
    live_in_tehran()
    sys.stdout.write(json.dumps({"figures": list(PARTS[part](path))}) + "\n")


def _figure(name: str, measured: list[Taken], **more: object) -> dict[str, Any]:
    times = {"times": [each.wall for each in measured], "cpu": [each.cpu for each in measured]}
    return {"name": f"{NAME}: {name}", **times, **more}


# Making


def making(path: Path) -> Found:
    """Append one subject after the other, each in one transaction."""
    patterns = _beginnings()
    desk = _new_file(path)
    before, measured, queries = resident(), [], count(1)
    try:
        for n in range(SUBJECTS):
            label = f"B-{n + 1:04}"
            drafts = list(patterns[n % len(patterns)].lived_by(random_id(), label, queries))
            measured.append(taken(partial(_append, desk, drafts)))
        facts = desk.file.fact_count()
    finally:
        desk.file.close()
    whole = Taken(sum(each.wall for each in measured), sum(each.cpu for each in measured))
    first, last = (median(each.cpu for each in hundred) for hundred in (measured[:100], measured[-100:]))
    rate = facts / whole.wall * 1000
    more = f"the first hundred subjects {first:.1f} ms CPU each, the last {last:.1f} ms"
    yield _figure(
        f"append {SUBJECTS * ENTRIES:,} entries",
        [whole],
        size=most_resident(),
        bar="<= 30 s",
        note=f"{facts:,} facts, {rate:,.0f} a second; {more}; {before:.0f} MB before",
    )


def _append(desk: Desk, drafts: list[Draft]) -> None:
    assert desk.actor
    desk.file.append(drafts, desk.actor, NOW, desk.study.facts.version)


def _beginnings() -> list[Pattern]:
    """Return the lives of the demonstration's subjects as far as their 283rd entry; who has fewer is left out."""
    path = copied(demonstration(), "pattern.crf")
    source = at_desk(path)
    try:
        subjects = source.file.subject_ids()
        begun = {subject: list(_beginning(source.file.facts(subject=subject))) for subject in subjects}
    finally:
        source.file.close()
        remove(path)
    return [Pattern(subject, facts) for subject, facts in begun.items() if _entries(facts) == ENTRIES]


def _beginning(facts: Iterator[Fact]) -> Iterator[Fact]:
    held = 0
    for fact in facts:
        yield fact
        held += fact.kind in _ENTRY
        if held == ENTRIES:
            return


def _entries(facts: list[Fact]) -> int:
    return sum(fact.kind in _ENTRY for fact in facts)


def _new_file(path: Path) -> Desk:
    desk = make_file(path, PASSPHRASE, load_whole(bundled("forms", "spms-plmsc")), "01", SetClock(NOW))
    add_first_person(desk, AddPerson("admin", "R. Sadeghi", ADMINISTRATOR, PASSWORD))
    desk.sign_in("admin", PASSWORD)
    desk.do(AddPerson("rahimi", "N. Rahimi", COORDINATOR, PASSWORD, temporary=False))
    return desk


# Working with it


def opening(path: Path) -> Found:
    """Open the file, look at the end of its chain, load its study, sign in; then open its first subject."""
    desks: list[Desk] = []
    opened = taken(lambda: desks.append(at_desk(path)))
    (desk,) = desks
    try:
        yield _figure(
            "open and sign in", [opened], size=most_resident(), bar="<= 2 s", note=f"{path.stat().st_size / 1e6:.0f} MB"
        )
        subject = desk.file.subject_ids()[SUBJECTS // 2]
        yield _figure("the first record read", [taken(lambda: desk.record(subject))], bar="<= 50 ms")
    finally:
        desk.file.close()


def looking(path: Path) -> Found:
    """Read what the window's rooms show."""
    desk = at_desk(path)
    file = desk.file
    try:
        others = islice(file.subject_ids(), 0, None, SUBJECTS // LOOKS)
        records = [taken(partial(desk.record, subject)) for subject in others]
        yield _figure("read one record", records, bar="<= 50 ms", note="a subject nobody looked at before")
        looks: dict[str, Callable[[], object]] = {
            "all at a glance": desk.outlines,
            "all queries, closed ones too": lambda: file.queries(closed=True),
            "the trail's last 200 facts": lambda: list(file.facts(newest_first=True, limit=200)),
            "the trail of one subject": lambda: list(file.facts(subject=file.subject_ids()[7])),
            "the trail for a rare kind": lambda: list(file.facts(kinds=[FactKind.EXPORTED])),
        }
        for name, look in looks.items():
            yield _figure(name, [taken(look) for _ in range(3)])
    finally:
        file.close()


def verifying(path: Path) -> Found:
    """Verify the whole file."""
    desk = at_desk(path)
    results: list[VerifyResult] = []
    try:
        before = resident()
        whole = taken(lambda: results.append(desk.file.verify()))
    finally:
        desk.file.close()
    (result,) = results
    state = "sound" if result.sound else f"{len(result.discrepancies)} discrepancies"
    signed = result.rows.get("signature", 0)
    rate = result.facts / whole.wall * 1000
    yield _figure(
        "verify",
        [whole],
        size=most_resident(),
        bar="<= 30 s, 400 MB",
        note=f"{state}, {result.facts:,} facts, {signed:,} signatures, {rate:,.0f} a second; {before:.0f} MB before",
    )


PARTS: Final[dict[str, Callable[[Path], Found]]] = {
    "making": making,
    "opening": opening,
    "looking": looking,
    "verifying": verifying,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
