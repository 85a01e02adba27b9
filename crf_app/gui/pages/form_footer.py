"""The foot of a form: keys that work here, open questions, and the one filled button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import Button, Kind, Mark, MarkView, ProblemLine, Run, TextLabel, key_cap_size, paint_key_cap
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import text_line, text_width


class KeyHints(QWidget, Themed):
    """Key caps with their words; what does not fit is left out from the end."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these keys."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.setAccessibleName(", ".join(f"{keys} {words}" for keys, words in hints))
            self.update()

    def sizeHint(self) -> QSize:
        """Give the height of a cap."""
        return QSize(120, Theme.of(self).px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint caps and words."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 0.0
        with QPainter(self) as painter:
            font = theme.font(Role.SMALL)
            for keys, words in self._hints:
                cap = key_cap_size(keys, theme)
                wide = cap.width() + theme.gap(6) + text_width(words, font) + theme.gap(16)
                if x + wide - theme.gap(16) > self.width():
                    break
                left = self.width() - x - cap.width() if rtl else x
                top = (self.height() - cap.height()) / 2
                paint_key_cap(painter, QRectF(left, top, cap.width(), cap.height()), keys, theme)
                start = x + cap.width() + theme.gap(6)
                room = text_width(words, font) + 2
                left = self.width() - start - room if rtl else start
                box = QRectF(left, 0, room, self.height())
                text_line(painter, box, words, font, theme.colour("text-2"), Qt.AlignmentFlag.AlignLeading)
                x += wide


class FormFooter(QWidget, Themed):
    """The foot."""

    complete = Signal()
    reopen = Signal()

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._down = QVBoxLayout(self)
        self._refused = ProblemLine()
        self._refused.hide()
        self._down.addWidget(self._refused)
        self._held = TextLabel("", Role.SMALL, "text-2", wrap=True)
        self._held.hide()
        self._down.addWidget(self._held)
        self._across = QHBoxLayout()
        self.hints = KeyHints()
        self._mark = MarkView(Mark.QUERY, "", 16)
        self._count = TextLabel("", Role.SMALL_BUTTON, "query")
        self._count.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.button = Button(say("Complete page"), Kind.PRIMARY)
        self.button.setObjectName("complete_page")
        self.button.clicked.connect(self.complete)
        self.again = Button(say("Reopen…"), Kind.OUTLINE)
        self.again.setObjectName("reopen_page")
        self.again.clicked.connect(self.reopen)
        self._state = TextLabel("", Role.SMALL, "text-2")
        self._across.addWidget(self.hints, 1)
        for part in (self._mark, self._count, self._state, self.again, self.button):
            self._across.addWidget(part)
        self._down.addLayout(self._across)
        self.theme_changed(Theme.of(self))

    def show_open(self, questions: int) -> None:
        """Say how many questions are open."""
        words = self._say.n("{n} question open", "{n} questions open", questions) if questions else ""
        self._count.show_text(words)
        self._mark.show_mark(Mark.QUERY, words)
        self._mark.setVisible(bool(questions))
        self._count.setVisible(bool(questions))

    def show_held(self, sentence: str) -> None:
        """Say that the page is frozen or locked, and who can lift it; it stays as long as that is so."""
        self._held.show_text(sentence)
        self._held.setVisible(bool(sentence))

    def show_state(self, words: str, *, complete: bool, reopen: bool) -> None:
        """Say what has become of the page, and offer what can be done."""
        self._state.show_text(words)
        self._state.setVisible(bool(words))
        self.button.setVisible(complete)
        self.again.setVisible(reopen)

    def show_refused(self, sentence: str) -> None:
        """Say what forbids it and what would be needed; nothing takes it away."""
        self._refused.setVisible(bool(sentence))
        if sentence:
            self._refused.show_text([Run(sentence)])

    @property
    def refusal(self) -> str:
        """What is said now."""
        return self._refused.accessibleName() if self._refused.isVisibleTo(self) else ""

    def theme_changed(self, theme: Theme) -> None:
        """Take margins and height."""
        side = theme.gap(22)
        self._down.setContentsMargins(side, theme.gap(6), theme.gap(10), theme.gap(6))
        self._down.setSpacing(theme.gap(4))
        self._across.setSpacing(theme.gap(10))
        self.setMinimumHeight(theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and the line above."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            painter.fillRect(QRectF(0, 0, self.width(), 1), theme.colour("line"))
