"""A widget that places its children by hand, its height following its width; mirrored where text runs so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.theme import Theme, Themed

MIDDLING = 700


class Arranged(QWidget, Themed):
    """Children placed by `arrange`. It is placed again when a child's size or the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._arranging = False
        self._heights: dict[int, int] = {}
        self._stale = False

    def arrange(self, width: int, place: bool) -> int:
        """Return the height at a width; with `place` put the children there."""
        raise NotImplementedError

    def put(self, child: QWidget, x: float, y: float, wide: float, high: float, width: int) -> None:
        """Place a child `x` from the leading edge of what is `width` wide."""
        left = width - x - wide if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x
        child.setGeometry(round(left), round(y), round(wide), round(high))

    def arrange_again(self) -> None:
        """Place the children anew; the height may be another one."""
        if not self.isVisible():  # placed when it is seen, at the width it has then
            self._heights.clear()
            self._stale = True
            self.updateGeometry()
            return
        elsewhere = any(width != self.width() for width in self._heights)
        self._heights.clear()
        if self.width() > 0:
            self._place()
        # Layouts keep the height of other widths until they are told.
        if elsewhere or self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self.arrange(width, False)
        return known

    def sizeHint(self) -> QSize:
        """Give a middling size."""
        wide = Theme.of(self).px(MIDDLING)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        """Give the least size."""
        return QSize(80, self.heightForWidth(self.width() or Theme.of(self).px(MIDDLING)))

    def showEvent(self, event: QShowEvent) -> None:
        """Place the children if something changed while nobody saw them."""
        super().showEvent(event)
        if self._stale:
            self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place the children in the new width."""
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place the children again when one of them wants another size."""
        if event.type() is QEvent.Type.LayoutRequest and not self._arranging:
            self.arrange_again()
        return super().event(event)

    def theme_changed(self, theme: Theme) -> None:
        """Place everything again in the new sizes."""
        self.arrange_again()

    def _place(self) -> None:
        self._arranging, self._stale = True, False
        try:
            self._heights[self.width()] = self.arrange(self.width(), True)
        finally:
            self._arranging = False
