"""All that is checked of a study beyond the form of its text."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.study.draft import Draft, form_file
from crf_app.study.findings import Finding, Place, did_you_mean
from crf_app.study.lint_access import lint_access, lint_rows, lint_told
from crf_app.study.lint_amends import lint_amends
from crf_app.study.lint_codelists import lint_codelists, lint_facts
from crf_app.study.lint_forms import lint_forms
from crf_app.study.lint_rules import lint_rules
from crf_app.study.lint_schedule import lint_schedule
from crf_app.study.lint_texts import lint_languages, lint_placeholders
from crf_app.study.roles import ALWAYS_NEEDED, ROLES
from crf_app.study.rulebook import Rulebook


def lint(draft: Draft, rulebook: Rulebook) -> Iterator[Finding]:
    """Check a study as a whole; parts that could not be read are passed over."""
    yield from lint_facts(draft)
    yield from lint_access(draft)
    yield from lint_told(draft)
    yield from lint_rows(draft)
    yield from lint_amends(draft)
    yield from lint_codelists(draft)
    yield from lint_schedule(draft)
    yield from lint_forms(draft)
    yield from lint_roles(draft)
    yield from lint_languages(draft)
    yield from lint_placeholders(draft, rulebook)
    yield from lint_rules(draft, rulebook)


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
