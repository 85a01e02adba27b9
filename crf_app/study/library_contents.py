"""What a library has: its forms, each with what it wants of a study, and the code lists they share.

An author decides by it what to include. It is read from the forms themselves: what a rule names, a form needs or reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from crf_app.base.local_text import LocalText
from crf_app.expressions.edss_choices import CHOICES
from crf_app.expressions.functions import LOOKUP
from crf_app.expressions.parse import RuleError, parse
from crf_app.study.draft import CODELISTS, FORMS
from crf_app.study.draft_codelists import LIBRARY_CODELISTS, SharedList
from crf_app.study.findings import Finding
from crf_app.study.folder import read_texts
from crf_app.study.form import Form
from crf_app.study.include import form_alone, included, is_inclusion
from crf_app.study.library import LIBRARY, library_within
from crf_app.study.names import BASELINE, PREVIOUS, SETTINGS, SUBJECT
from crf_app.study.roles import ROLES
from crf_app.study.rulebook import VISITS
from crf_app.study.rules import rule_texts
from crf_app.study.typed import read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

Name = tuple[str, ...]
"""A name as it stands in a rule, part by part."""


@dataclass(frozen=True)
class LibraryForm:
    """A form of the library.

    A study that includes it gives its `settings`, each with what it may be where that is bound, and its `licence`.
    It stands `together` with the forms whose tables it looks things up in. `forms` and `roles` are what its rules read
    elsewhere: what the study does not ask of it is unknown, and the rule rests. `gives` are the roles of its own items,
    which other forms may read.
    """

    id: str
    version: int
    title: LocalText
    is_log: bool
    settings: Mapping[str, tuple[str, ...]]
    licence: str | None
    together: tuple[str, ...]
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    gives: tuple[str, ...]

    @property
    def schedule(self) -> str:
        """The key of schedule.yaml under which the form stands."""
        return "logs" if self.is_log else "visits"


@dataclass(frozen=True)
class SharedCodes:
    """A code list of the library, with the codes it offers."""

    id: str
    version: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class LibraryContents:
    """All that a study may include, and what of the library could not be read."""

    forms: tuple[LibraryForm, ...]
    codelists: tuple[SharedCodes, ...]
    findings: tuple[Finding, ...]


def read_contents(folder: Path) -> LibraryContents:
    """Read what the library in `folder` has."""
    texts, findings = read_texts(folder, (CODELISTS,), (FORMS,))
    contents = contents_of({f"{LIBRARY}{name}": text for name, text in texts.items()})
    unreadable = (replace(each, file=f"{LIBRARY}{each.file}") for each in findings)
    return replace(contents, findings=(*unreadable, *contents.findings))


def contents_of(texts: Mapping[str, str]) -> LibraryContents:
    """Return what a library has whose files have these texts, by their names: ``library/forms/edss.yaml``."""
    findings: list[Finding] = []
    forms: list[_Read] = []
    lists: list[SharedCodes] = []
    for file in sorted(texts):
        text, _ = clean(file, texts[file])
        node, wrong = read_yaml(file, text)
        findings += wrong
        if node is None:
            continue
        if file == LIBRARY_CODELISTS:
            lists += _shared_lists(node, findings)
        elif PurePosixPath(file).parent == PurePosixPath(LIBRARY, FORMS):
            form = _form(file, node, texts, findings)
            forms += [form] if form else []
    found = sorted((_wants(read, forms) for read in forms), key=lambda form: (form.id, -form.version))
    return LibraryContents(tuple(found), tuple(lists), tuple(findings))


def _shared_lists(node: Node, findings: list[Finding]) -> Iterator[SharedCodes]:
    for name, each in node.content.items() if isinstance(node.content, dict) else ():
        shared, wrong = read_model(SharedList, each)
        findings += wrong
        if shared is not None:
            yield SharedCodes(name, shared.version, tuple(code.code for code in shared.codes))


@dataclass(frozen=True)
class _Read:
    """A form that was read, and the names of the tables it brings along."""

    form: Form
    tables: frozenset[str]


def _form(file: str, node: Node, texts: Mapping[str, str], findings: list[Finding]) -> _Read | None:
    whole: Node | None = node
    if is_inclusion(node):
        whole, _, wrong = included(file, node, library_within(texts))
        findings += wrong
    if whole is None or not isinstance(whole.content, dict):
        return None
    form, wrong = read_model(Form, form_alone(whole))
    findings += wrong
    tables = whole.child("tables")
    brought = tables.content if tables is not None and isinstance(tables.content, dict) else {}
    return None if form is None else _Read(form, frozenset(brought))


def _wants(this: _Read, others: list[_Read]) -> LibraryForm:
    form, known = this.form, {other.form.id for other in others}
    rules = [tree for written in rule_texts(form) if (tree := _tree(written.text))]
    read = {name for rule in rules for name in _names(rule)}
    tables = {table for rule in rules for table in _tables(rule)} - this.tables
    gives = {item.role for item in form.items() if item.role}
    settings = sorted(name[1] for name in read if name[0] == SETTINGS and len(name) > 1)
    heads = {name[1] if name[0] in (PREVIOUS, BASELINE, VISITS) else name[0] for name in read if len(name) > 1}
    return LibraryForm(
        form.id,
        form.version,
        form.title,
        form.repeating,
        {name: CHOICES.get(name, ()) for name in settings},
        form.licence,
        tuple(sorted({other.form.id for other in others if tables & other.tables})),
        tuple(sorted((heads & known) - {form.id})),
        tuple(sorted({role for name in read for role in _roles(name)} - gives)),
        tuple(sorted(gives)),
    )


def _roles(name: Name) -> Iterator[str]:
    """Return the role that a name reads: ``subject.dose.start``, ``subject.sex``, ``visits.subject.edss.step``."""
    parts = name[1:] if name[0] == VISITS else name
    if parts[0] == SUBJECT:
        yield from (role for role in (".".join(parts), ".".join(parts[1:])) if role in ROLES)


def _tree(rule: str) -> ast.expr | None:
    """Return a rule as a tree; what is no rule is for whoever checks a study to complain about."""
    try:
        return parse(rule).tree
    except RuleError:
        return None


def _tables(rule: ast.expr) -> Iterator[str]:
    """Walk the tables a rule looks something up in."""
    for node in ast.walk(rule):
        match node:
            case ast.Call(func=ast.Name(id=LOOKUP.name), args=[ast.Constant(value=str() as table), *_]):
                yield table


def _names(rule: ast.expr) -> Iterator[Name]:
    """Walk the names in a rule."""
    waiting: list[ast.AST] = [rule]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name | ast.Attribute):
            yield tuple(ast.unparse(node).split("."))
        elif isinstance(node, ast.Call):
            waiting += node.args  # what is called is a function
        else:
            waiting += ast.iter_child_nodes(node)
