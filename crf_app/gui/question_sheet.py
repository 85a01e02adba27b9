"""The sheet of a small question: a title, why it is asked, fields, the verb; and the field for a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say
from crf_app.capture.typed import read_typed, why_unreadable
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import Button, FieldBlock, ProblemLine, Run, TextField, TextLabel
from crf_app.gui.parts import Kind as Look
from crf_app.gui.theme import Role, Theme
from crf_app.study.item import Item


class Question(Overlay):
    """A title, why it is asked, fields, and the verb on the one filled button."""

    def __init__(self, window: QWidget, title: str, text: str, verb: str, *, cancel: str) -> None:
        super().__init__(window, title)
        self._answer: Callable[[], str | None] | Callable[[], None] | None = None
        self._needed: QLineEdit | None = None
        self.body.addWidget(TextLabel(title, Role.SECTION, wrap=True))
        if text:
            self.body.addWidget(TextLabel(text, Role.SMALL, "text-2", wrap=True))
        self._fields = len([title, text]) if text else 1
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._row = QHBoxLayout()
        self._row.setSpacing(Theme.of(self).gap(8))
        self._row.addStretch()
        if cancel:
            button = Button(cancel)
            button.clicked.connect(self.reject)
            self._row.addWidget(button)
        self.go_on = Button(verb, Look.PRIMARY)
        self.go_on.clicked.connect(self._go_on)
        self._row.addWidget(self.go_on)
        self.body.addLayout(self._row)

    def add_field(self, label: str, field: QWidget) -> FieldBlock:
        """Add a field below those that are there."""
        block = FieldBlock(label, field)
        self.body.insertWidget(self._fields, block)
        self._fields += 1
        if isinstance(field, QLineEdit):
            field.returnPressed.connect(self._go_on)
        return block

    def add_part(self, part: QWidget) -> None:
        """Add something below the fields that are there."""
        self.body.insertWidget(self._fields, part)
        self._fields += 1

    def add_button(self, words_: str, deed: Callable[[], None]) -> None:
        """Add another deed before the filled button."""
        button = Button(words_)

        def press() -> None:
            self.dismiss()
            deed()

        button.clicked.connect(press)
        self._row.insertWidget(self._row.count() - 1, button)

    def needs(self, field: QLineEdit) -> None:
        """Hold the filled button back until something is written."""
        self._needed = field
        field.textChanged.connect(lambda: self.go_on.setEnabled(bool(field.text().strip())))
        self.go_on.setEnabled(bool(field.text().strip()))

    def ready(self, answer: Callable[[], str | None] | Callable[[], None]) -> None:
        """Say what the filled button does; a sentence it returns is shown and nothing closes."""
        self._answer = answer

    def complain(self, sentence: str) -> None:
        """Show why the answer will not do; nothing takes it away."""
        self._problem.setVisible(bool(sentence))
        if sentence:
            self._problem.show_text([Run(sentence)])
        self.place_sheet()

    def _go_on(self) -> None:
        if not self.go_on.isEnabled() or self._answer is None:
            return
        sentence = self._answer()
        if isinstance(sentence, str) and sentence:
            self.complain(sentence)
            return
        self.dismiss()


class DateField(TextField):
    """A date in either calendar, as people write it."""

    def __init__(self, label: str, today: date, say: Say, *, with_time: bool = False) -> None:
        super().__init__(label, icon="calendar")
        self._today, self._say = today, say
        kind = "date_time" if with_time else "date"
        self._item = Item.model_validate({"id": "date", "kind": kind, "label": label})

    def date(self) -> PartialDate | None:
        """Return the date that was written, if it can be read."""
        answer = read_typed(self._item, self.text(), None, self._today)
        if answer is None or not isinstance(answer.value, PartialDate):
            return None
        return answer.value

    def why(self) -> str:
        """Say what can be read."""
        if not self.text().strip():
            return self._say("A date is needed: day, month and year.")
        return why_unreadable(self._item, self.text(), self._say.language)
