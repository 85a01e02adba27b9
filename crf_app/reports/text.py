"""`Text`: one flowable for all scripts, laid out line by line in reading or visual order."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from reportlab.platypus import Flowable

from crf_app.reports.breaking import Line, break_clusters, break_plain, widest
from crf_app.reports.fonts import Family, face
from crf_app.reports.inline import (
    Cluster,
    Content,
    Gap,
    InlineMark,
    Part,
    Run,
    Source,
    base_rtl,
    clusters_of,
    island,
    text_of,
)  # fmt: skip
from crf_app.reports.marks import mark_shapes
from crf_app.reports.painting import paint
from crf_app.reports.placing import Placed, place
from crf_app.reports.shaping import (
    MissingGlyph,
    plain_characters,
)  # fmt: skip
from crf_app.reports.sheet import BASELINE, MARK_HEIGHT, TextStyle

__all__ = [
    "Align", "Gap", "InlineMark", "MissingGlyph", "Part", "Run", "Text", "content_width", "island",
]  # fmt: skip

#: `start` and `end` follow the reading direction; `num` is the right edge in both.
Align: TypeAlias = Literal["start", "end", "center", "num"]


class Text(Flowable):
    """A text of one style: plain words, or runs with a look of their own.

    Words are plain text by construction; nothing in them is markup. With ``source="person"`` a
    character no font has is printed as ``[U+1F600]`` and the reading direction follows the first
    letter; in a label (the default) it raises `MissingGlyph` when the text is made.
    """

    def __init__(
        self,
        content: Content,
        style: TextStyle,
        *,
        align: Align = "start",
        source: Source = "label",
        nowrap: bool = False,
        max_width: float | None = None,
    ) -> None:
        """Lay out nothing yet, but look every glyph up, so that a failing label fails here.

        `nowrap` keeps one line and lets it run past its cell, away from the edge it is aligned to;
        `max_width` is in points.
        """
        super().__init__()
        self.style = style
        self.align = align
        self.nowrap = nowrap
        self.max_width = max_width
        self.letters = content if isinstance(content, str) else text_of(content)
        self._lines: list[Line] = []
        self._placed: dict[int, list[Placed]] = {}
        self._laid_for = -1.0
        self._plain = isinstance(content, str) and not style.rtl and (
            plain_characters(style.weight).issuperset(content)
        )  # fmt: skip
        self.rtl = style.rtl
        self._clusters: list[Cluster] = []
        if self._plain:
            self._words = " ".join(self.letters.split())
            self._natural = face(Family.LATIN, style.weight).width(self._words) * style.size
        else:
            self.rtl = base_rtl(content, style.rtl, source)
            self._clusters = clusters_of(content, style, source, self.rtl)
            self._natural = widest(self._clusters)

    def natural_width(self) -> float:
        """Return the width of the longest line before any line is broken, in points."""
        return self._natural

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break lines for a width; return it and the height taken."""
        if self._laid_for != available_width:
            self._laid_for = available_width
            limit = min(available_width, self.max_width or available_width)
            self._lines = self._break(limit)
            self._placed = {}
        self.width = available_width
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def _break(self, limit: float) -> list[Line]:
        if self._plain:
            if self.nowrap or self._natural <= limit + 0.01:
                return [Line(self._natural, self._words, ())]
            broken = break_plain(self._words, self.style, limit)
            if broken is not None:
                return broken
            self._clusters = clusters_of(self.letters, self.style, "person", False)
            self._plain = False
        return break_clusters(self._clusters, limit if not self.nowrap else 1e9)

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Give as many whole lines as fit, and the rest."""
        self.wrap(available_width, available_height)
        fitting = int((available_height + 0.01) // self.style.leading)
        if fitting < 1 or fitting >= len(self._lines):
            return [self] if fitting else []
        self.__dict__.pop("_postponed", None)
        return [self._part(self._lines[:fitting]), self._part(self._lines[fitting:])]

    def _part(self, lines: list[Line]) -> Text:
        part = Text.__new__(Text)
        Flowable.__init__(part)
        part.__dict__.update(self.__dict__)
        part.__dict__.pop("_postponed", None)
        part._lines = lines
        part._placed = {}
        part.height = len(lines) * self.style.leading
        return part

    def draw(self) -> None:
        """Draw the lines from the top of the flowable's box."""
        self.draw_at(self.canv, 0.0, 0.0)

    def draw_at(self, canvas: Any, left: float, bottom: float) -> None:
        """Draw the lines with the box's lower left corner at a point of the canvas."""
        if canvas.dry:
            return
        leading = self.style.leading
        y = bottom + self.height - BASELINE * leading
        for number, line in enumerate(self._lines):
            if self.align == "center":
                x = (self.width - line.width) / 2
            elif self.align == "num" or (self.align == "end") != self.style.rtl:
                x = self.width - line.width
            else:
                x = 0.0
            self._draw(canvas, line, left + x, y, number)
            y -= leading

    def draw_line(self, canvas: Any, x: float, y: float) -> None:
        """Draw the whole text as one line that starts at x, with its baseline at y."""
        line = Line(self._natural, getattr(self, "_words", ""), self._clusters)
        self._draw(canvas, line if not self._plain else line._replace(clusters=()), x, y)

    def _draw(self, canvas: Any, line: Line, x: float, y: float, number: int = -1) -> None:
        if not line.clusters:
            if line.plain:
                style = self.style
                name = face(Family.LATIN, style.weight).name
                canvas.show(x, y, name, style.size, style.colour, line.plain)
            return
        found = self._placed.get(number)
        if found is None:
            # A text that serves many rows of a listing is put in order once.
            found = self._placed[number] = place(line.clusters, self.rtl)
        for placed in found:
            if placed.face is not None:
                canvas.show(
                    x + placed.x, y + placed.rise, placed.face.name,
                    placed.size * placed.face.scale, placed.colour, placed.text,
                )  # fmt: skip
            elif placed.mark is not None:
                canvas.saveState()
                canvas.translate(x + placed.x + placed.width / 2, y + MARK_HEIGHT)
                paint(canvas, mark_shapes(placed.mark, placed.size, self.rtl))
                canvas.restoreState()
            if placed.link is not None:
                link_to(canvas, placed.link, x + placed.x, y - 2, placed.width, self.style.size + 1)


def link_to(canvas: Any, key: str, x: float, y: float, width: float, height: float) -> None:
    """Link a rectangle to an anchor, when the document has that anchor."""
    if key in canvas.anchors:
        canvas.linkRect("", key, (x, y, x + width, y + height), relative=1, thickness=0)


def content_width(content: Content, style: TextStyle) -> float:
    """Return the width of a content on one line, in points."""
    return Text(content, style).natural_width()
