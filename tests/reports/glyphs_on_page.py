"""Reads a finished PDF as a reader's eye does: which character stands where on the paper."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import pikepdf

from crf_app.reports.document import build
from tests.reports import specimen


@dataclass(frozen=True)
class Glyph:
    """One character and the point its drawing starts at, in points from the sheet's corner."""

    char: str
    x: float
    y: float
    size: float


def printed(story: list[Any], language: str = "en", **settings: Any) -> bytes:
    """Return the document a story makes, with the specimen's facts."""
    target = io.BytesIO()
    build(target, specimen.facts(language), story, **settings)
    return target.getvalue()


def glyphs(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Return the glyphs of a page in the order they are drawn."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        sheet = document.pages[page]
        fonts = {name: _Font(font) for name, font in sheet.obj.Resources.Font.items()}
        return _run(sheet, fonts)


def _run(sheet: Any, fonts: dict[str, _Font]) -> list[Glyph]:
    found: list[Glyph] = []
    stack: list[tuple[float, float]] = []
    origin = (0.0, 0.0)
    x = y = size = 0.0
    font: _Font | None = None
    for instruction in pikepdf.parse_content_stream(sheet):
        operands: Any = instruction.operands
        operator = instruction.operator
        match str(operator):
            case "q":
                stack.append(origin)
            case "Q":
                origin = stack.pop()
            case "cm":
                origin = (origin[0] + float(operands[4]), origin[1] + float(operands[5]))
            case "Tm":
                x, y = float(operands[4]), float(operands[5])
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tj":
                assert font is not None
                for code in bytes(operands[0]):
                    char = font.letters.get(code, "�")
                    found.append(Glyph(char, origin[0] + x, origin[1] + y, size))
                    x += font.widths[code] * size / 1000
    return found


class _Font:
    """Letters and widths of one embedded subset."""

    def __init__(self, font: Any) -> None:
        self.widths = [float(width) for width in font.Widths]
        self.letters: dict[int, str] = {}
        table = font.ToUnicode.read_bytes().decode("ascii")
        for first, _last, listed in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[([^\]]*)\]", table):
            for step, letter in enumerate(re.findall(r"<(\w+)>", listed)):
                self.letters[int(first, 16) + step] = chr(int(letter, 16))
        for code, letter in re.findall(r"<(\w\w)>\s*<(\w{4})>\s*\n", table):
            self.letters.setdefault(int(code, 16), chr(int(letter, 16)))


def lines(pdf: bytes, page: int = 0) -> list[str]:
    """Return the lines of a page from top to bottom, each from left to right, blanks left out."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs(pdf, page):
        if glyph.char.strip():
            rows.setdefault(round(glyph.y * 2), []).append(glyph)
    return ["".join(glyph.char for glyph in sorted(rows[key], key=lambda g: g.x)) for key in sorted(rows, reverse=True)]


def page_count(pdf: bytes) -> int:
    """Return how many pages a document has."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
