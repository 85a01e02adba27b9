"""What holds for every test: no display, no network, no chance, nobody's own folders or keys.

Sockets are refused and warnings are errors by the settings in pyproject.toml.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import crf_app.gui  # noqa: F401 - spares None in every worker: pytest-qt calls Qt around each test (ADR 0004)
from crf_app.store import key

if TYPE_CHECKING:
    from pathlib import Path

# A file's key takes 0.15 s on purpose; two thousand tests need not pay it. Files kept between tests fit one another.
REAL_ROUNDS = key._ROUNDS
key._ROUNDS = 1

# Set before anything imports Qt or keyring; child processes of a test inherit all of it.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "UTC"
time.tzset()
for _secret in ("CRF_PASSPHRASE", "CRF_USER", "CRF_PASSWORD"):
    os.environ.pop(_secret, None)

# The same examples on every machine and run; no deadline, because a busy machine proves nothing.
settings.register_profile(
    "deterministic",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# For a longer search by hand: HYPOTHESIS_PROFILE=search pytest tests/property
settings.register_profile("search", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deterministic"))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home of its own, so that none reads or writes this person's settings."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    return folder


@pytest.fixture
def real_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys as the program does."""
    monkeypatch.setattr(key, "_ROUNDS", REAL_ROUNDS)
