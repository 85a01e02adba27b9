"""Editors nobody writes in: worked-out values and remarks."""

from __future__ import annotations

from PySide6.QtCore import QSize

from crf_app.base.values import Answer
from crf_app.capture.shown import show_value
from crf_app.gui.editors.editor import Editor, Setting, codes_of
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.parts import FieldLook, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.study.item import Item


class DerivedEditor(LineEditor):
    """A value the program worked out: read only, with its why on F1."""


class DerivedText(Editor):
    """A worked-out value as plain text, in grids."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting) -> None:
        super().__init__(item, label, setting)
        self._field = TextLabel("", Role.SMALL, "text-2")
        self._field.setAccessibleName(label)
        self.adopt(self._field)

    @property
    def field(self) -> TextLabel:
        """The text."""
        return self._field

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show value and unit."""
        if answer is None or answer.value is None:
            self._field.show_text("–")
            return
        language = self.setting.language
        shown = show_value(self.item, answer.value, codes_of(self.setting, self.item), language)
        unit = f" {self.item.unit_in(language)}" if self.item.unit else ""
        self._field.show_text(shown + unit)

    def sizeHint(self) -> QSize:
        """Give the height of a field, so that rows stay level."""
        return QSize(self._field.sizeHint().width(), Theme.of(self).px(self.setting.height))


class NoteEditor(Editor):
    """A remark of the study's author; nothing is answered."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting) -> None:
        super().__init__(item, label, setting)
        words = item.help.in_(setting.language) or label
        self._field = TextLabel(words, Role.SMALL, "text-2", wrap=True)
        self.adopt(self._field)

    @property
    def field(self) -> TextLabel:
        """The text."""
        return self._field

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Nothing changes."""

    def hasHeightForWidth(self) -> bool:
        """Say that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the text."""
        return self._field.heightForWidth(width)
