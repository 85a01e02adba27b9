"""Short words for days and hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from crf_app.base.words import words
from crf_app.gui.models import phrases


def at(text: str) -> datetime:
    """A moment as people say it, local to the site."""
    return datetime.fromisoformat(text)


NOW = at("2026-05-12T09:42")
EN = words("en")


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "12 May"), ("es", "12 may"), ("fa", "۲۲ اردیبهشت"), ("zh", "5月12日")]
)
def test_a_day_in_the_calendar_of_the_language(language: str, shown: str) -> None:
    assert phrases.day_month(date(2026, 5, 12), language) == shown


@pytest.mark.parametrize(
    ("closes", "by_hour", "said"),
    [
        (at("2026-05-15T23:59"), False, "3 days left"),
        (at("2026-05-13T23:59"), False, "1 day left"),
        (at("2026-05-12T23:59"), False, "last day today"),
        (at("2026-05-12T14:10"), True, "4 h 28 min left"),
        (at("2026-05-12T10:00"), True, "18 min left"),
    ],
)
def test_what_is_left_is_said_in_words(closes: datetime, by_hour: bool, said: str) -> None:
    assert phrases.left_words(closes, NOW, by_hour, EN) == said


def test_late_counts_from_the_close() -> None:
    assert phrases.late_words(at("2026-05-05T23:59"), NOW, False, EN) == "7 days late"
    assert phrases.late_words(NOW - timedelta(hours=3, minutes=5), NOW, True, EN) == "3 h 5 min late"


def test_ago() -> None:
    assert phrases.ago_words(NOW, NOW, EN) == "today"
    assert phrases.ago_words(NOW - timedelta(days=1), NOW, EN) == "yesterday"
    assert phrases.ago_words(NOW - timedelta(days=6), NOW, EN) == "6 days ago"


def test_until_names_the_hour_only_where_hours_count() -> None:
    assert phrases.until_words(at("2026-05-12T14:10"), NOW, True, EN) == "until 14:10 today"
    assert phrases.until_words(at("2026-05-15T23:59"), NOW, False, EN) == "until Fri 15 May"


def test_a_day_is_told_as_spaniards_say_it() -> None:
    es = words("es")
    assert phrases.day_month_year(date(2026, 8, 3), "es") == "3 ago 2026"
    assert phrases.until_words(at("2026-05-15T23:59"), NOW, False, es) == "hasta el vie 15 may"
    assert phrases.ago_words(NOW - timedelta(days=6), NOW, es) == "hace 6 días"


def test_a_fact_is_told_in_the_time_it_was_recorded_at() -> None:
    assert phrases.from_utc("2026-05-12T06:12:00.000Z", 210) == at("2026-05-12T09:42")
