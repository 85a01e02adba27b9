"""The ground every definition stands on: frozen, nothing unknown let in, texts in several languages."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from crf_app.base.local_text import LocalText

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A snake_case word: it stands in rules, in the file and in exports."""

FolderId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]

Version = Annotated[int, Field(ge=0, le=9_999)]
"""A count of versions, small enough to stand in any file."""

NUMBER_TEXT = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
"""A number as it is written in a study: no exponent, no thousands."""

MOST_DIGITS = 20
"""More than any clinical value has, and few enough for a number to be added to and compared exactly."""


class Defined(BaseModel):
    """Something a study defines. It never changes while the study runs."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _local_text(given: Any) -> Any:
    if isinstance(given, LocalText):
        return given
    if isinstance(given, str):
        return LocalText.of({"": given})
    if isinstance(given, dict) and all(isinstance(words, str) for words in given.values()):
        return LocalText.of(given)
    raise ValueError("a text, or one text per language such as {en: Weight, fa: …}")


def _decimal(given: Any) -> Any:
    if isinstance(given, str):
        if not NUMBER_TEXT.fullmatch(given.strip()):
            raise ValueError("a plain number such as 12 or 0.5")
        if len(given.strip()) > MOST_DIGITS:
            raise ValueError(f"a number of at most {MOST_DIGITS} digits")
        return Decimal(given.strip())
    return given


Words = Annotated[LocalText, BeforeValidator(_local_text)]
"""A LocalText, written as one text (the same in every language) or as a mapping of languages."""

Number = Annotated[Decimal, BeforeValidator(_decimal)]
"""An exact number from its text."""

NO_WORDS = LocalText(())
