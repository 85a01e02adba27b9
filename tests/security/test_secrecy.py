"""After a day's work nothing of it can be read anywhere but in what was printed and exported on purpose."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import crf_app
from crf_app.capture import commands as c
from crf_app.services.script import ScriptRun
from crf_app.store.key import FileKey
from tests.services.clinic import Clinic

SECRETS = {
    "passphrase": "Zwölf blaue Kraniche 77",
    "wrong_passphrase": "Dreizehn rote Kraniche 78",
    "admin_name": "Parvaneh Qorbaniyeh",
    "admin_password": "eleven odd lanterns",
    "coordinator_name": "Żaneta Wyjątkowa",
    "coordinator_username": "zaneta_wyj",
    "coordinator_password": "forty-two ripe quinces",
    "investigator_name": "نیلوفر یگانه‌پور",
    "investigator_username": "niloufar_yg",
    "investigator_password": "sixteen slow kettles",
    "wrong_password": "forty-three raw quinces",
    "mistyped_username": "zaneta_wyjj quinces",
    "subject": "QX-7731",
    "entry": "Fell from a ladder in Göttingen",
    "unreadable": "the day after Nowruz",
    "comment": "her sister Ottilie said so",
    "query": "Was the ladder really 4.25 metres high?",
    "typed": "Called Dr Weißkirchner at 17:45",
}
IN_THE_LOCK = ("coordinator_name",)
"""Who has the file open is told to whoever wants to open it too."""


@dataclass
class Day:
    """A folder in which everything is watched, and the process that works in it."""

    folder: Path
    process: subprocess.Popen[str]
    told: dict[str, str | int]
    errors: Path

    def kill(self) -> None:
        if self.process.returncode is not None:
            return
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day")
    for name in ("home", "tmp", "run"):
        (folder / name).mkdir()
    (folder / "run").chmod(0o700)
    env = {name: value for name, value in os.environ.items() if not name.startswith("CRF_")}
    env |= {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "XDG_RUNTIME_DIR": str(folder / "run")}
    env |= {f"XDG_{name}_HOME": str(folder / "home" / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    errors = folder / "errors.txt"
    with errors.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.security.working_day", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stream,
            env=env,
            text=True,
            cwd=Path(crf_app.__file__).parents[1],
        )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(SECRETS) + "\n")
    process.stdin.flush()
    told = process.stdout.readline()
    assert told, errors.read_text(encoding="utf-8")[-2_000:]
    found = Day(folder, process, json.loads(told), errors)
    yield found
    found.kill()


def forms(secret: str) -> Iterator[bytes]:
    """Every way in which a text may lie on a disk."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1256", "utf-32-le"):
        try:
            plain = secret.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield plain
        for shift in range(3):  # base64 looks otherwise at each place it begins
            coded = base64.b64encode(b"\0" * shift + plain)
            yield coded[4 if shift else 0 : -4]
    yield json.dumps(secret)[1:-1].encode()
    yield secret.encode("unicode_escape")
    yield secret.encode().hex().encode()


def found_in(folder: Path, secrets: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "out" not in path.relative_to(folder).parts:
            content = path.read_bytes()
            name = os.fsencode(path.name)
            for what, secret in secrets.items():
                if any(form in content or form in name for form in forms(secret)):
                    found.append((path.name, what))
    return found


def watched(day: Day) -> dict[str, str]:
    key = str(day.told["key"])
    return {**SECRETS, "key": key[:64], "key_bytes": bytes.fromhex(key[:64]).decode("latin-1")}


def test_the_search_finds_what_was_meant_to_leave(day: Day) -> None:
    """Else it would find nothing anywhere."""
    exported = (day.folder / "out" / "csv" / "deviation.csv").read_bytes()
    for what in ("subject", "entry", "unreadable", "comment", "typed"):
        assert any(form in exported for form in forms(SECRETS[what])), what
    coded = base64.b64encode(b"some words before it: " + SECRETS["entry"].encode("utf-16-le") + b" and after")
    assert any(form in coded for form in forms(SECRETS["entry"]))


@pytest.mark.requirement(31)
def test_while_the_file_is_open_only_its_lock_names_who_has_it(day: Day) -> None:
    names = {path.name for path in day.folder.rglob("*") if path.is_file()}
    assert {"site-01.crf", "site-01.crf-wal", "site-01.crf-shm", "site-01.crf.lock", "backup.crf"} <= names
    assert {"broken.crf.unfinished", "window.json", "crf-app.log"} <= names
    assert found_in(day.folder, watched(day)) == [("site-01.crf.lock", what) for what in IN_THE_LOCK]


def test_neither_arguments_nor_environment_hold_a_secret(day: Day) -> None:
    process = Path(f"/proc/{day.told['process']}")
    for name in ("cmdline", "environ"):
        content = (process / name).read_bytes()
        assert [what for what, secret in watched(day).items() if any(form in content for form in forms(secret))] == []


def test_a_bug_leaves_its_place_and_none_of_its_words(day: Day) -> None:
    (log,) = day.folder.rglob("crf-app.log")
    assert "ValueError at working_day.py" in log.read_text(encoding="utf-8")
    assert day.told["core"] == 0  # nor is memory written to a file when the program dies


def test_a_killed_program_leaves_no_more(day: Day) -> None:
    day.kill()
    left = found_in(day.folder, watched(day))
    assert left == [("site-01.crf.lock", what) for what in IN_THE_LOCK]
    assert not [path for path in (day.folder / "tmp").rglob("*") if path.is_file()]
    assert not [path for path in day.folder.rglob("core*") if path.is_file()]


# What is shown of an object when something goes wrong with it


SECRET_FIELDS = frozenset({"password", "passphrase", "secret"})


def holders() -> list[type]:
    """Every dataclass of the program that holds a password, a passphrase or a key."""
    found = []
    for each in pkgutil.walk_packages(crf_app.__path__, "crf_app."):
        if each.name == "crf_app.__main__":
            continue
        for thing in vars(importlib.import_module(each.name)).values():
            if isinstance(thing, type) and thing.__module__ == each.name and dataclasses.is_dataclass(thing):
                names = {field.name for field in dataclasses.fields(thing) if field.type in ("str", str)}
                if names & SECRET_FIELDS:
                    found.append(thing)
    return found


def test_nothing_shows_a_secret_it_holds(tmp_path: Path) -> None:
    found = holders()
    assert {c.Sign, c.AddPerson, c.ResetPassword, FileKey, ScriptRun} <= set(found)
    assert "quinces" not in repr(c.ChangePassword("quinces", "quinces"))
    for kind in found:
        fields = dataclasses.fields(kind)
        values = {f.name: "quinces" if f.name in SECRET_FIELDS else "x" for f in fields if f.init}
        assert "quinces" not in repr(kind(**values)), kind
    clinic = Clinic(tmp_path)
    for held in (clinic.desk, clinic.desk.file, clinic.desk.file._door, clinic.desk.file._connection):
        assert clinic.desk.file._door.key.secret not in repr(held)
    clinic.desk.file.close()
