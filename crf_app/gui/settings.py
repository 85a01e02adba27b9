"""What the window remembers between starts: language, size, look, rail, the last files.

It lies on the disk in clear: never a subject's data, never a person's name. Who signed in last is read in the file.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from crf_app.base.files import application_paths
from crf_app.base.problems import Fault

FILE: Final = "window.json"
REMEMBERED: Final = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """A person's choices on this computer. `scheme` is ``light``, ``dark`` or ``auto``."""

    language: str = ""
    factor: float = 1.0
    scheme: str = "auto"
    rail: bool | None = None
    files: tuple[str, ...] = ()
    backup_folder: str = ""
    lock_after: int = 10
    """Minutes without a touch after which the window locks; what is longer than it may be does not hold."""

    def with_file(self, path: Path) -> Settings:
        """Return the settings with a file at the head of the remembered ones."""
        name = str(path)
        others = [each for each in self.files if each != name]
        return replace(self, files=(name, *others)[:REMEMBERED])


def read_settings() -> Settings:
    """Read the settings; what cannot be read is as on the first start."""
    path = application_paths().config / FILE
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(held, dict):
        return Settings()
    known = {name: held[name] for name in Settings.__dataclass_fields__ if name in held}
    files = known.get("files")
    if isinstance(files, list):
        known["files"] = tuple(each for each in files if isinstance(each, str))
    try:
        return Settings(**known)
    except TypeError:
        return Settings()


def write_settings(settings: Settings) -> None:
    """Remember the settings; a folder that cannot be written costs nobody their work."""
    paths = application_paths()
    try:
        paths.create()
        (paths.config / FILE).write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
    except (OSError, Fault):
        log.warning("the window's settings could not be written")
