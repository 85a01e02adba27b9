"""The library is whole: each form is used and speaks every language, each story is told in some study."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.base.words import LANGUAGES
from crf_app.study.load import load_study
from crf_app.study.scenario import load_scenarios
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import Node, read_yaml

LIBRARY = bundled("forms", "library")
FORMS = sorted((LIBRARY / "forms").glob("*.yaml"))
FILES = [*FORMS, LIBRARY / "codelists.yaml"]


@cache
def studies() -> dict[Path, Study]:
    found = {}
    for path in sorted(bundled("forms").glob("*/study.yaml")):
        study, findings = load_study(path.parent)
        assert study is not None, [str(finding) for finding in findings]
        found[path.parent] = study
    return found


def read(path: Path) -> Node:
    node, findings = read_yaml(path.name, path.read_text(encoding="utf-8"))
    assert findings == []
    assert node is not None
    return node


def texts(node: Node) -> Iterator[Node]:
    """Walk every text that is given per language."""
    if isinstance(node.content, dict):
        if "en" in node.content:
            yield node
        for each in node.content.values():
            yield from texts(each)
    elif isinstance(node.content, list):
        for each in node.content:
            yield from texts(each)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_there_in_every_language_of_the_program(path: Path) -> None:
    lacking = [
        f"{path.name}:{each.place.line}: {language}"
        for each in texts(read(path))
        for language in LANGUAGES
        if isinstance(each.content, dict) and language not in each.content
    ]
    assert lacking == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_is_used_by_a_study(path: Path) -> None:
    name = f"library/forms/{path.name}"
    assert any(name in study.source for study in studies().values())


@cache
def told() -> frozenset[str]:
    return frozenset(
        f"{scenario.file}: {scenario.name}"
        for folder, study in studies().items()
        for scenario in load_scenarios(folder, study)[0]
    )


@pytest.mark.parametrize("path", sorted((LIBRARY / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_story_is_told_in_some_study(path: Path) -> None:
    stories = read(path).content
    assert isinstance(stories, list)
    names = [str(story.find("name").content) for story in stories]
    assert [name for name in names if f"library/scenarios/{path.name}: {name}" not in told()] == []


def test_no_two_stories_of_the_library_have_one_name() -> None:
    names: list[str] = []
    for path in (LIBRARY / "scenarios").glob("*.yaml"):
        stories = read(path).content
        assert isinstance(stories, list)
        names += [str(story.find("name").content) for story in stories]
    assert sorted({name for name in names if names.count(name) > 1}) == []
