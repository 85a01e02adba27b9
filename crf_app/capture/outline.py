"""A subject at a glance: just enough to say where each visit stands, for lists of many subjects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crf_app.capture.holds import Level
from crf_app.capture.record import Stored, SubjectRecord, Visit


@dataclass
class Outline:
    """What lists need of a subject.

    `pages` maps page id to ``begun``, ``complete`` or ``not_done``. `values` maps (form, item) to what pages hold:
    page id -> stored answer (items outside groups only, and only what is asked now). `broken` are the pages whose
    signature a change took off, where none holds since. `holds` are those within the subject, by what they hold.
    """

    id: str
    label: str
    site: str
    enrolled_at: str
    visits: dict[str, Visit] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    holds: dict[str, Level] = field(default_factory=dict)
    open_queries: dict[str, int] = field(default_factory=dict)
    answered_queries: dict[str, int] = field(default_factory=dict)
    values: dict[tuple[str, str], dict[str, Stored]] = field(default_factory=dict)


def outline_of(record: SubjectRecord, items: Iterable[tuple[str, str]]) -> Outline:
    """Make the outline of a record; `items` are the (form, item) pairs whose values are wanted."""
    outline = Outline(record.id, record.label, record.site, record.enrolled_at, dict(record.visits))
    wanted = set(items)
    for page in record.pages.values():
        outline.pages[page.place.id] = page.state
        for key, entry in page.entries.items():
            name = (page.place.form, key.item)
            if name in wanted and not key.row and entry.stored and entry.relevant:
                outline.values.setdefault(name, {})[page.place.id] = entry.stored
    for signature in record.signatures.values():
        (outline.broken if signature.broken_by is not None else outline.signed).update(signature.pages)
    outline.broken -= outline.signed
    outline.holds.update((scope, hold.level) for scope, hold in record.holds.items())
    for query in record.queries.values():
        where = query.page or query.visit or record.id
        if query.state == "open":
            outline.open_queries[where] = outline.open_queries.get(where, 0) + 1
        elif query.state == "answered":
            outline.answered_queries[where] = outline.answered_queries.get(where, 0) + 1
    return outline
