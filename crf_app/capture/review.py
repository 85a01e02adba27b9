"""What a change brings with it anywhere in a subject's record: derived values, relevance, questions.

The rules of the page that changed are walked first, then those of every other page that reads what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from crf_app.base.problems import Severity
from crf_app.base.values import Value, to_text
from crf_app.capture.commands import EntryChange
from crf_app.capture.facts import Content, Draft, FactKind
from crf_app.capture.page_rules import Changed, Firing, PageRules
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.reading import Reading
from crf_app.capture.record import Query, SubjectRecord, Visit
from crf_app.study.messages import message_for
from crf_app.study.rulebook import BY_DAY, Ref, Rule
from crf_app.study.study import Study

BY_PROGRAM = "program"
"""Who speaks in a query when a check does."""

CONTENT = "Answered by change: the check is content."
"""What the program says when it closes the query of a check that no longer fires."""

MOST_ROUNDS = 20
"""Chains of derivations across pages end long before; a study whose rules go round is refused at load."""


@dataclass
class Review:
    """Walks the rules of a subject's pages over changes that are about to be recorded.

    `next_number` gives the number of a new query, on what is blinded or on anything else.
    """

    study: Study
    record: SubjectRecord
    today: date
    next_number: Callable[[bool], int]
    new_id: Callable[[], str]

    def of_entries(
        self,
        page: PagePlace,
        changes: Iterable[EntryChange],
        new_rows: tuple[tuple[str, str], ...] = (),
        *,
        removed_row: tuple[str, str] | None = None,
        completing: bool = False,
    ) -> list[Draft]:
        """Return the facts that follow when a page's entries or rows change, or when it is completed."""
        reading = Reading(self.study, self.record, self.today)
        changed: Changed = set()
        for change in changes:
            reading.overlay[(page.id, change.key)] = change.answer
            changed.add((page.form, change.key.item))
        held = self.record.pages.get(page.id)
        kept = [row for row in (held.rows if held else ()) if row != removed_row]
        reading.rows[page.id] = [*kept, *new_rows]
        for section, _ in (*new_rows, *([removed_row] if removed_row else ())):
            changed |= self._items_of(page.form, section)
        rules = PageRules(reading, page)
        everything = held is None or completing or bool(new_rows) or removed_row is not None
        rules.walk(None if everything else changed)
        walked = {page.id: rules}
        self._spread(reading, walked, rules.moved | changed, page.visit)
        drafts = [*self._outcome(rules, completing=completing)]
        del walked[page.id]
        return drafts + [draft for other in walked.values() for draft in self._outcome(other)]

    def of_visit(self, visit: Visit) -> list[Draft]:
        """Return the facts that follow when a visit will stand as `visit`: begun, dated otherwise, or missed."""
        reading = Reading(self.study, self.record, self.today)
        reading.visits[visit.place.id] = visit
        changed: Changed = {("@visit", "date")}
        # What was the previous visit, or the last one, may be another one now.
        for rules in self.study.rulebook.order.values():
            changed |= {(r.form, r.item) for rule in rules for r in rule.reads if r.visit in BY_DAY}
        walked: dict[str, PageRules] = {}
        self._spread(reading, walked, changed)
        return [draft for rules in walked.values() for draft in self._outcome(rules)]

    def _items_of(self, form: str, section: str) -> Changed:
        return {
            (form, item.id) for each in self.study.forms[form].sections if each.id == section for item in each.items
        }

    def _spread(
        self, reading: Reading, walked: dict[str, PageRules], changed: Changed, at: VisitPlace | None = None
    ) -> None:
        """Walk what reads `changed`, then what reads what that reached, until nothing moves any more.

        `at` is the visit the first changes are of, None where they may concern any.
        A page in `walked` has seen the first changes already; it is walked again when something comes back to it.
        """
        settled = set(walked)
        for _ in range(MOST_ROUNDS):
            reached: Changed = set()
            for place in self._readers(changed, walked, at):
                if place.id in settled:
                    continue
                rules = walked.get(place.id) or PageRules(reading, place)
                walked[place.id] = rules
                rules.walk(changed, afar=at is not None and place.visit != at)
                reached |= rules.moved
            if not reached:
                break
            changed, settled, at = reached, set(), None

    def _readers(self, changed: Changed, walked: dict[str, PageRules], at: VisitPlace | None) -> list[PagePlace]:
        """Return the pages with rules that read what changed; away from `at` only those whose rules name a visit.

        Nothing is worked out on a page that was not done; should it be opened again, completing it walks all its rules.
        """
        reads = [(rule, ref) for name in changed for rule, ref in self._reads_of(name)]
        here = {rule.form for rule, _ in reads}
        afar = {rule.form for rule, ref in reads if ref.visit} if at is not None else here
        done = (page.place for page in self.record.pages.values() if page.state != "not_done")
        known = [*done, *(rules.page for rules in walked.values())]
        found = (each for each in known if each.form in here and (each.form in afar or each.visit == at))
        return list({place.id: place for place in found}.values())

    def _reads_of(self, name: tuple[str, str]) -> Iterator[tuple[Rule, Ref]]:
        for rule in self.study.rulebook.readers.get(name, ()):
            yield from ((rule, ref) for ref in rule.reads if (ref.form, ref.item) == name)

    def _outcome(self, rules: PageRules, *, completing: bool = False) -> Iterator[Draft]:
        yield from self._derived(rules)
        yield from self._relevance(rules)
        yield from self._questions(rules, completing=completing)

    def _derived(self, rules: PageRules) -> Iterator[Draft]:
        for key, answer in rules.derived.items():
            entry = self.record.entry(rules.page.id, key)
            old = entry.stored if entry else {}
            new = answer.as_json() if answer else {}
            if old != new:
                rule = rules.form.item(key.item).derive
                yield draft_at(FactKind.ENTRY_DERIVED, rules.page, key, old, new, rule)

    def _relevance(self, rules: PageRules) -> Iterator[Draft]:
        for (page, key), hidden in rules.reading.hidden.items():
            if page != rules.page.id:
                continue
            entry = self.record.entry(page, key)
            holds = rules.reading.answer(rules.page, key) is not None
            was_hidden = entry is not None and not entry.relevant
            if hidden != was_hidden and (holds or entry is not None):
                new = {"relevant": "no" if hidden else "yes"}
                yield draft_at(FactKind.ENTRY_RELEVANCE, rules.page, key, None, new)

    def _questions(self, rules: PageRules, *, completing: bool) -> Iterator[Draft]:
        held = self.record.pages.get(rules.page.id)
        complete = completing or (held is not None and held.state == "complete")
        asked = self._asked(rules.page)
        for name in sorted(rules.judged):
            firing = rules.firing.get(name)
            before = asked.get(name, ())
            live = next((query for query in before if query.is_live), None)
            if firing is None:
                if live is not None:
                    yield from self._content(rules.page, live)
                continue
            key = EntryKey(firing.check.item, firing.row)
            speaks = complete or rules.reading.answer(rules.page, key) is not None
            if not speaks or live is not None or firing.check.severity is Severity.NOTE:
                continue
            text = self.said(firing)
            if not _settled(before, text):
                yield self.raised(rules.page, key, text, firing.check.id)

    def _asked(self, page: PagePlace) -> dict[tuple[str, str], list[Query]]:
        """Return what checks ever asked on a page, by check and row."""
        asked: dict[tuple[str, str], list[Query]] = {}
        for query in self.record.queries.values():
            if query.page == page.id and query.check:
                asked.setdefault((query.check, query.row or ""), []).append(query)
        return asked

    def said(self, firing: Firing) -> str:
        """Return what a query of this check says: its message in the study's first language, and what it read."""
        language = self.study.facts.languages[0]
        values = dict(firing.values)
        return f"{message_for(firing.check, language, values)} ({read_values(values)})"

    def raised(self, page: PagePlace, key: EntryKey | None, text: str, check: str | None = None) -> Draft:
        """Return the fact of a new query on a page or one of its entries."""
        blinded = key is not None and self.study.forms[page.form].is_blinded(key.item)
        new: dict[str, object] = {"id": self.new_id(), "number": self.next_number(blinded), "text": text}
        if check:
            new |= {"check": check, "by": BY_PROGRAM}
        return draft_at(FactKind.QUERY_RAISED, page, key, None, new)

    def of_removed_row(self, page: PagePlace, row: str) -> list[Draft]:
        """Return the facts that end the live queries on a row that is taken out."""
        live = [q for q in self.record.queries.values() if q.page == page.id and q.row == row and q.is_live]
        return [self._closed(page, query, "The row was removed.") for query in live]

    def _content(self, page: PagePlace, query: Query) -> Iterator[Draft]:
        """End the question of a check that is content: answered by change.

        Where a person asked again, that person judges the change, and the program only answers.
        """
        asked_again = any(said.kind == "reopened" and said.person != BY_PROGRAM for said in query.messages)
        if not asked_again:
            yield self._closed(page, query)
        elif query.state == "open":
            yield self._said(FactKind.QUERY_ANSWERED, page, query, CONTENT)

    @classmethod
    def _closed(cls, page: PagePlace, query: Query, text: str = CONTENT) -> Draft:
        return cls._said(FactKind.QUERY_CLOSED, page, query, text)

    @staticmethod
    def _said(kind: FactKind, page: PagePlace, query: Query, text: str) -> Draft:
        new = {"id": query.id, "text": text, "by": BY_PROGRAM}
        key = EntryKey(query.item, query.row or "") if query.item else None
        return draft_at(kind, page, key, None, new)


def _settled(asked: Iterable[Query], text: str) -> bool:
    """Whether a person closed this very question, about these very values, before."""
    return any(query.messages[0].text == text and query.messages[-1].person != BY_PROGRAM for query in asked)


def read_values(values: dict[str, Value | bool | None]) -> str:
    """Say what a rule read, such as ``total = 3.7, ambulation = 8``."""
    said = []
    for name, value in values.items():
        if value is None:
            shown = "unknown"
        elif isinstance(value, bool):
            shown = "true" if value else "false"
        else:
            shown = to_text(value)
        said.append(f"{name} = {shown}")
    return ", ".join(said)


def draft_at(
    kind: FactKind,
    page: PagePlace,
    key: EntryKey | None,
    old: Content | None,
    new: Content | None,
    reason: str | None = None,
) -> Draft:
    """Return a fact about a page, or about one of its entries."""
    return Draft(
        kind,
        page.subject,
        page.visit.id if page.visit else None,
        page.id,
        key.row or None if key else None,
        key.item if key else None,
        old,
        new,
        reason,
    )
