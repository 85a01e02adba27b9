"""A made-up subject whose pages are filled to see what the forms of a study do. Nothing of it is ever stored.

Scenarios are played on it, and authors try their forms out on it. Its record is a real one, so the rules behave as
they will at the clinic; only nobody keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Kind
from crf_app.capture.form_session import FormSession
from crf_app.capture.page_rules import PageRules
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.reading import Reading
from crf_app.capture.record import Entry, Page, Query, QueryMessage, SubjectRecord, Visit
from crf_app.capture.typed import read_typed, text_to_edit
from crf_app.study.codelist import CodeList
from crf_app.study.form import Layout
from crf_app.study.item import Item
from crf_app.study.study import Study

SUBJECT = "s"
"""The id of the made-up subject."""

LABEL = "S01"
"""Its number."""


def hold(study: Study, record: SubjectRecord, place: PagePlace, key: EntryKey, answer: Answer | None) -> None:
    """Let a record hold an answer as if it had been saved; the page and the row of a log are begun with it."""
    form = study.forms[place.form]
    page = record.pages.setdefault(place.id, Page(place, form.version, study.facts.version))
    section = form.section_of(key.item)
    if section.layout is Layout.LOG and (section.id, key.row) not in page.rows:
        page.rows.append((section.id, key.row))
    if answer is not None:
        page.entries[key] = Entry(answer.as_json(), False, True, 1)


def derive(study: Study, record: SubjectRecord, place: PagePlace, today: date) -> None:
    """Let a page that was begun hold what its rules work out."""
    rules = PageRules(Reading(study, record, today), place)
    rules.walk()
    entries = record.pages[place.id].entries
    for key, answer in rules.derived.items():
        if answer is not None:
            entries[key] = Entry(answer.as_json(), True, True, 1)
        elif key in entries and entries[key].derived:
            del entries[key]


def day_before(study: Study, visit: str, today: date) -> PartialDate:
    """Return a day for a visit nobody dated: before `today`, in the schedule's order."""
    order = [each.id for each in study.schedule.visits]
    return PartialDate.of(today - timedelta(days=len(order) - order.index(visit)))


