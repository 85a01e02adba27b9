"""Texts a study gives in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LocalText:
    """One text in the languages its author gave, the study's main language first."""

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> LocalText:
        """Make a LocalText from language codes and words, keeping their order."""
        return cls(tuple(texts.items()))

    def in_(self, language: str) -> str:
        """Return the words in `language`, else in the first language given, else nothing."""
        for code, words in self.texts:
            if code == language:
                return words
        return self.texts[0][1] if self.texts else ""

    @property
    def languages(self) -> frozenset[str]:
        """The languages this text exists in."""
        return frozenset(code for code, words in self.texts if words)

    def __bool__(self) -> bool:
        """A text without words is no text."""
        return any(words for _, words in self.texts)

    def __str__(self) -> str:
        """The words in the first language."""
        return self.texts[0][1] if self.texts else ""
