"""Forms taken from the library: included by name and version, and narrowed without copying.

A form file that begins with ``include`` says what it takes and what it changes. The library's text and the file's
own are laid over each other as nodes, before anything is typed: each value keeps the place where it was written, so
that a finding leads to the library or to the study, whichever is to be mended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crf_app.study.defined import NO_WORDS, Defined, FolderId, Id, Version, Words
from crf_app.study.findings import Finding, Place
from crf_app.study.form import Form
from crf_app.study.library import LIBRARY, STUDIES, Library
from crf_app.study.overlay import laid_over
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
    version: Version
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
    version: Version | None = None
    title: Words = NO_WORDS
    short: Words = NO_WORDS
    licence: Id | None = None
    blinded: bool = False
    recorded_here: bool = False
    summary: tuple[Id, ...] = ()
    items: dict[Id, dict[str, Any]] = {}
    without: tuple[Id, ...] = ()
    sections: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()
    codelists: dict[Id, Any] = {}
    skip: tuple[str, ...] = ()


DEFINITIONS = ("codelists", "tables")
"""Keys under which a form brings along what is the study's, not its own."""


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
    form, wrong = laid_over(own, base)
    merge.findings += wrong
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
        form = None if node is None else _form(merge, node)
        if form is None:
            continue
        if form.version == wanted.version:
            return node
        found.append(str(form.version))
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


def form_alone(node: Node) -> Node:
    """Return a form's text without the code lists and tables it brings along."""
    if not isinstance(node.content, dict):
        return node
    return Node(node.place, {key: each for key, each in node.content.items() if key not in DEFINITIONS}, node.keys)


def _form(merge: _Merge, node: Node) -> Form | None:
    """Give the library's form its type before anything is laid over it: its faults are its own."""
    form, findings = read_model(Form, form_alone(node))
    merge.findings += findings
    for key in DEFINITIONS:
        brought = node.child(key)
        if brought is not None and not isinstance(brought.content, dict):
            merge.say("S011", brought.place, f"{key} are a mapping: each id with what it holds")
    return None if merge.findings else form
