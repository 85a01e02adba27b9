"""Digits and direction on screen: what stands in an isolate keeps its Latin figures."""

from __future__ import annotations

import re
from typing import Final

from crf_app.base.digits import base_language, latin_digits, local_figures
from crf_app.base.words import RIGHT_TO_LEFT

__all__ = ["base_language", "is_right_to_left", "isolate", "latin_digits", "localise_answer", "localise_digits"]

LEFT_TO_RIGHT_ISOLATE: Final = "\u2066"
POP_ISOLATE: Final = "\u2069"

_ISOLATE: Final = re.compile(f"({LEFT_TO_RIGHT_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE})")
_LATIN: Final = re.compile("[A-Za-z]")


def is_right_to_left(language: str) -> bool:
    """Say whether text of this language runs from right to left."""
    return base_language(language) in RIGHT_TO_LEFT


def isolate(text: str) -> str:
    """Wrap an id, seal, unit or Latin date so that right-to-left text cannot reorder it."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"


def localise_digits(text: str, language: str) -> str:
    """Write the figures of a text in the language's digits, isolates left as they are (see `isolate`)."""
    pieces = _ISOLATE.split(text)
    return "".join(p if p.startswith(LEFT_TO_RIGHT_ISOLATE) else local_figures(p, language) for p in pieces)


def localise_answer(words: str, language: str) -> str:
    """Write an answer's figures in the language's digits; a name in Latin letters keeps its own (L2, NCT06360861)."""
    return words if _LATIN.search(words) else localise_digits(words, language)
