"""What the store's tests share: quick keys, and a file to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.store import key
from crf_app.store.study_file import StudyFile
from tests.store.trial import new_file


@pytest.fixture(autouse=True)
def quick_keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key takes 0.15 s on purpose; a thousand tests need not pay it. Marked tests take the real one."""
    if "real_keys" not in request.fixturenames:
        monkeypatch.setattr(key, "_ROUNDS", 1)


@pytest.fixture
def real_keys() -> None:
    """Ask for the rounds a real file has."""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[StudyFile]:
    with new_file(tmp_path) as made:
        yield made
