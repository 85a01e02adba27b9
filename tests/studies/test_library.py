"""The library is whole: each form is used and speaks every language, each story is told in some study."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.base.words import LANGUAGES
from crf_app.study.load import load_study
from crf_app.study.messages import placeholders
from crf_app.study.scenario import load_scenarios
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import Node, read_yaml

LIBRARY = bundled("forms", "library")
FORMS = sorted((LIBRARY / "forms").glob("*.yaml"))
FILES = [*FORMS, LIBRARY / "codelists.yaml"]
WRITTEN = sorted(path for path in bundled("forms").rglob("*.yaml") if path.parent.name != "scenarios")

APART = re.compile(r"\{[^{}\n]*\}|\u2066[^\u2069]*\u2069")
"""What is no running text: the place of a value, and what stands isolated because it runs left to right."""

SLIPS = {
    "es": {
        "a question without its first sign": r"^[^¿]*\?|\?[^¿]*\?",
        "a comma in a number, where the program shows a point": r"\d,\d",
        "a per cent sign that touches its number": r"\d%",
        "quotes that are not «»": r'["“”]',
    },
    "fa": {
        "a letter or figure of Arabic": r"[كيىة٠-٩]",
        "a Latin sign after Persian": r"[\u0600-\u06ff] ?[,;?%]",
        "a number in Latin figures": r"^(?=.*[\u0600-\u06ef]).*(?<![A-Za-z0-9⁺-])[0-9]+(?![A-Za-z0-9⁺])",
        "quotes that are not «»": r'["“”]',
        "a part that wants a half-space": r"(?<!\S)ن?می |ه ی(?!\S)| های?(?!\S)",
    },
    "zh": {
        "a half-width sign beside Han": r"[一-鿿] ?[,;:?!()]|[,;:?!()] ?[一-鿿]",
        "a blank between Han": r"[一-鿿] +[一-鿿]",
        "a blank beside a full-width sign": r" [，。；：？（）、“”]|[，。；：？（）、“”] ",
    },
}
"""What a reader of the language takes for carelessness, and the signs that betray it."""


def slips(text: str, language: str) -> list[str]:
    running = APART.sub("", text) if language == "fa" else text
    return [slip for slip, sign in SLIPS.get(language, {}).items() if re.search(sign, running)]


def words_of(text: Node) -> dict[str, str]:
    """Return what a text says in each language it is given in."""
    assert isinstance(text.content, dict)
    return {language: str(words.content) for language, words in text.content.items()}


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


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(bundled("forms"))))
def test_a_text_has_the_same_places_in_every_language(path: Path) -> None:
    unlike = [
        f"{path.name}:{each.place.line}: {language}"
        for each in texts(read(path))
        for language, words in words_of(each).items()
        if sorted(placeholders(words)) != sorted(placeholders(words_of(each)["en"]))
    ]
    assert unlike == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(bundled("forms"))))
def test_a_text_is_written_as_its_language_is(path: Path) -> None:
    found = [
        f"{path.name}:{each.place.line}: {language}: {slip}: {words}"
        for each in texts(read(path))
        for language, words in words_of(each).items()
        for slip in slips(words, language)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("es", "¿Es correcto?", 0),
        ("es", "Compruebe ambos. Es correcto?", 1),
        ("es", "¿Es correcto? Seguro?", 1),
        ("es", "Más de 0,2 y del 10%.", 2),
        ("fa", "دمای {temperature} °C از ۳۸٫۰ بیشتر نیست. IL-6 و CD4⁺ را ببینید.", 0),
        ("fa", "نتیجه: \u2066<5\u2069 یا \u2066AD {ad}, MD {md}\u2069", 0),
        ("fa", "آیا يك ویزیت است?", 2),
        ("fa", "در 14 روز می شود.", 2),
        ("zh", "请核对 {onset}，或说明原因（AE 3）。", 0),
        ("zh", "请核对,或 说明 原因。", 2),
        ("zh", "请核对 。", 1),
    ],
)
def test_a_slip_of_the_pen_is_found(language: str, words: str, found: int) -> None:
    assert len(slips(words, language)) == found


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
