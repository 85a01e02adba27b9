"""A clinic at which tests work: a real file, the real study, real people; only the clock and the ids are set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import to_text
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor, FactKind
from crf_app.capture.form_session import FormSession, ItemState
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import Query, SubjectRecord
from crf_app.services.desk import PROGRAM, Changes, Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import ScriptRun, Step
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_stories import Story, set_a
from crf_app.store.study_file import StudyFile
from crf_app.study.study import Study

PASSPHRASE = "drei Löwen schlafen 7"
PASSWORD = "ten green bottles"
TEHRAN = timezone(timedelta(hours=3, minutes=30))
MORNING = datetime(2025, 5, 22, 9, 0, tzinfo=TEHRAN)
PEOPLE = {
    "sadeghi": ("R. Sadeghi", "administrator"),
    "rahimi": ("N. Rahimi", "coordinator"),
    "karimi": ("M. Karimi", "investigator"),
    "moradi": ("L. Moradi", "monitor"),
}
MEANING = "I have reviewed these forms."


@cache
def plmsc() -> Study:
    """The study as it ships, loaded once."""
    return load_whole(bundled("forms", "spms-plmsc"))


def numbered_ids(prefix: str) -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers):04d}"


_PAST: dict[tuple[str, ...], bytes] = {}
"""Files in which A-01 came through these visits, so that each is entered once for all tests."""


class Clinic:
    """A desk with everybody's account; the coordinator is signed in. In its `past` A-01 came through some visits."""

    def __init__(self, folder: Path, past: tuple[str, ...] = ()) -> None:
        self.clock = SetClock(MORNING)
        path = folder / "site-01.crf"
        if past:
            path.write_bytes(_file_with(past, folder))
            file = StudyFile.open(path, PASSPHRASE, program=PROGRAM)
            ids = numbered_ids("later")
            self.desk = Desk(file, plmsc(), self.clock, ids, hash_password=hash_published_password)
            self.people = {p.username: Actor(p.id, p.name, p.role) for p in file.people()}
        else:
            ids, quick = numbered_ids("id"), hash_published_password
            self.desk = make_file(path, PASSPHRASE, plmsc(), "01", self.clock, ids, hash_password=quick)
            self.people = self._add_people()
        self.signs_in("rahimi")

    def _add_people(self) -> dict[str, Actor]:
        people: dict[str, Actor] = {}
        for username, (name, role) in PEOPLE.items():
            command = c.AddPerson(username, name, role, PASSWORD, temporary=False)
            if people:
                self.desk.do(command, actor=people["sadeghi"])
            else:
                add_first_person(self.desk, command)
            people[username] = self.desk.sign_in(username, PASSWORD)
        return people

    def signs_in(self, username: str) -> None:
        self.desk.actor = self.people[username]

    def does(self, command: c.Command, by: str | None = None) -> Changes:
        actor = self.people[by] if by else None
        return self.desk.do(command, actor=actor)

    def plays(self, steps: Iterable[Step]) -> None:
        for _ in ScriptRun(self.desk, PASSWORD).run(tuple(steps)):
            pass

    def enrols(self, label: str = "A-01") -> Subject:
        self.does(c.Enrol(label))
        return self.subject(label)

    def subject(self, label: str) -> Subject:
        found = self.desk.file.find_subject(label)
        assert found is not None
        return Subject(self, found)

    def subject_through(self, *visits: str, label: str = "A-01") -> Subject:
        """A subject of test set A whose visits have been entered in full."""
        steps = Steps(story(label))
        self.plays(steps.enrolment())
        for visit in visits:
            self.plays(steps.visit(visit))
        return self.subject(label)

    def trail(self, *kinds: FactKind) -> list[tuple[str, str | None]]:
        return [(fact.person, fact.item) for fact in self.desk.file.facts(kinds=kinds or None)]


def _file_with(past: tuple[str, ...], folder: Path) -> bytes:
    if past not in _PAST:
        earlier = folder / "earlier"
        earlier.mkdir()
        clinic = Clinic(earlier)
        clinic.subject_through(*past)
        clinic.desk.file.close()
        _PAST[past] = (earlier / "site-01.crf").read_bytes()
    return _PAST[past]


def story(label: str) -> Story:
    day = (MORNING + timedelta(days=16)).date()
    labels = ("A-01", "A-02", "A-03", "A-04", "A-05")
    return next(each for each in set_a(dict.fromkeys(labels, day)) if each.label == label)


class Subject:
    """A subject of the clinic."""

    def __init__(self, clinic: Clinic, id_: str) -> None:
        self.clinic = clinic
        self.id = id_

    @property
    def record(self) -> SubjectRecord:
        return self.clinic.desk.record(self.id)

    def visit(self, planned: str, repeat: int = 1) -> VisitPlace:
        return VisitPlace(self.id, planned, repeat)

    def comes(self, planned: str, on: str = "2025-05-22", repeat: int = 1) -> Subject:
        self.clinic.does(c.StartVisit(self.visit(planned, repeat), PartialDate.parse(on)))
        return self

    def place(self, form: str, visit: str | None = None, number: int | None = None, repeat: int = 1) -> PagePlace:
        if visit is not None:
            return PagePlace(self.id, self.visit(visit, repeat), form)
        if number is None:
            return self.record.next_log_page(form)
        return PagePlace(self.id, None, form, number)

    def sheet(self, form: str, visit: str | None = None, number: int | None = None, repeat: int = 1) -> Sheet:
        return Sheet(self.clinic, self.place(form, visit, number, repeat))

    def queries(self, check: str | None = None) -> list[Query]:
        return [q for q in self.record.queries.values() if check is None or q.check == check]

    def query(self, check: str) -> Query:
        """The one query of a check."""
        (found,) = self.queries(check)
        return found

    def mark(self, planned: str) -> str:
        return self.clinic.desk.timeline_of(self.id).visit(planned).mark.value


class Sheet:
    """A page open on the desk."""

    def __init__(self, clinic: Clinic, place: PagePlace) -> None:
        self.clinic = clinic
        self.place = place
        self.session: FormSession = clinic.desk.session(place)

    def types(self, row: str = "", **entries: str) -> Sheet:
        for item, raw in entries.items():
            self.session.edit(EntryKey(item, row), raw)
        return self

    def lacks(self, item: str, reason: str, comment: str = "", row: str = "") -> Sheet:
        self.session.set_missing(EntryKey(item, row), reason, comment)
        return self

    def saves(self, reason: str | None = None) -> Changes:
        command = c.RecordEntries(self.place, self.session.pending(), reason, self.session.new_rows())
        changes = self.clinic.does(command)
        self.session.saved(self.clinic.desk.record(self.place.subject), changes.facts)
        return changes

    def completes(self) -> Changes:
        return self.clinic.does(c.CompletePage(self.place))

    def state(self, item: str, row: str = "") -> ItemState:
        return self.session.state(EntryKey(item, row))

    def holds(self, item: str, row: str = "") -> str | None:
        answer = self.state(item, row).answer
        return to_text(answer.value) if answer is not None and answer.value is not None else None

    def says(self, item: str, row: str = "") -> set[str]:
        """The codes of the problems an entry shows."""
        return {problem.code for problem in self.state(item, row).problems}


def rows(columns: Iterable[str], lines: Iterable[tuple[str, ...]]) -> Iterator[dict[str, str]]:
    names = list(columns)
    return (dict(zip(names, line, strict=True)) for line in lines)
