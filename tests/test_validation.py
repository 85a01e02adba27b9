"""The validation pack says what is so: each requirement with the tests that show it, and what is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.validation import (
    EACH_SHOWN,
    MATRIX,
    Requirement,
    by_requirement,
    documents,
    marked_tests,
    matrix,
    overlooked,
    requirements,
)

ROOT = Path(__file__).parents[1]


@pytest.mark.requirement(33)
def test_the_matrix_is_current() -> None:
    assert MATRIX.read_text(encoding="utf-8") == matrix(), "run: python -m tests.validation"


@pytest.mark.requirement(33)
def test_every_requirement_the_program_claims_is_shown_by_a_test() -> None:
    assert sorted(EACH_SHOWN - by_requirement(marked_tests()).keys()) == []


def test_what_no_test_shows_says_why() -> None:
    found = by_requirement(marked_tests())
    assert [each.number for each in requirements() if each.number not in found and not each.open] == []


def test_the_requirements_are_counted_without_a_gap() -> None:
    assert [each.number for each in requirements()] == list(range(1, 37))


def test_no_test_names_a_requirement_there_is_not() -> None:
    known = {each.number for each in requirements()}
    assert [(each.file, each.name) for each in marked_tests() if not known.issuperset(each.numbers)] == []


def test_no_mark_is_overlooked_because_of_how_it_is_written() -> None:
    assert overlooked() == []


def test_a_mark_on_a_helper_or_a_case_is_overlooked_and_told(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\n"
        "@pytest.mark.requirement(1)\n"
        "def helper(): ...\n"
        "CASE = pytest.param(1, marks=pytest.mark.requirement(2))\n"
        "@pytest.mark.requirement(3)\n"
        "def test_one(): ...\n",
        encoding="utf-8",
    )
    assert overlooked(tmp_path) == ["test_one.py:2", "test_one.py:4"]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda each: str(each.number))
def test_a_requirement_leads_to_its_source_and_to_the_code(requirement: Requirement) -> None:
    named = (*requirement.sources, *requirement.to_be_confirmed)
    assert named
    for source in named:
        assert source.startswith(tuple(documents())), source
    assert [file for file in requirement.code if not (ROOT / file).is_file()] == []


def test_marks_are_read_from_a_test_its_class_and_its_file(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.requirement(1)]\n"
        "def helper(): ...\n"
        "@pytest.mark.requirement(3, 2)\n"
        "def test_an_old_value_stays_readable(): ...\n"
        "@pytest.mark.requirement(4)\n"
        "class TestMore:\n"
        "    def test_within(self): ...\n",
        encoding="utf-8",
    )
    (tmp_path / "test_two.py").write_text("def test_nothing(): ...\n", encoding="utf-8")
    found = marked_tests(tmp_path)
    assert [(each.story, each.numbers) for each in found] == [
        ("an old value stays readable", (1, 2, 3)),
        ("within", (1, 4)),
    ]


def test_a_requirement_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "@pytest.mark.requirement(WHICH)\ndef test_one(): ...\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="line 1"):
        marked_tests(tmp_path)
