"""Dates as people know them: a year, a month, a day, perhaps a time. Never more than was known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")


@dataclass(frozen=True)
class PartialDate:
    """A Gregorian date of reduced precision in the sense of ISO 8601, local to the site.

    What is unknown stays ``None``; comparisons use the earliest and latest moment it may mean.
    A time needs a day, a day needs a month. Raises ValueError for a date that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: time | None = None

    def __post_init__(self) -> None:
        """Refuse a date the calendar does not have."""
        if (self.day is not None and self.month is None) or (self.time is not None and self.day is None):
            raise ValueError("a finer part is known while a coarser one is not")
        # Zero is no month and no day; unknown is None.
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ISO 8601 form that `str` writes. Raises ValueError."""
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(f"not an ISO date: {text!r}")
        year, month, day, hour, minute = (None if g is None else int(g) for g in found.groups())
        assert year is not None
        known = time(hour, minute) if hour is not None and minute is not None else None
        return cls(year, month, day, known)

    @classmethod
    def of(cls, moment: date | datetime) -> PartialDate:
        """Make a full date, with its time to the minute when `moment` has one."""
        at = time(moment.hour, moment.minute) if isinstance(moment, datetime) else None
        return cls(moment.year, moment.month, moment.day, at)

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def date(self) -> date:
        """Return the calendar day. Raises ValueError when the day is not known."""
        if self.month is None or self.day is None:
            raise ValueError("the day is not known")
        return date(self.year, self.month, self.day)

    def earliest(self) -> datetime:
        """Return the first minute this date may mean."""
        return datetime.combine(date(self.year, self.month or 1, self.day or 1), self.time or time(0, 0))

    def latest(self) -> datetime:
        """Return the last minute this date may mean."""
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return datetime.combine(date(self.year, month, day), self.time or time(23, 59))

    def without_time(self) -> PartialDate:
        """Return the same day without its time."""
        return PartialDate(self.year, self.month, self.day)

    def __str__(self) -> str:
        """Return ISO 8601: ``2024``, ``2024-03``, ``2024-03-07`` or ``2024-03-07T08:20``."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.time is not None:
            text += f"T{self.time:%H:%M}"
        return text
