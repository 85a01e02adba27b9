"""A passphrase on paper, letter by letter: what one person prints another must be able to type years later."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app.base.words import Say
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Run
from crf_app.reports.sheet import FRAME_WIDTH, HAIR, INK, RULE, SOFT, WASH, StyleSheet
from crf_app.reports.text import Text

_GROUP = 4
_IN_A_LINE = 12
"""Three groups of four in a line: a group is read at a glance and typed without looking up."""
_GAP = 3 * mm
_CELL = (FRAME_WIDTH - 2 * _GAP) / _IN_A_LINE
_HEIGHT = 19 * mm
_BETWEEN = 3 * mm
_SIZE = 24.0


@dataclass(frozen=True)
class Letter:
    """One sign as it is typed, with the marks on it, its place, and a word that tells it from what looks like it."""

    place: int
    text: str
    hint: str

    @property
    def is_space(self) -> bool:
        """Whether there is nothing to see."""
        return self.text.isspace()


def spelled(passphrase: str, say: Say) -> tuple[Letter, ...]:
    """Take a passphrase apart, in its composed form: that is what the key is made from."""
    return tuple(Letter(place, text, _hint(text, say)) for place, text in enumerate(_signs(passphrase), 1))


def _signs(passphrase: str) -> Iterator[str]:
    held = ""
    for char in unicodedata.normalize("NFC", passphrase):
        if held and not unicodedata.combining(char):
            yield held
            held = ""
        held += char
    if held:
        yield held


def _hint(text: str, say: Say) -> str:
    first = text[0]
    if text == " ":
        return say("space", context="a key")
    if "0" <= text <= "9":
        return say("digit")
    if len(text) > 1 or not (first.isascii() and first.isprintable()):
        # Letters of other scripts, and what a keyboard can give in several look-alike ways.
        kind = (
            say("capital", context="a letter")
            if text.isupper()
            else say("small", context="a letter")
            if text.islower()
            else ""
        )
        code = " ".join(f"U+{ord(char):04X}" for char in text)
        return f"{kind} {code}".strip()
    if first.isalpha():
        return say("capital", context="a letter") if first.isupper() else say("small", context="a letter")
    return say("sign", context="of punctuation")


def spelled_out(letters: Sequence[Letter], sheet: StyleSheet) -> list[Flowable]:
    """Return the lines of boxes that show a passphrase."""
    return [SpelledLine(letters[start : start + _IN_A_LINE], sheet) for start in range(0, len(letters), _IN_A_LINE)]


class SpelledLine(Flowable):
    """A line of letters in boxes, in groups of four, each with its number above and its hint below.

    The boxes run from left to right in every language, as their numbers say: a passphrase is typed in one order, and
    most are of Latin letters.
    """

    def __init__(self, letters: Sequence[Letter], sheet: StyleSheet) -> None:
        """Keep the letters."""
        super().__init__()
        self._letters = letters
        self._big = sheet.body.but(size=_SIZE, leading=_SIZE, weight=Weight.SEMIBOLD, language="en")
        self._small = sheet.note.but(size=6.2, leading=7.0, colour=SOFT)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the boxes and the space below them."""
        self.width, self.height = FRAME_WIDTH, _HEIGHT + _BETWEEN
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes and what stands in them."""
        if getattr(self.canv, "dry", False):
            return
        for across, letter in enumerate(self._letters):
            self._draw(letter, across * _CELL + (across // _GROUP) * _GAP, _BETWEEN)

    def _draw(self, letter: Letter, x: float, y: float) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(HAIR)
        canvas.setFillColor(WASH)
        canvas.setLineWidth(0.5)
        canvas.rect(x + 0.6 * mm, y, _CELL - 1.2 * mm, _HEIGHT, stroke=1, fill=int(letter.is_space))
        if letter.is_space:
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(1.2)
            left, right, low = x + _CELL * 0.3, x + _CELL * 0.7, y + 8.0 * mm
            canvas.lines([(left, low + 4, left, low), (left, low, right, low), (right, low, right, low + 4)])
        canvas.restoreState()
        canvas.setFillColor(INK)
        self._centred(f"{letter.place}", self._small, x, y + _HEIGHT - 2.6 * mm)
        if not letter.is_space:
            self._centred(letter.text, self._big, x, y + 7.8 * mm)
        for number, word in enumerate(reversed(letter.hint.split(" "))):
            self._centred(word, self._small, x, y + 1.6 * mm + number * 2.4 * mm)

    def _centred(self, words: str, style: object, x: float, baseline: float) -> None:
        text = Text(Run(words, island=True), style, source="person")  # type: ignore[arg-type]
        text.draw_line(self.canv, x + (_CELL - text.natural_width()) / 2, baseline)
