"""Watching a study folder: tells once when its texts are other ones, however an editor saves them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from crf_app.study.folder import MAX_FILES
from crf_app.study.library import library_folder

SETTLE: Final = 150
"""Milliseconds without a further sign before the folder counts as saved: editors write in several steps."""

Sign = tuple[str, int, int, int]
"""A text by its path, when it was written, how long it is, and which file on the disk it is."""


class FolderWatch(QObject):
    """Watches the folder of a study, its subfolders and files, and the library it may include from.

    Many editors save by putting another file in the place of the old one; the system then watches the file that is
    gone. So the paths are taken anew after each sign. A save that leaves every text as it was tells nothing.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder.absolute()
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE)
        self._soon.timeout.connect(self._settled)
        # Any sign, of a folder or of a file, only starts the time of grace again.
        self._watcher.directoryChanged.connect(self._stirred)
        self._watcher.fileChanged.connect(self._stirred)
        self._seen: frozenset[Sign] = frozenset()
        self._watching = True
        self.look()

    def look(self) -> bool:
        """Watch what is there now; tells whether the texts are other ones than at the last look."""
        folders = list(self._folders())
        texts = [path for folder in folders for path in _texts(folder)]
        wanted = {str(path) for path in (self.folder.parent, *folders, *texts) if path.exists()}
        held = {*self._watcher.directories(), *self._watcher.files()}
        if held - wanted:
            self._watcher.removePaths(sorted(held - wanted))
        if wanted - held:
            self._watcher.addPaths(sorted(wanted - held))
        before, self._seen = self._seen, frozenset(sign for path in texts for sign in _signs(path))
        return self._seen != before

    def stop(self) -> None:
        """Look no more. A sign that is on its way already wakes nobody."""
        self._watching = False
        self._soon.stop()

    def _stirred(self, _path: str) -> None:
        if self._watching:
            self._soon.start()

    def _settled(self) -> None:
        if self.look():
            self.changed.emit()

    def _folders(self) -> Iterator[Path]:
        """Walk the folders texts are read from: one level deep, as a study is."""
        library = library_folder(self.folder)
        for top in (self.folder, *([library] if library is not None else [])):
            if top.is_dir():
                yield top
                yield from (each for each in _listed(top) if each.is_dir() and not each.name.startswith("."))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())[:MAX_FILES]
    except OSError:  # gone between two looks
        return []


def _texts(folder: Path) -> list[Path]:
    return [path for path in _listed(folder) if path.suffix in (".yaml", ".yml") and path.is_file()]


def _signs(path: Path) -> Iterator[Sign]:
    try:
        held = path.stat()
    except OSError:  # gone between two looks
        return
    yield str(path), held.st_mtime_ns, held.st_size, held.st_ino
