"""One subject as its page shows it: the visit strip, the course of the EDSS, the results, what is next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from crf_app.base.calendars import second_calendar
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored
from crf_app.base.words import Say
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.shown import show_answer
from crf_app.capture.timeline import Mark, Timeline, VisitStatus
from crf_app.gui.models import phrases
from crf_app.gui.models.course import answer_at, figures
from crf_app.gui.models.due import Span, span_of
from crf_app.gui.models.matrix import extra_mark
from crf_app.gui.models.places_in_words import (
    WENT_SHORT,
    form_title,
    visit_head,
    visit_label,
    visit_sentence,
    visit_short,
)
from crf_app.study.form import Layout, Section
from crf_app.study.item import Item
from crf_app.study.study import Study

MOST_RESULTS: Final = 4
"""Small charts that have room side by side."""


@dataclass(frozen=True)
class StripVisit:
    """A visit in the strip: mark, name, date, window, distance from target."""

    place: VisitPlace
    mark: Mark
    name: str
    date: str
    span: Span | None
    below: str
    below_short: str
    past: bool
    current: bool
    sentence: str
    extra: str | None = None


@dataclass(frozen=True)
class ResultPoint:
    """One result in a small chart; a censored one stands at its limit."""

    name: str
    value: Decimal
    label: str
    below: bool
    above: bool
    explained: str


@dataclass(frozen=True)
class Result:
    """One small chart: an analyte over the visits, with its reference range."""

    name: str
    unit: str
    low: Decimal | None
    high: Decimal | None
    points: tuple[ResultPoint, ...]
    limit: Decimal | None
    sentence: str


@dataclass(frozen=True)
class ToDo:
    """What is to be done now, with one button."""

    place: VisitPlace
    title: str
    text: str
    verb: str
    form: str | None


def strip_of(study: Study, line: Timeline, now: datetime, say: Say) -> tuple[StripVisit, ...]:
    """Return the visits of the strip, in order of the schedule; unscheduled ones stand by their date."""
    local = now.replace(tzinfo=None)
    current = current_visit(line, local)
    shown = sorted(line.visits, key=lambda status: _when(status, line.visits))
    return tuple(_strip_visit(study, each, current, local, say) for each in shown)


def _when(status: VisitStatus, others: Sequence[VisitStatus]) -> tuple[datetime, int]:
    place = list(others).index(status)
    if status.held is not None and status.held.date is not None:
        return status.held.date.earliest(), place
    if status.target is not None:
        return status.target, place
    return (datetime.max if place else datetime.min), place


def _own(line: Timeline) -> list[VisitStatus]:
    """The visits of which the person sees a page; the others are for somebody else to do."""
    return [status for status in line.visits if status.planned.all_forms]


def current_visit(line: Timeline, now: datetime) -> VisitStatus | None:
    """Return the visit that wants something now: overdue, open, started, in this order of time."""
    for wanted in ((Mark.OVERDUE,), (Mark.PROGRESS, Mark.OPEN)):
        for status in _own(line):
            if status.mark in wanted:
                return status
    return None


def _strip_visit(study: Study, status: VisitStatus, current: VisitStatus | None, now: datetime, say: Say) -> StripVisit:
    language, held = say.language, status.held
    date, past = "", False
    if held is not None and held.date is not None:
        moment = held.date.earliest()
        date, past = phrases.day_month(moment.date(), language), True
    elif held is not None:
        date, past = say("missed"), True
    elif status.target is not None:
        date = phrases.day_month(status.target.date(), language) if status.mark is not Mark.NA else ""
        past = status.closes is not None and status.closes < now
    name = visit_head(study, status.place, language)
    return StripVisit(
        status.place,
        status.mark,
        name,
        date,
        span_of(status, None if held is not None or status.mark is Mark.FUTURE else now),
        _distance_words(status, say),
        _short_window(status, say),
        past,
        status is current,
        visit_sentence(study, status, now, say),
        extra_mark(status) if status.to_sign_again or status.hold is not None else None,
    )


def _distance_words(status: VisitStatus, say: Say) -> str:
    """Below the bar: how far from its target a visit was, or when its window is."""
    held, target = status.held, status.target
    if status.not_applicable is not None:
        return say(WENT_SHORT[status.not_applicable.reason])
    if status.after_death is not None:
        return say("after the death")
    if held is not None and held.date is not None and target is not None:
        days = (held.date.earliest().date() - target.date()).days
        if status.off_window:
            return say("outside its window")
        if days == 0:
            return say("on target")
        if days > 0:
            return say.n("{n} day after target", "{n} days after target", days)
        return say.n("{n} day before target", "{n} days before target", -days)
    if held is not None or status.opens is None or status.closes is None:
        return ""
    if status.planned.by_the_hour:
        return say("until {time}", time=phrases.clock_time(status.closes, say.language))
    if status.opens.date() == status.closes.date():
        return say("planned") if status.planned_only else ""
    return say(
        "{first} – {last}",
        first=phrases.day_month(status.opens.date(), say.language),
        last=phrases.day_month(status.closes.date(), say.language),
    )


def _short_window(status: VisitStatus, say: Say) -> str:
    """The window in less room: its end alone."""
    if status.closes is None or status.held is not None or status.mark is Mark.NA:
        return ""
    return say("until {day}", day=phrases.day_month(status.closes.date(), say.language))


def heading_of(study: Study, record: SubjectRecord, sex: str, age: str, say: Say) -> str:
    """Say who the subject is and what the infusion was."""
    parts = []
    if sex and "subject.sex" in study.roles:
        codes = study.codes_of(study.item(*study.roles["subject.sex"]))
        word = codes.label(sex).in_(say.language)
        parts.append(say("{sex}, {age} years", sex=word, age=figures(age, say)) if age else word)
    weight = shown_role(study, record, "weight", say)
    if weight:
        parts.append(weight)
    dose = shown_role(study, record, "dose.given", say)
    start = value_of_role(study, record, "dose.start")
    if start is not None and isinstance(start.value, PartialDate):
        day = phrases.partial_day(start.value, say.language)
        other = second_calendar(start.value, say.language)
        shown = say("{day} ({other})", day=day, other=phrases.ltr(other)) if other else day
        cells = dose or say("infusion")
        parts.append(say("{dose} on {day}", dose=cells, day=shown))
    return say.joined(parts, " · ")


def value_of_role(study: Study, record: SubjectRecord, role: str) -> Answer | None:
    """Return the last answer to the item with a role, over all pages of its form."""
    if role not in study.roles:
        return None
    form, item = study.roles[role]
    found = None
    for page in record.pages.values():
        if page.place.form == form:
            found = answer_at(study, record, page.place, item) or found
    return found


def shown_role(study: Study, record: SubjectRecord, role: str, say: Say) -> str:
    """Return the value with a role as text, with its unit."""
    answer = value_of_role(study, record, role)
    if answer is None or answer.value is None:
        return ""
    item = study.item(*study.roles[role])
    shown = show_answer(item, answer, None, say.language)
    unit = item.unit_in(say.language)
    if not unit or unit in shown:
        return shown
    # A unit such as 10⁶ is a factor and reads as one.
    return f"{shown} × {unit}" if unit.startswith("10") else f"{shown} {unit}"


def results_of(study: Study, record: SubjectRecord, line: Timeline, say: Say) -> tuple[str, tuple[Result, ...]]:
    """Return the title and the small charts of the first table of measured values with reference ranges."""
    found = _results_section(study)
    if found is None:
        return "", ()
    form, section, item = found
    results = []
    for row in section.rows[:MOST_RESULTS]:
        points = tuple(_result_points(study, record, line, form, item, row.id, say))
        reference = item.reference_for(row.id)
        name = row.label.in_(say.language)
        below = [point.value for point in points if point.below]
        values = say.joined(say.joined((point.name, point.label), " ") for point in points) or say("no result yet")
        results.append(
            Result(
                name,
                item.unit_in(say.language),
                reference.low if reference else None,
                reference.high if reference else None,
                points,
                below[-1] if below else None,
                say("{name}: {values}", name=name, values=values),
            )
        )
    return form_title(study, form, say.language), tuple(results)


def _results_section(study: Study) -> tuple[str, Section, Item] | None:
    for form in study.forms.values():
        for section in form.sections:
            if section.layout is Layout.TABLE:
                for item in section.items:
                    if item.kind.value == "measured" and item.reference is not None and item.censored:
                        return form.id, section, item
    return None


def _result_points(
    study: Study,
    record: SubjectRecord,
    line: Timeline,
    form: str,
    item: Item,
    row: str,
    say: Say,
) -> Iterator[ResultPoint]:
    for status in line.visits:
        page = PagePlace(record.id, status.place, form)
        answer = answer_at(study, record, page, item.id, row)
        if answer is None:
            continue
        value = answer.value
        shown = show_answer(item, answer, None, say.language).removesuffix(item.unit.label if item.unit else "")
        name = visit_short(study, status.place, say.language)
        explained = _explanation(record, page, item.id, row)
        if isinstance(value, Censored):
            below, above = value.operator == "<", value.operator == ">"
            yield ResultPoint(name, value.limit, shown.strip(), below, above, explained)
        elif isinstance(value, Decimal):
            yield ResultPoint(name, value, shown.strip(), False, False, explained)


def _explanation(record: SubjectRecord, page: PagePlace, item: str, row: str) -> str:
    """The site's last words about a value a check asked about."""
    for query in record.queries.values():
        if (query.page, query.item, query.row or "") == (page.id, item, row) and query.check:
            said = [m.text for m in query.messages if m.kind == "answered"]
            if said:
                return said[-1]
    return ""


