"""Keeps the open file: a backup each day while it is open, one before it is closed, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from crf_app.base.problems import Fault, Refusal
from crf_app.gui import room_work
from crf_app.gui.backups import backup_of
from crf_app.gui.house import House
from crf_app.services import keeping
from crf_app.services.desk import Desk
from crf_app.services.keeping import Kept, Places
from crf_app.store.backup import BackupResult

LOOK: Final = 5 * 60_000
"""Milliseconds between two looks whether the day's backup is due; the first comes that long after a person sat down."""


class _GivenUp(Fault):
    """The person did not want to wait for the backup."""


class Keeper(QObject):
    """Makes the backups of a window's file, off its thread, and tells how they went."""

    def __init__(self, house: House, parent: QObject, *, by_itself: bool) -> None:
        """Keep the file of `house`; `by_itself` also when nobody asks: daily, and before it is closed."""
        super().__init__(parent)
        self._house, self._by_itself = house, by_itself
        self._problem = ""
        self._left = ""
        """The seal of the file when it was last left, with a backup or without: it is backed up again once it grows."""
        self._given_up = False
        self.waiting = False
        """Whether the window waits for a backup before it goes on."""
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK)
        self._looks.timeout.connect(self.look)
        if by_itself:
            self._looks.start()

    # ------------------------------------------------------------------ what others ask of it

    @property
    def places(self) -> Places | None:
        """Where the open file's backups go."""
        desk = self._house.desk
        return Places.of(desk.file.path, self._house.settings.backup_folder or None) if desk else None

    @property
    def problem(self) -> str:
        """Why the last try failed, or what the second place lacks."""
        return self._problem

    def show_state(self) -> None:
        """Show in the room how the backups stand."""
        room = self._house.room
        if room is not None:
            room.backup_problem = self._problem
            room.status.show_backup(backup_of(room.desk, self._problem), room.now().replace(tzinfo=None))

    def look(self) -> None:
        """Make the day's backup where it is due and nothing else is going on."""
        room, desk = self._house.room, self._house.desk
        if room is None or desk is None or room.background.busy or _is_made_up(desk.file.path):
            return
        if keeping.due_today(desk.file, desk.clock.now()):
            self.back_up_now(by_itself=True)

    def back_up_now(self, *, by_itself: bool = False) -> None:
        """Back up into both places, the whole copy verified; the person goes on working."""
        room, places = self._house.room, self.places
        if room is None or places is None:
            return
        say, desk = room.say, room.desk
        now = desk.clock.now()

        def work(progress: Callable[[float], None]) -> object:
            return keeping.back_up(desk.file, places, now, whole=True, share=progress, say=say)

        def done(result: object) -> None:
            assert isinstance(result, Kept)
            self._note(desk, result, by_itself=by_itself)
            self.show_state()
            room.read_again()
            if result.missed and not by_itself:
                room.asks.tell(say("Backed up, but not in the second place"), result.missed)

        def failed(sentence: str) -> None:
            self._problem = sentence
            self.show_state()
            if not by_itself:
                room.asks.tell(say("The file was not backed up"), self._problem)

        room_work.run(room, say("Backing up…"), work, done, failed, share=0.0)

    def copy_to(self, target: Path) -> None:
        """Make one more copy, at a place that was chosen for it."""
        room = self._house.room
        if room is None:
            return
        say, desk = room.say, room.desk

        def work(progress: Callable[[float], None]) -> object:
            return desk.file.backup(target, replace=True, whole=True, share=progress)

        def done(result: object) -> None:
            assert isinstance(result, BackupResult)
            self._note(desk, Kept(result, place="chosen"), by_itself=False)
            self.show_state()
            room.read_again()

        def failed(sentence: str) -> None:
            room.asks.tell(say("The file was not backed up"), sentence)

        room_work.run(room, say("Backing up…"), work, done, failed, share=0.0)

    def choose_second(self, folder: Path | None) -> None:
        """Let backups go to another disk or share as well, or no longer."""
        house = self._house
        house.remember(replace(house.settings, backup_folder=str(folder) if folder else ""))
        self.show_state()

    # ------------------------------------------------------------------ before the file is closed

    def wants_to_keep(self) -> bool:
        """Whether the file should be backed up before it is closed."""
        desk, places = self._house.desk, self.places
        if not self._by_itself or desk is None or places is None or _is_made_up(desk.file.path):
            return False
        try:
            return self._left != desk.file.seal() and keeping.due_on_closing(desk.file, places)
        except Fault:  # a file that cannot be read any more is closed as it is
            return False

    def keep_then(self, go_on: Callable[[], None]) -> None:
        """Back the file up while a note says so, then go on; the person may go on without."""
        from crf_app.gui.work_note import WorkNote

        desk, places = self._house.desk, self.places
        assert desk is not None
        assert places is not None
        say, now = self._house.say, desk.clock.now()
        note = WorkNote(
            self._house.ground,
            say,
            say("Backing up before the file is closed"),
            say("The copy is encrypted and tried out. It takes a moment."),
            say("Close without a backup"),
        )
        self._given_up = False

        def leave() -> None:
            self.waiting = False
            self._left = desk.file.seal()
            note.dismiss()
            go_on()

        def give_up() -> None:
            self._given_up = True
            if not self._house.worker().busy:
                leave()

        def work(progress: Callable[[float], None]) -> object:
            def share(part: float) -> None:
                if self._given_up:
                    raise _GivenUp
                progress(part)

            return keeping.back_up(desk.file, places, now, share=share, say=say)

        def done(result: object) -> None:
            assert isinstance(result, Kept)
            self._note(desk, result, by_itself=True)
            leave()

        def failed(sentence: str) -> None:
            if self._given_up:
                leave()
                return
            self._problem = sentence or say("The program made a mistake.")
            note.show_failed(say("The file was not backed up"), self._problem, say("Close without a backup"))

        note.given_up.connect(give_up)
        note.start()
        self.waiting = True
        self._house.worker().run(work, done, failed, note.show_part)

    def _note(self, desk: Desk, kept: Kept, *, by_itself: bool) -> None:
        """Remember the copies in the audit trail: as the person who asked, else as the program."""
        try:
            keeping.note(desk, kept, by_itself=by_itself)
        except (Refusal, Fault) as no:
            self._problem = str(no)
        else:
            self._problem = ""


def _is_made_up(path: Path) -> bool:
    """Whether it is the demonstration, which is made anew each day."""
    from crf_app.services.demo import demonstration_path

    return path == demonstration_path()
