"""What a handler may look at while it turns a command into facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crf_app.base.ids import IdSource
from crf_app.base.problems import Refusal
from crf_app.base.words import Say
from crf_app.capture.facts import Actor
from crf_app.capture.holds import Hold
from crf_app.capture.record import SubjectRecord
from crf_app.capture.review import Review
from crf_app.capture.sight import Sight
from crf_app.store.records import Person
from crf_app.study.study import Study


class Records(Protocol):
    """The read side of a file, as far as handlers need it."""

    @property
    def site(self) -> str:
        """The site this file belongs to."""
        ...

    def find_subject(self, label: str) -> str | None:
        """Return the id of the subject with this number."""
        ...

    def next_query_number(self) -> int:
        """Return the number the next query gets."""
        ...

    def credential(self, person: str) -> str | None:
        """Return the stored hash of a person's password."""
        ...

    def people(self) -> tuple[Person, ...]:
        """Return everybody."""
        ...

    def person_by_username(self, username: str) -> Person | None:
        """Return who signs in under this name."""
        ...

    def file_holds(self) -> dict[str, Hold]:
        """Return the hold on the whole file, if there is one."""
        ...

    def live_queries(self, scope: str) -> int:
        """Return how many queries wait within a subject, visit or page, or with "" in the file."""
        ...


@dataclass
class Case:
    """A command's surroundings: the study, the file's read side, who asks, when, and the words for a refusal.

    `sight` is what the person may see; handlers see everything and must not tell more. `signed_before` says whether
    the person signed in this session already, with user name and password.
    """

    study: Study
    records: Records
    actor: Actor
    now: datetime
    new_id: IdSource
    subject: Callable[[str], SubjectRecord]
    set_credential: Callable[[str, str], None]
    hash_password: Callable[[str], str]
    say: Say
    sight: Sight
    signed_before: bool = False

    def record(self, subject: str) -> SubjectRecord:
        """Return a subject's record. Raises Refusal when there is none."""
        try:
            return self.subject(subject)
        except KeyError:
            raise Refusal(self.say("There is no such subject in this file. Enrol the subject first.")) from None

    def title(self, form: str) -> str:
        """Return a form's title in the language of the person."""
        return self.study.forms[form].title.in_(self.say.language)

    def require_missing_reason(self, code: str) -> None:
        """Refuse a reason that is not on the study's list. Raises Refusal."""
        if code not in self.study.codelists[self.study.facts.missing_reasons]:
            raise Refusal(self.say("The study has no missing reason {code}.", code=code))

    def review(self, subject: str) -> Review:
        """Return the rules' view of a subject, with numbers for new queries."""
        start = self.records.next_query_number()
        numbers = iter(range(start, start + 1_000_000))
        return Review(
            self.study,
            self.record(subject),
            self.now.date(),
            lambda: next(numbers),
            self.new_id,
        )
