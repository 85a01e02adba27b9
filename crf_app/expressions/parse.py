"""From a rule's text to Python's syntax tree, letting through only what the language knows.

The text is scanned first: signs, words and numbers outside the language are refused where they
stand, with a sentence that says what to write instead, and Python's parser never sees text that
could surprise it.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crf_app.expressions.types import MAX_DEPTH, MAX_LENGTH, RuleProblem

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<text>"[^"\\\r\n]*"|'[^'\\\r\n]*')
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))
    |(?P<word>[^\W\d]\w*)
    |(?P<sign><=|>=|==|!=|[-+*/<>(),\[\].])""",
    re.VERBOSE | re.ASCII,
)
_MOST_DIGITS = 30
_NESTING = {"(": 1, "[": 1, ")": -1, "]": -1}
_SPACES = str.maketrans("\t\r\n", "   ")

_KEPT = frozenset({"and", "or", "not", "if", "else", "in"})
_WORDS = {
    "True": "Write true, in small letters.",
    "False": "Write false, in small letters.",
    "None": "Ask with is_given(…) or is_missing(…); what has no value is unknown.",
    "is": "To compare, write == or !=.",
    "AND": "Write and, in small letters.",
    "OR": "Write or, in small letters.",
    "NOT": "Write not, in small letters.",
} | dict.fromkeys(set(keyword.kwlist) - _KEPT - {"True", "False", "None", "is"}, "")

_SIGNS = {
    "=": "To compare two values, write == (twice the equals sign).",
    "!": "For “not”, write not; for “differs from”, write !=.",
    "&": "For “and”, write and.",
    "|": "For “or”, write or.",
    "≥": "Write >= instead of ≥.",
    "≤": "Write <= instead of ≤.",
    "≠": "Write != instead of ≠.",
    "×": "Write * instead of ×.",
    "÷": "Write / instead of ÷.",
    "−": "This is not the minus sign of the keyboard; write -.",
    "–": "This is a dash; write the minus sign -.",
    "—": "This is a dash; write the minus sign -.",
    "“": 'These are typographic quotation marks; write "…".',
    "”": 'These are typographic quotation marks; write "…".',
    "‘": 'These are typographic quotation marks; write "…".',
    "’": 'These are typographic quotation marks; write "…".',
    "\u00a0": "There is an invisible wide space here; write an ordinary space.",
    "\\": "A backslash has no meaning in a rule.",
    '"': "This text has no closing quotation mark.",
    "'": "This text has no closing quotation mark.",
    "#": "A rule has no comments; write them beside it.",
    "%": "There is no percent sign in rules; write / 100.",
    ":": 'A colon has no meaning in a rule; a time is written time("08:20").',
    "{": "Write a list of values in brackets: [1, 2].",
    "^": "There are no powers in rules; multiply instead.",
    ",": "",
}


class RuleError(Exception):
    """A rule cannot be read any further; carries the problem. It never leaves this package."""

    def __init__(self, problem: RuleProblem) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass(frozen=True)
class Parsed:
    """A rule's syntax tree, and where its parts stand in the text the author wrote."""

    text: str
    tree: ast.expr
    shift: int
    encoded: bytes | None

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Return offset and length of a node, in characters."""
        start = self._character(node.col_offset)
        return start + self.shift, self._character(node.end_col_offset or 0) - start

    def source(self, node: ast.expr) -> str:
        """Return the author's text of a node."""
        offset, length = self.place(node)
        return self.text[offset : offset + length]

    def _character(self, column: int) -> int:
        # Python counts bytes; that differs as soon as a text constant is not plain English.
        return column if self.encoded is None else len(self.encoded[:column].decode())


