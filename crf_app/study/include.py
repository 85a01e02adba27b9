"""Forms taken from the library: included by name and version, and narrowed without copying.

A form file that begins with ``include`` says what it takes and what it changes. The library's text and the file's
own are laid over each other as nodes, before anything is typed: each value keeps the place where it was written, so
that a finding leads to the library or to the study, whichever is to be mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from crf_app.study.defined import NO_WORDS, Defined, FolderId, Id, Words
from crf_app.study.findings import Finding, Place, did_you_mean
from crf_app.study.library import LIBRARY, STUDIES, Library
from crf_app.study.typed import read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

MAX_CHAIN = 5
"""How many forms may include each other in a row; more is a circle."""


class Included(Defined):
    """What is taken from the library: a form, and the version of it that the study was written for.

    `of` names a study folder beside this one to take the form from, with what that study made of it: an amendment
    takes the forms of the version before that it does not change.
    """

    form: Id
    version: int
    of: FolderId | None = None


class Inclusion(Defined):
    """A form file that includes a form of the library, and what it changes in it.

    `items` changes single items: the keys given replace those of the library. `without` takes out items, rows,
    sections and checks by their ids; with an item go the checks that stand at it. `sections` adds to a section of
    the same id (a row of the same id is given anew), or adds a section; `checks` and `codelists` replace those of the
    same id, or add. `version` is the study's own count of this form, which begins with that of the library. `skip`
    names scenarios of the library that do not hold any more.
    """

    include: Included
    version: int | None = None
    title: Words = NO_WORDS
    short: Words = NO_WORDS
    licence: Id | None = None
    blinded: bool = False
    summary: tuple[Id, ...] = ()
    items: dict[Id, dict[str, Any]] = {}
    without: tuple[Id, ...] = ()
    sections: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()
    codelists: dict[Id, Any] = {}
    skip: tuple[str, ...] = ()


_OVER = ("version", "title", "short", "licence", "summary", "blinded")
"""Keys of the whole form that a study may give anew."""


@dataclass
class _Merge:
    """One form being put together. `texts` are the library's files that were read."""

    library: Library
    file: str
    own: Node
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    depth: int = 0

    def say(self, code: str, place: Place, text: str) -> None:
        self.findings.append(Finding.at(place, code, text))


def is_inclusion(node: Node) -> bool:
    """Whether a form's file takes its form from the library."""
    return isinstance(node.content, dict) and "include" in node.content


def included(
    file: str, own: Node, library: Library, depth: int = 0
) -> tuple[Node | None, dict[str, str], list[Finding]]:
    """Return the form that `own` takes from the library and changes, the library's texts, and what is wrong.

    There is no form when the library cannot give it, or when a change names something that is not there.
    """
    merge = _Merge(library, file, own, depth=depth)
    inclusion, merge.findings = read_model(Inclusion, own)
    if inclusion is None:
        return None, {}, merge.findings
    base = _base(merge, inclusion.include)
    if base is None:
        return None, merge.texts, merge.findings
    form = _laid_over(merge, base)
    return (None if merge.findings else form), merge.texts, merge.findings


def library_file(form: str, version: int | None = None, study: str | None = None) -> str:
    """Return where a form of the library, or of another study, is written; an older version stands under its number."""
    home = f"{STUDIES}{study}/" if study else LIBRARY
    return f"{home}forms/{form}{f'-{version}' if version else ''}.yaml"


def _base(merge: _Merge, wanted: Included) -> Node | None:
    """Read the library's form in the version wanted."""
    at = merge.own.find("include", "form").place
    found: list[str] = []
    for name in (library_file(wanted.form, None, wanted.of), library_file(wanted.form, wanted.version, wanted.of)):
        node = _read(merge, name)
        if node is None:
            continue
        version = node.find("version").content
        if version == str(wanted.version):
            return node
        found.append(str(version))
        merge.texts.clear()
    if merge.findings:
        return None
    home = f"“{wanted.of}”" if wanted.of else "the library"
    said = f"{home} has no form “{wanted.form}”{'' if wanted.of else '; `crf-app library` lists those it has'}"
    if found:
        said = f"{home} has “{wanted.form}” in version {found[0]}, not {wanted.version}"
        at = merge.own.find("include", "version").place
    merge.say("S021", at, said)
    return None


def _read(merge: _Merge, name: str) -> Node | None:
    text = merge.library(name)
    if text is None:
        return None
    if isinstance(text, Finding):
        merge.findings.append(text)
        return None
    text, _ = clean(name, text)
    node, findings = read_yaml(name, text)
    merge.findings += findings
    if node is None:
        return None
    merge.texts[name] = text
    if not is_inclusion(node):
        return node
    if merge.depth >= MAX_CHAIN:
        merge.say("S021", node.place, f"more than {MAX_CHAIN} forms include each other in a row")
        return None
    node, texts, findings = included(name, node, merge.library, merge.depth + 1)
    merge.texts |= texts
    merge.findings += findings
    return node


