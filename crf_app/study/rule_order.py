"""In which order rules are walked: what decides about an item comes before what reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crf_app.expressions.graph import Cycle, as_path, in_order
from crf_app.study.form import Form
from crf_app.study.rulebook import WITH_THIS_VISIT, Rule, RuleKind

_DECIDES = (RuleKind.SECTION_RELEVANCE, RuleKind.RELEVANCE, RuleKind.DERIVATION)
"""Kinds whose outcome other rules read: a hidden item is unknown, a derived one its value."""

_RANK = {kind: rank for rank, kind in enumerate(RuleKind)}


def walking_order(rules: Sequence[Rule], forms: Mapping[str, Form]) -> tuple[list[int], list[tuple[int, str]]]:
    """Sort rules so that each comes after those it depends on, across the forms of a visit.

    Among rules that do not depend on each other, relevance comes before requirement, derivation,
    conversion and checks, and the order given decides the rest. Returns indices of `rules`, and for
    every circle one of its rules with the path around it; rules in a circle have no place in the
    order.
    """
    deciders = _deciders(rules, forms)
    walk = sorted(range(len(rules)), key=lambda n: (_RANK[rules[n].kind], n))
    before = {n: _before(rules[n], deciders) for n in walk}
    circles: list[tuple[int, str]] = []
    while True:
        try:
            return list(in_order(before)), circles
        except Cycle as cycle:
            caught = [n for n in cycle.path if isinstance(n, int)]
            names = as_path(f"{rules[n].form}.{rules[n].target}" for n in caught)
            circles.append((caught[0], names))
            for n in caught:
                before.pop(n, None)


def _deciders(rules: Sequence[Rule], forms: Mapping[str, Form]) -> Mapping[tuple[str, str], list[int]]:
    """Return for every item the rules that decide what it reads as."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, rule in enumerate(rules):
        if rule.kind is RuleKind.SECTION_RELEVANCE:
            section = next(each for each in forms[rule.form].sections if each.id == rule.target)
            for item in section.items:
                found[(rule.form, item.id)].append(n)
        elif rule.kind in _DECIDES:
            found[(rule.form, rule.target)].append(n)
    return found


def _before(rule: Rule, deciders: Mapping[tuple[str, str], list[int]]) -> list[int]:
    """Return the rules to be walked before `rule`. Other visits are settled and do not count."""
    places = {(ref.form, ref.item) for ref in rule.reads if ref.visit in WITH_THIS_VISIT}
    return sorted({n for place in places for n in deciders.get(place, ())})
