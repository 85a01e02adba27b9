"""Reads the files of a study folder as text, and says which cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from crf_app.study.findings import Finding, Place
from crf_app.study.yaml_nodes import MAX_BYTES

MAX_FILES = 1_000
"""More files than any study has; a folder given by mistake is not read to its end."""


def read_texts(folder: Path, files: Iterable[str], folders: Iterable[str]) -> tuple[dict[str, str], list[Finding]]:
    """Read the named files and all ``*.yaml`` of the named folders, where they exist.

    A file that is too large, not UTF-8, or no ordinary file is a finding and has no text.
    """
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for name, path in _files(folder, files, folders, findings):
        text = read_text(name, path)
        if isinstance(text, Finding):
            findings.append(text)
        else:
            texts[name] = text
    return texts, findings


def _files(
    folder: Path, files: Iterable[str], folders: Iterable[str], findings: list[Finding]
) -> Iterator[tuple[str, Path]]:
    for name in files:
        if (folder / name).exists():
            yield name, folder / name
    for name in folders:
        inside = folder / name
        paths = sorted(inside.iterdir()) if inside.is_dir() else []
        if len(paths) > MAX_FILES:
            findings.append(Finding.at(Place(name), "S010", f"holds more than {MAX_FILES} files"))
            continue
        for path in paths:
            if path.suffix in (".yaml", ".yml") and not path.name.isprintable():
                shown = "".join(sign if sign.isprintable() else "?" for sign in path.name)
                said = "is not read: the name of this file holds signs that cannot be shown"
                findings.append(Finding.at(Place(f"{name}{shown}"), "S010", said))
            elif path.suffix == ".yaml":
                yield f"{name}{path.name}", path
            elif path.suffix == ".yml":
                said = "is not read: study files end in .yaml"
                findings.append(Finding.at(Place(f"{name}{path.name}"), "S010", said))


def read_text(name: str, path: Path) -> str | Finding:
    """Return the text of a file, or why there is none."""
    try:
        if not path.is_file():
            return Finding.at(Place(name), "S010", "is not a file")
        with path.open("rb") as file:
            # One byte more than allowed tells a large file without reading it.
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Finding.at(Place(name), "S010", f"cannot be read: {error.strerror}")
    if len(content) > MAX_BYTES:
        return Finding.at(Place(name), "S010", f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        said = f"not UTF-8 text: byte 0x{content[error.start]:02X}"
        return Finding.at(Place(name, line, column), "S010", said)
