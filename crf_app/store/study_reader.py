"""What can be read from a file, on one connection of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from crf_app.base.problems import Fault
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.holds import Hold
from crf_app.capture.record import SubjectRecord
from crf_app.store import audit_trail, listings, records
from crf_app.store.backup import BackupResult, back_up
from crf_app.store.connection import Access, Connection, Door
from crf_app.store.faults import faults_of
from crf_app.store.listings import QueryLine, SignatureLine, SubjectOverview
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
            with faults_of(self.path):
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
        with faults_of(self.path):
            found = records.definition(self._connection, version)
        if found is None:
            raise Fault(
                f"The file {self.path.name} does not hold version {version} of the study. Nothing was "
                "changed; verify the file."
            )
        return found

    # ------------------------------------------------------------------ people

    def people(self) -> tuple[Person, ...]:
        """Return everybody who works in the file, in the order in which they were added."""
        with faults_of(self.path):
            return records.people(self._connection)

    def person_by_username(self, username: str) -> Person | None:
        """Return who signs in under this name, whatever its capitals."""
        wanted = username.casefold()
        return next((one for one in self.people() if one.username.casefold() == wanted), None)

    def credential(self, person: str) -> str | None:
        """Return a person's password hash."""
        with faults_of(self.path):
            row = self._connection.execute("SELECT hash FROM credential WHERE person=?", (person,)).fetchone()
        return row[0] if row else None

    def attempts_of(self, person: str, limit: int = 20) -> tuple[Attempt, ...]:
        """Return what a person did at the door last, newest first."""
        with faults_of(self.path):
            return records.attempts_of(self._connection, person, limit)

    def attempts_since(self, fact: int) -> tuple[Attempt, ...]:
        """Return every sign-in, failure and lock-out after a fact, in order."""
        with faults_of(self.path):
            return records.attempts_since(self._connection, fact)

    # ------------------------------------------------------------------ subjects

    def subject_ids(self) -> tuple[str, ...]:
        """Return the ids of all subjects, by label."""
        with faults_of(self.path):
            return records.subject_ids(self._connection)

    def subject(self, id_: str) -> SubjectRecord | None:
        """Return one subject's whole record, or None if nobody has this id."""
        with faults_of(self.path):
            return records.subject(self._connection, id_)

    def find_subject(self, label: str) -> str | None:
        """Return the id of the subject with exactly this label."""
        with faults_of(self.path):
            return records.find_subject(self._connection, label)

    def live_queries(self, scope: str) -> int:
        """Return how many queries wait within a subject, a visit or a page, given by id, or with "" in the file."""
        with faults_of(self.path):
            return records.live_queries(self._connection, scope)

    def next_query_number(self) -> int:
        """Return the number the next query of this file takes."""
        with faults_of(self.path):
            return records.next_query_number(self._connection)

    def overview(self, items: Sequence[tuple[str, str]] = ()) -> tuple[SubjectOverview, ...]:
        """Return every subject's line of the matrix, with the answers to the given (form, item) pairs."""
        with faults_of(self.path):
            return listings.overview(self._connection, items)

    def file_holds(self) -> dict[str, Hold]:
        """Return the hold on the whole file, if there is one; those of a subject are in its record."""
        with faults_of(self.path):
            return records.holds(self._connection, None)

    def queries(self, *, closed: bool = False) -> tuple[QueryLine, ...]:
        """Return the queries that wait, with those that are closed when asked, by number."""
        with faults_of(self.path):
            return listings.queries(self._connection, closed=closed)

    def signatures(self) -> tuple[SignatureLine, ...]:
        """Return all signatures in the order in which they were made."""
        with faults_of(self.path):
            return listings.signatures(self._connection)

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
        with faults_of(self.path):
            yield from audit_trail.facts(self._connection, wanted, newest_first=newest_first, limit=limit)

    def head(self) -> tuple[int, str]:
        """Return the sequence number and the hash of the last fact."""
        with faults_of(self.path):
            last = head(self._connection)
        return last.seq, last.hash

    def seal(self) -> str:
        """Return the head of the chain as it is printed on reports."""
        with faults_of(self.path):
            return audit_trail.seal(self._connection)

    def fact_count(self) -> int:
        """Return how many facts the file holds."""
        with faults_of(self.path):
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
            return verify(reader._connection, progress, cancelled)

    def backup(self, to: Path, *, replace: bool = False) -> BackupResult:
        """Copy the file, encrypted with the same passphrase, and try the copy out.

        It works on a connection of its own and may be called in any thread, while the file is worked in.
        The copy takes its name only when it has proven readable.

        Raises:
            Fault: a file of that name is there and `replace` was not asked for, or the copy cannot be
                made or does not hold what it should.
        """
        with self.reader() as reader:
            return back_up(reader._connection, self._door, to, replace=replace)
