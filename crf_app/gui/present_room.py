"""The room somebody works in now: it is entered, kept behind the lock, come back to, built anew, and left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QStackedWidget

    from crf_app.gui.house import Hall
    from crf_app.gui.kept_room import KeptRoom
    from crf_app.gui.workroom import Workroom
    from crf_app.services.desk import Desk


class PresentRoom(QObject):
    """At most one room in the window, that of the person at the desk."""

    asked = Signal(str)
    """An action that is the window's own: lock, open another file, look."""

    titled = Signal(str)
    """Another page is shown; its title."""

    shown = Signal()
    """Another room is shown."""

    moved = Signal()
    """Other actions can be done now: the person went to another place."""

    def __init__(self, hall: Hall, window: QMainWindow, stack: QStackedWidget) -> None:
        """Show rooms in `stack`, the outermost of `window`."""
        super().__init__(window)
        self._hall, self._window, self._stack = hall, window, stack
        self.room: Workroom | None = None

    def enter(self, desk: Desk) -> Workroom:
        """Make a room for the person at the desk, in the place of the one before."""
        self.leave()
        room = self._make(desk)
        room.go(room.home)
        return room

    def ready_to_leave(self) -> bool:
        """Whether the room, if there is one, may be taken down without losing what is typed."""
        return self.room is None or self.room.ready_to_leave()

    def leave(self) -> None:
        """Finish what is under way in the room, and take it down."""
        room = self._put_down()
        if room is not None:
            room.leave()
            self._stack.removeWidget(room)
            room.hide()
            room.deleteLater()

    def keep(self) -> KeptRoom | None:
        """Put the room out of sight just as it is, if somebody is in one."""
        from crf_app.gui.kept_room import KeptRoom

        if self.room is None or self.room.actor is None:
            return None
        kept = KeptRoom(self._window, self.room, self.room.actor)
        kept.put_away()
        self._put_down()
        self._stack.removeWidget(kept.room)
        kept.room.hide()
        return kept

    def come_back(self, kept: KeptRoom) -> None:
        """Show a room again that was kept; in another language it is built anew, if nothing would be lost with it."""
        room = kept.room
        if room.say.language != self._hall.say.language and not kept.unsaved:
            way = room.navigator.way()
            kept.let_go()
            self._make(room.desk).navigator.resume(way)
            return
        self.room = room
        self._hall.show_only(room)
        self.shown.emit()
        room.resume()
        room.show_width(self._window.width())
        room.show()
        page = room.navigator.page
        self.titled.emit(page.title() if page is not None else "")
        self.moved.emit()
        kept.bring_back()

    def build_anew(self, desk: Desk) -> None:
        """Build the room again in another language; the person stays where they are."""
        if self.room is not None:
            way = self.room.navigator.way()
            self.leave()
            self._make(desk).navigator.resume(way)

    def _make(self, desk: Desk) -> Workroom:
        from crf_app.gui.rooms import make_room

        hall = self._hall
        room = self.room = make_room(desk, self._window, hall.ask())
        room.asked.connect(self.asked)
        room.titled.connect(self.titled)
        if hall.settings.rail is not None:
            room.want_rail(hall.settings.rail)
        hall.show_only(room)
        self.shown.emit()
        room.navigator.arrived.connect(lambda _place: self.moved.emit())
        room.show_width(self._window.width())
        return room

    def _put_down(self) -> Workroom | None:
        """Let go of the room; whether the person wanted the rail is remembered for the next one."""
        room, self.room = self.room, None
        if room is not None:
            self._hall.settings = replace(self._hall.settings, rail=room.rail_wanted)
        return room
