"""The states an item can be in, as far as the eye is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from crf_app.gui.parts.marks import Mark
from crf_app.gui.theme import Token


class Access(Enum):
    """Whether the person may write here."""

    OPEN = "open"
    READ_ONLY = "read only"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class FieldLook:
    """How a field looks: who may write, its mark, and what became of the text."""

    access: Access = Access.OPEN
    mark: Mark | None = None
    unreadable: bool = False
    missing: str = ""
    struck: bool = False

    @property
    def writable(self) -> bool:
        """Whether the person may write."""
        return self.access is Access.OPEN

    @property
    def shown_mark(self) -> Mark | None:
        """The mark at the field's trailing edge."""
        if self.mark is None and self.access is Access.LOCKED:
            return Mark.LOCKED
        return self.mark

    @property
    def ground(self) -> Token:
        """The ground of the box."""
        return "surface" if self.writable else "sunken"

    def outline(self, *, focused: bool) -> tuple[Token, int]:
        """Give colour and strength of the outline."""
        if focused:
            return "accent", 2
        if self.unreadable:
            return "danger", 2
        if self.mark is Mark.QUERY:
            return "query-mark", 1
        return ("line-strong" if self.writable else "line"), 1


PLAIN: Final = FieldLook()
