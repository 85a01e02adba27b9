"""How the backups of a file stand."""

from __future__ import annotations

from datetime import datetime

from crf_app.gui.status_bar import BackupState
from crf_app.services import keeping
from crf_app.services.desk import Desk


def backup_of(desk: Desk, problem: str = "") -> BackupState:
    """Read the last backup from the audit trail; `problem` is what went wrong since, if anything.

    Each was restored as a test, or it would not stand there. One after which nothing happened is never overdue.
    """
    last = keeping.last_backup(desk.file)
    if last is None:
        return BackupState(None, problem=problem)
    at: datetime = keeping.moment_of(last)
    current = not keeping.changed_since_backup(desk.file)
    if not problem and keeping.is_gone(desk.file):
        problem = desk.say("The last backup is not where it was put. Make another one.")
    alone = not keeping.has_second(desk.file)
    return BackupState(at, str((last.new or {}).get("file_name", "")), True, current, problem, alone)
