"""What the window is to whoever works for it: to long work, to the open file, and to the way in.

The window is all of these. Who needs little of it asks for little, and none of them has to know the window itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from crf_app.base.clock import Clock
    from crf_app.base.words import Say
    from crf_app.gui.ask import Asks
    from crf_app.gui.background import Background
    from crf_app.gui.kept_room import KeptRoom
    from crf_app.gui.settings import Settings
    from crf_app.gui.workroom import Workroom
    from crf_app.services.desk import Desk


class Ground(Protocol):
    """Where something can be asked, and long work be waited for that ends with a file to open."""

    @property
    def say(self) -> Say:
        """Says the program's words in the language of the window."""
        ...

    @property
    def ground(self) -> QWidget:
        """The window itself, for what lies over it."""
        ...

    def ask(self) -> Asks:
        """Return what asks the small questions."""
        ...

    def worker(self) -> Background:
        """Return what does long work off the window's thread."""
        ...

    def open_path(self, path: Path, passphrase: str | None = None) -> None:
        """Open a file: with the passphrase given, kept or in the environment, else it is asked for."""
        ...


class House(Ground, Protocol):
    """The open file, the room it is worked in, and what is remembered on this computer."""

    desk: Desk | None
    settings: Settings

    @property
    def room(self) -> Workroom | None:
        """The room somebody works in now."""
        ...

    @property
    def clock(self) -> Clock | None:
        """The clock of a known day, None for that of the computer."""
        ...

    def remember(self, settings: Settings) -> None:
        """Keep settings for the next start."""
        ...


class Hall(House, Protocol):
    """What the way in leads through: pages that take the whole window, and rooms that are entered, kept and left."""

    @property
    def effective_width(self) -> float:
        """The width of the window divided by the text factor."""
        ...

    def choose_scheme(self, name: str) -> None:
        """Choose ``light``, ``dark`` or ``auto``."""
        ...

    def show_only(self, page: QWidget) -> None:
        """Show a page that takes the whole window."""
        ...

    def open_door(self, door: str) -> None:
        """Do what one of the four doors is for."""
        ...

    def enter(self, desk: Desk) -> None:
        """Show the room of the person who is signed in."""
        ...

    def keep_room(self) -> KeptRoom | None:
        """Put the room out of sight just as it is, if somebody is in one."""
        ...

    def come_back(self, kept: KeptRoom) -> None:
        """Show a room again that was kept, to the person who left it."""
        ...

    def leave_room(self) -> None:
        """Finish what is under way in the room, if somebody is in one."""
        ...

    def kept_first(self, then: Callable[[], None]) -> bool:
        """Back the open file up where that is due, and go on with `then`; False where there is nothing to wait for."""
        ...
