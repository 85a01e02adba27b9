"""A term of a dictionary, found while typing."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from crf_app.base.words import Say
from crf_app.gui.editors.editor import Setting
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.editors.popup_list import Line, PopupList
from crf_app.study.codelist import Code, CodeList
from crf_app.study.dictionaries import dictionary
from crf_app.study.item import Item

OFFERED: Final = 40
"""More hits than anybody reads; typing one more letter is quicker."""


class TermEditor(LineEditor):
    """A line that offers the terms that hold what is typed, with their class and grades."""

    def __init__(self, item: Item, label: str, setting: Setting, codes: CodeList, *, width: int | None = None) -> None:
        super().__init__(item, label, setting, width=width, icon="search")
        self._terms = dictionary(codes.dictionary) if codes.dictionary else codes.codes
        self.list = PopupList(label)
        self.list.chosen.connect(self._take)
        self.field.textEdited.connect(self._offer)
        self.field.icon_pressed.connect(lambda: self._offer(self.field.text()))
        self.field.installEventFilter(self)

    def note(self) -> str:
        """Return class and grades of the term."""
        value = self.state.answer.value if self.state and self.state.answer else None
        found = next((each for each in self._terms if each.code == value), None)
        return line_of(found, self.setting.say).below if found is not None else super().note()

    def takes(self, event: QKeyEvent) -> bool:
        """Move in the open list and take or close it."""
        wanted = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        return self.list.isVisible() and event.key() in wanted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter work in the list; leave with the exact term or the text as typed."""
        if event.type() is QEvent.Type.FocusOut and self.list.isVisible():
            self._close()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self.takes(event):
            match event.key():
                case Qt.Key.Key_Down:
                    self.list.move_by(1)
                case Qt.Key.Key_Up:
                    self.list.move_by(-1)
                case Qt.Key.Key_Escape:
                    self._close()
                case _:
                    line = self.list.current
                    self._take(line.code) if line is not None else self._close()
            return True
        return super().eventFilter(watched, event)

    def _offer(self, typed: str) -> None:
        found = matches(self._terms, typed)
        if not found or self.field.isReadOnly():
            self._close()
            return
        self.list.show_lines([line_of(each, self.setting.say) for each in found], typed)
        self.list.open_below(self.field)

    def _take(self, code: str) -> None:
        self._close()
        self.field.setText(code)
        self.field.setModified(True)
        self.field.editingFinished.emit()
        self.field.setModified(False)

    def _close(self) -> None:
        self.list.hide()


def matches(terms: tuple[Code, ...], typed: str) -> list[Code]:
    """Return the terms with words that begin as typed, else those that hold it; the shortest first."""
    wanted = typed.casefold().split()
    if not wanted:
        return list(terms[:OFFERED])
    whole = " ".join(wanted)
    held = [each for each in terms if all(word in _folded(each) for word in wanted)]
    begun = [each for each in held if all(f" {word}" in f" {_folded(each)}" for word in wanted)]
    found = begun or held
    found.sort(key=lambda each: (not _folded(each).startswith(whole), len(each.code), each.code))
    return found[:OFFERED]


def line_of(code: Code, say: Say) -> Line:
    """Return a term as a line of the list."""
    organ, _, grades = code.hint.in_(say.language).partition(" · ")
    figures = grades.split()
    if len(figures) > 1:
        beside = say("grades {first} to {last}", first=figures[0], last=figures[-1])
    else:
        beside = say("grade {grade}", grade=figures[0]) if figures else ""
    label = code.label.in_(say.language)
    return Line(code.code, label, organ, beside)


def _folded(code: Code) -> str:
    return _fold(code.code)


@cache
def _fold(text: str) -> str:
    return text.casefold()
