"""Long work off the window's thread: verify, back up, make a demonstration. With progress and an end."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from crf_app.base.problems import Fault, Refusal

Progress = Callable[[float], None]
Work = Callable[[Progress], object]

log = logging.getLogger(__name__)


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
            done(result)

        def fail(words: str) -> None:
            self._voices.discard(voice)
            failed(words)

        voice.finished.connect(finish, queued)
        voice.failed.connect(fail, queued)
        if progress is not None:
            voice.progressed.connect(progress, queued)
        self._voices.add(voice)
        self._pool.start(_Task(work, voice))

    def wait(self) -> None:
        """Wait until nothing is worked on any more, before the file is closed."""
        self._pool.waitForDone()
