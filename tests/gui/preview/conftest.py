"""Authors at their preview; the plain theme comes back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme
from tests.gui.preview.author import Author


@pytest.fixture
def authors(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[Callable[..., Author]]:
    def make(**how: object) -> Author:
        return Author(qtbot, tmp_path / "studies" / "small", **how)  # type: ignore[arg-type]

    yield make
    apply_theme(Theme(), qapp)


@pytest.fixture
def author(authors: Callable[..., Author]) -> Author:
    """The window is open on the small study, and its scenarios were played."""
    return authors().waits_until_played()
