"""Long work leaves the window's own things to the window's thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crf_app.gui.background import Background, Progress


class Knot:
    """Garbage that only a collection finds, as the parts of a closed window are; it notes where it ends."""

    ends: list[str]

    def __init__(self, ends: list[str]) -> None:
        self.ends, self.itself = ends, self

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


def test_garbage_of_the_window_is_collected_in_its_own_thread(qtbot: QtBot) -> None:
    ends: list[str] = []
    done: list[object] = []
    owner = QObject()
    background = Background(owner)

    def work(_: Progress) -> object:
        return len([[n] for n in range(200_000)])

    Knot(ends)
    background.run(work, done.append, lambda _: None)
    qtbot.waitUntil(lambda: bool(done))
    assert gc.isenabled()
    gc.collect()
    assert ends == ["MainThread"]


def test_garbage_is_collected_again_after_work_that_nobody_waits_for(qtbot: QtBot) -> None:
    owner = QObject()
    background = Background(owner)
    background.run(lambda _: None, lambda _: None, lambda _: None)
    assert not gc.isenabled()
    background.wait()
    assert gc.isenabled()
