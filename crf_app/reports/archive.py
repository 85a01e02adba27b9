"""The last step of every document: what makes a PDF an archive file, PDF/A-2b."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream

from crf_app.base.files import bundled

if TYPE_CHECKING:
    from crf_app.reports.canvas import Place
    from crf_app.reports.frame import DocumentFacts


@dataclass(frozen=True)
class Bookmark:
    """One line of the outline: its words, its place, and what lies below it."""

    title: str
    place: Place
    children: tuple[Bookmark, ...] = ()


def archived(raw: bytes, facts: DocumentFacts, bookmarks: Sequence[Bookmark] = ()) -> bytes:
    """Return the document with metadata, colour profile and language, without unembedded fonts.

    Deterministic: dates come from `facts.printed_at`, identifiers from the content.
    """
    with Pdf.open(io.BytesIO(raw)) as pdf:
        _drop_unembedded_fonts(pdf)
        _print_annotations(pdf)
        _state_colours(pdf)
        title = facts.title or facts.report
        pdf.Root.Lang = pikepdf.String(facts.language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if facts.language == "fa":
            pdf.Root.ViewerPreferences.Direction = Name.R2L
        _describe(pdf, facts, title)
        _add_bookmarks(pdf, bookmarks)
        content = _saved(pdf)
        if _AMBIGUOUS in content:
            content = _with_clear_ends(pdf)
    return content


_AMBIGUOUS = b"\r\nendstream"
"""A stream whose last byte is a carriage return: with the line end behind it, its length can be read in two ways."""


def _saved(pdf: Pdf, mode: pikepdf.ObjectStreamMode = pikepdf.ObjectStreamMode.generate) -> bytes:
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, compress_streams=True, object_stream_mode=mode)
    return target.getvalue()


def _with_clear_ends(pdf: Pdf) -> bytes:
    """Give each stream that ends in a carriage return one more harmless byte (ISO 19005-2, 6.1.7.1).

    Compressing it in another way does not help: the last bytes are the checksum of what is inside.
    """
    for each in pdf.objects:
        if not isinstance(each, Stream) or each.get(Name.Type) == Name.Metadata:
            continue
        inside = each.read_bytes()
        packed = zlib.compress(inside)
        if packed.endswith(b"\r"):
            # A font's tables are found by their places, so a byte behind them is not read.
            packed = zlib.compress(inside + (b"\0" if Name.Length1 in each else b"\n"))
            if Name.Length1 in each:
                each.Length1 = len(inside) + 1
        each.write(packed, filter=Name.FlateDecode)
    content = _saved(pdf)
    return content if _AMBIGUOUS not in content else _saved(pdf, pikepdf.ObjectStreamMode.disable)


def _add_bookmarks(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Add the outline, collapsed; each line keeps the reader's zoom.

    Not ReportLab's own outline: that knows one title for each place, and a page stands in two trees.
    """
    if not bookmarks:
        return

    def item(bookmark: Bookmark) -> OutlineItem:
        page = pdf.pages[bookmark.place.page - 1].obj
        target = Array([page, Name.XYZ, None, bookmark.place.top, None])
        made = OutlineItem(bookmark.title, target)
        made.is_closed = True
        made.children.extend(item(child) for child in bookmark.children)
        return made

    with pdf.open_outline() as outline:
        outline.root.extend(item(bookmark) for bookmark in bookmarks)
    pdf.Root.PageMode = Name.UseOutlines


def _describe(pdf: Pdf, facts: DocumentFacts, title: str) -> None:
    """Write the same words and dates into the information dictionary and the XMP."""
    moment = facts.printed_at
    offset = moment.strftime("%z")
    program = f"{facts.program} {facts.program_version}"
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    stamp = f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
    pdf.docinfo[Name.Title] = title
    pdf.docinfo[Name.Creator] = program
    pdf.docinfo[Name.CreationDate] = stamp
    pdf.docinfo[Name.ModDate] = stamp
    iso = f"{moment:%Y-%m-%dT%H:%M:%S}{offset[:3]}:{offset[3:5]}"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        for key in list(meta):
            del meta[key]
        meta["dc:title"] = title
        meta["dc:language"] = [facts.language]
        meta["dc:format"] = "application/pdf"
        meta["xmp:CreatorTool"] = program
        meta["xmp:CreateDate"] = iso
        meta["xmp:ModifyDate"] = iso
        meta["xmp:MetadataDate"] = iso
        meta["pdfaid:part"] = "2"
        meta["pdfaid:conformance"] = "B"


def _state_colours(pdf: Pdf) -> None:
    """Say which sRGB the red, green and blue of the pages mean."""
    profile = Stream(pdf, bundled("resources", "icc", "sRGB.icc").read_bytes())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                    Info=pikepdf.String("sRGB IEC61966-2.1"),
                    DestOutputProfile=pdf.make_indirect(profile),
                )
            )
        ]
    )


def _drop_unembedded_fonts(pdf: Pdf) -> None:
    """Take out the Helvetica ReportLab names in every file though no page uses it."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        fonts = page.obj.get("/Resources", Dictionary()).get("/Font")
        if fonts is None or fonts.objgen in seen:
            continue
        seen.add(fonts.objgen)
        for name in list(fonts.keys()):
            if "/FontDescriptor" not in fonts[name]:
                del fonts[name]


def _print_annotations(pdf: Pdf) -> None:
    """Mark links as printing, as the archive format wants every annotation."""
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            annotation.F = 4