def to_do(study: Study, line: Timeline, now: datetime, say: Say) -> ToDo | None:
    """Say what is to be done now."""
    local = now.replace(tzinfo=None)
    status = current_visit(line, local)
    if status is None:
        return None
    name = visit_label(study, status.place, say.language)
    open_pages = [form for form, mark in status.page_marks if mark in (Mark.EMPTY, Mark.PROGRESS)]
    pages = say("{done} of {all} pages done.", done=status.done, all=status.total)
    left = ""
    if status.closes is not None:
        by_hour = status.planned.by_the_hour
        if status.closes >= local:
            left = phrases.left_words(status.closes, local, by_hour, say)
        else:
            left = phrases.late_words(status.closes, local, by_hour, say)
    if status.mark is Mark.OVERDUE:
        text = say("The window closed with nothing entered: {left}.", left=left)
        return ToDo(status.place, name, text, say("Decide…"), None)
    if status.mark is Mark.OPEN:
        text = say("In window, {left}.", left=left) if left else pages
        return ToDo(status.place, name, text, say("Start visit"), None)
    held = status.held.date if status.held else None
    if held is not None:
        day = phrases.day_month(held.earliest().date(), say.language)
        pages = say("{done} of {all} pages done. Visit of {day}.", done=status.done, all=status.total, day=day)
    if len(open_pages) == 1:
        form = form_title(study, open_pages[0], say.language)
        title = say("{visit} · {form}", visit=name, form=form)
        return ToDo(status.place, title, pages, say("Open page"), open_pages[0])
    return ToDo(status.place, name, pages, say("Continue"), open_pages[0] if open_pages else None)


