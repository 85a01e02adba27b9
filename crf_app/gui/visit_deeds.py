"""What is done with visits and subjects from more than one page: begin, miss, go on, enrol, new event."""

from __future__ import annotations

from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import Enrol, MissVisit, RedateVisit, StartVisit
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.gui import navigation as to
from crf_app.gui.models.matrix import asked_words, window_words
from crf_app.gui.models.places_in_words import visit_label
from crf_app.gui.models.standings import Standing
from crf_app.gui.navigation import Frame
from crf_app.gui.refusals import refused_by


def standing_of(frame: Frame, subject: str) -> Standing:
    """Return where a subject stands. Raises KeyError."""
    for each in frame.standings():
        if each.id == subject:
            return each
    raise KeyError(subject)


def status_of(frame: Frame, place: VisitPlace) -> VisitStatus:
    """Return where a visit stands. Raises KeyError."""
    for status in standing_of(frame, place.subject).timeline.visits:
        if status.place == place:
            return status
    raise KeyError(place.id)


def go_on(frame: Frame, place: VisitPlace) -> None:
    """Do what a visit asks for: begin it, decide about it, or open its next page."""
    status = status_of(frame, place)
    if status.mark is Mark.OVERDUE:
        decide(frame, place)
    elif status.held is None and status.mark in (Mark.OPEN, Mark.FUTURE):
        begin(frame, place)
    elif status.mark in (Mark.MISSED, Mark.NA):
        frame.go(to.Subject(place.subject))
    else:
        open_visit(frame, place)


def open_visit(frame: Frame, place: VisitPlace) -> None:
    """Open the first page of a visit that wants something; the subject, where the person sees no page of the visit."""
    if frame.can_show(to.Visit) and frame.desk.study.schedule.visit(place.planned).all_forms:
        frame.go(to.Visit(place))
    else:
        frame.go(to.Subject(place.subject))


def _start(frame: Frame, place: VisitPlace, date: PartialDate) -> str | None:
    """Begin a visit on a date and open it; returns the sentence that refuses it, if any does."""
    refused = refused_by(frame, StartVisit(place, date))
    if refused is None:
        open_visit(frame, place)
    return refused


def begin(frame: Frame, place: VisitPlace) -> None:
    """Ask for the date of a visit and begin it; that it does not apply, and its window, are told, not enforced."""
    say, status, now = frame.say, status_of(frame, place), frame.now()
    label = standing_of(frame, place.subject).label
    name = visit_label(frame.desk.study, place, say.language)
    # In a window of hours the day alone would not say whether the visit was in time.
    by_the_hour = status.planned.by_the_hour

    def start(date: PartialDate) -> str | None:
        return _start(frame, place, date)

    frame.asks.date(
        say("Begin {visit} of {subject}", visit=name, subject=label),
        asked_words(frame.desk.study, status, say),
        say("Date and time") if by_the_hour else say("Date of the visit"),
        say("Begin visit"),
        now.date(),
        start,
        start=PartialDate.of(now if by_the_hour else now.date()),
        with_time=by_the_hour,
    )


def decide(frame: Frame, place: VisitPlace) -> None:
    """A window has closed with nothing entered: the visit took place after all, or it was missed."""
    say, status = frame.say, status_of(frame, place)
    label = standing_of(frame, place.subject).label
    name = visit_label(frame.desk.study, place, say.language)
    frame.asks.choice(
        say("{visit} of {subject} is overdue", visit=name, subject=label),
        window_words(frame.desk.study, status, say),
        (
            (say("It took place…"), lambda: begin(frame, place)),
            (say("It was missed…"), lambda: miss(frame, place)),
        ),
    )


def miss(frame: Frame, place: VisitPlace) -> None:
    """Ask why a visit did not take place and declare it missed."""
    say, study = frame.say, frame.desk.study
    label = standing_of(frame, place.subject).label
    name = visit_label(study, place, say.language)

    def declare(reason: str, comment: str) -> str | None:
        return refused_by(frame, MissVisit(place, reason, comment))

    frame.asks.reason(
        say("{visit} of {subject} was missed", visit=name, subject=label),
        say("The reason is kept and printed. A missed visit can still be begun later."),
        study.codelists[study.facts.missing_reasons],
        say("Declare missed"),
        declare,
    )


