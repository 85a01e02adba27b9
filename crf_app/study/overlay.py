"""What a study says otherwise, laid over a form of the library.

Both are nodes yet, before anything is typed: each value keeps the place where it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from crf_app.study.findings import Finding, Place, did_you_mean
from crf_app.study.yaml_nodes import Node

_OVER = ("version", "title", "short", "licence", "summary", "blinded", "recorded_here")
"""Keys of the whole form that a study may give anew."""


@dataclass
class _Overlay:
    """What the study says, and what was found to be wrong with it."""

    own: Node
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, place: Place, text: str) -> None:
        self.findings.append(Finding.at(place, code, text))


def laid_over(own: Node, base: Node) -> tuple[Node, list[Finding]]:
    """Return the form `base` with what `own` says otherwise, and what `own` says in vain.

    Both are sound: `base` is a form, `own` an inclusion.
    """
    overlay = _Overlay(own)
    assert isinstance(own.content, dict)
    form = _with_keys(base, {key: node for key, node in own.content.items() if key in _OVER}, own)
    form = _with_sections(overlay, form)
    form = _with_items(overlay, form)
    form = _with_checks(overlay, form)
    form = _without(overlay, form)
    lists = overlay.own.child("codelists")
    if lists is not None and isinstance(lists.content, dict):
        before = form.child("codelists") or Node(lists.place, {}, {})
        form = _with_keys(form, {"codelists": _with_keys(before, lists.content, lists)}, overlay.own)
    return form, overlay.findings


def _with_keys(base: Node, changed: dict[str, Node], source: Node) -> Node:
    """Return a mapping with some keys given anew; each key keeps the place where it is written."""
    assert isinstance(base.content, dict)
    keys = {key: source.keys.get(key, source.place) for key in changed}
    return Node(base.place, {**base.content, **changed}, {**base.keys, **keys})


def _listed(node: Node | None) -> list[Node]:
    return node.content if node is not None and isinstance(node.content, list) else []


def _text(node: Node, key: str) -> str:
    found = node.child(key)
    return found.content if found is not None and isinstance(found.content, str) else ""


def _id(node: Node) -> str:
    return _text(node, "id")


def _replaced(form: Node, key: str, nodes: list[Node], source: Node) -> Node:
    before = form.child(key)
    return _with_keys(form, {key: Node(before.place if before else source.place, list(nodes), {})}, form)


def _each_over(base: list[Node], added: list[Node], laid_over: Callable[[Node, Node], Node]) -> list[Node]:
    """Lay each node over the one of its id, and put the others behind.

    What is given twice stays given twice: whoever looks through the form complains of it.
    """
    found = list(base)
    waiting: dict[str, int] = {}
    for n, each in enumerate(base):
        waiting.setdefault(_id(each), n)
    for each in added:
        if isinstance(each.content, dict) and _id(each) in waiting:
            n = waiting.pop(_id(each))
            found[n] = laid_over(base[n], each)
        else:
            found.append(each)
    return found


def _given_once(overlay: _Overlay, key: str) -> list[Node]:
    """Return what the study lists under a key, and complain of what it gives twice."""
    added = _listed(overlay.own.child(key))
    seen: set[str] = set()
    for each in added:
        if _id(each) in seen - {""}:
            overlay.say("S012", each.find("id").place, f"“{_id(each)}” is given twice here")
        seen.add(_id(each))
    return added


def _over(before: Node, added: Node) -> Node:
    assert isinstance(added.content, dict)
    return _with_keys(before, added.content, added)


def _with_sections(overlay: _Overlay, form: Node) -> Node:
    added = _given_once(overlay, "sections")
    for section in added:
        for key in ("items", "rows"):
            given = section.child(key)
            if given is not None and not isinstance(given.content, list):
                overlay.say("S011", given.place, f"“{key}” should be a list")
    sections = _each_over(_listed(form.child("sections")), added, _section_over)
    return _replaced(form, "sections", sections, overlay.own)


def _section_over(before: Node, added: Node) -> Node:
    assert isinstance(added.content, dict)
    changed = dict(added.content)
    if "items" in changed:
        joined = [*_listed(before.child("items")), *_listed(changed["items"])]
        changed["items"] = replace(changed["items"], content=joined)
    if "rows" in changed:
        changed["rows"] = replace(changed["rows"], content=_rows(before, changed["rows"]))
    return _with_keys(before, changed, added)


def _rows(section: Node, changed: Node) -> list[Node]:
    """Lay rows over those of the same id and add the others; in a series each comes at its minute."""
    rows = _each_over(_listed(section.child("rows")), _listed(changed), _over)
    return sorted(rows, key=_minutes) if all(map(_minutes, rows)) else rows


_MINUTES = re.compile(r"[+-]?[0-9]{1,9}")


def _minutes(row: Node) -> tuple[int, ...]:
    """Return a row's minutes as something to sort by; nothing where it has none or they are no number."""
    written = _text(row, "minutes")
    return (int(written),) if _MINUTES.fullmatch(written) else ()


