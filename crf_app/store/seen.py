"""A file as one role may see it: everything that is shown, printed, exported, listed or searched is read through it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.record import SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.listings import QueryCounts, QueryLine, SubjectOverview
from crf_app.store.study_reader import StudyReader


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

    def subject(self, id_: str) -> SubjectRecord | None:
        """Return one subject's record as far as it is seen."""
        record = super().subject(id_)
        return self.sight.of_record(record) if record else None

    def overview(self, items: Sequence[tuple[str, str]] = ()) -> tuple[SubjectOverview, ...]:
        """Return the matrix as far as it is seen."""
        seen = [each for each in items if self.sight.item(*each)]
        found = super().overview(seen)
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
        return tuple(each for each in super().queries(closed=closed) if self.sight.place(each.page, each.item))

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
            if self.sight.fact(fact):
                left -= 1
                yield fact


def _counted(lines: Sequence[QueryLine]) -> dict[str, dict[str, QueryCounts]]:
    """Count live queries by subject and place, as the matrix does."""
    counts: dict[str, dict[str, QueryCounts]] = {}
    for each in lines:
        places = counts.setdefault(each.subject, {})
        place = each.page or each.visit or each.subject
        opened, answered = places.get(place, QueryCounts())
        places[place] = QueryCounts(opened + (each.state == "open"), answered + (each.state == "answered"))
    return counts
