"""What takes a signature off: a change to anything it was bound to (21 CFR 11.70)."""

from __future__ import annotations

from collections.abc import Iterable

from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.record import SubjectRecord

BREAKING = {
    FactKind.ENTRY_RECORDED,
    FactKind.ENTRY_DERIVED,
    FactKind.PAGE_REOPENED,
    FactKind.ROW_ADDED,
    FactKind.ROW_REMOVED,
}


def broken_by_change(record: SubjectRecord, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the facts that take signatures off pages which `drafts` change, or off a visit they date otherwise."""
    drafts = list(drafts)
    pages = {draft.page for draft in drafts if draft.kind in BREAKING}
    visits = {draft.visit for draft in drafts if draft.kind is FactKind.VISIT_REDATED}
    return [
        Draft(
            FactKind.SIGNATURE_BROKEN,
            record.id,
            signature.visit,
            signature.page,
            new={"id": signature.id},
            reason="what was signed has changed",
        )
        for signature in record.signatures.values()
        if signature.broken_by is None and (pages & set(signature.pages) or visits & {signature.visit} - {None})
    ]
