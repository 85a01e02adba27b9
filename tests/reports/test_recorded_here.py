"""Paper says which entries are the source themselves, so that nobody looks for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.printed_file import FIXTURES, filled_desk, printed, text_of


@pytest.mark.requirement(22)
def test_a_form_whose_entries_are_the_source_says_so(tmp_path: Path) -> None:
    script = FIXTURES / "set_c.yaml"
    desk = filled_desk(tmp_path / "c.crf", ("C-01",), visits=("screening",), study="als-intrathecal", script=script)
    words = text_of(printed(desk, "C-01").content)
    desk.file.close()
    assert "form alsfrs_r 1 · entered under study version 1.0 · recorded here first" in words
    assert "form consent 1 · entered under study version 1.0 " in words
    assert words.count("· recorded here first") == 1
    assert "recorded here first: the entry is the source itself" in words  # the key to marks
    assert "Certificate to (copied)" in words
