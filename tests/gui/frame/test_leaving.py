"""Closing and locking wait: for a person who still has to say why a value changes, and for work under way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from crf_app.capture.facts import FactKind
from crf_app.gui.main_window import MainWindow
from crf_app.gui.workroom import Workroom
from crf_app.services.opening import open_file
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE


def test_the_window_stays_open_while_a_reason_is_asked(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.sits_down_as("rahimi")
    monkeypatch.setattr(Workroom, "ready_to_leave", lambda _: False)
    assert not clerk.window.close()
    assert clerk.room is not None
    monkeypatch.undo()
    assert clerk.window.close()


@pytest.mark.parametrize("leave", [MainWindow.close, lambda window: window.act("lock")], ids=["closed", "locked"])
def test_a_backup_that_is_under_way_is_finished_and_noted_before_the_desk_is_left(
    rahimi: Clerk, tmp_path: Path, leave: Callable[[MainWindow], object]
) -> None:
    rahimi.room.act("backup")
    leave(rahimi.window)
    assert rahimi.window.room is None
    QApplication.processEvents()
    rahimi.window.close()
    desk = open_file(rahimi.path, PASSPHRASE, clock=rahimi.clock)
    noted = [(fact.role, (fact.new or {})["file_name"]) for fact in desk.file.facts(kinds={FactKind.BACKUP_MADE})]
    desk.file.close()
    (copy,) = (tmp_path / "site-01-backups").iterdir()
    assert noted == [("coordinator", copy.name)]
