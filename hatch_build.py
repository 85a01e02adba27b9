"""Puts `forms/` and `resources/` into the wheel; an editable install reads them in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED_FOLDERS = ("forms", "resources")


class BundledFolders(BuildHookInterface[Any]):
    """Ships the folders that `crf_app.base.files.bundled` finds, inside the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each folder to a real wheel; stop the build when one is missing.

        An editable install takes none: a copy would hide what an author changes in the checkout.
        """
        if version == "editable":
            return
        for name in BUNDLED_FOLDERS:
            folder = Path(self.root) / name
            if not folder.is_dir():
                raise FileNotFoundError(f"{name}/ is missing, the program cannot run without it")
            build_data["force_include"][str(folder)] = f"crf_app/_bundled/{name}"
