"""Data that are held: frozen (no change of data) or locked (no change at all); an item, page, visit, subject or file.

The desk asks here on the facts of every command, so no way of entering data gets around a hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace


class Level(StrEnum):
    """How firmly data are held."""

    FROZEN = "frozen"
    """Cleaned, as far as anybody knows: queries go on, and an answer that needs a change needs the hold lifted."""
    LOCKED = "locked"
    """Final: nothing changes any more, no query, no verification. Signing, printing and exporting stay possible."""


@dataclass(frozen=True)
class HoldPlace:
    """What is held: an item of a page, a page, a visit, a subject, or with nothing given the whole file."""

    subject: str | None = None
    visit: VisitPlace | None = None
    page: PagePlace | None = None
    key: EntryKey | None = None

    @property
    def scope(self) -> str:
        """The id of what is held; empty for the whole file."""
        if self.page is not None:
            return scope_of_item(self.page.id, self.key) if self.key else self.page.id
        return self.visit.id if self.visit else self.subject or ""

    @property
    def of_subject(self) -> str | None:
        """The subject it lies within."""
        if self.page is not None:
            return self.page.subject
        return self.visit.subject if self.visit else self.subject


@dataclass(frozen=True)
class Hold:
    """A hold as it was placed: by whom, when, and the number of its fact."""

    scope: str
    level: Level
    person: str
    at: str
    offset: int
    fact: int


def scope_of_item(page: str, key: EntryKey) -> str:
    """Return the id of an item of a page; ids of pages never hold a ``#``."""
    return f"{page}#{key.row}#{key.item}"


def scopes(subject: str | None, visit: str | None, page: str | None, key: EntryKey | None) -> Iterator[str]:
    """Walk the ids of everything something lies within, the narrowest first, the whole file last."""
    if page and key:
        yield scope_of_item(page, key)
    yield from (each for each in (page, visit, subject) if each)
    yield ""


_DATA = frozenset({
    FactKind.SUBJECT_ENROLLED,
    FactKind.VISIT_STARTED, FactKind.VISIT_REDATED, FactKind.VISIT_COMPLETED, FactKind.VISIT_MISSED,
    FactKind.PAGE_STARTED, FactKind.PAGE_COMPLETED, FactKind.PAGE_REOPENED, FactKind.PAGE_NOT_DONE,
    FactKind.ROW_ADDED, FactKind.ROW_REMOVED,
    FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED, FactKind.ENTRY_RELEVANCE,
})  # fmt: skip
_REVIEW = frozenset({
    FactKind.QUERY_RAISED, FactKind.QUERY_ANSWERED, FactKind.QUERY_CLOSED, FactKind.QUERY_REOPENED,
    FactKind.QUERY_CANCELLED, FactKind.SOURCE_VERIFIED, FactKind.SOURCE_UNVERIFIED,
})  # fmt: skip

REFUSED = {Level.FROZEN: _DATA, Level.LOCKED: _DATA | _REVIEW}
"""The facts that must not come about where data are held."""


def scopes_of(draft: Draft) -> Iterator[str]:
    """Walk the ids of everything a fact lies within."""
    key = EntryKey(draft.item, draft.row or "") if draft.item else None
    return scopes(draft.subject, draft.visit, draft.page, key)
