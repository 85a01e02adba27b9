"""Editors nobody writes in: worked-out values and remarks."""

from __future__ import annotations

from PySide6.QtCore import QSize

from crf_app.base.values import Answer, Kind
from crf_app.capture.shown import show_value
from crf_app.gui.editors.editor import Editor, Setting, codes_of
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.parts import FieldLook, Run, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.study.item import Item


class DerivedEditor(LineEditor):
    """A value the program worked out: read only, with its why on F1."""

    def written(self) -> int:
        """Return the width of the line for its words too, within reason: nobody scrolls in them."""
        return min(self.field.width_of_text(), Theme.of(self).px(_WIDEST))


_WIDEST = 330

_LONGEST_BESIDE = 3
"""A unit of so few signs follows its number within a column, such as 1.8 %; a longer one stands over it."""


def unit_over(item: Item, setting: Setting) -> str:
    """Return the unit that stands over the column of an item in a table; nothing where the cells tell it."""
    unit = item.unit_in(setting.language)
    beside = len(unit) <= _LONGEST_BESIDE if item.is_derived else item.kind is Kind.MEASURED and bool(item.reference)
    return "" if beside else unit


_OUT_OF_RANGE = frozenset({"LOW", "HIGH"})
"""Submission values of a reference range indicator (CDISC) that must not be overlooked in a column of normal ones."""


class DerivedText(Editor):
    """A worked-out value as plain text, in grids; a flag of a result out of its range stands out."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting) -> None:
        super().__init__(item, label, setting)
        self._field = TextLabel("", Role.SMALL, "text-2", wrap=not setting.table)
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
        language, codes = self.setting.language, codes_of(self.setting, self.item)
        shown = show_value(self.item, answer.value, codes, language)
        over = self.setting.table and unit_over(self.item, self.setting)
        unit = f" {self.item.unit_in(language)}" if self.item.unit and not over else ""
        flagged = codes is not None and any(
            code.code == answer.value and code.cdisc in _OUT_OF_RANGE for code in codes.codes
        )
        self._field.show_text([Run(shown + unit, strong=True, colour="text")] if flagged else shown + unit)

    def written(self) -> int:
        """Return the width of the words on one line."""
        return self._field.sizeHint().width()

    def hasHeightForWidth(self) -> bool:
        """Say whether the words may go on in another line: not in the column of a table."""
        return not self.setting.table

    def heightForWidth(self, width: int) -> int:
        """Give the height of the words."""
        return self._field.heightForWidth(width)

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
