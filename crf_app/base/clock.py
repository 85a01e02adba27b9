"""Where the time comes from, so that a record can be made and tested at a known moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the present moment, always with its offset from UTC."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in local time."""
        ...


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """Return the present moment with the computer's own offset."""
        return datetime.now().astimezone()


@dataclass
class SetClock:
    """A clock that stands where it was set; scripts and the demonstration file move it."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment the clock was last set to."""
        return self.moment
