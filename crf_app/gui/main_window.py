"""The window: first start, sign-in, and the room a person works in; menu bar, look, and what files need."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.gui.first_run import FirstRunPage
from crf_app.gui.settings import Settings, read_settings, write_settings
from crf_app.gui.theme import Scheme, Theme
from crf_app.gui.theme.switch import ThemeSwitch

if TYPE_CHECKING:
    from crf_app.base.clock import Clock
    from crf_app.gui.ask import Asks
    from crf_app.gui.background import Background
    from crf_app.gui.menus import Menus
    from crf_app.gui.sign_in import SignInPage
    from crf_app.gui.workroom import Workroom
    from crf_app.services.desk import Desk

LEAST: Final = (1024, 640)
_LANGUAGES: Final = {"english": "en", "persian": "fa", "chinese": "zh"}
_SCHEMES: Final = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "auto": None}


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, switch: ThemeSwitch, settings: Settings | None = None, clock: Clock | None = None) -> None:
        """Make the window; `clock` is given by tests and by pictures of a known day."""
        super().__init__()
        self._switch, self._clock = switch, clock
        self.settings = settings or read_settings()
        self.desk: Desk | None = None
        self.room: Workroom | None = None
        self.first_run: FirstRunPage | None = None
        self.sign_in: SignInPage | None = None
        self.asks: Asks | None = None
        self._background: Background | None = None
        self._path: Path | None = None
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.resize(1366, 736)
        self.setWindowTitle("CRF")
        self.menus: Menus | None = None
        switch.theme_changed.connect(self._theme_changed)
        self._theme = switch.theme
        self._fit_least()

    # ------------------------------------------------------------------ what is shown

    def show_first_run(self) -> None:
        """Show the four doors."""
        page = FirstRunPage(screen_words(self._theme.language), self.settings.scheme)
        page.door_opened.connect(self._door)
        page.language_chosen.connect(self._switch.choose_language)
        page.factor_chosen.connect(self._switch.choose_factor)
        page.scheme_chosen.connect(self.choose_scheme)
        self.first_run = page
        self._show_only(page)
        page.show_width(self.width() / self._theme.factor)
        self.setWindowTitle("CRF")
        QTimer.singleShot(0, page, page.start)

    def show_sign_in(self) -> None:
        """Show who can sign in to the open file; or ask for the passphrase of one that is not open."""
        from crf_app.gui.key_store import can_keep
        from crf_app.gui.sign_in import SignInPage

        page = SignInPage(screen_words(self._theme.language))
        page.passphrase_given.connect(self._passphrase_given)
        page.sign_in_wanted.connect(self._sign_in)
        page.other_file_wanted.connect(self.choose_file)
        self.sign_in = page
        self._show_only(page)
        page.show_width(self.width() / self._theme.factor)
        if self.desk is not None:
            from crf_app.gui.known_file import known_of

            known = known_of(self.desk, self.settings, screen_words(self._theme.language))
            page.show_people(known, self.settings.last_person)
            self.setWindowTitle(self._file_title())
        elif self._path is not None:
            page.show_locked(self._path.name, str(self._path.parent), can_keep())

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file: with the passphrase given, kept or in the environment, else it is asked for."""
        self._close_file()
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
            self.show_sign_in()
            assert self.sign_in is not None
            self.sign_in.show_refused(sentence)

    def open_demonstration(self) -> None:
        """Open the made-up study, made first where it was not made today."""
        from crf_app.gui.doors import demonstration

        demonstration(self)

    def enter(self, desk: Desk) -> None:
        """Show the room of the person who is signed in."""
        from crf_app.gui.rooms import make_room

        self.desk = desk
        assert desk.actor is not None
        self._leave_room()
        room = make_room(desk, self, self.ask())
        self._take_room(room)
        from crf_app.gui import navigation as to

        room.go(to.Today())

    def choose_scheme(self, name: str) -> None:
        """Choose ``light``, ``dark`` or ``auto``."""
        self.settings = replace(self.settings, scheme=name)
        write_settings(self.settings)
        self._switch.choose_scheme(_SCHEMES[name])

    def choose_file(self) -> None:
        """Ask for another file and open it."""
        say = screen_words(self._theme.language)
        pattern = say("Study files (*.crf)")
        self.ask().file_to_open(say("Open a study file"), pattern, self.open_path)

    # ------------------------------------------------------------------ actions

    def act(self, id_: str) -> None:
        """Carry out an action of the table, if it can be done now."""
        from crf_app.gui.overlay import Overlay

        if any(each.isVisible() for each in self.findChildren(Overlay)):
            return
        if self.room is not None:
            self.room.act(id_)
        else:
            self._own(id_)

    def update_actions(self) -> None:
        """Enable what can be done now."""
        from crf_app.gui.actions import Situation

        room = self.room
        now = room.situation() if room is not None else Situation(None, None, lambda _: False)
        if self.menus is not None:
            self.menus.update(now)

    def _own(self, id_: str) -> None:
        """Do what is the window's own."""
        from crf_app.gui import deeds

        match id_:
            case "lock":
                self._lock()
            case "open_file":
                self.choose_file()
            case "quit":
                self.close()
            case "larger" | "smaller" | "normal_size":
                self._switch.step_factor({"larger": 1, "smaller": -1, "normal_size": 0}[id_])
            case "light" | "dark":
                self.choose_scheme(id_)
            case "system_scheme":
                self.choose_scheme("auto")
            case "english" | "persian" | "chinese":
                self._switch.choose_language(_LANGUAGES[id_])
            case _ if self.room is not None:
                deeds.do(id_, self, self.room)
            case _:
                pass

    def _make_actions(self) -> None:
        from crf_app.gui.menus import Menus

        if self.menus is None:
            self.menus = Menus(self, self.act, self.update_actions)
        self.menus.make(screen_words(self._theme.language), self._theme)

    # ------------------------------------------------------------------ the file

    def _door(self, door: str) -> None:
        from crf_app.gui import doors

        match door:
            case "demo":
                self.open_demonstration()
            case "open":
                self.choose_file()
            case "new":
                doors.start_study(self)
            case _:
                doors.restore(self)

    def _open(self, path: Path, passphrase: str) -> str:
        """Open a file; returns the sentence of what stood in the way."""
        from crf_app.services.opening import open_file

        try:
            self.desk = open_file(path, passphrase, clock=self._clock, say=screen_words(self._theme.language))
        except (Refusal, Fault) as no:
            return str(no)
        self._path = path
        self.settings = self.settings.with_file(path)
        write_settings(self.settings)
        user, secret = os.environ.get("CRF_USER"), os.environ.get("CRF_PASSWORD")
        if user and secret:
            sentence = self._try_sign_in(user, secret)
            if sentence:
                self.show_sign_in()
                assert self.sign_in is not None
                self.sign_in.show_refused(sentence)
        else:
            self.show_sign_in()
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

    def _sign_in(self, username: str, password: str) -> None:
        page = self.sign_in
        sentence = self._try_sign_in(username, password)
        if sentence and page is not None:
            page.show_refused(sentence)

    def _try_sign_in(self, username: str, password: str) -> str:
        assert self.desk is not None
        try:
            self.desk.sign_in(username, password)
        except (Refusal, Fault) as no:
            return str(no)
        self.settings = replace(self.settings, last_person=username)
        write_settings(self.settings)
        self.enter(self.desk)
        return ""

    def enter_demonstration(self, path: Path) -> None:
        """Open the made-up study as its coordinator."""
        from crf_app.services.demo import PASSPHRASE, PASSWORD

        if self.first_run is not None:
            self.first_run.show_work("", None)
        self._close_file()
        from crf_app.services.opening import open_file

        try:
            self.desk = open_file(path, PASSPHRASE, clock=self._clock, say=screen_words(self._theme.language))
        except (Refusal, Fault) as no:
            self._tell(screen_words(self._theme.language)("The demonstration cannot be opened"), str(no))
            return
        self._path = path
        user = os.environ.get("CRF_USER", "rahimi")
        self._try_sign_in(user, os.environ.get("CRF_PASSWORD", PASSWORD))

    def _lock(self) -> None:
        """Nobody is at the desk; the file stays open, the screen shows who may come back."""
        if self.desk is None:
            return
        self._leave_room()
        self.desk.sign_out()
        self.show_sign_in()

    def _close_file(self) -> None:
        self._leave_room()
        if self.desk is not None:
            self.desk.file.close()
            self.desk = None

    # ------------------------------------------------------------------ the room

    def _take_room(self, room: Workroom) -> None:
        self.room = room
        room.asked.connect(self._own)
        room.titled.connect(self._show_title)
        if self.settings.rail is not None:
            room.want_rail(self.settings.rail)
        self._show_only(room)
        self._make_actions()
        room.navigator.arrived.connect(lambda _place: self.update_actions())
        room.show_width(self.width())

    def _leave_room(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            self.settings = replace(self.settings, rail=room.rail_wanted)
            room.leave()
            self.stack.removeWidget(room)
            room.hide()
            room.deleteLater()

    def _show_only(self, page: QWidget) -> None:
        """Show a page of the outer stack; the ones before are done with."""
        old = [self.stack.widget(place) for place in range(self.stack.count())]
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        for each in old:
            if each is not None and each is not page:
                self.stack.removeWidget(each)
                each.hide()
                each.deleteLater()
        if page is not self.first_run:
            self.first_run = None
        if page is not self.sign_in:
            self.sign_in = None

    def _theme_changed(self, theme: Theme) -> None:
        """Build everything with words anew in another language; sizes and colours follow by themselves."""
        before, self._theme = self._theme, theme
        self.settings = replace(self.settings, language=theme.language, factor=theme.factor)
        write_settings(self.settings)
        self._fit_least()
        if theme.language == before.language:
            self._show_width()
            return
        if self.room is not None and self.desk is not None:
            from crf_app.gui.rooms import make_room

            way = self.room.navigator.way()
            self._leave_room()
            room = make_room(self.desk, self, self.ask())
            self._take_room(room)
            room.navigator.resume(way)
        elif self.sign_in is not None:
            self.show_sign_in()
        elif self.first_run is not None:
            self.show_first_run()

    def _show_title(self, title: str) -> None:
        self.setWindowTitle(f"{title} – {self._file_title()}" if title else self._file_title())

    def _file_title(self) -> str:
        if self.desk is None:
            return "CRF"
        study, language = self.desk.study, self._theme.language
        site = study.site(self.desk.file.site).name.in_(language)
        return f"{site} – {study.facts.short}"

    def _fit_least(self) -> None:
        """The least size grows with the text, but never beyond a small screen."""
        factor = self._theme.factor
        self.setMinimumSize(min(round(LEAST[0] * factor), 1024), min(round(LEAST[1] * factor), 640))

    def _show_width(self) -> None:
        width = self.width() / self._theme.factor
        if self.first_run is not None:
            self.first_run.show_width(width)
        if self.sign_in is not None:
            self.sign_in.show_width(width)
        if self.room is not None:
            self.room.show_width(self.width())

    @property
    def ground(self) -> QWidget:
        """The window itself, for what lies over it."""
        return self

    def ask(self) -> Asks:
        """Return what asks the small questions."""
        if self.asks is None:
            from crf_app.gui.ask import Asks

            self.asks = Asks(self)
        return self.asks

    def worker(self) -> Background:
        """Return what does long work off the window's thread."""
        if self._background is None:
            from crf_app.gui.background import Background

            self._background = Background(self)
        return self._background

    def show_bug(self) -> None:
        """Say that the program made a mistake, and close: what was saved is safe."""
        say = screen_words(self._theme.language)
        text = say(
            "The program made a mistake and has to close. Everything saved is safe; only the field "
            "being typed in may have to be typed again."
        )
        self.ask().tell(say("Something went wrong in the program"), text, self._close_now)

    def _close_now(self) -> None:
        self.close()

    def _tell(self, title: str, text: str) -> None:
        self.ask().tell(title, text)

    # ------------------------------------------------------------------ events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold for the new width."""
        super().resizeEvent(event)
        self._show_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; Alt alone shows the menu bar."""
        if event.key() == Qt.Key.Key_Escape and self.room is not None:
            if not (self.menus and self.menus.hide()) and self.room.navigator.can_go_back:
                self.room.back()
            return
        if self.menus is not None and self.room is not None:
            self.menus.key_down(event)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show or hide the menu bar after Alt was pressed alone."""
        if self.menus is not None and self.room is not None:
            self.menus.key_up(event)
        super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is under way, remember the look, let go of the file."""
        self._leave_room()
        if self._background is not None:
            self._background.wait()
        write_settings(self.settings)
        self._close_file()
        event.accept()
