"""Reading the folder and playing its scenarios off the window's thread; a newer save makes an older run void."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from crf_app.capture.scenario import StudyCheck, check_loaded
from crf_app.gui.background import Background
from crf_app.study.load import load_study


@dataclass
class Turn:
    """One save's turn. It is void as soon as there is a newer one; the worker looks at it between scenarios."""

    void: bool = False


class Checker(QObject):
    """Two steps, so that the form follows before all scenarios are played."""

    read = Signal(object, object)
    """The study, or None when the folder has errors; and the findings of reading it."""

    played = Signal(object)
    """The whole `StudyCheck`, after the scenarios."""

    failed = Signal()
    """The folder could not be read by a mistake of the program."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._background = Background(self)
        self._turn = Turn()
        self._stopped = False

    def begin(self) -> None:
        """Read the folder as it is now; what is still under way is void."""
        if self._stopped:
            return
        self._turn.void = True
        turn = self._turn = Turn()
        folder = self._folder

        def then(result: object) -> None:
            if not turn.void:
                self._has_read(result, turn)

        self._background.run(lambda _: load_study(folder), then, lambda _: self._failed(turn))

    def stop(self) -> None:
        """Let nothing more come for good, and wait for what is under way."""
        self._stopped = self._turn.void = True
        self._background.stop()

    def _has_read(self, result: object, turn: Turn) -> None:
        assert isinstance(result, tuple)
        study, findings = result
        self.read.emit(study, findings)
        if study is None or turn.void:  # whoever heard of it may have closed the window, or read again
            return
        folder = self._folder

        def then(check: object) -> None:
            if not turn.void:
                assert isinstance(check, StudyCheck)
                self.played.emit(check)

        # The worker holds nothing of the window: what it lets go of dies in its own thread.
        self._background.run(
            lambda _: check_loaded(folder, study, findings, lambda: not turn.void),
            then,
            lambda _: self._failed(turn),
        )

    def _failed(self, turn: Turn) -> None:
        if not turn.void:
            self.failed.emit()
