"""What can be pressed: with the mouse, the space bar, and Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton


class Press(QAbstractButton):
    """A button painted by whoever inherits it; Qt's own knows the space bar alone outside of dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.click()
        else:
            super().keyPressEvent(event)
