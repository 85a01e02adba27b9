"""The marks of the matrix with their words, below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.base.words import Say, mark
from crf_app.gui.parts import Mark, paint_mark
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import text_line, text_width

LEGEND = (
    (Mark.FUTURE, mark("not yet due")),
    (Mark.OPEN, mark("in window")),
    (Mark.PROGRESS, mark("started")),
    (Mark.COMPLETE, mark("complete")),
    (Mark.SIGNED, mark("signed")),
    (Mark.BROKEN, mark("to sign again")),
    (Mark.FROZEN, mark("frozen")),
    (Mark.LOCKED, mark("locked")),
    (Mark.OVERDUE, mark("overdue")),
    (Mark.MISSED, mark("missed")),
    (Mark.NOT_APPLICABLE, mark("not applicable")),
    (Mark.QUERY, mark("query")),
    (Mark.ANSWERED, mark("answered")),
    (Mark.DEVIATION, mark("deviation")),
)


class Legend(QWidget, Themed):
    """All marks in one line; in more lines where there is no room."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = [(each, say(words)) for each, words in LEGEND]
        self.setAccessibleName(say("Legend"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow legend is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of the lines."""
        return Theme.of(self).px(18) * (max(line for line, *_ in self._places(width)) + 1)

    def sizeHint(self) -> QSize:
        """Give the height of one line."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def _places(self, width: int) -> list[tuple[int, float, float, Mark, str]]:
        """Return line, start and width of each entry."""
        theme = Theme.of(self)
        font = theme.font(Role.CAPTION)
        widths = [theme.px(14) + theme.gap(6) + text_width(words, font) for _, words in self._entries]
        least = theme.gap(14)
        total = sum(widths)
        spare = (width - total) / max(len(widths) - 1, 1)
        gap = min(spare, theme.gap(40)) if spare >= least else least
        found, line, x = [], 0, 0.0
        for (each, words), wide in zip(self._entries, widths, strict=True):
            if x and x + wide > width:
                line, x = line + 1, 0.0
            found.append((line, x, float(wide), each, words))
            x += wide + gap
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the entries."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side, high = theme.px(14), theme.px(18)
        with QPainter(self) as painter:
            for line, x, wide, each, words in self._places(self.width()):
                top = line * high
                left = self.width() - x - side if rtl else x
                paint_mark(painter, left, top + (high - side) / 2, side, each, theme)
                rest = wide - side - theme.gap(6)
                start = left - theme.gap(6) - rest if rtl else x + side + theme.gap(6)
                box = QRectF(start, top, rest + 1, high)
                text_line(
                    painter, box, words, theme.font(Role.CAPTION), theme.colour("text-2"),
                    Qt.AlignmentFlag.AlignLeading,
                )  # fmt: skip
