"""What a signature is bound to: a hash over everything the signed pages hold (21 CFR 11.70)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from crf_app.capture.facts import canonical
from crf_app.capture.record import Page, Signature, SubjectRecord


def content_of(pages: Iterable[Page], withheld: Collection[str] = ()) -> str:
    """Return the SHA-256 over what the pages hold, without the items in `withheld` (as form/item)."""
    held = {
        page.place.id: {
            "state": page.state,
            "form_version": page.form_version,
            "entries": {
                f"{key.row}/{key.item}": entry.stored
                for key, entry in page.entries.items()
                if f"{page.place.form}/{key.item}" not in withheld
            },
        }
        for page in pages
    }
    return hashlib.sha256(canonical(held)).hexdigest()


def still_holds(record: SubjectRecord, signature: Signature) -> bool:
    """Whether the pages hold what was signed; a page that is gone does not."""
    pages = [record.pages.get(page) for page in signature.pages]
    found = [page for page in pages if page is not None]
    return len(found) == len(pages) and content_of(found, signature.withheld) == signature.content
