"""Trying a passphrase at a file: where one may be found without asking, and what came of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crf_app.base.problems import Fault, Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from crf_app.gui.house import House
    from crf_app.services.desk import Desk


@dataclass(frozen=True)
class Tried:
    """What came of a passphrase: an open file, one of an earlier format, or the sentence of what stood in the way."""

    desk: Desk | None = None
    refused: str = ""
    is_older: bool = False
    unusable: bool = False
    """Whether a backup should be offered in the place of the file."""


class Unlocking:
    """Passphrases tried at one file after another; how often none fitted decides whether a backup is offered."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._misses = 0
        """How often a passphrase did not open the file: once is a slip, from then on a backup is offered."""

    def start_over(self) -> None:
        """Count anew: it is another file now."""
        self._misses = 0

    def try_at(self, path: Path, passphrase: str, *, migrate: bool = False) -> Tried:
        """Open a file with a passphrase.

        One of an earlier format is left alone unless `migrate`: that may take longer than a window can wait.
        """
        from crf_app.services.opening import open_file
        from crf_app.store.faults import DoesNotOpen, OlderFile, Unusable

        house = self._house
        try:
            return Tried(open_file(path, passphrase, clock=house.clock, say=house.say, migrate=migrate))
        except OlderFile:
            return Tried(is_older=True)
        except (Refusal, Fault) as no:
            self._misses += isinstance(no, DoesNotOpen)
            return Tried(refused=str(no), unusable=isinstance(no, Unusable) and self._misses != 1)


def known_passphrase(path: Path) -> str | None:
    """Return the passphrase of a file from the environment, or from the computer's key store if it was kept there."""
    found = os.environ.get("CRF_PASSPHRASE")
    if found is not None:
        return found
    from crf_app.gui.key_store import kept_passphrase

    return kept_passphrase(path)


def why_not(path: Path, passphrase: str) -> str | None:
    """Say why a passphrase does not open a file, None where it does; nothing is recorded of the try."""
    from crf_app.services.opening import opens

    try:
        opens(path, passphrase)
    except Fault as no:
        return str(no)
    return None
