"""Typing into a page: raw text into the session, and word of whose state changed. Nothing here is recorded."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from crf_app.base.clock import SystemClock
from crf_app.base.values import Answer, Kind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from crf_app.gui.parts import Access


class Filling(QObject):
    """One page while somebody types. The session is the only brain; this passes on."""

    changed = Signal(object)
    """The entries whose state is another one now."""

    def __init__(self) -> None:
        super().__init__()
        self.session: FormSession | None = None

    @property
    def access(self) -> Access:
        """Whether the fields can be written in."""
        return Access.OPEN

    def moment(self) -> datetime:
        """Return the moment that counts as now."""
        return SystemClock().now()

    def edit(self, key: EntryKey, raw: str) -> None:
        """Take what was typed."""
        if self.session is not None and self.access is Access.OPEN:
            self._took(self.session.edit(key, raw))

    def put(self, key: EntryKey, answer: Answer | None) -> None:
        """Take an answer, such as the one of the visit before."""
        if self.session is not None and self.access is Access.OPEN:
            self._took(self.session.put(key, answer))

    def put_missing(self, key: EntryKey, reason: str, comment: str) -> None:
        """Take a reason for a missing value."""
        if self.session is not None and self.access is Access.OPEN:
            self._took(self.session.set_missing(key, reason, comment))

    def _took(self, keys: tuple[EntryKey, ...]) -> None:
        self.changed.emit(keys)

    def now(self, key: EntryKey, *, with_time: bool) -> None:
        """Put today, or this moment, into a date or a time."""
        if self.session is None:
            return
        moment = self.moment()
        match self.session.item(key).kind:
            case Kind.DATE:
                self.edit(key, f"{moment:%Y-%m-%d}")
            case Kind.DATE_TIME:
                self.edit(key, f"{moment:%Y-%m-%d %H:%M}" if with_time else f"{moment:%Y-%m-%d}")
            case Kind.TIME:
                self.edit(key, f"{moment:%H:%M}")
            case _:
                pass

    def carry(self, key: EntryKey) -> bool:
        """Take the value of the last earlier visit that has one, where the study allows it."""
        if self.session is None or not self.session.item(key).carry:
            return False
        for _, answer in self.session.earlier(key):
            if answer is not None and answer.value is not None:
                self.put(key, Answer(answer.value, unit=answer.unit))
                return True
        return False
