"""Editors of one answer out of a list: segments, code cells, radio lines and lists."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from crf_app.base.values import Answer, to_text
from crf_app.gui.editors.editor import Editor, Setting
from crf_app.gui.editors.popup_list import Line, PopupList
from crf_app.gui.parts import Access, CodeRow, ComboField, FieldLook, Option, RadioLine, Segments, StripPhrases
from crf_app.gui.theme import Theme
from crf_app.study.codelist import Code, CodeList
from crf_app.study.item import Item

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHOICE_AT_MOST = 330
"""A choice that is longer is cut off; the open list shows it whole."""
Strip = Segments | CodeRow | RadioLine


def options_of(codes: CodeList, language: str) -> list[Option]:
    """Return the answers of a code list in words."""
    return [Option(each.code, each.label.in_(language)) for each in codes.codes]


def is_graded(codes: CodeList) -> bool:
    """Whether the codes are figures that speak for themselves."""
    return all(each.code.isdigit() and str(each.label) == each.code for each in codes.codes)


def hint_of(codes: CodeList, code: str, language: str) -> str:
    """Return the words that explain a code beside the field."""
    found = next((each for each in codes.codes if each.code == code), None)
    return found.hint.in_(language) if found is not None else ""


class StripEditor(Editor):
    """A few answers side by side."""

    def __init__(self, item: Item, label: str, setting: Setting, codes: CodeList, strip: str = "segments") -> None:
        """Make a strip: ``segments``, ``cells`` or ``radios``."""
        super().__init__(item, label, setting)
        self._codes = codes
        self._options = options_of(codes, setting.language)
        say = setting.say
        self._field: Strip
        if strip == "cells":
            phrases = StripPhrases(
                answered=say("{label}, {choice} of {first} to {last}"),
                empty=say("{label}, not answered, {first} to {last}"),
            )
            self._field = CodeRow([Option(each.code) for each in codes.codes], label, phrases=phrases)
        else:
            phrases = StripPhrases(answered=say("{label}, {choice}"), empty=say("{label}, not answered"))
            if strip == "radios":
                self._field = RadioLine(self._options, label, column=74, phrases=phrases)
            else:
                equal = 64 if is_graded(codes) else None
                height = min(setting.height, 36)
                self._field = Segments(self._options, label, height=height, equal=equal, phrases=phrases)
        self.adopt(self._field)
        self._field.edited.connect(self.edited)

    @property
    def field(self) -> Strip:
        """The strip."""
        return self._field

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show the choice."""
        value = answer.value if answer is not None else None
        self._field.show_choice(to_text(value) if value is not None else None)
        self._field.show_look(look)

    def show_existing(self, codes: Collection[str] | None) -> None:
        """Strike out the answers that do not exist here; None lets all exist."""
        self._options = [Option(each.code, each.label, codes is None or each.code in codes) for each in self._options]
        if tuple(self._options) != self._field.options:
            choice = self._field.choice
            self._field.show_options(self._options)
            self._field.show_choice(choice)

    def takes(self, event: QKeyEvent) -> bool:
        """Let Enter choose what the ring was moved to, before it goes on."""
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def note(self) -> str:
        """Return what the chosen code means, and which codes do not exist."""
        before = super().note()
        if before or self.setting.grid:
            return before
        say, language = self.setting.say, self.setting.language
        gone = [each.words for each in self._options if not each.exists]
        words = hint_of(self._codes, self._field.choice or "", language)
        said = say("{code}: {words}.", code=self._field.choice, words=words) if words else ""
        if gone:
            codes = say.joined(gone)
            last = say.n("{codes} does not exist here.", "{codes} do not exist here.", len(gone), codes=codes)
            said = f"{said} {last}".strip()
        return said


class ComboEditor(Editor):
    """A longer list behind one line."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting, codes: CodeList, *, width: int | None = None) -> None:
        super().__init__(item, label, setting)
        self._codes = codes
        graded = is_graded(codes)
        if graded:
            options = [_explained(each, setting.language) for each in codes.codes]
        else:
            options = options_of(codes, setting.language)
        self._field = ListField(label, options, show_codes=graded, height=setting.height, width=width)
        self.adopt(self._field)
        self._field.edited.connect(self.edited)
        self._field.installEventFilter(self)

    @property
    def field(self) -> ComboField:
        """The list."""
        return self._field

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show the choice."""
        value = answer.value if answer is not None else None
        self._field.show_choice(to_text(value) if value is not None else None)
        self._field.show_look(look)

    def written(self) -> int:
        """Return the width of the list for its choice."""
        return super().written() or min(self._field.width_of_choice(), Theme.of(self).px(_CHOICE_AT_MOST))

    def takes(self, event: QKeyEvent) -> bool:
        """Move in the open list and take or close it; open it with down (in a grid with Alt and down)."""
        key = event.key()
        if self._field.list.isVisible():
            return key in (*_ARROWS, *_ENTER, Qt.Key.Key_Escape)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return key in _ARROWS and (alt or not self.setting.grid)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Work the list from the field; nothing changes by accident."""
        if event.type() is QEvent.Type.FocusOut and watched is self._field:
            self._field.hidePopup()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self._field:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, listed = event.key(), self._field.list
        if listed.isVisible() and self.takes(event):
            match key:
                case Qt.Key.Key_Down:
                    listed.move_by(1)
                case Qt.Key.Key_Up:
                    listed.move_by(-1)
                case Qt.Key.Key_Escape:
                    self._field.hidePopup()
                case _:
                    self._field.take_current()
            return True
        if key in _ARROWS or key == Qt.Key.Key_Space:
            self._field.showPopup()
            return True
        if self.access is not Access.OPEN:
            return bool(event.text()) and event.text().isprintable()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._field.choice is not None:
            self._field.show_choice(None)
            self.edited.emit("")
            return True
        return False


class ListField(ComboField):
    """A list that opens inside the window and leaves the keyboard in the field."""

    def __init__(self, label: str, options: list[Option], *, show_codes: bool, height: int, width: int | None) -> None:
        super().__init__(label, options, show_codes=show_codes, height=height, width=width)
        self.list = PopupList(label)
        self.list.chosen.connect(self._take)

    def showPopup(self) -> None:
        """Open the list at the choice; a second time closes it."""
        if not self._look.writable or self.list.isVisible():
            self.hidePopup()
            return
        options = [self.option_at(place) for place in range(self.count())]
        theme = Theme.of(self)
        lines = [
            Line(each.code, theme.answer(each.words), lead=theme.digits(each.code) if self.shows_codes else "")
            for each in options
        ]
        self.list.show_lines(lines)
        self.list.move_by(max(self.currentIndex(), 0))
        self.list.open_below(self)

    def hidePopup(self) -> None:
        """Close the list."""
        self.list.hide()

    def take_current(self) -> None:
        """Take the line the list is at."""
        line = self.list.current
        if line is not None:
            self._take(line.code)

    def _take(self, code: str) -> None:
        self.hidePopup()
        place = self.findData(code)
        self.setCurrentIndex(place)
        self.activated.emit(place)


def _explained(code: Code, language: str) -> Option:
    return Option(code.code, code.hint.in_(language))
