"""What a role may see of a study: the one place where blinding is decided, for screen, paper, lists and exports.

What is out of sight is left out, never blacked out: a gap would tell that there is something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import PagePlace
from crf_app.capture.record import Page, Query, SubjectRecord
from crf_app.study.form import Form
from crf_app.study.staff import ADMINISTRATOR, CONFINED, PHARMACIST, UNBLINDED
from crf_app.study.study import Definition


@dataclass(frozen=True, eq=False)
class Sight:
    """What `role` sees and fills of `study`."""

    role: str
    study: Definition = field(repr=False)

    def form(self, form: str) -> bool:
        """Whether anything of a form is seen. A form the study no longer has is seen as other forms are."""
        return form in self._forms if form in self.study.forms else not self._confined

    def item(self, form: str, item: str) -> bool:
        """Whether an item of a form is seen."""
        return self.form(form) and (form, item) not in self._hidden

    def fills(self, form: str, item: str) -> bool:
        """Whether the role may answer an item, as far as sight goes.

        The unblinded pharmacist answers what is blinded and nothing else: whoever knows what was given does not
        assess.
        """
        if not self.item(form, item):
            return False
        known = self.study.forms.get(form)
        return self.role != PHARMACIST or (known is not None and known.has(item) and known.is_blinded(item))

    def fills_of(self, form: str) -> bool:
        """Whether the role may answer anything on a form."""
        known = self.study.forms.get(form)
        return known is not None and any(self.fills(form, item.id) for item in known.items())

    @cached_property
    def whole(self) -> bool:
        """Whether nothing at all is out of sight."""
        return not self._hidden and not self._confined and len(self._forms) == len(self.study.forms)

    @cached_property
    def _confined(self) -> bool:
        return self.role in CONFINED or self.role == ADMINISTRATOR or self.role in self.study.facts.access

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The forms of which something is seen."""
        named = self.study.facts.access.get(self.role, ())
        forms = set(named) if self._confined else set(self.study.forms)
        if self.role not in UNBLINDED:
            forms -= {form.id for form in self.study.forms.values() if all(map(form.is_blinded, _ids(form)))}
        return frozenset(forms)

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
            id_: replace(each, pages=tuple(page for page in each.pages if page in pages))
            for id_, each in record.signatures.items()
        }
        return replace(record, pages=pages, queries=queries, signatures=signatures)

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
        return self.place(query.page, query.item)

    def place(self, page: str | None, item: str | None) -> bool:
        """Whether what is about a page, or about an item of it, is seen.

        What is about no page is not seen by somebody confined to forms: a free text may say anything.
        """
        if page is None:
            return not self._confined
        form = PagePlace.parse(page).form
        return self.item(form, item) if item else self.form(form)

    def fact(self, fact: Fact) -> bool:
        """Whether a fact is seen."""
        if fact.kind in _ROWS and fact.page:
            said: Mapping[str, str] = fact.new or fact.old or {}
            return self.section(PagePlace.parse(fact.page).form, said.get("section", ""))
        if fact.page is None and fact.kind not in _TEXTS:
            return True
        return self.place(fact.page, fact.item)


_ROWS = frozenset({FactKind.ROW_ADDED, FactKind.ROW_REMOVED})
_TEXTS = frozenset({
    FactKind.QUERY_RAISED, FactKind.QUERY_ANSWERED, FactKind.QUERY_CLOSED, FactKind.QUERY_REOPENED,
    FactKind.QUERY_CANCELLED,
})  # fmt: skip
"""Facts that hold free words about a visit or a subject."""


def _ids(form: Form) -> list[str]:
    return [item.id for item in form.items()]
