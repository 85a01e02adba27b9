"""All that is checked of a study beyond the form of its text."""

from __future__ import annotations

from collections.abc import Iterator, Set

from crf_app.study.draft import Draft, form_file
from crf_app.study.findings import Finding, Place, did_you_mean, in_order
from crf_app.study.lint_codelists import lint_codelists, lint_facts
from crf_app.study.lint_forms import lint_forms
from crf_app.study.lint_schedule import lint_schedule
from crf_app.study.lint_texts import lint_languages, lint_placeholders
from crf_app.study.range_checks import is_range_check
from crf_app.study.roles import ALWAYS_NEEDED, ROLES
from crf_app.study.rulebook import Rulebook
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import read_yaml


def lint(draft: Draft, rulebook: Rulebook) -> Iterator[Finding]:
    """Check a study as a whole; parts that could not be read are passed over."""
    yield from lint_facts(draft)
    yield from lint_codelists(draft)
    yield from lint_schedule(draft)
    yield from lint_forms(draft)
    yield from lint_roles(draft)
    yield from lint_languages(draft)
    yield from lint_placeholders(draft, rulebook)


def lint_roles(draft: Draft) -> Iterator[Finding]:
    """Check that roles are known, fit their items, are given once and where needed."""
    seen: dict[str, str] = {}
    for form in draft.forms.values():
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                if item.role is None:
                    continue
                place = draft.place(form_file(form.id), "sections", s, "items", i, "role")
                here = f"{form.id}.{item.id}"
                role = ROLES.get(item.role)
                if role is None:
                    said = f"there is no role “{item.role}”{did_you_mean(item.role, ROLES)}"
                    yield Finding.at(place, "S017", said)
                elif item.kind not in role.kinds:
                    said = f"an item of kind {item.kind.value} cannot be “{item.role}”"
                    yield Finding.at(place, "S017", said)
                first = seen.setdefault(item.role, here)
                if first != here:
                    said = f"the role “{item.role}” is given to “{first}” too"
                    yield Finding.at(place, "S017", said)
    if not draft.broken:
        yield from _missing_roles(draft, seen)


def _missing_roles(draft: Draft, seen: dict[str, str]) -> Iterator[Finding]:
    """Find needed roles nobody has, said where a role of the same group is given."""
    groups = {ROLES[role].group: home for role, home in seen.items() if role in ROLES}
    for role in ROLES.values():
        if role.name in seen or not role.needed:
            continue
        if role.group in groups:
            form = groups[role.group].partition(".")[0]
            said = f"the form has other “{role.group}” roles but no item is “{role.name}”"
            yield Finding.at(draft.place(form_file(form), "id"), "S017", said)
        elif role.name in ALWAYS_NEEDED and draft.forms:
            said = f"no item has the role “{role.name}”, which every study needs"
            yield Finding.at(Place("study.yaml"), "S017", said)


def unproven(study: Study, fired: Set[str], silent: Set[str]) -> tuple[Finding, ...]:
    """Find checks the scenarios leave unproven.

    `fired` are the ids of the checks that fired in a scenario that expects them to, `silent` those
    that stayed silent in one that expects that. The range checks the program makes itself are
    proven by its own tests.
    """
    found = []
    for form in study.forms.values():
        file = form_file(form.id)
        node, _ = read_yaml(file, study.source.get(file, ""))
        for n, check in enumerate(form.checks):
            if is_range_check(form.id, check) or node is None:
                continue
            place = node.find("checks", n, "id").place
            if check.id not in fired:
                said = f"no scenario makes “{check.id}” fire"
                found.append(Finding.at(place, "S015", said))
            if check.id not in silent:
                said = f"no scenario expects “{check.id}” to stay silent"
                found.append(Finding.at(place, "S016", said))
    return in_order(found)
