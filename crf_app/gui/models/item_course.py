"""What an item, or a page, went through: its own facts, and those of the signatures and holds that reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.holds import scopes
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.store.study_reader import StudyReader

MOST: Final = 400
"""Facts that are shown at most; all of them are in the audit trail."""

_AROUND: Final = frozenset({
    FactKind.SIGNATURE_MADE, FactKind.SIGNATURE_BROKEN, FactKind.HOLD_PLACED, FactKind.HOLD_LIFTED,
})  # fmt: skip


def course_of(view: StudyReader, page: PagePlace, key: EntryKey | None) -> list[Fact]:
    """Return the facts of an entry, or of a page as a whole, newest first."""
    found = [*_own(view, page, key), *_around(view, page, key)]
    return sorted(found, key=lambda fact: fact.seq, reverse=True)[:MOST]


def _own(view: StudyReader, page: PagePlace, key: EntryKey | None) -> Iterator[Fact]:
    item, row = (key.item, key.row) if key else (None, None)
    for fact in view.facts(page=page.id, item=item, row=row or None, newest_first=True):
        if fact.kind not in _AROUND and (key is None or (fact.row or "") == key.row):
            yield fact


def _around(view: StudyReader, page: PagePlace, key: EntryKey | None) -> Iterator[Fact]:
    """Walk the signatures on the page and what broke them, and the holds it lies within."""
    held = set(scopes(page.subject, page.visit.id if page.visit else None, page.id, key))
    signed: set[str] = set()
    for fact in view.facts(subject=page.subject, kinds=_AROUND):
        told = fact.new or fact.old or {}
        if fact.kind is FactKind.SIGNATURE_MADE and page.id in told.get("pages", ()):
            signed.add(str(told["id"]))
        if str(told.get("id")) in signed or ("scope" in told and told["scope"] in held):
            yield fact
