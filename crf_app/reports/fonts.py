"""The fonts every page is set in, loaded when a document first needs them.

Three families share the work by script, so a value looks the same whatever language surrounds it:
Source Sans 3 draws Latin, Greek, digits and signs, Vazirmatn the Arabic block, Noto Sans SC Han.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from threading import RLock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from crf_app.base.files import bundled


class Family(StrEnum):
    """The three font families, named after what they draw."""

    LATIN = "latin"
    ARABIC = "arabic"
    HAN = "han"


class Weight(StrEnum):
    """The weights in use; nothing is heavier than 600."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One loaded font: its name in ReportLab, its scale beside Latin, widths in 1/1000 em."""

    name: str
    family: Family
    weight: Weight
    scale: float
    widths: Mapping[int, float]
    glyphs: Mapping[int, int]

    def width(self, text: str) -> float:
        """Return the width of `text` in em, the family's scale included."""
        widths = self.widths
        return sum([widths[ord(char)] for char in text]) * self.scale / 1000


#: Files and scale per family; Persian and Chinese have no italic, so they stay upright.
_FILES: Mapping[tuple[Family, Weight], tuple[str, str]] = {
    (Family.LATIN, Weight.REGULAR): ("source-sans-3", "SourceSans3-Regular.ttf"),
    (Family.LATIN, Weight.SEMIBOLD): ("source-sans-3", "SourceSans3-SemiBold.ttf"),
    (Family.LATIN, Weight.ITALIC): ("source-sans-3", "SourceSans3-Italic.ttf"),
    (Family.ARABIC, Weight.REGULAR): ("vazirmatn", "Vazirmatn-Regular.ttf"),
    (Family.ARABIC, Weight.SEMIBOLD): ("vazirmatn", "Vazirmatn-SemiBold.ttf"),
    (Family.HAN, Weight.REGULAR): ("noto-sans-sc", "NotoSansSC-Regular.ttf"),
    (Family.HAN, Weight.SEMIBOLD): ("noto-sans-sc", "NotoSansSC-SemiBold.ttf"),
}
_SCALE: Mapping[Family, float] = {Family.LATIN: 1.0, Family.ARABIC: 0.96, Family.HAN: 0.93}

_lock = RLock()


@cache
def face(family: Family, weight: Weight) -> Face:
    """Return the font of a family and weight, reading and registering it on first use.

    Han fonts hold 31,000 glyphs in 10 MB a weight; they are read only when a text needs them.
    """
    if weight is Weight.ITALIC and family is not Family.LATIN:
        return face(family, Weight.REGULAR)
    folder, file = _FILES[family, weight]
    name = file.removesuffix(".ttf")
    with _lock:
        if name not in pdfmetrics.getRegisteredFontNames():
            path = bundled("resources", "fonts", folder, file)
            pdfmetrics.registerFont(TTFont(name, str(path), shapable=False))
        loaded = pdfmetrics.getFont(name).face
    return Face(name, family, weight, _SCALE[family], loaded.charWidths, loaded.charToGlyph)


def regular() -> Face:
    """Return the font a page starts with, so that no unembedded one is ever named."""
    return face(Family.LATIN, Weight.REGULAR)
