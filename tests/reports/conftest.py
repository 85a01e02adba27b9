"""A file with two subjects of test set A, printed from again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.services.desk import Desk
from tests.reports.printed_file import filled_desk


@pytest.fixture(scope="session")
def set_a_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A-01 and A-03 from consent to month 6; tests that use it change nothing about them."""
    desk = filled_desk(tmp_path_factory.mktemp("set_a") / "set_a.crf", ("A-01", "A-03"))
    yield desk
    desk.file.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A file with one subject screened, to be worked on."""
    made = filled_desk(tmp_path / "one.crf", ("A-03",), visits=("screening", "day_0"))
    yield made
    made.file.close()
