"""The words of a finished PDF, read back from its pages: what somebody would find who searches it."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf


def words_of(pdf: bytes) -> str:
    """Return the words of all pages in the order they are drawn; each piece of a line apart from the next."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(_page(sheet)) for sheet in document.pages)


def archive_level(pdf: bytes) -> str:
    """Return which archive format a PDF says it is, such as 2B for PDF/A-2b."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as told:
        return f"{told.get('pdfaid:part', '')}{told.get('pdfaid:conformance', '')}"


def _page(sheet: Any) -> list[str]:
    fonts = {str(name): _letters(font) for name, font in sheet.obj.Resources.Font.items()}
    letters: dict[int, str] = {}
    found = []
    for instruction in pikepdf.parse_content_stream(sheet):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                found.append("".join(letters.get(code, "") for code in bytes(operands[0])))
            case _:
                pass
    return found


def _letters(font: Any) -> dict[int, str]:
    """Return which letter each code of an embedded subset stands for."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for first, _last, several in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[([^\]]*)\]", table):
        for step, letter in enumerate(re.findall(r"<(\w+)>", several)):
            found[int(first, 16) + step] = chr(int(letter, 16))
    for code, letter in re.findall(r"<(\w\w)>\s*<(\w{4})>\s*\n", table):
        found.setdefault(int(code, 16), chr(int(letter, 16)))
    return found
