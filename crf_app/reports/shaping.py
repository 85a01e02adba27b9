"""From logical words to glyphs: which font draws a character, which form it takes, in which order.

The order of work for Arabic script: U+0647 U+0654 becomes U+06C0, letters are joined, the visual
line is ordered by the bidirectional algorithm with brackets mirrored, and controls are dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from arabic_reshaper import ArabicReshaper
from bidi import algorithm

from crf_app.reports.fonts import Face, Family, Weight, face

#: Stands for a thing of its own direction (an island, a mark) while a line is put in order.
OBJECT_RTL = "\u05d0"
OBJECT_LTR = "A"

_CONTROLS = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\xad") | {
    chr(code) for code in range(0x2066, 0x206A)
}
_CURLY = frozenset("“”‘’…")
#: Arabic-script marks have zero width and their ink starts at the pen; this is its centre, in em.
_MARK_CENTRE = 0.14
#: A second mark over the same letter goes above the first by this share of the size.
_MARK_STACK = 0.16

_reshaper = ArabicReshaper(
    {
        "delete_harakat": False,
        "delete_tatweel": False,
        "use_unshaped_instead_of_isolated": True,
        "support_ligatures": True,
        "ARABIC LIGATURE ALLAH": False,
        "RIAL SIGN": False,
    }
)


class _Settings:
    """What the reshaper asks at every word, answered from a table: its own settings parse a file's text anew."""

    def __init__(self, read: Callable[[str], bool]) -> None:
        self.getboolean = cache(read)


_reshaper.configuration = _Settings(_reshaper.configuration.getboolean)


class MissingGlyph(ValueError):  # noqa: N818 - the design's word
    """No font has a character of one of our own texts; names the character and where it stands."""

    def __init__(self, char: str, where: str) -> None:
        """Keep the character and the text it stands in."""
        self.char = char
        self.where = where
        name = unicodedata.name(char, "without a name")
        super().__init__(f"no font has U+{ord(char):04X} ({name}) in: {where}")


class GlyphRun(NamedTuple):
    """Characters in drawing order, all of one font; `width` in em."""

    face: Face
    text: str
    width: float


def is_han(char: str) -> bool:
    """Tell whether a character is set in the Chinese font: Han, kana, full-width signs."""
    code = ord(char)
    return code >= 0x2E80 and (
        code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF or 0x20000 <= code <= 0x3FFFF
    )  # fmt: skip


def is_arabic(char: str) -> bool:
    """Tell whether a character is of the Arabic script, presentation forms included."""
    code = ord(char)
    return (
        0x600 <= code <= 0x6FF or 0x750 <= code <= 0x77F or 0x8A0 <= code <= 0x8FF
        or 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC
    )  # fmt: skip


@lru_cache(maxsize=8192)
def is_rtl(char: str) -> bool:
    """Tell whether a character is strongly right to left."""
    return unicodedata.bidirectional(char) in ("R", "AL")


@lru_cache(maxsize=8192)
def _goes_left(char: str) -> bool:
    """Tell whether a character is right to left, or is so between such letters and has no mirror image."""
    kind = unicodedata.bidirectional(char)
    return kind in ("R", "AL") or (kind in ("WS", "ON", "CS", "ES", "ET") and not unicodedata.mirrored(char))


@lru_cache(maxsize=32768)
def has_rtl(text: str) -> bool:
    """Tell whether any letter is right to left."""
    return any(is_rtl(char) for char in text)


@lru_cache(maxsize=8192)
def face_of(char: str, weight: Weight, chinese: bool) -> Face | None:
    """Return the font that draws `char`, or None; `chinese` gives curly quotes to the Han font."""
    if is_han(char) or (chinese and char in _CURLY):
        order: tuple[Family, ...] = (Family.HAN,)
    elif is_arabic(char):
        order = (Family.ARABIC,)
    else:
        order = (Family.LATIN, Family.ARABIC)
    for family in order:
        candidate = face(family, weight)
        if ord(char) in candidate.glyphs:
            return candidate
    return None


@lru_cache(maxsize=3)
def plain_characters(weight: Weight) -> frozenset[str]:
    """Return what the Latin font can draw from left to right without any further thought."""
    return frozenset(
        char
        for char in map(chr, face(Family.LATIN, weight).glyphs)
        if (char == " " or char.isprintable()) and not is_rtl(char) and char not in _CONTROLS
        and char not in _CURLY and not unicodedata.combining(char)
    )  # fmt: skip


@lru_cache(maxsize=32768)
def shape(word: str, weight: Weight, chinese: bool) -> str:
    """Return the word's characters in their joined forms, still in reading order.

    Raises `MissingGlyph` for a character no font has.
    """
    if word.isascii() and word.isprintable():
        return word
    text = unicodedata.normalize("NFC", word).replace("\u0647\u0654", "\u06c0")
    if any(is_arabic(char) for char in text):
        text = "".join(_drawable_form(c, weight) for c in _reshaper.reshape(text))
    text = "".join(char for char in text if char not in _CONTROLS)
    for char in text:
        if face_of(char, weight, chinese) is None:
            raise MissingGlyph(char, word)
    return text


