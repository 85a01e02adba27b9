"""User names: when two spellings are one name. A name that only looks like another would let somebody pass for them."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    "аеорсухіѕјԁһԛԝ" + "αεορνικ" + "يىك",
    "aeopcyxisjdhqw" + "aeopvik" + "ییک",
)
"""Cyrillic and Greek letters that look Latin, and the letters Arabic keyboards give for Persian ones (after Unicode
Technical Standard 39, section 4: only what is met on keyboards here)."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of signs that are not seen, or that turn the order of what is."""


def folded(username: str) -> str:
    """Return what all spellings of a user name have in common.

    Capitals, full-width letters, accents typed as signs of their own, spaces and signs nobody sees make no other name.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", username).casefold())
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    return "".join(seen.translate(_ALIKE).split())


def can_be_seen(text: str) -> bool:
    """Whether a name holds nothing that is not seen, or that turns the order of its letters.

    The joiners that Persian words are written with are seen by what they do.
    """
    return all(unicodedata.category(sign) not in _UNSEEN or sign in "\u200c\u200d" for sign in text)
