"""One subject's record in memory: what the facts about a subject add up to.

`apply` folds one fact into it. The file's tables are folded from the same facts by `store.project`; a property test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Kind
from crf_app.capture.facts import Fact, FactKind, without_salt
from crf_app.capture.holds import Hold, Level, scopes
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace

Stored = dict[str, str]
"""An answer in its stored form (`Answer.as_json`)."""


@dataclass(frozen=True)
class Visit:
    """A visit that took place, or was declared missed. `date` is None only for a missed one."""

    place: VisitPlace
    date: PartialDate | None
    state: Literal["started", "complete", "missed"]
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Entry:
    """What an item holds now. `fact` is the sequence number of the fact that said so last, `changes` how often.

    `verified` is the number of the fact that it was compared with its source, None when it was not, or has changed.
    """

    stored: Stored
    derived: bool
    relevant: bool
    fact: int
    changes: int = 0
    verified: int | None = None

    def answer(self, kind: Kind) -> Answer:
        """Read what is stored, for an item of `kind`; rules ask again and again, so what was read is kept."""
        read: tuple[Kind, Answer] | None = self.__dict__.get("_read")
        if read is None or read[0] is not kind:
            read = self.__dict__["_read"] = (kind, Answer.from_json(kind, self.stored))
        return read[1]


@dataclass
class Page:
    """A page that was begun. `rows` are the rows added to logs: (section, row id), in order."""

    place: PagePlace
    form_version: int
    study_version: str
    state: Literal["begun", "complete", "not_done"] = "begun"
    reason: str | None = None
    comment: str | None = None
    entries: dict[EntryKey, Entry] = field(default_factory=dict)
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class QueryMessage:
    """One message of a query's thread. `person` is ``program`` when a check speaks."""

    at: str
    offset: int
    person: str
    kind: Literal["raised", "answered", "closed", "reopened", "cancelled"]
    text: str


FIRST_BLINDED = 900_001
"""Queries about what is blinded are numbered from here: a gap among the numbers of others would tell of them."""


