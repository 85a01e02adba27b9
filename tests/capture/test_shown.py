"""What a person reads: labels, dates, figures and reasons in his own language."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Value
from crf_app.capture.shown import show_answer, show_duration, show_number, show_stored
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item


def an_item(kind: str, **more: Any) -> Item:
    return Item.model_validate({"id": "x", "kind": kind, "label": "X", **more})


def a_list(**labels: dict[str, str]) -> CodeList:
    codes = [{"code": code, "label": label} for code, label in labels.items()]
    return CodeList.model_validate({"id": "list", "codes": codes})


OUTCOMES = a_list(
    recovered={"en": "Recovered", "fa": "بهبود یافته", "zh": "痊愈", "es": "Recuperado"},
    ongoing={"en": "Ongoing", "fa": "ادامه دارد", "zh": "持续"},
)
REASONS = a_list(not_done={"en": "Not done", "fa": "انجام نشده", "zh": "未做"})
IL_6 = an_item("measured", unit="pg/mL", other_units=[{"label": "ng/mL", "factor": "1000"}])


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("text", "as typed, 12", ("as typed, 12",) * 4),
        ("decimal", Decimal("6.50"), ("6.50", "۶٫۵۰", "6.50", "6.50")),
        ("integer", Decimal(-3), ("−3", "−۳", "−3", "−3")),
        ("measured", Censored("<", Decimal("2.0")), ("<2.0", "<۲٫۰", "<2.0", "<2.0")),
        ("yes_no", "yes", ("Yes", "بله", "是", "Sí")),
        ("yes_no", "no", ("No", "خیر", "否", "No")),
        ("code", "recovered", ("Recovered", "بهبود یافته", "痊愈", "Recuperado")),
        # Where the study has no word in a language, that of its first language stands.
        ("code", "ongoing", ("Ongoing", "ادامه دارد", "持续", "Ongoing")),
        ("code", "gone", ("gone", "gone", "gone", "gone")),
        (
            "codes",
            ("recovered", "ongoing"),
            ("Recovered, Ongoing", "بهبود یافته، ادامه دارد", "痊愈、持续", "Recuperado, Ongoing"),
        ),
        (
            "date",
            PartialDate(2026, 5, 12),
            ("12 May 2026", "۲۲ اردیبهشت ۱۴۰۵", "2026年5月12日", "12 de mayo de 2026"),
        ),
        ("time", time(9, 5), ("09:05", "۰۹:۰۵", "09:05", "09:05")),
        ("duration", timedelta(minutes=90), ("1 h 30 min", "۱ ساعت و ۳۰ دقیقه", "1小时30分钟", "1 h 30 min")),
    ],
)
def test_a_value_in_each_language(kind: str, value: Value, shown: tuple[str, ...]) -> None:
    codes = OUTCOMES if kind in ("code", "codes") else None
    for language, words in zip(("en", "fa", "zh", "es"), shown, strict=True):
        assert show_answer(an_item(kind), Answer(value), codes, language) == words


def test_yes_has_the_words_of_the_study_where_it_gives_some() -> None:
    codes = a_list(yes={"en": "Present"}, no={"en": "Absent"})
    assert show_answer(an_item("yes_no"), Answer("yes"), codes, "en") == "Present"


def test_a_blank_is_no_text() -> None:
    assert show_answer(IL_6, None, None, "en") == show_stored(IL_6, {}, None, "en") == ""


def test_what_could_not_be_read_is_shown_as_typed() -> None:
    assert show_answer(IL_6, Answer(unreadable=" 6;5 "), None, "fa") == " 6;5 "


def test_a_unit_that_is_a_word_is_read_in_the_language_and_stored_by_its_label() -> None:
    words = {"en": "days", "fa": "روز", "zh": "天"}
    gap = an_item("integer", unit={"label": "days", "words": words}, other_units=[{"label": "wk", "factor": "7"}])
    shown = [show_answer(gap, Answer(Decimal(30)), None, each, with_unit=True) for each in words]
    assert shown == ["30\u00a0days", "۳۰\u00a0روز", "30\u00a0天"]
    assert show_answer(gap, Answer(Decimal(2), unit="wk"), None, "fa") == "۲\u00a0wk"
    # A unit of an older version of the study is still told.
    assert show_answer(gap, Answer(Decimal(2), unit="months"), None, "fa") == "۲\u00a0months"


def test_a_unit_is_shown_when_asked_and_always_when_it_is_another() -> None:
    assert show_answer(IL_6, Answer(Decimal("2.1")), None, "en") == "2.1"
    assert show_answer(IL_6, Answer(Decimal("2.1")), None, "en", with_unit=True) == "2.1\u00a0pg/mL"
    other = Answer(Decimal("0.5"), unit="ng/mL")
    assert show_answer(IL_6, other, None, "fa") == "۰٫۵\u00a0ng/mL"
    assert show_answer(an_item("text", unit="pg/mL"), Answer("a"), None, "en", with_unit=True) == "a"


def test_a_reason_has_its_words_and_its_comment() -> None:
    answer = Answer(missing="not_done", comment="too ill")
    assert show_answer(IL_6, answer, REASONS, "en") == "Not done: too ill"
    assert show_answer(IL_6, Answer(missing="not_done"), REASONS, "fa") == "انجام نشده"
    assert show_answer(IL_6, Answer(missing="lost"), REASONS, "fa") == "lost"
    assert show_answer(IL_6, Answer(missing="lost"), None, "fa") == "lost"
    code_item = an_item("code", codes="list")
    assert show_answer(code_item, answer, OUTCOMES, "zh", reasons=REASONS) == "未做: too ill"


def test_the_stored_form_is_shown_like_the_answer() -> None:
    assert show_stored(IL_6, {"value": "<2.0"}, None, "fa") == "<۲٫۰"
    assert show_stored(IL_6, {"missing": "not_done"}, None, "en", reasons=REASONS) == "Not done"


def test_a_value_of_an_older_kind_is_shown_as_stored() -> None:
    assert show_stored(an_item("date"), {"value": "about May"}, None, "en") == "about May"


def test_numbers_and_lengths_by_themselves() -> None:
    assert show_number(Decimal("1E+3"), "fa") == "۱۰۰۰"
    assert show_number(7, "en") == "7"
    assert show_duration(timedelta(hours=2), "en") == "2 h"
    assert show_duration(timedelta(minutes=5), "en") == "5 min"
    assert show_duration(timedelta(0), "zh") == "0分钟"
