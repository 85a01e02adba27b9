"""Numbers on paper: aligned at the decimal point, with the letter of an audit note."""

from __future__ import annotations

from decimal import Decimal

from reportlab.platypus import Flowable

from crf_app.reports.inline import Run
from crf_app.reports.sheet import BASELINE, TextStyle
from crf_app.reports.text import Text

MINUS = "\u2212"
_PERSIAN = str.maketrans("0123456789.,-", "۰۱۲۳۴۵۶۷۸۹٫٬\u2212")
_SIGN = str.maketrans("-", MINUS)
_POINTS = ".٫"


def digits(text: str, language: str) -> str:
    """Return a number's text in the digits and signs of a language; the minus becomes U+2212."""
    return text.translate(_PERSIAN if language == "fa" else _SIGN)


def persian_digits(text: str) -> str:
    """Return the text with Persian digits and nothing else changed: dates, times, page numbers."""
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def number_text(value: int | Decimal, language: str) -> str:
    """Return a number with thousands parted, as every page prints it: ``1,000``, ``۱٬۰۰۰``, in Spanish ``10 000``.

    A comma is a decimal sign to a Spanish reader: a blank parts his thousands, and four figures stay together
    (RAE, Ortografía de la lengua española, 2010).
    """
    text = f"{value:,}"
    if language == "es":
        text = text.replace(",", "" if -10_000 < value < 10_000 else "\u00a0")
    return digits(text, language)


class Number(Flowable):
    """A value whose decimal point stands in one line with the others of its column.

    The integer part and its comparator end where a fraction of `decimals` digits would begin; the
    letter of an audit note hangs after the number (to its left from right to left) and never moves
    it. A `text` without digits, such as a missing reason, ends where numbers end and may run back.
    """

    def __init__(
        self,
        text: str,
        style: TextStyle,
        *,
        decimals: int = 0,
        raised: str | None = None,
        source: str = "label",
    ) -> None:
        """Lay the number out; `text` is already in the digits of its language."""
        super().__init__()
        self.style = style
        at = max(text.find(point) for point in _POINTS)
        fraction = text[at:] if at >= 0 and text[-1:].isdigit() else ""
        person = "person" if source == "person" else "label"
        zero = "٫۰" if style.rtl else ".0"
        reserve = 0.0
        if decimals and any(char.isdigit() for char in text):
            reserve = _width(zero[0] + zero[1] * decimals, style)
        self._fraction_gap = 0.0
        if reserve:
            # Persian digits differ in width, so a fraction may end a little off the edge.
            self._fraction_gap = reserve - _width(fraction, style)
            if len(fraction) > decimals + 1:
                self._fraction_gap = max(0.0, self._fraction_gap)
        self._body = Text(Run(text, island=True), style, nowrap=True, source=person)  # type: ignore[arg-type]
        self._raised = Text(Run(raised, raised=True), style) if raised else None
        self.letters = text + (raised or "")

    def natural_width(self) -> float:
        """Return the width of the number and the room kept for its fraction, in points."""
        return self._body.natural_width() + self._fraction_gap

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take the whole width and one line."""
        self.width, self.height = available_width, self.style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """A number is never parted."""
        return []

    def draw(self) -> None:
        """Draw the number so that its decimal point stands where its column wants it."""
        if getattr(self.canv, "dry", False):
            return
        y = self.height - BASELINE * self.style.leading
        natural = self.natural_width()
        x = self.width - natural
        if self.style.rtl and natural > self.width:
            x = 0.0  # it runs back over the column before, which lies to the right
        self._body.draw_line(self.canv, x, y)
        if self._raised is not None:
            if self.style.rtl:
                x -= self._raised.natural_width()
            else:
                x += self._body.natural_width()
            self._raised.draw_line(self.canv, x, y)


def _width(text: str, style: TextStyle) -> float:
    return Text(Run(text, island=True), style).natural_width() if text else 0.0