def _drawable_form(char: str, weight: Weight) -> str:
    """Return the joined form, or the plain letter where the font lacks that form."""
    if face_of(char, weight, False) is None and 0xFB50 <= ord(char) <= 0xFEFC:
        return unicodedata.normalize("NFKC", char)
    return char


@lru_cache(maxsize=32768)
def em_width(word: str, weight: Weight, chinese: bool) -> float:
    """Return the width of a word in em, whatever the order of its letters."""
    return sum(run.width for run in font_runs(shape(word, weight, chinese), weight, chinese))


@lru_cache(maxsize=32768)
def font_runs(drawn: str, weight: Weight, chinese: bool) -> tuple[GlyphRun, ...]:
    """Split characters in drawing order into runs of one font each."""
    runs: list[GlyphRun] = []
    start = 0
    current: Face | None = None
    for index, char in enumerate(drawn):
        found = face_of(char, weight, chinese)
        if found is None:
            raise MissingGlyph(char, drawn)
        if found is not current:
            if current is not None:
                part = drawn[start:index]
                runs.append(GlyphRun(current, part, current.width(part)))
            current, start = found, index
    if current is not None:
        part = drawn[start:]
        runs.append(GlyphRun(current, part, current.width(part)))
    return tuple(runs)


@lru_cache(maxsize=32768)
def spell_out(text: str) -> str:
    """Return what a person typed with each undrawable character as ``[U+1F600]``."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    chinese = any(is_han(char) for char in text)
    return "".join(char if _is_drawable(char, chinese) else f"[U+{ord(char):04X}]" for char in text)


@lru_cache(maxsize=8192)
def _is_drawable(char: str, chinese: bool) -> bool:
    """Tell whether a character is drawn in every weight, or makes room or order without being drawn."""
    if char.isspace() or char in _CONTROLS:
        return True
    visible = char.isprintable() or unicodedata.combining(char) > 0
    return visible and all(face_of(char, weight, chinese) is not None for weight in Weight)


class Ordered(NamedTuple):
    """One character of a visual line, left to right, and the index it had in reading order."""

    char: str
    place: int
    level: int


_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "「": "」", "《": "》", "【": "】"}


def _resolve_brackets(chars: list[dict[str, Any]], base_rtl: bool) -> None:
    """Give paired brackets the direction of what they hold, rule N0 of UAX #9.

    The bidi package follows an older edition without it, and would tear "(since 2024)" apart.
    """
    strong: list[str] = []
    last = base = "R" if base_rtl else "L"
    for entry in chars:
        kind = entry["type"]
        if kind in ("L", "R", "AL"):
            last = "L" if kind == "L" else "R"
            strong.append(last)
        else:
            strong.append(("L" if last == "L" else "R") if kind == "EN" else "R" * (kind == "AN"))
    open_brackets: list[int] = []
    pairs: list[tuple[int, int]] = []
    for index, entry in enumerate(chars):
        if entry["ch"] in _BRACKETS:
            open_brackets.append(index)
        elif entry["ch"] in _BRACKETS.values():
            for depth in range(len(open_brackets) - 1, -1, -1):
                if _BRACKETS[chars[open_brackets[depth]]["ch"]] == entry["ch"]:
                    pairs.append((open_brackets[depth], index))
                    del open_brackets[depth:]
                    break
    for first, second in sorted(pairs):
        held = set(strong[first + 1 : second]) - {""}
        if not held:
            continue
        before = next((found for found in reversed(strong[:first]) if found), base)
        direction = base if base in held or before == base else before
        for index in (first, second):
            chars[index]["type"] = direction
            strong[index] = direction


@lru_cache(maxsize=8192)
def visual_order(text: str, base_rtl: bool) -> tuple[Ordered, ...]:
    """Return the characters of one line from left to right, brackets mirrored.

    The fast `get_display` of the bidi package does not mirror; its Python algorithm does, and its
    steps let each character keep the index of the run it belongs to.
    """
    if base_rtl and all(_goes_left(char) for char in text):
        last = len(text) - 1
        return tuple(Ordered(text[last - n], last - n, 1) for n in range(last + 1))
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = int(base_rtl)
    storage["base_dir"] = "R" if base_rtl else "L"
    algorithm.get_embedding_levels(text, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    _resolve_brackets(storage["chars"], base_rtl)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    return tuple(Ordered(e["ch"], e["index"], e["level"]) for e in storage["chars"])


def is_mark(char: str) -> bool:
    """Tell whether a character is an Arabic-script mark, drawn over the letter before it."""
    return is_arabic(char) and unicodedata.combining(char) > 0


def mark_offset(base_width: float, stacked: int) -> tuple[float, float]:
    """Return how far a mark goes from its letter's left edge and up, in em of the drawn size."""
    return base_width / 2 - _MARK_CENTRE, _MARK_STACK * stacked
