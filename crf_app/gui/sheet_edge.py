"""The rounded edge of a sheet whose contents are square: it lies above them and lets the mouse through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from crf_app.gui.theme import Theme
from crf_app.gui.theme.paint import rounded_box


class SheetEdge(QWidget):
    """Covers the corners with the canvas and paints the line round the sheet."""

    def __init__(self, sheet: QWidget) -> None:
        super().__init__(sheet)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet.installEventFilter(self)
        self.setGeometry(sheet.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the sheet and stay above what it holds."""
        if isinstance(watched, QWidget) and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.setGeometry(watched.rect())
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint corners and line."""
        theme, box = Theme.of(self), QRectF(self.rect())
        radius = theme.px(10)
        inside = QPainterPath()
        inside.addRoundedRect(box, radius, radius)
        outside = QPainterPath()
        outside.addRect(box)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(outside.subtracted(inside), theme.colour("canvas"))
            rounded_box(painter, box, radius, None, theme.colour("line"))
