"""When a file was backed up last, and backing it up."""

from __future__ import annotations

from crf_app.capture.facts import FactKind
from crf_app.gui.models.phrases import from_utc
from crf_app.gui.status_bar import BackupState
from crf_app.services.desk import Desk

NAME = "backup"
"""The name under which a copy that left the file is noted."""


def backup_of(desk: Desk) -> BackupState:
    """Read the last backup from the audit trail. Each was restored as a test, or it was not noted."""
    kinds = {FactKind.BACKUP_MADE, FactKind.EXPORTED}
    for fact in desk.file.facts(kinds=kinds, newest_first=True):
        new = fact.new or {}
        if fact.kind is FactKind.BACKUP_MADE or new.get("name") == NAME:
            return BackupState(from_utc(fact.at, fact.offset), str(new.get("file_name", "")), True)
    return BackupState(None)
