"""How fast the record is: the study, leaving a field, appending, verifying, exporting. No window."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from crf_app.base.files import bundled
from crf_app.base.values import Kind
from crf_app.capture.commands import RecordEntries, ReopenPage
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.exchange.csv_folder import export_csv
from crf_app.services.demo import PASSPHRASE
from crf_app.services.desk import PROGRAM, Changes, Desk
from crf_app.services.opening import load_whole
from crf_app.store.study_file import StudyFile
from crf_app.store.verify import VerifyResult
from tests.bench import two_thousand
from tests.bench.five_hundred import SUBJECTS, five_hundred
from tests.bench.measuring import Figure, Taken, repeated, taken
from tests.demonstration import NOW, at_desk, copied, demonstration, remove

FIELDS: Final = 200
"""Fields that are left one after the other."""

IMPORTED: Final = 20_000
"""Facts of one import."""


def figures() -> Iterator[Figure]:
    """Measure, one after the other."""
    yield Figure.of("load the study", *repeated(_load, 10))
    yield from leaving_a_field()
    yield from large_file()
    yield from two_thousand.figures()


def _load() -> None:
    load_whole(bundled("forms", "spms-plmsc"))


def largest_page(desk: Desk) -> PagePlace:
    """Return the page with the most fields on it that numbers are typed into, of a subject who has it begun."""
    record = desk.record(desk.file.subject_ids()[0])
    places = [page.place for page in record.pages.values() if _numbers(desk.session(page.place))]
    return max(places, key=lambda place: _fields(desk, place))


def _fields(desk: Desk, place: PagePlace) -> int:
    return sum(1 for _ in desk.session(place).keys())  # noqa: SIM118 - a session's method, not a mapping's


def number_field(session: FormSession) -> EntryKey:
    """Return a field of the page that takes a number and that checks read."""
    return _numbers(session)[0]


def _numbers(session: FormSession) -> list[EntryKey]:
    asked = [(key, session.item(key)) for key in session.keys()]  # noqa: SIM118 - as above
    kinds = (Kind.DECIMAL, Kind.INTEGER)
    typed = [key for key, item in asked if item.kind in kinds and item.codes is None and not item.is_derived]
    return [key for key in typed if session.state(key).relevant]


def leaving_a_field() -> Iterator[Figure]:
    """Measure what a person waits for between two fields, and in turn what the database alone takes for it."""
    path = copied(demonstration(), "leaving.crf")
    beside = path.with_name("bare.crf")
    desk = at_desk(path)
    try:
        page = begun(desk, largest_page(desk))
        desk.file.backup(beside)
        field, fields = Field(desk, page), _fields(desk, page)
        transactions = [field.traced(n) for n in range(FIELDS)]
        with bare_database(beside) as run:
            turns, bare = [], []
            for n, statements in enumerate(transactions):
                turns.append(field.timed_turn(n))
                bare.append(taken(partial(run, statements)))
    finally:
        desk.file.close()
        remove(path)
        remove(beside)
    durable = [turn.rules + turn.saving for turn in turns]
    times = statistics.median(each.wall for each in durable) / statistics.median(each.wall for each in bare)
    count = round(statistics.median(map(len, transactions)))
    where = f"{page.form}, {fields} fields, no window"
    yield Figure.of(
        "leave a field, durable with its facts",
        *durable,
        bar="<= 4 ms median",
        note=f"{where}; {times:.1f} times its bare SQL (aim: 2 times)",
    )
    yield Figure.of(
        "  of it the rules, while typing", *(turn.rules for turn in turns), note="typed text to value, checks"
    )
    yield Figure.of(
        "  its rows as bare SQL", *bare, note=f"the same {count} statements, one transaction, encrypted too"
    )
    yield Figure.of("  and the page read again", *(turn.rules + turn.saving + turn.reading for turn in turns))


class Turn(NamedTuple):
    """What each part of leaving a field took."""

    rules: Taken
    saving: Taken
    reading: Taken


def begun(desk: Desk, page: PagePlace) -> PagePlace:
    """Have the page open for work, as it is while it is filled for the first time."""
    if desk.record(page.subject).pages[page.id].state == "complete":
        desk.do(ReopenPage(page, "to be measured"))
    return page


class Field:
    """One field of a page that is typed into and left, as the form page does it."""

    def __init__(self, desk: Desk, page: PagePlace) -> None:
        self.desk, self.page = desk, page
        self.session = desk.session(page)
        self.key = number_field(self.session)
        self.changes = Changes(())

    def type(self, n: int) -> None:
        """Type the n-th of some values that differ."""
        self.session.edit(self.key, str(60 + n % 30))

    def save(self) -> None:
        """Have what was typed on the disk."""
        self.changes = self.desk.do(RecordEntries(self.page, self.session.pending()))

    def go_on(self) -> None:
        """Show the page what the file holds now."""
        self.session.saved(self.desk.record(self.page.subject), self.changes.facts)

    def timed_turn(self, n: int) -> Turn:
        """Type and leave once."""
        return Turn(taken(partial(self.type, n)), taken(self.save), taken(self.go_on))

    def traced(self, n: int) -> list[str]:
        """Type and leave; returns the statements that wrote."""
        said: list[str] = []
        connection = cast(Any, self.desk.file._connection)
        self.type(n)
        connection.set_trace_callback(said.append)
        self.save()
        connection.set_trace_callback(None)
        self.go_on()
        return [each for each in map(str.strip, said) if each.startswith(("INSERT", "UPDATE", "DELETE"))]


@contextmanager
def bare_database(path: Path) -> Iterator[Callable[[list[str]], None]]:
    """Give what runs statements in one transaction, through the same kind of connection and nothing else."""
    file = StudyFile.open(path, PASSPHRASE, program=PROGRAM)
    connection = file._connection

    def run(statements: list[str]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")

    try:
        yield run
    finally:
        file.close()


def large_file() -> Iterator[Figure]:
    """Measure what a file of 500 subjects takes."""
    path = copied(five_hundred(), "large.crf")
    size = path.stat().st_size / 1e6
    desks: list[Desk] = []
    opening = taken(lambda: desks.append(at_desk(path)))
    (desk,) = desks
    try:
        facts = desk.file.fact_count()
        name = f"{SUBJECTS} subjects"
        yield Figure.of(f"{name}: open and sign in", opening, note=f"{facts:,} facts, {size:.0f} MB on disk")
        glances = repeated(desk.outlines, 5)
        yield Figure.of(f"{name}: all at a glance", *glances, note="the matrix of subjects and visits")
        subjects = desk.file.subject_ids()
        rest = iter(subjects)
        yield Figure.of(
            f"{name}: read one record",
            *(taken(lambda: desk.record(next(rest))) for _ in range(100)),
            note="a subject nobody looked at before",
        )
        field = Field(desk, begun(desk, largest_page(desk)))
        turns = [field.timed_turn(n) for n in range(FIELDS)]
        durable = [turn.rules + turn.saving for turn in turns]
        yield Figure.of(f"{name}: leave a field, durable", *durable, bar="<= 4 ms median")
        yield _import(desk, name)
        yield _verify(desk, name)
        yield _export(desk, name)
    finally:
        desk.file.close()
        remove(path)


def _import(desk: Desk, name: str) -> Figure:
    page = _unsigned_page(desk)
    assert page.visit
    draft = Draft(
        FactKind.ENTRY_RECORDED,
        subject=page.subject,
        visit=page.visit.id,
        page=page.id,
        item="imported",
        old={},
        new={"value": "37.0"},
    )
    actor = desk.actor
    assert actor
    took = taken(lambda: desk.file.append([draft] * IMPORTED, actor, NOW, desk.study.facts.version))
    rate = IMPORTED / took.wall * 1000
    return Figure.of(f"{name}: append {IMPORTED:,} facts", took, note=f"{rate:,.0f} facts a second")


def _unsigned_page(desk: Desk) -> PagePlace:
    """Return a page of a visit that nobody signed: an import into a signed one would have to take signatures off."""
    for subject in desk.file.subject_ids():
        record = desk.record(subject)
        for page in record.pages.values():
            if page.place.visit and record.signature_on(page.place.id) is None:
                return page.place
    raise LookupError("every page is signed")


def _verify(desk: Desk, name: str) -> Figure:
    results: list[VerifyResult] = []
    took = taken(lambda: results.append(desk.file.verify()))
    (result,) = results
    rate = result.facts / took.wall * 1000
    state = "sound" if result.sound else f"{len(result.discrepancies)} discrepancies"
    return Figure.of(f"{name}: verify", took, note=f"{state}, {result.facts:,} facts, {rate:,.0f} a second")


def _export(desk: Desk, name: str) -> Figure:
    folder = Path(tempfile.mkdtemp(prefix="crf-bench-"))
    made: list[tuple[Path, int]] = []
    try:
        took = taken(lambda: made.extend(export_csv(desk, folder)))
        written = sum(path.stat().st_size for path, _ in made) / 1e6
        rows = sum(rows for _, rows in made)
        return Figure.of(f"{name}: export CSV", took, note=f"{len(made)} files, {rows:,} rows, {written:.1f} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
