"""What the scenarios of a study leave unproven: checks nobody has seen firing, derivations nobody has seen working."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from crf_app.study.draft import form_file
from crf_app.study.findings import Finding, Place, in_order
from crf_app.study.form import Form
from crf_app.study.library import origins
from crf_app.study.range_checks import is_range_check
from crf_app.study.rulebook import NOTHING, RuleKind
from crf_app.study.scenario import Expect
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import Node, read_yaml


@dataclass
class Shown:
    """What scenarios that hold have shown of derived items, as (form, item): a value, and none."""

    value: set[tuple[str, str]] = field(default_factory=set)
    nothing: set[tuple[str, str]] = field(default_factory=set)

    def add(self, expect: Expect) -> None:
        """Take in what one scenario expects."""
        for path, wanted in expect.values.items():
            (self.value if wanted else self.nothing).add(_item(path))
        self.nothing |= {_item(path) for path in expect.hidden}


def _item(path: str) -> tuple[str, str]:
    form, *_, item = path.split(".")
    return form, item


def _places(study: Study, form: str, what: str) -> dict[str, Place]:
    """Find where the checks (or items) of a form are written: in the library where they come from there."""
    places: dict[str, Place] = {}
    for file in (*origins(study.source, form), form_file(form)):
        node, _ = read_yaml(file, study.source.get(file, ""))
        for holder in _listed(node, "sections") if what == "items" else [node]:
            for each in _listed(holder, what):
                places[str(each.find("id").content)] = each.find("id").place
    return places


@dataclass
class _Idle:
    """What a form of the library asks and checks in vain, because the study has no item for what it reads."""

    items: set[str] = field(default_factory=set)
    checks: set[str] = field(default_factory=set)


def _idle(study: Study, form: Form) -> _Idle:
    """Find what rests in an included form: a library cannot know what every study has."""
    idle = _Idle()
    if not origins(study.source, form.id):
        return idle
    for rule in study.rulebook.rules_of(form.id):
        rests = any(ref.form == NOTHING or (ref.form == form.id and ref.item in idle.items) for ref in rule.reads)
        if rests and rule.kind in (RuleKind.RELEVANCE, RuleKind.DERIVATION):
            idle.items.add(rule.target)
        elif rule.kind is RuleKind.CHECK and rule.check and (rests or rule.target in idle.items):
            idle.checks.add(rule.check.id)
    return idle


def _listed(node: Node | None, key: str) -> list[Node]:
    found = node.child(key) if node is not None else None
    return found.content if found is not None and isinstance(found.content, list) else []


def unproven(study: Study, fired: Set[str], silent: Set[str]) -> tuple[Finding, ...]:
    """Find checks the scenarios leave unproven.

    `fired` are the ids of the checks that fired in a scenario that expects them to, `silent` those
    that stayed silent in one that expects that. The range checks the program makes itself are
    proven by its own tests.
    """
    found = []
    for form in study.forms.values():
        places, idle = _places(study, form.id, "checks"), _idle(study, form)
        for check in form.checks:
            if is_range_check(form.id, check) or check.id in idle.checks:
                continue
            place = places.get(check.id, Place(form_file(form.id)))
            if check.id not in fired:
                said = f"no scenario makes “{check.id}” fire"
                found.append(Finding.at(place, "S015", said))
            if check.id not in silent:
                said = f"no scenario expects “{check.id}” to stay silent"
                found.append(Finding.at(place, "S016", said))
    return in_order(found)


def unseen(study: Study, shown: Shown) -> tuple[Finding, ...]:
    """Find derivations that no scenario shows with a value, or none shows without one."""
    found = []
    for form in study.forms.values():
        places, idle = _places(study, form.id, "items"), _idle(study, form)
        for item in form.items():
            if not item.is_derived or item.id in idle.items:
                continue
            place = places.get(item.id, Place(form_file(form.id)))
            if (form.id, item.id) not in shown.value:
                said = f"no scenario shows a value of “{item.id}”"
                found.append(Finding.at(place, "S026", said))
            if (form.id, item.id) not in shown.nothing:
                said = f"no scenario leaves “{item.id}” without a value, or not asked"
                found.append(Finding.at(place, "S027", said))
    return in_order(found)
