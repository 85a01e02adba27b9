"""Notices when nobody touches the window any more, so that it locks by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LONGEST: Final = 10
"""Minutes without key or mouse after which the window locks. A laptop on a ward is passed by many, and a form is rarely
looked at for longer without a touch; security guides allow 15 at most (NIST SP 800-63B 4.3.3). A person may choose a
shorter time on their machine, never a longer one and never none (EMA/INS/GCP/112288/2023 A4)."""

CHOICES: Final = (2, 3, 5, LONGEST)
"""The times that are offered."""

LOOK: Final = 2_000
"""Milliseconds between two looks at the clock."""

_TOUCHES: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
    QEvent.Type.InputMethod,
})  # fmt: skip

Moment = Callable[[], float]


def minutes(wanted: int) -> int:
    """Return the minutes that hold for what a person chose, or for what stands in a file of settings."""
    return wanted if 1 <= wanted <= LONGEST else LONGEST


class Inactivity(QObject):
    """Looks at the clocks while a window is open. What comes in at the window starts them anew."""

    idle = Signal()
    """Nobody touched the window for too long."""

    def __init__(self, parent: QObject, wanted: int, clocks: tuple[Moment, ...] = (time.monotonic, time.time)) -> None:
        """Begin to look. Two clocks, because one of them stands still while the computer sleeps."""
        super().__init__(parent)
        self._clocks = clocks
        self._windows: set[QWindow] = set()
        self.show_minutes(wanted)
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.watch)

    def show_minutes(self, wanted: int) -> None:
        """Take another time, as far as it may be chosen."""
        self._limit = minutes(wanted) * 60.0

    def watch(self, window: QWindow | None) -> None:
        """Look at what comes in at a window of the program: the main one, its dialogs and its lists.

        At the window's own handle there is little to look at; a filter of the whole program would see every event of
        every widget, and cost the keyboard its speed.
        """
        if window is not None and window not in self._windows:
            self._windows.add(window)
            window.destroyed.connect(lambda *_, gone=window: self._windows.discard(gone))
            window.installEventFilter(self)

    def look(self) -> None:
        """Tell when too much time has passed; once, until somebody is there again."""
        if self._too_long():
            self._last = self._now()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start anew with each touch. One that comes too late, after a sleep, reaches nothing of what was open."""
        if event.type() not in _TOUCHES:
            return False
        if self._too_long():
            self.look()
            return True
        self._last = self._now()
        return False

    def _too_long(self) -> bool:
        return any(now - last >= self._limit for now, last in zip(self._now(), self._last, strict=True))

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
