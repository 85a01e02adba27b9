"""What tests of the command line share: quick keys, quick hashes, and a shell that remembers the secrets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crf_app.base.files import bundled
from crf_app.cli import main
from crf_app.services import opening, passwords
from crf_app.study.findings import Finding
from crf_app.study.load import load_texts
from crf_app.study.study import Study

PASSPHRASE = "drei Löwen schlafen 7"
PASSWORD = "ten green bottles"
PLMSC = bundled("forms", "spms-plmsc")


@dataclass
class Shell:
    """Somebody at a terminal. `secrets` stand in the environment."""

    folder: Path
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / "site-01.crf"

    def runs(self, *words: object, code: int = 0, typed: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], input=typed, env=dict(self.secrets))
        said = f"{words}: {result.exit_code}\n{result.stdout[-500:]}\n{result.stderr}"
        assert result.exit_code == code, said
        if code:
            assert "Traceback" not in result.stderr
        return result

    def refused(self, *words: object, code: int = 3) -> str:
        """What stands on stderr: one line."""
        result = self.runs(*words, code=code)
        (line,) = result.stderr.splitlines()
        assert line.startswith("crf-app: ")
        return line.removeprefix("crf-app: ")

    def signs_in(self, username: str) -> Shell:
        self.secrets |= {"CRF_USER": username, "CRF_PASSWORD": PASSWORD}
        return self

    def lists(self, what: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.runs("list", self.file, what, "--json").stdout)
        return found

    def json(self, *words: object, code: int = 0) -> Any:
        return json.loads(self.runs(*words, "--json", code=code).stdout)

    def makes_file(self) -> Shell:
        """A new file with an administrator, a coordinator and an investigator; the coordinator is signed in."""
        self.runs("new", self.file, "--study", PLMSC, "--site", "01")
        self.adds("sadeghi", "R. Sadeghi", "administrator")
        self.signs_in("sadeghi")
        self.adds("rahimi", "N. Rahimi", "coordinator")
        self.adds("karimi", "M. Karimi", "investigator")
        return self.signs_in("rahimi")

    def adds(self, username: str, name: str, role: str, code: int = 0) -> Result:
        """The person is there and types their own password."""
        words = ("--username", username, "--name", name, "--role", role, "--permanent")
        return self.runs("person", "add", self.file, *words, code=code)


@pytest.fixture(scope="module")
def quickly() -> Iterator[None]:
    """Hashes take long on purpose; the tests of passwords take the real ones.

    The study inside the file is compiled once for all commands: here they run in one process.
    """
    known: dict[str, tuple[Study | None, tuple[Finding, ...]]] = {}

    def load_once(texts: Mapping[str, str]) -> tuple[Study | None, tuple[Finding, ...]]:
        name = repr(sorted(texts.items()))
        return known.get(name) or known.setdefault(name, load_texts(texts))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "load_texts", load_once)
        patch.setattr(passwords, "_HASHER", passwords._SHOP_WINDOW)
        yield


SECRETS = {"CRF_PASSPHRASE": PASSPHRASE, "CRF_NEW_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, quickly: None) -> Path:
    return Shell(tmp_path_factory.mktemp("begun"), dict(SECRETS)).makes_file().file


@pytest.fixture
def shell(tmp_path: Path, begun: Path) -> Shell:
    """A file nobody was enrolled in yet; the coordinator is signed in."""
    shell = Shell(tmp_path, dict(SECRETS)).signs_in("rahimi")
    shutil.copy(begun, shell.file)
    return shell


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory, quickly: None) -> Shell:
    """A file into which test set A was entered; tests only read it."""
    shell = Shell(tmp_path_factory.mktemp("set_a"), dict(SECRETS)).makes_file()
    shell.runs("enter", shell.file, Path(__file__).parents[1] / "fixtures" / "set_a.yaml")
    return shell
