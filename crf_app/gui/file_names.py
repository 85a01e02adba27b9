"""Names that are proposed for files."""

from __future__ import annotations

from pathlib import Path


def free_name(folder: Path, stem: str) -> Path:
    """Return where a new file of this name can lie in a folder: with a number where there is one already."""
    number, path = 1, folder / f"{stem}.crf"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.crf"
    return path
