"""The ghost of what will be here, one sentence and what to do first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.gui.parts.buttons import Button
from crf_app.gui.parts.labels import TextLabel
from crf_app.gui.parts.marks import Mark, paint_mark
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box


class GhostRows(QWidget, Themed):
    """Three rows of grey bars and not-yet-due marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the size of the three rows."""
        theme = Theme.of(self)
        return QSize(theme.px(610), theme.px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        theme = Theme.of(self)
        px, line = theme.px, theme.colour("line")
        with QPainter(self) as painter:
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                painter.translate(self.width(), 0)
                painter.scale(-1, 1)
            for row in range(3):
                top = row * px(40)
                bar = QRectF(0, top + px(15), px(70), px(10))
                rounded_box(painter, bar, px(5), line)
                rounded_box(painter, QRectF(px(92), bar.y(), px(54), px(10)), px(5), line)
                for place in range(8):
                    x = px(177) + place * px(58)
                    paint_mark(painter, x, top + px(11), px(18), Mark.FUTURE, theme)
                painter.fillRect(QRectF(0, top + px(40) - 1, self.width(), 1), line)


class EmptyState(QWidget, Themed):
    """A ghost, a title, a sentence, and the buttons; the first one is the filled one."""

    def __init__(
        self, title: str, text: str, buttons: tuple[Button, ...] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._down = QVBoxLayout(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._down.addStretch()
        self._down.addWidget(GhostRows(), 0, centre)
        self._title = TextLabel(title, Role.FORM_TITLE, align=centre)
        self._text = TextLabel(text, Role.BODY, "text-2", wrap=True, align=centre)
        self._down.addWidget(self._title)
        # In a row of its own: a column would ask for the height at its whole width.
        words = QHBoxLayout()
        words.addStretch()
        words.addWidget(self._text)
        words.addStretch()
        self._down.addLayout(words)
        self._row = QHBoxLayout()
        self._row.addStretch()
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch()
        self._down.addLayout(self._row)
        self._down.addStretch()
        self.theme_changed(Theme.of(self))

    def show_words(self, title: str, text: str) -> None:
        """Show another title and sentence; an empty sentence takes no room."""
        self._title.show_text(title)
        self._text.show_text(text)
        self._text.setVisible(bool(text))

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps and the width of the sentence."""
        self._text.setFixedWidth(theme.px(450))
        self._title.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.gap(14))
        self._row.setSpacing(theme.gap(12))
