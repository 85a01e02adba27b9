"""Places and states in words: visits, forms, stages, roles; and the sentence of a mark for people who listen."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, mark
from crf_app.capture.departure import Departure, Reason
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import Mark, Stage, VisitStatus
from crf_app.gui.models.phrases import day_month, late_words, left_words, partial_day
from crf_app.study.study import Definition

MOST_LETTERS: Final = 11
"""Letters a name over a column may have."""

STAGES: Final = {
    Stage.SCREENING: mark("In screening"),
    Stage.SCREENED: mark("Screened"),
    Stage.FOLLOW_UP: mark("Follow-up"),
    Stage.COMPLETED: mark("Completed"),
    Stage.WITHDRAWN: mark("Withdrawn"),
    Stage.SCREEN_FAILURE: mark("Screen failure"),
    Stage.DIED: mark("Died"),
}
ROLES: Final = {
    "coordinator": mark("Site coordinator"),
    "investigator": mark("Investigator"),
    "monitor": mark("Monitor"),
    "administrator": mark("Administrator"),
    "rater": mark("Rater"),
    "pharmacist": mark("Pharmacist (unblinded)"),
    "data_manager": mark("Data manager"),
    "reader": mark("Reader"),
}
MARK_WORDS: Final = {
    Mark.FUTURE: mark("not yet due"),
    Mark.EMPTY: mark("not started"),
    Mark.OPEN: mark("in window"),
    Mark.PROGRESS: mark("started"),
    Mark.COMPLETE: mark("complete"),
    Mark.SIGNED: mark("signed"),
    Mark.OVERDUE: mark("overdue"),
    Mark.MISSED: mark("missed"),
    Mark.NOT_DONE: mark("not done"),
    Mark.NA: mark("not applicable"),
}
WENT_ON: Final = {
    Reason.DEATH: mark("not applicable – the subject died on {day}"),
    Reason.LEFT: mark("not applicable – the subject left the study on {day}"),
    Reason.COMPLETED: mark("not applicable – the subject completed the study on {day}"),
    Reason.SCREEN_FAILURE: mark("not applicable – the subject was found not eligible on {day}"),
}
WENT: Final = {
    Reason.DEATH: mark("not applicable – the subject died"),
    Reason.LEFT: mark("not applicable – the subject left the study"),
    Reason.COMPLETED: mark("not applicable – the subject completed the study"),
    Reason.SCREEN_FAILURE: mark("not applicable – the subject was not eligible"),
}
"""The same where no date is known."""

WENT_SHORT: Final = {
    Reason.DEATH: mark("after the death"),
    Reason.LEFT: mark("after leaving"),
    Reason.COMPLETED: mark("after the end"),
    Reason.SCREEN_FAILURE: mark("not eligible"),
}
"""The same in the room of a column."""


def stage_words(stage: Stage, say: Say) -> str:
    """Return the words of a stage."""
    return say(STAGES[stage])


def not_applicable_words(gone: Departure, say: Say) -> str:
    """Say why a visit does not apply any more."""
    if gone.on is None:
        return say(WENT[gone.reason])
    return say(WENT_ON[gone.reason], day=partial_day(gone.on, say.language))


def as_sentence(words: str) -> str:
    """Return words with the large letter a sentence begins with."""
    return words[:1].upper() + words[1:]


def after_death_words(died: PartialDate, say: Say) -> str:
    """Say that a visit bears a date after the subject's death."""
    return say("dated after the death on {day}", day=partial_day(died, say.language))


def role_words(role: str, say: Say) -> str:
    """Return the words of a person's role; one the program does not know speaks for itself."""
    return say(ROLES[role]) if role in ROLES else role


def visit_label(study: Definition, place: VisitPlace, language: str) -> str:
    """Return the name of a visit, numbered where it repeats."""
    label = study.schedule.visit(place.planned).label.in_(language)
    return f"{label} {place.repeat}" if place.repeat > 1 else label


def visit_short(study: Definition, place: VisitPlace, language: str) -> str:
    """Return the short name of a visit."""
    planned = study.schedule.visit(place.planned)
    label = planned.short.in_(language) or planned.label.in_(language)
    return f"{label} {place.repeat}" if place.repeat > 1 else label


def visit_head(study: Definition, place: VisitPlace, language: str) -> str:
    """Return a name that fits over a narrow column: the label, its part before a comma, or the short name."""
    label = visit_label(study, place, language)
    for name in (label, re.split("[,،，]", label)[0]):
        if len(name) <= MOST_LETTERS:
            return name
    return visit_short(study, place, language)


def form_title(study: Definition, form: str, language: str) -> str:
    """Return the title of a form; one the study no longer has speaks for itself."""
    found = study.forms.get(form)
    return found.title.in_(language) if found else form


def page_words(study: Definition, page: PagePlace, say: Say) -> str:
    """Return where a page stands: ``Month 3 · Cytokines``, ``Adverse event 2``."""
    title = form_title(study, page.form, say.language)
    if page.visit is None:
        return say("{form} {number}", form=title, number=page.repeat)
    visit = visit_label(study, page.visit, say.language)
    return say("{visit} · {form}", visit=visit, form=title)


def pages_words(status: VisitStatus, say: Say) -> str:
    """Say how many of a visit's pages are done: ``1 of 3 pages``."""
    return say.n("{done} of {n} page", "{done} of {n} pages", status.total, done=status.done)


def visit_sentence(study: Definition, status: VisitStatus, now: datetime, say: Say) -> str:
    """Say where a visit stands, in one sentence."""
    sentence = _standing_sentence(study, status, now, say)
    if status.after_death is None:
        return sentence
    return say.joined((sentence, after_death_words(status.after_death, say)))


def _standing_sentence(study: Definition, status: VisitStatus, now: datetime, say: Say) -> str:
    name = visit_label(study, status.place, say.language)
    word = say(MARK_WORDS[status.mark])
    match status.mark:
        case Mark.OPEN if status.closes:
            left = left_words(status.closes, now, status.planned.by_the_hour, say)
            return say(
                "{visit}, in window, {left}, {pages}",
                visit=name, left=left, pages=pages_words(status, say),
            )  # fmt: skip
        case Mark.OVERDUE if status.closes:
            late = late_words(status.closes, now, status.planned.by_the_hour, say)
            return say("{visit}, overdue, {late}", visit=name, late=late)
        case Mark.FUTURE if status.opens:
            day = day_month(status.opens.date(), say.language)
            return say("{visit}, not yet due, opens {day}", visit=name, day=day)
        case Mark.NA if status.not_applicable:
            return say("{visit}, {state}", visit=name, state=not_applicable_words(status.not_applicable, say))
        case Mark.PROGRESS:
            return say("{visit}, started, {pages}", visit=name, pages=pages_words(status, say))
        case _ if status.held is not None and status.held.date is not None:
            day = day_month(status.held.date.earliest().date(), say.language)
            return say("{visit}, {state}, {day}", visit=name, state=word, day=day)
        case _:
            return say("{visit}, {state}", visit=name, state=word)
