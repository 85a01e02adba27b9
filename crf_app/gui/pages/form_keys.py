"""The keyboard of a form: where each key goes before the control sees it."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crf_app.base.values import Kind
from crf_app.base.words import Say
from crf_app.gui.editors.choices import ComboEditor, StripEditor
from crf_app.gui.editors.lines import LineEditor, LongTextEditor
from crf_app.gui.pages.cell import Cell

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_NONE: Final = Qt.KeyboardModifier.NoModifier
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Keyed(Protocol):
    """What the keys of a form can do."""

    def cell_of(self, widget: QWidget | None) -> Cell | None:
        """Return the entry a control belongs to."""
        ...

    def go(self, step: int, *, derived: bool = False) -> None:
        """Go to the next or the previous field."""
        ...

    def go_row(self, step: int) -> bool:
        """Go to the row below or above."""
        ...

    def go_section(self, step: int) -> None:
        """Go to another section."""
        ...

    def go_question(self, step: int) -> None:
        """Go to another question."""
        ...

    def go_page(self, step: int) -> None:
        """Go to another page."""
        ...

    def complete(self) -> None:
        """Complete the page."""
        ...

    def open_missing(self, cell: Cell) -> None:
        """Offer reasons for a missing value."""
        ...

    def put_now(self, cell: Cell, *, with_time: bool) -> None:
        """Put today or now."""
        ...

    def carry(self, cell: Cell) -> None:
        """Take the value of the visit before."""
        ...

    def show_history(self, cell: Cell | None) -> None:
        """Show what an entry went through."""
        ...

    def ask_query(self, cell: Cell | None) -> None:
        """Ask about an entry."""
        ...

    def verify(self, cell: Cell) -> bool:
        """Mark an entry as compared with its source; False where that is not for this person."""
        ...

    def help(self) -> None:
        """Show help."""
        ...

    def escape(self, cell: Cell | None) -> None:
        """Take back, or go back."""
        ...


class FormKeys(QObject):
    """Sees the keys of all editors of a form."""

    def __init__(self, form: Keyed) -> None:
        super().__init__()
        self._form = form

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are the form's."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self.handle(event, self._form.cell_of(watched))
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mods = event.modifiers()
            if event.text() == "/" and mods in (_NONE, _SHIFT):
                event.accept()  # a character, not the list's filter
        return False

    def handle(self, event: QKeyEvent, cell: Cell | None) -> bool:
        """Do what a key means here; tells whether it meant anything."""
        mods = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if mods & _CTRL:
            return self._with_ctrl(event, mods, cell)
        return self._plain(event, mods, cell)

    def _with_ctrl(self, event: QKeyEvent, mods: Qt.KeyboardModifier, cell: Cell | None) -> bool:
        form, key, shift = self._form, event.key(), bool(mods & _SHIFT)
        if key in _ENTER:
            form.complete()
        elif key == Qt.Key.Key_PageDown:
            form.go_page(1)
        elif key == Qt.Key.Key_PageUp:
            form.go_page(-1)
        elif key == Qt.Key.Key_Down:
            form.go_section(1)
        elif key == Qt.Key.Key_Up:
            form.go_section(-1)
        elif key == Qt.Key.Key_H and not shift:
            form.show_history(cell)
        elif key == Qt.Key.Key_Q and shift:
            form.ask_query(cell)
        elif cell is not None and key == Qt.Key.Key_M and shift:
            form.open_missing(cell)
        elif cell is not None and key == Qt.Key.Key_D and not shift:
            form.carry(cell)
        elif cell is not None and key in (Qt.Key.Key_Semicolon, Qt.Key.Key_Colon):
            form.put_now(cell, with_time=shift or key == Qt.Key.Key_Colon)
        else:
            return False
        return True

    def _plain(self, event: QKeyEvent, mods: Qt.KeyboardModifier, cell: Cell | None) -> bool:
        form, key = self._form, event.key()
        if key == Qt.Key.Key_F8:
            form.go_question(-1 if mods & _SHIFT else 1)
        elif key == Qt.Key.Key_F1:
            form.help()
        elif cell is None:
            if key != Qt.Key.Key_Escape:
                return False
            form.escape(None)
        elif cell.editor.takes(event):
            return False
        elif key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and mods & _SHIFT):
            form.go(-1, derived=True)
        elif key == Qt.Key.Key_Tab:
            form.go(1, derived=True)
        elif key in _ENTER and not mods & _ALT:
            form.go(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and mods == _NONE:
            return form.go_row(1 if key == Qt.Key.Key_Down else -1)
        elif event.text() in ("v", "V") and mods in (_NONE, _SHIFT) and form.verify(cell):
            pass  # who compares does not write, so that the letter is free
        elif event.text() == "/" and cell.editor.is_empty and cell.item.kind is not Kind.NOTE:
            form.open_missing(cell)
        elif key == Qt.Key.Key_Escape:
            form.escape(cell)
        else:
            return False
        return True

    def passed_on(self, event: QKeyEvent, cell: Cell | None) -> bool:
        """Do what a key means that the control left to the form: Enter after a choice."""
        if cell is not None and event.key() in _ENTER and not event.modifiers() & _CTRL:
            self._form.go(1)
            return True
        return self.handle(event, cell) if cell is None else False


def hints_for(cell: Cell | None, say: Say, *, has_pages: bool = True, verifies: bool = False) -> list[tuple[str, str]]:
    """Return the keys that work in an item, for the foot of the form; five at most are shown."""
    if cell is None:
        return [("F8", say("next question")), ("Ctrl PgDn", say("next page"))]
    if verifies:
        found = [("V", say("compared with the source")), ("Ctrl H", say("history")), ("F8", say("next question"))]
        return [*found, ("Ctrl PgDn", say("next page"))] if has_pages else found
    found = []
    editor = cell.editor
    kind = cell.item.kind
    if isinstance(editor, StripEditor):
        codes = [each.code for each in editor.field.options]
        if codes and all(each.isdigit() for each in codes):
            found.append((f"{codes[0]}–{codes[-1]}", say("score")))
        else:
            found.append(("← →", say("choose")))
            found.append(("Space", say("take it")))
        if cell.setting.grid:
            found.append(("↑ ↓", say("row")))
    elif isinstance(editor, ComboEditor):
        found.append(("Alt ↓" if cell.setting.grid else "↓", say("open the list")))
    elif kind is Kind.MEASURED and isinstance(editor, LineEditor):
        found += [("<", say("below the limit")), (">", say("above"))]
    elif kind in (Kind.DATE, Kind.DATE_TIME):
        found.append(("Ctrl ;", say("today")))
        if kind is Kind.DATE_TIME:
            found.append(("Ctrl Shift ;", say("now")))
    elif kind is Kind.TIME:
        found.append(("Ctrl Shift ;", say("now")))
    elif isinstance(editor, LongTextEditor):
        found.append(("Tab", say("next field")))
    else:
        found.append(("Enter", say("next field")))
    if not cell.item.is_derived:
        found.append(("/", say("missing")))
    if cell.item.carry:
        found.append(("Ctrl D", say("as before")))
    found.append(("F8", say("next question")))
    if has_pages:
        found.append(("Ctrl PgDn", say("next page")))
    return found
