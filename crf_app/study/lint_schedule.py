"""The schedule: visits and anchors that exist, windows apart, forms that have a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crf_app.base.values import Kind
from crf_app.study.draft import SCHEDULE, Draft, form_file
from crf_app.study.findings import Finding, Weight, did_you_mean
from crf_app.study.lint_codelists import twice
from crf_app.study.names import RESERVED
from crf_app.study.schedule import Moment, PlannedVisit, Schedule


def lint_schedule(draft: Draft) -> Iterator[Finding]:
    """Check the schedule by itself and against the forms."""
    schedule = draft.schedule
    if schedule is None:
        return
    yield from _visits(draft, schedule)
    yield from _overlaps(draft, schedule)
    yield from _anchors(draft, schedule)
    yield from _logs(draft, schedule)
    if all(visit.id != schedule.baseline for visit in schedule.visits):
        said = _no_visit(schedule, schedule.baseline)
        yield Finding.at(draft.place(SCHEDULE, "baseline"), "S014", said)
    yield from _periods(draft, schedule)
    yield from _homeless(draft, schedule)


def _periods(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    """Check that periods look back to visits that exist, and that visits and arms name periods that do."""
    periods = [period.id for period in schedule.periods]
    for what, ids in (("periods", periods), ("arms", [arm.id for arm in schedule.arms])):
        for n, name in twice(ids):
            yield Finding.at(draft.place(SCHEDULE, what, n, "id"), "S012", f"two {what} are called “{name}”")
    for n, period in enumerate(schedule.periods):
        if all(visit.id != period.baseline for visit in schedule.visits):
            said = _no_visit(schedule, period.baseline)
            yield Finding.at(draft.place(SCHEDULE, "periods", n, "baseline"), "S014", said)
    named: list[tuple[tuple[str | int, ...], str]] = []
    named += [(("visits", n, "period"), visit.period) for n, visit in enumerate(schedule.visits) if visit.period]
    named += [(("arms", n, "treatments", key), key) for n, arm in enumerate(schedule.arms) for key in arm.treatments]
    for path, name in named:
        if name not in periods:
            said = f"there is no period “{name}”{did_you_mean(name, periods)}"
            yield Finding.at(draft.place(SCHEDULE, *path), "S014", said)


def _no_visit(schedule: Schedule, name: str) -> str:
    known = [visit.id for visit in schedule.visits]
    return f"there is no visit “{name}”{did_you_mean(name, known)}"


def _no_form(draft: Draft, name: str) -> str | None:
    if name in draft.forms or name in draft.broken:
        return None
    return f"there is no form “{name}”{did_you_mean(name, draft.forms)}"


def _visits(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    for n, name in twice([visit.id for visit in schedule.visits]):
        place = draft.place(SCHEDULE, "visits", n, "id")
        yield Finding.at(place, "S012", f"two visits are called “{name}”")
    for n, visit in enumerate(schedule.visits):
        path = ("visits", n)
        if visit.id in RESERVED:
            said = f"“{visit.id}” has a meaning of its own in rules; call the visit otherwise"
            yield Finding.at(draft.place(SCHEDULE, *path, "id"), "S013", said)
        if visit.on is not None and visit.on not in schedule.anchors:
            said = f"there is no anchor “{visit.on}”{did_you_mean(visit.on, schedule.anchors)}"
            yield Finding.at(draft.place(SCHEDULE, *path, "on"), "S014", said)
        if visit.window[0] > visit.window[1]:
            place = draft.place(SCHEDULE, *path, "window")
            yield Finding.at(place, "S011", "the window closes before it opens")
        elif not visit.window[0] <= timedelta(0) <= visit.window[1]:
            place = draft.place(SCHEDULE, *path, "window")
            said = f"the day “{visit.id}” is planned for lies outside its window; earlier days are negative"
            yield Finding.at(place, "S028", said, Weight.WARNING)
        for key, forms in (("forms", visit.forms), ("optional_forms", visit.optional_forms)):
            for f, form in enumerate(forms):
                yield from _planned_form(draft, form, (*path, key, f))
        for f, form in twice(visit.all_forms):
            place = draft.place(SCHEDULE, *path, "forms", f)
            yield Finding.at(place, "S012", f"the form “{form}” stands twice on “{visit.id}”")


def _planned_form(draft: Draft, form: str, path: tuple[str | int, ...]) -> Iterator[Finding]:
    missing = _no_form(draft, form)
    if missing:
        yield Finding.at(draft.place(SCHEDULE, *path), "S014", missing)
    elif form in draft.forms and draft.forms[form].repeating:
        said = f"the form “{form}” is a log (repeating); it stands in `logs`, not on a visit"
        yield Finding.at(draft.place(SCHEDULE, *path), "S014", said)


def _overlaps(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    """Compare the windows that hang on one anchor; others move against each other."""
    for first, second in _near_each_other(schedule):
        one, other = schedule.visits[first], schedule.visits[second]
        if not _meet(_window(one), _window(other)):
            continue
        same = _window(one) == _window(other)
        how = "is the same as" if same else "overlaps"
        said = f"the window of “{other.id}” {how} that of “{one.id}”"
        weight = Weight.ERROR if same else Weight.WARNING
        yield Finding.at(draft.place(SCHEDULE, "visits", second), "S009", said, weight)


def _near_each_other(schedule: Schedule) -> Iterator[tuple[int, int]]:
    """Walk the pairs of visits of one anchor whose windows may meet, each pair in the order of the schedule."""
    opening: dict[str, list[int]] = {}
    for n, visit in enumerate(schedule.visits):
        if visit.on and not visit.repeating:
            opening.setdefault(visit.on, []).append(n)
    for visits in opening.values():
        visits.sort(key=lambda n: _window(schedule.visits[n])[0])
        for at, n in enumerate(visits):
            closes = _window(schedule.visits[n])[1]
            for other in visits[at + 1 :]:
                if _window(schedule.visits[other])[0] > closes:
                    break
                yield min(n, other), max(n, other)


def _window(visit: PlannedVisit) -> tuple[timedelta, timedelta]:
    return visit.at + visit.window[0], visit.at + visit.window[1]


def _meet(one: tuple[timedelta, timedelta], other: tuple[timedelta, timedelta]) -> bool:
    """Whether two windows share more than an edge, or one is a moment within the other."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    if first != last:
        return first < last
    # A visit without leeway is a moment; it meets a window unless it stands at its edge.
    return one == other or any(each[0] < first < each[1] for each in (one, other))


