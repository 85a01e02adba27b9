"""A study while it is being read: the files that could be read, beside those that could not.

Findings of one file must not hide those of another, so everything after reading works on a draft
and keeps still about what a broken file may have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError

from crf_app.study.codelist import Code, CodeList
from crf_app.study.defined import Defined, Id
from crf_app.study.dictionaries import DICTIONARIES, dictionary
from crf_app.study.findings import Finding, Place, did_you_mean
from crf_app.study.form import Form
from crf_app.study.schedule import Schedule
from crf_app.study.study import StudyFacts
from crf_app.study.typed import read_as, read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

FACTS = "study.yaml"
SCHEDULE = "schedule.yaml"
CODELISTS = "codelists.yaml"
FORMS = "forms/"

_ID: TypeAdapter[str] = TypeAdapter(Id)
Codes = tuple[Code, ...]
_CODES: TypeAdapter[Codes] = TypeAdapter(Codes)


class _Named(Defined):
    """A code list that is a bundled dictionary."""

    dictionary: str


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

    def place(self, file: str, *path: str | int) -> Place:
        """Return where the value at `path` of a file is written, or what holds it."""
        node = self.nodes.get(file)
        return node.find(*path).place if node else Place(file)

    def say(self, code: str, place: Place, text: str) -> None:
        """Record an error."""
        self.findings.append(Finding.at(place, code, text))


def form_file(form: str) -> str:
    """Return the file a form is written in."""
    return f"{FORMS}{form}.yaml"


def read_draft(texts: Mapping[str, str], refused: Set[str] = frozenset()) -> Draft:
    """Read the files of a study. Files in `refused` exist but could not be read as text."""
    draft = Draft()
    draft.broken |= {PurePosixPath(file).stem for file in refused if file.startswith(FORMS)}
    for file in (FACTS, SCHEDULE, CODELISTS):
        if file not in texts and file not in refused:
            draft.say("S010", Place(file), "the file is missing; a study needs it")
    for file in sorted(texts):
        text, findings = clean(file, texts[file])
        draft.texts[file] = text
        draft.findings += findings
        node, findings = read_yaml(file, text)
        draft.findings += findings
        if node is not None:
            draft.nodes[file] = node
        _type(draft, file, node)
    if not any(file.startswith(FORMS) for file in {*texts, *refused}):
        draft.say("S010", Place(FORMS), "the folder holds no form")
    return draft


def _type(draft: Draft, file: str, node: Node | None) -> None:
    """Give one file its type."""
    if file.startswith(FORMS):
        _form(draft, file, node)
    elif node is None:
        return
    elif file == FACTS:
        draft.facts, findings = read_model(StudyFacts, node)
        draft.findings += findings
    elif file == SCHEDULE:
        draft.schedule, findings = read_model(Schedule, node)
        draft.findings += findings
    elif file == CODELISTS:
        _codelists(draft, node)


def _form(draft: Draft, file: str, node: Node | None) -> None:
    name = PurePosixPath(file).stem
    form: Form | None = None
    if node is not None:
        form, findings = read_model(Form, node)
        draft.findings += findings
    if form is None:
        draft.broken.add(name)
    elif form.id != name:
        said = f"the form is called “{form.id}” but its file “{name}.yaml`; they must be the same"
        draft.say("S011", draft.place(file, "id"), said)
        draft.broken |= {name, form.id}
    else:
        draft.forms[name] = form


def _codelists(draft: Draft, node: Node) -> None:
    if not isinstance(node.content, dict):
        draft.say("S011", node.place, "code lists are a mapping: each id with its codes")
        return
    draft.codelists = {}
    for name, each in node.content.items():
        findings = list(_wrong_id(name, node.keys[name]))
        codes, more = _codes(each)
        draft.findings += findings + more
        if findings or codes is None:
            draft.broken_lists.add(name)
        else:
            draft.codelists[name] = CodeList(id=name, codes=codes[0], dictionary=codes[1])


def _wrong_id(name: str, place: Place) -> Iterator[Finding]:
    try:
        _ID.validate_python(name)
    except ValidationError:
        said = f"“{name}” is not an id: small letters, digits and _ only, a letter first"
        yield Finding.at(place, "S011", said)


def _codes(node: Node) -> tuple[tuple[Codes, str | None] | None, list[Finding]]:
    """Return the codes of a list, and the dictionary they come from."""
    if isinstance(node.content, list):
        listed, findings = read_as(_CODES.validate_python, Codes, node)
        return (None if listed is None else (listed, None)), findings
    named, findings = read_model(_Named, node)
    if named is None:
        return None, findings
    if named.dictionary not in DICTIONARIES:
        said = f"there is no dictionary “{named.dictionary}”"
        said += did_you_mean(named.dictionary, DICTIONARIES)
        return None, [Finding.at(node.find("dictionary").place, "S014", said)]
    return (dictionary(named.dictionary), named.dictionary), findings
