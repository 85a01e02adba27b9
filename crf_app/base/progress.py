"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Hears how much is done, and of how much (0 while that is being found out)."""
Stopped = Callable[[], bool]
"""Asked now and then whether the person has had enough."""


class Cancelled(Exception):  # noqa: N818 - what happened, not an error
    """The person stopped long work; nothing was written."""
