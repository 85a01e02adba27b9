"""Dates as people know them."""

from __future__ import annotations

from datetime import datetime

import pytest

from crf_app.base.partial_date import PartialDate


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03-07", "2024-03-07T08:20"])
def test_what_is_written_is_read_back(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2024-00", "2024-00-00", "2024-01-00", "0000-01-01", "2024-13", "2023-02-29", "2024-03-07T24:00", "24-03-07", ""],
)
def test_dates_the_calendar_does_not_have(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day|hour|month|year|known|range"):
        PartialDate.parse(text)


@pytest.mark.parametrize(("month", "day"), [(0, None), (3, 0), (0, 0), (None, 7)])
def test_nothing_known_is_none_never_zero(month: int | None, day: int | None) -> None:
    with pytest.raises(ValueError, match=r"date|day|hour|month|year|known|range"):
        PartialDate(2024, month, day)


def test_the_earliest_and_latest_moment_it_may_mean() -> None:
    assert PartialDate.parse("2024-02").earliest() == datetime.fromisoformat("2024-02-01")
    assert PartialDate.parse("2024-02").latest() == datetime.fromisoformat("2024-02-29 23:59")
    assert PartialDate.parse("2024").latest() == datetime.fromisoformat("2024-12-31 23:59")
