"""The passphrase guards everything when the laptop is stolen: what everybody tries first is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.base.problems import Refusal
from crf_app.services.opening import make_file
from tests.services.clinic import plmsc


@pytest.mark.requirement(10)
@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("elevenchars", "needs 12 characters"),
        ("passwordpassword", "everybody tries first"),
        ("Qwertyuiop 2026", "everybody tries first"),
        ("abababababab", "everybody tries first"),
    ],
)
def test_a_weak_passphrase_makes_no_file(tmp_path: Path, passphrase: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        make_file(tmp_path / "new.crf", passphrase, plmsc(), "01")
    assert list(tmp_path.iterdir()) == []
