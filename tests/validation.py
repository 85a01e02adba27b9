"""Which test shows which requirement: docs/validation/matrix.md, by ``python -m tests.validation``.

The tests are read as text, not run: a mark ``@pytest.mark.requirement(5, 14)`` on a test, or
``pytestmark = pytest.mark.requirement(5)`` in its file, names the requirements of requirements.yaml it shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import yaml

TESTS = Path(__file__).parent
FOLDER = TESTS.parent / "docs" / "validation"
REQUIREMENTS = FOLDER / "requirements.yaml"
MATRIX = FOLDER / "matrix.md"

EACH_SHOWN = frozenset({*range(1, 17), *range(18, 25), *range(28, 31), *range(32, 35), 36})
"""The requirements of which the program claims that a test shows each; of the others the matrix says what is open."""


@dataclass(frozen=True)
class Requirement:
    """One thing a record must be, where that is written, and how the program answers."""

    number: int
    title: str
    asks: str
    sources: tuple[str, ...]
    to_be_confirmed: tuple[str, ...]
    met: str
    seen: str
    code: tuple[str, ...]
    open: str = ""


@dataclass(frozen=True, order=True)
class Shown:
    """A test that names requirements. `story` is its name as a sentence."""

    file: str
    line: int
    name: str
    numbers: tuple[int, ...]

    @property
    def story(self) -> str:
        """Read the name of the test as it is meant."""
        return self.name.removeprefix("test_").replace("_", " ")


def documents() -> dict[str, str]:
    """Return the documents the sources speak of, each by its short name."""
    found: dict[str, str] = _read()["documents"]
    return found


def requirements() -> tuple[Requirement, ...]:
    """Return all requirements as they are written."""
    return tuple(_requirement(one) for one in _read()["requirements"])


def _requirement(one: dict[str, Any]) -> Requirement:
    given: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in one.items()}
    return Requirement(**given)


def _read() -> Any:
    return yaml.safe_load(REQUIREMENTS.read_text(encoding="utf-8"))


def marked_tests(folder: Path = TESTS) -> tuple[Shown, ...]:
    """Return every test that names a requirement, in the order of files and lines."""
    return tuple(sorted(each for path in folder.rglob("test_*.py") for each in _of_file(path, folder)))


def _of_file(path: Path, folder: Path) -> Iterator[Shown]:
    text = path.read_text(encoding="utf-8")
    if "requirement(" not in text:
        return
    module = ast.parse(text)
    yield from _of_body(path.relative_to(folder.parent).as_posix(), module.body, _of_statement(module.body))


def _of_body(file: str, body: Sequence[ast.stmt], above: tuple[int, ...]) -> Iterator[Shown]:
    for each in body:
        if isinstance(each, ast.ClassDef):
            yield from _of_body(file, each.body, (*above, *_of_decorators(each.decorator_list)))
        elif _is_test(each):
            numbers = {*above, *_of_decorators(each.decorator_list)}
            if numbers:
                yield Shown(file, each.lineno, each.name, tuple(sorted(numbers)))


def _of_statement(body: Sequence[ast.stmt]) -> tuple[int, ...]:
    """Return what ``pytestmark = …`` says for all tests of a file."""
    for each in body:
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == _ALL:
            marks = each.value.elts if isinstance(each.value, ast.List | ast.Tuple) else [each.value]
            return _of_decorators(marks)
    return ()


def _of_decorators(decorators: Iterable[ast.expr]) -> tuple[int, ...]:
    return tuple(number for each in decorators for number in _numbers(each))


def _numbers(mark: ast.expr) -> Iterator[int]:
    if not (isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.requirement"):
        return
    for number in mark.args:
        if not (isinstance(number, ast.Constant) and isinstance(number.value, int)):
            raise ValueError(f"line {mark.lineno}: a requirement is named by its number")
        yield number.value


def overlooked(folder: Path = TESTS) -> list[str]:
    """Return where a mark stands that `marked_tests` does not read: on a helper, in a parameter."""
    return [f"{path.name}:{line}" for path in folder.rglob("*.py") for line in _overlooked(path)]


def _overlooked(path: Path) -> list[int]:
    text = path.read_text(encoding="utf-8")
    if "mark.requirement" not in text or path == Path(__file__):
        return []
    nodes = list(ast.walk(ast.parse(text)))
    marks = {node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "requirement"}
    read = [each for node in nodes if isinstance(node, ast.ClassDef) or _is_test(node) for each in node.decorator_list]
    read += [node.value for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == _ALL]
    return sorted(marks - {line for each in read for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)})


_ALL = "pytestmark"


def _is_test(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")


def by_requirement(tests: Iterable[Shown]) -> Mapping[int, list[Shown]]:
    """Sort the tests to the requirements they name."""
    found: dict[int, list[Shown]] = {}
    for each in tests:
        for number in each.numbers:
            found.setdefault(number, []).append(each)
    return found


def state_of(requirement: Requirement, tests: Sequence[Shown]) -> str:
    """Say in a word whether tests show a requirement."""
    if not tests:
        return "no test yet"
    return "partly" if requirement.open else "shown"


# What is written


def matrix() -> str:
    """Return the whole page."""
    known, found = requirements(), by_requirement(marked_tests())
    parts = [HEAD, _overview(known, found), _open(known, found), "## Requirement by requirement"]
    parts += [_chapter(each, found.get(each.number, [])) for each in known]
    parts += ["## Documents", "\n".join(f"- **{short}**: {long}." for short, long in documents().items())]
    return "\n\n".join(parts) + "\n"


HEAD = """\
# Requirements and tests

