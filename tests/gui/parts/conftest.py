"""A window in the plain theme before and after each test, and a desk that keeps widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme

Show = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def plain_theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply_theme(theme, qapp)
    yield theme
    apply_theme(theme, qapp)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Lay parts under each other in a window that is open and in front until the test ends."""
    kept: list[QWidget] = []

    def shown(*parts: QWidget) -> QWidget:
        window = QWidget()
        down = QVBoxLayout(window)
        for part in parts:
            down.addWidget(part)
        kept.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window

    yield shown
    kept.clear()
