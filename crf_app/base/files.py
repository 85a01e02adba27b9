"""Where things lie on disk: the folders the program ships, and the folders it may write to.

Nothing here reads or opens a study file; that is the store's work. Nothing here creates a folder
unless its name says so, so that asking for a path never leaves a trace on a read-only machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from crf_app.base.problems import Fault

# The name the operating system shows for our folders; changing it would orphan settings.
_APPLICATION = "crf-app"

_PACKAGE = Path(__file__).resolve().parents[1]

# A wheel carries `forms/` and `resources/` in here; in a checkout they lie beside the package.
_SHIPPED = _PACKAGE / "_bundled"
_CHECKOUT = _PACKAGE.parent


def bundled(*parts: str) -> Path:
    """Return the path of a file or folder shipped with the program.

    The first part names the top-level folder: ``bundled("resources", "fonts")``,
    ``bundled("forms")``. It is the same in a checkout and in an installed wheel.

    Raises:
        Fault: the file or folder is not there, so the installation is damaged.
    """
    root = _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    path = root.joinpath(*parts)
    if not path.exists():
        raise Fault(
            f"A part of the program is missing: {'/'.join(parts) or 'its folder'} is not in "
            f"{root}. No study file is affected; install the program again."
        )
    return path


@dataclass(frozen=True)
class ApplicationPaths:
    """The folders of one person on one machine, by the customs of the operating system.

    `config` holds preferences, `state` what the program remembers between starts (recent files,
    the demonstration), `logs` the log, which never holds subject data.
    """

    config: Path
    state: Path
    logs: Path

    def create(self) -> None:
        """Make the folders, readable by this person alone.

        Raises:
            Fault: a folder cannot be made.
        """
        for folder in (self.config, self.state, self.logs):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise Fault(
                    f"The folder {folder} cannot be made: {error.strerror}. No study file is "
                    "affected; make the folder, or give this account the right to write there."
                ) from error


def application_paths() -> ApplicationPaths:
    """Return this person's folders for the program; none of them is made by asking."""
    folders = platformdirs.PlatformDirs(_APPLICATION, appauthor=False)
    return ApplicationPaths(
        config=folders.user_config_path,
        state=folders.user_data_path,
        logs=folders.user_log_path,
    )
