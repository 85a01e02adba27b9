"""Long work off the window's thread: verify, back up, make a demonstration. With progress and an end.

The other thread knows nothing of Qt, and touches nothing that belongs to a window: it works, notes how far it is and
what it came to, and ends. The window looks at these notes from time to time. So neither side ever holds an object the
other one may be taking down, in whichever order a window, its work and the program end.
"""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer

from crf_app.base.problems import Fault, Refusal

Progress = Callable[[float], None]
Work = Callable[[Progress], object]

log = logging.getLogger(__name__)

_LOOK: Final = 10
"""Milliseconds between two looks at work under way: less than anybody sees, and nothing of a processor's time."""


class _Collection:
    """Keeps Python from collecting garbage while another thread works.

    Python collects in whichever thread allocates. A widget that is found to be garbage would die outside of the
    window's thread, and Qt takes the program with it. What is held back is collected here, as soon as work is done.
    """

    def __init__(self) -> None:
        self._held: set[object] = set()

    def hold(self, by: object) -> None:
        """Collect nothing before `by` lets go. Called in the window's thread."""
        self._held.add(by)
        gc.disable()

    def release(self, by: object) -> None:
        """Collect again, unless somebody else holds it back. Called in the window's thread."""
        if by in self._held:
            self._held.discard(by)
            if not self._held:
                gc.enable()


_collection = _Collection()


class _Job:
    """One piece of work in a thread of its own, and what the thread has noted.

    Each note is one value that is put in place at once, so a look needs no lock. What the thread was given and what it
    made is held here until the thread is gone: nothing of it dies in the other thread.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._thread = Thread(target=self._run, name="work")
        self.share: float | None = None
        self.result: object = None
        self.failure: str | None = None

    def begin(self) -> None:
        """Start the thread."""
        _collection.hold(self)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether the thread is gone, not only its work: its last steps may not meet a collection either."""
        return not self._thread.is_alive()

    def join(self) -> None:
        """Wait until the thread is gone."""
        self._thread.join()
        _collection.release(self)

    def _note(self, share: float) -> None:
        self.share = share

    def _run(self) -> None:
        try:
            self.result = self._work(self._note)
        except (Refusal, Fault) as no:
            self.failure = str(no)
        except Exception:
            log.exception("work in the background failed")
            self.failure = ""


@dataclass
class _Errand:
    """A job, and whom to tell of it in the window's thread."""

    job: _Job
    done: Callable[[object], None]
    failed: Callable[[str], None]
    progress: Progress | None
    told: float | None = None

    def tell_share(self) -> None:
        """Tell how much is done, where that is news."""
        share = self.job.share
        if self.progress is not None and share is not None and share != self.told:
            self.told = share
            self.progress(share)

    def tell_end(self) -> None:
        """Tell what it came to."""
        self.tell_share()
        if self.job.failure is None:
            self.done(self.job.result)
        else:
            self.failed(self.job.failure)


class Background(QObject):
    """Runs one piece of long work at a time for a window; what comes meanwhile waits for its turn."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errands: deque[_Errand] = deque()
        self._running: list[_Job] = []
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK)
        self._looks.timeout.connect(self._look)
        # However the window ends, its work ends with it. By then nothing can be asked of this object any more.
        errands, running = self._errands, self._running
        self.destroyed.connect(lambda: _give_up(errands, running))

    @property
    def busy(self) -> bool:
        """Whether something is being worked on."""
        return bool(self._errands)

    def run(
        self,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[str], None],
        progress: Progress | None = None,
    ) -> None:
        """Do `work` in another thread; the callbacks run in the window's.

        `failed` gets the sentence of a refusal or fault, or nothing after a bug of ours.
        """
        self._errands.append(_Errand(_Job(work), done, failed, progress))
        self._begin_next()

    def wait(self) -> None:
        """Wait until nothing is worked on any more, and tell what it came to, before the file is closed."""
        while self._errands:
            self._end_first()

    def stop(self) -> None:
        """Tell nothing more: give up what was not begun, and wait for what is under way."""
        self._looks.stop()
        _give_up(self._errands, self._running)

    def _begin_next(self) -> None:
        if self._errands and not self._running:
            job = self._errands[0].job
            self._looks.start()
            job.begin()
            self._running.append(job)

    def _look(self) -> None:
        first = self._errands[0]
        if first.job.over:
            self._end_first()
        else:
            first.tell_share()

    def _end_first(self) -> None:
        """Wait for the first errand; the next one begins before whoever waits for this one is told."""
        _end_all(self._running)
        errand = self._errands.popleft()
        self._looks.stop()
        self._begin_next()
        errand.tell_end()


def _give_up(errands: deque[_Errand], running: list[_Job]) -> None:
    errands.clear()
    _end_all(running)


def _end_all(jobs: list[_Job]) -> None:
    """Wait for jobs and let go of them."""
    while jobs:
        jobs[-1].join()
        jobs.pop()
