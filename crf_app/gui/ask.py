"""The small questions the window asks: each lies over the page, says why, and calls back.

Tests put their own `Asks` in the window's place; nothing here waits in a loop of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from crf_app.base.calendars import second_calendar, show_short
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, screen_words
from crf_app.capture.typed import read_typed, why_unreadable
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import (
    Button,
    ComboField,
    FieldBlock,
    FieldLook,
    Option,
    ProblemLine,
    Run,
    TextField,
    TextLabel,
)
from crf_app.gui.parts import Kind as Look
from crf_app.gui.theme import Role, Theme
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item


class Asks:
    """Asks the person at the window; a question returns at once and calls back when answered."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def _say(self) -> Say:
        return screen_words(Theme.of(self._window).language)

    def tell(self, title: str, text: str, then: Callable[[], None] | None = None) -> Overlay:
        """Tell something that keeps the person from going on, such as a fault."""
        say = self._say()
        sheet = Question(self._window, title, text, say("Close"), cancel="")
        if then is not None:
            sheet.closed.connect(then)
        sheet.ready(lambda: None)
        sheet.open(sheet.go_on)
        return sheet

    def confirm(self, title: str, text: str, verb: str, then: Callable[[], None]) -> Overlay:
        """Ask whether to go on; `verb` stands on the button."""
        sheet = Question(self._window, title, text, verb, cancel=self._say()("Cancel"))
        sheet.ready(then)
        sheet.open(sheet.go_on)
        return sheet

    def line(
        self,
        title: str,
        text: str,
        label: str,
        verb: str,
        then: Callable[[str], str | None],
        *,
        start: str = "",
    ) -> Overlay:
        """Ask for a line of text. A sentence that `then` returns is shown; the question stays."""
        sheet = Question(self._window, title, text, verb, cancel=self._say()("Cancel"))
        field = TextField(label)
        field.show_value(start)
        sheet.add_field(label, field)
        sheet.needs(field)
        sheet.ready(lambda: then(field.text().strip()))
        sheet.open(field)
        # What is proposed is typed over, not added to.
        field.selectAll()
        return sheet

    def secret(self, title: str, text: str, label: str, verb: str, then: Callable[[str], str | None]) -> Overlay:
        """Ask for a passphrase; what is typed is hidden."""
        sheet = Question(self._window, title, text, verb, cancel=self._say()("Cancel"))
        field = TextField(label)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        sheet.add_field(label, field)
        sheet.needs(field)
        sheet.ready(lambda: then(field.text()))
        sheet.open(field)
        return sheet

    def date(
        self,
        title: str,
        text: str,
        label: str,
        verb: str,
        today: date,
        then: Callable[[PartialDate], str | None],
        *,
        start: PartialDate | None = None,
        with_time: bool = False,
    ) -> Overlay:
        """Ask for a full date, with its time where wanted, in either calendar; the other calendar stands below."""
        say = self._say()
        sheet = Question(self._window, title, text, verb, cancel=say("Cancel"))
        field = DateField(label, today, say, with_time=with_time)
        field.show_value(show_short(start or PartialDate.of(today), say.language))
        block = sheet.add_field(label, field)

        def note() -> None:
            found = field.date()
            block.show_note((second_calendar(found, say.language) or "") if found else " ")
            field.show_look(FieldLook())
            sheet.complain("")

        field.textChanged.connect(note)
        note()

        def answer() -> str | None:
            found = field.date()
            if found is None or not found.is_full:
                field.show_look(FieldLook(unreadable=True))
                return field.why()
            return then(found)

        sheet.ready(answer)
        sheet.open(field)
        field.selectAll()
        return sheet

    def reason(
        self,
        title: str,
        text: str,
        codes: CodeList,
        verb: str,
        then: Callable[[str, str], str | None],
        *,
        comment: str = "",
    ) -> Overlay:
        """Ask for a reason of a list and a comment; `then` gets the code and the comment."""
        say = self._say()
        sheet = Question(self._window, title, text, verb, cancel=say("Cancel"))
        options = [Option(code.code, code.label.in_(say.language)) for code in codes.codes]
        reasons = ComboField(say("Reason"), options)
        remark = TextField(comment or say("Comment"))
        sheet.add_field(say("Reason"), reasons)
        sheet.add_field(comment or say("Comment"), remark)

        def answer() -> str | None:
            if reasons.choice is None:
                return say("Choose a reason from the list.")
            return then(reasons.choice, remark.text().strip())

        sheet.ready(answer)
        sheet.open(reasons)
        return sheet

    def pick(
        self,
        title: str,
        text: str,
        label: str,
        options: Sequence[tuple[str, str]],
        verb: str,
        then: Callable[[str], None],
        *,
        start: bool = False,
    ) -> Overlay:
        """Ask for one of a list of (code, words); `then` gets the code. With `start` the first is chosen."""
        say = self._say()
        sheet = Question(self._window, title, text, verb, cancel=say("Cancel"))
        field = ComboField(label, [Option(code, words_) for code, words_ in options])
        field.show_choice(options[0][0] if start else None)
        sheet.add_field(label, field)

        def answer() -> str | None:
            if field.choice is None:
                return say("Choose from the list.")
            then(field.choice)
            return None

        sheet.ready(answer)
        sheet.open(field)
        return sheet

    def file_to_open(self, title: str, pattern: str, then: Callable[[Path], None]) -> None:
        """Ask for a file that is there, with the system's own dialog."""
        dialog = self._file_dialog(title, pattern, then)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def folder(self, title: str, then: Callable[[Path], None]) -> None:
        """Ask for a folder, with the system's own dialog."""
        dialog = self._file_dialog(title, "", then)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.open()

    def file_to_write(self, title: str, pattern: str, start: Path, then: Callable[[Path], None]) -> None:
        """Ask where to write, with the system's own dialog; it asks before it writes over."""
        dialog = self._file_dialog(title, pattern, then)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(start.parent))
        dialog.selectFile(start.name)
        dialog.open()

    def _file_dialog(self, title: str, pattern: str, then: Callable[[Path], None]) -> QFileDialog:
        dialog = QFileDialog(self._window, title, "", pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        return dialog

    def choice(self, title: str, text: str, deeds: Sequence[tuple[str, Callable[[], None]]]) -> Overlay:
        """Offer a few deeds, the first one filled; each closes the question and is done."""
        sheet = Question(self._window, title, text, deeds[0][0], cancel=self._say()("Cancel"))
        sheet.ready(deeds[0][1])
        for words_, deed in deeds[1:]:
            sheet.add_button(words_, deed)
        sheet.open(sheet.go_on)
        return sheet


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
