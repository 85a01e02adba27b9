"""Wards for tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme
from tests.gui.desk_window import Ward


@pytest.fixture
def ward(qtbot: QtBot, tmp_path: Path) -> Ward:
    """A-01 came through screening and day 0; the coordinator sits at the window."""
    return Ward(qtbot, tmp_path)


@pytest.fixture
def wards(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Ward]]:
    """Wards of one's own making: another person, another theme; the plain theme comes back afterwards."""
    yield lambda **how: Ward(qtbot, tmp_path, **how)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(Theme(), app)
