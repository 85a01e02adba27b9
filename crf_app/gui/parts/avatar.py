"""The first letters of a person, or of the study, as a disc or a tile."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box, text_line

ZERO_WIDTH_NON_JOINER = "\u200c"


def initials(name: str) -> str:
    """Give the first letters of the first and last word, joined so that Persian ones do not."""
    words = [w for w in name.replace(".", ". ").split() if w[0].isalnum()]
    if not words:
        return ""
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][0]]
    joiner = "" if all(c.isascii() for c in letters) else ZERO_WIDTH_NON_JOINER
    return joiner.join(letters).upper()


class Avatar(QWidget, Themed):
    """A person as a disc; with `tile` the study as a dark tile."""

    def __init__(
        self, letters: str, name: str, *, tile: bool = False, side: int = 32,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._letters, self._tile, self._side = letters, tile, side
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, letters: str, name: str) -> None:
        """Show another person."""
        self._letters = letters
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the square."""
        side = Theme.of(self).px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc or the tile."""
        theme = Theme.of(self)
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            if self._tile:
                rounded_box(painter, box, theme.px(8), theme.colour("ink"))
            else:
                rounded_box(painter, box, box.height() / 2, theme.colour("accent-soft"))
            colour = theme.colour("surface" if self._tile else "accent")
            text_line(painter, box, self._letters, theme.font(Role.SMALL_STRONG), colour)
