"""What the store's tests share: a file to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.store.study_file import StudyFile
from tests.store.trial import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[StudyFile]:
    with new_file(tmp_path) as made:
        yield made
