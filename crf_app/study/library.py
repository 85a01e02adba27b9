"""The library: forms and code lists that studies include by name and version instead of copying them.

A library is a folder beside the study folders (``forms/library``). What a study includes from it becomes part of
the study's definition: its text is kept with the study's own under ``library/…``, so that a file can always be read
by what it was made from, whatever the library has become since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from crf_app.base.files import bundled
from crf_app.base.problems import Fault
from crf_app.study.findings import Finding
from crf_app.study.folder import read_text

LIBRARY = "library/"
"""What the names of the library's files begin with, within a study's definition."""

LIBRARY_FOLDER = "library"

STUDIES = f"{LIBRARY}studies/"
"""What the names of files begin with that are taken from another study folder."""

Library = Callable[[str], str | Finding | None]
"""Gives a file's text by its name (``library/forms/edss.yaml``), or why it cannot be read; None if there is none."""


def library_folder(study: Path) -> Path | None:
    """Return the library a study folder includes from: the one beside it, else the one that comes with the program."""
    beside = study.absolute().parent / LIBRARY_FOLDER
    if beside.is_dir():
        return beside
    try:
        return bundled("forms", LIBRARY_FOLDER)
    except Fault:
        return None


def library_beside(study: Path) -> Library:
    """Return the library of a study folder; each file is read once, when it is asked for."""
    folder = library_folder(study)

    def text(name: str) -> str | Finding | None:
        other = name.startswith(STUDIES)
        home = study.absolute().parent if other else folder
        if home is None:
            return None
        path = home / name.removeprefix(STUDIES if other else LIBRARY)
        return read_text(name, path) if path.exists() else None

    return text


def origins(texts: Iterable[str], form: str) -> tuple[str, ...]:
    """Return the files of a definition that a form was taken from, the library's before those of studies."""
    name = re.compile(rf"{LIBRARY}(studies/[a-z0-9_-]+/)?forms/{form}(-\d+)?\.yaml")
    return tuple(sorted((file for file in texts if name.fullmatch(file)), key=lambda file: file.startswith(STUDIES)))


def library_within(texts: Mapping[str, str]) -> Library:
    """Return the part of a library that a definition brought along."""
    return texts.get
