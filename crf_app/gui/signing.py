"""What is signed at once: the pages of a visit or of a whole casebook, and what keeps them from being signed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import Mark as State
from crf_app.gui import navigation as to
from crf_app.gui.models.places_in_words import form_title, page_words
from crf_app.gui.navigation import Frame
from crf_app.gui.visit_deeds import standing_of, status_of


@dataclass(frozen=True)
class SignedPage:
    """A page that is about to be signed."""

    page: PagePlace
    title: str
    mark: State
    values: int
    open_queries: int
    answered_queries: int


def visit_to_sign(frame: Frame, subject: str, place: to.Place) -> VisitPlace | None:
    """Return the visit that is shown if it can be signed, else the first of the subject that waits."""
    shown = None
    if isinstance(place, to.Visit):
        shown = place.visit
    elif isinstance(place, to.Form):
        shown = place.page.visit
    waiting = [
        status.place
        for status in standing_of(frame, subject).timeline.visits
        if status.held is not None
        and status.held.state == "complete"
        and any(mark is State.COMPLETE for _, mark in status.page_marks)
    ]
    if shown is not None:
        return shown if shown in waiting else None
    return waiting[0] if waiting else None


def pages_of(frame: Frame, visit: VisitPlace) -> tuple[SignedPage, ...]:
    """Return the pages of a visit with what they hold."""
    title = partial(form_title, frame.desk.study, language=frame.say.language)
    places = [(PagePlace(visit.subject, visit, form), mark) for form, mark in status_of(frame, visit).page_marks]
    return tuple(_signed_page(frame, place, title(place.form), mark) for place, mark in places if _begun(frame, place))


def pages_of_all(frame: Frame, subject: str) -> tuple[SignedPage, ...]:
    """Return every page of a subject, those of visits first, with the visit before the form's name."""
    say, study = frame.say, frame.desk.study
    places = []
    for status in standing_of(frame, subject).timeline.visits:
        places += [(PagePlace(subject, status.place, form), mark) for form, mark in status.page_marks]
    for page in frame.desk.record(subject).pages.values():
        if page.place.visit is None:
            places.append((page.place, _LOG_MARKS[page.state]))
    return tuple(_signed_page(frame, at, page_words(study, at, say), mark) for at, mark in places if _begun(frame, at))


_LOG_MARKS = {"begun": State.PROGRESS, "complete": State.COMPLETE, "not_done": State.NOT_DONE}


def _begun(frame: Frame, place: PagePlace) -> bool:
    return place.id in frame.desk.record(place.subject).pages


def _signed_page(frame: Frame, place: PagePlace, title: str, mark: State) -> SignedPage:
    record = frame.desk.record(place.subject)
    values = sum(bool(entry.stored) and not entry.derived for entry in record.pages[place.id].entries.values())
    states = [query.state for query in record.queries.values() if query.page == place.id]
    return SignedPage(place, title, mark, values, states.count("open"), states.count("answered"))


def missing_of(frame: Frame, subject: str) -> list[str]:
    """Return the pages of a subject that are not complete yet, by visit and form: they keep a casebook from signing."""
    say, study = frame.say, frame.desk.study
    missing = [
        page_words(study, PagePlace(subject, status.place, form), say)
        for status in standing_of(frame, subject).timeline.visits
        if status.held is not None and status.held.state != "missed"
        for form, mark in status.page_marks
        if mark in (State.EMPTY, State.PROGRESS)
    ]
    logs = (page for page in frame.desk.record(subject).pages.values() if page.place.visit is None)
    return missing + [page_words(study, page.place, say) for page in logs if page.state == "begun"]


@dataclass(frozen=True)
class Batch:
    """What is signed at once: a visit, a page of a log, or with neither the whole casebook of a subject."""

    subject: str
    visit: VisitPlace | None = None
    page: PagePlace | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the casebook."""
        return self.visit is None and self.page is None


def pages_in(frame: Frame, batch: Batch) -> tuple[SignedPage, ...]:
    """Return the pages that are signed at once."""
    if batch.visit is not None:
        return pages_of(frame, batch.visit)
    pages = pages_of_all(frame, batch.subject)
    return pages if batch.page is None else tuple(each for each in pages if each.page == batch.page)


def log_page_to_sign(frame: Frame, place: to.Place) -> PagePlace | None:
    """Return the page of a log that is shown, if it is complete and no signature holds for it."""
    if not isinstance(place, to.Form) or place.page.visit is not None:
        return None
    record = frame.desk.record(place.page.subject)
    held = record.pages.get(place.page.id)
    waits = held is not None and held.state == "complete" and record.signature_on(place.page.id) is None
    return place.page if waits else None
