"""Digits: three scripts mean the same number, and each reader sees his own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.base.digits import (
    base_language,
    latin_digits,
    local_digits,
    local_figures,
    local_number,
)


@pytest.mark.parametrize("typed", ["1,234.5%", "۱٬۲۳۴٫۵٪", "١٬٢٣٤٫٥٪", "１，２３４．５％"])
def test_every_script_comes_back_to_latin(typed: str) -> None:
    assert latin_digits(typed) == "1,234.5%"


def test_persian_figures_have_their_own_signs() -> None:
    assert local_figures("1,234.5%", "fa") == "۱٬۲۳۴٫۵٪"
    assert local_figures("M. Karimi, 12.", "fa-IR") == "M. Karimi, ۱۲."
    assert local_digits("12.5.2026", "fa") == "۱۲.۵.۲۰۲۶"


@pytest.mark.parametrize("language", ["en", "zh", "es", "zh-Hans"])
def test_languages_with_latin_digits_keep_the_text(language: str) -> None:
    assert local_figures("1,234.5%", language) == "1,234.5%"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.sampled_from(["fa", "ar"]))
def test_a_number_goes_there_and_back(number: Decimal, language: str) -> None:
    text = f"{number:,f}"
    assert latin_digits(local_figures(text, language)) == text


def test_only_numbers_are_written_in_other_digits() -> None:
    assert local_number(12, "fa") == "۱۲"
    assert local_number(Decimal("1E+2"), "fa") == "۱۰۰"
    assert local_number("A-03", "fa") == "A-03"
    assert local_number(True, "fa") is True


def test_a_language_tag_is_cut_to_its_first_part() -> None:
    assert [base_language(tag) for tag in ("fa-IR", "zh_Hans", "EN")] == ["fa", "zh", "en"]
