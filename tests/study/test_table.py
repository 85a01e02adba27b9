"""A table that cannot be read says how its author should write it."""

from __future__ import annotations

import pytest

from crf_app.study.table import read_table
from crf_app.study.yaml_nodes import read_yaml

LIMITS = "keys: {{age: number, on: date}}\nvalues: {{low: number}}\nrows:\n  - [{}]\n"


def said(row: str) -> list[str]:
    node, findings = read_yaml("tables/limits.yaml", LIMITS.format(row))
    assert node is not None
    assert findings == []
    return [str(finding) for finding in read_table("limits", node)[1]]


@pytest.mark.parametrize("row", ["40..59, 2026-01..2026-06-30, 18", '"*", ..2026, "-"', "-5, 2026-01-01, -5"])
def test_values_ranges_and_anything_are_read(row: str) -> None:
    assert said(row) == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('40-59, "*", 18', "“40-59” is no number; a range is written 40..59."),
        ('40 – 59.5, "*", 18', "“40 – 59.5” is no number; a range is written 40..59.5."),
        (
            '"*", 2026-01-01 - 2026-06-30, 18',
            "“2026-01-01 - 2026-06-30” is no date; a range is written 2026-01-01..2026-06-30.",
        ),
        ('young-old, "*", 18', "“young-old” is no number."),
        ('"*", "*", 18-20', "“18-20” is no number."),
        ("18", "the row has 1 cell; its table has 3 columns."),
    ],
)
def test_what_cannot_be_read_is_told(row: str, sentence: str) -> None:
    (found,) = said(row)
    assert found.lower().endswith(f"error s022: {sentence.lower()}")
