"""What is done when a file does not open as it did: it is brought up to date, restored, or told to be another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crf_app.gui.house import House
from crf_app.gui.work_note import WorkNote, wait_for


def bring_up_to_date(house: House, path: Path, passphrase: str) -> None:
    """Bring a file of an earlier format up to date off the window's thread, then open it."""
    from crf_app.services.opening import open_file

    say, clock = house.say, house.clock
    note = WorkNote(
        house.ground,
        say,
        say("Bringing the file up to date"),
        say(
            "It was written by an earlier version of the program. A copy of it as it is stays beside it; nothing that "
            "was entered changes."
        ),
    )

    def work(progress: Callable[[float], None]) -> object:
        desk = open_file(
            path, passphrase, clock=clock, say=say, progress=lambda done, all_: progress(done / max(all_, 1))
        )
        desk.file.close()
        return path

    wait_for(house, note, work, lambda _: house.open_path(path, passphrase), say("The file stays as it was"))


def offer_restore(house: House, path: Path, sentence: str) -> bool:
    """Offer the last good backup in the place of a file that cannot be used; False where there is none."""
    from crf_app.gui.doors import restore_backup
    from crf_app.services.keeping import last_good, offered

    say = house.say
    second = Path(house.settings.backup_folder) if house.settings.backup_folder else None
    backup = last_good(path, second)
    if backup is None:
        return False
    house.ask().choice(
        say("The file cannot be used"),
        f"{sentence} {offered(path, second, say)}",
        [
            (say("Restore this backup…"), lambda: restore_backup(house, backup.path, path.parent)),
            (say("Another backup…"), lambda: another(house, path.parent)),
        ],
    )
    return True


def another(house: House, beside: Path) -> None:
    """Choose any backup and restore it beside the file."""
    from crf_app.gui.doors import restore_backup

    say = house.say
    house.ask().file_to_open(
        say("Choose a backup"), say("Study files (*.crf)"), lambda backup: restore_backup(house, backup, beside)
    )


def tell_departure(house: House) -> None:
    """Tell, once, that the file is not as this computer left it; the audit trail says so already."""
    from crf_app.services.opening import departure_words

    desk = house.desk
    if desk is not None and desk.departure is not None:
        say = house.say
        house.ask().tell(say("This is not the file as it was left here"), departure_words(desk.departure, say))
        desk.departure = None


def forget_passphrase(house: House) -> None:
    """Take the passphrase of the open file out of the computer's key store, where a person once had it kept."""
    from crf_app.gui import key_store

    desk, say = house.desk, house.say
    if desk is None:
        return
    if key_store.forget_passphrase(desk.file.path):
        text = say("The passphrase is no longer kept on this computer. It is asked for when the file is opened again.")
    else:
        text = say("No passphrase of this file is kept on this computer.")
    house.ask().tell(say("Passphrase"), text)
