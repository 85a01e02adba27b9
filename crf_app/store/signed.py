"""Signatures held against what they were made for: a change that took none off is found (21 CFR 11.70)."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.capture.record import Signature
from crf_app.capture.signed_content import still_holds
from crf_app.store import records
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Connection

_SIGNED = "SELECT DISTINCT subject FROM signature WHERE broken_by IS NULL AND subject IS NOT NULL ORDER BY subject"


def wrong_signatures(connection: Connection) -> Iterator[Discrepancy]:
    """Walk the unbroken signatures whose pages do not hold what was signed, one subject's record in memory at a time.

    `connection` reads current tables that are true: those a verification has folded afresh.
    """
    for (subject,) in connection.execute(_SIGNED).fetchall():
        try:
            record = records.subject(connection, subject)
        except (ValueError, LookupError):  # a date or an id in it is none: no fact of this program says so
            yield Discrepancy("signature", "What was signed", "it cannot be read", subject=subject)
            continue
        if record is not None:
            unbroken = (each for each in record.signatures.values() if each.broken_by is None)
            yield from (_not_signed(subject, each) for each in unbroken if not still_holds(record, each))


def _not_signed(subject: str, signature: Signature) -> Discrepancy:
    return Discrepancy(
        "signature",
        f"The signature of {signature.name} ({signature.meaning})",
        "its pages do not hold what was signed, and no fact says that it was taken off",
        subject=subject,
        visit=signature.visit,
        page=signature.page,
    )
