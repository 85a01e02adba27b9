"""A page being filled: typed text in, item states out. It knows no window and no file.

The window, scenarios, scripts and imports all fill pages through it, so no rule depends on what is on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from crf_app.base.problems import Problem, Severity
from crf_app.base.values import Answer, Censored, Kind, Value
from crf_app.capture.commands import EntryChange
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.page_rules import Firing, PageRules
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.reading import Reading, in_first_unit
from crf_app.capture.record import Query, SubjectRecord
from crf_app.capture.review import BY_PROGRAM
from crf_app.capture.typed import read_typed, why_unreadable
from crf_app.study.form import Form, Section
from crf_app.study.item import Item
from crf_app.study.messages import message_for
from crf_app.study.study import Study

Flag = Literal["high", "low"]

_OF_ENTRIES = frozenset({
    FactKind.PAGE_STARTED, FactKind.ROW_ADDED, FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED,
    FactKind.ENTRY_RELEVANCE, FactKind.QUERY_RAISED, FactKind.QUERY_ANSWERED, FactKind.QUERY_CLOSED,
    FactKind.QUERY_REOPENED,
})  # fmt: skip
"""What a recording may say of a page without anything but its entries being another one."""


@dataclass(frozen=True)
class ItemState:
    """Everything an editor shows of one entry. `raw` is what the person typed, while it is not saved."""

    key: EntryKey
    answer: Answer | None
    relevant: bool
    required: bool
    read_only: bool
    problems: tuple[Problem, ...] = ()
    proposal: Value | None = None
    counts_as: Value | None = None
    flag: Flag | None = None
    queries: tuple[Query, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What somebody sees of a page: its form, which of its checks may ask, and which items are theirs to answer.

    The rules read the `whole` record all the same, so that they find what they find for everybody.
    """

    form: Form
    check: Callable[[str], bool]
    fills: Callable[[str], bool]
    whole: Callable[[], SubjectRecord]


