"""What a report about one subject reads: the record, its facts, where each visit stands, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Literal

from crf_app.base.values import Answer
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.form_session import FormSession, Seen
from crf_app.capture.holds import Hold, Level
from crf_app.capture.outline import outline_of
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import Entry, Query, Signature, SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.capture.timeline import OVER, Mark, Timeline, VisitStatus, items_needed, timeline
from crf_app.services.verification import Comparison, comparisons
from crf_app.store.seen import SeenFile
from crf_app.store.study_reader import StudyReader
from crf_app.study.form import Form
from crf_app.study.study import Study

Status = Literal["interim", "final", "changed"]


@dataclass(frozen=True)
class Alteration:
    """One change of an entry that held something before. `letter` counts the entries changed at a visit, from 0."""

    fact: Fact
    key: EntryKey
    letter: int
    first: bool

    @property
    def anchor(self) -> str:
        """Where the change is told in the document."""
        return f"change-{self.fact.station}-{self.fact.seq}"


@dataclass
class SubjectPaper:
    """One subject as reports read it, at one moment. It holds no connection and may be used in any thread.

    Where not everything is seen, `whole` is the record the rules read, and nothing is printed from it.
    """

    study: Study
    record: SubjectRecord
    facts: tuple[Fact, ...]
    now: datetime
    file_hold: Hold | None = None
    whole: SubjectRecord | None = None
    sight: Sight | None = None
    line: Timeline = field(init=False)

    def __post_init__(self) -> None:
        """Work out where each visit stands."""
        if self.sight is not None and self.whole is not None:
            outline = self.sight.outline(self.record, self.whole)
        else:
            outline = outline_of(self.record, items_needed(self.study))
        self.line = timeline(self.study, outline, self.now)

    @classmethod
    def read(cls, reader: StudyReader, study: Study, subject: str, now: datetime) -> SubjectPaper:
        """Read a subject by id. Raises KeyError when there is none."""
        record = reader.subject(subject)
        if record is None:
            raise KeyError(subject)
        facts, hold = tuple(reader.facts(subject=subject)), reader.file_holds().get("")
        if isinstance(reader, SeenFile) and not reader.sight.whole:
            return cls(study, record, facts, now, hold, reader.whole(subject), reader.sight)
        return cls(study, record, facts, now, hold)

    def session(self, page: PagePlace, language: str) -> FormSession:
        """Return the rules' view of a page: what is asked, flags, what scores count as."""
        sight, whole = self.sight, self.whole
        if sight is None or whole is None or not isinstance(sight.study, Study):
            return FormSession(self.study, self.record, page, self.now.date(), language)
        check, fills = partial(sight.check, page.form), partial(sight.fills, page.form)
        seen = Seen(self.study.forms[page.form], check, fills, lambda: whole)
        return FormSession(sight.study, self.record, page, self.now.date(), language, seen)

    def entry(self, page: PagePlace, key: EntryKey) -> Entry | None:
        """Return what an entry holds, None while it is blank."""
        found = self.record.entry(page.id, key)
        return found if found is not None and found.stored else None

    def value(self, role: str) -> Answer | None:
        """Return the answer of the item with a role, at the first page that has one."""
        place = self.study.roles.get(role)
        if place is None:
            return None
        form, item = place
        for page in self.record.pages.values():
            entry = self.entry(page.place, EntryKey(item))
            if page.place.form == form and entry is not None:
                return Answer.from_json(self.study.item(form, item).kind, entry.stored)
        return None

    # ------------------------------------------------------------------ visits and pages

    def visit(self, planned: str) -> VisitStatus | None:
        """Return the status of a planned visit, the first one where it repeats."""
        return next((each for each in self.line.visits if each.planned.id == planned), None)

    def visits_with_paper(self) -> Iterator[VisitStatus]:
        """Walk the visits there is something to print of, in order of the schedule."""
        for status in self.line.visits:
            if status.held is not None or any(mark is not Mark.EMPTY for _, mark in status.page_marks):
                yield status

    def pages_of(self, visit: VisitPlace) -> tuple[str, ...]:
        """Return the ids of the pages begun at a visit."""
        return tuple(page for page, held in self.record.pages.items() if held.place.visit == visit)

    def logs(self) -> Iterator[tuple[Form, list[PagePlace]]]:
        """Walk the logs with the pages each one has."""
        for form in self.study.schedule.logs:
            yield self.study.forms[form], [page.place for page in self.record.log_pages(form)]

    # ------------------------------------------------------------------ queries, changes, signatures

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """All queries by number."""
        return tuple(sorted(self.record.queries.values(), key=lambda query: query.number))

    def queries_of(self, pages: tuple[str, ...], visit: str | None = None) -> list[Query]:
        """Return the queries on some pages, and on a visit itself."""
        return [q for q in self.queries if q.page in pages or (q.page is None and visit and q.visit == visit)]

    @cached_property
    def _entry_queries(self) -> dict[tuple[str, EntryKey], list[Query]]:
        found: dict[tuple[str, EntryKey], list[Query]] = {}
        for query in self.queries:
            if query.page and query.item:
                found.setdefault((query.page, EntryKey(query.item, query.row or "")), []).append(query)
        return found

    def queries_at(self, page: PagePlace, key: EntryKey) -> list[Query]:
        """Return the queries on one entry."""
        return self._entry_queries.get((page.id, key), [])

    @cached_property
    def alterations(self) -> Mapping[str, tuple[Alteration, ...]]:
        """Every change of a person's entry that held something before, by visit id, or by page id in logs."""
        found: dict[str, list[Alteration]] = {}
        for fact in self.facts:
            if fact.kind is not FactKind.ENTRY_RECORDED or not fact.old or fact.page is None or fact.item is None:
                continue
            place = PagePlace.parse(fact.page)
            where = place.visit.id if place.visit else place.id
            told = found.setdefault(where, [])
            key = EntryKey(fact.item, fact.row or "")
            before = next((each for each in told if each.key == key and each.fact.page == fact.page), None)
            letter = before.letter if before else len({each.letter for each in told})
            told.append(Alteration(fact, key, letter, before is None))
        return {where: tuple(told) for where, told in found.items()}

    @cached_property
    def comparisons(self) -> Mapping[tuple[str, EntryKey], Comparison]:
        """The entries that were compared with their source, by page id and key."""
        return comparisons(self.facts)

    def hold_on(self, page: PagePlace) -> Hold | None:
        """Return the firmest hold that lies over a page."""
        held = self.record.hold_on(page.visit.id if page.visit else None, page.id)
        found = [each for each in (held, self.file_hold) if each is not None]
        return next((each for each in found if each.level is Level.LOCKED), found[0] if found else None)

    def broken_by(self, signature: Signature) -> Fact | None:
        """Return the fact that took a signature off: who changed what was signed, and when."""
        return next((fact for fact in self.facts if fact.seq == signature.broken_by), None)

    @cached_property
    def _letters(self) -> dict[tuple[str, EntryKey], Alteration]:
        return {
            (each.fact.page or "", each.key): each for told in self.alterations.values() for each in told if each.first
        }

    def alteration_at(self, page: PagePlace, key: EntryKey) -> Alteration | None:
        """Return the first change of an entry, whose letter stands at its value."""
        return self._letters.get((page.id, key))

    def signatures_of(self, pages: tuple[str, ...]) -> list[Signature]:
        """Return the signatures that were made on some of these pages, in order."""
        return [each for each in self.record.signatures.values() if set(each.pages) & set(pages)]

    # ------------------------------------------------------------------ the whole

    def status(self, pages: tuple[str, ...] | None = None) -> Status:
        """Tell how final what is printed is; `pages` limits it to some pages, else the whole subject counts.

        Final: each page is complete and signed or not done, no query waits, and for the whole subject nothing more
        is to come. Changed: a signed page changed and was not signed again.
        """
        mine = tuple(self.record.pages) if pages is None else pages
        signed = {page: self.record.signature_on(page) is not None for page in mine}
        for signature in self.record.signatures.values():
            if signature.broken_by is not None and any(not signed.get(page, True) for page in signature.pages):
                return "changed"
        finished = all(
            self.record.pages[page].state == "not_done"
            or (self.record.pages[page].state == "complete" and signed[page])
            for page in mine
        )
        waiting = any(query.is_live for query in self.queries_of(mine))
        over = pages is not None or self._nothing_to_come()
        return "final" if mine and finished and over and not waiting else "interim"

    def _nothing_to_come(self) -> bool:
        ended = (Mark.SIGNED, Mark.MISSED, Mark.NA)
        return self.line.stage in OVER and all(status.mark in ended for status in self.line.visits)
