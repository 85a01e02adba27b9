"""The demonstration file on a fixed day, kept in `build/` for measurements and pictures."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.services.demo import PASSPHRASE, PASSWORD, make_demonstration
from crf_app.services.desk import Desk
from crf_app.services.opening import load_whole, open_file
from crf_app.store.connection import FORMAT

FOLDER: Final = Path(__file__).parents[1] / "build" / "demonstration"
TODAY: Final = date(2026, 6, 15)
TEHRAN: Final = timezone(timedelta(hours=3, minutes=30))
NOW: Final = datetime(2026, 6, 15, 9, 20, tzinfo=TEHRAN)


def live_in_tehran() -> None:
    """Have this process keep the site's time, whatever the machine's is."""
    os.environ["TZ"] = "Asia/Tehran"
    if hasattr(time, "tzset"):
        time.tzset()


def demonstration() -> Path:
    """Return the demonstration as it is on the fixed day; it is made when it is not there (some 10 s)."""
    return kept("demonstration", lambda path: make_demonstration(path, TODAY))


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file made once for the study as it is now; a change of the study or the format has it made anew."""
    print_ = load_whole(bundled("forms", "spms-plmsc")).fingerprint
    path = FOLDER / f"{name}-{print_[:8]}-{FORMAT}.crf"
    if not path.exists():
        for old in FOLDER.glob(f"{name}-*"):
            old.unlink()
        unfinished = work_folder() / f"{name}.crf"
        make(unfinished)
        unfinished.rename(path)
        remove(unfinished)
    return path


def copied(path: Path, name: str) -> Path:
    """Copy a closed file, to be written to by this process alone."""
    target = work_folder() / name
    remove(target)
    work_folder()
    shutil.copy(path, target)
    return target


def work_folder() -> Path:
    """Return the folder of this process; `remove` clears it away when nothing is left in it."""
    folder = FOLDER / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove(path: Path) -> None:
    """Remove a file and what lies beside it, and the folder when it held nothing else."""
    for each in path.parent.glob(f"{path.stem}*"):
        # A folder holds the backups that were made when the file was closed.
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    if path.parent != FOLDER and path.parent.exists() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def at_desk(path: Path, username: str = "rahimi") -> Desk:
    """Open a file of the demonstration's people and sign in, on the fixed day."""
    desk = open_file(path, PASSPHRASE, clock=SetClock(NOW.astimezone(UTC).astimezone()))
    desk.sign_in(username, PASSWORD)
    return desk
