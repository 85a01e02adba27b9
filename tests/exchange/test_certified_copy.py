"""A certified copy holds everything, says what it is, and is checked without this program."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from crf_app import verify_audit
from crf_app.base.problems import Refusal
from crf_app.base.progress import Cancelled
from crf_app.capture.facts import FactKind
from crf_app.exchange.certified_copy import export_copy
from crf_app.services.desk import Desk
from tests.reports.printed_file import filled_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A-01 and A-03 were screened."""
    made = filled_desk(tmp_path_factory.mktemp("site") / "site.crf", ("A-01", "A-03"), visits=("screening",))
    yield made
    made.file.close()


@pytest.fixture(scope="module")
def copied(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    """The seal of the file before the copy, and each file of the copy."""
    seal, folder = desk.file.seal(), tmp_path_factory.mktemp("out") / "copy"
    made = export_copy(desk, folder, language="en")
    fact = list(desk.file.facts(kinds=[FactKind.EXPORTED]))[-1]
    assert fact.new == {"name": "copy", "sha256": made.sha256, "file_name": "copy", "count": str(made.count)}
    assert fact.new["sha256"] == verify_audit.checksum_of(folder / "manifest.json")
    files = (path for path in folder.rglob("*") if path.is_file())
    return seal, {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def copy(copied: tuple[str, dict[str, bytes]], tmp_path: Path) -> Path:
    """The copy, to be spoilt."""
    folder = tmp_path / "copy"
    for name, content in copied[1].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def check(folder: Path, *more: str) -> tuple[int, str]:
    """Check a copy with what lies in it, as an inspector does."""
    command = [sys.executable, "-I", "-S", "verify_audit.py", "--copy", ".", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.requirement(18, 19, 30, 32)
def test_everything_is_in_the_copy(desk: Desk, copied: tuple[str, dict[str, bytes]]) -> None:
    _, files = copied
    assert {"casebooks/A-01.pdf", "casebooks/A-03.pdf", "data/demographics.csv", "data/queries.csv", "data/people.csv",
            "data/signatures.csv", "data/codebook.csv", "audit.jsonl", "audit.csv", "READ_ME.txt", "manifest.json",
            "manifest.sha256", "verify_audit.py"} <= set(files)  # fmt: skip
    source = desk.file.definition("1.0").source
    assert {
        name.removeprefix("study/1.0/"): text.decode() for name, text in files.items() if name.startswith("study/")
    } == source
    manifest = json.loads(files["manifest.json"])
    assert manifest["complete"] is True
    assert {each["name"] for each in manifest["files"]} == set(files) - {"manifest.json", "manifest.sha256"}
    (pages,) = [each["pages"] for each in manifest["files"] if each["name"] == "casebooks/A-01.pdf"]
    with pikepdf.Pdf.open(io.BytesIO(files["casebooks/A-01.pdf"])) as pdf:
        assert len(pdf.pages) == pages
        assert "Audit trail" in [each.title for each in pdf.open_outline().root]


@pytest.mark.requirement(5, 18)
def test_a_copy_is_checked_with_what_lies_in_it(copied: tuple[str, dict[str, bytes]], copy: Path) -> None:
    code, said = check(copy, "--seal", copied[0])
    assert code == 0
    assert "0 facts followed" in said
    assert said.endswith("SOUND\n")
    sums = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=copy, capture_output=True, check=False)
    assert sums.returncode == 0


Deed = Callable[[Path], object]


def _lengthen(folder: Path) -> None:
    """Add a row and make every checksum right again: the number of rows still tells."""
    path = folder / "data" / "demographics.csv"
    path.write_bytes(path.read_bytes() + b"A-09\r\n")
    _mend(folder, "data/demographics.csv")


def _cut_trail(folder: Path) -> None:
    lines = (folder / "audit.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "audit.jsonl").write_bytes(b"".join(lines[:20] + lines[21:]))
    _mend(folder, "audit.jsonl")


def _mend(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for each in manifest["files"]:
        if each["name"] == name:
            each["sha256"] = verify_audit.checksum_of(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    sums = {each["name"]: each["sha256"] for each in manifest["files"]}
    sums["manifest.json"] = verify_audit.checksum_of(folder / "manifest.json")
    lines = "".join(f"{checksum}  {each}\n" for each, checksum in sums.items())
    (folder / "manifest.sha256").write_text(lines, encoding="utf-8")


def _outside(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"].append({"name": "../secret.txt", "sha256": "0" * 64, "bytes": 0})
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.requirement(18, 32)
@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (lambda folder: (folder / "casebooks" / "A-01.pdf").unlink(), "casebooks/A-01.pdf is missing"),
        (lambda folder: (folder / "casebooks" / "A-01.pdf").write_bytes(b"%PDF"), "casebooks/A-01.pdf was changed"),
        (lambda folder: (folder / "data" / "more.csv").write_bytes(b"x"), "data/more.csv is not in the manifest"),
        (lambda folder: (folder / "manifest.sha256").unlink(), "manifest.sha256 cannot be read"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"{}"), "manifest.json cannot be read"),
        (_lengthen, "data/demographics.csv has 3 rows, not 2"),
        (_cut_trail, "audit.jsonl: fact 20"),
        (_outside, "../secret.txt is missing"),
    ],
)  # fmt: skip
def test_whatever_is_done_to_a_copy_shows(copy: Path, deed: Deed, told: str) -> None:
    deed(copy)
    code, said = check(copy)
    assert code == 1
    assert told in said
    assert said.endswith("NOT SOUND\n")


def test_a_person_can_stop_a_copy(desk: Desk, tmp_path: Path) -> None:
    asked = iter([False] * 5 + [True] * 100)
    before = desk.file.fact_count()
    with pytest.raises(Cancelled):
        export_copy(desk, tmp_path / "copy", cancelled=lambda: next(asked))
    assert list(tmp_path.iterdir()) == []
    assert desk.file.fact_count() == before


def test_copies_never_mix(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal, match="is not empty"):
        export_copy(desk, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_progress_ends_with_all_of_it(desk: Desk, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    export_copy(desk, tmp_path / "copy", progress=lambda done, of: heard.append((done, of)))
    assert heard == [(n, 5) for n in range(1, 6)], "the trail, the data, two casebooks, the manifest"