class FormSession:
    """One page of one subject while somebody works on it.

    `record` stays the file's truth; what is typed lies over it until `pending` is recorded and `saved` is called.
    """

    def __init__(
        self,
        study: Study,
        record: SubjectRecord,
        page: PagePlace,
        today: date,
        language: str = "en",
        seen: Seen | None = None,
    ) -> None:
        """Open the page and evaluate all its rules once; `seen` is what a person sees of it, if not the whole."""
        self.study = study
        self.page = page
        self._seen = seen
        self.form = seen.form if seen else study.forms[page.form]
        self.language = language
        self.today = today
        self._entered: dict[EntryKey, Answer | None] = {}
        self._new_rows: list[tuple[str, str]] = []
        self._states: dict[EntryKey, ItemState] = {}
        self._complete_asked = False
        self._begin(record)

    def _begin(self, record: SubjectRecord) -> None:
        self.record = record
        self._whole = self._seen.whole() if self._seen else record
        self._reading = Reading(self.study, self._whole, self.today)
        for key, answer in self._entered.items():
            self._reading.overlay[(self.page.id, key)] = answer
        held = self._whole.pages.get(self.page.id)
        kept = list(held.rows) if held else []
        self._new_rows = [row for row in self._new_rows if row not in kept]
        self._reading.rows[self.page.id] = kept + self._new_rows
        self.rules = PageRules(self._reading, self.page)
        self.rules.walk()
        self._states = {}

    # What is asked

    def keys(self) -> Iterator[EntryKey]:
        """Walk the entries of the page in reading order, hidden ones included."""
        for section in self.form.sections:
            yield from self.keys_of(section)

    def keys_of(self, section: Section) -> Iterator[EntryKey]:
        """Walk the entries of a section, row by row where it repeats."""
        for row in self.rows(section):
            for item in section.items:
                yield EntryKey(item.id, row)

    def rows(self, section: Section) -> list[str]:
        """Return the row ids of a section; one empty id where it does not repeat."""
        return self._reading.rows_of(self.page, section.id) if section.layout.repeats else [""]

    def item(self, key: EntryKey) -> Item:
        """Return the definition of an entry's item."""
        return self.form.item(key.item)

    def state(self, key: EntryKey) -> ItemState:
        """Return the state of one entry."""
        found = self._states.get(key)
        if found is None:
            found = self._states[key] = self._work_out(key)
        return found

    def answer(self, key: EntryKey) -> Answer | None:
        """Return what an entry holds now, saved or not."""
        return self._reading.answer(self.page, key)

    def earlier(self, key: EntryKey) -> list[tuple[str, Answer | None]]:
        """Return the same entry at earlier visits that have this form: (visit id, answer), newest first."""
        found = []
        for visit in self._reading.earlier_visits(self.page.visit):
            place = PagePlace(self.page.subject, visit.place, self.form.id)
            if place.id in self.record.pages:
                found.append((visit.place.id, self._reading.answer(place, key)))
        return found

    def progress(self) -> tuple[int, int]:
        """Return how many of the entries that are asked and required have an answer, and how many there are."""
        return self.progress_of(*self.form.sections)

    def progress_of(self, *sections: Section) -> tuple[int, int]:
        """Count like `progress` over some sections."""
        asked = [
            state
            for section in sections
            for state in map(self.state, self.keys_of(section))
            if state.relevant and state.required and not self.item(state.key).is_derived
        ]
        return sum(state.answer is not None for state in asked), len(asked)

    def open_ends(self) -> list[tuple[EntryKey, Literal["empty", "unreadable", "impossible"]]]:
        """Return what keeps the page from being complete, in reading order.

        A required entry without a value or a reason, a text that cannot be read, and an impossible value that nobody
        has explained.
        """
        found: list[tuple[EntryKey, Literal["empty", "unreadable", "impossible"]]] = []
        for key in self.keys():
            state = self.state(key)
            if not state.relevant or self.item(key).is_derived:
                continue
            if state.answer is None:
                if state.required:
                    found.append((key, "empty"))
            elif state.answer.unreadable is not None:
                found.append((key, "unreadable"))
            elif any(p.severity is Severity.STOP and not _explained(p, state.queries) for p in state.problems):
                found.append((key, "impossible"))
        return found

    def problems(self) -> Iterator[tuple[EntryKey, Problem]]:
        """Walk all problems of the page in reading order."""
        for key in self.keys():
            for problem in self.state(key).problems:
                yield key, problem

    # What is done

    def edit(self, key: EntryKey, raw: str) -> tuple[EntryKey, ...]:
        """Take typed text for an entry; returns the entries whose state changed, itself first."""
        return self.put(key, self.read(key, raw))

    def read(self, key: EntryKey, raw: str) -> Answer | None:
        """Return what a typed text would be as the answer of an entry."""
        item = self.item(key)
        codes = self.study.codes_of(item) if _has_codes(item) else None
        return read_typed(item, raw, codes, self.today)

    def put(self, key: EntryKey, answer: Answer | None) -> tuple[EntryKey, ...]:
        """Give an entry its answer (None clears it); returns the entries whose state changed, itself first."""
        return self.put_all({key: answer})

    def put_all(self, answers: Mapping[EntryKey, Answer | None]) -> tuple[EntryKey, ...]:
        """Give several entries their answers, and let the rules look once; returns what changed, these first."""
        for key, answer in answers.items():
            self._entered[key] = answer
            self._reading.overlay[(self.page.id, key)] = answer
        touched = self.rules.walk({(self.form.id, key.item) for key in answers})
        changed = [*answers, *(each for each in self.keys() if each in touched and each not in answers)]
        for each in changed:
            self._states.pop(each, None)
        return tuple(changed)

    def set_missing(self, key: EntryKey, reason: str, comment: str = "") -> tuple[EntryKey, ...]:
        """Say why there is no value."""
        return self.put(key, Answer(missing=reason, comment=comment or None))

    def add_row(self, section: str) -> str:
        """Add a row to a log section; returns its id, a number no row of the page ever had."""
        rows = self._reading.rows[self.page.id]
        held = self._whole.pages.get(self.page.id)
        used = [*rows, *((("", key.row) for key in held.entries) if held else ())]
        taken = [int(row) for _, row in used if row.isdigit()]
        row = str(max(taken, default=0) + 1)
        self._new_rows.append((section, row))
        rows.append((section, row))
        self.rules.walk()
        self._states = {}
        return row

    def new_rows(self) -> tuple[tuple[str, str], ...]:
        """Return the rows that were added and not saved yet: (section, row)."""
        return tuple(self._new_rows)

    def pending(self) -> tuple[EntryChange, ...]:
        """Return the entered answers that differ from what the file holds."""
        changes = []
        for key, answer in self._entered.items():
            entry = self.record.entry(self.page.id, key)
            held = entry.stored if entry else {}
            if (answer.as_json() if answer else {}) != held:
                changes.append(EntryChange(key, answer))
        return tuple(changes)

    def saved(self, record: SubjectRecord, facts: Iterable[Fact] | None = None) -> tuple[EntryKey, ...] | None:
        """Start again from what the file holds now, after `pending` was recorded.

        With the `facts` the recording made, what the rules found is kept where the file now holds just that, and the
        entries these facts speak of are returned; None says that everything was evaluated anew.
        """
        told = self._told(record, tuple(facts)) if facts is not None else None
        self._entered = {}
        self._new_rows = []
        if told is None:
            self._begin(record)
            return None
        self._reading.overlay.clear()
        held = self._whole.pages.get(self.page.id)
        self._reading.rows[self.page.id] = list(held.rows) if held else []
        for key in told:
            self._states.pop(key, None)
        return tuple(told)

    def _told(self, record: SubjectRecord, facts: tuple[Fact, ...]) -> list[EntryKey] | None:
        """Return the entries that facts of this page alone speak of; None where the file holds anything else.

        The record is folded in place, so what was laid over it is compared with what it holds now.
        """
        if record is not self.record or (self._seen and self._seen.whole() is not self._whole):
            return None
        if any(fact.page != self.page.id or fact.kind not in _OF_ENTRIES for fact in facts):
            return None
        for (page, key), answer in self._reading.overlay.items():
            entry = record.entry(page, key)
            if (answer.as_json() if answer else {}) != (entry.stored if entry else {}):
                return None
        held = record.pages.get(self.page.id)
        for key, entry in (held.entries if held else {}).items():
            if entry.relevant == self._reading.hidden.get((self.page.id, key), not entry.relevant):
                return None
        if any(row not in (held.rows if held else []) for row in self._new_rows):
            return None
        return list(dict.fromkeys(EntryKey(fact.item, fact.row or "") for fact in facts if fact.item))

    def refresh(self, record: SubjectRecord) -> None:
        """Take what changed elsewhere in the subject's record, keeping what is typed here."""
        self._begin(record)

    def ask_complete(self) -> None:
        """Let checks speak on entries that were never answered: the person says the page is complete."""
        self._complete_asked = True
        self._states = {}

    # How it is worked out

    def _work_out(self, key: EntryKey) -> ItemState:
        item = self.item(key)
        answer = self.answer(key)
        relevant = self.rules.shown(key)
        firings = self._firings(key) if self._speaks(answer) else []
        problems = tuple(self.problem(firing) for firing in firings)
        if answer is not None and answer.unreadable is not None:
            text = why_unreadable(item, answer.unreadable, self.language)
            problems = (Problem("unreadable", text, Severity.STOP), *problems)
        required = self.rules.required.get(key, item.required == "yes")
        return ItemState(
            key,
            answer,
            relevant,
            required and item.derive is None and item.kind is not Kind.NOTE,
            item.is_derived or not self._fills(key),
            problems,
            next((f.proposal for f in firings if f.proposal is not None), None),
            self.rules.counts_as.get(key),
            flag_of(item, key.row, answer),
            tuple(
                query
                for query in self.record.queries.values()
                if query.page == self.page.id and query.item == key.item and (query.row or "") == key.row
            ),
        )

    def _fills(self, key: EntryKey) -> bool:
        return self._seen is None or self._seen.fills(key.item)

    def _firings(self, key: EntryKey) -> list[Firing]:
        return [f for f in self.rules.firings_at(key) if self._seen is None or self._seen.check(f.check.id)]

    def problem(self, firing: Firing) -> Problem:
        """Turn a firing check into the problem a person reads."""
        text = message_for(firing.check, self.language, dict(firing.values))
        return Problem(firing.check.id, text, firing.check.severity)

    def _speaks(self, answer: Answer | None) -> bool:
        """Checks speak once their item was answered or the page was said to be complete."""
        page = self.record.pages.get(self.page.id)
        return answer is not None or self._complete_asked or (page is not None and page.state == "complete")


def _explained(problem: Problem, queries: Iterable[Query]) -> bool:
    """Whether somebody said why the value is kept, and nobody asked again."""
    return any(
        query.check == problem.code
        and (query.state == "answered" or (not query.is_live and query.messages[-1].person != BY_PROGRAM))
        for query in queries
    )


def _has_codes(item: Item) -> bool:
    """Graded scores are numbers with a code list; a term of a dictionary has a list too."""
    return item.codes is not None or item.kind is Kind.YES_NO


def flag_of(item: Item, row: str, answer: Answer | None) -> Flag | None:
    """Tell whether a result lies above or below its reference range; a censored one counts by its limit."""
    reference = item.reference_for(row)
    if reference is None or answer is None or answer.value is None:
        return None
    value = in_first_unit(item, answer)
    if isinstance(value, Censored):
        if value.operator == "<" and reference.low is not None and value.limit <= reference.low:
            return "low"
        if value.operator == ">" and reference.high is not None and value.limit >= reference.high:
            return "high"
        return None
    if not isinstance(value, Decimal):
        return None
    if reference.high is not None and value > reference.high:
        return "high"
    if reference.low is not None and value < reference.low:
        return "low"
    return None
