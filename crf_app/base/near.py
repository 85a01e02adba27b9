"""Which known word somebody most likely meant who wrote one that nobody knows."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable

MOST_KNOWN = 500
"""Among how many known words the nearest is looked for letter by letter, which is slow."""

_LONGEST = 100
_BEGINNING = 3


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, if one is near enough.

    Of very many, those come into question that begin alike and are about as long.
    """
    word = word[:_LONGEST]
    words = list(known)
    if len(words) > MOST_KNOWN:
        half, begun = word[: len(word) // 2], word[:_BEGINNING]

        def unlike(other: str) -> tuple[bool, bool, int]:
            return not other.startswith(half), not other.startswith(begun), abs(len(other) - len(word))

        words = heapq.nsmallest(MOST_KNOWN, words, key=unlike)
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.6)), None)
