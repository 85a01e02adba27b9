"""Documents: page templates, the two passes, bookmarks; the only module that makes a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from crf_app.reports.archive import Bookmark, archived
from crf_app.reports.canvas import PageCanvas, Place
from crf_app.reports.frame import LANDSCAPE, PORTRAIT, DocumentFacts, PageShape, draw_frame
from crf_app.reports.sheet import StyleSheet, style_sheet

__all__ = [
    "LANDSCAPE", "PORTRAIT", "Anchor", "DocumentFacts", "HeaderVisit", "OutlineEntry",
    "UnknownAnchor", "build", "landscape", "portrait",
]  # fmt: skip


class UnknownAnchor(LookupError):  # noqa: N818 - says what it is
    """A bookmark names an anchor that stands on no page."""


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark: its words, the anchor it leads to, and what lies below it (shown collapsed)."""

    title: str
    anchor: str
    children: tuple[OutlineEntry, ...] = field(default=())


class Anchor(Flowable):
    """A named place, for links, contents and bookmarks; takes no room."""

    def __init__(self, key: str) -> None:
        """Name the place; keys are unique in a document."""
        super().__init__()
        self.key = key

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Record the page this stands on."""
        self.canv.mark_anchor(self.key, 0)


class _PageMaker(Flowable):
    """Takes no room; makes a page of a story that holds nothing."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self) -> None:
        """Leave the page as it is."""


class HeaderVisit(Flowable):
    """From this page on, the header names this visit; None names none."""

    def __init__(self, visit: str | None) -> None:
        """Keep the visit's name."""
        super().__init__()
        self.visit = visit

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take no room."""
        return 0.0, 0.0

    def draw(self) -> None:
        """Tell the page."""
        self.canv.visit = self.visit


def landscape() -> Flowable:
    """Return what makes the next page, and those after it, landscape."""
    return NextPageTemplate(LANDSCAPE.name)


def portrait() -> Flowable:
    """Return what makes the next page, and those after it, portrait."""
    return NextPageTemplate(PORTRAIT.name)


def build(
    target: Path | str | BinaryIO,
    facts: DocumentFacts,
    story: Sequence[Flowable],
    *,
    outline: Sequence[OutlineEntry] = (),
    shape: PageShape = PORTRAIT,
    checkpoint: Callable[[], None] | None = None,
) -> int:
    """Write a document as PDF/A-2b and return its number of pages.

    The story is laid out twice: once to learn the pages, once to draw. `checkpoint` is called
    after each page of each pass and may raise to cancel. Nothing is written to `target` before all
    is done.

    Raises `MissingGlyph`, `UnknownAnchor`, `OSError` from the target.
    """
    if facts.printed_at.tzinfo is None:
        raise ValueError("printed_at must know its offset")
    sheet = style_sheet(facts.language)
    dry = _run(facts, sheet, story, shape, dry=None, checkpoint=checkpoint)
    wet = _run(facts, sheet, story, shape, dry=dry, checkpoint=checkpoint)
    finished = archived(wet.stream.getvalue(), facts, _bookmarks(outline, wet.anchors))
    if isinstance(target, str | Path):
        Path(target).write_bytes(finished)
    else:
        target.write(finished)
    return wet.pages


@dataclass
class _Pass:
    """What one pass through the story found out."""

    stream: io.BytesIO
    pages: int = 0
    anchors: dict[str, Place] = field(default_factory=dict)


def _run(
    facts: DocumentFacts,
    sheet: StyleSheet,
    story: Sequence[Flowable],
    shape: PageShape,
    *,
    dry: _Pass | None,
    checkpoint: Callable[[], None] | None,
) -> _Pass:
    found = _Pass(io.BytesIO())

    def make_canvas(*_args: Any, **_settings: Any) -> PageCanvas:
        canvas = _OnePass(found.stream, shape.size)
        canvas.dry = dry is None
        canvas.found = found.anchors
        if dry is not None:
            canvas.anchors = dry.anchors
            canvas.page_count = dry.pages
        return canvas

    def end_page(page_shape: PageShape) -> Callable[[Any, Any], None]:
        def draw(canvas: Any, _document: Any) -> None:
            found.pages = canvas.getPageNumber()
            if not canvas.dry:
                canvas.saveState()
                draw_frame(canvas, page_shape, facts, sheet, canvas.visit)
                canvas.restoreState()
            if checkpoint is not None:
                checkpoint()

        return draw

    templates = []
    for each in (shape, LANDSCAPE if shape is PORTRAIT else PORTRAIT):
        height = each.size[1]
        left = each.edge if sheet.rtl else each.binding
        frame = Frame(
            left, height - each.body_top - each.body_height, each.body_width, each.body_height,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=each.name,
        )  # fmt: skip
        templates.append(PageTemplate(id=each.name, frames=[frame], onPageEnd=end_page(each), pagesize=each.size))
    template = _Template(
        found.stream, pagesize=shape.size, pageTemplates=templates, invariant=1,
        title=facts.title or facts.report, _pageBreakQuick=1,
    )  # fmt: skip
    template.build(list(story) or [_PageMaker()], canvasmaker=make_canvas)
    return found


class _Template(BaseDocTemplate):
    """A template whose flowables can be laid out a second time."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - ReportLab's name
        """Forget that a flowable once moved to the next page; else the second pass refuses it."""
        flowable.__dict__.pop("_postponed", None)


class _OnePass(PageCanvas):
    """The canvas of one pass; a dry one writes nothing."""

    visit: str | None = None

    def save(self) -> None:
        """Write the file, unless pages were only counted."""
        if not self.dry:
            super().save()


def _bookmarks(entries: Iterable[OutlineEntry], anchors: Mapping[str, Place]) -> tuple[Bookmark, ...]:
    """Return the bookmarks with the places their anchors have."""
    made = []
    for entry in entries:
        if entry.anchor not in anchors:
            raise UnknownAnchor(f"bookmark {entry.title!r}: no page holds {entry.anchor!r}")
        children = _bookmarks(entry.children, anchors)
        made.append(Bookmark(entry.title, anchors[entry.anchor], children))
    return tuple(made)
