"""What actions of the table do in the window itself: lock, keep the file safe, look, quit; the rest is the room's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from crf_app.gui import deeds
from crf_app.gui.lock_after import WatchedHouse, choose

if TYPE_CHECKING:
    from crf_app.gui.entrance import Entrance
    from crf_app.gui.keeper import Keeper
    from crf_app.gui.theme.switch import ThemeSwitch
    from crf_app.gui.workroom import Workroom

_LANGUAGES: Final = {"english": "en", "spanish": "es", "persian": "fa", "chinese": "zh"}
_STEPS: Final = {"larger": 1, "smaller": -1, "normal_size": 0}


class Window(WatchedHouse, Protocol):
    """The window, as its own actions need it."""

    entrance: Entrance

    @property
    def keeper(self) -> Keeper:
        """What backs the open file up."""
        ...

    def choose_scheme(self, name: str) -> None:
        """Choose ``light``, ``dark`` or ``auto``."""
        ...

    def close(self) -> bool:
        """Close the window, if nothing is in the way."""
        ...


def do(id_: str, window: Window, switch: ThemeSwitch) -> None:
    """Carry out an action that is not the room's own; one that needs a room does nothing where there is none."""
    match id_:
        case "lock":
            window.entrance.lock()
        case "shut_out":
            window.entrance.shut_out()
        case "lock_after":
            choose(window)
        case "open_file":
            window.entrance.choose_file()
        case "quit":
            window.close()
        case "backup":
            window.keeper.back_up_now()
        case "larger" | "smaller" | "normal_size":
            switch.step_factor(_STEPS[id_])
        case "light" | "dark":
            window.choose_scheme(id_)
        case "system_scheme":
            window.choose_scheme("auto")
        case "english" | "spanish" | "persian" | "chinese":
            switch.choose_language(_LANGUAGES[id_])
        case _ if window.room is not None:
            _do_in(window.room, id_, window)
        case _:
            pass


def _do_in(room: Workroom, id_: str, window: Window) -> None:
    """Do what takes a room, and somebody in it."""
    from crf_app.gui import file_help, recovery
    from crf_app.gui.backups_sheet import BackupsSheet
    from crf_app.gui.doors import restore_backup

    match id_:
        case "backups":
            beside = room.desk.file.path.parent
            sheet = BackupsSheet(
                window.ground, room, window.keeper, lambda backup: restore_backup(window, backup, beside)
            )
            sheet.start()
        case "recovery_sheet":
            recovery.make(window)
        case "forget_passphrase":
            file_help.forget_passphrase(window)
        case _:
            deeds.do(id_, window.ground, room)
