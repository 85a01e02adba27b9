"""Where each visit of a subject stands: target, window, days left, mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crf_app.base.partial_date import PartialDate
from crf_app.capture.departure import (
    Departure,
    Reason,
    date_of_death,
    death_before,
    departures,
    items_of_departure,
)
from crf_app.capture.holds import Level
from crf_app.capture.outline import Outline
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.record import Visit
from crf_app.study.schedule import Moment, PlannedVisit
from crf_app.study.study import Definition


class Mark(StrEnum):
    """The state of a visit or page, as one mark (the window's and the page's marks carry these names)."""

    FUTURE = "future"
    EMPTY = "empty"
    OPEN = "open"
    PROGRESS = "progress"
    COMPLETE = "complete"
    SIGNED = "signed"
    OVERDUE = "overdue"
    MISSED = "missed"
    NOT_DONE = "notdone"
    NA = "na"


class Stage(StrEnum):
    """How far a subject has come."""

    SCREENING = "screening"
    SCREENED = "screened"
    FOLLOW_UP = "follow_up"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    SCREEN_FAILURE = "screen_failure"
    DIED = "died"


@dataclass(frozen=True)
class VisitStatus:
    """One visit of one subject. Times are local to the site; they are None while the anchor is not known.

    `planned_only` says the anchor itself is only planned, so the window may still move. `off_window` is the distance
    of a kept visit from its window, negative before it, zero inside: whole days, or minutes where the window is a
    matter of hours. `page_marks` are its pages in order of the schedule. `not_applicable` tells why the visit does not
    apply any more, where its mark is `NA`. `after_death` is the death that a planned visit is dated after: one of the
    two dates is wrong, and the visit stays as it was entered. `to_sign_again` counts its pages that were signed and
    changed since; `hold` is the level at which the visit, or the whole subject, is frozen or locked.
    """

    place: VisitPlace
    planned: PlannedVisit
    held: Visit | None
    mark: Mark
    target: datetime | None
    opens: datetime | None
    closes: datetime | None
    planned_only: bool
    off_window: timedelta
    page_marks: tuple[tuple[str, Mark], ...]
    open_queries: int
    answered_queries: int
    not_applicable: Departure | None = None
    after_death: PartialDate | None = None
    to_sign_again: int = 0
    hold: Level | None = None

    @property
    def done(self) -> int:
        """Pages that are complete, signed or not done."""
        over = (Mark.COMPLETE, Mark.SIGNED, Mark.NOT_DONE)
        return sum(mark in over for form, mark in self.page_marks if form in self.planned.forms)

    @property
    def total(self) -> int:
        """Pages the visit asks for."""
        return len(self.planned.forms)


@dataclass(frozen=True)
class Timeline:
    """All visits of a subject in order, its stage, and how it went, if it did."""

    outline: Outline
    stage: Stage
    visits: tuple[VisitStatus, ...]
    anchors: dict[str, datetime]
    departures: tuple[Departure, ...] = ()

    @property
    def died(self) -> PartialDate | None:
        """When the subject died, as far as it is known."""
        return date_of_death(self.departures)

    def visit(self, planned: str) -> VisitStatus:
        """Return the status of a planned visit. Raises KeyError."""
        for status in self.visits:
            if status.planned.id == planned:
                return status
        raise KeyError(planned)


def items_needed(study: Definition) -> set[tuple[str, str]]:
    """Return the (form, item) pairs a timeline reads: anchors, their plans, death and disposition."""
    needed = items_of_departure(study)
    for anchor in study.schedule.anchors.values():
        needed.add((anchor.form, anchor.item))
        if anchor.planned:
            needed.add((anchor.planned.form, anchor.planned.item))
    return needed


def timeline(study: Definition, outline: Outline, now: datetime) -> Timeline:
    """Work out where every visit stands at `now`."""
    local = now.replace(tzinfo=None)
    known: dict[str, datetime] = {}
    certain: set[str] = set()
    for name, anchor in study.schedule.anchors.items():
        moment = _moment(outline, anchor)
        if moment is not None:
            certain.add(name)
        elif anchor.planned:
            moment = _moment(outline, anchor.planned)
        if moment is not None:
            known[name] = moment
    gone = departures(study, outline)
    statuses = tuple(
        _status(study, planned, place, outline, known, certain, gone, local)
        for planned in study.schedule.visits
        for place in _places(planned, outline)
    )
    return Timeline(outline, _stage(study, outline, certain, gone), statuses, known, gone)


def _moment(outline: Outline, moment: Moment) -> datetime | None:
    page = PagePlace(outline.id, VisitPlace(outline.id, moment.visit), moment.form).id
    stored = outline.values.get((moment.form, moment.item), {}).get(page, {})
    if "value" not in stored:
        return None
    found = PartialDate.parse(stored["value"])
    return found.earliest() if found.is_full else None


def _places(planned: PlannedVisit, outline: Outline) -> list[VisitPlace]:
    held = [v.place for v in outline.visits.values() if v.place.planned == planned.id]
    if planned.repeating:
        return sorted(held, key=lambda place: place.repeat)
    return held or [VisitPlace(outline.id, planned.id)]


_STAGES = {
    Reason.COMPLETED: Stage.COMPLETED,
    Reason.SCREEN_FAILURE: Stage.SCREEN_FAILURE,
    Reason.DEATH: Stage.DIED,
    Reason.LEFT: Stage.WITHDRAWN,
}
"""Who completed, or was never taken in, stays so after a death; who left early and died is listed as dead."""


def _stage(study: Definition, outline: Outline, certain: set[str], gone: tuple[Departure, ...]) -> Stage:
    reasons = {each.reason for each in gone}
    for reason, stage in _STAGES.items():
        if reason in reasons:
            return stage
    dose = study.landmarks.get("dose.start")
    for name, anchor in study.schedule.anchors.items():
        if dose == (anchor.form, anchor.item) and name in certain:
            return Stage.FOLLOW_UP
    first = study.schedule.visits[0]
    visit = outline.visits.get(VisitPlace(outline.id, first.id).id)
    return Stage.SCREENED if visit and visit.state == "complete" else Stage.SCREENING


OVER = tuple(_STAGES.values())
"""The stages of those who are not seen any more."""


def _status(
    study: Definition,
    planned: PlannedVisit,
    place: VisitPlace,
    outline: Outline,
    known: dict[str, datetime],
    certain: set[str],
    gone: tuple[Departure, ...],
    now: datetime,
) -> VisitStatus:
    held = outline.visits.get(place.id)
    first = planned == study.schedule.visits[0]
    target, opens, closes = _window(planned, known)
    may_move = planned.on is not None and planned.on not in certain
    ruled_out = next((each for each in gone if each.rules_out(opens, closes, may_move=may_move, first=first)), None)
    marks = tuple((form, page_mark(outline, place, form)) for form in _forms(planned, place, outline))
    began = any(mark is not Mark.EMPTY for _, mark in marks)
    waits = any(study.forms[form].wholly_blinded and mark is Mark.EMPTY for form, mark in marks)
    where = [place.id, *(PagePlace(place.subject, place, form).id for form, _ in marks)]
    mark = _mark(held, marks, began, waits, opens, closes, ruled_out is not None, first, now)
    return VisitStatus(
        place,
        planned,
        held,
        mark,
        target,
        opens,
        closes,
        may_move,
        _distance(planned, held, opens, closes),
        marks,
        sum(outline.open_queries.get(each, 0) for each in where),
        sum(outline.answered_queries.get(each, 0) for each in where),
        ruled_out if mark is Mark.NA else None,
        None if _tells_death(study, planned, marks) or held is None else death_before(held.date, gone),
        len(outline.broken.intersection(where)),
        _hold(outline, place),
    )


def _hold(outline: Outline, place: VisitPlace) -> Level | None:
    found = [outline.holds[scope] for scope in (place.id, outline.id) if scope in outline.holds]
    return Level.LOCKED if Level.LOCKED in found else next(iter(found), None)


def _forms(planned: PlannedVisit, place: VisitPlace, outline: Outline) -> list[str]:
    """The forms a visit asks for, and of the optional ones those that were begun."""
    extra = [form for form in planned.optional_forms if PagePlace(place.subject, place, form).id in outline.pages]
    return [*planned.forms, *extra]


def page_mark(outline: Outline, place: VisitPlace, form: str) -> Mark:
    """Return the mark of a page of a visit."""
    page = PagePlace(place.subject, place, form).id
    match outline.pages.get(page):
        case None:
            return Mark.EMPTY
        case "begun":
            return Mark.PROGRESS
        case "not_done":
            return Mark.NOT_DONE
        case _:
            return Mark.SIGNED if page in outline.signed else Mark.COMPLETE


def _window(
    planned: PlannedVisit, known: dict[str, datetime]
) -> tuple[datetime | None, datetime | None, datetime | None]:
    """Windows by the hour hang on the moment itself, all others on its day and run to the end of their last day."""
    anchor = known.get(planned.on or "")
    if anchor is None:
        return None, None, None
    if not planned.by_the_hour:
        anchor = anchor.replace(hour=0, minute=0)
    target = anchor + planned.at
    opens, closes = target + planned.window[0], target + planned.window[1]
    if not planned.by_the_hour:
        closes += timedelta(days=1, minutes=-1)
    return target, opens, closes


def _mark(
    held: Visit | None,
    marks: tuple[tuple[str, Mark], ...],
    began: bool,
    waits: bool,
    opens: datetime | None,
    closes: datetime | None,
    ruled_out: bool,
    first: bool,
    now: datetime,
) -> Mark:
    if held is not None and held.state == "missed":
        return Mark.MISSED
    if held is not None and held.state == "complete" and not waits and Mark.PROGRESS not in dict(marks).values():
        asked = [mark for _, mark in marks if mark is not Mark.NOT_DONE]
        return Mark.SIGNED if asked and set(asked) == {Mark.SIGNED} else Mark.COMPLETE
    if held is not None or began:
        return Mark.PROGRESS
    if ruled_out:
        return Mark.NA
    if opens is None or closes is None:
        return Mark.OPEN if first else Mark.FUTURE  # screening waits without a date
    if now < opens:
        return Mark.FUTURE
    return Mark.OPEN if now <= closes else Mark.OVERDUE


def _tells_death(study: Definition, planned: PlannedVisit, marks: tuple[tuple[str, Mark], ...]) -> bool:
    """Whether a death, or the end of the study it brought, may have been written down at a visit, which comes after."""
    forms = {form for form, _ in items_of_departure(study)}
    return planned.on is None or not forms.isdisjoint(dict(marks))


def _distance(planned: PlannedVisit, held: Visit | None, opens: datetime | None, closes: datetime | None) -> timedelta:
    """Windows by the day count whole days: the day after the last one is one day late, at whatever hour."""
    if held is None or held.date is None or opens is None or closes is None:
        return timedelta(0)
    earliest, latest = held.date.earliest(), held.date.latest()
    if opens <= latest and earliest <= closes:
        return timedelta(0)
    near, bound = (latest, opens) if latest < opens else (earliest, closes)
    return near - bound if planned.by_the_hour else timedelta(days=(near.date() - bound.date()).days)
