"""Bundled term lists stand in for code lists."""

from __future__ import annotations

import pytest

from crf_app.study.dictionaries import dictionary
from crf_app.study.load import load_texts
from tests.study.small_study import TEXTS


def test_ctcae_terms_are_codes_with_their_class_and_grades() -> None:
    codes = {code.code: code for code in dictionary("ctcae-v5")}
    assert len(codes) == 837
    headache = codes["Headache"]
    assert headache.label.in_("fa") == "Headache"
    assert headache.hint.in_("en") == "Nervous system disorders · 1 2 3"


def test_a_dictionary_is_read_once() -> None:
    assert dictionary("ctcae-v5") is dictionary("ctcae-v5")


def test_a_code_list_takes_the_terms_of_its_dictionary() -> None:
    study, _ = load_texts(TEXTS)
    assert study is not None
    assert "Fatigue" in study.codelists["terms"]


def test_an_unknown_dictionary_is_told() -> None:
    with pytest.raises(KeyError):
        dictionary("whatever")