Written by `python -m tests.validation` from [requirements.yaml](requirements.yaml) and from the tests that name a
requirement; a test fails when this page is not current. How to use it: [README.md](README.md). A test counts once,
however many cases it runs through. Sections of a document that are *to be confirmed* were written from memory: look
them up before quoting."""


def _overview(known: Sequence[Requirement], found: Mapping[int, list[Shown]]) -> str:
    rows = ["| no. | requirement | tests | |", "|---|---|---|---|"]
    for each in known:
        tests = found.get(each.number, [])
        rows.append(f"| {each.number} | [{each.title}](#{_anchor(each)}) | {len(tests)} | {state_of(each, tests)} |")
    return "\n".join(rows)


def _open(known: Sequence[Requirement], found: Mapping[int, list[Shown]]) -> str:
    lines = [
        f"- **{each.number}, {each.title}** ({state_of(each, found.get(each.number, []))}): {each.open or 'No test.'}"
        for each in known
        if each.open or each.number not in found
    ]
    return "\n\n".join(["## What is open", "\n".join(lines) or "Nothing."])


def _anchor(each: Requirement) -> str:
    heading = f"{each.number}. {each.title}".lower().replace(" ", "-")
    return "".join(letter for letter in heading if letter.isalnum() or letter == "-")


def _chapter(each: Requirement, tests: Sequence[Shown]) -> str:
    lines = [f"### {each.number}. {each.title}", each.asks.strip(), f"*Sources*: {_sources(each)}."]
    lines += [each.met.strip(), f"*Seen*: {each.seen}. *Code*: {', '.join(f'`{file}`' for file in each.code)}."]
    if each.open:
        lines.append(f"*Open*: {each.open.strip()}")
    lines.append("\n".join(f"- {test.story} (`{test.file}::{test.name}`)" for test in tests) or "No test yet.")
    return "\n\n".join(lines)


def _sources(each: Requirement) -> str:
    parts = ["; ".join(each.sources)] if each.sources else []
    if each.to_be_confirmed:
        parts.append(f"to be confirmed: {'; '.join(each.to_be_confirmed)}")
    return "; ".join(parts)


if __name__ == "__main__":
    MATRIX.write_text(matrix(), encoding="utf-8")