def redate(frame: Frame, subject: str, place: VisitPlace | None = None) -> None:
    """Ask for the right date of a visit, then why it changes; asks which visit where none is given."""
    say, study = frame.say, frame.desk.study
    dated = [each for each in frame.desk.record(subject).visits.values() if each.date is not None]
    held = next((each for each in dated if each.place == place), None)
    if held is None or held.date is None:
        if not dated:
            frame.asks.tell(say("No visit has a date yet"), say("A visit gets its date when it begins."))
            return
        names = [(each.place.id, visit_label(study, each.place, say.language)) for each in dated]
        frame.asks.pick(
            say("Change the date of a visit"), say("Which visit?"), say("Visit"), names, say("Go on"),
            lambda chosen: redate(frame, subject, VisitPlace.parse(chosen)),
        )  # fmt: skip
        return
    at, before = held.place, held.date
    name, label = visit_label(study, at, say.language), standing_of(frame, subject).label
    codes = study.codelists[study.facts.reasons_for_change]

    def why(date: PartialDate) -> str | None:
        if date == before:
            return say("That is the date the visit has.")

        def change(reason: str) -> str | None:
            return refused_by(frame, RedateVisit(at, date, reason))

        frame.asks.why(
            say("Why does the date change?"),
            say("What follows from the date is worked out anew. A signature on the visit is taken off."),
            codes, say("Change the date"), change,
        )  # fmt: skip
        return None

    by_the_hour = study.schedule.visit(at.planned).by_the_hour
    frame.asks.date(
        say("Date of {visit} of {subject}", visit=name, subject=label), "",
        say("Date and time") if by_the_hour else say("Date of the visit"), say("Go on"), frame.now().date(), why,
        start=before, with_time=by_the_hour,
    )  # fmt: skip


def unscheduled(frame: Frame, subject: str) -> None:
    """Begin a visit the protocol did not plan."""
    study = frame.desk.study
    planned = next((visit for visit in study.schedule.visits if visit.repeating), None)
    if planned is None:
        frame.asks.tell(
            frame.say("No unscheduled visits"),
            frame.say("The protocol of this study has no unscheduled visits."),
        )
        return
    held = frame.desk.record(subject).visits.values()
    last = max((v.place.repeat for v in held if v.place.planned == planned.id), default=0)
    place = VisitPlace(subject, planned.id, last + 1)
    say = frame.say
    label = standing_of(frame, subject).label

    def start(date: PartialDate) -> str | None:
        return _start(frame, place, date)

    frame.asks.date(
        say("Unscheduled visit of {subject}", subject=label),
        say("A visit outside the plan. Fill only the pages it needs."),
        say("Date of the visit"),
        say("Begin visit"),
        frame.now().date(),
        start,
    )


def enrol(frame: Frame) -> None:
    """Ask for the number of a new subject and take it in."""
    say = frame.say

    def take(label: str) -> str | None:
        refused: list[str] = []
        changes = frame.do(Enrol(label), refused.append)
        if changes is None:
            return refused[0] if refused else None
        for subject in changes.subjects:
            frame.go(to.Subject(subject))
        return None

    frame.asks.line(
        say("New subject"),
        say("The number on the consent form. It is given once and never changes."),
        say("Subject number"),
        say("Enrol"),
        take,
        start=next_label(frame),
    )


def next_label(frame: Frame) -> str:
    """Propose the number after the highest of this site, in the same style."""
    prefix = frame.desk.study.site(frame.desk.file.site).subject_prefix
    numbers, width = [0], 2
    for each in frame.standings():
        tail = each.label.removeprefix(prefix)
        if each.label.startswith(prefix) and tail.isascii() and tail.isdigit():
            numbers.append(int(tail))
            width = max(width, len(tail))
    return f"{prefix}{max(numbers) + 1:0{width}d}"


def new_event(frame: Frame, subject: str | None) -> None:
    """Open a new page of the adverse-event log; asks whose where no subject is shown."""
    if subject is None:
        say, people = frame.say, [(each.id, each.label) for each in frame.standings()]
        frame.asks.pick(
            say("New adverse event"), say("Whose event is it?"), say("Subject"), people, say("Go on"),
            lambda chosen: new_event(frame, chosen),
        )  # fmt: skip
        return
    form = frame.desk.study.roles["ae.term"][0]
    place: PagePlace = frame.desk.record(subject).next_log_page(form)
    frame.go(to.Form(place))
