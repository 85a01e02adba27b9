"""A file as one role may see it: everything that is shown, printed, exported, listed or searched is read through it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Final

from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.record import SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.store.audit_trail import Wanted
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.listings import QueryCounts, QueryLine, SignatureLine, SubjectOverview
from crf_app.store.study_reader import StudyReader
from crf_app.store.verify import Cancelled, Progress, VerifyResult

_WRONG: Final = "something does not hold here that not everybody may see; the unblinded pharmacist is told what it is"

FOLLOWING: Final = frozenset({
    FactKind.QUERY_ANSWERED, FactKind.QUERY_CLOSED, FactKind.QUERY_REOPENED, FactKind.QUERY_CANCELLED,
})  # fmt: skip
"""What is said of a query after it was raised."""


class SeenFile(StudyReader):
    """Reads what a `StudyReader` reads, without what is out of sight."""

    def __init__(self, door: Door, access: Access, connection: Connection, sight: Sight) -> None:
        """Read through an open connection, which stays its owner's."""
        super().__init__(door, access, connection)
        self.sight = sight

    @classmethod
    def of(cls, file: StudyReader, sight: Sight) -> SeenFile:
        """Look at an open file, on its own connection; closing it is the file's affair."""
        return cls(file._door, file._access, file._connection, sight)

    def reader(self) -> SeenFile:
        """Open a second connection with the same sight, for the calling thread."""
        return SeenFile.of(super().reader(), self.sight)

    def subject_ids(self) -> tuple[str, ...]:
        """Return the ids of all subjects, by label, where subjects are seen at all."""
        return super().subject_ids() if self.sight.subjects else ()

    def subject(self, id_: str) -> SubjectRecord | None:
        """Return one subject's record as far as it is seen."""
        if not self.sight.subjects:
            return None
        record = super().subject(id_)
        return self.sight.of_record(record) if record else None

    def whole(self, id_: str) -> SubjectRecord | None:
        """Return one subject's whole record: for the rules and for what is told to everybody, never to be shown."""
        return super().subject(id_)

    def overview(self, items: Sequence[tuple[str, str]] = ()) -> tuple[SubjectOverview, ...]:
        """Return the matrix as far as it is seen."""
        if not self.sight.subjects:
            return ()
        found = super().overview([each for each in items if self.sight.told(*each)])
        if self.sight.whole:
            return found
        # Counted by page, hidden questions could not be told from others: they are counted afresh from the list.
        counts = _counted(self.queries())
        return tuple(self._of_overview(each, counts.get(each.id, {})) for each in found)

    def _of_overview(self, line: SubjectOverview, queries: dict[str, QueryCounts]) -> SubjectOverview:
        form, place = self.sight.form, self.sight.place
        line.pages = {
            visit: {id_: state for id_, state in pages.items() if form(id_)} for visit, pages in line.pages.items()
        }
        line.log_pages = {id_: state for id_, state in line.log_pages.items() if place(id_, None)}
        line.signed = {id_: holds for id_, holds in line.signed.items() if place(id_, None)}
        line.queries = queries
        return line

    def queries(self, *, closed: bool = False) -> tuple[QueryLine, ...]:
        """Return the queries that are seen."""
        return tuple(each for each in super().queries(closed=closed) if self._asked(each))

    def signatures(self) -> tuple[SignatureLine, ...]:
        """Return the signatures on something that is seen."""
        found = super().signatures()
        if self.sight.whole:
            return found
        pages = self.signed_pages()
        return tuple(each for each in found if any(self.sight.place(page, None) for page in pages.get(each.id, ())))

    def verify(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> VerifyResult:
        """Verify the whole file; of what does not hold and is out of sight it is told that, and not what it holds."""
        result = super().verify(progress, cancelled)
        return replace(result, discrepancies=tuple(map(self._told, result.discrepancies)))

    def _told(self, found: Discrepancy) -> Discrepancy:
        if found.page is None:
            # What was said of a query stands in a table that does not know where it was asked.
            seen = self.sight.whole or not found.about.startswith("The table query_message")
        else:
            seen = self.sight.place(found.page, found.item)
        return found if seen else Discrepancy(found.code, found.about.partition(",")[0], _WRONG)

    def _asked(self, line: QueryLine) -> bool:
        return self.sight.asked(line.page, line.item, line.check)

    @cached_property
    def _unasked(self) -> frozenset[str]:
        """The queries that stand where the role sees and are not for it; facts that follow do not name the check."""
        return frozenset(each.id for each in super().queries(closed=True) if not self._asked(each))

    def sees(self, fact: Fact) -> bool:
        """Whether a fact of the whole trail is seen."""
        if not self.sight.fact(fact):
            return False
        # Only who is confined to forms may see a place and not what a check asks there.
        return not (self.sight.confined and fact.kind in FOLLOWING and (fact.new or {}).get("id") in self._unasked)

    def source_counts(self, left_out: Collection[str] = ()) -> dict[str, tuple[int, int]]:
        """Return how many entries were compared with their source, of how many that are seen."""
        forms = self.sight.study.forms.values()
        hidden = {f"{form.id}/{item.id}" for form in forms for item in form.items()
                  if not self.sight.item(form.id, item.id)}  # fmt: skip
        return super().source_counts(hidden.union(left_out))

    def facts(
        self,
        *,
        subject: str | None = None,
        visit: str | None = None,
        page: str | None = None,
        item: str | None = None,
        row: str | None = None,
        kinds: Collection[FactKind] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Fact]:
        """Walk the facts that match and are seen."""
        found = super().facts(
            subject=subject, visit=visit, page=page, item=item, row=row, kinds=kinds,
            since=since, until=until, newest_first=newest_first, limit=None if not self.sight.whole else limit,
        )  # fmt: skip
        left = -1 if limit is None else limit
        for fact in found:
            if not left:
                return
            if self.sees(fact):
                left -= 1
                yield fact

    def trail(self, wanted: Wanted, *, newest_first: bool = False) -> Iterator[Fact]:
        """Walk the facts that match and are seen."""
        return (fact for fact in super().trail(wanted, newest_first=newest_first) if self.sees(fact))


def _counted(lines: Sequence[QueryLine]) -> dict[str, dict[str, QueryCounts]]:
    """Count live queries by subject and place, as the matrix does."""
    counts: dict[str, dict[str, QueryCounts]] = {}
    for each in lines:
        places = counts.setdefault(each.subject, {})
        place = each.page or each.visit or each.subject
        opened, answered = places.get(place, QueryCounts())
        places[place] = QueryCounts(opened + (each.state == "open"), answered + (each.state == "answered"))
    return counts
