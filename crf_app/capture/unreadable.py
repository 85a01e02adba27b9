"""Why a typed text cannot be read: a sentence that says what could be."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crf_app.base.digits import latin_digits
from crf_app.base.texts import in_order
from crf_app.base.words import Say

_SHOWN: Final = 40  # as much of the text as a sentence can carry

_FOLDED: Final = str.maketrans({"ي": "ی", "ك": "ک", "ة": "ه", "آ": "ا", "أ": "ا", "\u200c": None, "µ": "μ"})
_WIDE: Final = str.maketrans("：／－−–‐‑　", ":/----- ")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Unreadable(Exception):  # noqa: N818 - it is no error: the text is kept, a person is told
    """A text that cannot be read as asked: a marked English sentence and what fills its places."""

    def __init__(self, sentence: str, **parts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parts = parts

    def said(self, say: Say, raw: str) -> str:
        """Return the sentence in the language of `say`; ``{raw}`` is the text as it was typed."""
        shown = " ".join(raw.split())
        if len(shown) > _SHOWN:
            shown = shown[: _SHOWN - 1] + "…"
        return say(self.sentence).format(raw=in_order(shown), **self.parts)


def without_marks(raw: str) -> str:
    """Return a text without the invisible marks of direction that come with copied text."""
    return _BIDI.sub("", raw).strip()


def fold(text: str) -> str:
    """Return what spellings of one word share: case, width, Persian for Arabic letters."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return " ".join(plain.casefold().split())


def figures(raw: str) -> str:
    """Return a typed date or time with Latin digits, plain signs, small letters and single blanks.

    Unlike `fold` it leaves ² and ½ alone: they are no digits of a date.
    """
    text = latin_digits(without_marks(raw)).translate(_WIDE).translate(_FOLDED)
    return " ".join(text.casefold().split())
