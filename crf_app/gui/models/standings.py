"""Where every subject stands: the file's lists joined with the schedule and the events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import VerifySource
from crf_app.capture.outline import Outline
from crf_app.capture.places import PagePlace
from crf_app.capture.record import Stored
from crf_app.capture.timeline import Stage, Timeline, items_needed, timeline
from crf_app.services.desk import Desk
from crf_app.services.overview import outlines
from crf_app.services.rights import may
from crf_app.services.verification import NOTHING, Count, counted, recorded_here
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Definition, Study

REPORT_WITHIN: Final = timedelta(hours=24)
"""A serious event is told to the sponsor at once, here within 24 hours of awareness (ICH E6(R3) 2.7)."""

ROLES_READ: Final = (
    "subject.sex",
    "subject.age",
    "ae.term",
    "ae.verbatim",
    "ae.onset",
    "ae.end",
    "ae.grade",
    "ae.serious",
    "ae.related",
    "ae.outcome",
    "ae.aware",
    "ae.reported",
    "deviation.term",
    "deviation.date",
)


@dataclass(frozen=True)
class Event:
    """An adverse event in lists. `words` are the reporter's, `term` a code of the study's list."""

    page: PagePlace
    words: str
    term: str
    onset: PartialDate | None
    end: PartialDate | None
    grade: int | None
    serious: bool
    related: str
    outcome: str
    aware: datetime | None
    reported: datetime | None
    state: str

    @property
    def due(self) -> datetime | None:
        """When the report must have reached the sponsor."""
        return self.aware + REPORT_WITHIN if self.serious and self.aware else None

    @property
    def clock_runs(self) -> bool:
        """Whether a report is still owed."""
        return self.serious and self.reported is None and self.aware is not None


@dataclass(frozen=True)
class Standing:
    """A subject in the lists."""

    timeline: Timeline
    sex: str
    age: str
    events: tuple[Event, ...]
    deviations: int
    log_pages: tuple[PagePlace, ...]
    sources: Count = NOTHING
    """How many entries were compared with their source; worked out for those who compare."""

    @property
    def id(self) -> str:
        """The subject's id in the file."""
        return self.timeline.outline.id

    @property
    def label(self) -> str:
        """The number on the subject's papers."""
        return self.timeline.outline.label

    @property
    def stage(self) -> Stage:
        """How far the subject has come."""
        return self.timeline.stage

    @property
    def open_queries(self) -> int:
        """Queries that wait for the site."""
        return sum(self.timeline.outline.open_queries.values())

    @property
    def answered_queries(self) -> int:
        """Queries that wait for whoever asked."""
        return sum(self.timeline.outline.answered_queries.values())

    @property
    def clock(self) -> Event | None:
        """The serious event whose report is due first."""
        running = [event for event in self.events if event.clock_runs]
        return min(running, key=lambda event: event.aware or datetime.max, default=None)


def items_read(study: Definition) -> tuple[tuple[str, str], ...]:
    """Return the (form, item) pairs that standings need beyond those of a timeline."""
    return tuple(sorted({study.roles[role] for role in ROLES_READ if role in study.roles}))


def standings(study: Study, file: StudyReader, now: datetime) -> tuple[Standing, ...]:
    """Read where every subject stands, by label."""
    seen = outlines(file, study, items_read(study))
    return tuple(standing(study, each, now) for each in seen)


def standing(study: Study, outline: Outline, now: datetime) -> Standing:
    """Work out where one subject stands."""
    return Standing(
        timeline(study, outline, now),
        _first(study, outline, "subject.sex").get("value", ""),
        _first(study, outline, "subject.age").get("value", ""),
        tuple(_events(study, outline)),
        len(_pages_of(study, outline, "deviation.term")),
        tuple(PagePlace.parse(page) for page in outline.pages if "/-/" in page),
    )


class Roster:
    """Where every subject stands, kept: a change works out anew only the subjects it concerns."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._items = items_needed(desk.study) | set(items_read(desk.study))
        self._kept: tuple[Standing, ...] | None = None
        self._stale: set[str] = set()
        self._compares = desk.actor is not None and may(desk.actor.role, VerifySource)

    def at(self, now: datetime) -> tuple[Standing, ...]:
        """Return the standings by label; `now` counts for those that are worked out."""
        desk = self._desk
        if self._kept is None:
            self._kept = standings(desk.study, desk.view, now)
            if self._compares:
                counts = desk.view.source_counts(_own_sources(desk.study))
                self._kept = tuple(replace(each, sources=Count(*counts.get(each.id, ()))) for each in self._kept)
        elif self._stale:
            kept = {each.id: each for each in self._kept}
            for subject in self._stale:
                kept[subject] = standing(desk.study, desk.outline(subject, self._items), now)
                if self._compares:
                    count = counted(desk.study, desk.record(subject).pages.values())
                    kept[subject] = replace(kept[subject], sources=count)
            self._kept = tuple(sorted(kept.values(), key=lambda each: (each.label, each.id)))
        self._stale = set()
        return self._kept

    def changed(self, subjects: Iterable[str]) -> None:
        """Work these subjects out anew when next asked."""
        self._stale.update(subjects)

    def forget(self) -> None:
        """Work everything out anew: time has gone on."""
        self._kept = None


def _own_sources(study: Study) -> list[str]:
    """Return the items, as form/item, whose entries are the source themselves."""
    return [f"{form}/{item}" for form, items in recorded_here(study).items() for item in items]


def _first(study: Study, outline: Outline, role: str) -> Stored:
    if role not in study.roles:
        return {}
    return next(iter(outline.values.get(study.roles[role], {}).values()), {})


def _pages_of(study: Study, outline: Outline, role: str) -> Sequence[str]:
    if role not in study.roles:
        return ()
    form = study.roles[role][0]
    return [page for page in outline.pages if f"/-/{form}." in page]


def _events(study: Study, outline: Outline) -> Iterable[Event]:
    for page in _pages_of(study, outline, "ae.term"):

        def held(role: str, page: str = page) -> str:
            name = study.roles.get(role)
            return outline.values.get(name, {}).get(page, {}).get("value", "") if name else ""

        yield Event(
            PagePlace.parse(page),
            held("ae.verbatim"),
            held("ae.term"),
            _date(held("ae.onset")),
            _date(held("ae.end")),
            _whole(held("ae.grade")),
            held("ae.serious") == "yes",
            held("ae.related"),
            held("ae.outcome"),
            _moment(held("ae.aware")),
            _moment(held("ae.reported")),
            outline.pages[page],
        )


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    found = _date(text)
    return found.earliest() if found is not None and found.is_full else None


def _whole(text: str) -> int | None:
    try:
        return int(Decimal(text))
    except InvalidOperation:
        return None
