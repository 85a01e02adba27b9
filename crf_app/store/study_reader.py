"""What can be read from a file, on one connection of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

from crf_app.base.texts import whole as whole_text
from crf_app.base.usernames import folded
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.holds import Hold
from crf_app.capture.record import SubjectRecord
from crf_app.store import audit_trail, listings, records
from crf_app.store.at_opening import lost_end
from crf_app.store.audit_trail import Wanted
from crf_app.store.backup import BackupResult, Share, back_up
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.faults import faults_of, no_definition, sense_of
from crf_app.store.listings import QueryLine, SignatureLine, SubjectOverview
from crf_app.store.lock import noted_in
from crf_app.store.records import Attempt, Definition, FileInfo, Person
from crf_app.store.unit_of_work import head
from crf_app.store.verify import Cancelled, Progress, VerifyResult, verify


class StudyReader:
    """A file open for reading. It belongs to the thread that opened it."""

    def __init__(self, door: Door, access: Access, connection: Connection) -> None:
        """Read through an open connection; `door` and `access` open further ones."""
        self._door = door
        self._access = access
        self._connection = connection
        self._info: FileInfo | None = None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._door.path

    def reader(self) -> StudyReader:
        """Open a second connection for reading, for the calling thread. It takes a few milliseconds.

        Raises:
            Fault: the file cannot be opened any more.
        """
        access = Access.READ if self._access is Access.WRITE else self._access
        with faults_of(self.path):
            return StudyReader(self._door, access, self._door.open(access))

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._connection.close()

    def __enter__(self) -> StudyReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ the file

    @property
    def info(self) -> FileInfo:
        """The study and site the file was made for, and by which program."""
        if self._info is None:
            with sense_of(self.path):
                self._info = records.file_info(self._connection)
        return self._info

    @property
    def study_id(self) -> str:
        """The study the file belongs to."""
        return self.info.study

    @property
    def site(self) -> str:
        """The site the file belongs to."""
        return self.info.site

    def definition(self, version: str | None = None) -> Definition:
        """Return the study's definition: that of `version`, else the latest.

        Raises:
            Fault: the file holds no such version.
        """
        with sense_of(self.path):
            found = records.definition(self._connection, version)
        if found is None:
            raise no_definition(self.path, version)
        return found

    # ------------------------------------------------------------------ people

    def people(self) -> tuple[Person, ...]:
        """Return everybody who works in the file, in the order in which they were added."""
        with sense_of(self.path):
            return records.people(self._connection)

    def person_by_username(self, username: str) -> Person | None:
        """Return who signs in under this name, however it is spelled."""
        wanted = folded(username)
        return next((one for one in self.people() if folded(one.username) == wanted), None)

    def credential(self, person: str) -> str | None:
        """Return a person's password hash."""
        with sense_of(self.path):
            row = self._connection.execute("SELECT hash FROM credential WHERE person=?", (person,)).fetchone()
        return row[0] if row else None

    def attempts_of(self, person: str, limit: int = 20) -> tuple[Attempt, ...]:
        """Return what a person did at the door last, newest first."""
        with sense_of(self.path):
            return records.attempts_of(self._connection, person, limit)

    def attempts_since(self, fact: int) -> tuple[Attempt, ...]:
        """Return every sign-in, failure and lock-out after a fact, in order."""
        with sense_of(self.path):
            return records.attempts_since(self._connection, fact)

    # ------------------------------------------------------------------ subjects

    def subject_ids(self) -> tuple[str, ...]:
        """Return the ids of all subjects, by label."""
        with sense_of(self.path):
            return records.subject_ids(self._connection)

    def subject(self, id_: str) -> SubjectRecord | None:
        """Return one subject's whole record, or None if nobody has this id."""
        with sense_of(self.path):
            return records.subject(self._connection, id_)

    def find_subject(self, label: str) -> str | None:
        """Return the id of the subject with exactly this label."""
        with sense_of(self.path):
            return records.find_subject(self._connection, whole_text(label))

    def live_queries(self, scope: str) -> int:
        """Return how many queries wait within a subject, a visit or a page, given by id, or with "" in the file."""
        with sense_of(self.path):
            return records.live_queries(self._connection, scope)

    def next_query_number(self, *, blinded: bool = False) -> int:
        """Return the number the next query of this file takes, on what is blinded or on anything else."""
        with sense_of(self.path):
            return records.next_query_number(self._connection, blinded=blinded)

    def overview(self, items: Sequence[tuple[str, str]] = ()) -> tuple[SubjectOverview, ...]:
        """Return every subject's line of the matrix, with the answers to the given (form, item) pairs."""
        with sense_of(self.path):
            return listings.overview(self._connection, items)

    def file_holds(self) -> dict[str, Hold]:
        """Return the hold on the whole file, if there is one; those of a subject are in its record."""
        with sense_of(self.path):
            return records.holds(self._connection, None)

    def queries(self, *, closed: bool = False) -> tuple[QueryLine, ...]:
        """Return the queries that wait, with those that are closed when asked, by number."""
        with sense_of(self.path):
            return listings.queries(self._connection, closed=closed)

    def source_counts(self, left_out: Collection[str] = ()) -> dict[str, tuple[int, int]]:
        """Return by subject how many entries were compared with their source, of how many, without some form/items."""
        with faults_of(self.path):
            return listings.source_counts(self._connection, left_out)

    def signatures(self) -> tuple[SignatureLine, ...]:
        """Return all signatures in the order in which they were made."""
        with sense_of(self.path):
            return listings.signatures(self._connection)

    def signed_pages(self) -> dict[str, list[str]]:
        """Return the ids of the pages each signature holds for."""
        with faults_of(self.path):
            return listings.signed_pages(self._connection)

    # ------------------------------------------------------------------ the audit trail

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
        """Walk the facts that match; `since` is included, `until` is not."""
        wanted = audit_trail.Wanted(subject, visit, page, item, row, kinds, since, until)
        with sense_of(self.path):
            yield from audit_trail.facts(self._connection, wanted, newest_first=newest_first, limit=limit)

    def trail(self, wanted: Wanted, *, newest_first: bool = False) -> Iterator[Fact]:
        """Walk the facts that match everything that can be asked for; see `Wanted`."""
        with sense_of(self.path):
            yield from audit_trail.facts(self._connection, wanted, newest_first=newest_first)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Read everything inside of one moment of the file, whatever is recorded meanwhile through another connection.

        Raises:
            Fault: the file cannot be read.
        """
        with faults_of(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def head(self) -> tuple[int, str]:
        """Return the sequence number and the hash of the last fact."""
        with sense_of(self.path):
            last = head(self._connection)
        return last.seq, last.hash

    def seal(self) -> str:
        """Return the head of the chain as it is printed on reports."""
        with sense_of(self.path):
            return audit_trail.seal(self._connection)

    def first_hash(self) -> str:
        """Return the hash of the first fact, which names the file through all its copies."""
        with sense_of(self.path):
            return audit_trail.first_hash(self._connection)

    def holds(self, n: int, hash_: str) -> bool:
        """Whether the fact at place `n` has this hash."""
        with sense_of(self.path):
            return audit_trail.holds(self._connection, n, hash_)

    def fact_count(self) -> int:
        """Return how many facts the file holds."""
        with sense_of(self.path):
            return audit_trail.count(self._connection)

    # ------------------------------------------------------------------ proof and copies

    def verify(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> VerifyResult:
        """Walk the chain, fold all facts afresh and compare every table with the file's.

        It works on a connection of its own and may be called in any thread. `progress` hears how many
        facts are done, and of how many; `cancelled` is asked now and then.

        Raises:
            Fault: the file cannot be read; a file that reads but does not hold together is a result.
        """
        with self.reader() as reader, faults_of(self.path):
            noted = noted_in(self.path)
            result = verify(reader._connection, progress, cancelled)
            missing = lost_end(reader._connection, noted)
        return replace(result, discrepancies=(missing, *result.discrepancies)) if missing else result

    def backup(
        self, to: Path, *, replace: bool = False, whole: bool = False, share: Share | None = None
    ) -> BackupResult:
        """Copy the file, encrypted with the same passphrase, and try the copy out; with `whole` verify all of it.

        It works on a connection of its own and may be called in any thread, while the file is worked in.
        The copy takes its name only when it has proven readable. `share` hears how much is done, from 0 to 1; what it
        raises ends the work.

        Raises:
            Fault: a file of that name is there and `replace` was not asked for, or the copy cannot be
                made or does not hold what it should.
        """
        with self.reader() as reader:
            return back_up(reader._connection, self._door, to, replace=replace, whole=whole, share=share)
