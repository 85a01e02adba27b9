"""What making any report takes: somebody who watches the pages, and a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reportlab.platypus import Flowable

from crf_app.base.problems import Fault
from crf_app.base.progress import Cancelled, Progress, Stopped


class Watch(Flowable):
    """Stands first in a story and learns which pass is on, to tell how far the report is."""

    def __init__(self, progress: Progress | None, cancelled: Stopped | None) -> None:
        super().__init__()
        self._progress = progress
        self._cancelled = cancelled
        self._pages = 0
        self._done = 0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Learn whether pages are counted or drawn."""
        self._pages = 0 if self.canv.dry else self.canv.page_count
        self._done = 0

    def page_done(self) -> None:
        """Count a page; stop when asked to."""
        self._done += 1
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._done, self._pages)


def write_whole(out: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that half a report is never found. Raises Fault."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(out)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise Fault(
            f"The report could not be written to {out} ({reason}). Nothing was printed and the study file is "
            "unchanged. Choose another place."
        ) from error
