"""Commands: what a person can ask the record to do. Frozen data; the handlers are in services."""

from __future__ import annotations

from dataclasses import dataclass

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer
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
    """A person asks about an item, or about a whole page or visit where `key` or `page` is None."""

    text: str
    visit: VisitPlace | None = None
    page: PagePlace | None = None
    key: EntryKey | None = None


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
class Sign:
    """Sign a visit, or one page of a log. The password is checked again; it is never stored or shown."""

    meaning: str
    password: str
    visit: VisitPlace | None = None
    page: PagePlace | None = None

    def __repr__(self) -> str:
        """Never show the password."""
        return f"Sign({self.meaning!r}, visit={self.visit}, page={self.page})"


@dataclass(frozen=True)
class AddPerson:
    """Give a person access to the file."""

    username: str
    name: str
    role: str
    password: str

    def __repr__(self) -> str:
        """Never show the password."""
        return f"AddPerson({self.username!r}, {self.name!r}, {self.role!r})"


@dataclass(frozen=True)
class NoteOutput:
    """A report was printed or data were exported: what, for whom, its checksum, into which file name."""

    kind: str
    name: str
    subject: str | None
    sha256: str
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
    | Sign
    | AddPerson
    | NoteOutput
)
