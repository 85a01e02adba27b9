"""What rules may read: a subject's record, with answers that are not saved yet laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Value
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import Entry, SubjectRecord, Visit
from crf_app.study.form import Layout
from crf_app.study.item import Item
from crf_app.study.names import EVERY_VISIT, setting_value
from crf_app.study.rulebook import LATEST, VISITS, Ref
from crf_app.study.schedule import Moment
from crf_app.study.study import Study

Place = tuple[str, EntryKey]
"""A page's id and an entry's key in it."""


@dataclass
class Reading:
    """A subject's answers as rules see them.

    `overlay` holds answers not saved yet (None for a cleared one), `hidden` tells for entries whether rules found them
    irrelevant, `rows` the rows of logs on pages being worked on, `visits` those about to begin or to change their
    date. Hidden, missing and unreadable answers read as unknown: a rule never sees what does not apply.
    """

    study: Study
    record: SubjectRecord
    today: date
    overlay: dict[Place, Answer | None] = field(default_factory=dict)
    hidden: dict[Place, bool] = field(default_factory=dict)
    rows: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)

    def answer(self, page: PagePlace, key: EntryKey) -> Answer | None:
        """Return what an entry holds, unsaved answers first."""
        return self._held((page.id, key), page.form, self.record.entry(page.id, key))

    def _held(self, place: Place, form: str, entry: Entry | None) -> Answer | None:
        if place in self.overlay:
            return self.overlay[place]
        if entry is None or not entry.stored:
            return None
        return entry.answer(self.study.item(form, place[1].item).kind)

    def value(self, page: PagePlace, key: EntryKey) -> Value | None:
        """Return the value rules work with: in the item's first unit, None when unknown."""
        place, entry = (page.id, key), self.record.entry(page.id, key)
        if self._hidden(place, entry):
            return None
        answer = self._held(place, page.form, entry)
        if answer is None or answer.unit is None:
            return answer.value if answer else None
        return in_first_unit(self.study.item(page.form, key.item), answer)

    def is_hidden(self, page: PagePlace, key: EntryKey) -> bool:
        """Whether an entry was found irrelevant, in this reading or when it was saved."""
        return self._hidden((page.id, key), self.record.entry(page.id, key))

    def _hidden(self, place: Place, entry: Entry | None) -> bool:
        found = self.hidden.get(place)
        if found is not None:
            return found
        return entry is not None and not entry.relevant

    def is_begun(self, page: PagePlace) -> bool:
        """Whether something was entered on a page."""
        held = self.record.pages.get(page.id)
        return (held is not None and bool(held.entries)) or any(of == page.id for of, _ in self.overlay)

    def rows_of(self, page: PagePlace, section: str) -> list[str]:
        """Return the row ids of a repeating section: the fixed ones, or those the log has grown."""
        form = self.study.forms[page.form]
        defined = next(each for each in form.sections if each.id == section)
        if defined.layout is not Layout.LOG:
            return [row.id for row in defined.rows]
        grown = self.rows.get(page.id)
        if grown is None:
            found = self.record.pages.get(page.id)
            grown = found.rows if found else []
        return [row for of, row in grown if of == section]

    def log_places(self, form: str) -> list[PagePlace]:
        """Return the pages of a log, one that is only being typed included."""
        places = {page.place for page in self.record.log_pages(form)}
        for page, _ in self.overlay:
            place = PagePlace.parse(page)
            if place.form == form and place.visit is None:
                places.add(place)
        return sorted(places, key=lambda place: place.repeat)

    def visit(self, place: VisitPlace) -> Visit | None:
        """Return a visit that took place or was missed, as it will stand."""
        return self.visits.get(place.id) or self.record.visits.get(place.id)

    def earlier_visits(self, visit: VisitPlace | None, *, everything: bool = False) -> Iterator[Visit]:
        """Walk the visits before `visit`, the latest first.

        A page of a log stands at no visit: nothing is before it, or with `everything` all that took place.
        """
        if visit is None and not everything:
            return
        order = {planned.id: n for n, planned in enumerate(self.study.schedule.visits)}

        def when(each: Visit) -> tuple[datetime, int, int]:
            held = each.date.earliest() if each.date else datetime.max
            return held, order.get(each.place.planned, len(order)), each.place.repeat

        bound = (datetime.max, len(order), 1)
        if visit is not None:
            own = self.visit(visit)
            bound = when(own) if own and own.date else (datetime.max, order.get(visit.planned, 0), 1)
        known = {**self.record.visits, **self.visits}
        held = (each for each in known.values() if each.date and each.place != visit)
        yield from sorted((each for each in held if when(each) < bound), key=when, reverse=True)


def in_first_unit(item: Item, answer: Answer) -> Value | None:
    """Convert a measured answer given in another unit; other values stay as they are."""
    value = answer.value
    if answer.unit is None or not isinstance(value, Decimal | Censored):
        return value
    for unit in item.other_units:
        if unit.label == answer.unit and unit.factor is not None:
            if isinstance(value, Censored):
                return Censored(value.operator, value.limit * unit.factor)
            return value * unit.factor
    return value


