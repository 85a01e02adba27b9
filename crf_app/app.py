"""The window's start: everything meets here, nothing is imported before it is needed."""

from __future__ import annotations

import atexit
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from crf_app.base.memory import leave_no_core

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crf_app.base.clock import Clock
    from crf_app.gui.main_window import MainWindow
    from crf_app.gui.preview.window import PreviewWindow
    from crf_app.gui.settings import Settings
    from crf_app.gui.theme.switch import ThemeSwitch

log = logging.getLogger("crf_app")


def run(file: Path | None = None, *, demo: bool = False, arguments: Sequence[str] = ()) -> int:
    """Show the window and stay until it is closed; returns the exit code.

    The window is on the screen before a file is opened: `file` if given, the made-up study with `demo`, else the file
    that was open last, and the four doors on the first start.
    """
    from PySide6.QtCore import QTimer

    app = application(arguments)
    window = make_window(app)
    _catch_bugs(window)
    if app.primaryScreen().size().width() <= 1366:
        window.showMaximized()
    else:
        window.show()
    # The empty window is painted before anything is opened: that takes the better part of a second.
    app.processEvents()
    QTimer.singleShot(0, window, lambda: begin(window, file, demo=demo))
    return app.exec()


def preview(folder: Path, *, arguments: Sequence[str] = ()) -> int:
    """Show the forms of a study folder and follow it until the window is closed; returns the exit code."""
    from crf_app.gui.preview.window import PreviewWindow
    from crf_app.gui.settings import read_settings

    app = application(arguments)
    window = PreviewWindow(folder, theme_switch(app, read_settings()))
    _catch_bugs(window)
    window.show()
    return app.exec()


def application(arguments: Sequence[str] = ()) -> QApplication:
    """Make the QApplication, or return the one there is."""
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    leave_no_core()
    app = QApplication(["crf-app", *arguments])
    app.setApplicationName("crf-app")
    app.setApplicationDisplayName("CRF")
    atexit.register(take_down)
    return app


def take_down() -> None:
    """Close the windows there still are, and delete them, before the program ends.

    Left to PySide, everything Python made is deleted in no order: a window that is still shown hides when half of its
    parts are gone already, and the program ends with a segmentation fault after its work. This runs before that.
    """
    from PySide6.QtWidgets import QApplication
    from shiboken6 import delete, isValid

    for window in [each for each in QApplication.topLevelWidgets() if each.parent() is None]:
        if isValid(window):  # closing one may have ended another
            window.close()
            delete(window)


def make_window(app: QApplication, clock: Clock | None = None) -> MainWindow:
    """Make the window as this person left it; it shows nothing yet."""
    from crf_app.gui.main_window import MainWindow
    from crf_app.gui.settings import read_settings

    settings = read_settings()
    return MainWindow(theme_switch(app, settings), settings, clock, keeps=True)


def theme_switch(app: QApplication, settings: Settings) -> ThemeSwitch:
    """Make what holds the look this person chose."""
    from PySide6.QtCore import QLocale

    from crf_app.base.words import LANGUAGES
    from crf_app.gui.theme import Scheme
    from crf_app.gui.theme.switch import ThemeSwitch

    system = QLocale.system().name().partition("_")[0]
    language = settings.language or (system if system in LANGUAGES else "en")
    scheme = {"light": Scheme.LIGHT, "dark": Scheme.DARK}.get(settings.scheme)
    return ThemeSwitch(app, scheme=scheme, language=language, factor=settings.factor)


def begin(window: MainWindow, file: Path | None, *, demo: bool = False) -> None:
    """Open what the start asked for."""
    if demo:
        window.show_first_run()
        window.open_demonstration() if file is None else window.enter_demonstration(file)
        return
    last = next((Path(each) for each in window.settings.files if Path(each).exists()), None)
    wanted = file or last
    if wanted is None:
        window.show_first_run()
    else:
        window.open_path(wanted)


def _catch_bugs(window: MainWindow | PreviewWindow) -> None:
    """A bug of ours is logged without data, told kindly, and the window closes with everything saved."""
    _log_to_file()

    def caught(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        log.error("%s", where(kind, trace))
        window.show_bug()

    sys.excepthook = caught


def where(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Say what kind of bug happened where. The message of the exception stays out: it may hold what was typed."""
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{kind.__name__} at {' < '.join(reversed(steps))}"


def _log_to_file() -> None:
    from logging.handlers import RotatingFileHandler

    from crf_app.base.files import application_paths
    from crf_app.base.problems import Fault

    paths = application_paths()
    try:
        paths.create()
    except Fault:
        return
    handler = RotatingFileHandler(
        paths.logs / "crf-app.log", maxBytes=200_000, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
