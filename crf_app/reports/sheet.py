"""One style sheet per language: every colour, size, leading and rule weight on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm

from crf_app.reports.fonts import Weight

INK = HexColor("#16191D")
SOFT = HexColor("#59626B")
PREV = HexColor("#7C858D")
RULE = HexColor("#9BA4AB")
HAIR = HexColor("#CDD3D8")
BAND = HexColor("#E4E8EB")
WASH = HexColor("#F1F3F5")
BLUE = HexColor("#1B5A8C")
RED = HexColor("#B3261E")
WHITE = HexColor("#FFFFFF")

#: Grounds of annotated forms: first to fourth domain, then not submitted; and their outline.
DOMAIN_GROUNDS = tuple(HexColor(c) for c in ("#DCE9F5", "#FBF3D0", "#DFF0DF", "#F3E1EC", "#F1F3F5"))
DOMAIN_OUTLINE = HexColor("#6E93B5")

#: Every line's baseline lies this share of its leading below its top, whatever the size.
BASELINE = 0.71
#: Marks are centred this far above the baseline, in points.
MARK_HEIGHT = 2.6
#: A raised letter: share of the size, and how far it is raised.
RAISED_SIZE = 0.72
RAISED_BY = 0.36
#: The gap between parts of one line, in em: two spaces' worth and a little.
PART_GAP = 0.6


class Direction(StrEnum):
    """The way a text is read."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True)
class Rule:
    """A horizontal line: its thickness in points and its colour."""

    weight: float
    colour: Color


BLOCK_RULE = Rule(1.0, INK)
HEAD_RULE = Rule(0.5, INK)
ROW_RULE = Rule(0.25, HAIR)
END_RULE = Rule(0.5, RULE)
SPANNER_RULE = Rule(0.4, RULE)


def span(columns: int) -> float:
    """Return the width in points of that many grid columns (11.75 mm) with their 3 mm gutters."""
    return float((columns * 11.75 + (columns - 1) * 3) * mm)


#: Half the frame, and the gap between two halves.
HALF = 83.5 * mm
HALVES_GAP = 7 * mm
FRAME_WIDTH = 174 * mm
FRAME_HEIGHT = 249.9 * mm
LANDSCAPE_WIDTH = 265 * mm
#: Long text is never set wider than this.
LONG_TEXT_WIDTH = 130 * mm


@dataclass(frozen=True)
class ChartSizes:
    """Sizes of the words in charts: axis, value at a point, last value in the gutter."""

    axis: float = 7.8
    value: float = 8.2
    last: float = 11.0


CHART_SIZES = ChartSizes()


@dataclass(frozen=True)
class TextStyle:
    """How one kind of text is set: size and leading in points, weight, colour, language."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    colour: Color = INK
    language: str = "en"

    @property
    def direction(self) -> Direction:
        """The reading direction of the style's language."""
        return Direction.RTL if self.language == "fa" else Direction.LTR

    @property
    def rtl(self) -> bool:
        """Whether the style's language is read from right to left."""
        return self.language == "fa"

    def but(self, **changes: Any) -> TextStyle:
        """Return this style with some of its fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class StyleSheet:
    """All styles of one language."""

    language: str
    title: TextStyle
    cover_subject: TextStyle
    cover_title: TextStyle
    cover_word: TextStyle
    head: TextStyle
    section_head: TextStyle
    numbered_head: TextStyle
    subhead: TextStyle
    body: TextStyle
    soft: TextStyle
    value: TextStyle
    link: TextStyle
    listing: TextStyle
    long_text: TextStyle
    column_head: TextStyle
    note: TextStyle
    note_soft: TextStyle
    form_note: TextStyle
    key_figure: TextStyle
    key_words: TextStyle
    tag: TextStyle
    frame: TextStyle
    frame_soft: TextStyle
    footer: TextStyle
    row_note: TextStyle
    pad_top: float
    pad_bottom: float

    @property
    def rtl(self) -> bool:
        """Whether pages in this language mirror."""
        return self.language == "fa"

    @property
    def latin(self) -> bool:
        """Whether the language is written in Latin letters, which leave more room between lines."""
        return self.language not in ("fa", "zh")

    @property
    def direction(self) -> Direction:
        """The reading direction of the pages."""
        return Direction.RTL if self.rtl else Direction.LTR


#: Leading of (body, listing, long text, column head, note) and cell padding (top, bottom).
_LEADING = {
    "en": (12.0, 11.0, 12.5, 10.0, 10.5, 1.5, 1.8),
    "fa": (12.5, 12.0, 13.5, 11.0, 11.5, 1.15, 1.4),
    "zh": (13.0, 12.0, 14.0, 11.0, 11.5, 1.15, 1.4),
}


@cache
def style_sheet(language: str) -> StyleSheet:
    """Return the style sheet of a language; one without measures of its own, such as Spanish, is set like English."""
    body, listing, long_text, column_head, note, top, bottom = _LEADING.get(language, _LEADING["en"])

    def style(size: float, leading: float, weight: Weight = Weight.REGULAR, colour: Color = INK) -> TextStyle:
        return TextStyle(size, leading, weight, colour, language)

    strong = Weight.SEMIBOLD
    return StyleSheet(
        language=language,
        title=style(16, 20, strong),
        cover_subject=style(40, 46, strong),
        cover_title=style(14, 19),
        cover_word=style(11, 14, colour=SOFT),
        head=style(11.5, 15, strong),
        section_head=style(11, 14, strong),
        numbered_head=style(10.5, 14, strong),
        subhead=style(9, 13, strong),
        body=style(9, body),
        soft=style(9, body, colour=SOFT),
        value=style(9, body, strong),
        link=style(9, body, colour=BLUE),
        listing=style(8.5, listing),
        long_text=style(9, long_text),
        column_head=style(8, column_head, colour=SOFT),
        note=style(8, note),
        note_soft=style(8, note, colour=SOFT),
        form_note=style(7.8, 15, colour=SOFT),
        key_figure=style(17, 20, strong),
        key_words=style(8, 10, colour=SOFT),
        tag=style(7.6, 11, strong),
        frame=style(8.5, 12),
        frame_soft=style(8.5, 12, colour=SOFT),
        footer=style(7.6, 10, colour=SOFT),
        row_note=style(8, body, colour=SOFT),
        pad_top=top,
        pad_bottom=bottom,
    )
