"""What people, or those who want to harm them, may write wherever a text can be written."""

from __future__ import annotations

from typing import Final

LONG: Final = "x" * 100_000

TEXTS: Final = {
    "override": "abc \u202egnp.exe",
    "override_closed": "\u202dabc\u202c def",
    "isolate_open": "\u2067קהל abc",
    "isolate_closed_too_often": "abc\u2069\u2069 def",
    "embedding_open": "\u202bنتیجه",
    "nul": "before\0after",
    "controls": "bell\x07 back\x08\x7f \x9b31m",
    "escape": "\x1b]0;title\x07\x1b[2J\x1b[31mred",
    "line_ends": "one\ntwo\r\nthree\rfour\u2028five\u2029six\x85",
    "html": "<b>&amp;</b><img src=file:///etc/passwd>",
    "markup": "<para><font color=red>& </font>%s {0} {name} $x `y` \\n",
    "formula": '=HYPERLINK("http://example.org","A-01")',
    "formula_plus": "+cmd|' /C calc'!A0",
    "formula_minus": "-2+3+cmd|' /C calc'!A0",
    "formula_at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula_tab": '\t=HYPERLINK("http://example.org")',
    "formula_return": '\r=HYPERLINK("http://example.org")',
    "formula_blank": ' =HYPERLINK("http://example.org")',
    "formula_wide": "＝1+1",
    "formula_behind_a_semicolon": 'see;=HYPERLINK("http://example.org");"',
    "formula_in_a_line": "see\n=cmd|' /C calc'!A0",
    "apostrophe": "'=1+1",
    "emoji": "👩‍👩‍👧‍👦🇮🇷☺️🏳️‍🌈👍🏽",
    "zalgo": "Z" + "\u0301\u0316\u0489" * 20 + "algo",
    "decomposed": "cafe\u0301 \u1100\u1161\u11a8",
    "ligatures": "ﬁ ﬂ ﷺ ﷽ ǆ",
    "scripts": "بیمار 病人 A‌-01 ۱۲۳ ١٢٣ می‌خواهم（试验）",
    "spaces": "a\u00a0b\u202fc\u3000d\u200be\ufefff",
    "tags": "a\U000e0041\U000e007fb",
    "noncharacters": "a\ufffe\uffff\U0010ffffb",
    "sql": "'); DROP TABLE fact; --",
    "json": '{"value": "1"}\\u0000\\"',
    "path": "../../etc/passwd\\..\\C:",
    "many_lines": "line\n" * 200,
    "long": LONG,
    "long_words": "word " * 4_000,
}
"""Texts that can be kept as they are. Blanks at both ends belong to a text."""

HALF: Final = "half \ud83d"
"""Half of a character: no text, and nothing UTF-8 has bytes for."""

NAMES: Final = ("html", "markup", "formula", "formula_plus", "formula_at", "apostrophe", "emoji", "zalgo", "ligatures",
                "scripts", "sql", "json", "path")  # fmt: skip
"""Which of them a person may be called by: every sign is seen, or joins two that are."""

NUMBERS: Final = (
    "<b>&amp;</b>",
    "=1+1",
    "+cmd|'!A0",
    "@SUM(1)",
    "'=1",
    "🇮🇷 1",
    "بیمار ۱",
    "病人一",
    "'); DROP TABLE",
    "../../A",
)
UNSEEN: Final = ("A\u202e1", "A-01\u200b", "A\0", "A\n1", "A\x1b[2J", "A\u2069", "A\U000e0041")
"""What a subject's number and a user name are not."""
