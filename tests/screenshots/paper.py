"""The reports as pictures of their pages, through pdftoppm (poppler)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.demonstration import at_desk, copied, demonstration, remove
from tests.screenshots.studio import FOLDER

PRINTS: Final = (
    ("casebook", "A-02", None, "en"),
    ("casebook", "A-01", None, "fa"),
    ("casebook", "A-04", None, "zh"),
    ("visit", "A-03", "day_0", "en"),
    ("visit", "A-03", "month_1", "fa"),
)


def draw() -> Iterator[Path]:
    """Print the reports and draw their pages; yields each report."""
    from crf_app.reports.catalogue import make_report

    path = copied(demonstration(), "paper.crf")
    desk = at_desk(path)
    try:
        for name, subject, visit, language in PRINTS:
            parts = (name, subject.lower(), visit, language)
            out = FOLDER / f"pdf-{'-'.join(part for part in parts if part)}.pdf"
            make_report(desk, name, out, subject=subject, visit=visit, language=language)
            for old in FOLDER.glob(f"{out.stem}-*.png"):
                old.unlink()
            if shutil.which("pdftoppm"):
                subprocess.run(["pdftoppm", "-r", "75", "-png", out, out.with_suffix("")], check=True)
            yield out
    finally:
        desk.file.close()
        remove(path)
