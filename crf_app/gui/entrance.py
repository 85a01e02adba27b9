"""The way in: the four doors, a file and its passphrase, a person and the password."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import Say
from crf_app.gui.first_run import FirstRunPage
from crf_app.gui.settings import Settings
from crf_app.gui.theme.switch import ThemeSwitch

if TYPE_CHECKING:
    from crf_app.base.clock import Clock
    from crf_app.gui.ask import Asks
    from crf_app.gui.sign_in import SignInPage
    from crf_app.services.desk import Desk


class House(Protocol):
    """What the way in needs of the window it leads into."""

    desk: Desk | None
    settings: Settings

    @property
    def say(self) -> Say:
        """Says the program's words in the language of the window."""
        ...

    @property
    def clock(self) -> Clock | None:
        """The clock of a known day, None for that of the computer."""
        ...

    @property
    def effective_width(self) -> float:
        """The width of the window divided by the text factor."""
        ...

    def ask(self) -> Asks:
        """Return what asks the small questions."""
        ...

    def remember(self, settings: Settings) -> None:
        """Keep settings for the next start."""
        ...

    def choose_scheme(self, name: str) -> None:
        """Choose ``light``, ``dark`` or ``auto``."""
        ...

    def show_only(self, page: QWidget) -> None:
        """Show a page that takes the whole window."""
        ...

    def ready_to_leave(self) -> bool:
        """Whether the room may be taken down without losing what is typed."""
        ...

    def leave_room(self) -> None:
        """Finish what is under way in the room, if somebody is in one."""
        ...

    def enter(self, desk: Desk) -> None:
        """Show the room of the person who is signed in."""
        ...

    def open_door(self, door: str) -> None:
        """Do what one of the four doors is for."""
        ...


class Entrance:
    """Leads from nothing to an open file, and to a person at the desk."""

    def __init__(self, house: House, switch: ThemeSwitch) -> None:
        self._house, self._switch = house, switch
        self._path: Path | None = None
        self.first_run: FirstRunPage | None = None
        self.sign_in: SignInPage | None = None

    def show_first_run(self) -> None:
        """Show the four doors."""
        house = self._house
        page = FirstRunPage(house.say, house.settings.scheme)
        page.door_opened.connect(house.open_door)
        page.language_chosen.connect(self._switch.choose_language)
        page.factor_chosen.connect(self._switch.choose_factor)
        page.scheme_chosen.connect(house.choose_scheme)
        house.show_only(page)
        self.first_run = page
        page.show_width(house.effective_width)
        QTimer.singleShot(0, page, page.start)

    def show_sign_in(self) -> None:
        """Show who can sign in to the open file; or ask for the passphrase of one that is not open."""
        from crf_app.gui.key_store import can_keep
        from crf_app.gui.sign_in import SignInPage

        house = self._house
        page = SignInPage(house.say)
        page.passphrase_given.connect(self._passphrase_given)
        page.sign_in_wanted.connect(self._sign_in)
        page.other_file_wanted.connect(self.choose_file)
        house.show_only(page)
        self.sign_in = page
        page.show_width(house.effective_width)
        if house.desk is not None:
            from crf_app.gui.known_file import known_of

            page.show_people(known_of(house.desk, house.settings, house.say), house.settings.last_person)
        elif self._path is not None:
            page.show_locked(self._path.name, str(self._path.parent), can_keep())

    def show_width(self, effective: float) -> None:
        """Fold for an effective width."""
        for page in (self.first_run, self.sign_in):
            if page is not None:
                page.show_width(effective)

    def show_again(self) -> None:
        """Make the page that is shown anew, in another language."""
        if self.sign_in is not None:
            self.show_sign_in()
        elif self.first_run is not None:
            self.show_first_run()

    def is_left(self, page: QWidget) -> None:
        """Forget the pages that are not shown any more; `page` is shown now."""
        if page is not self.first_run:
            self.first_run = None
        if page is not self.sign_in:
            self.sign_in = None

    # ------------------------------------------------------------------ the file

    def choose_file(self) -> None:
        """Ask for another file and open it."""
        say = self._house.say
        self._house.ask().file_to_open(say("Open a study file"), say("Study files (*.crf)"), self.open_path)

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file: with the passphrase given, kept or in the environment, else it is asked for."""
        self.close_file()
        self._path = path
        found = passphrase or os.environ.get("CRF_PASSPHRASE")
        if found is None:
            from crf_app.gui.key_store import kept_passphrase

            found = kept_passphrase(path)
        if found is None:
            self.show_sign_in()
            return
        sentence = self._open(path, found)
        if sentence:
            self._refused_at_sign_in(sentence)

    def open_as(self, path: Path, passphrase: str, username: str, password: str) -> str:
        """Open a file as a person; returns the sentence of what stood in the way."""
        self.close_file()
        sentence = self._read(path, passphrase)
        return sentence or self._try_sign_in(username, password)

    def lock(self) -> None:
        """Nobody is at the desk; the file stays open, the screen shows who may come back."""
        desk = self._house.desk
        if desk is not None and self._house.ready_to_leave():
            self._house.leave_room()
            desk.sign_out()
            self.show_sign_in()

    def close_file(self) -> None:
        """Let go of the file."""
        self._house.leave_room()
        if self._house.desk is not None:
            self._house.desk.file.close()
            self._house.desk = None

    def _read(self, path: Path, passphrase: str) -> str:
        from crf_app.services.opening import open_file

        house = self._house
        try:
            house.desk = open_file(path, passphrase, clock=house.clock, say=house.say)
        except (Refusal, Fault) as no:
            return str(no)
        self._path = path
        return ""

    def _open(self, path: Path, passphrase: str) -> str:
        """Open a file and go on to the sign-in; returns the sentence of what stood in the way."""
        sentence = self._read(path, passphrase)
        if sentence:
            return sentence
        self._house.remember(self._house.settings.with_file(path))
        user, secret = os.environ.get("CRF_USER"), os.environ.get("CRF_PASSWORD")
        if not user or not secret:
            self.show_sign_in()
            return ""
        refused = self._try_sign_in(user, secret)
        if refused:
            self._refused_at_sign_in(refused)
        return ""

    def _passphrase_given(self, passphrase: str, keep: bool) -> None:
        page, path = self.sign_in, self._path
        if page is None or path is None:
            return
        page.show_working(True)

        def go_on() -> None:
            sentence = self._open(path, passphrase)
            if sentence:
                page.show_refused(sentence)
            elif keep:
                from crf_app.gui.key_store import keep_passphrase

                keep_passphrase(path, passphrase)

        # The button shows that it was pressed before the key is worked out (0.2 s).
        QTimer.singleShot(0, page, go_on)

    # ------------------------------------------------------------------ the person

    def _sign_in(self, username: str, password: str) -> None:
        page = self.sign_in
        sentence = self._try_sign_in(username, password)
        if sentence and page is not None:
            page.show_refused(sentence)

    def _try_sign_in(self, username: str, password: str) -> str:
        house = self._house
        assert house.desk is not None
        try:
            house.desk.sign_in(username, password)
        except (Refusal, Fault) as no:
            return str(no)
        house.remember(replace(house.settings, last_person=username))
        house.enter(house.desk)
        return ""

    def _refused_at_sign_in(self, sentence: str) -> None:
        self.show_sign_in()
        assert self.sign_in is not None
        self.sign_in.show_refused(sentence)
