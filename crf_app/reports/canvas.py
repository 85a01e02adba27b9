"""The canvas of a document: knows its anchors and whether pages are only counted."""

from __future__ import annotations

from typing import Any, BinaryIO, NamedTuple

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from crf_app.reports.fonts import regular

#: How a byte of a text is written between brackets.
_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord(sign): f"\\{sign}" for sign in "()\\"
}


#: A reader who follows a link sees this much above the place, in points.
_ABOVE = 6.0


class Place(NamedTuple):
    """Where an anchor stands: the page, counted from 1, and the height to show at the top."""

    page: int
    top: float


class PageCanvas(Canvas):
    """A canvas that remembers where each anchor fell.

    A document is laid out twice. On the first, dry pass nothing but anchors is recorded; on the
    second, `anchors` holds their pages, so that contents and "Page n of m" are right.
    """

    def __init__(self, target: BinaryIO, page_size: tuple[float, float], **settings: Any) -> None:
        """Start with an embedded font, so that no unembedded one is ever named."""
        super().__init__(
            target,
            pagesize=page_size,
            invariant=1,
            pageCompression=0,  # the archive step compresses, once and faster
            initialFontName=regular().name,
            **settings,
        )
        self.dry = False
        self.anchors: dict[str, Place] = {}
        self.found: dict[str, Place] = {}
        self._shown: dict[tuple[str, float, str], str] = {}
        self.page_count = 0

    def show(
        self, x: float, y: float, font: str, size: float, colour: Color, text: str
    ) -> None:  # fmt: skip
        """Write one run of text in one font with its baseline at x, y.

        The same operators as ReportLab's text objects, in a quarter of their time.
        """
        key = (font, size, text)
        shown = self._shown.get(key)
        if shown is None:
            shown = self._shown[key] = self._encoded(font, size, text)
        self._code.append(
            f"BT {colour.red:.4f} {colour.green:.4f} {colour.blue:.4f} rg 1 0 0 1 {x:.3f} {y:.3f} Tm {shown} ET"
        )

    def _encoded(self, font: str, size: float, text: str) -> str:
        """Return the operators that show a text; a letter keeps its code in the document once it has one."""
        loaded = pdfmetrics.getFont(font)
        parts = []
        for subset, codes in loaded.splitString(text, self._doc):
            name = loaded.getSubsetInternalName(subset, self._doc)
            parts.append(f"{name} {size:.3f} Tf ({codes.decode('latin-1').translate(_ESCAPES)}) Tj")
        return " ".join(parts)

    def mark_anchor(self, key: str, height: float) -> None:
        """Record that an anchor stands on this page, `height` above the present origin."""
        if key in self.found:
            return
        top = round(float(self.absolutePosition(0, height)[1]) + _ABOVE, 2)
        self.found[key] = Place(self.getPageNumber(), top)
        if not self.dry:
            self.bookmarkPage(key, fit="XYZ", left=0, top=top)
