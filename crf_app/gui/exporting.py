"""Things that leave the file: made on another thread, with a sheet that tells how far it is, noted when whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.progress import Cancelled, Progress, Stopped
from crf_app.gui.background import Background
from crf_app.gui.background import Progress as Share
from crf_app.gui.navigation import Frame
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import Button, TextLabel
from crf_app.gui.parts.band import ProgressBar
from crf_app.gui.theme import Role
from crf_app.services.desk import Desk
from crf_app.store.study_reader import StudyReader


class Keepable(Protocol):
    """Something that is made and waits for its fact."""

    def keep(self, desk: Desk) -> None:
        """Note it in the trail and put it in its place. Raises Refusal and Fault."""
        ...


Make = Callable[[StudyReader, Progress, Stopped], Keepable]
"""Makes it from a reader of the thread it is called in. Raises Refusal, Fault and Cancelled."""


class WorkSheet(Overlay):
    """How far it is, and a way to stop it."""

    def __init__(self, window: QWidget, title: str, cancel: str, stop: Callable[[], None]) -> None:
        super().__init__(window, title)
        self._stop = stop
        self.body.addWidget(TextLabel(title, Role.SECTION, wrap=True))
        self.bar = ProgressBar(title, width=360)
        self.body.addWidget(self.bar)
        self.cancel = Button(cancel)
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.cancel)
        self.body.addLayout(foot)

    def reject(self) -> None:
        """Stop; the sheet goes when the work has."""
        self.cancel.setEnabled(False)
        self._stop()


class Exporter:
    """Makes one thing at a time for a page and keeps it."""

    def __init__(self, frame: Frame, page: QWidget) -> None:
        self._frame, self._page = frame, page
        self._background = Background(page)
        self._stop = Event()
        self._leaving = False
        self.sheet: WorkSheet | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._background.busy

    def run(self, title: str, command: type[object], make: Make, done: Callable[[Keepable], str]) -> None:
        """Make and keep something; `command` is the right it takes, `done` says what it came to."""
        say, desk = self._frame.say, self._frame.desk
        try:
            desk.require(command)
        except Refusal as refusal:
            self._frame.asks.tell(say("Nothing was exported"), str(refusal))
            return
        self._stop = stop = Event()
        self.sheet = WorkSheet(self._page.window(), title, say("Cancel"), stop.set)
        self.sheet.open(self.sheet.cancel)
        file = desk.file

        def work(share: Share) -> object:
            def progress(done_: int, all_: int) -> None:
                share(done_ / all_ if all_ else 0.0)

            try:
                with file.reader() as reader:
                    return make(reader, progress, stop.is_set)
            except Cancelled:
                return None

        self._background.run(work, partial(self._made, done), self._failed, self._show_share)

    def leave(self) -> None:
        """Stop, and wait until nothing is worked on any more: the file may be closed. Nobody is there to be told."""
        self._stop.set()
        self._leaving = True
        self._background.wait()
        self._leaving = False

    def _show_share(self, share: float) -> None:
        if self.sheet is not None:
            self.sheet.bar.show_part(share)

    def _made(self, done: Callable[[Keepable], str], made: object) -> None:
        self._close()
        say = self._frame.say
        if made is None:
            self._tell(say("Nothing was exported"), say("The export was stopped. Nothing was written."))
            return
        kept: Keepable = made  # type: ignore[assignment]
        try:
            kept.keep(self._frame.desk)
        except (Refusal, Fault) as no:
            self._tell(say("Nothing was exported"), str(no))
            return
        self._tell(say("Exported"), done(kept))

    def _failed(self, words: str) -> None:
        self._close()
        say = self._frame.say
        self._tell(say("Nothing was exported"), words or say("The program made a mistake."))

    def _tell(self, title: str, words: str) -> None:
        if not self._leaving:
            self._frame.asks.tell(title, words)

    def _close(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.dismiss()
