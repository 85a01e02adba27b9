from __future__ import annotations

import pytest

from tests.expressions.paper import problem, result, rule


@pytest.mark.parametrize(
    ("text", "guilty", "sentence"),
    [
        ("total = 3", "=", "To compare two values, write == (twice the equals sign)."),
        ("total ≥ 3", "≥", "Write >= instead of ≥."),
        ("total − 1", "−", "This is not the minus sign of the keyboard; write -."),
        ("comment == “yes”", "“", 'These are typographic quotation marks; write "…".'),
        ("comment == 'yes", "'", "This text has no closing quotation mark."),
        (
            "tоtal > 3",
            "о",
            "“о” is not a letter of the Latin alphabet; names are written a-z, 0-9 and _.",
        ),
        ("ｔotal > 3", "ｔ", "not a letter of the Latin alphabet"),
        ("total\u00a0> 3", "\u00a0", "There is an invisible wide space here"),
        ("total is 3", "is", "To compare, write == or !=."),
        ("True", "True", "Write true, in small letters."),
        ("None", "None", "Ask with is_given(…) or is_missing(…)"),
        ("assessed AND blinded", "AND", "Write and, in small letters."),
        ("1e3", "1e3", "Write numbers in plain digits, such as 12 or 0.5."),
        ("1_000", "1_000", "Write numbers in plain digits"),
        ("0x1F", "0x1F", "Write numbers in plain digits"),
        ("1if true else 2", "1if", "Write numbers in plain digits"),
        ("9" * 900, "9" * 900, "A number has at most 30 digits."),
        ("9**9**9", "9**9", "There are no powers in rules; multiply instead."),
        ("7 // 2", "2", "For whole-number division write floor(a / b)."),
        ("total % 2", "%", "There is no percent sign in rules; write / 100."),
        ("f'{total}'", "f", "no letter before them"),
        ("lambda: 1", "lambda", "“lambda” has no meaning in a rule."),
        ("(total := 3)", ":", "A colon has no meaning in a rule"),
        ("await total", "await", "“await” has no meaning in a rule."),
        ("[x for x in symptoms]", "for", "“for” has no meaning in a rule."),
        ("().__class__", "().__class__", "A dot stands between names only, as in form.item."),
        ("''.join(symptoms)", "''.join(symptoms)", "Only the listed functions can be called."),
        ("total[0]", "total[0]", "a part of a form is named with a dot"),
        ("max(*symptoms)", "*symptoms", "A star stands only between two numbers."),
        ("(1, 2)", "(1, 2)", "A list of values stands only after in"),
        ("...", "...", "This is not part of the rule language."),
        ("total > 3 # high", "#", "A rule has no comments; write them beside it."),
        ("total >", "", "Something is missing at the end of this rule."),
        ("1 if blinded", "1 if blinded", "After “if …” there must be an “else …”."),
        ("(1 + 2", "(1", "This “(” is never closed."),
        ("1 + 2)", ")", "This “)” was never opened."),
        ("total > > 3", "> 3", "This rule cannot be read from"),
        ("  ", "  ", "This rule is empty."),
        ("", "", "This rule is empty."),
        ("total\x00", "\x00", "has no meaning in a rule."),
    ],
)
def test_what_is_not_in_the_language_is_refused_kindly(text: str, guilty: str, sentence: str) -> None:
    found = problem(text)
    assert found.code == "S004"
    assert sentence in found.text
    assert text[found.offset :].startswith(guilty[:1])


@pytest.mark.parametrize(
    "text",
    [
        "1" + "+1" * 600,
        "(" * 41 + "1" + ")" * 41,
        "not " * 60 + "true",
        "-" * 400 + "1",
        "abs(" * 41 + "1" + ")" * 41,
        "1 if true else " * 41 + "1",
    ],
)
def test_long_and_deep_rules_are_refused_at_once(text: str) -> None:
    found = problem(text)
    assert found.code == "S006"
    assert "derived item" in found.text


def test_a_rule_may_be_broken_over_lines() -> None:
    assert result("\n  1\n\t< 2\r\n  and true\n") is True
    assert problem("\n  true and\n  totl > 1").offset == 14


def test_offsets_count_characters_not_bytes() -> None:
    found = problem("comment == 'سلام' and totl > 1")
    assert found.offset == 22
    assert found.length == 4


def test_a_text_keeps_what_stands_in_it() -> None:
    assert rule("comment == 'a (b) # 10% “c” ≥ 2'").text == "comment == 'a (b) # 10% “c” ≥ 2'"
    assert result("length('۱۲')") == 2
