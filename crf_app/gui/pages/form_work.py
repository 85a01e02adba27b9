"""Filling a page: typed text into the session, the session into the file, and the page as a whole."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal

from crf_app.base.problems import Fault, Refusal
from crf_app.capture import commands as c
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.form_standing import FormStanding
from crf_app.gui.parts import Access

PATIENCE = 1500
"""Milliseconds after which an answer is saved though nobody left its field."""


class FormWork(FormStanding):
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
        super().__init__(frame)
        self.busy = False
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
        self._declined = ()
        return self.session

    # Typing

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
        if self.do(c.CompletePage(session.page)):
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
            return self.refused_by(c.PageNotDone(session.page, reason, comment))

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
            return self.refused_by(c.ReopenPage(session.page, reason))

        text = say("The reason is kept in the audit trail.")
        if self.signed:
            text = say("The signature goes with it. The reason is kept in the audit trail.")
        self._frame.asks.line(say("Open the page again"), text, say("Reason"), say("Reopen"), then)

    def remove_row(self, section: str, row: str) -> None:
        """Ask why a row is removed, and remove it; one that was never saved goes at once."""
        session, say = self.session, self._frame.say
        if session is None:
            return
        if (section, row) in session.new_rows():
            self.take_back()
            return

        def then(reason: str) -> str | None:
            return self.refused_by(c.RemoveRow(session.page, section, row, reason))

        text = say("What the row held stays in the audit trail.")
        self._frame.asks.line(say("Remove the row"), text, say("Reason"), say("Remove"), then)

    def do(self, command: c.Command) -> bool:
        """Carry a command out; what forbids it is said at the foot of the form."""
        said = self.refused_by(command)
        self.refused.emit(said or "")
        return said is None

    def refused_by(self, command: c.Command) -> str | None:
        """Carry a command out; returns the sentence that refuses it, if any does."""
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
            self.reread.emit()
        return None
