"""Actions of the table that take one step in the room: go somewhere, find in what is shown, begin something new."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from crf_app.gui import columns, visit_deeds
from crf_app.gui import navigation as to
from crf_app.gui.actions import PLACES
from crf_app.gui.navigation import Frame
from crf_app.gui.sidebar import Sidebar
from crf_app.gui.status_bar import StatusBar


class Room(Frame, Protocol):
    """The room, with the columns that stand beside its pages."""

    sidebar: Sidebar
    status: StatusBar

    def want_rail(self, rail: bool | None) -> None:
        """Show the rail or the sidebar whatever the page would have; None leaves it to the page."""
        ...


def steps(room: Room) -> dict[str, Callable[[], None]]:
    """Return what each of these actions does, by its id; a visit is only begun where a subject is shown."""
    place = room.navigator.place
    subject = to.subject_of(place) if place else None
    found: dict[str, Callable[[], None]] = {f"go_{id_}": partial(room.go, to_) for id_, _, _, to_ in PLACES}
    found.update(
        back=room.back,
        forward=room.navigator.forward,
        filter=partial(_start_filter, room),
        next_column=partial(_walk_columns, room, 1),
        previous_column=partial(_walk_columns, room, -1),
        rail=lambda: room.want_rail(not room.sidebar.rail),
        new_subject=partial(visit_deeds.enrol, room),
        new_adverse_event=partial(visit_deeds.new_event, room, subject),
        print=partial(room.go, to.Reports(subject=subject)),
        saved=partial(_say_saved, room),
    )
    if subject is not None:
        found["unscheduled"] = partial(visit_deeds.unscheduled, room, subject)
    return found


def _start_filter(room: Room) -> None:
    """Put the cursor into the page's filter; a page without one is searched with Find."""
    page = room.navigator.page
    if page is None or not page.start_filter():
        room.act("find")


def _walk_columns(room: Room, by: int) -> None:
    page = room.navigator.page
    columns.walk((room.sidebar, *(page.columns() if page is not None else ()), room.status), by)


def _say_saved(room: Room) -> None:
    say, at = room.say, room.desk.saved_at
    room.asks.tell(
        say("Everything is saved"),
        say("Leaving a field saves it, so there is nothing to press. Ctrl H shows the history of an item.")
        if at is not None
        else say("Nothing was entered since the file was opened. Leaving a field saves it."),
    )
