"""The four doors: look at the demonstration, open a file, start a study, restore a backup."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.gui.file_names import free_name
from crf_app.gui.first_run import FirstRunPage
from crf_app.gui.house import Ground, House
from crf_app.gui.theme import Theme
from crf_app.gui.unlocking import why_not
from crf_app.services.desk import Desk


class Door(Protocol):
    """The way in, as the doors need it."""

    def choose_file(self) -> None:
        """Ask for another file and open it."""
        ...

    def open_as(self, path: Path, passphrase: str, username: str, password: str) -> str:
        """Open a file as a person; returns the sentence of what stood in the way."""
        ...

    def choose_password(self, desk: Desk, given: str, then: Callable[[], None]) -> None:
        """Let somebody who was just given an account choose the password for it; `then` they are at work."""
        ...


class Porch(House, Protocol):
    """The house as one comes to it: the page of the doors, and where they lead."""

    @property
    def entrance(self) -> Door:
        """Leads from nothing to an open file, and to a person at the desk."""
        ...

    @property
    def first_run(self) -> FirstRunPage | None:
        """The page of the four doors, where it is shown."""
        ...


def open_door(window: Porch, door: str) -> None:
    """Do what one of the four doors is for."""
    match door:
        case "demo":
            demonstration(window)
        case "open":
            window.entrance.choose_file()
        case "new":
            start_study(window)
        case _:
            restore(window)


def demonstration(window: Porch) -> None:
    """Make the made-up study where it was not made today, off the window's thread, and open it."""
    from crf_app.services.demo import demonstration_path, make_demonstration

    path, say = demonstration_path(), screen_words(Theme.of().language)

    def show(part: float | None) -> None:
        if window.first_run is not None:
            window.first_run.show_work("" if part is None else say("Making the demonstration…"), part)

    def make(progress: Callable[[float], None]) -> object:
        make_demonstration(path, progress=lambda done, all_: progress(done / max(all_, 1)))
        return path

    def failed(sentence: str) -> None:
        show(None)
        window.ask().tell(say("The demonstration could not be made"), sentence)

    show(0.0)
    window.worker().run(make, lambda _: enter_demonstration(window, path), failed, show)


def enter_demonstration(window: Porch, path: Path) -> None:
    """Open the made-up study as its coordinator, or as who the environment names."""
    from crf_app.services.demo import PASSPHRASE, PASSWORD

    if window.first_run is not None:
        window.first_run.show_work("", None)
    user, secret = os.environ.get("CRF_USER", "rahimi"), os.environ.get("CRF_PASSWORD", PASSWORD)
    sentence = window.entrance.open_as(path, PASSPHRASE, user, secret)
    if sentence:
        window.ask().tell(window.say("The demonstration cannot be opened"), sentence)


def start_study(window: Porch) -> None:
    """Choose a study folder, then answer what a new file needs."""
    from crf_app.base.files import bundled
    from crf_app.gui import recovery
    from crf_app.gui.start_study import StartStudy
    from crf_app.services.opening import load_whole

    say = screen_words(Theme.of().language)
    folders = sorted(path for path in bundled("forms").iterdir() if (path / "study.yaml").exists())

    def begin(folder: Path) -> None:
        try:
            study = load_whole(folder)
        except (Refusal, Fault) as no:
            window.ask().tell(say("This study cannot be started"), str(no))
            return
        sheet = StartStudy(window.ground, study)

        def made(desk: Desk) -> None:
            passphrase = sheet.passphrase.text()  # the sheet is gone by the time it is asked for
            window.entrance.choose_password(desk, sheet.given, lambda: recovery.offer(window, passphrase))

        sheet.made.connect(made)
        sheet.start()

    def chosen(name: str) -> None:
        if name:
            begin(Path(name))
        else:
            window.ask().folder(say("Choose a study folder"), begin)

    options = [(str(path), path.name) for path in folders]
    window.ask().pick(
        say("Start a study"),
        say("A study is a folder of text files. These came with the program; you can choose another."),
        say("Study"),
        [*options, ("", say("Another folder…"))],
        say("Go on"),
        chosen,
        start=True,
    )


def restore(window: Porch) -> None:
    """Choose a backup and where the file shall lie; the copy is checked before it is used."""
    say = screen_words(Theme.of().language)
    window.ask().file_to_open(
        say("Choose a backup"),
        say("Study files (*.crf)"),
        lambda backup: restore_backup(window, backup, backup.parent),
    )


def restore_backup(window: Ground, backup: Path, beside: Path) -> None:
    """Restore a backup under a name that is asked for, then open the file; an existing one is never written over."""
    say = screen_words(Theme.of().language)

    def to_file(target: Path) -> None:
        def with_passphrase(passphrase: str) -> str | None:
            refused = why_not(backup, passphrase)
            if refused is None:
                _restore(window, backup, target, passphrase)
            return refused

        window.ask().secret(
            say("Passphrase of the backup"),
            say("It is the passphrase the file had when the backup was made."),
            say("Passphrase"),
            say("Restore"),
            with_passphrase,
        )

    start = free_name(beside, say("restored", context="part of a file's name"))
    window.ask().file_to_write(say("Restore as"), say("Study files (*.crf)"), start, to_file)


def _restore(window: Ground, backup: Path, target: Path, passphrase: str) -> None:
    """Verify and copy off the window's thread: that takes a minute for a big file."""
    from crf_app.gui.work_note import WorkNote, wait_for
    from crf_app.services.opening import restore_file

    say = screen_words(Theme.of().language)
    note = WorkNote(
        window.ground,
        say,
        say("Restoring the backup"),
        say("Every fact in it is checked before it is used. The backup itself is not changed."),
    )

    def work(progress: Callable[[float], None]) -> object:
        return restore_file(backup, target, passphrase, progress=lambda done, all_: progress(done / max(all_, 1)))

    wait_for(window, note, work, lambda _: window.open_path(target, passphrase), say("Nothing was restored"))
