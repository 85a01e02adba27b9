"""When somebody has sat down, what stays for the day is passed over by the collector of garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from crf_app.gui.calm import pass_over_what_stays
from tests.gui.ward import Clerk


class Knot:
    """Garbage that only a collection finds, as the parts of a closed window are; it notes that it ends."""

    def __init__(self, ends: list[str]) -> None:
        self.ends, self.itself = ends, self

    def __del__(self) -> None:
        self.ends.append("ended")


@pytest.fixture(autouse=True)
def looked_at() -> Iterator[None]:
    """Nothing is passed over before or after a test."""
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_stays_is_passed_over_until_the_next_person_sits_down() -> None:
    ends: list[str] = []
    knot = [Knot(ends)]
    assert pass_over_what_stays()
    knot.clear()
    gc.collect()
    assert not ends
    assert pass_over_what_stays()
    assert ends == ["ended"]


def test_nothing_is_collected_while_another_thread_works() -> None:
    gc.disable()
    try:
        assert not pass_over_what_stays()
        assert not gc.get_freeze_count()
    finally:
        gc.enable()


def test_somebody_sits_down_and_opens_large_forms_without_a_pause(clerk: Clerk) -> None:
    clerk.sits_down_as("rahimi")
    clerk.bot.waitUntil(lambda: gc.get_freeze_count() > 50_000)
