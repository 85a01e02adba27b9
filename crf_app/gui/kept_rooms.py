"""The rooms of people who left the window locked, until each is back or nothing of theirs would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crf_app.capture.facts import Actor
    from crf_app.gui.kept_room import KeptRoom


class KeptRooms:
    """At most one room for each person."""

    def __init__(self) -> None:
        self._rooms: dict[str, KeptRoom] = {}

    def __bool__(self) -> bool:
        """Whether a room waits for somebody."""
        return bool(self._rooms)

    @property
    def names(self) -> list[str]:
        """Whose work waits."""
        return [each.actor.name for each in self._rooms.values()]

    @property
    def unsaved(self) -> list[str]:
        """Who left something that would be lost with their room."""
        return [each.actor.name for each in self._rooms.values() if each.unsaved]

    def of(self, person: str) -> KeptRoom | None:
        """Return the room of a person, who has not come in yet."""
        return self._rooms.get(person)

    def keep(self, room: KeptRoom) -> None:
        """Keep a room for whoever left it."""
        self._rooms[room.actor.person] = room

    def take(self, actor: Actor) -> KeptRoom | None:
        """Hand a room to its person, who is here; rooms of others stay where something in them is not saved."""
        own = self._rooms.pop(actor.person, None)
        for person, each in tuple(self._rooms.items()):
            if not each.unsaved:
                self._rooms.pop(person).let_go()
        return own

    def let_go(self) -> None:
        """Take all of them down."""
        while self._rooms:
            self._rooms.popitem()[1].let_go()