def _laid_over(merge: _Merge, base: Node) -> Node:
    assert isinstance(merge.own.content, dict)
    form = _with_keys(base, {key: node for key, node in merge.own.content.items() if key in _OVER}, merge.own)
    form = _with_sections(merge, form)
    form = _with_items(merge, form)
    form = _with_checks(merge, form)
    form = _without(merge, form)
    lists = merge.own.child("codelists")
    if lists is not None and isinstance(lists.content, dict):
        before = form.child("codelists") or Node(lists.place, {}, {})
        form = _with_keys(form, {"codelists": _with_keys(before, lists.content, lists)}, merge.own)
    return form


def _with_keys(base: Node, changed: dict[str, Node], source: Node) -> Node:
    """Return a mapping with some keys given anew; each key keeps the place where it is written."""
    assert isinstance(base.content, dict)
    keys = {key: source.keys.get(key, source.place) for key in changed}
    return Node(base.place, {**base.content, **changed}, {**base.keys, **keys})


def _listed(node: Node | None) -> list[Node]:
    return node.content if node is not None and isinstance(node.content, list) else []


def _id(node: Node) -> str:
    found = node.child("id")
    return found.content if found is not None and isinstance(found.content, str) else ""


def _replaced(form: Node, key: str, nodes: list[Node], source: Node) -> Node:
    before = form.child(key)
    return _with_keys(form, {key: Node(before.place if before else source.place, list(nodes), {})}, form)


def _with_sections(merge: _Merge, form: Node) -> Node:
    sections = {_id(each): each for each in _listed(form.child("sections"))}
    for added in _listed(merge.own.child("sections")):
        before = sections.get(_id(added))
        if before is None:
            sections[_id(added)] = added
            continue
        assert isinstance(added.content, dict)
        changed = dict(added.content)
        if "items" in changed:
            joined = [*_listed(before.child("items")), *_listed(changed["items"])]
            changed["items"] = replace(changed["items"], content=joined)
        if "rows" in changed:
            changed["rows"] = replace(changed["rows"], content=_rows(before, changed["rows"]))
        sections[_id(added)] = _with_keys(before, changed, added)
    return _replaced(form, "sections", list(sections.values()), merge.own)


def _rows(section: Node, changed: Node) -> list[Node]:
    """Lay rows over those of the same id and add the others; in a series each comes at its minute."""
    rows = {_id(each): each for each in _listed(section.child("rows"))}
    for row in _listed(changed):
        before = rows.get(_id(row))
        laid_over = before is not None and isinstance(row.content, dict)
        rows[_id(row)] = _with_keys(before, row.content, row) if laid_over else row  # type: ignore[arg-type]
    return sorted(rows.values(), key=_minutes) if all(map(_minutes, rows.values())) else list(rows.values())


def _minutes(row: Node) -> tuple[int, ...]:
    """Return a row's minutes as something to sort by; nothing where it has none or they are no number."""
    written = row.find("minutes").content if row.child("minutes") is not None else None
    digits = isinstance(written, str) and written.lstrip("+-").isdecimal()
    return (int(str(written)),) if digits else ()


def _with_items(merge: _Merge, form: Node) -> Node:
    changes = merge.own.child("items")
    if changes is None or not isinstance(changes.content, dict):
        return form
    waiting = dict(changes.content)
    sections = []
    for section in _listed(form.child("sections")):
        items = []
        for item in _listed(section.child("items")):
            change = waiting.pop(_id(item), None)
            if change is not None and isinstance(change.content, dict):
                items.append(_with_keys(item, change.content, change))
            else:
                items.append(item)
        sections.append(_replaced(section, "items", items, merge.own))
    for name in waiting:
        _not_there(merge, form, name, changes.keys[name])
    return _replaced(form, "sections", sections, merge.own)


def _with_checks(merge: _Merge, form: Node) -> Node:
    checks = {_id(each): each for each in _listed(form.child("checks"))}
    for added in _listed(merge.own.child("checks")):
        before = checks.get(_id(added))
        assert isinstance(added.content, dict)
        checks[_id(added)] = added if before is None else _with_keys(before, added.content, added)
    return _replaced(form, "checks", list(checks.values()), merge.own) if checks else form


def _without(merge: _Merge, form: Node) -> Node:
    """Take out what the study does not ask, and what would hang in the air without it."""
    unwanted = {str(node.content): node.place for node in _listed(merge.own.child("without"))}
    known = set(_ids(form))
    for name, place in unwanted.items():
        if name not in known:
            _not_there(merge, form, name, place)
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
        if _listed(kept.child("items")):
            sections.append(kept)
    form = _replaced(form, "sections", sections, merge.own)
    checks = [
        each
        for each in _listed(form.child("checks"))
        if _id(each) not in unwanted and each.find("item").content not in unwanted
    ]
    if form.child("checks") is not None:
        form = _replaced(form, "checks", checks, merge.own)
    summary = [each for each in _listed(form.child("summary")) if each.content not in unwanted]
    return _replaced(form, "summary", summary, merge.own) if form.child("summary") is not None else form


def _ids(form: Node) -> Iterator[str]:
    for section in _listed(form.child("sections")):
        yield _id(section)
        for key in ("items", "rows"):
            yield from (_id(each) for each in _listed(section.child(key)))
    yield from (_id(check) for check in _listed(form.child("checks")))


def _not_there(merge: _Merge, form: Node, name: str, place: Place) -> None:
    said = f"the form of the library has no “{name}”{did_you_mean(name, _ids(form))}"
    merge.say("S014", place, said)
