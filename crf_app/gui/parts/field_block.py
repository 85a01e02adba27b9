"""A label above a field, and the small line below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crf_app.gui.parts.labels import Run, TextLabel
from crf_app.gui.theme import Role, Theme, Themed


class FieldBlock(QWidget, Themed):
    """Label, field, note; the label is the field's buddy and keeps its place without a note."""

    def __init__(self, label: str, field: QWidget, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._label = TextLabel(label, Role.CAPTION, "text-2")
        self._label.setBuddy(field)
        self._note = TextLabel(note, Role.CAPTION, "text-3")
        self._down.addWidget(self._label)
        self._down.addWidget(field)
        self._down.addWidget(self._note)
        self._note.setVisible(bool(note))
        self._down.setAlignment(Qt.AlignmentFlag.AlignTop)
        across = field.sizePolicy().horizontalPolicy()
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self.theme_changed(Theme.of(self))

    def show_note(self, note: str | Sequence[Run]) -> None:
        """Say something below the field: the other calendar, the reason of a missing value."""
        self._note.show_text(note)
        self._note.setVisible(bool(note))

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        self._down.setSpacing(theme.gap(4))
