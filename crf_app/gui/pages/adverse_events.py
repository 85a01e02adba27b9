"""Adverse events of all subjects: what, how severe, since when, how it ended, and whose clock is running."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crf_app.base.words import Say
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models import phrases
from crf_app.gui.models.due import event_title
from crf_app.gui.models.standings import Event, Standing
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages.header import action_button
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import Mark
from crf_app.gui.theme import Token
from crf_app.study.study import Study


class AdverseEventsPage(ListPage):
    """The list of adverse events."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        super().__init__(
            frame,
            say("Adverse events", context="title of the list"),
            (
                Head(say("Subject"), 80, keep=9),
                Head(say("Event"), 200, 4, keep=8),
                Head(say("Grade"), 56, keep=7),
                Head(say("Began, ended"), 170, 1, keep=5),
                Head(say("Caused by the product"), 130, 1, keep=2),
                Head(say("Outcome"), 120, 1, keep=3),
                Head(say("Report"), 150, 1, keep=6),
            ),
            filter_words=say("Subject or event"),
            pills={
                "all": (say("All"), None),
                "clock": (say("Clock running"), Mark.SERIOUS_EVENT),
                "serious": (say("Serious"), Mark.ADVERSE_EVENT),
                "ongoing": (say("Not ended"), Mark.PROGRESS),
                "severe": (say("Grade 3 or more"), None),
            },
        )
        self.header.add(action_button(say, frame, "new_adverse_event"))
        self.table.opened.connect(self._open)
        self._found: list[tuple[Standing, Event]] = []

    def show_place(self, place: Place) -> None:
        """Show the events."""
        self.refresh()

    def refresh(self) -> None:
        """Read the events again."""
        self._found = [(each, event) for each in self.frame_.standings() for event in each.events]
        for id_, pill in self.pills.items():
            pill.show_count(sum(_passes(event, id_) for _, event in self._found))
        self.show_lines()
        self.nothing.show_text(self.say("No adverse event is recorded here."))

    def tick(self, now: datetime) -> None:
        """Let the clocks run."""
        if any(event.clock_runs for _, event in self._found):
            self.show_lines()

    def lines(self) -> Sequence[Line]:
        """Return the events of the chosen pill, running clocks first, then the newest."""
        study, now = self.frame_.desk.study, self.frame_.now().replace(tzinfo=None)
        chosen = [(each, event) for each, event in self._found if _passes(event, self.only)]
        chosen.sort(key=lambda pair: _order(pair[1]))
        return [_line(study, each, event, now, self.say) for each, event in chosen]

    def _open(self, key: object) -> None:
        found = next((event for _, event in self._found if event.page.id == key), None)
        if found is not None:
            self.frame_.go(to.Form(found.page))


def _passes(event: Event, only: str) -> bool:
    match only:
        case "clock":
            return event.clock_runs
        case "serious":
            return event.serious
        case "ongoing":
            return event.end is None
        case "severe":
            return (event.grade or 0) >= 3
        case _:
            return True


def _order(event: Event) -> tuple[bool, datetime, float]:
    onset = event.onset.earliest().toordinal() if event.onset else 0
    return not event.clock_runs, event.due or datetime.max, -onset


def _line(study: Study, subject: Standing, event: Event, now: datetime, say: Say) -> Line:
    language = say.language
    title = event_title(study, event, say)
    began = phrases.partial_day(event.onset, language) if event.onset else say("onset not known")
    ended = phrases.partial_day(event.end, language) if event.end else say("not ended")
    grade = say("{grade}", grade=event.grade) if event.grade is not None else "–"
    report, colour = _report(event, now, say)
    mark = Mark.SERIOUS_EVENT if event.clock_runs else Mark.ADVERSE_EVENT
    outcome = _coded(study, "ae.outcome", event.outcome, language)
    related = _coded(study, "ae.related", event.related, language)
    words = event.words if event.words != title else ""
    sentence = say(
        "{subject}, {event}, grade {grade}, {report}, began {began}, {ended}, {outcome}",
        subject=subject.label, event=f"{title} {words}".strip(), grade=grade, report=report, began=began, ended=ended,
        outcome=outcome,
    )  # fmt: skip
    return Line(
        event.page.id,
        (
            Text(subject.label, strong=True),
            Text(title, words),
            Text(grade, strong=(event.grade or 0) >= 3),
            Text(began, ended),
            Text(related or "–", colour="text-2"),
            Text(outcome or "–", colour="text-2"),
            Text(report, strong=event.clock_runs, colour=colour),
        ),
        sentence,
        mark,
    )


def _report(event: Event, now: datetime, say: Say) -> tuple[str, Token]:
    if not event.serious:
        return say("not serious"), "text-2"
    if event.reported is not None:
        return say("sent {day}", day=phrases.day_month(event.reported.date(), say.language)), "text-2"
    if event.due is None:
        return say("serious, awareness not dated"), "danger"
    if now > event.due:
        return say("{time} late", time=phrases.span_words(now - event.due, say)), "danger"
    return say("{time} left", time=phrases.span_words(event.due - now, say)), "danger"


def _coded(study: Study, role: str, code: str, language: str) -> str:
    if not code or role not in study.roles:
        return ""
    return study.codes_of(study.item(*study.roles[role])).label(code).in_(language)
