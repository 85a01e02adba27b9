"""A self-test goes on where something fails, says what is so, and removes what it worked on."""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from pathlib import Path
from typing import cast

import pytest

import crf_app
from crf_app.services import self_test_installation
from crf_app.services.self_test import INSTALLATION, OPERATION, Bench, Check, DoesNotApply, Failed, must, run_self_test

HOME = Path(crf_app.__file__).parent


def check(name: str, seen: str | Exception, part: str = OPERATION) -> Check:
    def tries(_bench: Bench) -> str:
        if isinstance(seen, Exception):
            raise seen
        return seen

    return Check(name, part, name.capitalize(), tries)


def test_one_failure_does_not_hide_the_next() -> None:
    evidence = run_self_test(
        [check("one", Failed("too small")), check("two", OSError("no disk")), check("three", "fine", INSTALLATION)]
    )
    assert [(each.check, each.passed, each.seen) for each in evidence.tried[:3]] == [
        ("one", False, "too small"),
        ("two", False, "OSError: no disk"),
        ("three", True, "fine"),
    ]
    assert not evidence.passed
    assert evidence.tried[-1].check == "nothing_left"


def test_what_it_works_on_is_gone_afterwards_even_when_a_check_breaks() -> None:
    worked_in: list[Path] = []

    def litters(bench: Bench) -> str:
        worked_in.append(bench.folder)
        (bench.folder / "litter").write_text("x")
        raise ValueError

    evidence = run_self_test([Check("litters", OPERATION, "Litters", litters)])
    assert not worked_in[0].exists()
    assert evidence.tried[-1].passed


def test_without_a_file_the_checks_on_it_are_not_tried(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="not tried"):
        _ = Bench(tmp_path).at_work


def test_secrets_of_the_bench_never_show(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert bench.passphrase not in repr(bench)
    assert bench.password not in repr(bench)


def test_what_holds_is_passed_over() -> None:
    must(True, "never said")
    with pytest.raises(Failed, match="said"):
        must(False, "said")


# What was installed


class Installed:
    """The list of files a wheel comes with, for a few files of the package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locate_file(self, path: str) -> Path:
        return self.folder / path

    def lists(self, name: str, content: bytes | None = None) -> metadata.PackagePath:
        file = metadata.PackagePath(name)
        read = (self.folder / name).read_bytes() if content is None else content
        digest = base64.urlsafe_b64encode(hashlib.sha256(read).digest()).rstrip(b"=").decode()
        file.hash = metadata.FileHash(f"sha256={digest}")
        file.dist = cast(metadata.Distribution, self)
        return file


def files_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, listed: list[metadata.PackagePath]) -> str:
    monkeypatch.setattr(metadata, "files", lambda _name: listed)
    return self_test_installation.files(Bench(tmp_path))


def test_every_file_of_an_installation_is_held_against_its_checksum(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = Installed(HOME.parent)
    listed = [wheel.lists("crf_app/__init__.py"), wheel.lists("crf_app/cli.py")]
    assert files_seen(monkeypatch, tmp_path, listed).startswith("2 files, each with the checksum it was packed with")


@pytest.mark.requirement(33)
def test_a_file_that_was_changed_or_lost_after_installing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = Installed(HOME.parent)
    listed = [wheel.lists("crf_app/__init__.py"), wheel.lists("crf_app/cli.py", b"as it was"), wheel.lists("gone", b"")]
    with pytest.raises(Failed, match=r"^2 of 3 files are missing or changed: crf_app/cli\.py, gone$"):
        files_seen(monkeypatch, tmp_path, listed)


def test_a_working_copy_says_that_it_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(DoesNotApply, match=r"^a working copy"):
        files_seen(monkeypatch, tmp_path, [])


def test_a_library_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _name: ["click>=99.1", "no-such-library>=1"])
    with pytest.raises(Failed, match=r"^click [\d.]+ is older than 99\.1; no-such-library is missing$"):
        self_test_installation.libraries(Bench(tmp_path))
