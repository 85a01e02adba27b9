"""A room whose person has left the desk: out of sight, and just as it was left until the same person is back.

What is typed and not saved stays in its field, an open question stays open, and nothing of it can be done under another
name: the desk of the room has nobody at it meanwhile. Only typed passwords are forgotten.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QToolTip, QWidget
from shiboken6 import isValid

from crf_app.capture.facts import Actor
from crf_app.gui.overlay import Overlay
from crf_app.gui.sign_in_parts import SecretField
from crf_app.gui.workroom import Workroom


class KeptRoom:
    """Puts a room away, with all that lies over it, and brings it back."""

    def __init__(self, window: QMainWindow, room: Workroom, actor: Actor) -> None:
        """Keep a room of `window` for the person who worked in it."""
        self._window, self.room, self.actor = window, room, actor
        self._hidden: list[QWidget] = []
        self._keyboard: QWidget | None = None
        self._cursor: tuple[int, int, int] | None = None

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost with the room."""
        overlays = any(isinstance(each, Overlay) and isValid(each) for each in self._hidden)
        return overlays or self.room.unsaved

    def put_away(self) -> None:
        """Take the keyboard out of its field, which records what can be recorded, and hide what lies over the room."""
        self._close_popups()
        now = QApplication.focusWidget()
        if now is not None and self._window.isAncestorOf(now):
            self._keyboard = now
            if isinstance(now, QLineEdit):
                self._cursor = (now.cursorPosition(), now.selectionStart(), len(now.selectedText()))
            now.clearFocus()
        self.hide_the_rest()

    def finish(self) -> None:
        """Wait for long work that is under way: it is told and noted under the name of whoever began it."""
        if self.room.background.busy:
            self._window.repaint()
            self.room.background.wait()
            self.hide_the_rest()
        self.room.pause()

    def hide_the_rest(self) -> None:
        """Hide what came over the window meanwhile: the end of long work may have told something."""
        for each in self._over_the_room():
            for secret in each.findChildren(SecretField):
                secret.clear()
            each.hide()
            self._hidden.append(each)

    def bring_back(self) -> None:
        """Show what lay over the room, and put the cursor where it was."""
        hidden, self._hidden = [each for each in self._hidden if isValid(each)], []
        for each in hidden:
            if isinstance(each, Overlay):
                each.setGeometry(self._window.rect())
            each.show()
            each.raise_()
        top = hidden[-1] if hidden else None
        keyboard = self._keyboard if self._keyboard is not None and isValid(self._keyboard) else None
        if isinstance(top, Overlay) and (keyboard is None or not top.isAncestorOf(keyboard)):
            top.take_keyboard()
        elif keyboard is not None:
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
            self._put_cursor(keyboard)

    def let_go(self) -> None:
        """Take the room down; what was not saved goes with it."""
        for each in self._hidden:
            if isValid(each):
                each.deleteLater()
        self._hidden = []
        self.room.take_down()
        self.room.deleteLater()

    def _put_cursor(self, field: QWidget) -> None:
        if not isinstance(field, QLineEdit) or self._cursor is None:
            return
        cursor, start, length = self._cursor
        if length:
            field.setSelection(start, length)
        else:
            field.setCursorPosition(cursor)

    def _over_the_room(self) -> list[QWidget]:
        """The sheets, lists and calendars on the window, lowest first, and the dialogs that belong to it."""
        window, own = self._window, (self._window.centralWidget(), self._window.menuBar())
        on_it = [
            each for each in window.children() if isinstance(each, QWidget) and each.isVisible() and each not in own
        ]
        others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and _belongs(each, window)]
        return [*(each for each in on_it if not each.isWindow()), *others]

    def _close_popups(self) -> None:
        """Menus and the lists of boxes hold nothing that was typed."""
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            if popup.isVisible():
                popup.hide()
                break


def _belongs(widget: QWidget, window: QWidget) -> bool:
    up = widget.parentWidget()
    while up is not None and up is not window:
        up = up.parentWidget()
    return up is window and widget is not window
