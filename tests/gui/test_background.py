"""Long work leaves the window's own things to the window's thread, and ends with the window however that ends."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from crf_app.base.problems import Refusal
from crf_app.gui.background import Background, Progress


class Knot:
    """Garbage that only a collection finds, as the parts of a closed window are; it notes where it ends."""

    ends: list[str]

    def __init__(self, ends: list[str]) -> None:
        self.ends, self.itself = ends, self

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


class Listener:
    """Whoever waits for work: what was told, in which order, and whether always in the window's thread."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.threads: set[str] = set()

    def done(self, result: object) -> None:
        self.told.append(result)
        self.threads.add(threading.current_thread().name)

    def failed(self, words: str) -> None:
        self.done(f"failed: {words}")

    def progress(self, share: float) -> None:
        self.done(share)


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def background(owner: QObject) -> Background:
    return Background(owner)


@pytest.fixture
def listener() -> Listener:
    return Listener()


def much(_: Progress) -> object:
    """Work that would make Python collect several times."""
    return len([[n] for n in range(200_000)])


def refused(_: Progress) -> object:
    raise Refusal("Not on a Friday.")


def mistaken(_: Progress) -> object:
    raise ZeroDivisionError


# What is told


def test_work_tells_how_far_it_is_and_what_it_came_to_in_the_window_s_thread(
    qtbot: QtBot, background: Background, listener: Listener
) -> None:
    seen = threading.Event()

    def work(progress: Progress) -> object:
        progress(0.5)
        seen.wait()
        return "whole"

    def progress(share: float) -> None:
        listener.progress(share)
        seen.set()

    background.run(work, listener.done, listener.failed, progress)
    assert background.busy
    qtbot.waitUntil(lambda: not background.busy)
    assert listener.told == [0.5, "whole"]
    assert listener.threads == {"MainThread"}


@pytest.mark.parametrize(("work", "words"), [(refused, "failed: Not on a Friday."), (mistaken, "failed: ")])
def test_work_that_fails_is_told_in_a_sentence_or_in_none(
    qtbot: QtBot, background: Background, listener: Listener, work: Callable[[Progress], object], words: str
) -> None:
    background.run(work, listener.done, listener.failed)
    qtbot.waitUntil(lambda: bool(listener.told))
    assert listener.told == [words]


def test_one_thing_is_done_after_the_other(qtbot: QtBot, background: Background, listener: Listener) -> None:
    place, alone = threading.Semaphore(1), []

    def work(progress: Progress) -> object:
        alone.append(place.acquire(blocking=False))
        much(progress)
        place.release()
        return len(alone)

    for _ in range(3):
        background.run(work, listener.done, listener.failed)
    qtbot.waitUntil(lambda: not background.busy)
    assert listener.told == [1, 2, 3]
    assert alone == [True, True, True]


def test_whoever_waits_hears_the_end_before_going_on(background: Background, listener: Listener) -> None:
    def then(result: object) -> None:
        listener.done(result)
        background.run(lambda _: "and noted", listener.done, listener.failed)

    background.run(lambda _: "backed up", then, listener.failed)
    background.wait()
    assert listener.told == ["backed up", "and noted"]
    assert not background.busy


# Garbage


def test_garbage_of_the_window_is_collected_in_its_own_thread(
    qtbot: QtBot, background: Background, listener: Listener
) -> None:
    ends: list[str] = []
    Knot(ends)
    background.run(much, listener.done, listener.failed)
    qtbot.waitUntil(lambda: bool(listener.told))
    assert gc.isenabled()
    gc.collect()
    assert ends == ["MainThread"]


def test_what_work_holds_and_makes_dies_in_the_window_s_thread(
    qtbot: QtBot, background: Background, listener: Listener
) -> None:
    ends: list[str] = []

    def work(ends: list[str]) -> Callable[[Progress], object]:
        knot = Knot(ends)
        knot.itself = None  # type: ignore[assignment] # dies with the last who holds it
        return lambda _: repr(knot)

    background.run(work(ends), listener.done, listener.failed)
    qtbot.waitUntil(lambda: not background.busy)
    assert ends == ["MainThread"]


def test_garbage_is_collected_again_after_work_that_nobody_waits_for(
    background: Background, listener: Listener
) -> None:
    background.run(lambda _: None, listener.done, listener.failed)
    assert not gc.isenabled()
    background.wait()
    assert gc.isenabled()


def test_nothing_is_collected_until_the_last_work_of_several_windows_ends(owner: QObject, listener: Listener) -> None:
    first, second, go = Background(owner), Background(owner), threading.Event()
    first.run(lambda _: go.wait(), listener.done, listener.failed)
    second.run(much, listener.done, listener.failed)
    second.wait()
    assert not gc.isenabled()
    go.set()
    first.wait()
    assert gc.isenabled()


# The end


def _delete_later(owner: QObject) -> None:
    owner.deleteLater()
    QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("end", [delete, _delete_later], ids=["deleted", "deleted_later"])
def test_a_window_that_goes_away_takes_its_work_along(listener: Listener, end: Callable[[QObject], None]) -> None:
    owner, begun, ended = QObject(), threading.Event(), threading.Event()
    background = Background(owner)

    def work(progress: Progress) -> object:
        begun.set()
        progress(0.5)
        much(progress)
        ended.set()
        return "too late"

    background.run(work, listener.done, listener.failed, listener.progress)
    background.run(work, listener.done, listener.failed, listener.progress)  # never begins
    begun.wait()
    begun.clear()
    end(owner)
    assert ended.is_set()
    assert gc.isenabled()
    QApplication.processEvents()
    assert listener.told == []
    assert not begun.is_set()
    background.wait()  # as a part does that hides when its window is gone
    assert not background.busy


def test_nobody_hears_of_work_that_is_stopped(background: Background, listener: Listener) -> None:
    begun = threading.Event()

    def work(progress: Progress) -> object:
        begun.set()
        progress(0.5)
        return much(progress)

    for _ in range(2):
        background.run(work, listener.done, listener.failed, listener.progress)
    begun.wait()
    begun.clear()
    background.stop()
    assert gc.isenabled()
    assert not background.busy
    QApplication.processEvents()
    assert listener.told == []
    assert not begun.is_set()
    background.run(lambda _: "again", listener.done, listener.failed)
    background.wait()
    assert listener.told == ["again"]
