"""Long work off the window's thread: verify, back up, make a demonstration. With progress and an end."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from crf_app.base.problems import Fault, Refusal

Progress = Callable[[float], None]
Work = Callable[[Progress], object]

log = logging.getLogger(__name__)


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


class _Voice(QObject):
    """Carries words from the worker's thread to the window's."""

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)


class _Task(QRunnable):
    def __init__(self, work: Work, voice: _Voice) -> None:
        super().__init__()
        self._work, self._voice = work, voice

    def run(self) -> None:
        try:
            result = self._work(self._voice.progressed.emit)
        except (Refusal, Fault) as no:
            self._voice.failed.emit(str(no))
        except Exception:
            log.exception("work in the background failed")
            self._voice.failed.emit("")
        else:
            self._voice.finished.emit(result)


class Background(QObject):
    """Runs one piece of long work at a time for a window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._voices: set[_Voice] = set()

    @property
    def busy(self) -> bool:
        """Whether something is being worked on."""
        return bool(self._voices)

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
        voice = _Voice()
        queued = Qt.ConnectionType.QueuedConnection

        def finish(result: object) -> None:
            self._voices.discard(voice)
            _collection.release(voice)
            done(result)

        def fail(words: str) -> None:
            self._voices.discard(voice)
            _collection.release(voice)
            failed(words)

        voice.finished.connect(finish, queued)
        voice.failed.connect(fail, queued)
        if progress is not None:
            voice.progressed.connect(progress, queued)
        self._voices.add(voice)
        _collection.hold(voice)
        self._pool.start(_Task(work, voice))

    def wait(self) -> None:
        """Wait until nothing is worked on any more, before the file is closed."""
        self._pool.waitForDone()
        for voice in self._voices:
            _collection.release(voice)
