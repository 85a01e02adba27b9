"""Forms: what is asked, in which order, and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from crf_app.base.problems import Severity
from crf_app.base.values import Kind
from crf_app.study.defined import NO_WORDS, Defined, Id, Version, Words
from crf_app.study.item import Item


class Layout(StrEnum):
    """How a section shows its items; no form needs a widget of its own."""

    FIELDS = "fields"
    SCORES = "scores"
    TABLE = "table"
    SERIES = "series"
    LOG = "log"

    @property
    def repeats(self) -> bool:
        """Whether the section's items are asked once per row."""
        return self in (Layout.TABLE, Layout.SERIES, Layout.LOG)


Minutes = Annotated[int, Field(ge=-525_600, le=525_600)]
"""No series lasts longer than a year; what does is a schedule."""


class Row(Defined):
    """A fixed row of a table or series. `minutes` is its time after the anchor, for a series."""

    id: Id
    label: Words
    minutes: Minutes | None = None


class Section(Defined):
    """A part of a form. Items of a repeating layout form one group: fixed rows, or a log that grows.

    `blinded` marks a part that only unblinded people may see. `recorded_here` says that its entries are the source
    themselves; None leaves that to the form.
    """

    id: Id
    title: Words
    layout: Layout = Layout.FIELDS
    aside: bool = False
    blinded: bool = False
    recorded_here: bool | None = None
    relevant: str | None = None
    items: tuple[Item, ...]
    rows: tuple[Row, ...] = ()

    @cached_property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of the fixed rows, in order."""
        return tuple(row.id for row in self.rows)

    def row_label(self, row: str | None) -> Words | None:
        """Return the words of a fixed row."""
        return next((each.label for each in self.rows if each.id == row), None)


class Check(Defined):
    """An edit check. It fires when `when` is true, and only then; unknown is not true.

    It is shown at `item`, never empties it, and says `message`. `propose` is a rule whose value is offered as a
    one-key correction of `item`.
    """

    id: Id
    item: Id
    when: str
    severity: Severity = Severity.QUERY
    message: Words
    propose: str | None = None


class Form(Defined):
    """One form. `repeating` forms are logs: a subject has as many pages of it as things happened.

    `blinded` forms are for unblinded people only. Of `recorded_here` forms the entries are the source themselves.
    `summary` names the items that stand for a page in lists. `licence` names the instrument's licence in the study.
    """

    id: Id
    version: Version
    title: Words
    short: Words = NO_WORDS
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    repeating: bool = False
    blinded: bool = False
    recorded_here: bool = False
    licence: Id | None = None
    summary: tuple[Id, ...] = ()

    @cached_property
    def _places(self) -> dict[str, tuple[Section, Item]]:
        return {item.id: (section, item) for section in self.sections for item in section.items}

    @cached_property
    def _repeating(self) -> frozenset[str]:
        return frozenset(item.id for section in self.sections if section.layout.repeats for item in section.items)

    def repeats(self, item: str) -> bool:
        """Whether an item is asked once per row of its section."""
        return item in self._repeating

    def items(self) -> Iterator[Item]:
        """Walk all items in reading order."""
        for section in self.sections:
            yield from section.items

    def has(self, item: str) -> bool:
        """Whether the form asks `item`."""
        return item in self._places

    def item(self, item: str) -> Item:
        """Return an item by its id. Raises KeyError."""
        return self._places[item][1]

    def is_blinded(self, item: str) -> bool:
        """Whether only unblinded people may see an item: by its own mark, or that of its section or form."""
        section, found = self._places[item]
        return self.blinded or section.blinded or found.blinded

    @cached_property
    def wholly_blinded(self) -> bool:
        """Whether nothing of the form is seen by blinded people, who do not learn that one of its pages was begun.

        No visit waits for such a page, or whether it is complete would tell.
        """
        return all(self.is_blinded(item.id) for item in self.items())

    def is_recorded_here(self, item: str) -> bool:
        """Whether an entry is the source itself: what stands nearest to the item says so.

        What the program works out has its source in what it is worked out from, and a note is no entry.
        """
        section, found = self._places[item]
        if found.is_derived or found.kind is Kind.NOTE:
            return False
        said = (each for each in (found.recorded_here, section.recorded_here) if each is not None)
        return next(said, self.recorded_here)

    def section_of(self, item: str) -> Section:
        """Return the section an item stands in. Raises KeyError."""
        return self._places[item][0]
