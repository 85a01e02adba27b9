"""Find anything: pages with the value that matches, subjects, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crf_app.base.digits import latin_digits
from crf_app.base.words import Say
from crf_app.capture.places import PagePlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.shown import show_answer
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.gui.models import phrases
from crf_app.gui.models.course import answer_at
from crf_app.gui.models.places_in_words import stage_words, visit_label
from crf_app.gui.models.standings import Standing
from crf_app.gui.models.subject_summary import current_visit
from crf_app.services.desk import Desk
from crf_app.study.form import Form

MOST_PAGES, MOST_SUBJECTS = 6, 3


@dataclass(frozen=True)
class PageHit:
    """A page: whose, which, its mark, and the value that matched."""

    page: PagePlace
    label: str
    words: str
    mark: Mark
    value_name: str
    value: str


@dataclass(frozen=True)
class SubjectHit:
    """A subject, how it stands, and what is left of its current window."""

    subject: str
    label: str
    words: str
    trailing: str


@dataclass(frozen=True)
class Hits:
    """What was found, and the words of the search that no subject took."""

    pages: tuple[PageHit, ...]
    subjects: tuple[SubjectHit, ...]
    rest: tuple[str, ...]


class Finder:
    """Looks through subjects, visits, forms and labels; values are read for the few subjects that match."""

    def __init__(self, desk: Desk, seen: Sequence[Standing], now: datetime, say: Say) -> None:
        self._desk, self._seen, self._say = desk, seen, say
        self._now = now.replace(tzinfo=None)

    def find(self, text: str, here: str | None = None) -> Hits:
        """Return what matches all words of `text`; `here` is the subject whose place is shown."""
        wanted = latin_digits(text).casefold().split()
        if not wanted:
            return Hits((), tuple(self._subject(each) for each in self._seen if each.id == here), ())
        subjects, rest = self._subjects(wanted)
        looked = subjects if subjects else [each for each in self._seen if each.id == here]
        pages: list[PageHit] = []
        for each in looked[:MOST_SUBJECTS]:
            pages.extend(self._pages(each, rest))
        shown = subjects[: 6 if not rest else MOST_SUBJECTS]
        return Hits(tuple(pages[:MOST_PAGES]), tuple(map(self._subject, shown)), tuple(rest))

    def _subjects(self, wanted: Sequence[str]) -> tuple[list[Standing], list[str]]:
        """Return the subjects a word names, and the other words."""
        for place, word in enumerate(wanted):
            exact = [each for each in self._seen if _is_number(each.label, word)]
            found = exact or [each for each in self._seen if each.label.casefold().startswith(word)]
            if found:
                return found, [*wanted[:place], *wanted[place + 1 :]]
        staged = [
            each for each in self._seen if all(word in stage_words(each.stage, self._say).casefold() for word in wanted)
        ]
        return staged, [] if staged else list(wanted)

    def _subject(self, each: Standing) -> SubjectHit:
        say = self._say
        status = current_visit(each.timeline, self._now)
        words, trailing = stage_words(each.stage, say), ""
        if status is not None:
            name = visit_label(self._desk.study, status.place, say.language)
            words = say("{stage}, {visit}", stage=words, visit=name)
            if status.closes is not None:
                by_hour = status.planned.by_the_hour
                if status.closes >= self._now:
                    trailing = phrases.left_words(status.closes, self._now, by_hour, say)
                else:
                    trailing = phrases.late_words(status.closes, self._now, by_hour, say)
        return SubjectHit(each.id, each.label, words, trailing)

    def _pages(self, each: Standing, rest: Sequence[str]) -> Iterator[PageHit]:
        """Walk the pages of a subject, newest visit first, that match the other words."""
        record = self._desk.record(each.id)
        held = [s for s in each.timeline.visits if s.held is not None and s.held.date is not None]
        if not rest:
            status = current_visit(each.timeline, self._now)
            held = [status] if status in held and status is not None else held[-1:]
        for status in reversed(held):
            for form, mark in status.page_marks:
                hit = self._page(each, record, status, form, mark, rest)
                if hit is not None:
                    yield hit

    def _page(
        self,
        each: Standing,
        record: SubjectRecord,
        status: VisitStatus,
        form: str,
        mark: Mark,
        rest: Sequence[str],
    ) -> PageHit | None:
        study, language = self._desk.study, self._say.language
        definition = study.forms[form]
        visit = visit_label(study, status.place, language)
        title = definition.title.in_(language)
        heads = f"{visit} {title} {definition.short.in_(language)} {definition.title}".casefold()
        other = [word for word in rest if word not in heads]
        page = PagePlace(each.id, status.place, form)
        words = self._say("{visit} · {form}", visit=visit, form=title)
        if not other:
            return PageHit(page, each.label, words, mark, "", "")
        found = self._value(record, page, definition, other)
        return PageHit(page, each.label, words, mark, *found) if found is not None else None

    def _value(
        self, record: SubjectRecord, page: PagePlace, form: Form, other: Sequence[str]
    ) -> tuple[str, str] | None:
        """Return name and value of the first item, or the last value of a row, whose labels hold the words."""
        language = self._say.language
        for section in form.sections:
            for row in section.rows:
                name = row.label.in_(language)
                if all(word in f"{name} {row.label}".casefold() for word in other):
                    measured = [item for item in section.items if item.reference is not None]
                    for item in [*measured, *section.items]:
                        answer = answer_at(self._desk.study, record, page, item.id, row.id)
                        if answer is not None:
                            codes = self._desk.study.codelists.get(item.codes or "")
                            return name, show_answer(item, answer, codes, language, with_unit=True)
                    return name, ""
            for item in section.items:
                name = item.short.in_(language) or item.label.in_(language)
                if all(word in f"{name} {item.label.in_(language)}".casefold() for word in other):
                    answer = answer_at(self._desk.study, record, page, item.id)
                    codes = self._desk.study.codelists.get(item.codes or "")
                    shown = show_answer(item, answer, codes, language, with_unit=True) if answer else ""
                    return name, shown
        return None


def _is_number(label: str, word: str) -> bool:
    """Whether a word is a subject's number: ``a-04``, ``a04``, ``04`` or ``4``."""
    plain = "".join(sign for sign in label.casefold() if sign.isalnum())
    if word in (label.casefold(), plain):
        return True
    figures = "".join(sign for sign in label if sign.isdigit()).lstrip("0")
    return word.isdigit() and word.lstrip("0") == figures
