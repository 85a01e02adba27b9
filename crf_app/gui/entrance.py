"""The way in: the four doors, a file and its passphrase, a person and the password."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.capture.commands import ChangePassword
from crf_app.gui.first_run import FirstRunPage
from crf_app.gui.house import Hall
from crf_app.gui.kept_rooms import KeptRooms
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.gui.unlocking import Tried, Unlocking, known_passphrase

if TYPE_CHECKING:
    from crf_app.gui.sign_in import SignInPage
    from crf_app.services.desk import Desk


class Entrance:
    """Leads from nothing to an open file, and to a person at the desk."""

    def __init__(self, house: Hall, switch: ThemeSwitch) -> None:
        self._house, self._switch = house, switch
        self._path: Path | None = None
        self._unlocking = Unlocking(house)
        self._kept = KeptRooms()
        self._given = ""
        """The password for one time that somebody came in with, until they have chosen their own."""
        self._then: Callable[[], None] = _nothing
        """What comes when they have."""
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
        page.password_chosen.connect(self._password_chosen)
        page.other_person_wanted.connect(self.lock)
        house.show_only(page)
        self.sign_in = page
        page.show_width(house.effective_width)
        if house.desk is not None:
            from crf_app.gui.known_file import known_of

            if house.desk.actor is not None and self._given:
                username = next(
                    each.username for each in house.desk.file.people() if each.id == house.desk.actor.person
                )
                page.show_choice(house.desk.study.facts.short, house.desk.actor, username)
                return
            known = known_of(house.desk, house.settings, house.say, house.say.joined(self._kept.names))
            page.show_people(known, known.last_username)
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
        if not self.may_close(lambda: self.open_path(path, passphrase)):
            return
        if self._house.kept_first(lambda: self.open_path(path, passphrase)):
            return
        self.close_file()
        self._path = path
        self._unlocking.start_over()
        found = passphrase or known_passphrase(path)
        if found is None:
            self.show_sign_in()
            return
        sentence = self._open(path, found)
        if sentence:
            self._refused_at_sign_in(sentence)

    def open_as(self, path: Path, passphrase: str, username: str, password: str) -> str:
        """Open a file as a person; returns the sentence of what stood in the way."""
        self.close_file()
        tried = self._unlock(path, passphrase, migrate=True)
        return tried.refused or self._try_sign_in(username, password)

    def may_close(self, then: Callable[[], object]) -> bool:
        """Whether nothing that is kept for somebody would be lost with the file; else it is asked, and `then` done."""
        left = self._kept.unsaved
        if not left:
            return True
        say = self._house.say

        def close() -> None:
            self._kept.let_go()
            then()

        self._house.ask().confirm(
            say("Something is not saved yet"),
            say("{names} left something open that is not in the file. Closing loses it.", names=say.joined(left)),
            say("Close all the same"),
            close,
        )
        return False

    def close_file(self) -> None:
        """Let go of the file; whoever is at the desk is signed out."""
        self._house.leave_room()
        self._kept.let_go()
        desk = self._house.desk
        if desk is not None:
            with suppress(Fault):
                desk.sign_out("closed")
            desk.file.close()
            self._house.desk = None

    def _unlock(self, path: Path, passphrase: str, *, migrate: bool = False) -> Tried:
        """Try a passphrase; a file that opens is the house's from then on."""
        tried = self._unlocking.try_at(path, passphrase, migrate=migrate)
        if tried.desk is not None:
            self._house.desk, self._path = tried.desk, path
        return tried

    def _open(self, path: Path, passphrase: str) -> str:
        """Open a file and go on to the sign-in; returns the sentence of what stood in the way.

        One of an earlier format is brought up to date and then opened; in the place of one that cannot be used the last
        good backup is offered.
        """
        from crf_app.gui import file_help

        tried = self._unlock(path, passphrase)
        if tried.is_older:
            file_help.bring_up_to_date(self._house, path, passphrase)
            return ""
        if tried.refused:
            if tried.unusable:
                file_help.offer_restore(self._house, path, tried.refused)
            return tried.refused
        self._house.remember(self._house.settings.with_file(path))
        user, secret = os.environ.get("CRF_USER"), os.environ.get("CRF_PASSWORD")
        if not user or not secret:
            self.show_sign_in()
            file_help.tell_departure(self._house)
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

    # ------------------------------------------------------------------ the lock

    def lock(self, because: str = "locked") -> None:
        """Nobody is at the desk; the file stays open, and everything is kept as it was until the same person is back.

        What can be recorded was recorded when the keyboard left its field, under the name of whoever typed it.
        """
        desk = self._house.desk
        if desk is None:
            return
        kept = self._house.keep_room()
        if kept is not None:
            self._kept.keep(kept)
        self._given, self._then = "", _nothing
        with suppress(Fault):  # whatever the disk says, nobody is at the desk any more
            try:
                self.show_sign_in()
                if kept is not None:
                    # Long work is waited for behind the locked page; what it has to tell waits there as well.
                    kept.finish()
            finally:
                desk.sign_out(because)

    def shut_out(self) -> None:
        """The desk has signed the person out, because their account is locked now: say so at the door."""
        desk, room = self._house.desk, self._house.room
        if desk is None or room is None or desk.actor is not None:
            return
        person = room.actor.person if room.actor is not None else ""
        self.lock()
        if self.sign_in is not None:
            self.sign_in.show_refused(desk.locked_out_words(person))

    def idle(self) -> None:
        """Nobody touched the window for too long: lock it, and forget passwords that were typed and not used."""
        desk = self._house.desk
        if desk is not None and desk.actor is not None:
            self.lock("inactive")
        elif self.sign_in is not None:
            self.sign_in.forget_secrets()

    # ------------------------------------------------------------------ the person

    def _sign_in(self, username: str, password: str) -> None:
        page = self.sign_in
        sentence = self._try_sign_in(username, password)
        if sentence and page is not None:
            page.show_refused(sentence)

    def _try_sign_in(self, username: str, password: str) -> str:
        house = self._house
        assert house.desk is not None
        person = house.desk.file.person_by_username(username)
        kept = self._kept.of(person.id) if person is not None else None
        # A kept room has its desk for itself, so that nothing of it is ever done under another name.
        desk = kept.room.desk if kept is not None else house.desk.beside() if self._kept else house.desk
        desk.say = house.say
        try:
            desk.sign_in(username, password)
        except (Refusal, Fault) as no:
            return str(no)
        house.desk = desk
        if desk.must_change_password:
            self._given = password
            self.show_sign_in()
        else:
            self._go_in(desk)
        return ""

    def choose_password(self, desk: Desk, given: str, then: Callable[[], None]) -> None:
        """Let somebody who was just given an account choose the password for it; `then` they are at work."""
        self._house.desk, self._given, self._then = desk, given, then
        self._path = desk.file.path
        self.show_sign_in()

    def _password_chosen(self, password: str) -> None:
        page, desk = self.sign_in, self._house.desk
        if page is None or desk is None:
            return
        try:
            desk.do(ChangePassword(self._given, password))
        except (Refusal, Fault) as no:
            page.show_refused(str(no))
            return
        then, self._given, self._then = self._then, "", _nothing
        self._go_in(desk)
        then()

    def _go_in(self, desk: Desk) -> None:
        """Show the room the person left, or a new one."""
        assert desk.actor is not None
        own = self._kept.take(desk.actor)
        if own is not None and own.actor.role == desk.actor.role:
            desk.read_again()
            self._house.come_back(own)
            return
        lost = own is not None and own.unsaved
        if own is not None:
            own.let_go()
        self._house.enter(desk)
        if lost:
            say = self._house.say
            self._house.ask().tell(
                say("Your role was changed"),
                say("What you had typed and not saved before could not be kept, because your rights are others now."),
            )

    def _refused_at_sign_in(self, sentence: str) -> None:
        self.show_sign_in()
        assert self.sign_in is not None
        self.sign_in.show_refused(sentence)


def _nothing() -> None:
    """Nothing comes after."""
