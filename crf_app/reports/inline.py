"""What one text is made of: runs with a look, gaps, marks; and its unbreakable clusters.

A run is always plain text: nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from reportlab.lib.colors import Color

from crf_app.reports.fonts import Weight
from crf_app.reports.marks import MarkKind
from crf_app.reports.shaping import em_width, is_arabic, is_han, is_rtl, spell_out
from crf_app.reports.sheet import MARK_HEIGHT, PART_GAP, RAISED_BY, RAISED_SIZE, TextStyle

#: Whose words they are: a label of ours must be drawable; a person's never makes a report fail.
Source: TypeAlias = Literal["label", "person"]


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text with its own look; what is None comes from the style of the whole text.

    `island` keeps a value (comparator, sign, digits, unit, date) together from left to right inside
    right-to-left text. `link` names an anchor of the document. `raised` is the letter of
    an audit note.
    """

    text: str
    weight: Weight | None = None
    colour: Color | None = None
    size: float | None = None
    raised: bool = False
    island: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A space between parts of one line: in points, or in em of the text's size."""

    points: float | None = None
    em: float = PART_GAP


@dataclass(frozen=True, slots=True)
class InlineMark:
    """A mark standing in a line of text."""

    kind: MarkKind
    r: float = MARK_HEIGHT
    link: str | None = None


Part: TypeAlias = str | Run | Gap | InlineMark
Content: TypeAlias = Part | Sequence[Part]


def island(text: str, **look: object) -> Run:
    """Return a run that stays one left-to-right island."""
    return replace(Run(text, island=True), **look)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Bit:
    """The smallest piece that is drawn: text of one look, an island, or a mark; sizes in points."""

    text: str
    width: float
    size: float
    weight: Weight
    colour: Color
    rise: float = 0.0
    gap: float = 0.0
    chinese: bool = False
    island: bool = False
    link: str | None = None
    mark: MarkKind | None = None


@dataclass(slots=True)
class Cluster:
    """Bits no line end may part; `space` goes before it unless it starts a line.

    `parted` tells that a gap between parts goes before it: parts keep their order from the
    start edge.
    """

    bits: list[Bit]
    space: float = 0.0
    new_line: bool = False
    width: float = 0.0
    parted: bool = False


_NO_START = frozenset("，。：；、）》」』】％！？”’…),.;:!?]}%")
_NO_END = frozenset("（《「『【“‘([{")
_HAN_GAP = 0.12
_WORD_SPACE = 0.2
_WORD_SPACE_RTL = 0.26
#: Gaps grow with the word space.
_RTL_GAPS = _WORD_SPACE_RTL / _WORD_SPACE

#: Values which the bidirectional algorithm would tear apart: a time with its offset, a sign or a
#: comparator before digits, a number times a power of ten, a marker such as CD19⁺. Each is as long as
#: such values get: without a bound, 100,000 letters or digits would be gone through from each of them.
_VALUE = re.compile(
    r"""[°]\s?[CFK]\b
      | \d{1,2}[:]\d\d(?:[:]\d\d)?\s?[+\-−]\d\d[:]\d\d
      | (?<![\w+\-−.])(?:[<>≤≥±+\-−]\s?){1,4}\d[\d.,٫٬]{0,30}(?:\s?×\s?\d{1,6}[⁰¹²³⁴-⁹⁻]{0,6})?(?<![.,])
      | \d[\d.,٫٬]{0,30}\s?×\s?\d{1,6}[⁰¹²³⁴-⁹⁻]{1,6}
      | (?:[A-Za-z][A-Za-z0-9]{0,15}[⁺⁻])+
    """,
    re.VERBOSE,
)


def parts_of(content: Content) -> Sequence[Part]:
    """Return the parts of a content, alone or many."""
    if isinstance(content, str | Run | Gap | InlineMark):
        return (content,)
    return content


def text_of(content: Content) -> str:
    """Return the letters of a content without its looks, for searching and for messages."""
    words = []
    for part in parts_of(content):
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Run):
            words.append(part.text)
        elif isinstance(part, Gap):
            words.append(" ")
    return "".join(words)


def first_strong_rtl(text: str, otherwise: bool) -> bool:
    """Tell whether the first letter with a direction is right to left."""
    for char in text:
        bidi_class = unicodedata.bidirectional(char)
        if bidi_class in ("R", "AL"):
            return True
        if bidi_class == "L":
            return False
    return otherwise


def base_rtl(content: Content, rtl_page: bool, source: Source) -> bool:
    """Tell which way a text is read as a whole.

    On a right-to-left page all is read so but words without a single letter of that script, such
    as a unit or a term in English; on other pages only what a person wrote and began with such a
    letter.
    """
    if not rtl_page:
        return source == "person" and first_strong_rtl(text_of(content), False)
    if not isinstance(content, str):
        return True
    if any(is_arabic(char) for char in content):
        return True
    return not any(unicodedata.bidirectional(char) == "L" for char in content)


