"""Dates, numbers, ranges and letters as paper says them in each language."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from crf_app.base.files import bundled
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import LANGUAGES, words
from crf_app.reports.inline import text_of
from crf_app.reports.number import persian_digits
from crf_app.reports.wording import PROGRAM, Wording, offset_text
from crf_app.services.opening import load_whole
from crf_app.study.item import Range

PEOPLE = {"p1": ("N. Rahimi", "coordinator")}


@pytest.fixture(scope="module", params=LANGUAGES)
def wording(request: pytest.FixtureRequest) -> Wording:
    return Wording(words(request.param), load_whole(bundled("forms", "spms-plmsc")), PEOPLE)


def test_a_full_date_is_iso_and_in_persian_both_calendars(wording: Wording) -> None:
    said = text_of(wording.date(PartialDate.parse("2024-04-07T08:20")))
    assert said == ("۱۴۰۳/۰۱/۱۹ ۰۸:۲۰ 2024-04-07" if wording.rtl else "2024-04-07 08:20")


@pytest.mark.parametrize(("date", "shown"), [("2024-10", "2024-10"), ("2024", "2024")])
def test_a_partial_date_is_never_filled_in(wording: Wording, date: str, shown: str) -> None:
    parts = wording.date(PartialDate.parse(date))
    said = text_of(parts)
    # It stays Gregorian: a month without its day falls in two months of the Persian calendar.
    shown = persian_digits(shown) if wording.rtl else shown
    assert said.startswith(f"{shown} ")
    assert len(said) > len(shown) + 2
    assert "-01" not in said


@pytest.mark.parametrize(
    ("low", "high", "en", "fa"),
    [("0", "500", "0 to 500", "۵۰۰"), ("94", None, "≥ 94", "≥ ۹۴"), (None, "37.9", "≤ 37.9", "≤ ۳۷٫۹")],
)
def test_ranges(wording: Wording, low: str | None, high: str | None, en: str, fa: str) -> None:
    ends = Range(low=Decimal(low) if low else None, high=Decimal(high) if high else None)
    said = wording.range(ends)
    if wording.language == "en":
        assert said == en
    elif wording.rtl:
        assert fa in said


def test_thousands_are_parted_but_not_in_years(wording: Wording) -> None:
    ends = Range(low=Decimal(1940), high=Decimal(2010))
    # To a Spanish reader a comma is a decimal sign, and four figures stay together.
    assert {"fa": "۱٬۹۴۰", "es": "1940"}.get(wording.language, "1,940") in wording.range(ends)
    assert wording.count(12500) == {"fa": "۱۲٬۵۰۰", "es": "12\u00a0500"}.get(wording.language, "12,500")
    assert ("۱۹۴۰" if wording.rtl else "1940") in wording.range(ends, grouped=False)


def test_a_label_the_study_has_not_in_the_language_stands_in_its_first_one(wording: Wording) -> None:
    title = wording.study.forms["edss"].title
    assert wording.label(title) == title.in_("en" if wording.language == "es" else wording.language)
    assert wording.label(title)


def test_letters_go_on_after_the_last_one(wording: Wording) -> None:
    letters = [wording.letter(number) for number in range(80)]
    assert len(set(letters)) == 80
    assert letters[:3] == (["الف", "ب", "پ"] if wording.rtl else ["a", "b", "c"])
    if not wording.rtl:
        assert letters[25:28] == ["z", "aa", "ab"]


def test_moments_are_those_of_the_clock_on_the_wall(wording: Wording) -> None:
    said = text_of(wording.moment("2024-04-08T13:01:30.000Z", 210))
    assert said == ("۱۴۰۳/۰۱/۲۰ ۱۶:۳۱ +۰۳:۳۰" if wording.rtl else "2024-04-08 16:31 +03:30")
    assert offset_text(-210) == "-03:30"
    assert offset_text(0) == "+00:00"


def test_people_are_named_with_their_role_and_strangers_by_what_is_known(wording: Wording) -> None:
    assert wording.person("p1").startswith("N. Rahimi")
    assert len(wording.person("p1")) > len("N. Rahimi")
    assert wording.person("p9") == "p9"
    assert wording.person(PROGRAM) == wording.say("the program")


def test_years_of_a_head_are_those_of_the_calendar(wording: Wording) -> None:
    moments = [datetime(2024, 4, 7), datetime(2025, 1, 4)]  # noqa: DTZ001 - local to the site
    assert wording.years(moments) == ("۱۴۰۳" if wording.rtl else "2024, 2025")
    assert wording.month_day(moments[0]) == ("۰۱/۱۹" if wording.rtl else "04-07")
