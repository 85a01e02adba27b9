"""What this machine last saw of each file, kept outside of it: a file cut short or set back shows here (ADR 0019).

Facts cut off at the end of a trail leave no trace in the file itself, and a file from which the last week was removed
is as sound as one in which nothing happened that week. So the end of the trail is remembered in the state folder of
this account, and looked for when the file is opened again.

A file may have gone on in several copies, each in its own right: a restored backup beside the file it came from. The
ends of all of them are remembered, and a file is as it should be when its trail holds one of them.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from crf_app.base.files import application_paths
from crf_app.base.problems import Fault
from crf_app.capture.facts import seal_of

_COPIES = 8
"""Copies of one file whose ends are remembered; nobody keeps more in use."""


@dataclass(frozen=True)
class End:
    """The end of a trail: the place of its last fact, and that fact's hash."""

    n: int
    hash: str

    @property
    def seal(self) -> str:
        """The end as it is printed."""
        return seal_of(self.hash)


@dataclass(frozen=True)
class Departure:
    """A file does not hold the end this machine knows: `known` was its last fact here, `found` is now.

    `cut` when the trail is shorter than it was, which also is what an older copy looks like; else it was written anew
    from some fact on.
    """

    known: End
    found: End

    @property
    def cut(self) -> bool:
        """Whether facts are missing at the end, rather than others standing in their place."""
        return self.found.n < self.known.n


class Trail(Protocol):
    """What is asked of an open file."""

    def first_hash(self) -> str:
        """Return the hash of the first fact, which all copies of a file share."""
        ...

    def fact_count(self) -> int:
        """Return how many facts there are."""
        ...

    def head(self) -> tuple[int, str]:
        """Return the number and the hash of the last fact."""
        ...

    def holds(self, n: int, hash_: str) -> bool:
        """Whether the fact at a place has this hash."""
        ...


def departure(trail: Trail) -> Departure | None:
    """Compare a file with what this machine saw of it; None where all is well, or nothing is known yet."""
    known = _read(trail.first_hash())
    if not known or any(trail.holds(each.n, each.hash) for each in known):
        return None
    return Departure(max(known, key=lambda end: end.n), _end(trail))


def remember(trail: Trail) -> None:
    """Keep the end of a trail for the next opening, in place of the ends it goes on from.

    A folder that cannot be written costs nobody their work: then the next opening compares with an earlier end.
    """
    first = trail.first_hash()
    if not first:
        return
    known = _read(first)
    others = [each for each in known if not trail.holds(each.n, each.hash)]
    ends = [_end(trail), *others][:_COPIES]
    if ends != known:
        with suppress(OSError, Fault):
            _write(first, ends)


def _end(trail: Trail) -> End:
    return End(trail.fact_count(), trail.head()[1])


def _place(first: str) -> Path:
    return application_paths().state / "seen" / f"{first[:32]}.json"


def _read(first: str) -> list[End]:
    try:
        held = json.loads(_place(first).read_text(encoding="utf-8"))
        return [End(int(each["n"]), str(each["hash"])) for each in held["ends"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _write(first: str, ends: list[End]) -> None:
    """Write beside the place and move it there: a crash leaves the ends that were kept before."""
    path = _place(first)
    application_paths().create()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"ends": [asdict(each) for each in ends]}), encoding="utf-8")
    fresh.replace(path)
