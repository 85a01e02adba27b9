"""What people write, as it is kept and as it is shown beside other words.

A text is kept as it was typed, sign by sign. Two things cannot be: halves of broken characters, which UTF-8 has no
bytes for, and controls of direction that would reorder the words of others around them. The first are replaced before
a text is kept; the second stay in what is kept and are tamed where it is shown.
"""

from __future__ import annotations

import re
from typing import Final

OVERRIDES: Final = "\u202d\u202e"
"""LRO and RLO make letters stand in an order nobody reads them in (Trojan Source, CVE-2021-42574)."""

_EMBEDDINGS: Final = "\u202a\u202b"
_POP: Final = "\u202c"
_ISOLATES: Final = "\u2066\u2067\u2068"
_POP_ISOLATE: Final = "\u2069"
_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_HALF: Final = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """Return a text with each half of a broken character replaced by U+FFFD; two halves that belong together join."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_whole(text: str) -> bool:
    """Whether a text can be kept as it stands."""
    return not _HALF.search(text)


def in_order(text: str) -> str:
    """Return a text for a screen, so that its controls of direction end with it and no letters change places.

    Overrides are spelled out as ``[U+202E]``, as paper spells what it cannot draw. Isolates and embeddings, which
    Persian and Arabic text may need, stay and are closed at the end; what closes nothing is left out.
    """
    if not _CONTROLS.search(text):
        return text
    shown: list[str] = []
    waiting: list[str] = []
    for sign in text:
        if sign in OVERRIDES:
            shown.append(f"[U+{ord(sign):04X}]")
        elif sign in _EMBEDDINGS or sign in _ISOLATES:
            waiting.append(_POP if sign in _EMBEDDINGS else _POP_ISOLATE)
            shown.append(sign)
        elif sign == _POP:
            if waiting and waiting[-1] == _POP:
                shown.append(waiting.pop())
        elif sign == _POP_ISOLATE:
            if _POP_ISOLATE in waiting:
                while waiting.pop() != _POP_ISOLATE:  # closing an isolate closes the embeddings begun inside it
                    pass
                shown.append(sign)
        else:
            shown.append(sign)
    return "".join(shown) + "".join(reversed(waiting))
