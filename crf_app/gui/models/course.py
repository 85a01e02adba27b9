"""The course of the EDSS step, and its change since baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from crf_app.base.calendars import to_jalali
from crf_app.base.digits import local_digits
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer
from crf_app.base.words import Say
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.shown import show_answer
from crf_app.capture.timeline import Mark, Timeline
from crf_app.expressions.clinical import edss_change
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import (
    visit_label,
    visit_short,
)
from crf_app.study.form import Layout
from crf_app.study.item import Item
from crf_app.study.study import Study

CONFIRMED_AFTER: Final = timedelta(weeks=12)
"""A change of the EDSS counts as confirmed when it is seen again at least 12 weeks later, as MS trials define it."""


@dataclass(frozen=True)
class Point:
    """A value of a course at a moment. `before` marks values from before the study."""

    at: datetime
    value: Decimal
    label: str
    name: str
    visit: str
    before: bool = False


@dataclass(frozen=True)
class Course:
    """The course of the EDSS step."""

    points: tuple[Point, ...]
    infusion: datetime | None
    next_name: str
    next_opens: datetime | None
    next_closes: datetime | None
    sentence: str


@dataclass(frozen=True)
class Change:
    """The change since baseline, in words."""

    figure: str
    since: str
    at: str
    values: tuple[str, str, str, str]
    verdict: str
    verdict_mark: Mark
    confirmed: str
    confirmed_mark: Mark


def figures(text: str, say: Say) -> str:
    """Write figures as the language of the window does."""
    from crf_app.base.digits import local_figures

    return local_figures(text, say.language)


def answer_at(study: Study, record: SubjectRecord, page: PagePlace, item: str, row: str = "") -> Answer | None:
    """Return what an item of a page holds, None for a blank."""
    entry = record.entry(page.id, EntryKey(item, row))
    if entry is None or not entry.stored:
        return None
    return Answer.from_json(study.item(page.form, item).kind, entry.stored)


def course_of(study: Study, record: SubjectRecord, line: Timeline, now: datetime, say: Say) -> Course | None:
    """Return the course of the EDSS step, with what is known from before the study."""
    if "edss.step" not in study.roles:
        return None
    points = [*_before(study, record, say), *_steps(study, record, line, say)]
    if not points:
        return None
    local = now.replace(tzinfo=None)
    dose = study.roles.get("dose.start")
    name = next((n for n, a in study.schedule.anchors.items() if (a.form, a.item) == dose), None)
    infusion = line.anchors.get(name) if name else None
    form = study.roles["edss.step"][0]
    coming = next(
        (
            status
            for status in line.visits
            if status.held is None
            and status.mark is not Mark.NA
            and form in status.planned.forms
            and status.closes is not None
            and status.closes >= local
        ),
        None,
    )
    values = say.joined(say.joined((point.name, point.label), " ") for point in points)
    return Course(
        tuple(points),
        infusion if infusion is not None and infusion <= local else None,
        visit_short(study, coming.place, say.language) if coming else "",
        coming.opens if coming else None,
        coming.closes if coming else None,
        say("EDSS step: {values}", values=values),
    )


def _steps(study: Study, record: SubjectRecord, line: Timeline, say: Say) -> Iterator[Point]:
    form, item = study.roles["edss.step"]
    definition = study.item(form, item)
    for status in line.visits:
        if status.held is None or status.held.date is None:
            continue
        page = PagePlace(record.id, status.place, form)
        answer = answer_at(study, record, page, item)
        if answer is not None and isinstance(answer.value, Decimal):
            shown = show_answer(definition, answer, None, say.language)
            name = visit_short(study, status.place, say.language)
            full = visit_label(study, status.place, say.language)
            yield Point(status.held.date.earliest(), answer.value, shown, name, full)


def _before(study: Study, record: SubjectRecord, say: Say) -> Iterator[Point]:
    """Steps from before the study: rows of a log section with a year or date and an EDSS number."""
    for page in record.pages.values():
        form = study.forms.get(page.place.form)
        for section in form.sections if form else ():
            if section.layout is not Layout.LOG and section.layout is not Layout.TABLE:
                continue
            step = next((i for i in section.items if _is_step(i)), None)
            when = next((i for i in section.items if _is_year_or_date(i)), None)
            if step is None or when is None:
                continue
            rows = [row for of, row in page.rows if of == section.id] or [r.id for r in section.rows]
            for row in rows:
                value = answer_at(study, record, page.place, step.id, row)
                at = answer_at(study, record, page.place, when.id, row)
                moment = _moment_of(at)
                if moment is not None and value is not None and isinstance(value.value, Decimal):
                    shown = show_answer(step, value, None, say.language)
                    year = _year_of(at, moment, say)
                    yield Point(moment, value.value, shown, year, year, True)


def _year_of(answer: Answer | None, moment: datetime, say: Say) -> str:
    """The year in the window's first calendar; one that is all that is known keeps its calendar and its figures."""
    full = answer is not None and isinstance(answer.value, PartialDate) and answer.value.is_full
    if full and say.language == "fa":
        return local_digits(str(to_jalali(moment.date())[0]), say.language)
    return str(moment.year)