@dataclass(frozen=True)
class Query:
    """A question about an item, a page, a visit or a subject, and what was said. `number` counts in the file."""

    id: str
    number: int
    page: str | None
    visit: str | None
    row: str | None
    item: str | None
    check: str | None
    state: Literal["open", "answered", "closed", "cancelled"]
    messages: tuple[QueryMessage, ...]

    @property
    def is_live(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in ("open", "answered")


@dataclass(frozen=True)
class Signature:
    """A signature on a visit, a log page or, with neither, the whole casebook, and what broke it, if anything did.

    `pages` are the page ids it holds for, `content` the SHA-256 over what they held when it was made. `withheld` is
    what the signer could not see and did not sign: items of these pages as form/item, whole sections as form//section,
    whole forms as form/.
    """

    id: str
    visit: str | None
    page: str | None
    pages: tuple[str, ...]
    meaning: str
    person: str
    name: str
    role: str
    at: str
    offset: int
    content: str
    first_fact: int
    last_fact: int
    broken_by: int | None = None
    withheld: tuple[str, ...] = ()


@dataclass
class SubjectRecord:
    """Everything the file knows about one subject."""

    id: str
    label: str = ""
    site: str = ""
    enrolled_at: str = ""
    visits: dict[str, Visit] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    def entry(self, page: str, key: EntryKey) -> Entry | None:
        """Return what an item of a page holds."""
        found = self.pages.get(page)
        return found.entries.get(key) if found else None

    def log_pages(self, form: str) -> Iterator[Page]:
        """Walk the pages of a log in the order they were begun."""
        return (
            page
            for page in sorted(self.pages.values(), key=lambda each: each.place.repeat)
            if page.place.visit is None and page.place.form == form
        )

    def next_log_page(self, form: str) -> PagePlace:
        """Return the place the next page of a log will take."""
        last = max((page.place.repeat for page in self.log_pages(form)), default=0)
        return PagePlace(self.id, None, form, last + 1)

    def signature_on(self, page: str) -> Signature | None:
        """Return the unbroken signature that holds for a page."""
        for signature in self.signatures.values():
            if page in signature.pages and signature.broken_by is None:
                return signature
        return None

    def broken_on(self, page: str) -> Signature | None:
        """Return the last signature on a page that a change broke, where none holds for the page since."""
        if self.signature_on(page) is not None:
            return None
        broken = [each for each in self.signatures.values() if page in each.pages and each.broken_by is not None]
        return max(broken, key=lambda each: each.broken_by or 0, default=None)

    def hold_on(self, visit: str | None, page: str | None = None, key: EntryKey | None = None) -> Hold | None:
        """Return the firmest hold of this subject that lies over a place; one on the whole file is not known here."""
        found = [self.holds[scope] for scope in scopes(self.id, visit, page, key) if scope in self.holds]
        return next((hold for hold in found if hold.level is Level.LOCKED), found[0] if found else None)

    def apply(self, fact: Fact) -> None:
        """Fold one fact of this subject into the record."""
        _FOLDS[fact.kind](self, fact) if fact.kind in _FOLDS else None


def _enrolled(record: SubjectRecord, fact: Fact) -> None:
    new = fact.new or {}
    record.label, record.site, record.enrolled_at = new["label"], new["site"], fact.at


def _visit(record: SubjectRecord, fact: Fact) -> None:
    assert fact.visit
    new = fact.new or {}
    before = record.visits.get(fact.visit)
    place = VisitPlace.parse(fact.visit)
    if fact.kind is FactKind.VISIT_MISSED:
        record.visits[fact.visit] = Visit(place, None, "missed", new.get("reason"), new.get("comment"))
    elif fact.kind is FactKind.VISIT_COMPLETED:
        if before:
            record.visits[fact.visit] = replace(before, state="complete")
    else:
        state = before.state if before and before.state != "missed" else "started"
        record.visits[fact.visit] = Visit(place, PartialDate.parse(new["date"]), state)


def _page(record: SubjectRecord, fact: Fact) -> None:
    assert fact.page
    new = fact.new or {}
    page = record.pages.get(fact.page)
    if page is None:
        page = Page(
            PagePlace.parse(fact.page),
            int(new.get("form_version", 0)),
            fact.study_version,
        )
        record.pages[fact.page] = page
    match fact.kind:
        case FactKind.PAGE_COMPLETED:
            page.state = "complete"
        case FactKind.PAGE_REOPENED:
            page.state, page.reason, page.comment = "begun", None, None
            if not new.get("visit"):
                _reopen_visit(record, fact)
        case FactKind.PAGE_NOT_DONE:
            page.state, page.reason = "not_done", new.get("reason")
            page.comment = new.get("comment")
        case FactKind.ROW_ADDED:
            page.rows.append((new["section"], fact.row or ""))
        case FactKind.ROW_REMOVED:
            page.rows = [each for each in page.rows if each[1] != fact.row]
        case _:
            pass


def _reopen_visit(record: SubjectRecord, fact: Fact) -> None:
    visit = record.visits.get(fact.visit or "")
    if visit and visit.state == "complete":
        record.visits[visit.place.id] = replace(visit, state="started")


def _entry(record: SubjectRecord, fact: Fact) -> None:
    assert fact.page
    assert fact.item
    page = record.pages[fact.page]
    key = EntryKey(fact.item, fact.row or "")
    before = page.entries.get(key)
    if fact.kind is FactKind.ENTRY_RELEVANCE:
        if before:
            relevant = (fact.new or {}).get("relevant") == "yes"
            page.entries[key] = replace(before, relevant=relevant)
        return
    changes = before.changes + 1 if before else 0
    stored = without_salt(fact.new)
    derived = fact.kind is FactKind.ENTRY_DERIVED
    relevant = before.relevant if before else True
    page.entries[key] = Entry(stored, derived, relevant, fact.seq, changes)


def _query(record: SubjectRecord, fact: Fact) -> None:
    new = fact.new or {}
    kind = fact.kind.value.partition(".")[2]
    person = new.get("by", fact.person)
    said = QueryMessage(fact.at, fact.offset, person, kind, new.get("text", ""))  # type: ignore[arg-type]
    if fact.kind is FactKind.QUERY_RAISED:
        record.queries[new["id"]] = Query(
            new["id"],
            int(new["number"]),
            fact.page,
            fact.visit,
            fact.row,
            fact.item,
            new.get("check"),
            "open",
            (said,),
        )
        return
    before = record.queries[new["id"]]
    state: Literal["open", "answered", "closed", "cancelled"] = {
        "answered": "answered",
        "closed": "closed",
        "reopened": "open",
        "cancelled": "cancelled",
    }[kind]  # type: ignore[assignment]
    record.queries[new["id"]] = replace(before, state=state, messages=(*before.messages, said))


def _signature(record: SubjectRecord, fact: Fact) -> None:
    new = fact.new or {}
    if fact.kind is FactKind.SIGNATURE_BROKEN:
        before = record.signatures[new["id"]]
        record.signatures[new["id"]] = replace(before, broken_by=fact.seq)
        return
    record.signatures[new["id"]] = Signature(
        new["id"],
        fact.visit,
        fact.page,
        tuple(new["pages"]),
        new["meaning"],
        fact.person,
        new["name"],
        fact.role,
        fact.at,
        fact.offset,
        new["content"],
        int(new["first_fact"]),
        int(new["last_fact"]),
        withheld=tuple(new.get("withheld", ())),
    )


def _source(record: SubjectRecord, fact: Fact) -> None:
    page = record.pages.get(fact.page or "")
    key = EntryKey(fact.item or "", fact.row or "")
    if page is not None and key in page.entries:
        verified = fact.seq if fact.kind is FactKind.SOURCE_VERIFIED else None
        page.entries[key] = replace(page.entries[key], verified=verified)


def _hold(record: SubjectRecord, fact: Fact) -> None:
    new = fact.new or fact.old or {}
    scope = new["scope"]
    if fact.kind is FactKind.HOLD_LIFTED:
        record.holds.pop(scope, None)
    else:
        record.holds[scope] = Hold(scope, Level(new["level"]), fact.person, fact.at, fact.offset, fact.seq)


_FOLDS = {
    FactKind.SUBJECT_ENROLLED: _enrolled,
    FactKind.VISIT_STARTED: _visit,
    FactKind.VISIT_REDATED: _visit,
    FactKind.VISIT_COMPLETED: _visit,
    FactKind.VISIT_MISSED: _visit,
    FactKind.PAGE_STARTED: _page,
    FactKind.PAGE_COMPLETED: _page,
    FactKind.PAGE_REOPENED: _page,
    FactKind.PAGE_NOT_DONE: _page,
    FactKind.ROW_ADDED: _page,
    FactKind.ROW_REMOVED: _page,
    FactKind.ENTRY_RECORDED: _entry,
    FactKind.ENTRY_DERIVED: _entry,
    FactKind.ENTRY_RELEVANCE: _entry,
    FactKind.QUERY_RAISED: _query,
    FactKind.QUERY_ANSWERED: _query,
    FactKind.QUERY_CLOSED: _query,
    FactKind.QUERY_REOPENED: _query,
    FactKind.QUERY_CANCELLED: _query,
    FactKind.SOURCE_VERIFIED: _source,
    FactKind.SOURCE_UNVERIFIED: _source,
    FactKind.HOLD_PLACED: _hold,
    FactKind.HOLD_LIFTED: _hold,
    FactKind.SIGNATURE_MADE: _signature,
    FactKind.SIGNATURE_BROKEN: _signature,
}
