"""The Desk: the one way to change a record. A command goes in, facts are kept, listeners are told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from crf_app import __version__
from crf_app.base.clock import Clock
from crf_app.base.ids import IdSource
from crf_app.base.problems import Refusal
from crf_app.base.words import Say, words
from crf_app.capture import commands as c
from crf_app.capture.facts import SALT, Actor, Draft, Fact, FactKind
from crf_app.capture.form_session import FormSession, Seen
from crf_app.capture.narrowed import narrowed
from crf_app.capture.outline import Outline
from crf_app.capture.places import PagePlace
from crf_app.capture.record import SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.capture.timeline import Timeline, timeline
from crf_app.services import entries, holds, people, queries, signatures, sources, visits
from crf_app.services.case import Case
from crf_app.services.kept_texts import keepable
from crf_app.services.lock_out import MOST_FAILURES, LockedOut, failures, locked_until
from crf_app.services.overview import outlines
from crf_app.services.passwords import PasswordHash, hash_password, hashed_anew, is_right
from crf_app.services.rights import require
from crf_app.store.anchor import Departure
from crf_app.store.records import Person
from crf_app.store.seen import SeenFile
from crf_app.store.study_file import StudyFile
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR
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
    c.CancelQuery: queries.cancel,
    c.VerifySource: sources.verify,
    c.UnverifySource: sources.unverify,
    c.FreezeData: holds.freeze,
    c.UnfreezeData: holds.unfreeze,
    c.LockData: holds.lock,
    c.UnlockData: holds.unlock,
    c.Sign: signatures.sign,
    c.AddPerson: people.add,
    c.ChangeRole: people.change_role,
    c.RenamePerson: people.rename,
    c.DisablePerson: people.disable,
    c.EnablePerson: people.enable,
    c.ReleasePerson: people.release,
    c.ResetPassword: people.reset_password,
    c.ChangePassword: people.change_password,
    c.NotePrinted: people.note_printed,
    c.NoteExported: people.note_exported,
    c.NoteBackup: people.note_backup,
    c.NoteRecoverySheet: people.note_recovery_sheet,
}

WHY_LEFT = ("locked", "inactive", "shut_out", "closed")
"""Why somebody left the desk, where they did not say so themselves: the window was locked by them, or by itself; the
account was, after failed signatures; the file was closed."""

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
        self._study = study
        self._studies: dict[str, Study] = {}
        self.clock = clock
        self.actor: Actor | None = None
        self.say = say or words("en")
        self.saved_at: datetime | None = None
        self.departure: Departure | None = None
        """What the file lacks of what this machine saw of it, if anything; it was recorded when the file was opened."""
        self.shut_out: Callable[[], None] = lambda: None
        """Called when the desk has signed the person out by itself, because the account is locked now."""
        self._hash_password = hash_password
        self._new_id = new_id
        self._listeners: list[Listener] = []
        self._records: dict[str, SubjectRecord] = {}
        self._seen: dict[str, SubjectRecord] = {}
        self._sights: dict[str, Sight] = {}
        self._signed_before = False
        self._must_change: bool | None = None

    # People

    def sign_in(self, username: str, password: str) -> Actor:
        """Let a person begin to work; every outcome is a fact, unless the file is open for reading only.

        Raises:
            LockedOut: too many attempts failed; the account is closed for a while.
            Refusal: the password is not right, or the account was closed.
        """
        person = self.file.person_by_username(username)
        stored = self.file.credential(person.id) if person else None
        right = is_right(stored, password)
        if person is not None:
            self._refuse_locked_out(person)
        if not right or person is None or stored is None:
            self._note_failure(person, people.FOUNDER)
            raise Refusal(self.say("User name and password do not belong together. Nothing else is wrong."))
        if not person.is_active:
            self._note_failure(person, people.FOUNDER)
            raise Refusal(self.say("This account was closed. An administrator can open it again."))
        actor = Actor(person.id, person.name, person.role)
        if not self.file.read_only:
            stronger = hashed_anew(stored, password)
            signed_in = Draft(FactKind.PERSON_SIGNED_IN, new={"username": person.username})
            self._append([signed_in], actor, [(person.id, stronger)] if stronger else ())
        self.file.name_holder(actor.name)
        self._sit_down(actor)
        return actor

    def sign_out(self, because: str = "") -> None:
        """Nobody is at the desk any more; the file stays open. `because` is one of `WHY_LEFT`."""
        actor = self.actor
        # Whatever becomes of the fact, nobody works here under this name any more.
        self._sit_down(None)
        if actor is not None and not self.file.read_only:
            new = {"because": because} if because else None
            self._append([Draft(FactKind.PERSON_SIGNED_OUT, new=new)], actor)

    def beside(self) -> Desk:
        """Return another desk at the same file, with nobody at it.

        Whoever left this one finds it as it was: what waits here cannot be done under the name of somebody else.
        """
        return Desk(self.file, self._study, self.clock, self._new_id, self.say, self._hash_password)

    def read_again(self) -> None:
        """Forget what is kept in memory, because somebody worked at another desk of the same file."""
        self._records.clear()
        self._seen.clear()

    @property
    def must_change_password(self) -> bool:
        """Whether the person at the desk has a password for one time and must choose another before anything else."""
        if self._must_change is None:
            person = self._person()
            self._must_change = person is not None and person.must_change
        return self._must_change

    @property
    def signed_before(self) -> bool:
        """Whether the person signed since signing in, so that the next signature takes the password alone."""
        return self._signed_before

    def _person(self) -> Person | None:
        who = self.actor
        return next((p for p in self.file.people() if who is not None and p.id == who.person), None)

    def _sit_down(self, actor: Actor | None) -> None:
        self.actor = actor
        self._signed_before = False
        self._must_change = None
        self._seen.clear()

    def _refuse_locked_out(self, person: Person) -> None:
        sentence = self.locked_out_words(person.id)
        if sentence:
            self._note_failure(person, people.FOUNDER)
            raise LockedOut(sentence)

    def locked_out_words(self, person: str) -> str:
        """Return until when an account is closed after failed attempts, in a sentence; empty where it is not."""
        until = locked_until(self.file.attempts_of(person), self.clock.now())
        if until is None:
            return ""
        return self.say(
            "After {n} failed attempts this account is locked until {time}. An administrator can release it earlier.",
            n=MOST_FAILURES,
            time=until.astimezone(self.clock.now().tzinfo).strftime("%H:%M"),
        )

    def _note_failure(self, person: Person | None, actor: Actor, **more: str) -> None:
        """Record a failed attempt, and the lock-out it brings about. A name nobody has is not repeated in the trail."""
        if self.file.read_only:
            return
        new = {"id": person.id, "username": person.username, **more} if person else {"unknown": "yes"}
        drafts = [Draft(FactKind.SIGN_IN_FAILED, new=new)]
        if person is not None and failures(self.file.attempts_of(person.id)) + 1 >= MOST_FAILURES:
            drafts.append(Draft(FactKind.PERSON_LOCKED_OUT, new={"id": person.id, "username": person.username}))
        self._append(drafts, actor)
        if len(drafts) > 1 and self.actor is not None and person is not None and self.actor.person == person.id:
            self.sign_out("shut_out")
            self.shut_out()

    # Work

    def require(self, command: type[object]) -> None:
        """Refuse ahead of a long deed what would be refused at its end. Raises Refusal."""
        if self.actor is None:
            raise Refusal(self.say("Nobody is signed in. Sign in first."))
        require(self.actor, command, self.say)

    def do(self, command: c.Command, *, actor: Actor | None = None) -> Changes:
        """Carry out a command durably, then tell the listeners. Raises Refusal and Fault."""
        who = actor or self.actor
        if who is None:
            raise Refusal(self.say("Nobody is signed in. Sign in first."))
        if who != people.FOUNDER:
            require(who, type(command), self.say)
            if who == self.actor and not isinstance(command, c.ChangePassword) and self.must_change_password:
                raise Refusal(self.say("Choose a password of your own first; the present one was for one time."))
        command = keepable(command)
        credentials: list[tuple[str, str]] = []
        case = Case(
            self._study,
            self.file,
            who,
            self.clock.now(),
            self._new_id,
            self._whole,
            lambda person, stored: credentials.append((person, stored)),
            lambda password: self._hash_password(password, self.say),
            self.say,
            self.sight_of(who.role),
            self._signed_before and who == self.actor,
        )
        try:
            drafts = HANDLERS[type(command)](command, case)
        except (signatures.WrongPassword, people.WrongOldPassword) as wrong:
            person = next((p for p in self.file.people() if p.id == who.person), None)
            signing = {"signing": "yes"} if isinstance(wrong, signatures.WrongPassword) else {}
            self._note_failure(person, who, **signing)
            raise
        holds.refuse_held(drafts, case)
        changes = self._append(drafts, who, credentials) if drafts else Changes(())
        if isinstance(command, c.Sign) and who == self.actor:
            self._signed_before = True
        # A weight may move a dose that only unblinded people see: whoever entered it is told of the weight.
        changes = Changes(tuple(filter(self.sight_of(who.role).fact, changes.facts)))
        if changes:
            for listener in tuple(self._listeners):
                listener(changes)
        return changes

    def _append(self, drafts: list[Draft], actor: Actor, credentials: Sequence[tuple[str, str]] = ()) -> Changes:
        now = self.clock.now()
        facts = self.file.append(self._salted(drafts), actor, now, self._study.facts.version, credentials)
        for fact in facts:
            if fact.subject is None:  # it may be about the person
                self._must_change = None
            if fact.subject in self._records:
                self._records[fact.subject].apply(fact)
            if fact.subject in self._seen:
                self._see(self._seen[fact.subject], fact)
        self.saved_at = now
        return Changes(facts)

    def _salted(self, drafts: list[Draft]) -> list[Draft]:
        """Give what is blinded a random part, so that nobody guesses it from its hash."""
        blind = self.sight_of(COORDINATOR)
        if blind.whole:
            return drafts
        return [
            replace(draft, new={**(draft.new or {}), SALT: self._new_id()}) if not blind.fact(draft) else draft
            for draft in drafts
        ]

    def _see(self, seen: SubjectRecord, fact: Fact) -> None:
        """Keep what the person sees of a record up to date; it stays the same one, for a page that is being filled."""
        if fact.kind in (FactKind.SIGNATURE_MADE, FactKind.SIGNATURE_BROKEN):
            seen.signatures = self.sight.of_record(self._whole(seen.id)).signatures
        elif self.sight.fact(fact):
            seen.apply(fact)

    # Reading

    def sight_of(self, role: str) -> Sight:
        """Return what a role sees of the study."""
        found = self._sights.get(role)
        if found is None:
            found = self._sights[role] = Sight(role, self._study)
        return found

    @property
    def sight(self) -> Sight:
        """What the person at the desk sees; with nobody there it is what an administrator sees: no data."""
        return self.sight_of(self.actor.role if self.actor else ADMINISTRATOR)

    @property
    def study(self) -> Study:
        """The study as the person at the desk sees it; the whole one while nobody is there, who would see nothing."""
        if self.actor is None:
            return self._study
        role = self.actor.role
        found = self._studies.get(role)
        if found is None:
            found = self._studies[role] = narrowed(self._study, self.sight)
        return found

    @property
    def view(self) -> SeenFile:
        """The file as the person at the desk may see it; what is shown, printed or exported is read here."""
        return SeenFile.of(self.file, self.sight)

    def record(self, subject: str) -> SubjectRecord:
        """Return a subject's record as far as the person at the desk sees it. Raises KeyError."""
        whole = self._whole(subject)
        if self.sight.whole:
            return whole
        found = self._seen.get(subject)
        if found is None:
            found = self._seen[subject] = self.sight.of_record(whole)
        return found

    def _whole(self, subject: str) -> SubjectRecord:
        """Return a subject's whole record, kept in memory while it is worked on. Raises KeyError."""
        found = self._records.pop(subject, None)
        if found is None:
            found = self.file.subject(subject)
        if found is None:
            raise KeyError(subject)
        self._records[subject] = found
        while len(self._records) > KEPT_RECORDS:
            oldest = next(iter(self._records))
            del self._records[oldest]
            self._seen.pop(oldest, None)
        return found

    def outlines(self) -> tuple[Outline, ...]:
        """Return every subject at a glance, by number, as far as it is seen."""
        return outlines(self.view, self._study)

    def outline(self, subject: str, items: Iterable[tuple[str, str]] = ()) -> Outline:
        """Return one subject at a glance, with the answers to `items` as far as they are seen. Raises KeyError."""
        return self.sight.outline(self.record(subject), self._whole(subject), items)

    def timeline(self, outline: Outline) -> Timeline:
        """Return where the visits of a subject stand now."""
        return timeline(self.study, outline, self.clock.now())

    def timeline_of(self, subject: str) -> Timeline:
        """Return where the visits of one subject stand now, from its record. Raises KeyError."""
        return self.timeline(self.outline(subject))

    def session(self, page: PagePlace, language: str = "en") -> FormSession:
        """Open a page for filling, as far as it is seen."""
        today = self.clock.now().date()
        record, shown = self.record(page.subject), self.study.forms.get(page.form)
        seen = None
        sight = self.sight
        if shown is not None and not (sight.whole and sight.fills_whole):
            check, fills = partial(sight.check, page.form), partial(sight.fills, page.form)
            seen = Seen(shown, check, fills, partial(self._whole, page.subject))
        return FormSession(self._study, record, page, today, language, seen)

    # Listening

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told of every change; returns what stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
