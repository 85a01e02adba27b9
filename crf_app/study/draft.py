"""A study while it is being read: the files that could be read, beside those that could not.

Findings of one file must not hide those of another, so everything after reading works on a draft
and keeps still about what a broken file may have said.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from crf_app.expressions.tables import Table
from crf_app.study.codelist import CodeList
from crf_app.study.draft_codelists import WrittenList, read_codelists, wrong_id
from crf_app.study.findings import Finding, Place
from crf_app.study.form import Form, Section
from crf_app.study.include import form_alone, included, is_inclusion
from crf_app.study.item import Item
from crf_app.study.library import LIBRARY, Library, library_within
from crf_app.study.schedule import Schedule
from crf_app.study.study import StudyFacts
from crf_app.study.table import read_table
from crf_app.study.typed import read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

FACTS = "study.yaml"
SCHEDULE = "schedule.yaml"
CODELISTS = "codelists.yaml"
FORMS = "forms/"
TABLES = "tables/"


@dataclass
class Draft:
    """What could be read of a study. What is None, `broken` or in `broken_lists` has findings."""

    facts: StudyFacts | None = None
    schedule: Schedule | None = None
    codelists: dict[str, CodeList] | None = None
    forms: dict[str, Form] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    broken_lists: set[str] = field(default_factory=set)
    nodes: dict[str, Node] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    missed: int = 0
    code_sets: dict[str, frozenset[str]] = field(default_factory=dict)
    included: set[str] = field(default_factory=set)
    carried_lists: list[WrittenList] = field(default_factory=list)
    carried_tables: list[WrittenList] = field(default_factory=list)
    own_tables: list[WrittenList] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    broken_tables: set[str] = field(default_factory=set)
    list_nodes: dict[str, Node] = field(default_factory=dict)
    list_keys: dict[str, Place] = field(default_factory=dict)
    own_lists: frozenset[str] = frozenset()

    def place(self, file: str, *path: str | int) -> Place:
        """Return where the value at `path` of a file is written, or what holds it."""
        node = self.nodes.get(file)
        return node.find(*path).place if node else Place(file)

    def list_place(self, codelist: str, *path: str | int) -> Place:
        """Return where a part of a code list is written: in the study, in a form, or in the library."""
        node = self.list_nodes.get(codelist)
        return node.find(*path).place if node else self.list_keys.get(codelist, Place(CODELISTS))

    def item_of(self, role: str) -> tuple[Form, Section, Item] | None:
        """Return the item that has a role, and where it stands."""
        return self.roles.get(role)

    @cached_property
    def roles(self) -> dict[str, tuple[Form, Section, Item]]:
        """Return the item of each role that the study gives."""
        return {
            item.role: (form, section, item)
            for form in self.forms.values()
            for section in form.sections
            for item in section.items
            if item.role
        }

    def say(self, code: str, place: Place, text: str) -> None:
        """Record an error."""
        self.findings.append(Finding.at(place, code, text))


def form_file(form: str) -> str:
    """Return the file a form is written in."""
    return f"{FORMS}{form}.yaml"


def read_draft(texts: Mapping[str, str], refused: Set[str] = frozenset(), library: Library | None = None) -> Draft:
    """Read the files of a study. Files in `refused` exist but could not be read as text.

    What forms include comes from `library`; without one, from the texts themselves, which a definition that was
    kept has with it. The library's texts that were used stand among the draft's.
    """
    draft = Draft()
    library = library or library_within(texts)
    own = {file: text for file, text in texts.items() if not file.startswith(LIBRARY)}
    draft.broken |= {PurePosixPath(file).stem for file in refused if file.startswith(FORMS)}
    for file in (FACTS, SCHEDULE, CODELISTS):
        if file not in own and file not in refused:
            draft.say("S010", Place(file), "the file is missing; a study needs it")
    for file in sorted(own):
        text, findings = clean(file, own[file])
        draft.texts[file] = text
        draft.findings += findings
        node, findings = read_yaml(file, text)
        draft.findings += findings
        if node is not None:
            draft.nodes[file] = node
        _type(draft, file, node, library)
    if not any(file.startswith(FORMS) for file in {*own, *refused}):
        draft.say("S010", Place(FORMS), "the folder holds no form")
    _codelists(draft, library)
    _tables(draft)
    return draft


def _type(draft: Draft, file: str, node: Node | None, library: Library) -> None:
    """Give one file its type."""
    if file.startswith(FORMS):
        _form(draft, file, node, library)
    elif file.startswith(TABLES):
        _table(draft, file, node)
    elif node is None:
        return
    elif file == FACTS:
        draft.facts, findings = read_model(StudyFacts, node)
        draft.findings += findings
    elif file == SCHEDULE:
        draft.schedule, findings = read_model(Schedule, node)
        draft.findings += findings


def _form(draft: Draft, file: str, node: Node | None, library: Library) -> None:
    name = PurePosixPath(file).stem
    form: Form | None = None
    if node is not None and is_inclusion(node):
        node, texts, findings = included(file, node, library)
        draft.texts |= texts
        draft.findings += findings
        if node is not None:
            draft.nodes[file] = node
            draft.included.add(name)
    if node is not None:
        form, findings = read_model(Form, _without_definitions(draft, name, node))
        draft.findings += findings
    if form is None:
        draft.broken.add(name)
    elif form.id != name:
        said = f"the form is called “{form.id}” but its file “{name}.yaml`; they must be the same"
        draft.say("S011", draft.place(file, "id"), said)
        draft.broken |= {name, form.id}
    else:
        draft.forms[name] = form


def _without_definitions(draft: Draft, form: str, node: Node) -> Node:
    """Take the code lists and tables that a form brings along out of its text, and keep them for the study."""
    if not isinstance(node.content, dict):
        return node
    for key, carried in (("codelists", draft.carried_lists), ("tables", draft.carried_tables)):
        brought = node.content.get(key)
        if brought is None:
            continue
        if isinstance(brought.content, dict):
            carried += [WrittenList(name, brought.keys[name], each, form) for name, each in brought.content.items()]
        else:
            draft.say("S011", brought.place, f"{key} are a mapping: each id with what it holds")
    return form_alone(node)


def _codelists(draft: Draft, library: Library) -> None:
    node = draft.nodes.get(CODELISTS)
    own: list[WrittenList] = []
    if node is not None and not isinstance(node.content, dict):
        draft.say("S011", node.place, "code lists are a mapping: each id with its codes")
        return
    if node is None and CODELISTS in draft.texts:
        return  # it could not be read, so nothing can be said about what is not in it
    if node is not None and isinstance(node.content, dict):
        own = [WrittenList(name, node.keys[name], each) for name, each in node.content.items()]
    read = read_codelists(own, draft.carried_lists, library)
    if node is not None:
        draft.codelists = read.lists
    draft.broken_lists |= read.broken
    draft.list_nodes, draft.list_keys, draft.own_lists = read.nodes, read.keys, read.own
    draft.findings += read.findings
    draft.texts |= read.texts


def _table(draft: Draft, file: str, node: Node | None) -> None:
    """A table of the study has a file of its own, called like it."""
    if node is not None:
        name = PurePosixPath(file).stem
        draft.own_tables.append(WrittenList(name, node.place, node))


def _tables(draft: Draft) -> None:
    """Read the tables; one of the study replaces one of the same name that a form brings along."""
    bringers: dict[str, WrittenList] = {}
    for written in draft.carried_tables:
        first = bringers.setdefault(written.name, written)
        if first.node.plain() != written.node.plain():
            said = f"the form “{first.form}” brings another table called “{written.name}”"
            draft.say("S012", written.key, said)
    for written in [*bringers.values(), *draft.own_tables]:
        table, findings = read_table(written.name, written.node)
        findings += wrong_id(written.name, written.key)
        draft.findings += findings
        if table is None or findings:
            draft.broken_tables.add(written.name)
        else:
            draft.tables[written.name] = table
