"""Commands: what a person can ask the record to do. Frozen data; the handlers are in services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace


@dataclass(frozen=True)
class EntryChange:
    """One entry and what it shall hold; None makes it blank again."""

    key: EntryKey
    answer: Answer | None


@dataclass(frozen=True)
class Enrol:
    """Take a new subject into the study. The label is the number on the subject's papers, such as A-01."""

    label: str


@dataclass(frozen=True)
class StartVisit:
    """A visit takes place, or took place, at `date`."""

    visit: VisitPlace
    date: PartialDate


@dataclass(frozen=True)
class RedateVisit:
    """The date of a visit was wrong."""

    visit: VisitPlace
    date: PartialDate
    reason: str | None = None


@dataclass(frozen=True)
class MissVisit:
    """A visit will not take place. `reason` is a code of the study's missing reasons."""

    visit: VisitPlace
    reason: str
    comment: str = ""


@dataclass(frozen=True)
class CompleteVisit:
    """All pages of a visit are complete or not done; the visit is closed."""

    visit: VisitPlace


@dataclass(frozen=True)
class RecordEntries:
    """Answers of one page, and rows added to its logs: (section, row). `reason` is needed on a completed page."""

    page: PagePlace
    entries: tuple[EntryChange, ...]
    reason: str | None = None
    new_rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RemoveRow:
    """A row of a log was added by mistake; its facts stay in the audit trail."""

    page: PagePlace
    section: str
    row: str
    reason: str


@dataclass(frozen=True)
class CompletePage:
    """Everything the page asks has been answered."""

    page: PagePlace


@dataclass(frozen=True)
class ReopenPage:
    """A completed or not-done page shall be worked on again."""

    page: PagePlace
    reason: str


@dataclass(frozen=True)
class PageNotDone:
    """What the page asks was not done at all. `reason` is a code of the study's missing reasons."""

    page: PagePlace
    reason: str
    comment: str = ""


@dataclass(frozen=True)
class RaiseQuery:
    """A person asks about an item; without `key` about a page, without `page` about a visit, else about a subject."""

    text: str
    visit: VisitPlace | None = None
    page: PagePlace | None = None
    key: EntryKey | None = None
    subject: str | None = None


@dataclass(frozen=True)
class AnswerQuery:
    """The site answers a query, or explains a value a check asks about."""

    subject: str
    query: str
    text: str


@dataclass(frozen=True)
class ExplainCheck:
    """Keep a value a check asks about and say why; the check's query is raised if need be and answered."""

    page: PagePlace
    key: EntryKey
    check: str
    text: str


@dataclass(frozen=True)
class CloseQuery:
    """The one who asked is content with the answer."""

    subject: str
    query: str
    text: str = ""


@dataclass(frozen=True)
class ReopenQuery:
    """A closed or answered query is asked again."""

    subject: str
    query: str
    text: str


@dataclass(frozen=True)
class CancelQuery:
    """The question should not have been asked; it goes away with the reason."""

    subject: str
    query: str
    text: str


@dataclass(frozen=True)
class VerifySource:
    """Entries of a page were compared with their source documents and agree."""

    page: PagePlace
    keys: tuple[EntryKey, ...]


@dataclass(frozen=True)
class UnverifySource:
    """Entries were marked as verified by mistake."""

    page: PagePlace
    keys: tuple[EntryKey, ...]
    reason: str


@dataclass(frozen=True)
class FreezeData:
    """No change of data from now on in this place."""

    at: HoldPlace


@dataclass(frozen=True)
class UnfreezeData:
    """A frozen place may be changed again."""

    at: HoldPlace
    reason: str


@dataclass(frozen=True)
class LockData:
    """Nothing changes from now on in this place; a frozen one becomes locked."""

    at: HoldPlace


@dataclass(frozen=True)
class UnlockData:
    """A locked place may be changed again."""

    at: HoldPlace
    reason: str


