"""What tests at a desk share: quick keys, and a clinic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.store import key
from tests.services.clinic import Clinic


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key takes 0.15 s on purpose; a hundred tests need not pay it."""
    monkeypatch.setattr(key, "_ROUNDS", 1)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.desk.file.close()
