"""How a page stands while somebody is at it: its state in the file, what lies over it, what the person may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from crf_app.capture import commands as c
from crf_app.capture.holds import Hold, Level, scope_of_item
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Page as HeldPage
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.filling import Filling
from crf_app.gui.pages.questions import Rights
from crf_app.gui.parts import Access
from crf_app.services.rights import may
from crf_app.services.verification import KINDS, Compared, comparisons

_FILLING = (c.RecordEntries, c.CompletePage, c.ReopenPage, c.PageNotDone)
"""What is done to a page by those who answer something on it."""


class FormStanding(Filling):
    """One page as the file holds it, and as the person at the desk may change it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame

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
        """Whether the person at the desk may give a command about this page."""
        actor, sight = self._frame.desk.actor, self._frame.desk.sight
        if command in _FILLING and self.session is not None and not sight.fills_of(self.session.page.form):
            return False
        return actor is not None and may(actor.role, command)

    @property
    def access(self) -> Access:
        """Whether the fields can be written in."""
        if not self.may(c.RecordEntries) or self.state == "not_done" or self.signed:
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

    def moment(self) -> datetime:
        """Return the moment of the window's clock."""
        return self._frame.now()
