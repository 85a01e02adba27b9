"""Filling a page: typed text into the session, the session into the file, and what becomes of questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QTimer, Signal

from crf_app.base.problems import Fault, Refusal
from crf_app.capture import commands as c
from crf_app.capture.form_session import FormSession
from crf_app.capture.holds import Hold, Level, scope_of_item
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Page as HeldPage
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.filling import Filling
from crf_app.gui.pages.questions import Deed, Rights
from crf_app.gui.parts import Access
from crf_app.gui.review_deeds import unverify
from crf_app.services.rights import may
from crf_app.services.verification import KINDS, Compared, comparisons, has_source

PATIENCE = 1500
"""Milliseconds after which an answer is saved though nobody left its field."""


class FormWork(Filling):
    """One page while somebody works on it. The session is the only brain; this passes on and records."""

    reread = Signal()
    """The page was read again from the file."""

    saved = Signal(object)
    """What was typed is in the file now, and nothing but these entries is another one than before."""

    faulted = Signal(str)
    """The world failed while saving; the text is kept. Empty when it is saved after all."""

    refused = Signal(str)
    """A rule of conduct forbids something. Empty when nothing does."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self.busy = False
        self.unlocked = False
        self._asking = False
        self._declined: tuple[c.EntryChange, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE)
        self._soon.timeout.connect(self.keep)

    # What is open

    def open(self, page: PagePlace) -> FormSession:
        """Open a page. Raises KeyError when there is no such subject."""
        self.session = self._frame.desk.session(page, self._frame.say.language)
        self._declined, self.unlocked = (), False
        return self.session

    @property
    def held(self) -> HeldPage | None:
        """The page as the file holds it, None before it began."""
        return self.session.record.pages.get(self.session.page.id) if self.session is not None else None

    @property
    def state(self) -> str:
        """``empty``, ``begun``, ``complete`` or ``not_done``."""
        return self.held.state if self.held is not None else "empty"

    @property
    def signed(self) -> bool:
        """Whether a signature holds for the page."""
        return self.session is not None and self.session.record.signature_on(self.session.page.id) is not None

    @property
    def hold(self) -> Hold | None:
        """The firmest hold that lies over the page: on itself, its visit, its subject or the whole file."""
        if self.session is None:
            return None
        page = self.session.page
        mine = self.session.record.hold_on(page.visit.id if page.visit else None, page.id)
        found = [each for each in (mine, self._frame.desk.file.file_holds().get("")) if each is not None]
        return next((each for each in found if each.level is Level.LOCKED), found[0] if found else None)

    def held_items(self) -> dict[EntryKey, Level]:
        """Return the entries of the page that are frozen or locked by themselves."""
        if self.session is None:
            return {}
        page, record = self.session.page, self.session.record
        begin = f"{page.id}#"
        keys = (scope.removeprefix(begin).split("#") for scope in record.holds if scope.startswith(begin))
        held = [EntryKey(item, row) for row, item in keys]
        return {key: record.holds[scope_of_item(page.id, key)].level for key in held}

    def sources(self) -> dict[EntryKey, Compared]:
        """Return the entries of the page that were compared with their source, and whether they changed since."""
        if self.held is None or self.session is None:
            return {}
        page = self.session.page.id
        found = comparisons(self._frame.desk.view.facts(page=page, kinds=KINDS))
        return {key: each.state for (_, key), each in found.items()}

    def may(self, command: type[object]) -> bool:
        """Whether the person at the desk may give a command."""
        actor = self._frame.desk.actor
        return actor is not None and may(actor.role, command)

    @property
    def access(self) -> Access:
        """Whether the fields can be written in."""
        if not self.may(c.RecordEntries) or self.state == "not_done" or (self.signed and not self.unlocked):
            return Access.READ_ONLY
        if self.hold is not None:
            return Access.READ_ONLY
        return Access.OPEN

    @property
    def rights(self) -> Rights:
        """What the person may do about entries and questions."""
        hold = self.hold
        if hold is not None and hold.level is Level.LOCKED:
            return Rights()
        return Rights(
            record=self.access is Access.OPEN,
            explain=self.may(c.ExplainCheck),
            answer=self.may(c.AnswerQuery),
            ask=self.may(c.RaiseQuery),
            close=self.may(c.CloseQuery),
            cancel=self.may(c.CancelQuery),
            verify=self.may(c.VerifySource),
        )

    def names(self) -> Mapping[str, str]:
        """Return the people of the file by id."""
        return {person.id: person.name for person in self._frame.desk.file.people()}

    # Typing

    def moment(self) -> datetime:
        """Return the moment of the window's clock."""
        return self._frame.now()

    def edit(self, key: EntryKey, raw: str) -> None:
        """Take what was typed."""
        if self.session is not None and self.access is Access.OPEN:
            self.refused.emit("")
        super().edit(key, raw)

    def _took(self, keys: tuple[EntryKey, ...]) -> None:
        self._soon.start()
        super()._took(keys)

    # Recording

    @property
    def asking(self) -> bool:
        """Whether a change waits for its reason."""
        return self._asking

    def commit(self) -> bool:
        """Record what is typed and not saved yet; False where it could not be, or is being asked about."""
        if self.session is None or self.busy or self._asking:
            return True
        pending = self.session.pending()
        if not pending or pending == self._declined:
            return not pending
        if self.state == "complete":
            self._ask_reason(pending)
            return False
        return self._record(None)

    def keep(self) -> None:
        """Record what is typed, though nobody left the field: time passed, or the window is not looked at any more.

        Never asks. On a completed page, where a change needs its reason, it waits until the person leaves the field.
        """
        if self.session is None or self.busy or self._asking or self.state == "complete" or not self.session.pending():
            return
        actor = self._frame.desk.actor
        if actor is not None:
            self._record(None)

    def try_again(self) -> None:
        """Record again after a fault, or after no reason was given."""
        self._declined = ()
        self.commit()

    def take_back(self) -> None:
        """Forget what is typed and not saved."""
        if self.session is not None:
            self._declined = ()
            self.session.saved(self._frame.desk.record(self.session.page.subject))
            self.faulted.emit("")
            self.reread.emit()

    def read_again(self) -> None:
        """Take what changed elsewhere; what is typed here stays."""
        if self.session is not None and not self.busy:
            self.session.refresh(self._frame.desk.record(self.session.page.subject))
            self.reread.emit()

    def _record(self, reason: str | None, of: FormSession | None = None) -> bool:
        """Record what is pending in a session: the one at work, or one that was left while its reason was asked."""
        session = of or self.session
        assert session is not None
        command = c.RecordEntries(session.page, session.pending(), reason, session.new_rows())
        self.busy = True
        self._soon.stop()
        try:
            done = self._frame.desk.do(command)
        except Fault as fault:
            self.faulted.emit(str(fault))
            return False
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return False
        finally:
            self.busy = False
        told = session.saved(self._frame.desk.record(session.page.subject), done.facts)
        self._declined = ()
        self.faulted.emit("")
        if session is not self.session:
            self.read_again()
        elif told is None:
            self.reread.emit()
        else:
            self.saved.emit(told)
        return True

    def _ask_reason(self, pending: tuple[c.EntryChange, ...]) -> None:
        say, study, session = self._frame.say, self._frame.desk.study, self.session
        assert session is not None
        names = say.joined([session.item(change.key).label.in_(say.language) for change in pending[:3]])
        codes = study.codelists[study.facts.reasons_for_change]
        text = say("{items}: the page is complete, so the change is kept with its reason.", items=names)
        if self.signed:
            text = say("{items}: the page is signed. The change takes the signature off.", items=names)
        self._asking = True

        def then(reason: str) -> str | None:
            self._asking = False
            self._record(reason, session)
            return None

        def closed() -> None:
            if self._asking:
                self._asking = False
                if session is not self.session:
                    title = session.form.title.in_(say.language)
                    self.refused.emit(say("{form}: the change was not saved, because it has no reason.", form=title))
                    return
                self._declined = pending
                self.faulted.emit(say("Not saved yet: a completed page needs a reason for each change."))

        sheet = self._frame.asks.why(say("Why does the value change?"), text, codes, say("Save the change"), then)
        sheet.closed.connect(closed)

    # The page as a whole

    def complete(self) -> bool:
        """Say that everything is answered."""
        session = self.session
        if session is None or not self.commit():
            return False
        if self._do(c.CompletePage(session.page)):
            return True
        session.ask_complete()
        self.reread.emit()
        return False

    def not_done(self) -> None:
        """Ask why the page was not done, and declare it."""
        session, say, study = self.session, self._frame.say, self._frame.desk.study
        if session is None or not self.commit():
            return

        def then(reason: str, comment: str) -> str | None:
            return self._said(c.PageNotDone(session.page, reason, comment))

        title = session.form.title.in_(say.language)
        self._frame.asks.reason(
            say("{form} was not done", form=title),
            say("The reason is kept and printed. The page can be reopened later."),
            study.codelists[study.facts.missing_reasons],
            say("Declare not done"),
            then,
        )

    def reopen(self) -> None:
        """Ask why the page is opened again; on a signed page, why it changes."""
        session, say = self.session, self._frame.say
        if session is None:
            return

        def then(reason: str) -> str | None:
            return self._said(c.ReopenPage(session.page, reason))

        text = say("The reason is kept in the audit trail.")
        if self.signed:
            text = say("The signature goes with it. The reason is kept in the audit trail.")
        self._frame.asks.line(say("Open the page again"), text, say("Reason"), say("Reopen"), then)

    # Questions

    def deed(self, deed: Deed) -> None:
        """Take a way out of a question."""
        if deed.name == "change":
            self.edit(deed.key, deed.value)
            self.commit()
        elif self.commit():
            self._ask_words(deed)

    def ask_query(self, key: EntryKey | None) -> None:
        """Ask a query about an entry, or about the page."""
        session, say = self.session, self._frame.say
        if session is None or not self.may(c.RaiseQuery) or not self.commit():
            return
        title = session.form.title.in_(say.language)
        about = session.item(key).label.in_(say.language) if key is not None else title

        def then(text: str) -> str | None:
            return self._said(c.RaiseQuery(text, page=session.page, key=key))

        self._frame.asks.line(say("Ask about {item}", item=about), "", say("Question"), say("Ask"), then)

    def verify(self, key: EntryKey) -> bool:
        """Mark an entry as compared with its source; one that is marked already asks whether to take the mark off.

        Returns whether there was anything to mark, so that the keyboard may go on.
        """
        session = self.session
        if session is None or not self.rights.verify:
            return False
        say, page = self._frame.say, session.page
        entry = session.record.entry(page.id, key)
        if entry is None or not has_source(session.study, page.form, key, entry):
            self.refused.emit(say("There is nothing here to compare with a source."))
            return False
        if entry.verified is not None:
            unverify(self._frame, page, key)
            return False
        return self._do(c.VerifySource(page, (key,)))

    def _ask_words(self, deed: Deed) -> None:
        session, say = self.session, self._frame.say
        assert session is not None
        subject = session.page.subject
        queries = [query for query in session.record.queries.values() if query.is_live]
        query = next((q for q in queries if q.id == deed.about or
                      (q.page, q.check, q.row or "") == (session.page.id, deed.about, deed.key.row)), None)  # fmt: skip

        def then(text: str) -> str | None:
            match deed.name:
                case "explain":
                    return self._said(c.ExplainCheck(session.page, deed.key, deed.about, text))
                case "answer":
                    return self._said(c.AnswerQuery(subject, deed.about, text))
                case "reopen" if query is not None:
                    return self._said(c.ReopenQuery(subject, query.id, text))
                case "cancel" if query is not None:
                    return self._said(c.CancelQuery(subject, query.id, text))
                case _:
                    return None

        match deed.name:
            case "close":
                if query is not None:
                    self._do(c.CloseQuery(subject, query.id))
            case "explain":
                label = say("Explanation")
                self._frame.asks.line(say("Why is the value right?"), deed.title, label, say("Keep it"), then)
            case "cancel":
                self._frame.asks.line(say("Cancel the question"), deed.title, say("Reason"), say("Cancel it"), then)
            case "answer":
                self._frame.asks.line(say("Answer the question"), deed.title, say("Answer"), say("Answer"), then)
            case _:
                self._frame.asks.line(say("Ask again"), deed.title, say("Question"), say("Ask"), then)

    def remove_row(self, section: str, row: str) -> None:
        """Ask why a row is removed, and remove it; one that was never saved goes at once."""
        session, say = self.session, self._frame.say
        if session is None:
            return
        if (section, row) in session.new_rows():
            self.take_back()
            return

        def then(reason: str) -> str | None:
            return self._said(c.RemoveRow(session.page, section, row, reason))

        text = say("What the row held stays in the audit trail.")
        self._frame.asks.line(say("Remove the row"), text, say("Reason"), say("Remove"), then)

    def _do(self, command: c.Command) -> bool:
        said = self._said(command)
        self.refused.emit(said or "")
        return said is None

    def _said(self, command: c.Command) -> str | None:
        """Carry a command out; returns what forbids it."""
        refused: list[str] = []
        self.busy = True
        try:
            done = self._frame.do(command, refused.append)
        finally:
            self.busy = False
        if done is None:
            return refused[0] if refused else ""
        if self.session is not None:
            self.session.saved(self._frame.desk.record(self.session.page.subject))
            self.unlocked = self.unlocked and self.signed
            self.reread.emit()
        return None
