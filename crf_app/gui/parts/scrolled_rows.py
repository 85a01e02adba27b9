"""Rows on a sheet that scroll where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from crf_app.gui.theme import Theme


class ScrolledRows(QScrollArea):
    """As high as its rows where there is room; else it scrolls, and shows a few of them at least."""

    def __init__(self, rows: QWidget, least: int) -> None:
        """Take the widget that holds the rows; `least` is the height that always shows, at 100 % text."""
        super().__init__()
        self._rows, self._least = rows, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(rows)
        rows.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Give the size of all rows."""
        return self._rows.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Give the size of the rows that always show."""
        theme = Theme.of(self)
        return QSize(theme.px(200), min(self._rows.sizeHint().height(), theme.px(self._least)))
