"""What a change undoes: signatures (21 CFR 11.70) and comparisons with the source (ICH E6(R3) 4.2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crf_app.base.words import mark
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Signature, SubjectRecord

BREAKING = frozenset({
    FactKind.ENTRY_RECORDED,
    FactKind.ENTRY_DERIVED,
    FactKind.PAGE_REOPENED,
    FactKind.ROW_ADDED,
    FactKind.ROW_REMOVED,
})  # fmt: skip

ADDING = frozenset({FactKind.PAGE_STARTED, FactKind.VISIT_STARTED, FactKind.VISIT_MISSED})
"""What a signature on a visit or a casebook did not have before it."""

CHANGED = mark("what was signed has changed")
VALUE_CHANGED = mark("the value has changed")


def undone_by_change(record: SubjectRecord, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the facts that take off signatures and source verifications of what `drafts` change."""
    drafts = list(drafts)
    return [*_broken(record, drafts), *_unverified(record, drafts)]


def _broken(record: SubjectRecord, drafts: list[Draft]) -> Iterator[Draft]:
    for signature in record.signatures.values():
        if signature.broken_by is None and any(_breaks(signature, draft) for draft in drafts):
            yield Draft(
                FactKind.SIGNATURE_BROKEN,
                record.id,
                signature.visit,
                signature.page,
                new={"id": signature.id},
                reason=CHANGED,
            )


def _breaks(signature: Signature, draft: Draft) -> bool:
    if draft.kind in BREAKING:
        return draft.page in signature.pages and not _withheld(signature, draft)
    if draft.kind is FactKind.VISIT_REDATED:
        return signature.page is None and signature.visit in (None, draft.visit)
    if draft.kind in ADDING and signature.page is None and not _withheld(signature, draft):
        return signature.visit is None or (draft.kind is FactKind.PAGE_STARTED and signature.visit == draft.visit)
    return False


def _withheld(signature: Signature, draft: Draft) -> bool:
    """Whether the signer did not see what changes, so that it was not signed and must not be told of."""
    if not signature.withheld or draft.page is None:
        return False
    form = PagePlace.parse(draft.page).form
    where = [f"{form}/"]
    if draft.item is not None:
        where.append(f"{form}/{draft.item}")
    elif draft.kind in (FactKind.ROW_ADDED, FactKind.ROW_REMOVED):
        where.append(f"{form}//{(draft.new or draft.old or {}).get('section')}")
    return any(each in signature.withheld for each in where)


def _unverified(record: SubjectRecord, drafts: list[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        if draft.kind not in (FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED) or not draft.page or not draft.item:
            continue
        held = record.entry(draft.page, EntryKey(draft.item, draft.row or ""))
        if held is not None and held.verified is not None:
            where = (draft.subject, draft.visit, draft.page, draft.row, draft.item)
            old = {"verified": str(held.verified)}
            yield Draft(FactKind.SOURCE_UNVERIFIED, *where, old=old, reason=VALUE_CHANGED)
