"""The segmented control: a few answers in words, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf_app.gui.parts.buttons import fill_colour
from crf_app.gui.parts.choice_strip import ChoiceStrip, Option, StripPhrases
from crf_app.gui.theme import Role, Theme, Token
from crf_app.gui.theme.paint import rounded_box, text_line, text_width


class Segments(ChoiceStrip):
    """Answers side by side in one outline; what does not exist is struck through."""

    def __init__(
        self,
        options: Sequence[Option | str],
        label: str,
        *,
        height: int = 36,
        equal: int | None = None,
        phrases: StripPhrases | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`equal` gives every segment the same width in pixels at 100 % text."""
        self._height, self._equal = height, equal
        self._edges: tuple[object, tuple[int, ...]] = (None, ())
        super().__init__(
            options,
            label,
            phrases=phrases or StripPhrases(answered="{label}, {choice}", empty="{label}, not answered"),
            parent=parent,
        )

    def sizeHint(self) -> QSize:
        """Give the width of the words and the height of a control."""
        theme = Theme.of(self)
        return QSize(self._offsets(theme)[-1], theme.px(self._height))

    def cell(self, index: int) -> QRectF:
        """Give the box of a segment."""
        offsets = self._offsets(Theme.of(self))
        left, right = offsets[index], offsets[index + 1]
        if self._right_to_left:
            left, right = self.width() - right, self.width() - left
        return QRectF(left, 0, right - left, self.height())

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the segment the ring is on, or the whole before anything is chosen."""
        theme = Theme.of(self)
        if self.options and self._cursor != self._index(self.choice):
            return self.cell(self._cursor).adjusted(4, 4, -4, -4), float(theme.px(3))
        box = QRectF(0, 0, self._offsets(theme)[-1], self.height())
        if self._right_to_left:
            box.moveRight(self.width())
        return box, float(theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segments inside one outline."""
        theme = Theme.of(self)
        if not self.options:
            return
        writable = self._look.writable and self.isEnabled()
        whole = self.cell(0).united(self.cell(len(self.options) - 1))
        radius = theme.px(6)
        clip = QPainterPath()
        clip.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(clip)
            ground: Token = "surface" if writable else "sunken"
            painter.fillRect(whole, theme.colour(ground))
            for index in range(len(self.options)):
                self._segment(painter, index, theme, writable=writable)
            painter.setClipping(False)
            token, width = self._look.outline(focused=False)
            rounded_box(painter, whole, radius, None, theme.colour(token), float(width))

    def _segment(self, painter: QPainter, index: int, theme: Theme, *, writable: bool) -> None:
        option, box = self.options[index], self.cell(index)
        chosen = option.code == self.choice
        font = theme.font(Role.SMALL_STRONG if chosen else Role.SMALL)
        before = index > 0 and (chosen or self.options[index - 1].code == self.choice)
        if index > 0 and not before:
            x = box.right() - 1 if self._right_to_left else box.left()
            painter.fillRect(QRectF(x, 0, 1, box.height()), theme.colour("line-btn"))
        if chosen and writable:
            painter.fillRect(box, fill_colour(theme, over=index == self._over))
            colour = theme.colour("on-fill")
        elif chosen:
            painter.fillRect(box, theme.colour("ink-soft"))
            colour = theme.colour("ink")
        elif not option.exists:
            painter.fillRect(box.adjusted(1, 0, 0, 0), theme.colour("sunken"))
            colour = theme.colour("text-3")
            font = QFont(font)
            font.setStrikeOut(True)
        else:
            if index == self._over and writable:
                painter.fillRect(box.adjusted(1, 1, 0, -1), theme.colour("hover"))
            colour = theme.colour("text" if writable else "text-3")
        text_line(painter, box, theme.answer(option.words), font, colour)

    def _offsets(self, theme: Theme) -> tuple[int, ...]:
        key = (theme, self.options)
        if self._edges[0] != key:
            font = theme.font(Role.SMALL_STRONG)
            offsets = [0]
            for option in self.options:
                words = theme.answer(option.words)
                wide = text_width(words, font) + 2 * theme.gap(12)
                if self._equal is not None:
                    wide = theme.px(self._equal)
                offsets.append(offsets[-1] + max(wide, theme.px(32)))
            self._edges = (key, tuple(offsets))
        return self._edges[1]
