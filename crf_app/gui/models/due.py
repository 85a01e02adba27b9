"""Today: what is due, overdue, open now or soon, sorted by what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from crf_app.base.words import Say, mark
from crf_app.capture.places import VisitPlace
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import form_title, pages_words, visit_label, visit_sentence
from crf_app.gui.models.standings import Event, Standing
from crf_app.study.study import Study

SOON: Final = timedelta(days=14)
"""How far ahead Today looks."""


class Group(StrEnum):
    """The groups of the list, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    IN_WINDOW = "in_window"
    SOON = "soon"


GROUP_WORDS: Final = {
    Group.OVERDUE: mark("Overdue"),
    Group.TODAY: mark("Today"),
    Group.IN_WINDOW: mark("Open now"),
    Group.SOON: mark("Next 14 days"),
}


class Deed(StrEnum):
    """What a row's button does."""

    DECIDE = "decide"
    START = "start"
    OPEN = "open"
    CONTINUE = "continue"
    ENTER = "enter"
    PREPARE = "prepare"


DEED_WORDS: Final = {
    Deed.DECIDE: mark("Decide…"),
    Deed.START: mark("Start visit"),
    Deed.OPEN: mark("Open"),
    Deed.CONTINUE: mark("Continue"),
    Deed.ENTER: mark("Enter"),
    Deed.PREPARE: mark("Prepare"),
}


@dataclass(frozen=True)
class Span:
    """A window on its own stretch of time, in hours since it opens."""

    opens: float
    closes: float
    target: float
    today: float | None
    done: float | None


@dataclass(frozen=True)
class DueRow:
    """One line of Today: it reads like a sentence."""

    group: Group
    subject: str
    place: VisitPlace
    label: str
    visit: str
    mark: Mark
    span: Span | None
    left: str
    left_token: str
    until: str
    page_marks: tuple[Mark, ...]
    count: str
    deed: Deed
    primary: bool
    sentence: str
    order: float


@dataclass(frozen=True)
class Waiting:
    """A visit whose pages are complete and wait for a signature; `broken` of them were signed and changed since."""

    subject: str
    place: VisitPlace
    label: str
    visit: str
    pages: int
    text: str
    broken: int = 0


@dataclass(frozen=True)
class Clock:
    """The 24 hours of a serious event."""

    event: Event
    label: str
    title: str
    aware: datetime
    due: datetime

    def part(self, now: datetime) -> float:
        """Return the share of the time that has gone."""
        gone = (now - self.aware).total_seconds()
        return min(max(gone / (self.due - self.aware).total_seconds(), 0.0), 1.0)

    def left(self, now: datetime, say: Say) -> str:
        """Say what is left, or how late it is."""
        if now > self.due:
            return say("{time} late", time=phrases.span_words(now - self.due, say))
        return say("{time} left", time=phrases.span_words(self.due - now, say))


@dataclass(frozen=True)
class Day:
    """Everything Today shows of the subjects."""

    rows: tuple[DueRow, ...]
    clocks: tuple[Clock, ...]
    waiting: tuple[Waiting, ...]
    next_date: datetime | None

    def group(self, group: Group) -> tuple[DueRow, ...]:
        """Return the rows of a group."""
        return tuple(row for row in self.rows if row.group is group)

    @property
    def pages_waiting(self) -> int:
        """Pages that wait for a signature."""
        return sum(each.pages for each in self.waiting)


def day_of(study: Study, subjects: Sequence[Standing], now: datetime, say: Say) -> Day:
    """Work out what Today shows at `now` (local time)."""
    local = now.replace(tzinfo=None)
    rows = [
        row
        for each in subjects
        for status in each.timeline.visits
        # A visit of whose pages the person sees none is somebody else's to do.
        if status.planned.all_forms and (row := _row(study, each, status, local, say)) is not None
    ]
    order = list(Group)
    rows.sort(key=lambda row: (order.index(row.group), row.order, row.label))
    first = next(
        (place for place, row in enumerate(rows) if row.group in (Group.TODAY, Group.IN_WINDOW)),
        None,
    )
    if first is not None:
        rows[first] = replace(rows[first], primary=True)
    later = [
        status.opens
        for each in subjects
        for status in each.timeline.visits
        if status.mark is Mark.FUTURE and status.opens is not None
    ]
    return Day(
        tuple(rows),
        tuple(_clocks(study, subjects, say)),
        tuple(sorted(_waiting(study, subjects, say), key=lambda each: not each.broken)),
        min(later, default=None),
    )


def _row(study: Study, subject: Standing, status: VisitStatus, now: datetime, say: Say) -> DueRow | None:
    group = _group(status, now)
    if group is None:
        return None
    left, token, until, order = _left(study, status, now, say)
    marks = tuple(each for form, each in status.page_marks if form in status.planned.forms)
    count = pages_words(status, say)
    return DueRow(
        group,
        subject.id,
        status.place,
        subject.label,
        visit_label(study, status.place, say.language),
        status.mark,
        span_of(status, now),
        left,
        token,
        until,
        marks,
        count,
        _deed(status, group),
        False,
        say(
            "{subject}, {state}, {until}",
            subject=subject.label,
            state=visit_sentence(study, status, now, say),
            until=until,
        ),
        order,
    )


