"""However a window is left when Python ends, the program ends as if nothing had happened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.preview.author import lay_small_study
from tests.gui.ward import NOW, filed
from tests.services.clinic import PASSPHRASE, PASSWORD

ROOT = Path(__file__).parents[2]

START = f"""
import sys
from datetime import datetime
from pathlib import Path
from crf_app.store import key
key._ROUNDS = 1
from crf_app.app import application
from crf_app.base.clock import SetClock
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
app = application()
switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language="en")
path, clock = Path(sys.argv[1]), SetClock(datetime.fromisoformat({NOW.isoformat()!r}))
"""
MAIN = f"""
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.main_window import MainWindow
from crf_app.gui.settings import Settings
from crf_app.services.opening import open_file
window = MainWindow(switch, Settings(language="en"), clock)
window.show()
desk = open_file(path, {PASSPHRASE!r}, clock=clock)
desk.sign_in("rahimi", {PASSWORD!r})
window.enter(desk)
window.activateWindow()
app.processEvents()
subject = desk.file.find_subject("A-01")
window.room.go(to.Form(PagePlace(subject, VisitPlace(subject, "screening"), "demographics")))
for _ in range(20):
    app.processEvents()
"""
WORK = """
from threading import Event
begun = Event()
def work(progress):
    begun.set()
    return len([[n] for n in range(300_000)])
window.room.background.run(work, print, print)
begun.wait()
"""
PREVIEW = """
from crf_app.gui.preview.window import PreviewWindow
window = PreviewWindow(path, switch, clock)
window.show()
app.processEvents()
"""


def ends(script: str, path: Path) -> str:
    """Run a script that leaves its window open; returns what it printed."""
    found = subprocess.run(
        [sys.executable, "-c", START + script, str(path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert found.returncode == 0, found.stderr
    assert "Error" not in found.stderr
    return found.stdout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three subjects."""
    path = tmp_path / "site-01.crf"
    path.write_bytes(filed())
    return path


def test_a_person_at_a_form(path: Path) -> None:
    assert ends(MAIN, path) == ""


def test_a_person_whose_long_work_is_under_way_hears_its_end(path: Path) -> None:
    assert ends(MAIN + WORK, path) == "300000\n"


def test_an_author_whose_folder_is_being_read(tmp_path: Path) -> None:
    assert ends(PREVIEW, lay_small_study(tmp_path / "small")) == ""
