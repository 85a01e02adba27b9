"""A file as a program leaves it that died: with its log and its lock, and entries that only the log holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_DIES = """
import os, signal, sys
from pathlib import Path
from crf_app.store import key
from crf_app.store.study_file import StudyFile
from tests.store.trial import PASSPHRASE, entered, record
key._ROUNDS = 1
file = StudyFile.open(Path(sys.argv[1]), PASSPHRASE, program="0.1", opened_by="Zahra Nurse")
for number in range(int(sys.argv[2])):
    record(file, [entered("s1/month_1/edss", "total", str(number / 2))])
os.kill(os.getpid(), signal.SIGKILL)
"""


def crash_after(path: Path, entries: int) -> None:
    """Have another program enter so much, and die."""
    subprocess.run(
        [sys.executable, "-c", _DIES, str(path), str(entries)], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    assert log_of(path).stat().st_size > 0


def log_of(path: Path) -> Path:
    """Where the log of a file lies."""
    return path.with_name(path.name + "-wal")