@dataclass(frozen=True)
class Sign:
    """Sign a visit, one page of a log, or with `subject` the whole casebook.

    The password is checked again; it is never stored or shown. The first signature of a session takes the user name
    as well (21 CFR 11.200(a)(1)(i)).
    """

    meaning: str
    password: str
    visit: VisitPlace | None = None
    page: PagePlace | None = None
    subject: str | None = None
    username: str = ""

    def __repr__(self) -> str:
        """Never show the password."""
        return f"Sign({self.meaning!r}, visit={self.visit}, page={self.page}, subject={self.subject!r})"


@dataclass(frozen=True)
class AddPerson:
    """Give a person access to the file. The password is for the first time only, unless `temporary` is False."""

    username: str
    name: str
    role: str
    password: str
    temporary: bool = True

    def __repr__(self) -> str:
        """Never show the password."""
        return f"AddPerson({self.username!r}, {self.name!r}, {self.role!r})"


@dataclass(frozen=True)
class ChangeRole:
    """A person works in another role from now on."""

    person: str
    role: str
    reason: str


@dataclass(frozen=True)
class RenamePerson:
    """A person's printed name is another one; what was signed before keeps the name it was signed with."""

    person: str
    name: str
    reason: str


@dataclass(frozen=True)
class DisablePerson:
    """A person works here no more. The account stays in the list and its user name is never given again."""

    person: str
    reason: str


@dataclass(frozen=True)
class EnablePerson:
    """A person who had left is back."""

    person: str
    reason: str


@dataclass(frozen=True)
class ReleasePerson:
    """An account that was locked after failed attempts is let in again."""

    person: str


@dataclass(frozen=True)
class ResetPassword:
    """The administrator gives a person a password for one time; the person chooses another when signing in."""

    person: str
    password: str
    reason: str

    def __repr__(self) -> str:
        """Never show the password."""
        return f"ResetPassword({self.person!r})"


@dataclass(frozen=True)
class ChangePassword:
    """The person at the desk chooses another password."""

    old: str
    new: str

    def __repr__(self) -> str:
        """Never show the passwords."""
        return "ChangePassword()"


@dataclass(frozen=True)
class _NoteOutput:
    """Something left the file: what, for whom, its checksum, into which file name."""

    name: str
    subject: str | None
    sha256: str
    file_name: str
    count: int | None = None


class NotePrinted(_NoteOutput):
    """A report was printed or made as PDF."""


class NoteExported(_NoteOutput):
    """Data were exported. `count` tells how many records."""


@dataclass(frozen=True)
class NoteBackup:
    """A backup was made and restored as a test: its name, its seal, how many facts it holds.

    `place` is ``first`` for the folder beside the file, ``second`` for the one on another disk, ``chosen`` for any
    other. `whole` tells whether all of the copy was verified, or its end alone.
    """

    file_name: str
    seal: str
    facts: int
    place: Literal["first", "second", "chosen"] = "chosen"
    whole: bool = False


@dataclass(frozen=True)
class NoteRecoverySheet:
    """The passphrase was printed. No checksum: with one, each guess at the passphrase could be tried on it."""

    file_name: str


Command = (
    Enrol
    | StartVisit
    | RedateVisit
    | MissVisit
    | CompleteVisit
    | RecordEntries
    | RemoveRow
    | CompletePage
    | ReopenPage
    | PageNotDone
    | RaiseQuery
    | AnswerQuery
    | ExplainCheck
    | CloseQuery
    | ReopenQuery
    | CancelQuery
    | VerifySource
    | UnverifySource
    | FreezeData
    | UnfreezeData
    | LockData
    | UnlockData
    | Sign
    | AddPerson
    | ChangeRole
    | RenamePerson
    | DisablePerson
    | EnablePerson
    | ReleasePerson
    | ResetPassword
    | ChangePassword
    | NotePrinted
    | NoteExported
    | NoteBackup
    | NoteRecoverySheet
)
