"""Where things lie: shipped folders are found, a damaged installation says so, paths are quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.base import files
from crf_app.base.files import application_paths, bundled
from crf_app.base.problems import Fault


@pytest.mark.parametrize(
    "parts",
    [
        ("forms",),
        ("resources", "fonts", "noto-sans", "NotoSans-Regular.ttf"),
        ("resources", "icons", "sun.svg"),
        ("resources", "ctcae", "ctcae-v5-terms.csv"),
        ("resources", "icc", "sRGB.icc"),
    ],
)
def test_what_the_program_ships_is_found(parts: tuple[str, ...]) -> None:
    assert bundled(*parts).exists()


def test_a_missing_part_is_named_with_what_to_do() -> None:
    with pytest.raises(Fault, match=r"resources/fonts/none\.ttf is not in .*install the program"):
        bundled("resources", "fonts", "none.ttf")


def test_an_installed_wheel_brings_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "crf_app" / "_bundled"
    (shipped / "forms").mkdir(parents=True)
    monkeypatch.setattr(files, "_SHIPPED", shipped)
    assert bundled("forms") == shipped / "forms"


def test_asking_for_the_folders_makes_none_of_them(home: Path) -> None:
    paths = application_paths()
    assert all(folder.is_relative_to(home) for folder in (paths.config, paths.state, paths.logs))
    assert list(home.iterdir()) == []


def test_the_folders_are_this_persons_alone() -> None:
    paths = application_paths()
    paths.create()
    paths.create()
    for folder in (paths.config, paths.state, paths.logs):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_a_fault(home: Path) -> None:
    (home / "config").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(Fault, match="cannot be made"):
        application_paths().create()