def parse(text: str) -> Parsed:
    """Read a rule's text. Raises RuleError with the first thing that is not in the language."""
    if len(text) > MAX_LENGTH:
        raise RuleError(
            RuleProblem(
                "S006",
                MAX_LENGTH,
                len(text) - MAX_LENGTH,
                f"This rule has {len(text)} characters and {MAX_LENGTH} is the most; "
                "work a part of it out in a derived item.",
            )
        )
    _scan(text)
    rule = text.translate(_SPACES).strip(" ")
    if not rule:
        raise RuleError(RuleProblem("S004", 0, len(text), "This rule is empty."))
    shift = len(text) - len(text.translate(_SPACES).lstrip(" "))
    try:
        tree = ast.parse(rule, mode="eval").body
    except SyntaxError as error:
        raise RuleError(_misread(text, shift, error)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise RuleError(too_deep(0, len(text))) from error
    return Parsed(text, tree, shift, None if rule.isascii() else rule.encode())


def too_deep(offset: int, length: int) -> RuleProblem:
    """Return the problem of a rule nested beyond the cap."""
    return RuleProblem(
        "S006",
        offset,
        length,
        f"This rule is nested more than {MAX_DEPTH} deep; work a part of it out in a derived item.",
    )


def _scan(text: str) -> None:
    """Refuse what is outside the language, before Python's parser sees it."""
    depth = 0
    before = ""
    for kind, offset, token in _tokens(text):
        if kind == "word" and (hint := _WORDS.get(token)) is not None:
            _refuse(offset, token, hint)
        if kind == "text" and before == "word" and text[offset - 1] not in " \t\r\n":
            start = offset - len(re.findall(r"\w*$", text[:offset])[0])
            if text[start:offset] not in _KEPT:
                _refuse(
                    start,
                    text[start:offset],
                    "A text stands in quotation marks, with no letter before them.",
                )
        if kind == "number" and len(token) > _MOST_DIGITS:
            _refuse(offset, token, f"A number has at most {_MOST_DIGITS} digits.")
        if kind == "sign":
            depth += _NESTING.get(token, 0)
            if depth > MAX_DEPTH:
                raise RuleError(too_deep(offset, 1))
        before = kind


def _tokens(text: str) -> Iterator[tuple[str, int, str]]:
    offset = 0
    while offset < len(text):
        found = _TOKEN.match(text, offset)
        if found is None or found.lastgroup is None:
            _refuse_sign(text, offset)
            return
        yield found.lastgroup, offset, found[0]
        offset = found.end()


def _refuse_sign(text: str, offset: int) -> None:
    sign = text[offset]
    if sign.isdigit() or sign == ".":
        number = re.match(r"[\w.]+", text[offset:])
        token = number[0] if number else sign
        _refuse(offset, token, "Write numbers in plain digits, such as 12 or 0.5.")
    if sign in _SIGNS:
        _refuse(offset, sign, _SIGNS[sign])
    if sign.isalpha():
        _refuse(
            offset,
            sign,
            f"“{sign}” is not a letter of the Latin alphabet; names are written a-z, 0-9 and _.",
        )
    _refuse(offset, sign, "")


def _refuse(offset: int, token: str, hint: str) -> None:
    sentence = hint or f"“{token}” has no meaning in a rule."
    raise RuleError(RuleProblem("S004", offset, len(token), sentence))


def _misread(text: str, shift: int, error: SyntaxError) -> RuleProblem:
    # Python places a text that ends too soon at column 0 of the next line.
    offset = shift + error.offset - 1 if error.offset else len(text)
    rest = text[offset:].strip()
    if not rest:
        return RuleProblem("S004", len(text), 0, "Something is missing at the end of this rule.")
    if "never closed" in error.msg:
        return RuleProblem("S004", offset, 1, f"This “{rest[0]}” is never closed.")
    if "unmatched" in error.msg:
        return RuleProblem("S004", offset, 1, f"This “{rest[0]}” was never opened.")
    if "expected 'else'" in error.msg:
        return RuleProblem("S004", offset, len(rest), "After “if …” there must be an “else …”.")
    word = re.match(r"\w+|.", rest)
    token = word[0] if word else rest[:1]
    return RuleProblem("S004", offset, len(token), f"This rule cannot be read from “{token}” on.")
