"""A window in the plain theme before and after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from crf_app.gui.theme import Theme
from crf_app.gui.theme.apply import apply_theme


@pytest.fixture(autouse=True)
def plain_theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply_theme(theme, qapp)
    yield theme
    apply_theme(theme, qapp)
