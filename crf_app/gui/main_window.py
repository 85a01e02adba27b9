"""The window: what is shown in it, its look, its menu bar, and the room a person works in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from crf_app.base.texts import in_order
from crf_app.base.words import Say, screen_words
from crf_app.gui.calm import CALM, pass_over_what_stays
from crf_app.gui.entrance import Entrance
from crf_app.gui.inactivity import Inactivity
from crf_app.gui.settings import Settings, read_settings, write_settings
from crf_app.gui.theme import Scheme, Theme
from crf_app.gui.theme.switch import ThemeSwitch

if TYPE_CHECKING:
    from crf_app.base.clock import Clock
    from crf_app.gui.ask import Asks
    from crf_app.gui.background import Background
    from crf_app.gui.first_run import FirstRunPage
    from crf_app.gui.keeper import Keeper
    from crf_app.gui.kept_room import KeptRoom
    from crf_app.gui.menus import Menus
    from crf_app.gui.sign_in import SignInPage
    from crf_app.gui.workroom import Workroom
    from crf_app.services.desk import Desk

LEAST: Final = (1024, 640)
_LANGUAGES: Final = {"english": "en", "spanish": "es", "persian": "fa", "chinese": "zh"}
_SCHEMES: Final = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "auto": None}


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(
        self,
        switch: ThemeSwitch,
        settings: Settings | None = None,
        clock: Clock | None = None,
        *,
        keeps: bool = False,
    ) -> None:
        """Make the window; `clock` is given by tests and by pictures of a known day.

        With `keeps` it backs its file up by itself, each day and before the file is closed.
        """
        super().__init__()
        self._switch, self._clock = switch, clock
        self.settings = settings or read_settings()
        self.desk: Desk | None = None
        self.room: Workroom | None = None
        self.asks: Asks | None = None
        self.menus: Menus | None = None
        self._background: Background | None = None
        self._keeper: Keeper | None = None
        self._keeps = keeps
        self._entrance = Entrance(self, switch)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.resize(1366, 736)
        self.setWindowTitle("CRF")
        switch.theme_changed.connect(self._theme_changed)
        self._theme = switch.theme
        self.inactivity = Inactivity(self, self.settings.lock_after)
        self.inactivity.idle.connect(self._entrance.idle)
        self._fit_least()

    # ------------------------------------------------------------------ what others ask of it

    @property
    def say(self) -> Say:
        """Says the program's words in the language of the window."""
        return screen_words(self._theme.language)

    @property
    def clock(self) -> Clock | None:
        """The clock of a known day, None for that of the computer."""
        return self._clock

    @property
    def effective_width(self) -> float:
        """The width of the window divided by the text factor."""
        return self.width() / self._theme.factor

    @property
    def ground(self) -> QWidget:
        """The window itself, for what lies over it."""
        return self

    @property
    def first_run(self) -> FirstRunPage | None:
        """The page of the four doors, where it is shown."""
        return self._entrance.first_run

    @property
    def sign_in(self) -> SignInPage | None:
        """The page of the sign-in, where it is shown."""
        return self._entrance.sign_in

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

    @property
    def keeper(self) -> Keeper:
        """What backs the open file up."""
        if self._keeper is None:
            from crf_app.gui.keeper import Keeper

            self._keeper = Keeper(self, self, by_itself=self._keeps)
        return self._keeper

    def kept_first(self, then: Callable[[], None]) -> bool:
        """Back the open file up where that is due, and go on with `then`; False where there is nothing to wait for."""
        if self._keeper is not None and self._keeper.waiting:
            return True
        if self.desk is None or not self.keeper.wants_to_keep():
            return False
        self.keeper.keep_then(then)
        return True

    def remember(self, settings: Settings) -> None:
        """Keep settings for the next start."""
        self.settings = settings
        write_settings(settings)

    # ------------------------------------------------------------------ what is shown

    def show_first_run(self) -> None:
        """Show the four doors."""
        self._entrance.show_first_run()

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file: with the passphrase given, kept or in the environment, else it is asked for."""
        self._entrance.open_path(path, passphrase)

    def choose_password(self, desk: Desk, given: str, then: Callable[[], None]) -> None:
        """Let somebody who was just given an account choose the password for it; `then` they are at work."""
        self._entrance.choose_password(desk, given, then)

    def open_demonstration(self) -> None:
        """Open the made-up study, made first where it was not made today."""
        from crf_app.gui.doors import demonstration

        demonstration(self)

    def enter_demonstration(self, path: Path) -> None:
        """Open the made-up study as its coordinator."""
        from crf_app.services.demo import PASSPHRASE, PASSWORD

        if self.first_run is not None:
            self.first_run.show_work("", None)
        user, secret = os.environ.get("CRF_USER", "rahimi"), os.environ.get("CRF_PASSWORD", PASSWORD)
        sentence = self._entrance.open_as(path, PASSPHRASE, user, secret)
        if sentence:
            say = self.say
            self.ask().tell(say("The demonstration cannot be opened"), sentence)

    def open_door(self, door: str) -> None:
        """Do what one of the four doors is for."""
        from crf_app.gui import doors

        match door:
            case "demo":
                self.open_demonstration()
            case "open":
                self._entrance.choose_file()
            case "new":
                doors.start_study(self)
            case _:
                doors.restore(self)

    def enter(self, desk: Desk) -> None:
        """Show the room of the person who is signed in."""
        from crf_app.gui.rooms import make_room

        self.desk = desk
        assert desk.actor is not None
        self.leave_room()
        room = make_room(desk, self, self.ask())
        self._take_room(room)
        room.go(room.home)
        self.keeper.show_state()
        QTimer.singleShot(CALM, self, self._calm_down)

    def _calm_down(self) -> None:
        if not pass_over_what_stays():
            QTimer.singleShot(CALM, self, self._calm_down)

    def ready_to_leave(self) -> bool:
        """Whether the room, if there is one, may be taken down without losing what is typed."""
        return self.room is None or self.room.ready_to_leave()

    def keep_room(self) -> KeptRoom | None:
        """Put the room out of sight just as it is, if somebody is in one."""
        from crf_app.gui.kept_room import KeptRoom

        room = self.room
        if room is None or room.actor is None:
            return None
        kept = KeptRoom(self, room, room.actor)
        kept.put_away()
        self.room = None
        self.settings = replace(self.settings, rail=room.rail_wanted)
        self.stack.removeWidget(room)
        room.hide()
        return kept

    def come_back(self, kept: KeptRoom) -> None:
        """Show a room again that was kept, to the person who left it."""
        from crf_app.gui.rooms import make_room

        room = kept.room
        if room.say.language != self._theme.language and not kept.unsaved:
            way = room.navigator.way()
            kept.let_go()
            room = make_room(room.desk, self, self.ask())
            self._take_room(room)
            room.navigator.resume(way)
            return
        self.room = room
        self.show_only(room)
        self._make_actions()
        room.resume()
        room.show_width(self.width())
        room.show()
        page = room.navigator.page
        self._show_title(page.title() if page is not None else "")
        self.update_actions()
        kept.bring_back()

    def leave_room(self) -> None:
        """Finish what is under way in the room, and take it down."""
        room, self.room = self.room, None
        if room is not None:
            self.settings = replace(self.settings, rail=room.rail_wanted)
            room.leave()
            self.stack.removeWidget(room)
            room.hide()
            room.deleteLater()

    def show_only(self, page: QWidget) -> None:
        """Show a page of the outer stack; the ones before are done with."""
        old = [self.stack.widget(place) for place in range(self.stack.count())]
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        for each in old:
            if each is not None and each is not page:
                self.stack.removeWidget(each)
                each.hide()
                each.deleteLater()
        self._entrance.is_left(page)
        self._show_title("")

    def show_bug(self) -> None:
        """Say that the program made a mistake, and close: what was saved is safe."""
        say = self.say
        text = say(
            "The program made a mistake and has to close. Everything saved is safe; only the field "
            "being typed in may have to be typed again."
        )
        self.ask().tell(say("Something went wrong in the program"), text, self._close_now)

    def _close_now(self) -> None:
        self.close()

    def _take_room(self, room: Workroom) -> None:
        self.room = room
        room.asked.connect(self._own)
        room.titled.connect(self._show_title)
        if self.settings.rail is not None:
            room.want_rail(self.settings.rail)
        self.show_only(room)
        self._make_actions()
        room.navigator.arrived.connect(lambda _place: self.update_actions())
        room.show_width(self.width())

    def _show_title(self, title: str) -> None:
        file = self._file_title()
        self.setWindowTitle(f"{in_order(title)} – {file}" if title else file)

    def _file_title(self) -> str:
        if self.desk is None:
            return "CRF"
        study, language = self.desk.study, self._theme.language
        site = study.site(self.desk.file.site).name.in_(language)
        return f"{site} – {study.facts.short}"

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
        from crf_app.gui import deeds, lock_after

        match id_:
            case "lock":
                self._entrance.lock()
            case "backup":
                self.keeper.back_up_now()
            case "backups" | "recovery_sheet" | "forget_passphrase" if self.room is not None:
                self._keep_safe(id_, self.room)
            case "lock_after":
                lock_after.choose(self)
            case "shut_out":
                self._entrance.shut_out()
            case "open_file":
                self._entrance.choose_file()
            case "quit":
                self.close()
            case "larger" | "smaller" | "normal_size":
                self._switch.step_factor({"larger": 1, "smaller": -1, "normal_size": 0}[id_])
            case "light" | "dark":
                self.choose_scheme(id_)
            case "system_scheme":
                self.choose_scheme("auto")
            case "english" | "spanish" | "persian" | "chinese":
                self._switch.choose_language(_LANGUAGES[id_])
            case _ if self.room is not None:
                deeds.do(id_, self, self.room)
            case _:
                pass

    def _keep_safe(self, id_: str, room: Workroom) -> None:
        from crf_app.gui import file_help, recovery
        from crf_app.gui.backups_sheet import BackupsSheet
        from crf_app.gui.doors import restore_backup

        match id_:
            case "backups":
                beside = room.desk.file.path.parent
                BackupsSheet(self, room, self.keeper, lambda backup: restore_backup(self, backup, beside)).start()
            case "recovery_sheet":
                recovery.make(self)
            case _:
                file_help.forget_passphrase(self)

    def _make_actions(self) -> None:
        from crf_app.gui.menus import Menus

        if self.menus is None:
            self.menus = Menus(self, self.act, self.update_actions)
        self.menus.make(self.say, self._theme)

    # ------------------------------------------------------------------ the look

    def choose_scheme(self, name: str) -> None:
        """Choose ``light``, ``dark`` or ``auto``."""
        self.remember(replace(self.settings, scheme=name))
        self._switch.choose_scheme(_SCHEMES[name])

    def _theme_changed(self, theme: Theme) -> None:
        """Build everything with words anew in another language; sizes and colours follow by themselves."""
        before, self._theme = self._theme, theme
        self.remember(replace(self.settings, language=theme.language, factor=theme.factor))
        self._fit_least()
        if theme.language == before.language:
            self._show_width()
        elif self.room is not None and self.desk is not None:
            from crf_app.gui.rooms import make_room

            way = self.room.navigator.way()
            self.leave_room()
            room = make_room(self.desk, self, self.ask())
            self._take_room(room)
            room.navigator.resume(way)
        else:
            self._entrance.show_again()

    def _fit_least(self) -> None:
        """The least size grows with the text, but never beyond a small screen."""
        factor = self._theme.factor
        self.setMinimumSize(min(round(LEAST[0] * factor), 1024), min(round(LEAST[1] * factor), 640))

    def _show_width(self) -> None:
        self._entrance.show_width(self.effective_width)
        if self.room is not None:
            self.room.show_width(self.width())

    # ------------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to notice whether somebody is there."""
        super().showEvent(event)
        self.inactivity.watch(self.windowHandle())

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
        """Save what is under way, remember the look, let go of the file; wait for a reason that is being asked."""
        leaving = self.ready_to_leave() and self._entrance.may_close(self.close)
        if not leaving or self.kept_first(self._close_now):
            event.ignore()
            return
        self.leave_room()
        if self._background is not None:
            self._background.stop()
        write_settings(self.settings)
        self._entrance.close_file()
        event.accept()