@dataclass(frozen=True)
class PageContext:
    """A reading from where one rule stands: a page, and a row of it where the rule runs in a group.

    For the row of an aggregate, `reached` is the name of the visit by which it was found, such as ``previous``: seen
    from that page, the same name would lead on to another one.
    """

    reading: Reading
    page: PagePlace
    row: str = ""
    reached: str | None = None

    def value(self, ref: object) -> Value | None:
        """Return what a name of the rule holds here, None when it is unknown."""
        assert isinstance(ref, Ref)
        if not ref.form.startswith("@"):
            return self._item(ref)
        match ref.form:
            case "@today":
                return PartialDate.of(self.reading.today)
            case "@settings":
                return setting_value(self.reading.study.facts.settings.get(ref.item))
            case "@visit":
                return self._visit_date(ref.visit) if ref.item == "date" else self._planned(ref.item)
            case "@row":
                return self.row or None
            case "@page":
                return Decimal(self.page.repeat) if ref.item == "number" else None
            case _:  # @nothing
                return None

    def members(self, group: object) -> Sequence[PageContext]:
        """Return one context per row of a repeating section, or per page of a log."""
        assert isinstance(group, tuple)
        if group == EVERY_VISIT:
            return [PageContext(self.reading, PagePlace(self.page.subject, place, self.page.form)) for place in
                    self._visits_so_far()]  # fmt: skip
        form, section, visit = group
        if section is None:
            return [PageContext(self.reading, place) for place in self.reading.log_places(form)]
        pages = list(self._pages(form, visit))
        if not pages:
            return []
        page = next(filter(self.reading.is_begun, pages), pages[0]) if visit == "previous" else pages[0]
        return [PageContext(self.reading, page, row, visit) for row in self.reading.rows_of(page, section)]

    def _item(self, ref: Ref) -> Value | None:
        key = EntryKey(ref.item, self._row(ref))
        if ref.visit is None and ref.form == self.page.form:  # most names
            return self.reading.value(self.page, key)
        for page in self._pages(ref.form, ref.visit):
            value = self.reading.value(page, key)
            if value is not None or ref.visit not in ("previous", LATEST):
                return value
        return None

    def _row(self, ref: Ref) -> str:
        if ref.row is not None:
            return ref.row
        return self.row if self.row and self.reading.study.forms[ref.form].repeats(ref.item) else ""

    def _pages(self, form: str, visit: str | None) -> Iterator[PagePlace]:
        """Walk the pages a name may mean: one, or for ``previous`` each earlier one."""
        subject = self.page.subject
        if visit is not None and visit == self.reached:
            yield self.page
        elif visit == LATEST and form in self.reading.study.schedule.logs:
            yield from reversed(self.reading.log_places(form))
        elif visit == LATEST:
            if self.page.visit is not None:
                yield self._here(form, self.page.visit)
            for earlier in self.reading.earlier_visits(self.page.visit, everything=True):
                yield PagePlace(subject, earlier.place, form)
        elif visit == VISITS:
            if self.page.visit is not None:
                yield PagePlace(subject, self.page.visit, form)
        elif visit is None:
            if form == self.page.form:
                yield self.page
            elif self.page.visit is not None:
                yield PagePlace(subject, self.page.visit, form)
        elif visit == "previous":
            for earlier in self.reading.earlier_visits(self.page.visit):
                yield PagePlace(subject, earlier.place, form)
        else:
            yield PagePlace(subject, VisitPlace(subject, self._named(visit)), form)

    def _here(self, form: str, visit: VisitPlace) -> PagePlace:
        return self.page if form == self.page.form else PagePlace(self.page.subject, visit, form)

    def _named(self, visit: str) -> str:
        """Return the planned visit a name means; each period has a baseline of its own."""
        own = self.page.visit.planned if self.page.visit else None
        return self.reading.study.schedule.baseline_of(own) if visit == "baseline" else visit

    def _visits_so_far(self) -> list[VisitPlace]:
        """Return the visits that took place up to this one, in the order of their days."""
        if self.page.visit is None:
            places = [each.place for each in self.reading.earlier_visits(None, everything=True)]
            return places[::-1]
        earlier = [each.place for each in self.reading.earlier_visits(self.page.visit)]
        return [*earlier[::-1], self.page.visit]

    def _planned(self, moment: str) -> PartialDate | None:
        """Return the target of this visit, or an end of its window, by the schedule.

        Until the moment they hang on has happened, its planned day counts, as it does in lists.
        """
        if self.page.visit is None:
            return None
        planned = self.reading.study.schedule.visit(self.page.visit.planned)
        anchor = self.reading.study.schedule.anchors.get(planned.on or "")
        if anchor is None:
            return None
        found = self._moment(anchor) or (self._moment(anchor.planned) if anchor.planned else None)
        if found is None:
            return None
        offset = {"target": timedelta(0), "opens": planned.window[0], "closes": planned.window[1]}[moment]
        if planned.by_the_hour:
            return PartialDate.of(found.earliest() + planned.at + offset)
        return PartialDate.of(found.date() + planned.at + offset)

    def _moment(self, moment: Moment) -> PartialDate | None:
        """Return the day of a moment that windows hang on, when it is known to the day."""
        home = PagePlace(self.page.subject, VisitPlace(self.page.subject, moment.visit), moment.form)
        found = self.reading.value(home, EntryKey(moment.item))
        return found if isinstance(found, PartialDate) and found.is_full else None

    def _visit_date(self, visit: str | None) -> PartialDate | None:
        if visit == "previous":
            return next((v.date for v in self.reading.earlier_visits(self.page.visit)), None)
        place = self.page.visit
        if visit is not None and visit != VISITS:
            place = VisitPlace(self.page.subject, self._named(visit))
        held = self.reading.visit(place) if place else None
        return held.date if held else None
