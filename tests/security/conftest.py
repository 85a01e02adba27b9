"""One file into which everything hostile was written, for all tests that read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.security.written import Written, write_everywhere


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """Closed and opened again since it was written."""
    found = write_everywhere(tmp_path_factory.mktemp("hostile"))
    yield found
    found.desk.file.close()
