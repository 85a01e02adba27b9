"""Why something changes that was complete: one key from the study's list, or own words; the last reason again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import Button, TextField
from crf_app.gui.parts import Kind as Look
from crf_app.gui.parts.scrolled_rows import ScrolledRows
from crf_app.gui.question_sheet import Question
from crf_app.gui.theme import Theme
from crf_app.study.codelist import CodeList

MOST_KEYS = 9
"""Reasons that have a key of their own: 1 to 9."""

OTHER = "other"
"""The code of a reason that says nothing without words."""


class WhySheet(Question):
    """Offers the reasons of a list, each by its key, and a line for words; calls back with what is kept.

    Kept is the code, ``code: words``, or own words alone, so that the reason reads in every language. The keyboard
    begins at the last reason: Enter takes it again.
    """

    def __init__(
        self, window: QWidget, title: str, text: str, codes: CodeList, verb: str,
        then: Callable[[str], str | None], say: Say, *, last: str = "",
    ) -> None:  # fmt: skip
        super().__init__(window, title, text, verb, cancel=say("Cancel"))
        self._then, self._say = then, say
        code, _, words = last.partition(": ")
        known = {each.code: each.label.in_(say.language) for each in codes.codes}
        offered = list(known)[:MOST_KEYS]
        rows = QWidget()
        down = QVBoxLayout(rows)
        down.setContentsMargins(4, 4, 4, 4)  # the focus ring lies outside of a button
        down.setSpacing(Theme.of(self).gap(4))
        self.reasons: dict[str, Button] = {}
        for number, each in enumerate(offered, 1):
            button = Button(known[each].replace("&", "&&"), Look.QUIET, keys=f"{number}")
            button.setObjectName(f"reason:{each}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, code=each: self._take(code))
            button.installEventFilter(self)
            down.addWidget(button)
            self.reasons[each] = button
        self._rows = ScrolledRows(rows, 120)
        self.add_part(self._rows)
        self.words = TextField(say("In words"))
        self.words.setObjectName("reason_words")
        self.add_field(say("In words"), self.words)
        self.ready(self._own_words)
        again = self.reasons.get(code)
        self.words.show_value(words if again is not None else last)
        self.open(again or (self.words if last else next(iter(self.reasons.values()), self.words)))
        if again is None and last:
            self.words.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a reason by its key, and walk the reasons with the arrows."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched in self.reasons.values():
            return self._key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a reason by its key wherever the keyboard is, unless words are being typed."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        buttons = list(self.reasons.values())
        number = "123456789".find(event.text()) if event.text() else -1
        if 0 <= number < len(buttons) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take(list(self.reasons)[number])
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        here = next((place for place, each in enumerate(buttons) if each.hasFocus()), None)
        if step is None or here is None:
            return False
        chosen = buttons[(here + step) % len(buttons)]
        chosen.setFocus(Qt.FocusReason.TabFocusReason)
        self._rows.ensureWidgetVisible(chosen, 0, 8)
        return True

    def _take(self, code: str) -> None:
        words = self.words.text().strip()
        if code == OTHER and not words:
            self.complain(self._say("Say in a few words why."))
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._end(f"{code}: {words}" if words else code)

    def _own_words(self) -> str | None:
        words = self.words.text().strip()
        if not words:
            return self._say("Choose a reason by its key, or say in a few words why.")
        self._end(f"{OTHER}: {words}" if OTHER in self.reasons else words)
        return None

    def _end(self, reason: str) -> None:
        sentence = self._then(reason)
        if sentence:
            self.complain(sentence)
        elif self.isVisible():
            self.dismiss()
