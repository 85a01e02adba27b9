"""The project keeps its own promises: nothing named that must not be, nothing unexplained."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crf_app import __version__
from crf_app.base.files import bundled

ROOT = Path(__file__).resolve().parents[1]

# Written in two parts, so that this file does not name them.
INDEX_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs.org",
    "deb." + "debian.org",
]
MACHINE_PATH = re.compile(rb"(?:^|[^A-Za-z0-9_.])/(?:work|root|opt/wheels|home/[a-z]+)/")


def _settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower() for line in requirements}


def _tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    return [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]


def _pinned(name: str) -> dict[str, int]:
    """The packages of a requirements file, each with the number of its hashes."""
    pins: dict[str, int] = {}
    package = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([a-z0-9-]+)==", line):
            package = found[1]
            pins[package] = 0
        elif "--hash=sha256:" in line:
            pins[package] += 1
    return pins


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    files = [path for path in _tracked_files() if path.is_file()]
    assert ROOT / "pyproject.toml" in files
    guilty = []
    for path in files:
        content = path.read_bytes()
        if any(host.encode() in content for host in INDEX_HOSTS) or (
            b"\0" not in content and MACHINE_PATH.search(content)
        ):
            guilty.append(str(path.relative_to(ROOT)))
    assert guilty == []


def test_every_dependency_has_its_reason_and_no_reason_is_left_over() -> None:
    settings = _settings()
    wanted = _names(settings["project"]["dependencies"])
    for group in settings["dependency-groups"].values():
        wanted |= _names(group)
    decision = (ROOT / "docs/adr/0001-dependencies.md").read_text(encoding="utf-8")
    accepted, _, _ = decision.partition("## Refused")
    explained = {name.lower() for name in re.findall(r"^\| `([^`]+)` \| \S.+ \|$", accepted, flags=re.MULTILINE)}
    assert explained == wanted


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("requirements.txt", []),
        ("requirements-build.txt", ["build"]),
        ("requirements-dev.txt", ["dev"]),
    ],
)
def test_every_dependency_is_pinned_by_hash(name: str, groups: list[str]) -> None:
    settings = _settings()
    wanted = set() if name == "requirements-build.txt" else settings["project"]["dependencies"]
    wanted = _names([*wanted, *(line for group in groups for line in settings["dependency-groups"][group])])
    pins = _pinned(name)
    assert wanted <= pins.keys()
    assert [package for package, hashes in pins.items() if not hashes] == []


def test_a_package_has_the_same_version_in_all_pin_files() -> None:
    versions: dict[str, set[str]] = {}
    for path in ROOT.glob("requirements*.txt"):
        for package, version in re.findall(
            r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        ):
            versions.setdefault(package, set()).add(version)
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


def test_every_module_has_its_place_in_the_layers() -> None:
    contracts = {row["id"]: row for row in _settings()["tool"]["importlinter"]["contracts"]}
    layers = contracts["layers"]
    assert layers["exhaustive"] is True
    placed = {name for row in layers["layers"] for name in re.findall(r"\w+", row)}
    present = {
        path.stem
        for path in (ROOT / "crf_app").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    assert present <= placed


def test_the_version_is_in_the_changelog_or_still_unreleased() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(?:Unreleased|{re.escape(__version__)})\]", changelog, re.MULTILINE)


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert decisions
    assert [name for name in decisions if f"]({name})" not in index] == []


@pytest.mark.parametrize(
    ("family", "faces"),
    [
        ("noto-sans", ["NotoSans-Regular", "NotoSans-Medium", "NotoSans-SemiBold"]),
        ("vazirmatn", ["Vazirmatn-Regular", "Vazirmatn-Medium", "Vazirmatn-SemiBold"]),
        ("noto-sans-sc", ["NotoSansSC-Regular", "NotoSansSC-Medium", "NotoSansSC-SemiBold"]),
        ("source-sans-3", ["SourceSans3-Regular", "SourceSans3-Italic", "SourceSans3-SemiBold"]),
    ],
)
def test_fonts_are_truetype_and_lie_beside_their_licence(family: str, faces: list[str]) -> None:
    folder = bundled("resources", "fonts", family)
    assert "SIL Open Font License" in (folder / "OFL.txt").read_text(encoding="utf-8")
    for face in faces:
        # The sfnt version of TrueType outlines; "OTTO" would be CFF, which ReportLab refuses.
        assert (folder / f"{face}.ttf").read_bytes()[:4] == b"\0\1\0\0"


def test_icons_are_drawn_with_one_line_and_take_the_texts_colour() -> None:
    folder = bundled("resources", "icons")
    icons = sorted(folder.glob("*.svg"))
    assert icons
    assert (folder / "LICENSE").is_file()
    for icon in icons:
        drawing = icon.read_text(encoding="utf-8")
        assert 'stroke-width="1.75"' in drawing, icon.name
        assert 'stroke="currentColor"' in drawing, icon.name


def test_every_resource_folder_states_its_origin_and_licence() -> None:
    readme = bundled("resources", "README.md").read_text(encoding="utf-8")
    holders = {
        path.parent.relative_to(bundled("resources")).as_posix()
        for path in bundled("resources").rglob("*")
        if path.suffix in {".ttf", ".svg", ".icc", ".csv"}
    }
    assert {folder for folder in holders if f"| `{folder}` |" not in readme} == set()