def _group(status: VisitStatus, now: datetime) -> Group | None:
    match status.mark:
        case Mark.OVERDUE:
            return Group.OVERDUE
        case Mark.OPEN | Mark.PROGRESS:
            return Group.TODAY if _is_today(status, now) else Group.IN_WINDOW
        case Mark.FUTURE if status.opens is not None and status.opens - now <= SOON:
            return Group.SOON
        case _:
            return None


def _is_today(status: VisitStatus, now: datetime) -> bool:
    """A visit belongs to today when it is held or planned today, or its window ends today."""
    held = status.held.date if status.held else None
    if held is not None:
        return held.earliest().date() == now.date() or (
            status.planned.by_the_hour and status.closes is not None and status.closes >= now
        )
    if status.target is None or status.closes is None:
        return False
    return now.date() in (status.target.date(), status.closes.date())


def _left(study: Study, status: VisitStatus, now: datetime, say: Say) -> tuple[str, str, str, float]:
    """Return what is left in words, its colour, the second line, and what the list is sorted by."""
    by_hour, closes, held = status.planned.by_the_hour, status.closes, status.held
    if status.mark is Mark.OVERDUE and closes is not None:
        late = phrases.late_words(closes, now, by_hour, say)
        day = phrases.weekday_day(closes.date(), say)
        return late, "danger", say("closed {day}", day=day), -(now - closes).total_seconds()
    if status.mark is Mark.FUTURE and status.opens is not None:
        when = status.target if by_hour and status.target is not None else status.opens
        days = phrases.days_between(now, when)
        soon = say("tomorrow") if days == 1 else say.n("in {n} day", "in {n} days", days)
        return soon, "text-2", phrases.weekday_day(when.date(), say), float(days)
    missing = [form for form, each in status.page_marks if each in (Mark.EMPTY, Mark.PROGRESS)]
    done = held.date if held is not None else None
    if done is not None and status.done and (len(missing) == 1 or closes is None or closes < now):
        if len(missing) == 1:
            form = form_title(study, missing[0], say.language)
            left = say("{form} to enter", form=form)
        else:
            left = say.n("{n} page to enter", "{n} pages to enter", len(missing))
        day = phrases.day_month(done.earliest().date(), say.language)
        return left, "accent", say("visit done {day}", day=day), 0.0
    if closes is None:
        left = say("waits for its date")
        since = say("no window") if status.planned.on is None else say("no window yet")
        return left, "text-2", since, 9e9
    left = phrases.left_words(closes, now, by_hour, say)
    if closes < now:
        left = phrases.late_words(closes, now, by_hour, say)
    near = closes - now <= timedelta(days=4)
    until = phrases.until_words(closes, now, by_hour, say)
    return left, "accent" if near else "text-2", until, (closes - now).total_seconds()


def _deed(status: VisitStatus, group: Group) -> Deed:
    match status.mark:
        case Mark.OVERDUE:
            return Deed.DECIDE
        case Mark.FUTURE:
            return Deed.PREPARE
        case Mark.PROGRESS:
            left = status.total - status.done
            return Deed.ENTER if left == 1 and status.total > 1 else Deed.CONTINUE
        case _:
            return Deed.START if group is Group.TODAY else Deed.OPEN


def span_of(status: VisitStatus, now: datetime | None) -> Span | None:
    """Return the window of a visit for its bar; None where it has none, or the visit does not apply any more."""
    opens, closes, target = status.opens, status.closes, status.target
    if opens is None or closes is None or target is None or status.mark is Mark.NA:
        return None

    def hours(moment: datetime) -> float:
        return (moment - opens).total_seconds() / 3600

    done = None
    if status.held is not None and status.held.date is not None:
        date = status.held.date
        middle = date.earliest() if date.time else date.earliest() + timedelta(hours=12)
        done = hours(middle)
    today = hours(now) if now is not None and done is None else None
    return Span(0.0, max(hours(closes), 1.0), hours(target), today, done)


def _clocks(study: Study, subjects: Sequence[Standing], say: Say) -> Iterable[Clock]:
    found = []
    for subject in subjects:
        for event in subject.events:
            if event.clock_runs and event.aware and event.due:
                title = event_title(study, event, say)
                found.append(Clock(event, subject.label, title, event.aware, event.due))
    return sorted(found, key=lambda clock: clock.due)


def event_title(study: Study, event: Event, say: Say) -> str:
    """Name an event: by its term, else in the reporter's words."""
    if event.term and "ae.term" in study.roles:
        item = study.item(*study.roles["ae.term"])
        codes = study.codelists.get(item.codes or "")
        label = codes.label(event.term).in_(say.language) if codes else event.term
        return label or event.term
    return event.words or say("no term yet")


def _waiting(study: Study, subjects: Sequence[Standing], say: Say) -> Iterable[Waiting]:
    for subject in subjects:
        for status in subject.timeline.visits:
            held = status.held
            if held is None or held.state != "complete" or held.date is None:
                continue
            pages = sum(each is Mark.COMPLETE for _, each in status.page_marks)
            if pages:
                day = phrases.day_month(held.date.earliest().date(), say.language)
                yield Waiting(
                    subject.id,
                    status.place,
                    subject.label,
                    visit_label(study, status.place, say.language),
                    pages,
                    say.n("{n} page, visit of {day}", "{n} pages, visit of {day}", pages, day=day),
                    status.to_sign_again,
                )
