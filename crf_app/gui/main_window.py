"""The window: what is shown in it, its look, its menu bar, and the room a person works in."""

from __future__ import annotations

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
from crf_app.gui.present_room import PresentRoom
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
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self._present = PresentRoom(self, self, self.stack)
        self._present.asked.connect(self._own)
        self._present.titled.connect(self._show_title)
        self._present.shown.connect(self._make_actions)
        self._present.moved.connect(self.update_actions)
        self.asks: Asks | None = None
        self.menus: Menus | None = None
        self._background: Background | None = None
        self._keeper: Keeper | None = None
        self._keeps = keeps
        self.entrance = Entrance(self, switch)
        self.resize(1366, 736)
        self.setWindowTitle("CRF")
        switch.theme_changed.connect(self._theme_changed)
        self._theme = switch.theme
        self.inactivity = Inactivity(self, self.settings.lock_after)
        self.inactivity.idle.connect(self.entrance.idle)
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
    def room(self) -> Workroom | None:
        """The room somebody works in now."""
        return self._present.room

    @property
    def first_run(self) -> FirstRunPage | None:
        """The page of the four doors, where it is shown."""
        return self.entrance.first_run

    @property
    def sign_in(self) -> SignInPage | None:
        """The page of the sign-in, where it is shown."""
        return self.entrance.sign_in

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
        self.entrance.show_first_run()

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file: with the passphrase given, kept or in the environment, else it is asked for."""
        self.entrance.open_path(path, passphrase)

    def open_demonstration(self) -> None:
        """Open the made-up study, made first where it was not made today."""
        from crf_app.gui.doors import demonstration

        demonstration(self)

    def enter_demonstration(self, path: Path) -> None:
        """Open the made-up study that lies at `path`."""
        from crf_app.gui.doors import enter_demonstration

        enter_demonstration(self, path)

    def open_door(self, door: str) -> None:
        """Do what one of the four doors is for."""
        from crf_app.gui import doors

        doors.open_door(self, door)

    def enter(self, desk: Desk) -> None:
        """Show the room of the person who is signed in."""
        self.desk = desk
        assert desk.actor is not None
        self._present.enter(desk)
        self.keeper.show_state()
        QTimer.singleShot(CALM, self, self._calm_down)

    def _calm_down(self) -> None:
        if not pass_over_what_stays():
            QTimer.singleShot(CALM, self, self._calm_down)

    def keep_room(self) -> KeptRoom | None:
        """Put the room out of sight just as it is, if somebody is in one."""
        return self._present.keep()

    def come_back(self, kept: KeptRoom) -> None:
        """Show a room again that was kept, to the person who left it."""
        self._present.come_back(kept)

    def leave_room(self) -> None:
        """Finish what is under way in the room, and take it down."""
        self._present.leave()

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
        self.entrance.is_left(page)
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
        """Carry out an action of the table, if it can be done now; the window is locked whatever lies over it."""
        from crf_app.gui.overlay import Overlay

        if id_ != "lock" and any(each.isVisible() for each in self.findChildren(Overlay)):
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
        from crf_app.gui import window_deeds

        window_deeds.do(id_, self, self._switch)

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
            self._present.build_anew(self.desk)
        else:
            self.entrance.show_again()

    def _fit_least(self) -> None:
        """The least size grows with the text, but never beyond a small screen."""
        factor = self._theme.factor
        self.setMinimumSize(min(round(LEAST[0] * factor), 1024), min(round(LEAST[1] * factor), 640))

    def _show_width(self) -> None:
        self.entrance.show_width(self.effective_width)
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
        leaving = self._present.ready_to_leave() and self.entrance.may_close(self.close)
        if not leaving or self.kept_first(self._close_now):
            event.ignore()
            return
        self.leave_room()
        if self._background is not None:
            self._background.stop()
        write_settings(self.settings)
        self.entrance.close_file()
        event.accept()
