"""Facts: the lines of the audit trail. Nothing reaches a table but through one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Content = Mapping[str, Any]
"""What a fact says, as JSON values."""


class FactKind(StrEnum):
    """What can happen. The names are stored: they are never renamed, only added to."""

    FILE_CREATED = "file.created"
    DEFINITION_STORED = "definition.stored"
    FILE_OPENED = "file.opened"
    BACKUP_MADE = "backup.made"
    FILE_RESTORED = "file.restored"
    FILE_MIGRATED = "file.migrated"
    FILE_DEPARTED = "file.departed"
    CLOCK_MOVED_BACK = "clock.moved_back"
    EXPORTED = "file.exported"
    PRINTED = "report.printed"
    PERSON_ADDED = "person.added"
    PERSON_CHANGED = "person.changed"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PASSWORD_CHANGED = "person.password_changed"  # noqa: S105 - the name of a fact
    PASSWORD_RESET = "person.password_reset"  # noqa: S105 - the name of a fact
    PERSON_SIGNED_IN = "person.signed_in"
    PERSON_SIGNED_OUT = "person.signed_out"
    SIGN_IN_FAILED = "person.sign_in_failed"
    PERSON_LOCKED_OUT = "person.locked_out"
    PERSON_RELEASED = "person.released"
    SUBJECT_ENROLLED = "subject.enrolled"
    VISIT_STARTED = "visit.started"
    VISIT_REDATED = "visit.redated"
    VISIT_COMPLETED = "visit.completed"
    VISIT_MISSED = "visit.missed"
    PAGE_STARTED = "page.started"
    PAGE_COMPLETED = "page.completed"
    PAGE_REOPENED = "page.reopened"
    PAGE_NOT_DONE = "page.not_done"
    ROW_ADDED = "row.added"
    ROW_REMOVED = "row.removed"
    ENTRY_RECORDED = "entry.recorded"
    ENTRY_DERIVED = "entry.derived"
    ENTRY_RELEVANCE = "entry.relevance"
    QUERY_RAISED = "query.raised"
    QUERY_ANSWERED = "query.answered"
    QUERY_CLOSED = "query.closed"
    QUERY_REOPENED = "query.reopened"
    QUERY_CANCELLED = "query.cancelled"
    SOURCE_VERIFIED = "source.verified"
    SOURCE_UNVERIFIED = "source.unverified"
    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    SIGNATURE_MADE = "signature.made"
    SIGNATURE_BROKEN = "signature.broken"


OF_THE_FILE = frozenset(kind for kind in FactKind if kind.value.startswith("person.")) | {
    FactKind.FILE_CREATED, FactKind.DEFINITION_STORED, FactKind.FILE_OPENED, FactKind.BACKUP_MADE,
    FactKind.FILE_RESTORED, FactKind.FILE_MIGRATED, FactKind.FILE_DEPARTED, FactKind.CLOCK_MOVED_BACK,
}  # fmt: skip
"""Facts about the file and the people in it, never about a subject. A print or an export may be of one."""


@dataclass(frozen=True)
class Draft:
    """A fact before it has a place in the chain: what a handler says has happened.

    `page` is a PagePlace id, `visit` a VisitPlace id. `old` and `new` are what the thing held before and after.
    """

    kind: FactKind
    subject: str | None = None
    visit: str | None = None
    page: str | None = None
    row: str | None = None
    item: str | None = None
    old: Content | None = None
    new: Content | None = None
    reason: str | None = None


SALT = "salt"
"""The part of an entry's content that says nothing: random digits in facts about what is blinded.

Whoever may not see such a fact still sees its hash, in the fact behind it and in seals. Without the salt a hash of one
of two treatments would be guessed at the second try.
"""


def without_salt(content: Content | None) -> dict[str, Any]:
    """Return what a fact says of an entry."""
    return {name: part for name, part in (content or {}).items() if name != SALT}


@dataclass(frozen=True)
class Actor:
    """Who does it: a person of the file in a role, or the program itself (``person`` is ``program``)."""

    person: str
    name: str
    role: str


@dataclass(frozen=True)
class Fact:
    """One line of the audit trail.

    `seq` counts within the station, `lamport` orders facts across stations, `at` is UTC in ISO 8601 with milliseconds
    and ``Z``, `offset` the station's offset from UTC in minutes. `hash` is SHA-256 over the canonical JSON of
    everything else, `previous` included: each fact holds on to the one before it.
    """

    station: str
    seq: int
    lamport: int
    at: str
    offset: int
    person: str
    role: str
    program: str
    study_version: str
    kind: FactKind
    kind_version: int
    subject: str | None
    visit: str | None
    page: str | None
    row: str | None
    item: str | None
    old: Content | None
    new: Content | None
    reason: str | None
    previous: str
    hash: str = ""

    def content_hash(self) -> str:
        """Work out what `hash` must be."""
        parts = {name: getattr(self, name) for name in HASHED}
        return hashlib.sha256(canonical(parts)).hexdigest()


HASHED = tuple(name for name in Fact.__dataclass_fields__ if name != "hash")
FIRST = "0" * 64
"""What the first fact of a station holds as `previous`."""


_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
"""Kept, because `json.dumps` would make one for each of the two texts of a fact."""


def canonical(parts: Mapping[str, Any]) -> bytes:
    """Return the one JSON text of `parts`: keys in order, no spaces, UTF-8 as it is."""
    return _WRITER.encode(parts).encode()


def seal_of(head: str) -> str:
    """Shorten the hash at the head of a chain to what is printed: four groups of four."""
    digits = head[:16].upper()
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))
