"""The room a signed-in person works in: sidebar, pages, status bar. It is what pages call their frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import Say, screen_words
from crf_app.capture.commands import Command
from crf_app.gui import navigation as to
from crf_app.gui import sidebar_counts
from crf_app.gui.actions import PLACES, Situation
from crf_app.gui.ask import Asks
from crf_app.gui.background import Background
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.models.standings import Roster, Standing
from crf_app.gui.navigation import Navigator, Page, PageFactory
from crf_app.gui.places_menu import open_places_menu
from crf_app.gui.room_steps import steps
from crf_app.gui.sidebar import Heading, Sidebar
from crf_app.gui.status_bar import StatusBar
from crf_app.gui.theme import Theme, Themed
from crf_app.services.desk import Changes, Desk
from crf_app.study.staff import ADMINISTRATOR

Factory = Callable[["Workroom"], Page]
FOLDED_BELOW = 800
RAIL_BELOW = 1024


class Workroom(QWidget, Themed):
    """Sidebar or rail, one page, the status bar."""

    asked = Signal(str)
    """An action that is the window's own: lock, open another file, look."""

    titled = Signal(str)
    """Another page is shown; its title."""

    def __init__(self, desk: Desk, window: QWidget, asks: Asks | None = None) -> None:
        super().__init__(window)
        self._desk = desk
        self.actor: Final = desk.actor
        """Whose room it is, also when nobody is at the desk."""
        desk.shut_out = self._shut_out
        self._say = screen_words(Theme.of(self).language)
        # What the desk refuses is said in the language of the window.
        desk.say = self._say
        self._asks = asks or Asks(window)
        self._roster = Roster(desk)
        self._rail_wanted: bool | None = None
        self.backup_problem = ""
        self._effective = 1366.0
        self.background = Background(self)
        self.sidebar = Sidebar(self._say)
        self.sidebar.chosen.connect(self.act)
        self.sidebar.study_pressed.connect(lambda: self.open_menu(self.sidebar.study))
        self.stack = QStackedWidget()
        self.status = StatusBar(self._say)
        self.status.saved_pressed.connect(lambda: self.act("saved"))
        self.status.backup_pressed.connect(lambda: self.act("backups"))
        self.status.seal_pressed.connect(lambda: self.act("verify"))
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.sidebar)
        across.addWidget(self.stack, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        self._navigator = Navigator(self.stack)
        self._navigator.arrived.connect(self._arrived)
        self._stop_listening = desk.listen(self._changed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.timeout.connect(self._show_counts)
        self._show_file()

    # ------------------------------------------------------------------ what pages may ask

    @property
    def desk(self) -> Desk:
        """The desk everything is read from and done at."""
        return self._desk

    @property
    def say(self) -> Say:
        """Says the program's words in the language of the window."""
        return self._say

    @property
    def asks(self) -> Asks:
        """Asks the person small questions."""
        return self._asks

    @property
    def navigator(self) -> Navigator:
        """Knows the way the person came."""
        return self._navigator

    @property
    def folded(self) -> bool:
        """Whether there is no room for the rail."""
        return self._effective < FOLDED_BELOW

    def now(self) -> datetime:
        """Return the present moment, local to the site."""
        return self._desk.clock.now()

    def standings(self) -> tuple[Standing, ...]:
        """Return where every subject stands; kept until something changes. Who sees no data sees no subject."""
        if self.actor is not None and self.actor.role == ADMINISTRATOR:
            return ()
        return self._roster.at(self.now())

    def register(self, kinds: tuple[type[object], ...], factory: Factory) -> None:
        """Let `factory` make the page for places of these kinds."""
        made: PageFactory = partial(factory, self)
        self._navigator.register(kinds, made)
        missing = {id_ for id_, _, _, place in PLACES if not self.can_show(type(place))}
        self.sidebar.show_missing(frozenset(missing))

    def go(self, place: to.Place) -> None:
        """Go to a place; one no page can show is left alone. Of a visit without pages in sight the subject is shown."""
        if isinstance(place, to.Visit) and not self._desk.study.schedule.visit(place.visit.planned).all_forms:
            place = to.Subject(place.visit.subject)
        if self.can_show(type(place)):
            self._navigator.go(place)

    @property
    def home(self) -> to.Place:
        """Where the person begins: at what is due, or at the accounts where they see to nothing else."""
        return to.Today() if self.can_show(to.Today) else to.People()

    def back(self) -> None:
        """Go back to where the person came from, else to the subjects."""
        if self._navigator.can_go_back:
            self._navigator.back()
        else:
            self.go(to.Subjects())

    def can_show(self, kind: type[object]) -> bool:
        """Whether there is a page for a kind of place."""
        return self._navigator.can_show(kind)

    def do(self, command: Command, refused: Callable[[str], None] | None = None) -> Changes | None:
        """Carry out a command; a refusal is said by `refused`, or in a notice."""
        try:
            return self._desk.do(command)
        except Refusal as no:
            if refused is not None:
                refused(str(no))
            else:
                self._asks.tell(self._say("This cannot be done"), str(no))
        except Fault as fault:
            self.status.show_not_saved()
            if refused is not None:
                refused(str(fault))
            else:
                self._asks.tell(self._say("Not saved"), str(fault))
        return None

    def act(self, action: str) -> None:
        """Carry out an action by its id: here if it is the room's, else in the window."""
        own = steps(self)
        if action in own:
            own[action]()
        else:
            self.asked.emit(action)

    def open_menu(self, at: QWidget) -> None:
        """Open the menu of places and of the file below a button."""
        open_places_menu(self, self, at)

    # ------------------------------------------------------------------ what the window asks

    def situation(self) -> Situation:
        """Say what decides which actions can be done."""
        actor = self._desk.actor
        return Situation(
            actor.role if actor else None,
            self._navigator.place,
            self.can_show,
            self._navigator.can_go_back,
            self._navigator.can_go_forward,
        )

    def want_rail(self, rail: bool | None) -> None:
        """Show the rail or the sidebar whatever the page would have; None leaves it to the page."""
        self._rail_wanted = rail
        self._fold()

    @property
    def rail_wanted(self) -> bool | None:
        """What the person chose, if anything."""
        return self._rail_wanted

    def ready_to_leave(self) -> bool:
        """Save what is typed; False while a change of a completed page waits for its reason, which is asked now."""
        page = self._navigator.page
        if page is None:
            return True
        page.leaving()
        return page.settled

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is not in the file."""
        page = self._navigator.page
        return page is not None and page.unsaved

    def pause(self) -> None:
        """Let everything stay as it is while nobody is at the desk."""
        self._timer.stop()
        self._count_soon.stop()

    def resume(self) -> None:
        """Go on with the same person: others may have worked in the file meanwhile."""
        self._desk.say, self._desk.shut_out = self._say, self._shut_out
        self._show_file()
        self.read_again()

    def leave(self) -> None:
        """Finish what is under way and stop listening, before the room is taken down."""
        page = self._navigator.page
        if page is not None:
            page.leaving()
        self.take_down()

    def take_down(self) -> None:
        """Stop listening, and wait for what is under way; nothing is asked and nothing recorded any more."""
        self._timer.stop()
        self._count_soon.stop()
        self._stop_listening()
        self.background.wait()

    def read_again(self) -> None:
        """Read everything again: the day has changed, or the file."""
        self._roster.forget()
        self._show_counts()
        page = self._navigator.page
        if page is not None:
            page.refresh()

    def show_width(self, width: float) -> None:
        """Fold for a window of this width."""
        self._effective = width / Theme.of(self).factor
        self._fold()
        self.status.show_width(self._effective)
        self._navigator.show_width(self._effective)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold for the new width."""
        super().resizeEvent(event)
        self.show_width(self.width())

    def theme_changed(self, theme: Theme) -> None:
        """Fold for the new size of the text."""
        if self.isVisible():
            self.show_width(self.width())

    # ------------------------------------------------------------------ the room's own

    def _shut_out(self) -> None:
        # The sheet on which the last attempt failed finishes first.
        QTimer.singleShot(0, self, lambda: self.asked.emit("shut_out"))

    def _arrived(self, place: to.Place) -> None:
        names = {type(place_): id_ for id_, _, _, place_ in PLACES}
        self.sidebar.show_here(names.get(type(place), "subjects"))
        page = self._navigator.page
        if page is not None:
            self.titled.emit(page.title())
        self._fold()

    def _fold(self) -> None:
        page = self._navigator.page
        narrow = self._effective < RAIL_BELOW or (page is not None and page.narrow)
        rail = narrow if self._rail_wanted is None else self._rail_wanted
        if self._effective < RAIL_BELOW:
            rail = True
        if rail != self.sidebar.rail:
            self.sidebar.show_rail(rail)
        self.sidebar.setVisible(not self.folded)

    def _changed(self, changes: Changes) -> None:
        self._roster.changed(changes.subjects)
        self.status.show_saved(self._desk.saved_at)
        self.status.show_seal(self._desk.file.seal())
        # The next field is painted first.
        self._count_soon.start()
        self._navigator.changed(changes)

    def _show_file(self) -> None:
        desk, say = self._desk, self._say
        study, actor = desk.study, desk.actor
        site = study.site(desk.file.site)
        name = site.name.in_(say.language)
        self.sidebar.show_heading(
            Heading(
                study.facts.short,
                say("Site {id} · {name}", id=site.id, name=name),
                actor.name if actor else "",
                role_words(actor.role, say) if actor else "",
            )
        )
        self.status.show_saved(desk.saved_at)
        self.status.show_seal(desk.file.seal())
        self._show_counts()
        self._timer.start(60_000)

    def _show_counts(self) -> None:
        seen = self.standings()
        self.sidebar.show_badges(sidebar_counts.badges(seen, self._say))
        self._timer.setInterval(1_000 if sidebar_counts.in_last_hour(seen, self.now()) else 60_000)

    def _tick(self) -> None:
        now, page = self.now(), self._navigator.page
        if now.second < 2 or self._timer.interval() > 1_000:
            self._roster.forget()
            self._show_counts()
        if page is not None:
            page.tick(now)
