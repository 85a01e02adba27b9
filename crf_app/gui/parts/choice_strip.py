"""What rows of code cells, segments and radio lines share: one answer out of a few."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.parts.field_look import PLAIN, FieldLook
from crf_app.gui.theme import Themed, latin_digits
from crf_app.gui.theme.style import RingShape, ring_moved

_NEXT_DIGIT_WITHIN: Final = 0.7


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its code, its words, and whether it exists here at all."""

    code: str
    label: str = ""
    exists: bool = True

    @property
    def words(self) -> str:
        """What is shown and spoken."""
        return self.label or self.code


@dataclass(frozen=True, slots=True)
class StripPhrases:
    """How a strip is spoken; the caller gives these in the window's language."""

    answered: str = "{label}, {choice} of {first} to {last}"
    empty: str = "{label}, not answered, {first} to {last}"


class ChoiceStrip(QWidget, RingShape, Themed):
    """A radio group painted as one widget.

    Digits choose, left and right move the ring without choosing (so that looking around writes
    nothing), space chooses what the ring is on, Enter does so too and then goes on to the form,
    Backspace takes the answer away. Up, down and every other key are the form's.
    """

    edited = Signal(str)
    """The code a person chose; empty when the answer was taken away."""

    def __init__(
        self,
        options: Sequence[Option | str],
        label: str,
        *,
        phrases: StripPhrases | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._phrases = label, phrases or StripPhrases()
        self._options: tuple[Option, ...] = ()
        self._choice: str | None = None
        self._cursor, self._over, self._look = 0, -1, PLAIN
        self._typed, self._typed_at = "", 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_options(options)

    @property
    def choice(self) -> str | None:
        """The chosen code."""
        return self._choice

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers in reading order."""
        return self._options

    def show_options(self, options: Sequence[Option | str]) -> None:
        """Offer these answers."""
        self._options = tuple(o if isinstance(o, Option) else Option(o) for o in options)
        self._cursor = 0
        self._speak()
        self.updateGeometry()
        self.update()

    def show_choice(self, code: str | None) -> None:
        """Show an answer; emits nothing."""
        code = code or None
        if code == self._choice:
            return
        self._choice = code
        self._cursor = self._index(code) if code is not None else self._cursor
        self._speak()
        self._moved()

    def show_look(self, look: FieldLook) -> None:
        """Show what state the item is in."""
        if look != self._look:
            self._look = look
            self._speak()
            self.updateGeometry()
            self.update()

    def cell(self, index: int) -> QRectF:
        """Give the box of an answer in the widget's coordinates."""
        raise NotImplementedError

    @property
    def _right_to_left(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _index(self, code: str | None) -> int:
        return next((i for i, o in enumerate(self._options) if o.code == code), 0)

    def _choose(self, index: int) -> None:
        option = self._options[index]
        if not option.exists or not self._look.writable or not self.isEnabled():
            return
        self._cursor = index
        changed = option.code != self._choice
        self._choice = option.code
        self._speak()
        self._moved()
        if changed:
            self.edited.emit(option.code)

    def _clear(self) -> None:
        if self._choice is not None and self._look.writable and self.isEnabled():
            self._choice = None
            self._speak()
            self.update()
            self.edited.emit("")

    def _step(self, by: int) -> None:
        place = self._cursor + by
        while 0 <= place < len(self._options) and not self._options[place].exists:
            place += by
        if 0 <= place < len(self._options):
            self._cursor = place
            self._moved()
            if self.hasFocus():
                self._speak(on=self._options[place].words)

    def _moved(self) -> None:
        self.update()
        if self.hasFocus():
            ring_moved()

    def _type(self, text: str) -> bool:
        now = time.monotonic()
        before = self._typed if now - self._typed_at < _NEXT_DIGIT_WITHIN else ""
        for typed in (before + text, text):
            for index, option in enumerate(self._options):
                if option.code == typed:
                    self._typed, self._typed_at = typed, now
                    self._choose(index)
                    return True
        return self._letter(text.casefold())

    def _letter(self, text: str) -> bool:
        """Choose the answer whose words begin so; where several do, the same letter again chooses the next."""
        found = [n for n, o in enumerate(self._options) if o.exists and o.words.casefold().startswith(text)]
        if not text.isalpha() or not found:
            return False
        here = self._index(self._choice) if self._choice is not None else -1
        self._choose(next((n for n in found if n > here), found[0]) if here in found else found[0])
        return True

    def _speak(self, on: str = "") -> None:
        shown = [o for o in self._options if o.exists]
        first, last = (shown[0].words, shown[-1].words) if shown else ("", "")
        chosen = next((o.words for o in self._options if o.code == self._choice), None)
        pattern = self._phrases.empty if chosen is None else self._phrases.answered
        name = pattern.format(label=self._label, choice=chosen, first=first, last=last)
        name = f"{name}: {on}" if on else name
        if name != self.accessibleName():
            self.setAccessibleName(name)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit or first letter, move by arrow; leave the rest to the form."""
        key, text = event.key(), latin_digits(event.text())
        ahead = -1 if self._right_to_left else 1
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not plain:
            event.ignore()
        elif key == Qt.Key.Key_Right:
            self._step(ahead)
        elif key == Qt.Key.Key_Left:
            self._step(-ahead)
        elif key == Qt.Key.Key_Home:
            self._cursor = -1
            self._step(1)
        elif key == Qt.Key.Key_End:
            self._cursor = len(self._options)
            self._step(-1)
        elif key == Qt.Key.Key_Space:
            self._choose(self._cursor)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._options and self._options[self._cursor].code != self._choice:
                ring_was_moved = self._choice is not None or self._cursor > 0
                if ring_was_moved:
                    self._choose(self._cursor)
            event.ignore()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._clear()
        elif text and text.isprintable() and self._type(text):
            pass
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the answer under the mouse."""
        index = self._at(event.position())
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the answer under the mouse."""
        self._light(self._at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Put the light out."""
        self._light(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Set the ring on the answer, or on the first that exists."""
        if self._choice is not None:
            self._cursor = self._index(self._choice)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget where the ring had wandered."""
        self._speak()
        super().focusOutEvent(event)

    def _light(self, index: int) -> None:
        if index != self._over:
            self._over = index
            self.update()

    def _at(self, point: QPointF) -> int:
        for index in range(len(self._options)):
            if self.cell(index).adjusted(-2, -3, 2, 3).contains(point):
                return index
        return -1
