"""What a handler may look at while it turns a command into facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Protocol

from crf_app.base.ids import IdSource
from crf_app.base.problems import Refusal
from crf_app.base.words import Say
from crf_app.capture.facts import Actor
from crf_app.capture.holds import Hold
from crf_app.capture.record import SubjectRecord
from crf_app.capture.review import Review
from crf_app.capture.sight import Sight
from crf_app.store.records import Attempt, Person
from crf_app.study.study import Study

LONGEST_NAME = 120
"""Characters of a person's name, a user name, a subject's number: they stand in every heading and footer."""


class Records(Protocol):
    """The read side of a file, as far as handlers need it."""

    @property
    def site(self) -> str:
        """The site this file belongs to."""
        ...

    def find_subject(self, label: str) -> str | None:
        """Return the id of the subject with this number."""
        ...

    def next_query_number(self, *, blinded: bool = False) -> int:
        """Return the number the next query gets, on what is blinded or on anything else."""
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

    def attempts_of(self, person: str) -> tuple[Attempt, ...]:
        """Return what a person did at the door last, newest first."""
        ...

    def file_holds(self) -> dict[str, Hold]:
        """Return the hold on the whole file, if there is one."""
        ...

    def live_queries(self, scope: str) -> int:
        """Return how many queries, not of blinded things, wait within a subject, visit or page, or with "" in all."""
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

    def require_short(self, text: str) -> None:
        """Refuse a name or number that has no room where it stands on every page and row. Raises Refusal."""
        if len(text) > LONGEST_NAME:
            most, n = LONGEST_NAME, len(text)
            raise Refusal(self.say("A name or number has {most} characters at most; this one has {n}.", most=most, n=n))

    def require_seen(self, text: str) -> None:
        """Refuse what could not be told from another by looking at it. Raises Refusal."""
        if not text.isprintable():
            shown = repr(text)
            raise Refusal(self.say("{text} holds signs that cannot be seen. Write it without them.", text=shown))

    def review(self, subject: str) -> Review:
        """Return the rules' view of a subject, with numbers for new queries."""
        numbers = {blinded: self._query_numbers(blinded=blinded) for blinded in (False, True)}
        return Review(
            self.study,
            self.record(subject),
            self.now.date(),
            lambda blinded: next(numbers[blinded]),
            self.new_id,
        )

    def _query_numbers(self, *, blinded: bool) -> Iterator[int]:
        """Walk the numbers of new queries; the file is only asked when there is one."""
        yield from count(self.records.next_query_number(blinded=blinded))
