"""A row of widgets that goes on in the next line where there is no room."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Theme, Themed


class FlowRow(QWidget, Themed):
    """Widgets side by side, each as large as it wants to be, in as many lines as it takes."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._gap = gap
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget, place: int | None = None) -> None:
        """Add a widget at the end, or at a place."""
        part.setParent(self)
        self._parts.insert(len(self._parts) if place is None else place, part)
        for before, after in pairwise(self._parts):
            QWidget.setTabOrder(before, after)
        part.show()
        self.updateGeometry()

    def show_part(self, part: QWidget, shown: bool) -> None:
        """Show a widget or leave it out; the others close up."""
        part.setVisible(shown)
        self._place()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Say that less width takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all lines."""
        return max((rect.bottom() + 1 for rect in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """Give the size in one line, or what the width takes."""
        wide = max(self.width(), 200)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Give the height the present width takes."""
        return QSize(100, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the widgets."""
        super().resizeEvent(event)
        self._place()
        self.updateGeometry()

    def theme_changed(self, theme: Theme) -> None:
        """Place the widgets in their new size."""
        self._place()
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Place the widgets again when one of them grew."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _place(self) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for part, rect in zip(self._shown(), self._places(self.width()), strict=True):
            if rtl:
                rect.moveLeft(self.width() - rect.x() - rect.width())
            part.setGeometry(rect)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _places(self, width: int) -> list[QRect]:
        gap = Theme.of(self).gap(self._gap)
        found: list[QRect] = []
        x = y = line = 0
        first = 0
        for part in self._shown():
            hint = part.sizeHint()
            if x and x + hint.width() > width:
                _centre(found[first:], y, line)
                first = len(found)
                x, y, line = 0, y + line + gap, 0
            found.append(QRect(x, y, hint.width(), hint.height()))
            x += hint.width() + gap
            line = max(line, hint.height())
        _centre(found[first:], y, line)
        return found


def _centre(rects: list[QRect], top: int, line: int) -> None:
    """Put the rectangles of a line on its middle."""
    for rect in rects:
        rect.moveTop(top + (line - rect.height()) // 2)
