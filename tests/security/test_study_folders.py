"""A study folder somebody sent: whatever is in it, it is refused soon, with little memory, and told where.

Each folder is checked by a program of its own under limits of the operating system, so that a folder that got the
better of it ends that program and not the test.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.study.small_library import folder as with_library
from tests.study.small_study import TEXTS

MEMORY = 700 * 1024 * 1024
"""Bytes of address space; the program alone, with its libraries, takes about a third of it."""
SECONDS = 20
"""Of computing, the start of the program included."""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def told(folder: Path) -> list[str]:
    """What `crf-app check` says of a folder, each finding as a line."""
    command = [sys.executable, "-m", "crf_app", "check", str(folder), "--json"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        stdin=subprocess.DEVNULL,
        preexec_fn=limited,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, (done.returncode, done.stderr[-300:])
    return [f"{each['file']}:{each['line']} {each['text']}" for each in json.loads(done.stdout)["findings"]]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A small study without a fault."""
    at = tmp_path / "study"
    for name, text in TEXTS.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text, encoding="utf-8")
    return at


def laughing() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines)


BOMBS = {
    "laughing": (laughing(), "Anchors (&name) are not used"),
    "merging": ("a: &a {x: y}\nb:\n  <<: [*a, *a]\n", "Merge keys (<<) are not used"),
    "constructing": ("a: !!python/object/apply:os.system [touch gone_off]", "Tags (!name) are not used"),
    "deep": ("[" * 1_000_000, "Nested more than 30 levels"),
    "deep_in_lines": ("".join(" " * n + "a:\n" for n in range(2_000)), "Nested more than 30 levels"),
    "deep_keys": ("? " * 500_000, "A key is one word or text"),
    "short_lines": ("- a\n" * 10_000_000, "Larger than 5 MB"),
    "many_keys": ("".join(f"k{n}: a\n" for n in range(150_000)), "More than 100000 values"),
    "one_key": ("? " + "k" * 4_900_000 + "\n: []\n", "is missing"),
    "many_documents": ("---\n" * 500_000, "A file holds one document"),
    "nul": ("id: \0", "A NUL character"),
}


def test_a_folder_full_of_bombs_is_told_file_by_file(study: Path) -> None:
    for name, (text, _) in BOMBS.items():
        (study / "forms" / f"{name}.yaml").write_text(text, encoding="utf-8")
    os.mkfifo(study / "forms" / "fifo.yaml")
    (study / "forms" / "device.yaml").symlink_to("/dev/zero")
    (study / "forms" / "circle.yaml").symlink_to("circle.yaml")
    (study / "forms" / "elsewhere.yaml").symlink_to("/etc/hostname")
    (study / "forms" / "up.yaml").symlink_to("..")
    findings = told(study)
    for name, (_, words) in BOMBS.items():
        assert any(f"forms/{name}.yaml:" in each and words in each for each in findings), name
    for name in ("fifo", "device", "circle", "up"):
        assert [each for each in findings if f"forms/{name}.yaml:" in each] == [f"forms/{name}.yaml:1 Is not a file."]
    assert len(findings) < 1_000
    assert all(len(each) < 600 for each in findings)
    assert not list(study.glob("**/gone_off"))
    assert not Path("gone_off").exists()


@pytest.mark.parametrize("kind", ["hole", "fifo", "folder"])
def test_a_study_that_is_no_text_is_one_finding(study: Path, kind: str) -> None:
    (study / "study.yaml").unlink()
    if kind == "hole":
        with (study / "study.yaml").open("wb") as file:
            file.truncate(100_000_000)  # a hole costs the disk nothing
    elif kind == "fifo":
        os.mkfifo(study / "study.yaml")
    else:
        (study / "study.yaml").mkdir()
    assert told(study) == [f"study.yaml:1 {'Larger than 5 MB' if kind == 'hole' else 'Is not a file'}."]


def test_a_folder_of_ever_so_many_files_is_not_read(study: Path) -> None:
    for n in range(1_500):
        (study / "forms" / f"f{n}.yaml").touch()
    assert "forms/:1 Holds more than 1000 files." in told(study)


RULES = {
    "power": "metres > 9**9**9**9",
    "shift": "metres > 1 << 999999999",
    "round": "round(metres / 3, 1000000000) > 1",
    "long_number": "metres > " + "9" * 100_000,
    "exponent": "metres > 1e999999999",
    "parentheses": "(" * 50_000 + "1" + ")" * 50_000 + " > 0",
    "brackets": "[" * 50_000,
    "not": "not " * 50_000 + "metres == 1",
    "minus": "-" * 50_000 + "metres > 1",
    "sum": "metres" + " + metres" * 50_000 + " > 0",
    "calls": "round(" * 5_000 + "metres" + ")" * 5_000 + " > 0",
    "text": 'aid == "' + "x" * 1_000_000 + '"',
    "chain": "metres" + " < metres" * 20_000,
    "names": "metres" + ".metres" * 20_000 + " > 1",
    "repeated": '"x" * 999999999 == aid',
    "attribute": "metres.__class__.__mro__ == 1",
    "call": "__import__('os').system('touch gone_off')",
    "lambda": "(lambda: 1)() == 1",
}


def test_rules_that_would_never_end_are_refused_one_by_one(study: Path) -> None:
    path = study / "forms" / "walk.yaml"
    checks = "".join(
        f"  - {{id: {name}, item: metres, when: {json.dumps(rule)}, message: Look.}}\n" for name, rule in RULES.items()
    )
    path.write_text(TEXTS["forms/walk.yaml"] + checks, encoding="utf-8")
    first = TEXTS["forms/walk.yaml"].count("\n") + 1
    findings = told(study)
    for line, name in enumerate(RULES, first):
        assert [each for each in findings if each.startswith(f"forms/walk.yaml:{line} ")], name
    assert all(len(each) < 600 for each in findings)
    assert not Path("gone_off").exists()


ELSEWHERE = (
    "../../../../../../etc/passwd",
    "/etc/passwd",
    "gait/../../../study",
    "..",
    "gait\\u0000",
    "~root",
    "gait.yaml",
)


@pytest.mark.parametrize("key", ["form", "of"])
def test_nothing_is_included_from_anywhere_else(tmp_path: Path, key: str) -> None:
    at = with_library(tmp_path)
    (tmp_path / "study.yaml").write_text("secret: yes\n", encoding="utf-8")
    for n, name in enumerate(ELSEWHERE):
        given = {"form": "gait", "version": 2, key: name}
        (at / "forms" / f"x{n}.yaml").write_text(f"include: {json.dumps(given)}\n", encoding="utf-8")
    findings = told(at)
    for n, name in enumerate(ELSEWHERE):
        mine = [each for each in findings if each.startswith(f"forms/x{n}.yaml:")]
        assert mine, name
        assert not any("secret" in each or "root:" in each for each in findings)


def test_a_large_study_is_read_to_its_end_under_these_limits(study: Path) -> None:
    """Else the limits, and not the bounds, would be what refuses."""
    items = "".join(f"      - {{id: i{n}, kind: integer, label: Item {n}}}\n" for n in range(1_000))
    form = "id: large\nversion: 1\ntitle: Large\nsections:\n  - id: main\n    title: Main\n    items:\n"
    (study / "forms" / "large.yaml").write_text(f"{form}{items}      - {{id: last, kind: no kind}}\n", encoding="utf-8")
    findings = told(study)
    assert any(each.startswith("forms/large.yaml:1008 ") for each in findings), findings[:3]
