"""Where things stand: ids of visits and pages, built from what they are so that nobody has to look them up.

Two stations that begin the same page give it the same id, so their facts meet when files are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True, order=True)
class VisitPlace:
    """A visit of a subject: which planned visit, and the how-manieth of it."""

    subject: str
    planned: str
    repeat: int = 1

    @cached_property
    def id(self) -> str:
        """The visit's id in the file, ``{subject}/{planned}`` and ``.{n}`` from the second on."""
        more = f".{self.repeat}" if self.repeat > 1 else ""
        return f"{self.subject}/{self.planned}{more}"

    @classmethod
    def parse(cls, text: str) -> VisitPlace:
        """Read an id back. Raises ValueError."""
        subject, planned = text.split("/")
        planned, _, repeat = planned.partition(".")
        return cls(subject, planned, int(repeat or 1))


@dataclass(frozen=True, order=True)
class PagePlace:
    """A page: one form of one subject, at a visit, or one of a log."""

    subject: str
    visit: VisitPlace | None
    form: str
    repeat: int = 1

    @cached_property
    def id(self) -> str:
        """The page's id: ``{visit}/{form}``, or ``{subject}/-/{form}.{n}`` in a log."""
        if self.visit is not None:
            return f"{self.visit.id}/{self.form}"
        return f"{self.subject}/-/{self.form}.{self.repeat}"

    @classmethod
    def parse(cls, text: str) -> PagePlace:
        """Read an id back. Raises ValueError."""
        subject, visit, form = text.split("/")
        if visit == "-":
            form, _, repeat = form.partition(".")
            return cls(subject, None, form, int(repeat or 1))
        return cls(subject, VisitPlace.parse(f"{subject}/{visit}"), form)


class EntryKey(NamedTuple):
    """An item of a page, in a row where the item repeats (``row`` is empty elsewhere).

    It is a tuple because rules look up hundreds of entries whenever a field is left.
    """

    item: str
    row: str = ""
