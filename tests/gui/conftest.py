"""What holds for every test that opens a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from crf_app.app import take_down
from crf_app.gui.theme.switch import ThemeSwitch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over the one warning the display-less platform gives for every window it opens."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def nothing_stays_open(qapp: QApplication) -> Iterator[None]:
    """End each test's windows with it. What is only marked to be deleted lives on into the test that comes next."""
    yield
    take_down()
    for switch in qapp.findChildren(ThemeSwitch):
        delete(switch)
