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

    `visit` is None for the same visit, a planned visit's id, ``previous`` or ``baseline``; forms that are logs are
    read at the subject, whatever the visit. `row` is None outside groups and for the rule's own row, or a fixed row's
    id. Three forms stand for no item: ``@today``, ``@visit`` (item ``date``) and ``@settings``.
    """

    form: str
    item: str
    visit: str | None = None
    row: str | None = None


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
