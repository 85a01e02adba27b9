"""The rules of one page, walked in their order: everything at first, then only what a change can reach."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crf_app.base.values import Answer, Kind, Value, to_text
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.reading import PageContext, Reading
from crf_app.expressions import arithmetic
from crf_app.study.form import Check, Layout
from crf_app.study.item import Item
from crf_app.study.rulebook import Rule, RuleKind

Changed = set[tuple[str, str]]
"""Items that changed, as (form, item)."""

ASKING = (RuleKind.SECTION_RELEVANCE, RuleKind.RELEVANCE)
"""Rules the first walk runs whatever changed: checks need to know what is shown."""

SPEAK = (RuleKind.CHECK, RuleKind.PROPOSAL)
"""Rules that only speak; the others decide what is asked and what it holds."""


@dataclass(frozen=True)
class Firing:
    """A check that fires: where, what it read to decide so, and the value it proposes."""

    check: Check
    row: str
    values: tuple[tuple[str, Value | bool | None], ...]
    proposal: Value | None = None


class PageRules:
    """What the rules say about one page. The reading is kept up to date with what they derive and hide.

    `firing` holds the checks that fire, by check id and row; `judged` those any walk evaluated, so that a caller
    can tell "does not fire" from "was not asked". `moved` are the items of this page that the last walk derived
    anew, hid or showed: what other pages may have to look at again.
    """

    def __init__(self, reading: Reading, page: PagePlace) -> None:
        """Prepare the page; nothing is evaluated before the first `walk`."""
        self.reading = reading
        self.page = page
        self.form = reading.study.forms[page.form]
        self.firing: dict[tuple[str, str], Firing] = {}
        self.judged: set[tuple[str, str]] = set()
        self.moved: Changed = set()
        self.derived: dict[EntryKey, Answer | None] = {}
        self.required: dict[EntryKey, bool] = {}
        self.counts_as: dict[EntryKey, Value | None] = {}
        self._shown_sections: dict[str, bool] = {}
        self._shown_items: dict[EntryKey, bool] = {}
        self._touched: set[EntryKey] = set()
        self._turned: set[str] = set()
        self._walked = False
        self._contexts: dict[str, PageContext] = {}

    def walk(self, changed: Changed | None = None, *, afar: bool = False) -> set[EntryKey]:
        """Evaluate the rules that read what `changed` (all of them for None).

        With `afar` the change was at another visit, so that names of this visit did not change by it.
        Returns the entries of this page whose outcome is another than before: relevance, derived value,
        requirement, conversion or checks.
        """
        self._touched = set()
        self._turned = set()
        self.moved = set()
        reached: Changed = set() if afar else set(changed or ())
        far = changed if afar and changed else frozenset[tuple[str, str]]()
        rules = self.reading.study.rulebook.rules_of(self.page.form)
        # Checks decide nothing for other rules, but they need to know what is shown in the end.
        for speaking in (False, True):
            for rule in rules:
                if (rule.kind in SPEAK) is speaking and (changed is None or self._concerned(rule, reached, far)):
                    self._run(rule, reached)
        self._walked = True
        return self._touched

    def _concerned(self, rule: Rule, reached: Changed, far: AbstractSet[tuple[str, str]]) -> bool:
        """Whether a rule may come out otherwise than before: it reads what changed, or its item appeared or went.

        A check that begins to fire wants its proposal, whatever that reads.
        """
        return (
            rule.kind is RuleKind.PROPOSAL
            or (rule.kind in ASKING and not self._walked)
            or rule.target in self._turned
            or any((r.form, r.item) in reached or (r.visit and (r.form, r.item) in far) for r in rule.reads)
        )

    def rows(self, item: str) -> Iterable[str]:
        """Return the rows an item is asked in; one empty row where it does not repeat."""
        section = self.form.section_of(item)
        if not section.layout.repeats:
            return ("",)
        return self.reading.rows_of(self.page, section.id) if section.layout is Layout.LOG else section.row_ids

    def shown(self, key: EntryKey) -> bool:
        """Whether the rules want the entry asked."""
        section = self.form.section_of(key.item)
        return self._shown_sections.get(section.id, True) and self._shown_items.get(key, True)

    def firings_at(self, key: EntryKey) -> list[Firing]:
        """Return the checks that fire at an entry, in the study's order, however they came to fire."""
        if not self.firing:
            return []
        here = [f for f in self.firing.values() if f.check.item == key.item and f.row == key.row]
        if len(here) > 1:
            rules = self.reading.study.rulebook.rules_of(self.page.form)
            order = {rule.check.id: n for n, rule in enumerate(rules) if rule.kind is RuleKind.CHECK and rule.check}
            here.sort(key=lambda firing: order[firing.check.id])
        return here

    def _run(self, rule: Rule, reached: Changed) -> None:
        if rule.kind is RuleKind.SECTION_RELEVANCE:
            self._section(rule, reached)
            return
        for row in self.rows(rule.target):
            key = EntryKey(rule.target, row)
            context = self._context(row)
            if rule.kind in (RuleKind.CHECK, RuleKind.PROPOSAL):
                self._check(rule, key, context)
                continue
            found = rule.expression.evaluate(context)
            match rule.kind:
                case RuleKind.RELEVANCE:
                    self._shown_items[key] = found is True
                    self._hide(key, reached)
                case RuleKind.REQUIRED:
                    self._note(self.required, key, found is True)
                case RuleKind.COUNTS_AS:
                    self._note(self.counts_as, key, found)
                case RuleKind.DERIVATION:
                    self._derive(key, found, reached)

    def _context(self, row: str = "") -> PageContext:
        found = self._contexts.get(row)
        if found is None:
            found = self._contexts[row] = PageContext(self.reading, self.page, row)
        return found

    def _section(self, rule: Rule, reached: Changed) -> None:
        shown = rule.expression.evaluate(self._context()) is True
        self._shown_sections[rule.target] = shown
        section = next(each for each in self.form.sections if each.id == rule.target)
        for item in section.items:
            for row in self.rows(item.id):
                key = EntryKey(item.id, row)
                if item.relevant is None or key in self._shown_items:  # else its own rule still comes
                    self._hide(key, reached)

    def _hide(self, key: EntryKey, reached: Changed) -> None:
        place = (self.page.id, key)
        hidden = not self.shown(key)
        if self.reading.is_hidden(self.page, key) != hidden:
            self._touched.add(key)
            self._turned.add(key.item)
            if self.reading.answer(self.page, key) is not None:
                self._move(key, reached)
        self.reading.hidden[place] = hidden

    def _move(self, key: EntryKey, reached: Changed) -> None:
        self.moved.add((self.form.id, key.item))
        reached.add((self.form.id, key.item))

    def _note(self, kept: dict[EntryKey, Any], key: EntryKey, found: object) -> None:
        if key not in kept or kept[key] != found:
            kept[key] = found
            self._touched.add(key)

    def _derive(self, key: EntryKey, found: object, reached: Changed) -> None:
        answer = derived_answer(self.form.item(key.item), found)
        before = self.reading.answer(self.page, key)
        self.derived[key] = answer
        if answer is None and before is None:
            return
        if answer is not None and answer.same_as(before):
            return
        self.reading.overlay[(self.page.id, key)] = answer
        self._move(key, reached)
        self._touched.add(key)

    def _check(self, rule: Rule, key: EntryKey, context: PageContext) -> None:
        assert rule.check is not None
        name = (rule.check.id, key.row)
        if rule.kind is RuleKind.PROPOSAL:
            if name in self.firing:
                found = rule.expression.evaluate(context)
                proposal = None if isinstance(found, bool) else found
                before = self.firing[name]
                if before.proposal != proposal:
                    self.firing[name] = Firing(before.check, key.row, before.values, proposal)
                    self._touched.add(key)
            return
        self.judged.add(name)
        before_firing = self.firing.pop(name, None)
        if rule.expression.evaluate(context) is True and self.shown(key):
            values = rule.expression.explain(context)
            proposal = before_firing.proposal if before_firing else None
            self.firing[name] = Firing(rule.check, key.row, values, proposal)
        if self.firing.get(name) != before_firing:
            self._touched.add(key)


def derived_answer(item: Item, found: object) -> Answer | None:
    """Turn what a derivation gave into an answer of its item, rounded half up to the item's decimals."""
    if found is None:
        return None
    if isinstance(found, bool):
        return Answer("yes" if found else "no")
    if isinstance(found, Decimal):
        if item.decimals is not None or item.kind is Kind.INTEGER:
            found = arithmetic.rounded(found, Decimal(item.decimals or 0))
            if not isinstance(found, Decimal):
                return None  # more digits than a number can have
        if item.kind is Kind.CODE:
            return Answer(to_text(found))
        return Answer(found)
    return Answer(found)  # type: ignore[arg-type]
