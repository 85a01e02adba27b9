"""The status tag of a page: outline is not final, filled is final, a triangle says look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reportlab.platypus import Flowable

from crf_app.reports.sheet import BASELINE, INK, RED, WHITE, StyleSheet
from crf_app.reports.text import Text

HEIGHT = 11.0
PADDING = 5.0
_LINE = 0.8
_TRIANGLE = 8.0


@dataclass(frozen=True)
class Tag:
    """What the tag says and how it looks; `text` is already in the document's language."""

    look: Literal["outline", "filled", "alarm", "dashed"]
    text: str


_LOOKS: dict[str, Literal["outline", "filled", "alarm", "dashed"]] = {
    "interim": "outline",
    "final": "filled",
    "changed": "alarm",
    "blank": "outline",
    "exercise": "dashed",
    "worksheet": "dashed",
    "whole": "filled",
    "extract": "outline",
}
_WORDS = {
    "en": ("INTERIM", "FINAL", "CHANGED AFTER SIGNING", "BLANK", "EXERCISE", "WORKSHEET",
           "WHOLE TRAIL", "EXTRACT"),
    "es": ("PROVISIONAL", "DEFINITIVO", "CAMBIADO TRAS FIRMAR", "EN BLANCO", "EJERCICIO", "HOJA DE TRABAJO",
           "REGISTRO COMPLETO", "EXTRACTO"),
    "fa": ("میان‌دوره", "نهایی", "تغییر پس از امضا", "خالی", "تمرین", "کاربرگ",
           "ردّ ممیزی کامل", "گزیده"),
    "zh": ("期中", "最终", "签名后有更改", "空白", "练习", "工作表", "完整轨迹", "摘录"),
}  # fmt: skip
_ORDER = ("interim", "final", "changed", "blank", "exercise", "worksheet", "whole", "extract")


def status_tag(status: str, language: str) -> Tag:
    """Return the tag of a status.

    `status` is one of ``interim``, ``final``, ``changed``, ``blank``, ``exercise``, ``worksheet``; of an audit trail
    ``whole`` or ``extract``.
    """
    words = _WORDS.get(language, _WORDS["en"])
    return Tag(_LOOKS[status], words[_ORDER.index(status)])


def version_tag(version: str, language: str) -> Tag:
    """Return the tag of a form that shows one study version."""
    words = {"es": "VERSIÓN DEL ESTUDIO", "fa": "نسخهٔ مطالعه", "zh": "研究版本"}.get(language, "STUDY VERSION")
    return Tag("outline", f"{words} {version}")


class TagBox(Flowable):
    """A status tag standing in a table, as the key to marks shows them."""

    def __init__(self, tag: Tag, sheet: StyleSheet) -> None:
        """Measure the words."""
        super().__init__()
        self._tag = tag
        self._sheet = sheet
        alarm = tag.look == "alarm"
        colour = WHITE if tag.look in ("filled", "alarm") else INK
        self._text = Text(tag.text, sheet.tag.but(colour=colour), nowrap=True)
        self.box_width = self._text.natural_width() + 2 * PADDING + (_TRIANGLE if alarm else 0.0)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take a row's width and the tag's height."""
        self.width, self.height = available_width, HEIGHT + 1
        return self.width, self.height

    def draw(self) -> None:
        """Draw the tag at the start edge."""
        if getattr(self.canv, "dry", False):
            return
        x = self.width - self.box_width if self._sheet.rtl else 0.0
        self.draw_at(self.canv, x, 0.5)

    def draw_at(self, canvas: Any, x: float, y: float) -> None:
        """Draw the tag with its lower left corner at x, y."""
        look = self._tag.look
        canvas.saveState()
        canvas.setLineWidth(_LINE)
        canvas.setStrokeColor(RED if look == "alarm" else INK)
        canvas.setFillColor(RED if look == "alarm" else INK)
        if look == "dashed":
            canvas.setDash([2.2, 1.4])
        filled = look in ("filled", "alarm")
        canvas.rect(x, y, self.box_width, HEIGHT, stroke=1, fill=int(filled))
        canvas.setDash()
        words_x = x + PADDING
        if look == "alarm":
            canvas.setFillColor(WHITE)
            path = canvas.beginPath()
            left = x + PADDING if not self._sheet.rtl else x + self.box_width - PADDING - 6
            path.moveTo(left, y + 2.9)
            path.lineTo(left + 6, y + 2.9)
            path.lineTo(left + 3, y + 8.2)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
            words_x += 0.0 if self._sheet.rtl else _TRIANGLE
        canvas.restoreState()
        self._text.draw_line(canvas, words_x, y + HEIGHT - BASELINE * HEIGHT - 0.1)
