"""What the scenarios of a study leave unproven: checks nobody has seen firing, derivations nobody has seen working."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
class Proof:
    """What scenarios that hold have shown.

    Checks were seen firing and staying silent; derived items, as (form, item), with a value and without one. `homes`
    tells the form of each check.
    """

    homes: dict[str, str] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    value: set[tuple[str, str]] = field(default_factory=set)
    nothing: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of_the_library(cls, study: Study, stories: Iterable[Expect]) -> Proof:
        """Begin with what the library shows of its own forms, but for what the study made otherwise."""
        proof = cls({check.id: form.id for form in study.forms.values() for check in form.checks})
        for expect in stories:
            proof.add(expect)
        for form in study.forms.values():
            checks, items = _otherwise(study, form)
            proof.fired -= checks
            proof.silent -= checks
            proof.value -= {(form.id, item) for item in items}
            proof.nothing -= {(form.id, item) for item in items}
        return proof

    def add(self, expect: Expect, forms: Collection[str] | None = None) -> None:
        """Take in what one scenario expects; that a check stays silent counts only on the `forms` it worked on."""
        self.fired |= set(expect.queries)
        self.silent |= {check for check in expect.no_queries if forms is None or self.homes.get(check) in forms}
        for path, wanted in expect.values.items():
            (self.value if wanted else self.nothing).add(_item(path))
        self.nothing |= {_item(path) for path in expect.hidden}


def _item(path: str) -> tuple[str, str]:
    form, *_, item = path.split(".")
    return form, item


def _otherwise(study: Study, form: Form) -> tuple[set[str], set[str]]:
    """Return the checks and items of a form whose rule the study wrote itself."""
    if not origins(study.source, form.id):
        return {check.id for check in form.checks}, {item.id for item in form.items()}
    node, _ = read_yaml(form_file(form.id), study.source.get(form_file(form.id), ""))
    checks = {str(each.find("id").content) for each in _listed(node, "checks") if each.child("when") is not None}
    items = node.child("items") if node is not None else None
    changed = items.content if items is not None and isinstance(items.content, dict) else {}
    own = {name for name, each in changed.items() if each.child("derive") is not None}
    for section in _listed(node, "sections"):
        own |= {str(each.find("id").content) for each in _listed(section, "items")}
    return checks, own


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


def unproven(study: Study, proof: Proof) -> tuple[Finding, ...]:
    """Find checks and derivations that the scenarios leave unproven.

    A check is to be seen firing and staying silent, a derived item with a value and without one. The range checks the
    program makes itself are proven by its own tests.
    """
    found: list[Finding] = []
    for form in study.forms.values():
        idle = _idle(study, form)
        places = _places(study, form.id, "checks")
        for check in form.checks:
            if is_range_check(form.id, check) or check.id in idle.checks:
                continue
            place = places.get(check.id, Place(form_file(form.id)))
            if check.id not in proof.fired:
                found.append(Finding.at(place, "S015", f"no scenario makes “{check.id}” fire"))
            if check.id not in proof.silent:
                found.append(Finding.at(place, "S016", f"no scenario expects “{check.id}” to stay silent"))
        found += _unseen(form, proof, idle, _places(study, form.id, "items"))
    return in_order(found)


def _unseen(form: Form, proof: Proof, idle: _Idle, places: Mapping[str, Place]) -> Iterator[Finding]:
    for item in form.items():
        if not item.is_derived or item.id in idle.items:
            continue
        place = places.get(item.id, Place(form_file(form.id)))
        if (form.id, item.id) not in proof.value:
            yield Finding.at(place, "S026", f"no scenario shows a value of “{item.id}”")
        if (form.id, item.id) not in proof.nothing:
            yield Finding.at(place, "S027", f"no scenario leaves “{item.id}” without a value, or not asked")
