"""What is being typed when the form is made anew under somebody's hands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from crf_app.capture.places import EntryKey
from crf_app.gui.editors.lines import LineEditor, LongTextEditor
from crf_app.gui.pages.cell import Cell


@dataclass(frozen=True)
class HalfTyped:
    """Where the keyboard is. `text` is what stands in a field and is not told yet, None where nothing is."""

    key: EntryKey
    text: str | None = None
    cursor: int = 0

    def go_on(self, cell: Cell) -> None:
        """Give the keyboard to the same entry, with the same letters before the cursor."""
        editor = cell.editor
        editor.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, LineEditor):
            if self.text is not None:
                editor.field.setText(self.text)
                editor.field.setModified(True)
            editor.field.setCursorPosition(min(self.cursor, len(editor.field.text())))
        elif isinstance(editor, LongTextEditor):
            if self.text is not None:
                editor.field.setPlainText(self.text)
                editor.field.document().setModified(True)
            cursor = editor.field.textCursor()
            cursor.setPosition(min(self.cursor, len(editor.field.toPlainText())))
            editor.field.setTextCursor(cursor)


def half_typed(cell: Cell) -> HalfTyped:
    """Return what is being typed in an entry that has the keyboard."""
    editor = cell.editor
    if isinstance(editor, LineEditor):
        text = editor.field.text() if editor.field.isModified() else None
        return HalfTyped(cell.key, text, editor.field.cursorPosition())
    if isinstance(editor, LongTextEditor):
        text = editor.field.toPlainText() if editor.field.document().isModified() else None
        return HalfTyped(cell.key, text, editor.field.textCursor().position())
    return HalfTyped(cell.key)
