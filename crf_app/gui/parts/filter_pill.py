"""A filter as a pill: its mark, its word, how many there are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.gui.parts.marks import Mark, paint_mark
from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.gui.theme.paint import rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape


class FilterPill(Press, RingShape, Themed):
    """A filter that is on or off."""

    def __init__(
        self, word: str, mark: Mark | None = None, count: int | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._mark, self._count = mark, count
        self.setText(word)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(count)

    def show_count(self, count: int | None) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count is not None else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of mark, word and count."""
        theme = Theme.of(self)
        wide = 2 * theme.gap(12) + text_width(self.text(), theme.font(Role.SMALL_STRONG))
        if self._mark is not None:
            wide += theme.px(14) + theme.gap(8)
        if self._count is not None:
            wide += theme.gap(8) + text_width(self._figure(theme), theme.font(Role.SMALL_STRONG))
        return QSize(wide, theme.px(32))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the pill."""
        return QRectF(self.rect()), self.height() / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        on, box = self.isChecked(), QRectF(self.rect())
        word: Token = "accent" if on else "text-2"
        with QPainter(self) as painter:
            ground: Token = "accent-soft" if on else "hover" if self.underMouse() else "surface"
            line = theme.colour("accent" if on else "line")
            rounded_box(painter, box, box.height() / 2, theme.colour(ground), line)
            x = float(theme.gap(12))
            if self._mark is not None:
                side = theme.px(14)
                left = self.width() - x - side if rtl else x
                paint_mark(painter, left, (self.height() - side) / 2, side, self._mark, theme)
                x += side + theme.gap(8)
            font = theme.font(self._word_role())
            x = self._piece(painter, x, self.text(), font, theme.colour(word), rtl=rtl)
            if self._count is not None:
                strong = theme.font(Role.SMALL_STRONG)
                colour = theme.colour("accent" if on else "text")
                figure = self._figure(theme)
                self._piece(painter, x + theme.gap(8), figure, strong, colour, rtl=rtl)

    def _piece(self, painter: QPainter, x: float, text: str, font: QFont, colour: QColor, *, rtl: bool) -> float:
        wide = text_width(text, font)
        left = self.width() - x - wide if rtl else x
        text_line(painter, QRectF(left, 0, wide + 1, self.height()), text, font, colour)
        return x + wide

    def _figure(self, theme: Theme) -> str:
        return theme.digits(str(self._count))

    def _word_role(self) -> Role:
        return Role.SMALL_STRONG if self.isChecked() else Role.SMALL
