"""Three ways to say no: a Problem is data, a Refusal is a rule of conduct, a Fault is the world.

Anything else that is raised is a bug of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs. None of them ever empties or refuses a value."""

    NOTE = "note"
    QUERY = "query"
    STOP = "stop"


@dataclass(frozen=True)
class Problem:
    """Something wrong with one piece of data, as a value that is shown and never raised.

    `code` is stable (a check's id, or a word such as ``unreadable``); `text` is one sentence for the
    person, in the language asked for.
    """

    code: str
    text: str
    severity: Severity = Severity.QUERY


class Refusal(Exception):  # noqa: N818 - the design's word; it is conduct, not an error
    """A rule of conduct forbids what was asked; the sentence says what would be needed."""


class Fault(Exception):  # noqa: N818 - the design's word; the world failed, not the program
    """The world failed: the sentence says what happened, what is safe, what to do."""
