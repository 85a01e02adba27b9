"""What tests of the window share: a clerk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.ward import Clerk


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """Nobody is signed in yet."""
    made = Clerk(qtbot, tmp_path)
    yield made
    made.window.close()


@pytest.fixture
def rahimi(clerk: Clerk) -> Clerk:
    """The coordinator at her desk."""
    return clerk.sits_down_as("rahimi")


@pytest.fixture
def at_desk(clerk: Clerk) -> Callable[[str], Clerk]:
    """Anybody at the desk."""
    return clerk.sits_down_as