def next_visit(line: Timeline, now: datetime) -> VisitStatus | None:
    """Return the next visit that is not due yet."""
    local = now.replace(tzinfo=None)
    coming = [s for s in _own(line) if s.mark is Mark.FUTURE and s.opens is not None]
    return min(coming, key=lambda s: s.opens or local, default=None)


@dataclass(frozen=True)
class LogLine:
    """A log of the subject: how many pages, and what the last ones say."""

    form: str
    title: str
    count: int
    text: str


def logs_of(study: Study, record: SubjectRecord, say: Say) -> tuple[LogLine, ...]:
    """Return the logs with their count and the words of their first pages."""
    lines = []
    for id_ in study.schedule.logs:
        pages = list(record.log_pages(id_))
        words = [text for page in pages if (text := page_summary(study, record, page.place, say))]
        if not pages:
            text = say("none recorded")
        else:
            text = say.joined(words[:2])
            if len(words) > 2:
                text = say("{words}, {n} more", words=text, n=len(words) - 2)
        lines.append(LogLine(id_, form_title(study, id_, say.language), len(pages), text))
    return tuple(lines)


def page_summary(study: Study, record: SubjectRecord, page: PagePlace, say: Say) -> str:
    """Return the first words that stand for a page of a log."""
    form = study.forms[page.form]
    for id_ in form.summary:
        answer = answer_at(study, record, page, id_)
        if answer is not None and answer.value is not None:
            item = form.item(id_)
            codes = study.codelists.get(item.codes) if item.codes else None
            return show_answer(item, answer, codes, say.language)
    return ""
