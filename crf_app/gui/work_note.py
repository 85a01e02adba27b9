"""What lies over the window while it waits for long work that must end before it can go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.background import Work
from crf_app.gui.house import Ground
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import Button, ProblemLine, ProgressBar, Run, TextLabel
from crf_app.gui.theme import Role, Theme


class WorkNote(Overlay):
    """A small sheet: what is done, how far it is, and where there is one a way not to wait for it."""

    given_up = Signal()
    """The person does not wait, or has read that it failed."""

    def __init__(self, window: QWidget, say: Say, title: str, text: str, skip: str = "") -> None:
        """Make the sheet; `skip` stands on the button of who does not wait."""
        super().__init__(window, title)
        self._say = say
        self.body.addWidget(TextLabel(title, Role.SECTION, wrap=True))
        self._text = TextLabel(text, Role.SMALL, "text-2", wrap=True)
        self.body.addWidget(self._text)
        self.bar = ProgressBar(title)
        self.body.addWidget(self.bar)
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        row.addStretch()
        self.skip = Button(skip)
        self.skip.setVisible(bool(skip))
        self.skip.clicked.connect(self.given_up)
        row.addWidget(self.skip)
        self.body.addLayout(row)

    def start(self) -> None:
        """Open the sheet."""
        self.bar.show_part(0.0)
        self.open(self.skip if self.skip.text() else self)

    def show_part(self, part: float) -> None:
        """Show how far it is."""
        self.bar.show_part(part)

    def show_failed(self, text: str, sentence: str, verb: str) -> None:
        """Say that it failed and why; `verb` stands on the button that goes on without."""
        self.bar.hide()
        self._text.show_text(text)
        self._problem.show_text([Run(sentence)])
        self._problem.show()
        self.skip.setText(verb)
        self.skip.show()
        self.skip.setFocus()
        self.place_sheet()

    def reject(self) -> None:
        """Escape presses the button, where there is one."""
        if self.skip.text():
            self.given_up.emit()


def wait_for(house: Ground, note: WorkNote, work: Work, done: Callable[[object], None], failed: str) -> None:
    """Do `work` off the window's thread behind a note; of work that failed it says so and why, until it is closed."""
    say = house.say

    def ended(result: object) -> None:
        note.dismiss()
        done(result)

    def missed(sentence: str) -> None:
        note.show_failed(failed, sentence or say("The program made a mistake."), say("Close"))

    note.given_up.connect(note.dismiss)
    note.start()
    house.worker().run(work, ended, missed, note.show_part)
