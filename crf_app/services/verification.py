"""How far entries were compared with their source, and which of them have one.

An entry that is recorded here first is the source itself, and what the program worked out has none: neither is asked
for. A comparison is of one value: when that changes, the program takes the mark off, and says so until somebody
compares again (EMA/INS/GCP/112288/2023 4.7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Entry, Page
from crf_app.services.undone import VALUE_CHANGED
from crf_app.study.study import Definition

KINDS = (FactKind.SOURCE_VERIFIED, FactKind.SOURCE_UNVERIFIED)


class Compared(StrEnum):
    """Whether an entry was compared with its source."""

    YES = "yes"
    CHANGED = "changed"
    """It was, and has changed since."""


@dataclass(frozen=True)
class Comparison:
    """What became of an entry's comparison: its state, and the fact that says so last."""

    state: Compared
    fact: Fact


def comparisons(facts: Iterable[Fact]) -> dict[tuple[str, EntryKey], Comparison]:
    """Return the entries that are compared, or were and changed since, by page id and key, from facts in their order.

    A comparison that a person took back counts as none.
    """
    found: dict[tuple[str, EntryKey], Comparison] = {}
    for fact in facts:
        if fact.kind not in KINDS or not fact.page or not fact.item:
            continue
        where = (fact.page, EntryKey(fact.item, fact.row or ""))
        if fact.kind is FactKind.SOURCE_VERIFIED:
            found[where] = Comparison(Compared.YES, fact)
        elif fact.reason == VALUE_CHANGED:
            found[where] = Comparison(Compared.CHANGED, fact)
        else:
            found.pop(where, None)
    return found


def has_source(study: Definition, form: str, key: EntryKey, entry: Entry) -> bool:
    """Whether an entry holds something that can be compared with papers elsewhere."""
    if entry.derived or not entry.stored or not entry.relevant:
        return False
    known = study.forms.get(form)
    return known is None or not known.has(key.item) or not known.is_recorded_here(key.item)


def sources_of(study: Definition, page: Page) -> Iterator[tuple[EntryKey, Entry]]:
    """Walk the entries of a page, read as far as it is seen, that have a source."""
    for key, entry in page.entries.items():
        if has_source(study, page.place.form, key, entry):
            yield key, entry


def to_verify(study: Definition, page: Page) -> tuple[EntryKey, ...]:
    """Return the entries of a page that are still to be compared."""
    return tuple(key for key, entry in sources_of(study, page) if entry.verified is None)


@dataclass(frozen=True)
class Count:
    """How many entries were compared, of how many that have a source."""

    verified: int = 0
    total: int = 0

    @property
    def left(self) -> int:
        """How many are still to be compared."""
        return self.total - self.verified

    def __add__(self, other: Count) -> Count:
        """Add up two counts."""
        return Count(self.verified + other.verified, self.total + other.total)


NOTHING = Count()
"""Where nothing was counted."""


def counted(study: Definition, pages: Iterable[Page]) -> Count:
    """Count what was compared on some pages."""
    entries = [entry for page in pages for _, entry in sources_of(study, page)]
    return Count(sum(entry.verified is not None for entry in entries), len(entries))


def recorded_here(study: Definition) -> Mapping[str, frozenset[str]]:
    """Return by form the items whose entries are the source themselves."""
    return {
        form.id: frozenset(item.id for item in form.items() if form.is_recorded_here(item.id))
        for form in study.forms.values()
    }
