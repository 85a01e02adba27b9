"""What is looked at of the installation: files, libraries, studies."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import metadata
from pathlib import Path

import crf_app
from crf_app import __version__
from crf_app.base.files import bundled
from crf_app.services.self_test import INSTALLATION, Bench, Check, DoesNotApply, Failed, listed, must
from crf_app.study.load import load_study

_DISTRIBUTION = "crf-app"


def program(_bench: Bench) -> str:
    """Compare the version that runs with the one that was installed."""
    installed = metadata.version(_DISTRIBUTION)
    must(installed == __version__, f"{__version__} runs, but {installed} is installed")
    return f"crf-app {__version__} in {Path(crf_app.__file__).parent}"


def files(_bench: Bench) -> str:
    """Hold every installed file against the checksum its package came with.

    A wheel lists all its files with their SHA-256, the forms and resources too. A working copy has no such list.
    """
    shipped = [each for each in metadata.files(_DISTRIBUTION) or () if each.hash is not None]
    ours = [each for each in shipped if not each.parts[0].endswith(".dist-info")]
    home = Path(crf_app.__file__).resolve()
    if home not in {Path(str(each.locate())).resolve() for each in ours}:
        raise DoesNotApply(
            f"a working copy: its files have no list to be compared with; forms and resources {_print_of_bundled()}"
        )
    wrong = [str(each) for each in ours if not _is_whole(each)]
    must(not wrong, f"{len(wrong)} of {len(ours)} files are missing or changed: {listed(wrong)}")
    return f"{len(ours)} files, each with the checksum it was packed with; forms and resources {_print_of_bundled()}"


def _is_whole(file: metadata.PackagePath) -> bool:
    path = Path(str(file.locate()))
    if file.hash is None or not path.is_file():
        return False
    digest = base64.urlsafe_b64encode(hashlib.new(file.hash.mode, path.read_bytes()).digest()).rstrip(b"=")
    return digest.decode() == file.hash.value


def _print_of_bundled() -> str:
    """Return one checksum over the names and contents of all forms and resources."""
    whole = hashlib.sha256()
    for folder in ("forms", "resources"):
        root = bundled(folder)
        for path in sorted(each for each in root.rglob("*") if each.is_file()):
            whole.update(f"{folder}/{path.relative_to(root).as_posix()}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256 {whole.hexdigest()[:16]}"


def libraries(_bench: Bench) -> str:
    """Look whether each library the program needs is there, and new enough."""
    wrong, found = [], []
    for wanted in metadata.requires(_DISTRIBUTION) or ():
        parts = re.match(r"([\w.-]+)\s*>=\s*([\d.]+)", wanted)
        if parts is None or "extra ==" in wanted:
            continue
        name, least = parts.groups()
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        found.append(f"{name} {version}")
        if _order(version) < _order(least):
            wrong.append(f"{name} {version} is older than {least}")
    must(bool(found), "the package names no libraries")
    must(not wrong, "; ".join(wrong))
    return ", ".join(found)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def studies(_bench: Bench) -> str:
    """Load every study that ships."""
    found = []
    for folder in sorted(each for each in bundled("forms").iterdir() if (each / "study.yaml").is_file()):
        study, findings = load_study(folder)
        if study is None:
            raise Failed(f"{folder.name} does not load: {findings[0]}")
        found.append(f"{study.facts.id} {study.facts.version} ({study.fingerprint[:12]})")
    must(bool(found), "there is no study")
    return ", ".join(found)


INSTALLATION_CHECKS = (
    Check("program", INSTALLATION, "The version that runs is the one installed", program),
    Check("files", INSTALLATION, "All files of the program are there, unchanged", files),
    Check("libraries", INSTALLATION, "The libraries are there and new enough", libraries),
    Check("studies", INSTALLATION, "The studies that ship can be loaded", studies),
)
