"""Facts as rows of the audit trail, and the hash that ties each to the one before."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring

from crf_app.capture.facts import Content, Draft, Fact, FactKind, canonical
from crf_app.store.connection import Row

COLUMNS = (
    'station, seq, lamport, at, "offset", person, role, program, study_version, kind, kind_version, '
    'subject, visit, page, "row", item, "old", "new", reason, previous, hash'
)
"""The columns of `fact` in the order of the fields of `Fact`."""

INSERT = (
    f"INSERT INTO fact ({COLUMNS}) "  # noqa: S608 - our own column names
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


_FIELDS = tuple(Fact.__dataclass_fields__)


def content_text(content: Content | None) -> str | None:
    """Return the text a fact's `old` or `new` is stored and hashed as."""
    return None if content is None else canonical(content).decode()


def row_hash(row: Row) -> str:
    """Work out what the last column of a row of `fact` must be.

    It is `Fact.content_hash` without reading `old` and `new` and writing them again, three times as
    fast: the canonical JSON is put together from the stored texts, so a text that is not canonical
    does not match.
    """
    (station, seq, lamport, at, offset, person, role, program, study_version, kind, kind_version,
     subject, visit, page, place, item, old, new, reason, previous, _) = row  # fmt: skip
    text = (
        f'{{"at":{_quoted(at)},"item":{_quoted(item)},"kind":{_quoted(kind)},'
        f'"kind_version":{kind_version},"lamport":{lamport},"new":{new or "null"},'
        f'"offset":{offset},"old":{old or "null"},"page":{_quoted(page)},"person":{_quoted(person)},'
        f'"previous":{_quoted(previous)},"program":{_quoted(program)},"reason":{_quoted(reason)},'
        f'"role":{_quoted(role)},"row":{_quoted(place)},"seq":{seq},"station":{_quoted(station)},'
        f'"study_version":{_quoted(study_version)},"subject":{_quoted(subject)},"visit":{_quoted(visit)}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def fact_of(row: Row) -> Fact:
    """Read a row of `fact`. Raises ValueError for a kind this program does not know."""
    return _fact(row, _KINDS.get(row[9]) or FactKind(row[9]), _content(row[16]), _content(row[17]))


_KINDS = {kind.value: kind for kind in FactKind}
_READER = json.JSONDecoder()
"""`json.loads` makes the same detour for each of a million texts."""


def _content(text: str | None) -> Content | None:
    if text is None:
        return None
    return {} if text == "{}" else _READER.decode(text)  # what most entries held before


def fact_of_draft(draft: Draft, row: Row) -> Fact:
    """Return the fact a draft has become, without reading its JSON back."""
    return _fact(row, draft.kind, draft.old, draft.new)


def _fact(row: Row, kind: FactKind, old: Content | None, new: Content | None) -> Fact:
    fact = object.__new__(Fact)
    # A frozen dataclass sets its 21 fields one slow step at a time; trails of half a million facts
    # are read and written here, and this takes half the time.
    parts = vars(fact)
    parts.update(zip(_FIELDS, row, strict=True))
    parts["kind"], parts["old"], parts["new"] = kind, old, new
    return fact


def _quoted(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)
