"""Finds what the program says to people, and what of it has no translation yet.

``python -m tests.words_in_code`` prints the missing entries as .po text, by language.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crf_app.base.catalogue import Catalogue
from crf_app.base.words import LANGUAGES, catalogue_of

PACKAGE = Path(__file__).resolve().parents[1] / "crf_app"

_SAYS = frozenset({"say", "_say", "_"})
_MARKS = frozenset({"mark"})

# Findings are English, like the YAML of the author they are for; those layers have their own `say`.
_SPEAK_ENGLISH = frozenset({"expressions", "study"})
_SPEAKS_TO_PEOPLE = "study/staff.py"
"""The roles, which everybody reads in their own language."""


@dataclass(frozen=True)
class Marked:
    """A string marked for translation. `fault` says what is wrong with how it is marked."""

    where: str
    english: str = ""
    plural: str | None = None
    context: str | None = None
    fault: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue knows it by."""
        return self.context, self.english


def marked_strings(folder: Path = PACKAGE) -> Iterator[Marked]:
    """Walk the marked strings of all modules."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder)
        if name.parts[0] not in _SPEAK_ENGLISH or name.as_posix() == _SPEAKS_TO_PEOPLE:
            where = f"{folder.name}/{name.as_posix()}"
            yield from marked_in(path.read_text(encoding="utf-8"), where)


def marked_in(source: str, name: str) -> Iterator[Marked]:
    """Walk the marked strings of one module."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call):
            where = f"{name}:{node.lineno}"
            if _called(node.func) in _SAYS | _MARKS:
                yield from _single(node, where, literal=_called(node.func) in _MARKS)
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "n" and _called(node.func.value) in _SAYS:
                yield from _plural(node, where)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _single(node: ast.Call, where: str, *, literal: bool) -> Iterator[Marked]:
    if not node.args:
        return
    text = _literal(node.args[0])
    if text is None:
        if literal or isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
            yield Marked(where, fault="a sentence is one literal with named places in braces")
        return  # a name: what it holds was marked where it was made
    given = [word.value for word in node.keywords if word.arg == "context"]
    context = _literal(given[0]) if given else None
    if given and context is None and not _is_none(given[0]):
        yield Marked(where, fault="the context is one literal")
        return
    yield Marked(where, text, context=context, fault=_bad_places(text))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _plural(node: ast.Call, where: str) -> Iterator[Marked]:
    one, many = (_literal(argument) for argument in node.args[:2])
    if one is not None and many is not None:
        fault = _bad_places(one) or _bad_places(many)
        yield Marked(where, one, plural=many, fault=fault)
    elif any(not isinstance(argument, ast.Name | ast.Attribute) for argument in node.args[:2]):
        yield Marked(where, fault="both forms are literals, or both were marked")


def _bad_places(text: str) -> str | None:
    try:
        return None if all(places(text)) else "a place in braces has a name"
    except ValueError:
        return "a brace is open or too many"


def places(text: str) -> list[str]:
    """Return the names of the places in a text, in order. Raises ValueError."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def untranslated(language: str) -> list[Marked]:
    """Return what is marked in the program and not translated into `language`, each once."""
    phrases = catalogue_of(language).phrases
    wanted = {each.key: each for each in marked_strings() if each.fault is None}
    return [
        each
        for key, each in wanted.items()
        if key not in phrases or not phrases[key].is_translated or phrases[key].plural != each.plural
    ]


def forms_of(catalogue: Catalogue) -> int:
    """Return how many forms a language has for a number of things, as the head of its catalogue says."""
    found = re.search(r"nplurals=(\d)", catalogue.header)
    return int(found[1]) if found else 1


def as_po(marked: Marked, forms: int = 1) -> str:
    """Return an empty catalogue entry for a marked string, with as many `forms` as the language has."""
    lines = [f"#: {marked.where}"]
    if marked.context is not None:
        lines.append(f"msgctxt {_quoted(marked.context)}")
    lines.append(f"msgid {_quoted(marked.english)}")
    if marked.plural is None:
        lines.append('msgstr ""')
    else:
        lines += [f"msgid_plural {_quoted(marked.plural)}", *(f'msgstr[{n}] ""' for n in range(forms))]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, written)
    return f'"{text}"'


def main() -> None:
    """Print what is missing."""
    for language in LANGUAGES[1:]:
        missing = untranslated(language)
        sys.stdout.write(f"# {language}: {len(missing)} missing\n\n")
        forms = forms_of(catalogue_of(language))
        sys.stdout.write("\n".join(as_po(each, forms) for each in missing) + "\n")


if __name__ == "__main__":
    main()
