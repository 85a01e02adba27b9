"""A check speaks the language of its reader and tells the values it has read."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Censored
from crf_app.study.load import load_texts
from crf_app.study.messages import message_for
from crf_app.study.study import Study
from tests.study.small_study import TEXTS


@pytest.fixture(name="study", scope="module")
def _study() -> Study:
    study, _ = load_texts(TEXTS)
    assert study is not None
    return study


def say(study: Study, check: str, language: str, **values: object) -> str:
    found = next(c for form in study.forms.values() for c in form.checks if c.id == check)
    return message_for(found, language, {name.replace("__", "."): v for name, v in values.items()})


def test_placeholders_are_filled(study: Study) -> None:
    said = say(study, "walk_aid", "en", metres=Decimal("15"), aid="none")
    assert said == "15 m without an aid (none)?"
    assert say(study, "walk_aid", "fa", metres=Decimal(15)) == "۱۵ متر بدون کمک؟"


def test_rows_are_filled_and_what_is_not_known_is_a_dash(study: Study) -> None:
    values = {"before__systolic": Decimal(110), "after__systolic": None, "highest": Decimal("110")}
    assert say(study, "vitals_rise", "en", **values) == "Rose from 110 to –; highest 110."


def test_a_brace_that_names_nothing_stays(study: Study) -> None:
    assert say(study, "walk_aid", "en") == "{metres} m without an aid ({value})?"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("6.50"), "۶٫۵۰"),
        (Censored("<", Decimal("2.0")), "<۲٫۰"),
        (PartialDate(2026, 5, 12), "۲۲ اردیبهشت ۱۴۰۵"),
        (time(8, 5), "۰۸:۰۵"),
        (timedelta(minutes=90), "۱:۳۰"),
        (("a", "b"), "a, b"),
        (True, "yes"),
    ],
)
def test_every_kind_of_value_can_be_told(study: Study, value: object, text: str) -> None:
    assert say(study, "walk_aid", "fa", metres=value) == f"{text} متر بدون کمک؟"


def test_english_and_stored_messages_give_iso_dates(study: Study) -> None:
    assert say(study, "walk_aid", "en", metres=PartialDate(2026, 5)).startswith("2026-05 m")


def test_range_checks_speak_every_language_of_the_program(study: Study) -> None:
    far = {"metres": Decimal(900)}
    assert say(study, "walk_metres_expected", "en", **far) == (
        "Distance: 900 m is outside 10 to 500. Please check or explain."
    )
    assert say(study, "walk_metres_expected", "fa", **far) == (
        "مسافت: ۹۰۰ m بیرون از بازهٔ ۱۰ تا ۵۰۰ است. لطفاً بررسی کنید یا توضیح دهید."
    )
    # The study has no Spanish words: the label stands in its first language.
    assert say(study, "walk_metres_expected", "es", **far) == (
        "Distance: 900 m está fuera del intervalo de 10 a 500. Compruébelo o explíquelo."
    )
    assert say(study, "walk_metres_expected", "zh", **far) == ("Distance：900 m 超出 10 至 500 的范围。请核对或说明。")


def test_a_range_with_one_end_says_which(study: Study) -> None:
    assert say(study, "walk_metres_possible", "en", metres=Decimal(-1)) == (
        "Distance: -1 m is below 0 and cannot be true. Please correct it or explain."
    )
    assert say(study, "walk_metres_possible", "es", metres=Decimal(-1)) == (
        "Distance: -1 m está por debajo de 0 y no puede ser cierto. Corríjalo o explíquelo."
    )
