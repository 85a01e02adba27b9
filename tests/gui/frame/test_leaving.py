"""Closing and locking wait for a person who still has to say why a value changes."""

from __future__ import annotations

import pytest

from crf_app.gui.workroom import Workroom
from tests.gui.ward import Clerk


def test_the_window_stays_open_while_a_reason_is_asked(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.sits_down_as("rahimi")
    monkeypatch.setattr(Workroom, "ready_to_leave", lambda _: False)
    assert not clerk.window.close()
    assert clerk.room is not None
    monkeypatch.undo()
    assert clerk.window.close()