def _anchors(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    for name, anchor in schedule.anchors.items():
        yield from _moment(draft, schedule, anchor, ("anchors", name))
        if anchor.planned is not None:
            yield from _moment(draft, schedule, anchor.planned, ("anchors", name, "planned"))


def _moment(draft: Draft, schedule: Schedule, moment: Moment, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Check that a moment is a date of a form that is asked at its visit."""

    def say(key: str, text: str) -> Finding:
        return Finding.at(draft.place(SCHEDULE, *path, key), "S014", text)

    visit = next((each for each in schedule.visits if each.id == moment.visit), None)
    missing = _no_form(draft, moment.form)
    if visit is None:
        yield say("visit", _no_visit(schedule, moment.visit))
    if missing:
        yield say("form", missing)
    form = draft.forms.get(moment.form)
    if form is None:
        return
    if visit is not None and form.id not in visit.all_forms:
        yield say("form", f"the form “{form.id}” does not stand on the visit “{visit.id}”")
    if not form.has(moment.item):
        hint = did_you_mean(moment.item, (item.id for item in form.items()))
        yield say("item", f"the form “{form.id}” has no item “{moment.item}”{hint}")
    elif form.item(moment.item).kind not in (Kind.DATE, Kind.DATE_TIME):
        yield say("item", f"“{moment.item}” is no date, so no window can hang on it")


def _logs(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    for n, name in enumerate(schedule.logs):
        missing = _no_form(draft, name)
        if missing:
            yield Finding.at(draft.place(SCHEDULE, "logs", n), "S014", missing)
        elif name in draft.forms and not draft.forms[name].repeating:
            said = f"the form “{name}” stands in `logs` but is not `repeating: yes`"
            yield Finding.at(draft.place(SCHEDULE, "logs", n), "S014", said)
    for n, name in twice(schedule.logs):
        said = f"the log “{name}” is given twice"
        yield Finding.at(draft.place(SCHEDULE, "logs", n), "S012", said)


def _homeless(draft: Draft, schedule: Schedule) -> Iterator[Finding]:
    planned = {form for visit in schedule.visits for form in visit.all_forms}
    planned |= set(schedule.logs)
    for name in draft.forms:
        if name not in planned:
            place = draft.place(form_file(name), "id")
            said = f"the form “{name}” stands on no visit and in no log"
            yield Finding.at(place, "S008", said, Weight.WARNING)
