"""What actions of the table do in the room: find, sign, verify, back up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crf_app.capture.commands import NoteBackup
from crf_app.gui import navigation as to
from crf_app.gui.backups import NAME, backup_of
from crf_app.gui.workroom import Workroom
from crf_app.store.backup import BackupResult
from crf_app.store.verify import VerifyResult


def do(id_: str, window: QWidget, room: Workroom) -> None:
    """Carry out an action of the table that takes more than a step."""
    deed = {"find": find, "sign": sign, "verify": verify, "backup": back_up}.get(id_)
    if deed is not None:
        deed(window, room)


def find(window: QWidget, room: Workroom) -> None:
    """Open the palette."""
    from crf_app.gui.command_palette import CommandPalette

    CommandPalette(window, room).start()


def sign(window: QWidget, room: Workroom) -> None:
    """Sign the visit that is shown, or the first that waits: of the subject, or of all where none is shown."""
    from crf_app.gui.sign_dialog import sign_visit, visit_to_sign

    place = room.navigator.place
    if place is None:
        return
    subject = to.subject_of(place)
    subjects = [subject] if subject is not None else [each.id for each in room.standings()]
    found = (visit_to_sign(room, each, place) for each in subjects)
    visit = next((each for each in found if each is not None), None)
    say = room.say
    if visit is None:
        room.asks.tell(
            say("Nothing to sign"),
            say("A visit can be signed when all its pages are complete or not done."),
        )
        return
    sign_visit(window, room, visit)


def verify(_window: QWidget, room: Workroom) -> None:
    """Walk the whole audit trail and compare the tables with it, off the window's thread."""
    say, file = room.say, room.desk.file

    def work(progress: Callable[[float], None]) -> object:
        def tell(done: int, all_: int) -> None:
            progress(done / max(all_, 1))

        return file.verify(progress=tell)

    def done(result: object) -> None:
        room.status.show_work("", None)
        assert isinstance(result, VerifyResult)
        if not result.sound:
            text = " ".join(each.text for each in result.discrepancies[:3])
            room.asks.tell(say("The audit trail does not verify"), text)
            return
        room.asks.tell(
            say("The audit trail is whole"),
            say("{n} facts, none changed or missing; the tables agree. Seal {seal}.", n=result.facts, seal=result.seal),
        )

    _work(room, say("Verifying…"), work, done)


def back_up(_window: QWidget, room: Workroom) -> None:
    """Copy the file, encrypted, and read the copy back; then note it."""
    say, file = room.say, room.desk.file
    day = f"{room.now():%Y-%m-%d-%H%M}"
    start = file.path.with_name(f"{file.path.stem}-{day}.crf")

    def copy(to_path: Path) -> None:
        def work(_progress: Callable[[float], None]) -> object:
            return file.backup(to_path, replace=True)

        def done(result: object) -> None:
            room.status.show_work("", None)
            assert isinstance(result, BackupResult)
            room.do(NoteBackup(NAME, None, result.seal, to_path.name))
            room.status.show_backup(backup_of(room.desk), room.now().replace(tzinfo=None))
            room.read_again()

        _work(room, say("Backing up…"), work, done)

    room.asks.file_to_write(say("Back up to"), say("Study files (*.crf)"), start, copy)


def _work(
    room: Workroom,
    words: str,
    work: Callable[[Callable[[float], None]], object],
    done: Callable[[object], None],
) -> None:
    if room.background.busy:
        room.asks.tell(room.say("One thing at a time"), room.say("Another long task is still running."))
        return
    room.status.show_work(words, None)

    def failed(sentence: str) -> None:
        room.status.show_work("", None)
        room.asks.tell(room.say("That did not work"), sentence or room.say("The program made a mistake."))

    room.background.run(work, done, failed, partial(room.status.show_work, words))
