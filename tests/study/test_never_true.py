"""A rule that can never be true is told to its author; one that may be is left alone."""

from __future__ import annotations

import pytest

from crf_app.expressions.types import NameInfo, Type, UnknownName
from crf_app.study.never_true import never_true

NAMES = {
    "age": NameInfo("age", Type.NUMBER),
    "grade": NameInfo("grade", Type.NUMBER, frozenset("01234")),
    "aid": NameInfo("aid", Type.CODE, frozenset({"none", "stick"})),
    "words": NameInfo("words", Type.TEXT),
    "onset": NameInfo("onset", Type.DATE),
}


def resolve(parts: tuple[str, ...]) -> NameInfo | UnknownName:
    return NAMES.get(".".join(parts), UnknownName())


@pytest.mark.parametrize(
    "rule",
    [
        "age > 50 and age < 18",
        "age > 50 and not (age >= 18)",
        "18 > age and age > 50",
        "0 < age < -1",
        "age == 1 and age != 1",
        "grade > 4",
        "grade == 2.5",
        "grade in (7, 8)",
        'aid == "none" and aid == "stick"',
        'aid not in ("none", "stick")',
        'words == "a" and words == "b"',
        "is_missing(age) and age > 3",
        "is_missing(age) and is_given(age)",
        "not (is_missing(age) or is_given(age))",
        "1 > 2",
        "false",
        "(age > 50 or grade > 9) and age < 18",
    ],
)
def test_what_excludes_itself_is_found(rule: str) -> None:
    assert never_true(rule, resolve)


@pytest.mark.parametrize(
    "rule",
    [
        "age > 50 or age < 18",
        "age >= 18 and age <= 18",
        "age > 18 and age < 19",
        "grade > 3",
        "grade in (4, 8)",
        'aid != "none"',
        'words != "a" and words != "b"',
        "is_missing(age) and grade > 3",
        "age + 1 > 2 and age < -5",
        "onset > today and onset < today",
        "any(age > 3) and any(age < 3)",
        "unknown_name > 3 and unknown_name < 2",
        "true",
    ],
)
def test_what_may_be_true_is_left_alone(rule: str) -> None:
    assert not never_true(rule, resolve)