def clusters_of(content: Content, style: TextStyle, source: Source, rtl: bool) -> list[Cluster]:
    """Break a content into clusters, each with its width in points.

    Raises `MissingGlyph` when a label holds a character no font has.
    """
    runs = [Run(p) if isinstance(p, str) else p for p in parts_of(content)]
    if source == "person":
        runs = [replace(r, text=spell_out(r.text)) if isinstance(r, Run) else r for r in runs]
    chinese = any(is_han(char) for run in runs if isinstance(run, Run) for char in run.text)
    building = _Building(style, chinese, rtl)
    for run in runs:
        if isinstance(run, Gap):
            wide = _RTL_GAPS if rtl else 1.0
            building.add_gap(run.em * wide * style.size if run.points is None else run.points)
        elif isinstance(run, InlineMark):
            building.add_mark(run)
        elif run.island:
            building.add_text(run, run.text, island=rtl)
        else:
            for piece in _with_islands(run.text) if rtl else ((run.text, False),):
                building.add_words(run, *piece)
    return building.clusters


def _with_islands(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, telling which are values that must stay left to right."""
    at = 0
    for match in _VALUE.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], False
        yield match.group(), True
        at = match.end()
    if at < len(text):
        yield text[at:], False


_BLANK = re.compile(r"\s")
_TOKEN = re.compile(r"\r\n|[\n\r\u2028\u2029\x85]|[^\S\xa0\u202f]+|(?:[^\s]|[\xa0\u202f])+")


class _Building:
    """Collects clusters while a content is read from its first letter to its last."""

    def __init__(self, style: TextStyle, chinese: bool, rtl: bool) -> None:
        self.style = style
        self.chinese = chinese
        self.word_space = _WORD_SPACE_RTL if rtl else _WORD_SPACE
        self.clusters: list[Cluster] = []
        self.space: float | None = None
        self.new_line = False
        self.parted = False
        self.last = ""

    def add_gap(self, width: float) -> None:
        """Add a gap between parts; at the very start it moves the text in."""
        if self.clusters:
            self.space, self.parted = width, True
        else:
            empty = Bit("", width, self.style.size, self.style.weight, self.style.colour)
            self.clusters.append(Cluster([empty], width=width))
            self.space, self.parted = 0.0, True

    def add_words(self, run: Run, text: str, island: bool) -> None:
        """Add running text: words at blanks, Han one by one."""
        if island:
            self.add_text(run, text, island=True)
            return
        for token in _TOKEN.findall(text):
            if token[0] in "\n\r\u2028\u2029\x85":
                if self.new_line or not self.clusters:
                    self._empty_line()
                self.new_line, self.space = True, None
            elif token.isspace() and token[0] not in "\xa0\u202f":
                size = run.size or self.style.size
                self.space = max(self.space or 0.0, size * self.word_space)
            elif self.chinese:
                self._add_mixed(run, token)
            else:
                self.add_text(run, token)

    def _empty_line(self) -> None:
        self.clusters.append(Cluster([], new_line=self.new_line))
        self.last = ""

    def _add_mixed(self, run: Run, token: str) -> None:
        start = 0
        for index, char in enumerate(token):
            if is_han(char) or char in "“”‘’…":
                if index > start:
                    self.add_text(run, token[start:index])
                self.add_text(run, char)
                start = index + 1
        if start < len(token):
            self.add_text(run, token[start:])

    def add_text(self, run: Run, text: str, island: bool = False) -> None:
        """Add letters no line end may part."""
        if not text:
            return
        size = run.size or self.style.size
        weight = run.weight or self.style.weight
        rise = 0.0
        if run.raised:
            rise, size, weight = RAISED_BY * size, RAISED_SIZE * size, Weight.SEMIBOLD
        text = _BLANK.sub(" ", text)  # an island may hold tabs and line ends, which no font has
        bit = Bit(
            text=text,
            width=em_width(text, weight, self.chinese) * size,
            size=size,
            weight=weight,
            colour=run.colour or self.style.colour,
            rise=rise,
            chinese=self.chinese,
            island=island,
            link=run.link,
        )
        self._place(bit, text[0], text[-1])

    def add_mark(self, mark: InlineMark) -> None:
        """Add a mark as wide as its circle."""
        bit = Bit("", 2 * mark.r, mark.r, Weight.REGULAR, self.style.colour, mark=mark.kind,
                  link=mark.link)  # fmt: skip
        self._place(bit, "", "")

    def _place(self, bit: Bit, first: str, last: str) -> None:
        han_gap = _HAN_GAP * self.style.size if _han_beside_latin(self.last, first) else 0.0
        breakable = (
            self.space is not None
            or self.new_line
            or (self.chinese and bool(self.last and first) and (is_han(self.last) or is_han(first)))
        )
        if first and (first in _NO_START or (self.last and self.last in _NO_END)) and self.chinese:
            breakable = self.new_line
            han_gap = self.space or han_gap
        if breakable or not self.clusters:
            space = han_gap if self.space is None else self.space
            self.clusters.append(Cluster([bit], space, self.new_line, bit.width, self.parted))
        else:
            cluster = self.clusters[-1]
            cluster.bits.append(replace(bit, gap=han_gap) if han_gap else bit)
            cluster.width += bit.width + han_gap
        self.space, self.new_line, self.parted, self.last = None, False, False, last


def _han_beside_latin(before: str, after: str) -> bool:
    """Tell whether one is a Han letter and the other a Latin letter or digit."""
    if not before or not after or is_han(before) == is_han(after):
        return False
    return before.isalnum() and after.isalnum() and not (is_rtl(before) or is_rtl(after))
