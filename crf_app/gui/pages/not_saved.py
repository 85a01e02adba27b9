"""The band above a form while what is typed could not be saved: it stays, and there are two ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from crf_app.base.words import Say
from crf_app.gui.parts import Band, Kind, Mark


class NotSaved(QVBoxLayout):
    """The room for the band; empty while everything is saved."""

    again = Signal()
    """Try to save once more."""

    take_back = Signal()
    """Forget what is typed and not saved."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._band: Band | None = None

    def show_fault(self, sentence: str) -> None:
        """Say what happened to the world; nothing takes the band away."""
        if self._band is not None:
            self.removeWidget(self._band)
            self._band.hide()
            self._band.deleteLater()
            self._band = None
        if not sentence:
            return
        say = self._say
        band = self._band = Band(
            sentence, say("What you typed is kept here."), mark=Mark.OVERDUE, mark_name=say("Not saved")
        )
        band.setObjectName("not_saved")
        again = band.add_button(say("Try again"))
        again.setObjectName("try_again")
        again.clicked.connect(self.again)
        undo = band.add_button(say("Take back"), Kind.QUIET)
        undo.setObjectName("take_back")
        undo.clicked.connect(self.take_back)
        self.addWidget(band)
