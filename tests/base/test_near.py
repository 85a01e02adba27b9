"""Whoever writes a word wrongly is told which was meant, also among very many."""

from __future__ import annotations

import pytest

from crf_app.base.near import MOST_KNOWN, nearest

MANY = [f"form_{n}.item_{n}" for n in range(10 * MOST_KNOWN)]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("metre", ["metres", "aid"], "metres"),
        ("metre", ["aid", "done"], None),
        ("form_4711.itm_4711", MANY, "form_4711.item_4711"),
        ("fom_12.item_12", MANY, "form_12.item_12"),
        ("w" * 10_000, ["w" * 100], "w" * 100),
        ("", MANY, None),
    ],
)
def test_the_nearest_word_is_found(word: str, known: list[str], meant: str | None) -> None:
    assert nearest(word, known) == meant