def _is_step(item: Item) -> bool:
    return item.kind.is_number and ("edss" in item.id or "step" in item.id)


def _is_year_or_date(item: Item) -> bool:
    return item.kind.value == "date" or item.id == "year"


def _moment_of(answer: Answer | None) -> datetime | None:
    if answer is None:
        return None
    if isinstance(answer.value, PartialDate):
        return answer.value.earliest()
    if isinstance(answer.value, Decimal) and 1900 <= answer.value <= 2200:
        return datetime(int(answer.value), 7, 1)  # noqa: DTZ001 - a year of the calendar, no instant
    return None


def change_of(study: Study, course: Course | None, line: Timeline, say: Say) -> Change | None:
    """Say how the step changed since baseline, and whether that is confirmed."""
    if course is None:
        return None
    inside = [point for point in course.points if not point.before]
    baseline_name = visit_label(study, VisitPlace(line.outline.id, study.schedule.baseline), say.language)
    first = next((point for point in inside if point.visit == baseline_name), None)
    if first is None or len(inside) < 2 or inside[-1] is first:
        return None
    last = inside[-1]
    difference = last.value - first.value
    verdict = edss_change(first.value, last.value)
    words, mark = {
        "improved": (say("Improved against {visit}.", visit=baseline_name), Mark.COMPLETE),
        "worse": (say("Worse than at {visit}.", visit=baseline_name), Mark.OVERDUE),
    }.get(str(verdict), (say("No change that counts."), Mark.EMPTY))
    confirmed, seal = _confirmed(inside, first, str(verdict), say)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    figure = phrases.ltr(f"{sign}{figures(f'{abs(difference):.1f}', say)}")
    return Change(
        figure,
        say("Change since {visit}", visit=baseline_name),
        say("step at {visit}", visit=last.visit),
        (first.visit, first.label, say("now"), last.label),
        words,
        mark,
        confirmed,
        seal,
    )


def _confirmed(points: Sequence[Point], first: Point, verdict: str, say: Say) -> tuple[str, Mark]:
    """A change is confirmed when it holds at every later visit until 12 weeks after it was first seen."""
    if verdict not in ("improved", "worse"):
        return "", Mark.FUTURE
    since = None
    for point in points[points.index(first) + 1 :]:
        if str(edss_change(first.value, point.value)) != verdict:
            since = None
        elif since is None:
            since = point
    if since is None:
        return "", Mark.FUTURE
    last = points[-1]
    if last.at - since.at >= CONFIRMED_AFTER:
        weeks = (last.at - since.at).days // 7
        return (
            say("Confirmed: seen at {visit} and again {weeks} weeks later.", visit=since.visit, weeks=weeks),
            Mark.COMPLETE,
        )
    day = phrases.day_month_year((since.at + CONFIRMED_AFTER).date(), say.language)
    return (
        say("Seen first at {visit}. Confirmed after 12 weeks: {day} at the earliest.", visit=since.visit, day=day),
        Mark.FUTURE,
    )
