"""A mistake in what Qt calls of ours is an error like any other, and not the end of the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# In a process of its own: where this goes wrong, nothing is left that could tell.
SCRIPT = """
import crf_app.gui
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import delete

class Mixed:
    def hitButton(self, at):
        return None + 1

class Key(Mixed, QPushButton):
    pass

class Part(QWidget):
    def resizeEvent(self, event):
        if event.oldSize().isValid():
            int("seven")

    def changeEvent(self, event):
        gone = QWidget()
        delete(gone)
        gone.show()

    def hideEvent(self, event):
        1 / 0

app = QApplication([])
part, key = Part(), Key()
part.show()
for deed in (
    lambda: part.resize(300, 300),
    lambda: part.setEnabled(False),
    lambda: part.hide(),
    lambda: QTest.mouseClick(key, Qt.MouseButton.LeftButton),
):
    try:
        deed()
    except Exception as bug:
        print(type(bug).__name__, bug)
"""


def test_an_error_in_an_overridden_method_reaches_whoever_called_qt() -> None:
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    assert found.returncode == 0, found.stderr
    told = found.stdout.splitlines()
    assert [line.split(" ")[0] for line in told] == ["ValueError", "RuntimeError", "ZeroDivisionError", "TypeError"]
    assert "QWidget::resizeEvent" in told[0]
    assert "'seven'" in told[0]
