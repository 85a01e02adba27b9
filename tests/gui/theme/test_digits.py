"""Figures are written as the reader writes them, and read however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.gui.theme.digits import (
    is_right_to_left,
    isolate,
    latin_digits,
    localise_answer,
    localise_digits,
)


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("5.5", "۵٫۵"),
        ("10:52:41", "۱۰:۵۲:۴۱"),
        ("1405/02/22", "۱۴۰۵/۰۲/۲۲"),
        ("1,250", "۱٬۲۵۰"),
        ("91 %", "۹۱ ٪"),
        ("ماه 6.", "ماه ۶."),
    ],
)
def test_persian_has_its_own_digits_and_signs(latin: str, persian: str) -> None:
    assert localise_digits(latin, "fa") == persian
    assert localise_digits(latin, "fa-IR") == persian


def test_arabic_has_other_digits_than_persian() -> None:
    assert localise_digits("456", "ar") == "٤٥٦"


@pytest.mark.parametrize("language", ["en", "es", "fr", "zh"])
def test_other_languages_keep_latin_digits(language: str) -> None:
    assert localise_digits("5.5 of 1,250", language) == "5.5 of 1,250"


def test_ids_and_seals_in_an_isolate_stay_latin() -> None:
    text = f"ماه 6 {isolate('A-02')} 3"
    assert localise_digits(text, "fa") == f"ماه ۶ {isolate('A-02')} ۳"


@given(st.decimals(0, 10_000, places=2))
def test_what_is_shown_in_persian_can_be_typed_back(number: object) -> None:
    assert latin_digits(localise_digits(str(number), "fa")) == str(number)


def test_arabic_digits_are_read_too() -> None:
    assert latin_digits("٣٫٥") == "3.5"


def test_persian_and_arabic_run_from_the_right() -> None:
    assert [is_right_to_left(x) for x in ("fa", "ar-EG", "en", "es", "zh")] == [True, True, False, False, False]


def test_an_answer_in_latin_letters_keeps_its_figures() -> None:
    assert localise_answer("L3/L4", "fa") == "L3/L4"
    assert localise_answer("NCT06360861", "fa") == "NCT06360861"
    assert localise_answer("3", "fa") == "۳"
    assert localise_answer("تا 500 متر", "fa") == "تا ۵۰۰ متر"
