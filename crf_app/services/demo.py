"""The demonstration file: fourteen synthetic subjects at every stage, counted back from today.

Everything in it went through the Desk, on the day it would have happened, by the people who would have done it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from crf_app.base.clock import SetClock, SystemClock
from crf_app.base.files import application_paths, bundled
from crf_app.capture.commands import AddPerson
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import SignedAt, Step
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_run import SyntheticRun
from crf_app.services.synthetic_stories import SET_A, Story, set_a
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR, INVESTIGATOR, MONITOR

PASSPHRASE = "demonstration file"  # noqa: S105 - said below
PASSWORD = "demonstration"  # noqa: S105
"""Known to everybody: the file holds nothing but invented people."""

MEANING = "I have reviewed these forms; they are complete and agree with the source."

PEOPLE = (
    ("admin", "R. Sadeghi", ADMINISTRATOR),
    ("rahimi", "N. Rahimi", COORDINATOR),
    ("karimi", "M. Karimi", INVESTIGATOR),
    ("moradi", "L. Moradi", MONITOR),
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, order=True)
class Deed:
    """Steps one person takes at a moment."""

    moment: datetime
    label: str
    username: str
    steps: tuple[Step, ...]

    __hash__ = None  # type: ignore[assignment]


def demonstration_path() -> Path:
    """Return where the demonstration file lies: among this person's data, never among the program's."""
    paths = application_paths()
    paths.create()
    return paths.state / "demonstration.crf"


def make_demonstration(path: Path, today: date | None = None, progress: Progress | None = None) -> None:
    """Make the file anew, unless it was made today: its visits hang on the day it is looked at."""
    now = SystemClock().now()
    day = today or now.date()
    if path.exists():
        made = datetime.fromtimestamp(path.stat().st_ctime).astimezone().date()
        marker = path.with_suffix(".day")
        if made == day and marker.exists() and marker.read_text() == f"{day}":
            return
        for old in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            old.unlink(missing_ok=True)
    study = load_whole(bundled("forms", "spms-plmsc"))
    deeds = sorted(_deeds(day), key=lambda deed: (deed.moment, deed.label))
    offset = now.tzinfo
    clock = SetClock(datetime.combine(deeds[0].moment.date(), time(8), offset))
    desk = make_file(path, PASSPHRASE, study, "01", clock, hash_password=hash_published_password)
    try:
        _add_people(desk)
        present = {username: desk.sign_in(username, PASSWORD) for username, _, _ in PEOPLE}
        for number, deed in enumerate(deeds, 1):
            clock.moment = deed.moment.replace(tzinfo=offset)
            if day == now.date():  # whoever looks at it early in the morning finds nothing from later that day
                clock.moment = min(clock.moment, now - timedelta(minutes=30))
            desk.actor = present[deed.username]
            for _ in SyntheticRun(desk, PASSWORD).run(deed.steps):
                clock.moment += timedelta(seconds=40)
            if progress:
                progress(number, len(deeds))
    finally:
        desk.file.close()
    path.with_suffix(".day").write_text(f"{day}")


def _add_people(desk: Desk) -> None:
    for username, name, role in PEOPLE:
        command = AddPerson(username, name, role, PASSWORD, temporary=False)
        if desk.file.people():
            desk.do(command)
        else:
            add_first_person(desk, command)
            desk.sign_in(username, PASSWORD)


def _deeds(today: date) -> Iterator[Deed]:
    stories = _stories(today)
    for story, kept in stories.values():
        yield from _course(story, kept, today)
    yield from _extras({label: story for label, (story, _) in stories.items()}, today)


def _stories(today: date) -> dict[str, tuple[Story, tuple[str, ...]]]:
    """Each subject: who, infused how long ago, and which visits were kept."""
    since = {"A-01": 342, "A-02": 183, "A-03": 93, "A-04": 92, "A-05": 51}
    known = set_a({label: today - timedelta(days=n) for label, n in since.items()}, age_of_a_04=58)
    whole = ("screening", "day_0", "hour_24", "month_1", "month_3", "month_6", "month_9", "year_1")
    kept = {"A-01": 7, "A-02": 5, "A-03": 5, "A-04": 5, "A-05": 4}
    found = {story.label: (story, whole[: kept[story.label]]) for story in known}
    more = (
        ("A-06", 33, "female", "61.0", 62, 1),
        ("A-07", 39, "female", "70.5", 44, 3),
        ("A-08", 44, "male", "83.2", 40, 4),
        ("A-09", 36, "female", "64.8", 34, 3),
        ("A-10", 27, "male", "77.0", 30, 2),
        ("A-11", 42, "female", "58.6", 23, 3),
        ("A-12", 31, "female", "66.0", 1, 2),
        ("A-13", 35, "male", "74.5", -6, 1),
        ("A-14", 40, "female", "62.3", -14, 0),
    )
    for n, (label, age, sex, weight, days, visits) in enumerate(more):
        like = f"A-0{n % 5 + 1}"
        story = Story(
            label,
            age,
            sex,
            weight,
            ("6.0", "5.5", "5.5") if n % 2 else ("6.5", "6.0", "6.0"),
            {**SET_A[like], "il_6": SET_A["A-02"]["il_6"]},
            ("1.6", "1.1", "0.8"),
            today - timedelta(days=days),
        )
        found[label] = (story, whole[:visits])
    return found


def _course(story: Story, kept: tuple[str, ...], today: date) -> Iterator[Deed]:
    steps = Steps(story, invented=True)
    screening = story.day_of("screening") if kept else today - timedelta(days=1)
    yield Deed(_moment(screening, 8), story.label, "rahimi", tuple(steps.enrolment()))
    if not kept:
        story = replace(story, infusion=screening + timedelta(days=16))
        begun = tuple(Steps(story).visit("screening", forms=2))
        yield Deed(_moment(screening, 9), story.label, "rahimi", begun)
    for visit in kept:
        day = story.day_of(visit)
        done = tuple(steps.visit(visit))
        if visit == "screening" and story.age > 45:
            done += (steps.deviation(),)
        if story.covid and visit == "month_3":
            done += (steps.medication_for_covid(),)
        yield Deed(_moment(day, 11), story.label, "rahimi", done)
        signed = day + timedelta(days=2)
        if signed < today - timedelta(days=20):
            sign = Step(sign=SignedAt(subject=story.label, visit=visit, meaning=MEANING))
            yield Deed(_moment(signed, 15), story.label, "karimi", (sign,))


def _extras(stories: dict[str, Story], today: date) -> Iterator[Deed]:
    """What makes the lists worth looking at: questions, a missed visit, a withdrawal, a page begun today."""
    asked = Steps(stories["A-04"])
    text = "The committee's letter is dated after the infusion was planned. Please file a copy."
    yield Deed(
        _moment(today - timedelta(days=6), 10),
        "A-04",
        "moradi",
        (asked.question("screening", "eligibility", "deviation_reason", text),),
    )
    asked = Steps(stories["A-02"])
    text = "The source sheet shows 110 mmHg. Please check."
    yield Deed(
        _moment(today - timedelta(days=4), 10),
        "A-02",
        "moradi",
        (asked.question("month_3", "vital_signs", "bp_systolic", text),),
    )
    left = Steps(stories["A-10"])
    yield Deed(
        _moment(today - timedelta(days=26), 16),
        "A-10",
        "rahimi",
        (
            left.missed("hour_24", "refused", "went home, did not come back"),
            *left.withdrawal(today - timedelta(days=26)),
        ),
    )
    failed = Steps(stories["A-06"])
    yield Deed(
        _moment(today - timedelta(days=70), 9),
        "A-06",
        "rahimi",
        tuple(failed.screen_failure(today - timedelta(days=70))),
    )
    aware = _moment(today - timedelta(days=1), 16) + timedelta(minutes=15)
    serious = Steps(stories["A-08"]).serious_event(aware)
    yield Deed(aware + timedelta(minutes=20), "A-08", "rahimi", (serious,))
    open_today = Steps(replace(stories["A-12"], headache=True))
    yield Deed(
        _moment(today, 6),
        "A-12",
        "rahimi",
        tuple(open_today.visit("hour_24", complete=False, forms=1)),
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 5))
