"""What a role may see of a study: the one place where blinding is decided, for screen, paper, lists and exports.

What is out of sight is left out, never blacked out: a gap would tell that there is something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from crf_app.capture.facts import Draft, Fact, FactKind
from crf_app.capture.outline import Outline, outline_of
from crf_app.capture.places import PagePlace
from crf_app.capture.record import Page, Query, SubjectRecord
from crf_app.capture.timeline import items_needed
from crf_app.study.form import Form
from crf_app.study.staff import ADMINISTRATOR, CONFINED, PHARMACIST, UNBLINDED
from crf_app.study.study import Definition, Study


@dataclass(frozen=True, eq=False)
class Sight:
    """What `role` sees and fills of `study`."""

    role: str
    study: Definition = field(repr=False)

    @classmethod
    def of_the_blinded(cls, study: Definition) -> Sight:
        """Return what everybody sees who is neither unblinded nor confined to some forms."""
        return cls("", study)

    def form(self, form: str) -> bool:
        """Whether anything of a form is seen.

        A form the study no longer has is seen as other forms are, unless something is blinded: it might have been.
        """
        if form in self.study.forms:
            return form in self._forms
        return not self.confined and not self._hidden

    def item(self, form: str, item: str) -> bool:
        """Whether an item of a form is seen; one the study no longer has is out of sight where any is blinded."""
        if not self.form(form) or (form, item) in self._hidden:
            return False
        return not self._hidden or form not in self.study.forms or self.study.forms[form].has(item)

    def told(self, form: str, item: str) -> bool:
        """Whether an item is seen, or is one of the dates and departures by which everybody learns what is due when."""
        return (form, item) in self._told or self.item(form, item)

    def check(self, form: str, check: str) -> bool:
        """Whether what a check asks is for the role: it stands where the role sees, and reads what the role may know.

        Of what is blinded no check of an item in sight reads anything (S025). But a check on a form that somebody is
        confined to may read other forms, and its question would tell of them.
        """
        return (form, check) not in self._silent

    def fills(self, form: str, item: str) -> bool:
        """Whether the role may answer an item, as far as sight goes.

        The unblinded pharmacist answers what is blinded and nothing else: whoever knows what was given does not
        assess.
        """
        if not self.item(form, item):
            return False
        known = self.study.forms.get(form)
        return self.fills_whole or (known is not None and known.has(item) and known.is_blinded(item))

    @property
    def fills_whole(self) -> bool:
        """Whether the role answers whatever it sees."""
        return self.role != PHARMACIST

    def fills_of(self, form: str) -> bool:
        """Whether the role may answer anything on a form."""
        known = self.study.forms.get(form)
        return known is not None and any(self.fills(form, item.id) for item in known.items())

    @cached_property
    def whole(self) -> bool:
        """Whether nothing at all is out of sight."""
        return not self._hidden and not self.confined and len(self._forms) == len(self.study.forms)

    @property
    def subjects(self) -> bool:
        """Whether subjects are seen at all. An administrator learns neither who takes part, nor what was done when."""
        return self.role != ADMINISTRATOR

    @cached_property
    def confined(self) -> bool:
        """Whether the role sees only the forms that are named for it, and what is said of no form not at all."""
        return self.role in CONFINED or self.role == ADMINISTRATOR or self.role in self.study.facts.access

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The forms of which something is seen."""
        named = self.study.facts.access.get(self.role, ())
        forms = set(named) if self.confined else set(self.study.forms)
        if self.role not in UNBLINDED:
            forms -= {form.id for form in self.study.forms.values() if all(map(form.is_blinded, _ids(form)))}
        return frozenset(forms)

    @cached_property
    def _told(self) -> frozenset[tuple[str, str]]:
        return frozenset(items_needed(self.study))

    @cached_property
    def _silent(self) -> frozenset[tuple[str, str]]:
        """The checks, as (form, id), that are not for the role."""
        forms = [self.study.forms[form] for form in self._forms]
        silent = {(form.id, check.id) for form in forms for check in form.checks if not self.item(form.id, check.item)}
        if self.confined and isinstance(self.study, Study):
            rules = (rule for form in forms for rule in self.study.rulebook.rules_of(form.id))
            silent |= {
                (rule.form, rule.check.id)
                for rule in rules
                if rule.check
                and not all(self.told(ref.form, ref.item) for ref in rule.reads if not ref.form.startswith("@"))
            }
        return frozenset(silent)

    @cached_property
    def _hidden(self) -> frozenset[tuple[str, str]]:
        """The blinded items, unless the role is unblinded."""
        if self.role in UNBLINDED:
            return frozenset()
        forms = self.study.forms.values()
        return frozenset((form.id, item) for form in forms for item in _ids(form) if form.is_blinded(item))

    # ------------------------------------------------------------------ records, queries, facts

    def of_record(self, record: SubjectRecord) -> SubjectRecord:
        """Return a subject's record without what is out of sight; the very same one where nothing is."""
        if self.whole:
            return record
        pages = {id_: self._page(page) for id_, page in record.pages.items() if self.form(page.place.form)}
        queries = {id_: query for id_, query in record.queries.items() if self.query(query)}
        signatures = {
            id_: replace(each, pages=seen)
            for id_, each in record.signatures.items()
            if (seen := tuple(page for page in each.pages if page in pages))
        }
        return replace(record, pages=pages, queries=queries, signatures=signatures)

    def outline(self, seen: SubjectRecord, whole: SubjectRecord, items: Iterable[tuple[str, str]] = ()) -> Outline:
        """Return a subject at a glance from its record as it is `seen`, with the answers to `items` that are seen.

        Of the whole record it tells the dates that windows hang on, which are for everybody: they say when a visit is
        due, not what was given.
        """
        outline = outline_of(seen, self._told | {name for name in items if self.item(*name)})
        if not self.whole:
            outline.values |= outline_of(whole, self._told).values
        return outline

    def _page(self, page: Page) -> Page:
        form = page.place.form
        entries = {key: entry for key, entry in page.entries.items() if self.item(form, key.item)}
        rows = [row for row in page.rows if self.section(form, row[0])]
        return replace(page, entries=entries, rows=rows)

    def section(self, form: str, section: str) -> bool:
        """Whether any item of a section is seen."""
        known = self.study.forms.get(form)
        found = next((each for each in known.sections if each.id == section), None) if known else None
        return self.form(form) if found is None else any(self.item(form, item.id) for item in found.items)

    def query(self, query: Query) -> bool:
        """Whether a query is seen."""
        return self.asked(query.page, query.item, query.check)

    def asked(self, page: str | None, item: str | None, check: str | None) -> bool:
        """Whether a question about a place is seen; `check` names who asks, where it is no person."""
        if not self.place(page, item):
            return False
        return check is None or page is None or self.check(PagePlace.parse(page).form, check)

    def place(self, page: str | None, item: str | None) -> bool:
        """Whether what is about a page, or about an item of it, is seen.

        What is about no page is not seen by somebody confined to forms: a free text may say anything.
        """
        if page is None:
            return not self.confined
        form = PagePlace.parse(page).form
        return self.item(form, item) if item else self.form(form)

    def fact(self, fact: Fact | Draft) -> bool:
        """Whether a fact is seen.

        Of the questions of a check only the first fact names it: `store.seen` leaves out those that follow.
        """
        if fact.subject is not None and not self.subjects:
            return False
        said: Mapping[str, Any] = {**(fact.old or {}), **(fact.new or {})}
        if fact.kind in _ROWS and fact.page:
            return self.section(PagePlace.parse(fact.page).form, said.get("section", ""))
        if fact.kind in _TEXTS:
            return self.asked(fact.page, fact.item, said.get("check"))
        return fact.page is None or self.place(fact.page, fact.item)


_ROWS = frozenset({FactKind.ROW_ADDED, FactKind.ROW_REMOVED})
_TEXTS = frozenset({
    FactKind.QUERY_RAISED, FactKind.QUERY_ANSWERED, FactKind.QUERY_CLOSED, FactKind.QUERY_REOPENED,
    FactKind.QUERY_CANCELLED,
})  # fmt: skip
"""Facts that hold free words about a visit or a subject."""


def _ids(form: Form) -> list[str]:
    return [item.id for item in form.items()]
