"""After how long the window locks by itself: a person may choose a shorter time on their computer."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from crf_app.gui.house import House
from crf_app.gui.inactivity import CHOICES, Inactivity, minutes


class WatchedHouse(House, Protocol):
    """A house in which it is noticed when nobody is there."""

    inactivity: Inactivity


def choose(window: WatchedHouse) -> None:
    """Offer the times, the present one first; a longer one than the longest, or none, is not among them."""
    say, now = window.say, minutes(window.settings.lock_after)
    offered = [now, *(each for each in CHOICES if each != now)]

    def then(chosen: str) -> None:
        window.remember(replace(window.settings, lock_after=int(chosen)))
        window.inactivity.show_minutes(int(chosen))

    window.ask().pick(
        say("Lock by itself"),
        say("When nobody touches the window for this long, it locks. Everything stays as it was behind the lock."),
        say("After"),
        [(f"{each}", say.n("{n} minute", "{n} minutes", each)) for each in offered],
        say("Choose"),
        then,
        start=True,
    )
