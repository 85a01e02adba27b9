"""Reads gettext's .po text, so that translations are used as translators write them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_ENTRY_LINE: Final = re.compile(r'(?:(msg[a-z_]+)(?:\[(\d+)\])?\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_MO_MAGIC: Final = 0x950412DE
_CONTEXT_END: Final = "\x04"
_FORM_END: Final = "\x00"


@dataclass(frozen=True)
class Phrase:
    """One entry: the English, its plural and context if it has them, and the translated forms."""

    english: str
    plural: str | None = None
    context: str | None = None
    forms: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells this phrase from another: its context and its English."""
        return self.context, self.english

    @property
    def is_translated(self) -> bool:
        """Whether every form has words."""
        return bool(self.forms) and all(self.forms)


@dataclass(frozen=True)
class Catalogue:
    """The phrases of one language. `header` is gettext's own entry (character set, plural rule)."""

    header: str
    phrases: dict[tuple[str | None, str], Phrase] = field(default_factory=dict)

    def compiled(self) -> bytes:
        """Return the phrases in gettext's binary form, which the standard library reads."""
        pairs = {"": self.header}
        for phrase in self.phrases.values():
            if phrase.is_translated:
                pairs[_binary_key(phrase)] = _FORM_END.join(phrase.forms)
        rows = [(key.encode(), pairs[key].encode()) for key in sorted(pairs)]
        start = 28 + 16 * len(rows)
        keys, forms = b"", b""
        key_table, form_table = b"", b""
        forms_start = start + sum(len(key) + 1 for key, _ in rows)
        for key, form in rows:
            key_table += struct.pack("<II", len(key), start + len(keys))
            form_table += struct.pack("<II", len(form), forms_start + len(forms))
            keys += key + b"\0"
            forms += form + b"\0"
        head = struct.pack("<7I", _MO_MAGIC, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
        return head + key_table + form_table + keys + forms


def _binary_key(phrase: Phrase) -> str:
    key = phrase.english if phrase.plural is None else phrase.english + _FORM_END + phrase.plural
    return key if phrase.context is None else phrase.context + _CONTEXT_END + key


def read_catalogue(text: str) -> Catalogue:
    """Read .po text. Comments are skipped; a phrase marked ``fuzzy`` counts as not translated.

    Raises:
        ValueError: a line that .po does not have, a phrase given twice, or no header.
    """
    header: str | None = None
    phrases: dict[tuple[str | None, str], Phrase] = {}
    for phrase in _phrases(text):
        if phrase.english == "" and phrase.context is None:
            header = phrase.forms[0]
            continue
        if phrase.key in phrases:
            raise ValueError(f"given twice: {phrase.english!r}")
        phrases[phrase.key] = phrase
    if header is None:
        raise ValueError("the catalogue has no header")
    return Catalogue(header, phrases)


def _phrases(text: str) -> Iterator[Phrase]:
    """Walk the entries, which empty lines part."""
    parts: dict[str, str] = {}
    current = ""
    fuzzy = False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        line = line.strip()
        if not line:
            if parts:
                yield _phrase(parts, fuzzy, number)
            parts, current, fuzzy = {}, "", False
            continue
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        found = _ENTRY_LINE.fullmatch(line)
        if not found or not (found[1] or current):
            raise ValueError(f"line {number} is not of a .po file: {line!r}")
        if found[1]:
            current = found[1] if found[2] is None else f"{found[1]}[{found[2]}]"
            if current in parts:
                raise ValueError(f"line {number}: {current} given twice in one entry")
            parts[current] = ""
        parts[current] += _ESCAPE.sub(lambda sign: _ESCAPED.get(sign[1], sign[0]), found[3])


def _phrase(parts: dict[str, str], fuzzy: bool, line: int) -> Phrase:
    if "msgid" not in parts:
        raise ValueError(f"the entry before line {line} has no msgid")
    if "msgid_plural" in parts:
        forms = [form for name, form in sorted(parts.items()) if name.startswith("msgstr[")]
    else:
        forms = [parts.get("msgstr", "")]
    translated = () if fuzzy else tuple(forms)
    return Phrase(parts["msgid"], parts.get("msgid_plural"), parts.get("msgctxt"), translated)
