"""The rules of a study, compiled and in the order in which they must be walked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crf_app.expressions.compile import Expression
from crf_app.study.form import Check


@dataclass(frozen=True)
class Ref:
    """A place a rule reads.

    `visit` is None for the same visit, a planned visit's id, ``previous``, ``baseline``, `LATEST` or `VISITS`; forms
    that are logs are read at the subject, whatever the visit. `row` is None outside groups and for the rule's own row,
    or a fixed row's id. Some forms stand for no item: ``@today``, ``@visit`` (items ``date``, ``target``, ``opens``,
    ``closes``), ``@row``, ``@page``, ``@settings``, and ``@nothing`` for a role that the study gives to no item.
    """

    form: str
    item: str
    visit: str | None = None
    row: str | None = None


LATEST = "latest"
"""The visit of a name that reads the last value up to now, this visit included."""

VISITS = "visits"
"""The visit of a name that reads each visit up to now, this one included, inside an aggregate."""

NOTHING = "@nothing"
"""The form of a role that the study gives to no item."""

BY_DAY = frozenset({"previous", LATEST, VISITS})
"""The visits of names that mean another visit when the day of one changes."""

WITH_THIS_VISIT = frozenset({None, LATEST, VISITS})
"""The visits of names that may read the visit the rule stands on."""


class RuleKind(StrEnum):
    """What a rule decides."""

    SECTION_RELEVANCE = "section_relevance"
    RELEVANCE = "relevance"
    REQUIRED = "required"
    DERIVATION = "derivation"
    COUNTS_AS = "counts_as"
    CHECK = "check"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class Rule:
    """One compiled rule and what it decides about: an item of a form (a section, for section relevance).

    `group` is the repeating section it runs in, once per row. `check` is given for checks and proposals.
    """

    kind: RuleKind
    form: str
    target: str
    expression: Expression
    reads: frozenset[Ref]
    group: str | None = None
    check: Check | None = None


@dataclass(frozen=True)
class Rulebook:
    """Every rule by the form it belongs to, in dependency order, and who reads what.

    `order[form]` walks relevance and derivations before the rules that read them. `readers[(form, item)]` lists the
    rules of any form that read an item, so a change anywhere finds what it may change.
    """

    order: Mapping[str, tuple[Rule, ...]]
    readers: Mapping[tuple[str, str], tuple[Rule, ...]]

    def rules_of(self, form: str) -> tuple[Rule, ...]:
        """Return the rules of a form in the order they must be walked."""
        return self.order.get(form, ())
