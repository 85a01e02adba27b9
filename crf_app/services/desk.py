"""The Desk: the one way to change a record. A command goes in, facts are kept, listeners are told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crf_app import __version__
from crf_app.base.clock import Clock
from crf_app.base.ids import IdSource
from crf_app.base.problems import Refusal
from crf_app.base.words import Say, words
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor, Draft, Fact, FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.outline import Outline, outline_of
from crf_app.capture.places import PagePlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.timeline import Timeline, items_needed, timeline
from crf_app.services import entries, people, queries, signatures, visits
from crf_app.services.case import Case
from crf_app.services.overview import outlines
from crf_app.services.passwords import PasswordHash, hash_password, is_right
from crf_app.services.rights import require
from crf_app.store.study_file import StudyFile
from crf_app.study.study import Study

PROGRAM = f"crf-app {__version__}"

HANDLERS: dict[type, Callable[..., list[Draft]]] = {
    c.Enrol: visits.enrol,
    c.StartVisit: visits.start,
    c.RedateVisit: visits.redate,
    c.MissVisit: visits.miss,
    c.CompleteVisit: visits.complete,
    c.RecordEntries: entries.record,
    c.RemoveRow: entries.remove_row,
    c.CompletePage: entries.complete,
    c.ReopenPage: entries.reopen,
    c.PageNotDone: entries.not_done,
    c.RaiseQuery: queries.raise_,
    c.AnswerQuery: queries.answer,
    c.ExplainCheck: queries.explain,
    c.CloseQuery: queries.close,
    c.ReopenQuery: queries.reopen,
    c.Sign: signatures.sign,
    c.AddPerson: people.add,
    c.NoteOutput: people.note_output,
}

KEPT_RECORDS = 8
"""Subjects kept in memory: a coordinator works on one, compares with a few."""


@dataclass(frozen=True)
class Changes:
    """What a command changed: the facts it left, in order. Views ask whether it is theirs."""

    facts: tuple[Fact, ...]

    @property
    def subjects(self) -> frozenset[str]:
        """The subjects concerned."""
        return frozenset(fact.subject for fact in self.facts if fact.subject)

    @property
    def pages(self) -> frozenset[str]:
        """The pages concerned, by id."""
        return frozenset(fact.page for fact in self.facts if fact.page)

    @property
    def kinds(self) -> frozenset[FactKind]:
        """The kinds of facts left."""
        return frozenset(fact.kind for fact in self.facts)

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.facts)


Listener = Callable[[Changes], None]


class Desk:
    """A file, its study, and the person who works on it. `say` speaks the language refusals are given in."""

    def __init__(
        self,
        file: StudyFile,
        study: Study,
        clock: Clock,
        new_id: IdSource,
        say: Say | None = None,
        hash_password: PasswordHash = hash_password,
    ) -> None:
        """Sit down at an open file; nobody is signed in yet."""
        self.file = file
        self.study = study
        self.clock = clock
        self.actor: Actor | None = None
        self.say = say or words("en")
        self.saved_at: datetime | None = None
        self._hash_password = hash_password
        self._new_id = new_id
        self._listeners: list[Listener] = []
        self._records: dict[str, SubjectRecord] = {}

    # People

    def sign_in(self, username: str, password: str) -> Actor:
        """Let a person begin to work; both outcomes are facts. Raises Refusal."""
        person = self.file.person_by_username(username)
        stored = self.file.credential(person.id) if person else None
        if not is_right(stored, password) or person is None:
            new = {"username": username}
            self._append([Draft(FactKind.SIGN_IN_FAILED, new=new)], people.FOUNDER)
            raise Refusal(self.say("User name and password do not belong together. Nothing else is wrong."))
        actor = Actor(person.id, person.name, person.role)
        self._append([Draft(FactKind.PERSON_SIGNED_IN, new={"username": username})], actor)
        self.actor = actor
        return actor

    def sign_out(self) -> None:
        """Nobody is at the desk any more; the file stays open."""
        self.actor = None

    # Work

    def do(self, command: c.Command, *, actor: Actor | None = None) -> Changes:
        """Carry out a command durably, then tell the listeners. Raises Refusal and Fault."""
        who = actor or self.actor
        if who is None:
            raise Refusal(self.say("Nobody is signed in. Sign in first."))
        if who != people.FOUNDER:
            require(who, command, self.say)
        now = self.clock.now()
        credentials: list[tuple[str, str]] = []
        case = Case(
            self.study,
            self.file,
            who,
            now,
            self._new_id,
            self.record,
            lambda person, stored: credentials.append((person, stored)),
            self.file.person_by_username,
            lambda password: self._hash_password(password, self.say),
            self.say,
        )
        try:
            drafts = HANDLERS[type(command)](command, case)
        except signatures.WrongPassword:
            username = next((p.username for p in self.file.people() if p.id == who.person), who.name)
            new = {"username": username, "signing": "yes"}
            self._append([Draft(FactKind.SIGN_IN_FAILED, new=new)], who)
            raise
        for person, stored in credentials:
            self.file.set_credential(person, stored)
        changes = self._append(drafts, who) if drafts else Changes(())
        if changes:
            for listener in tuple(self._listeners):
                listener(changes)
        return changes

    def _append(self, drafts: list[Draft], actor: Actor) -> Changes:
        now = self.clock.now()
        facts = self.file.append(drafts, actor, now, self.study.facts.version)
        for fact in facts:
            if fact.subject in self._records:
                self._records[fact.subject].apply(fact)
        self.saved_at = now
        return Changes(facts)

    # Reading

    def record(self, subject: str) -> SubjectRecord:
        """Return a subject's record, kept in memory while it is worked on. Raises KeyError."""
        found = self._records.pop(subject, None)
        if found is None:
            found = self.file.subject(subject)
        if found is None:
            raise KeyError(subject)
        self._records[subject] = found
        while len(self._records) > KEPT_RECORDS:
            del self._records[next(iter(self._records))]
        return found

    def outlines(self) -> tuple[Outline, ...]:
        """Return every subject at a glance, by number."""
        return outlines(self.file, self.study)

    def timeline(self, outline: Outline) -> Timeline:
        """Return where the visits of a subject stand now."""
        return timeline(self.study, outline, self.clock.now())

    def timeline_of(self, subject: str) -> Timeline:
        """Return where the visits of one subject stand now, from its record. Raises KeyError."""
        return self.timeline(outline_of(self.record(subject), items_needed(self.study)))

    def session(self, page: PagePlace, language: str = "en") -> FormSession:
        """Open a page for filling."""
        today = self.clock.now().date()
        return FormSession(self.study, self.record(page.subject), page, today, language)

    # Listening

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told of every change; returns what stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
