"""The text of a study is read without meaning: what the author wrote is what there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.study import yaml_nodes
from crf_app.study.findings import MOST, Place
from crf_app.study.yaml_nodes import clean, read_yaml


def complaints(text: str) -> list[str]:
    node, findings = read_yaml("a.yaml", text)
    assert node is None
    assert {finding.code for finding in findings} == {"S010"}
    return [str(finding) for finding in findings]


@pytest.mark.parametrize(
    "written", ["no", "12:30", "0123", "1.10", "null", "~", "2026-05-12", "1e3", "0x1F", "=", "-5"]
)
def test_every_scalar_stays_as_written(written: str) -> None:
    node, findings = read_yaml("a.yaml", f"a: {written}\nb: [{written}]\n")
    assert node is not None
    assert node.plain() == {"a": written, "b": [written]}
    assert findings == []


def test_values_and_keys_know_their_places() -> None:
    node, _ = read_yaml("a.yaml", "a:\n  - one: 1\n    two: 2\n")
    assert node is not None
    inner = node.find("a", 0)
    assert inner.keys["two"] == Place("a.yaml", 3, 5)
    assert node.find("a", 0, "two").place == Place("a.yaml", 3, 10)
    assert node.find("a", 0, "three", "four") is inner


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("when: a + b", 4, (1, 11)),
        ("when: 'a + b'", 4, (1, 12)),
        ("when: |\n  a +\n  b\n", 4, (3, 1)),
        ("when: >\n  a +\n  b\n", 4, (1, 7)),
    ],
)
def test_a_character_of_a_rule_is_found(text: str, offset: int, place: tuple[int, int]) -> None:
    node, _ = read_yaml("a.yaml", text)
    assert node is not None
    assert node.find("when").offset(offset) == Place("a.yaml", *place)


def test_a_key_given_twice_is_refused_with_both_places() -> None:
    said = "“kind” is given twice here (first in line 1)."
    assert complaints("kind: text\nkind: code\n") == [f"a.yaml:2:1: error S010: {said}"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x 1\nb: 2", "nchors"),
        ("a: *x", "liases"),
        ("a: !!int 1", "ags"),
        ("a: !python/object/apply:os.system [x]", "ags"),
        ("<<: {a: 1}", "erge keys"),
        ("---\na: 1\n---\nb: 1", "one document"),
        ("? [a, b]\n: 1", "a key is one word"),
        ("a:\n\tb: 1", "a tab"),
        ("a: b: c", "quotes"),
        ("a: [1, 2", "ot YAML"),
        ("a: \0", "NUL"),
        ("a: \x07", "U+0007"),
        ("", "empty"),
        ("# only a comment\n", "empty"),
    ],
)
def test_what_is_not_plain_text_is_refused(text: str, word: str) -> None:
    assert word.lower() in " ".join(complaints(text)).lower()


def test_a_laughing_bomb_is_refused_at_its_first_anchor() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefg", "bcdefgh", strict=True)]
    assert "a.yaml:1:4" in complaints("\n".join(lines))[0]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_deep_nesting_is_refused_before_it_costs_anything(text: str) -> None:
    assert len(complaints(text)) == 1


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "MAX_NODES", 10)
    assert "More than 10 values" in complaints("[" + "1, " * 20 + "]")[0]


def test_a_huge_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "MAX_BYTES", 1_000_000)
    assert "Larger than 1 MB" in complaints("a: " + "x" * 1_000_000)[0]


def test_a_byte_order_mark_and_windows_line_ends_are_taken_off_and_told() -> None:
    text, findings = clean("a.yaml", "\ufeffa: 1\r\nb: 2\r\n")
    assert text == "a: 1\nb: 2\n"
    assert [finding.is_error for finding in findings] == [False, False]


@given(st.text())
def test_any_text_gives_a_node_or_findings(text: str) -> None:
    node, findings = read_yaml("a.yaml", clean("a.yaml", text)[0])
    assert node is not None or findings


@given(st.text(alphabet="ab:-[]{},&*!?|>'\"# \n\t<", max_size=60))
def test_any_heap_of_signs_gives_a_node_or_findings(text: str) -> None:
    node, findings = read_yaml("a.yaml", text)
    assert node is not None or findings


@pytest.mark.parametrize("text", ["a: {b: c", "a: [b", 'a: "b', "a:\n  - {b: c", "- a\n- {"])
def test_a_text_that_ends_too_soon_goes_wrong_in_its_last_line(text: str) -> None:
    node, (finding,) = read_yaml("a.yaml", text)
    assert node is None
    assert 1 <= finding.line <= text.count("\n") + 1


@pytest.mark.parametrize("sign", ["\u202d", "\u202e", "\ufeff"])
def test_what_makes_a_text_look_otherwise_than_it_is_read_is_refused(sign: str) -> None:
    node, (finding,) = read_yaml("a.yaml", f"codes:\n  - ye{sign}s\n")
    assert node is None
    assert str(finding).startswith(f"a.yaml:2:7: error S010: The control character U+{ord(sign):04X} has no place")


def test_what_is_wrong_in_bulk_is_not_looked_through_to_its_end() -> None:
    node, findings = read_yaml("a.yaml", "a: b\n" * 3000)
    assert node is None
    assert len(findings) == MOST + 1
    assert str(findings[-1]) == f"a.yaml:{MOST + 2}:1: error S010: There is more; mend these {MOST} findings first."
