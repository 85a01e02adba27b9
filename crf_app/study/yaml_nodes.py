"""YAML as plain text: every scalar stays what the author wrote, every node knows its place.

The text is read as libyaml's events and nothing is ever constructed: constructing turns ``no`` into
False and ``12:30`` into 750. Composing is avoided too, because libyaml's composer recurses and
crashes on deep nesting, and it resolves aliases before anybody can refuse them. Bounds are checked
while reading, so a hostile text costs little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from crf_app.study.findings import MOST, Finding, Place, Weight

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
MAX_NODES = 100_000

Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Node:
    """One value and where it is written. `content` is text, a list of nodes, or a mapping of them.

    `keys` holds the place of each key of a mapping. `style` is the scalar's quoting sign, empty
    when there is none.
    """

    place: Place
    content: str | list[Node] | dict[str, Node]
    keys: dict[str, Place]
    style: str = ""

    def plain(self) -> Plain:
        """Return the text alone, as lists and dictionaries."""
        if isinstance(self.content, dict):
            return {key: node.plain() for key, node in self.content.items()}
        if isinstance(self.content, list):
            return [node.plain() for node in self.content]
        return self.content

    def child(self, part: str | int) -> Node | None:
        """Return the value at a key or index, if there is one."""
        if isinstance(self.content, dict):
            return self.content.get(str(part))
        if isinstance(self.content, list) and isinstance(part, int):
            return self.content[part] if 0 <= part < len(self.content) else None
        return None

    def find(self, *parts: str | int) -> Node:
        """Return the deepest node that exists on the way along `parts`."""
        node = self
        for part in parts:
            child = node.child(part)
            if child is None:
                return node
            node = child
        return node

    def offset(self, offset: int) -> Place:
        """Return the place of a character inside a scalar, as far as its quoting tells."""
        text = self.content
        if not isinstance(text, str) or self.style == ">" or ("\n" in text and self.style != "|"):
            return self.place
        if self.style == "|":
            return Place(self.place.file, self.place.line + 1 + text[:offset].count("\n"), 1)
        start = self.place.column + (1 if self.style else 0)
        return Place(self.place.file, self.place.line, start + offset)


@dataclass
class _Open:
    """A list or mapping that is being read; `key` waits for its value."""

    node: Node
    key: str | None = None
    key_place: Place | None = None


def read_yaml(file: str, text: str) -> tuple[Node | None, list[Finding]]:
    """Read one document. Returns no node when the text cannot be trusted as a whole."""
    refused = _unfit(file, text)
    if refused:
        return None, [refused]
    reader = _Reader(file, yaml.CSafeLoader(text))
    try:
        reader.read()
    except _TooMuch as bound:
        reader.findings.append(Finding.at(bound.place, "S010", str(bound)))
        return None, reader.findings
    except yaml.YAMLError as error:
        reader.findings.append(_unreadable(file, text, error))
        return None, reader.findings
    if reader.root is None:
        return None, [Finding.at(Place(file), "S010", "the file is empty")]
    return (None if reader.broken else reader.root), reader.findings


class _TooMuch(Exception):  # noqa: N818 - a bound, not an error of the program
    def __init__(self, place: Place, text: str) -> None:
        super().__init__(text)
        self.place = place


class _Reader:
    """Builds nodes from events with a list of open ones, so depth costs no stack."""

    def __init__(self, file: str, events: Any) -> None:
        self.file = file
        self.events = events
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.findings: list[Finding] = []
        self.broken = False
        self.count = 0

    def read(self) -> None:
        documents = 0
        while self.events.check_event():
            event = self.events.get_event()
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent():
                    self._start(event, {})
                case yaml.SequenceStartEvent():
                    self._start(event, [])
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.open.pop()
                case yaml.AliasEvent():
                    self._refuse(event, "aliases (*name) are not used here; write the value again")
                    self._add(Node(self._place(event), "", {}))
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise _TooMuch(self._place(event), "a file holds one document; remove this `---`")

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Any, text: str) -> None:
        self.broken = True
        if len(self.findings) >= MOST:
            raise _TooMuch(self._place(event), f"there is more; mend these {MOST} findings first")
        self.findings.append(Finding.at(self._place(event), "S010", text))

    def _key_is_due(self) -> bool:
        if not self.open:
            return False
        holder = self.open[-1]
        return holder.key is None and isinstance(holder.node.content, dict)

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchors (&name) are not used here")
        if event.tag is not None:
            self._refuse(event, "tags (!name) are not used here; every value is text")

    def _scalar(self, event: Any) -> None:
        self._check(event)
        if self._key_is_due():
            self._key(event)
            return
        self._add(Node(self._place(event), event.value, _NO_KEYS, event.style or ""))

    def _key(self, event: Any) -> None:
        key, place, holder = event.value, self._place(event), self.open[-1]
        if key in holder.node.keys:
            first = holder.node.keys[key]
            self._refuse(event, f"“{key}” is given twice here (first in line {first.line})")
        if key == "<<":
            self._refuse(event, "merge keys (<<) are not used here")
        holder.key, holder.key_place = key, place

    def _start(self, event: Any, content: list[Node] | dict[str, Node]) -> None:
        self._check(event)
        node = Node(self._place(event), content, {} if isinstance(content, dict) else _NO_KEYS)
        if self._key_is_due():
            raise _TooMuch(node.place, "a key is one word or text, never a list or a mapping")
        self._add(node)
        self.open.append(_Open(node))
        if len(self.open) > MAX_DEPTH:
            raise _TooMuch(node.place, f"nested more than {MAX_DEPTH} levels deep")

    def _add(self, node: Node) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise _TooMuch(node.place, f"more than {MAX_NODES} values in one file")
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        if isinstance(holder.node.content, list):
            holder.node.content.append(node)
        elif isinstance(holder.node.content, dict):
            if holder.key is None or holder.key_place is None:
                raise _TooMuch(node.place, "a key is one word or text, never an alias")
            holder.node.keys[holder.key] = holder.key_place
            holder.node.content[holder.key] = node
            holder.key = None


_NO_KEYS: dict[str, Place] = {}

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
"""What is no text, and what makes a text look otherwise than it is read: overrides of direction, a mark of no width."""


def _unfit(file: str, text: str) -> Finding | None:
    """Return why a text is not even given to the parser."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Finding.at(Place(file), "S010", f"larger than {MAX_BYTES // 1_000_000} MB")
    found = _FORBIDDEN.search(text)
    if found:
        before = text[: found.start()]
        line = before.count("\n") + 1
        column = found.start() - (before.rfind("\n") + 1) + 1
        name = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        return Finding.at(Place(file, line, column), "S010", f"{name} has no place in a text file")
    return None


_QUOTES = 'or a text within it wants "quotes"'
_INDENTED = "this line is indented otherwise than its neighbours"
_PLAIN = {
    "mapping values are not allowed": "a colon where none can be: either " + _INDENTED
    + ', or a text that contains ": " wants "quotes"',
    "did not find expected ',' or '}'": f"a brace {{ is not closed here, {_QUOTES}",
    "did not find expected ',' or ']'": f"a bracket [ is not closed here, {_QUOTES}",
    "did not find expected '-' indicator": "this line is indented otherwise than the list it belongs to",
    "did not find expected key": f'{_INDENTED}, or a text before it wants "quotes"',
    "could not find expected ':'": "a key without its colon, or a text that goes on in a line of its own",
}  # fmt: skip
"""What the parser says, and what an author can do about it."""


def _unreadable(file: str, text: str, error: yaml.YAMLError) -> Finding:
    """Turn the parser's complaint into a finding, with the usual cause where it is known."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = mark.line if mark else 0
    lines = text.split("\n")
    column = mark.column if mark else 0
    if line >= len(lines):
        # A text that ends too soon is said to go wrong in the line after its last.
        line, column = len(lines) - 1, len(lines[-1])
    written = lines[line]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        problem = "a tab in the indentation; YAML wants blanks"
    else:
        problem = next((plain for said, plain in _PLAIN.items() if said in problem), problem)
    place = Place(file, line + 1, column + 1)
    return Finding.at(place, "S010", f"not YAML: {problem}")


def clean(file: str, text: str) -> tuple[str, list[Finding]]:
    """Take off a byte order mark and Windows line ends, which do no harm, and say so."""
    findings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        said = "the file starts with a byte order mark; save it as UTF-8 without one"
        findings.append(Finding.at(Place(file), "S010", said, Weight.WARNING))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        said = "the file has Windows line ends; save it with Unix line ends"
        findings.append(Finding.at(Place(file), "S010", said, Weight.WARNING))
    return text, findings
