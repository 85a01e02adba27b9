"""Reads the code lists of a study: its own, those its forms bring along, and those taken from the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from crf_app.study.codelist import Code, CodeList
from crf_app.study.defined import Defined, Id, Version
from crf_app.study.dictionaries import DICTIONARIES, dictionary
from crf_app.study.findings import Finding, Place, at_most, did_you_mean
from crf_app.study.library import LIBRARY, Library
from crf_app.study.typed import read_as, read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

LIBRARY_CODELISTS = f"{LIBRARY}codelists.yaml"

Codes = tuple[Code, ...]
_CODES: TypeAdapter[Codes] = TypeAdapter(Codes)
_ID: TypeAdapter[str] = TypeAdapter(Id)


class Dictionary(Defined):
    """A code list that is a bundled dictionary."""

    dictionary: str


class Taken(Defined):
    """A code list taken from the library, or the part of one that a study uses.

    `include` and `version` name a list of the library. `only` keeps the codes named; without `include` it narrows the
    list of that name that a form brings along.
    """

    include: Id | None = None
    version: Version | None = None
    only: tuple[str, ...] = ()


class SharedList(Defined):
    """A code list of the library, with its version."""

    version: Version
    codes: Codes


@dataclass(frozen=True)
class WrittenList:
    """A code list as it is written: where its name stands, what stands behind it, and the form that brings it."""

    name: str
    key: Place
    node: Node
    form: str | None = None


@dataclass(frozen=True)
class ReadLists:
    """What came of the code lists. `nodes` hold the codes as written, for findings; `broken` have findings."""

    lists: dict[str, CodeList]
    nodes: dict[str, Node]
    keys: dict[str, Place]
    own: frozenset[str]
    broken: frozenset[str]
    findings: tuple[Finding, ...]
    texts: dict[str, str]


def read_codelists(own: list[WrittenList], carried: list[WrittenList], library: Library) -> ReadLists:
    """Read the lists of the study (`own`) and those its forms bring along.

    A list of the study replaces one of the same name that a form brings, or narrows it; two forms may bring the same
    list when they say the same.
    """
    reader = _Reader(library)
    for written in carried:
        reader.carry(written)
    for written in own:
        reader.read(written)
    return ReadLists(
        reader.lists,
        reader.nodes,
        reader.keys,
        frozenset(each.name for each in own),
        frozenset(reader.broken),
        tuple(reader.findings),
        reader.texts,
    )


class _Reader:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.lists: dict[str, CodeList] = {}
        self.nodes: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.broken: set[str] = set()
        self.findings: list[Finding] = []
        self.texts: dict[str, str] = {}
        self._bringers: dict[str, WrittenList] = {}
        self._shared: Node | None = None

    def carry(self, written: WrittenList) -> None:
        first = self._bringers.setdefault(written.name, written)
        if first is written:
            self.read(written)
        elif first.node.plain() != written.node.plain():
            said = f"the form “{first.form}” brings another code list called “{written.name}”"
            self.findings.append(Finding.at(written.key, "S012", said))

    def read(self, written: WrittenList) -> None:
        before = len(self.findings)
        self.findings += wrong_id(written.name, written.key)
        found = self._codes(written)
        self.keys[written.name] = written.key
        if found is None or len(self.findings) > before:
            self.broken.add(written.name)
            return
        codes, named, node = found
        self.lists[written.name] = CodeList(id=written.name, codes=codes, dictionary=named)
        self.nodes[written.name] = node

    def _codes(self, written: WrittenList) -> tuple[Codes, str | None, Node] | None:
        node = written.node
        if isinstance(node.content, list):
            codes = self._typed(node)
            return None if codes is None else (codes, None, node)
        if isinstance(node.content, dict) and "dictionary" in node.content:
            return self._dictionary(node)
        taken, findings = read_model(Taken, node)
        self.findings += findings
        if taken is None:
            return None
        whole = self._shared_list(node, taken) if taken.include else self._brought(written)
        return None if whole is None else self._narrowed(node, whole, taken)

    def _typed(self, node: Node) -> Codes | None:
        codes, findings = read_as(_CODES.validate_python, Codes, node)
        self.findings += findings
        return codes

    def _dictionary(self, node: Node) -> tuple[Codes, str | None, Node] | None:
        named, findings = read_model(Dictionary, node)
        self.findings += findings
        if named is None:
            return None
        if named.dictionary not in DICTIONARIES:
            said = f"there is no dictionary “{named.dictionary}”{did_you_mean(named.dictionary, DICTIONARIES)}"
            self.findings.append(Finding.at(node.find("dictionary").place, "S014", said))
            return None
        return dictionary(named.dictionary), named.dictionary, node

    def _brought(self, written: WrittenList) -> tuple[Codes, str | None, Node] | None:
        """Return the list that a form brings under the name of one that only narrows."""
        whole = self.lists.get(written.name)
        if whole is None:
            said = f"no form brings a code list “{written.name}”{did_you_mean(written.name, self._bringers)}"
            if written.name not in self.broken:
                self.findings.append(Finding.at(written.key, "S014", said))
            return None
        return whole.codes, whole.dictionary, self.nodes[written.name]

    def _shared_list(self, node: Node, taken: Taken) -> tuple[Codes, str | None, Node] | None:
        shared = self._library()
        found = shared.child(taken.include or "") if shared else None
        if found is None:
            known = shared.content if shared and isinstance(shared.content, dict) else {}
            said = f"the library has no code list “{taken.include}”{did_you_mean(taken.include or '', known)}"
            self.findings.append(Finding.at(node.find("include").place, "S021", said))
            return None
        whole, findings = read_model(SharedList, found)
        self.findings += findings
        if whole is None:
            return None
        if whole.version != taken.version:
            said = f"the library has “{taken.include}” in version {whole.version}; write `version: {whole.version}`"
            self.findings.append(Finding.at(node.find("version").place, "S021", said))
            return None
        return whole.codes, None, found.find("codes")

    def _library(self) -> Node | None:
        if self._shared is None and LIBRARY_CODELISTS not in self.texts:
            text = self.library(LIBRARY_CODELISTS)
            if isinstance(text, str):
                self.texts[LIBRARY_CODELISTS], _ = clean(LIBRARY_CODELISTS, text)
                self._shared, findings = read_yaml(LIBRARY_CODELISTS, self.texts[LIBRARY_CODELISTS])
                self.findings += findings
            elif text is not None:
                self.findings.append(text)
        return self._shared

    def _narrowed(
        self, node: Node, whole: tuple[Codes, str | None, Node], taken: Taken
    ) -> tuple[Codes, str | None, Node] | None:
        codes, named, written = whole
        if not taken.only:
            return whole
        known = {code.code: n for n, code in enumerate(codes)}
        missing = (
            Finding.at(node.find("only", n).place, "S014", f"the list has no code “{code}”{did_you_mean(code, known)}")
            for n, code in enumerate(taken.only)
            if code not in known
        )
        wrong = at_most(missing, node.place)
        self.findings += wrong
        if wrong:
            return None
        kept = [known[code] for code in taken.only]
        nodes = [written.content[n] for n in kept] if isinstance(written.content, list) else []
        return tuple(codes[n] for n in kept), None if taken.only else named, replace(written, content=nodes)


def wrong_id(name: str, place: Place) -> Iterator[Finding]:
    """Complain of a name that is no id."""
    try:
        _ID.validate_python(name)
    except ValidationError:
        said = f"“{name}” is not an id: small letters, digits and _ only, a letter first"
        yield Finding.at(place, "S011", said)