@dataclass
class Rehearsal:
    """The made-up subject. `told` says that a story set its visits, so that they stay as they are."""

    study: Study
    today: date
    record: SubjectRecord = field(default_factory=lambda: SubjectRecord(SUBJECT, LABEL))
    told: bool = False

    def place(self, form: str, visit: str | None) -> PagePlace:
        """Return the page of a form: at a visit, or the last one of a log."""
        subject = self.record.id
        if visit is not None:
            return PagePlace(subject, VisitPlace(subject, visit), form)
        last = max((page.place.repeat for page in self.record.log_pages(form)), default=1)
        return PagePlace(subject, None, form, last)

    def open(self, place: PagePlace, language: str) -> FormSession:
        """Open a page as somebody would today; other pages say what follows from them by now."""
        if place.visit is not None:
            self._come_to(place.visit)
        for page in list(self.record.pages.values()):
            if page.place != place:
                derive(self.study, self.record, page.place, self.today)
        return FormSession(self.study, self.record, place, self.today, language)

    def _come_to(self, place: VisitPlace) -> None:
        """Let the visit be today, and those planned before it lie in the past."""
        if self.told:
            self.record.visits.setdefault(place.id, Visit(place, PartialDate.of(self.today), "started"))
            return
        self.record.visits.clear()
        for planned in self.study.schedule.visits:
            if planned.id == place.planned:
                break
            earlier = VisitPlace(self.record.id, planned.id)
            day = day_before(self.study, planned.id, self.today)
            self.record.visits[earlier.id] = Visit(earlier, day, "complete")
        self.record.visits[place.id] = Visit(place, PartialDate.of(self.today), "started")

    def take(self, session: FormSession) -> None:
        """Take over what a session holds, so that other pages can read it."""
        place = session.page
        answers = {key: session.answer(key) for key in session.keys()}  # noqa: SIM118 - a session is no mapping
        rows = [(s.id, row) for s in session.form.sections if s.layout is Layout.LOG for row in session.rows(s)]
        page = self.record.pages.get(place.id)
        if page is None:
            if not rows and not any(answers.values()):
                return
            page = self.record.pages[place.id] = Page(place, session.form.version, self.study.facts.version)
        page.rows = rows
        page.entries = {
            key: Entry(answer.as_json(), session.item(key).is_derived, session.rules.shown(key), 1)
            for key, answer in answers.items()
            if answer is not None
        }

    def clear(self, place: PagePlace) -> None:
        """Forget a page."""
        self.record.pages.pop(place.id, None)
        for query in [each for each in self.record.queries.values() if each.page == place.id]:
            del self.record.queries[query.id]

    def remove_row(self, place: PagePlace, section: str, row: str) -> None:
        """Take a row out of a log."""
        page = self.record.pages.get(place.id)
        if page is not None:
            page.rows = [each for each in page.rows if each != (section, row)]
            page.entries = {key: entry for key, entry in page.entries.items() if key.row != row}

    def explain(self, place: PagePlace, key: EntryKey, check: str, asked: str, words: str) -> None:
        """Keep a value a check asks about, and say why."""
        name = f"{place.id}/{key.row}/{key.item}/{check}"
        said = (QueryMessage("", 0, "", "raised", asked), QueryMessage("", 0, "", "answered", words))
        number = len(self.record.queries) + 1
        row = key.row or None
        self.record.queries[name] = Query(name, number, place.id, None, row, key.item, check, "answered", said)

    def forget_explained(self, session: FormSession) -> None:
        """Let go of explanations whose question has gone."""
        firing = {(check, row) for check, row in session.rules.firing}
        for query in list(self.record.queries.values()):
            if query.page == session.page.id and (query.check, query.row or "") not in firing:
                del self.record.queries[query.id]

    def amended(self, study: Study) -> Rehearsal:
        """Return the same subject under another definition.

        What was typed stays as far as its items exist, and is read again as the items are now.
        """
        made = Rehearsal(study, self.today, SubjectRecord(self.record.id, self.record.label), self.told)
        visits = {each.id for each in study.schedule.visits}
        made.record.visits = {name: each for name, each in self.record.visits.items() if each.place.planned in visits}
        for page in self.record.pages.values():
            place = page.place
            asked = place.form in study.schedule.logs if place.visit is None else place.visit.planned in visits
            if asked and place.form in study.forms:
                self._carry(page, made)
        for query in self.record.queries.values():
            held = made.record.pages.get(query.page or "")
            if held is not None and query.item and EntryKey(query.item, query.row or "") in held.entries:
                made.record.queries[query.id] = query
        return made

    def _carry(self, page: Page, made: Rehearsal) -> None:
        form = made.study.forms[page.place.form]
        logs = {section.id for section in form.sections if section.layout is Layout.LOG}
        kept = replace(page, form_version=form.version, entries={})
        kept.rows = [each for each in page.rows if each[0] in logs]
        for key, entry in page.entries.items():
            item = form.item(key.item) if form.has(key.item) else None
            if item is None or entry.derived or item.is_derived or key.row not in _rows(made.study, kept, key.item):
                continue
            answer: Answer | None = Answer.from_json(self.study.item(form.id, key.item).kind, entry.stored)
            if answer is not None and answer.missing is None:
                answer = read_typed(item, text_to_edit(answer), _codes(made.study, item), made.today)
            if answer is not None:
                kept.entries[key] = replace(entry, stored=answer.as_json())
        made.record.pages[page.place.id] = kept


def _rows(study: Study, page: Page, item: str) -> Iterator[str]:
    """Walk the rows an item has on a page; one empty row where it does not repeat."""
    section = study.forms[page.place.form].section_of(item)
    if section.layout is Layout.LOG:
        yield from (row for of, row in page.rows if of == section.id)
    elif section.layout.repeats:
        yield from (row.id for row in section.rows)
    else:
        yield ""


def _codes(study: Study, item: Item) -> CodeList | None:
    return study.codes_of(item) if item.codes or item.kind is Kind.YES_NO else None
