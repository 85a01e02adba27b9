"""The type scale: size, line height and weight of each role of text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class TypeStep:
    """Size and line height in logical pixels at 100 % text, weight 400 to 600."""

    size: float
    line: int
    weight: int


class Role(Enum):
    """What a text is for; decides how it is set."""

    HERO = TypeStep(28, 34, 600)
    SUBJECT_TITLE = TypeStep(26, 32, 600)
    TITLE = TypeStep(22, 28, 600)
    FORM_TITLE = TypeStep(20, 26, 600)
    SECTION = TypeStep(16, 22, 600)
    BODY_STRONG = TypeStep(14, 20, 600)
    BODY = TypeStep(14, 20, 400)
    BUTTON = TypeStep(14, 20, 500)
    SMALL_BUTTON = TypeStep(13, 18, 500)
    SMALL = TypeStep(13, 18, 400)
    SMALL_STRONG = TypeStep(13, 18, 600)
    CAPTION = TypeStep(12, 16, 400)
    CAPTION_STRONG = TypeStep(12, 16, 600)
    CHIP = TypeStep(12, 16, 500)
    TINY = TypeStep(11, 14, 400)


PERSIAN_SIZES: Final = {14: 15.0, 13: 13.5, 12: 12.5}


def size_in(role: Role, language: str) -> float:
    """Give the size in logical pixels at 100 % text; Persian script needs a little more."""
    step = role.value
    if language == "fa":
        return PERSIAN_SIZES.get(int(step.size), step.size)
    return step.size
