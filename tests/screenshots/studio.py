"""A window on the demonstration file, at a known size and hour, in a chosen look; and a camera."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.capture.commands import AddPerson
from crf_app.services.demo import PASSPHRASE, PASSWORD
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR
from tests.demonstration import NOW, copied, demonstration, kept, remove

if TYPE_CHECKING:
    from crf_app.gui.main_window import MainWindow
    from crf_app.gui.theme.switch import ThemeSwitch
    from crf_app.services.desk import Desk

FOLDER: Final = Path(__file__).parents[2] / "build" / "screenshots"


@dataclass(frozen=True)
class Look:
    """How the window is looked at. `name` ends the names of the pictures."""

    name: str
    scheme: str = "light"
    language: str = "en"
    factor: float = 1.0
    size: tuple[int, int] = (1366, 768)


LOOKS: Final = (
    Look("light"),
    Look("dark", scheme="dark"),
    Look("es", language="es"),
    Look("fa", language="fa"),
    Look("zh", language="zh"),
    Look("200", factor=2.0),
    Look("small", size=(1024, 640)),
)


class On(Enum):
    """The file a window stands on."""

    NOTHING = auto()
    EMPTY = auto()
    DEMONSTRATION = auto()


@dataclass(frozen=True)
class Studio:
    """The window of one look."""

    look: Look
    window: MainWindow

    @property
    def desk(self) -> Desk:
        """The desk the window works at."""
        desk = self.window.desk
        assert desk is not None
        return desk

    def settle(self, seconds: float = 0.25) -> None:
        """Let the window finish what is under way and delete what is done with, as the program's own loop does."""
        from PySide6.QtCore import QCoreApplication, QEvent

        end = monotonic() + seconds
        while monotonic() < end:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def shoot(self, scene: str) -> Path:
        """Draw the window as it is now."""
        path = FOLDER / f"{scene}-{self.look.name}.png"
        self.window.grab().save(str(path))
        return path


def prepare() -> None:
    """Keep pictures apart from this person's settings and from their screen. Call it before Qt is imported."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("CRF_PASSPHRASE", "CRF_USER", "CRF_PASSWORD"):
        os.environ.pop(name, None)
    own = tempfile.mkdtemp(prefix="crf-pictures-")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = own
    FOLDER.mkdir(parents=True, exist_ok=True)


def make_empty(path: Path) -> None:
    """Make a file in which nobody is enrolled yet."""
    desk = make_file(path, PASSPHRASE, load_whole(bundled("forms", "spms-plmsc")), "01", SetClock(NOW))
    try:
        add_first_person(desk, AddPerson("admin", "R. Sadeghi", ADMINISTRATOR, PASSWORD))
        desk.sign_in("admin", PASSWORD)
        desk.do(AddPerson("rahimi", "N. Rahimi", COORDINATOR, PASSWORD, temporary=False))
    finally:
        desk.file.close()


@contextmanager
def studio(look: Look, switch: ThemeSwitch, on: On) -> Iterator[Studio]:
    """Open the window with the coordinator signed in, on a file that is its own."""
    from crf_app.gui.main_window import MainWindow
    from crf_app.gui.settings import Settings
    from crf_app.gui.theme import Scheme

    switch.choose_scheme(Scheme.DARK if look.scheme == "dark" else Scheme.LIGHT)
    switch.choose_language(look.language)
    switch.choose_factor(look.factor)
    settings = Settings(language=look.language, factor=look.factor, scheme=look.scheme)
    window = MainWindow(switch, settings, SetClock(NOW))
    window.resize(*look.size)
    window.show()
    path: Path | None = None
    try:
        if on is On.NOTHING:
            window.show_first_run()
        else:
            made = demonstration() if on is On.DEMONSTRATION else kept("empty", make_empty)
            path = copied(made, "sina-01.crf")
            window.enter_demonstration(path)
        here = Studio(look, window)
        here.settle(0.2)
        window.activateWindow()
        here.settle(0.1)
        yield here
    finally:
        window.close()
        window.deleteLater()
        if path is not None:
            remove(path)
