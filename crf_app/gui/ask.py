"""The small questions the window asks: each lies over the page, says why, and calls back.

Tests put their own `Asks` in the window's place; nothing here waits in a loop of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from crf_app.base.calendars import second_calendar, show_short
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, screen_words
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import (
    ComboField,
    FieldLook,
    Option,
    TextField,
)
from crf_app.gui.question_sheet import DateField, Question
from crf_app.gui.theme import Theme
from crf_app.gui.why_sheet import WhySheet
from crf_app.study.codelist import CodeList

__all__ = ["Asks", "DateField", "Question"]


class Asks:
    """Asks the person at the window; a question returns at once and calls back when answered."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._last_reason = ""

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

    def why(
        self, title: str, text: str, codes: CodeList, verb: str, then: Callable[[str], str | None]
    ) -> Overlay:  # fmt: skip
        """Ask why something changes: by a key of the list, or in words. The last reason given is offered again."""

        def keep(reason: str) -> str | None:
            sentence = then(reason)
            if not sentence:
                self._last_reason = reason
            return sentence

        return WhySheet(self._window, title, text, codes, verb, keep, self._say(), last=self._last_reason)

    def scoped(
        self,
        title: str,
        text: str,
        label: str,
        options: Sequence[tuple[str, str]],
        words: str,
        verb: str,
        then: Callable[[str, str], str | None],
        *,
        start: str = "",
    ) -> Overlay:
        """Ask for one of a list of (code, words) and for a line of text; `then` gets the code and the text."""
        sheet = Question(self._window, title, text, verb, cancel=self._say()("Cancel"))
        choice = ComboField(label, [Option(code, shown) for code, shown in options])
        choice.show_choice(start or options[0][0])
        field = TextField(words)
        sheet.add_field(label, choice)
        sheet.add_field(words, field)
        sheet.needs(field)
        sheet.ready(lambda: then(choice.choice or options[0][0], field.text().strip()))
        sheet.open(field)
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