def _with_items(overlay: _Overlay, form: Node) -> Node:
    changes = overlay.own.child("items")
    if changes is None or not isinstance(changes.content, dict):
        return form
    waiting = dict(changes.content)
    sections = []
    for section in _listed(form.child("sections")):
        if section.child("items") is None:
            sections.append(section)
            continue
        items = []
        for item in _listed(section.child("items")):
            change = waiting.pop(_id(item), None)
            if change is not None and isinstance(change.content, dict):
                items.append(_with_keys(item, change.content, change))
            else:
                items.append(item)
        sections.append(_replaced(section, "items", items, overlay.own))
    for name in waiting:
        _not_there(overlay, form, name, changes.keys[name])
    return _replaced(form, "sections", sections, overlay.own)


def _with_checks(overlay: _Overlay, form: Node) -> Node:
    checks = _each_over(_listed(form.child("checks")), _given_once(overlay, "checks"), _over)
    return _replaced(form, "checks", checks, overlay.own) if checks else form


def _without(overlay: _Overlay, form: Node) -> Node:
    """Take out what the study does not ask, and what would hang in the air without it."""
    unwanted = {str(node.content): node.place for node in _listed(overlay.own.child("without"))}
    known = set(_ids(form))
    for name, place in unwanted.items():
        if name not in known:
            _not_there(overlay, form, name, place)
    sections = []
    for section in _listed(form.child("sections")):
        if _id(section) in unwanted:
            unwanted |= {_id(item): section.place for item in _listed(section.child("items"))}
            continue
        kept = section
        for key in ("items", "rows"):
            if section.child(key) is not None:
                left = [each for each in _listed(section.child(key)) if _id(each) not in unwanted]
                kept = _replaced(kept, key, left, section)
        emptied = _listed(section.child("items")) and not _listed(kept.child("items"))
        if not emptied:
            sections.append(kept)
    form = _replaced(form, "sections", sections, overlay.own)
    checks = [
        each
        for each in _listed(form.child("checks"))
        if _id(each) not in unwanted and _text(each, "item") not in unwanted
    ]
    if form.child("checks") is not None:
        form = _replaced(form, "checks", checks, overlay.own)
    summary = [each for each in _listed(form.child("summary")) if each.content not in unwanted]
    return _replaced(form, "summary", summary, overlay.own) if form.child("summary") is not None else form


def _ids(form: Node) -> Iterator[str]:
    for section in _listed(form.child("sections")):
        yield _id(section)
        for key in ("items", "rows"):
            yield from (_id(each) for each in _listed(section.child(key)))
    yield from (_id(check) for check in _listed(form.child("checks")))


def _not_there(overlay: _Overlay, form: Node, name: str, place: Place) -> None:
    said = f"the form of the library has no “{name}”{did_you_mean(name, _ids(form))}"
    overlay.say("S014", place, said)
