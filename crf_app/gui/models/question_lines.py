"""Queries as lines of a list: about what, from whom, since when, what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crf_app.base.words import Say
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import form_title, visit_label
from crf_app.services.desk import Desk
from crf_app.store.listings import QueryLine
from crf_app.study.study import Study


@dataclass(frozen=True)
class QuestionLine:
    """One query in a list."""

    query: QueryLine
    label: str
    visit: str
    where: str
    by: str
    ago: str
    asked: str
    about: str
    last: str
    sentence: str
    days: int = 0
    """How many days it is as it is: asked, asked again or answered."""

    waits: str = ""

    @property
    def state(self) -> str:
        """``open``, ``answered``, ``closed`` or ``cancelled``."""
        return self.query.state

    @property
    def is_live(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in ("open", "answered")

    @property
    def page(self) -> PagePlace | None:
        """The page the query is about."""
        return PagePlace.parse(self.query.page) if self.query.page else None

    @property
    def key(self) -> EntryKey | None:
        """The item the query is about."""
        return EntryKey(self.query.item, self.query.row or "") if self.query.item else None


def question_lines(desk: Desk, now: datetime, say: Say, *, closed: bool = False) -> tuple[QuestionLine, ...]:
    """Read the queries of all subjects: open ones first, then answered, each by age."""
    names = {person.id: person.name for person in desk.file.people()}
    order = {"open": 0, "answered": 1, "closed": 2, "cancelled": 3}
    found = sorted(desk.view.queries(closed=closed), key=lambda q: (order[q.state], q.raised_at, q.number))
    return tuple(_line(desk.study, each, names, now, say) for each in found)


def _line(study: Study, query: QueryLine, names: dict[str, str], now: datetime, say: Say) -> QuestionLine:
    local = now.replace(tzinfo=None)
    offset = int((now.utcoffset() or now - now).total_seconds() // 60)
    raised = phrases.from_utc(query.raised_at, offset)
    last = phrases.from_utc(query.last_at, offset)
    ago = phrases.ago_words(raised, local, say)
    if query.raised_by == "program" or query.check:
        by = say("from the form check")
        asked = say("from the form check, {ago}", ago=ago)
    else:
        asker = names.get(query.raised_by, query.raised_by)
        by = say("from {name}", name=asker)
        asked = say("from {name}, {ago}", name=asker, ago=ago)
    match query.state:
        case "answered":
            about = say("answered, monitor to close")
        case "closed":
            about = say("closed {ago}", ago=phrases.ago_words(last, local, say))
        case "cancelled":
            about = say("cancelled {ago}", ago=phrases.ago_words(last, local, say))
        case _:
            about = asked
    where = _where(study, query, say)
    visit = _visit(study, query, say.language)
    place = say.joined((query.label, visit, where))
    sentence = say("{place}: {text}, {about}", place=place, text=query.text, about=about)
    last_text = query.last_text if query.last_at != query.raised_at else ""
    days = max(phrases.days_between(phrases.from_utc(query.since, offset), local), 0)
    waits = _waits_words(query.state, days, say)
    sentence = say.joined((sentence, waits))
    return QuestionLine(query, query.label, visit, where, by, ago, asked, about, last_text, sentence, days, waits)


def _waits_words(state: str, days: int, say: Say) -> str:
    """Say how long a query waits already, for the site or for whoever asked; nothing of one that is over."""
    match state:
        case "open":
            return say.n("open {n} day", "open {n} days", days) if days else say("open since today")
        case "answered":
            return say.n("answered {n} day ago", "answered {n} days ago", days) if days else say("answered today")
        case _:
            return ""


def _visit(study: Study, query: QueryLine, language: str) -> str:
    place = VisitPlace.parse(query.visit) if query.visit else None
    if place is None and query.page:
        place = PagePlace.parse(query.page).visit
    return visit_label(study, place, language) if place is not None else ""


def _where(study: Study, query: QueryLine, say: Say) -> str:
    if query.page is None:
        return say("whole visit") if query.visit else say("the subject")
    page = PagePlace.parse(query.page)
    title = form_title(study, page.form, say.language)
    form = study.forms.get(page.form)
    if query.item is None or form is None or not form.has(query.item):
        return title
    item = form.item(query.item)
    label = item.short.in_(say.language) or item.label.in_(say.language)
    row = form.section_of(query.item).row_label(query.row)
    if row is not None:
        label = say.joined((row.in_(say.language), label), " ")
    return say("{form} · {item}", form=title, item=label)
