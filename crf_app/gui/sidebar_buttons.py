"""The painted buttons of the sidebar: a place, Find, the study."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QWidget,
)

from crf_app.gui.parts import (
    Mark,
    key_cap_size,
    paint_key_cap,
    paint_mark,
)
from crf_app.gui.parts.press import Press
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import field_box, rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape

WIDE, NARROW = 224, 56


@dataclass(frozen=True)
class Badge:
    """The count behind a place; the mark stands there only when it needs someone."""

    count: int
    mark: Mark | None = None
    words: str = ""


class NavButton(Press, RingShape, Themed):
    """One place: icon, word, count; in the rail the icon alone with the mark at its corner."""

    def __init__(self, icon: str, word: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._keys = icon, keys
        self._badge: Badge | None = None
        self._rail = False
        self.setText(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_badge(None)

    def show_badge(self, badge: Badge | None) -> None:
        """Show another count."""
        self._badge = badge
        name = self.text()
        if badge is not None and badge.words:
            name = f"{name}, {badge.words}"
        self.setAccessibleName(name)
        self.setToolTip(tip(f"{name} ({self._keys})" if self._rail else ""))
        self.update()

    def show_rail(self, rail: bool) -> None:
        """Show the icon alone, or icon and word."""
        self._rail = rail
        self.show_badge(self._badge)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give the row, or the square of the rail."""
        theme = Theme.of(self)
        return QSize(theme.px(40), theme.px(40 if self._rail else 36))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the row's box."""
        return self._box(), float(Theme.of(self).px(6))

    def _box(self) -> QRectF:
        theme = Theme.of(self)
        if not self._rail:
            return QRectF(self.rect())
        side = theme.px(40)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box, here = self._box(), self.isChecked()
        with QPainter(self) as painter:
            if here:
                ground, line = theme.colour("surface"), theme.colour("line")
                rounded_box(painter, box, theme.px(6), ground, line)
                self._paint_here(painter, theme, rtl=rtl)
            elif self.underMouse():
                rounded_box(painter, box, theme.px(6), theme.colour("hover"))
            token: Token = "accent" if here else "text-2"
            side = theme.px(19 if self._rail else 18)
            lead = (box.width() - side) / 2 if self._rail else theme.gap(10)
            x = box.right() - lead - side if rtl else box.left() + lead
            y = round(box.center().y() - side / 2)
            at = QRectF(round(x), y, side, side)
            paint_icon(painter, at, self._icon_name, theme.colour(token), mirrored=rtl)
            if self._rail:
                self._paint_corner(painter, box, theme, rtl=rtl)
                return
            lead += side + theme.gap(11)
            tail = self._count_width(theme)
            words = box.adjusted(tail, 0, -lead, 0) if rtl else box.adjusted(lead, 0, -tail, 0)
            font = theme.font(Role.BODY_STRONG if here else Role.BODY)
            colour = theme.colour("text" if here else "text-2")
            text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
            text_line(painter, words, text, font, colour, Qt.AlignmentFlag.AlignLeading)
            self._paint_count(painter, box, theme, rtl=rtl)

    def _paint_here(self, painter: QPainter, theme: Theme, *, rtl: bool) -> None:
        high, wide = theme.px(20), theme.px(3)
        x = self.width() - wide if rtl else 0
        bar = QRectF(x, (self.height() - high) / 2, wide, high)
        rounded_box(painter, bar, wide / 2, theme.colour("accent"))

    def _count_width(self, theme: Theme) -> float:
        """Give the room the count and its mark take at the row's end."""
        edge, badge = float(theme.gap(10)), self._badge
        if badge is None or (badge.count == 0 and badge.mark is None):
            return edge
        count = text_width(theme.digits(str(badge.count)), theme.font(Role.CHIP))
        mark = theme.gap(5) + theme.px(14) if badge.mark is not None else 0
        return edge + count + mark + theme.gap(5)

    def _paint_count(self, painter: QPainter, box: QRectF, theme: Theme, *, rtl: bool) -> None:
        badge = self._badge
        if badge is None or (badge.count == 0 and badge.mark is None):
            return
        text, font = theme.digits(str(badge.count)), theme.font(Role.CHIP)
        wide, edge = text_width(text, font), theme.gap(10)
        x = box.left() + edge if rtl else box.right() - edge - wide
        place = QRectF(x, box.top(), wide + 1, box.height())
        text_line(painter, place, text, font, theme.colour("text-2"))
        if badge.mark is not None:
            side = theme.px(14)
            left = x + wide + theme.gap(5) if rtl else x - theme.gap(5) - side
            paint_mark(painter, left, box.center().y() - side / 2, side, badge.mark, theme)

    def _paint_corner(self, painter: QPainter, box: QRectF, theme: Theme, *, rtl: bool) -> None:
        if self._badge is None or self._badge.mark is None:
            return
        side = theme.px(12)
        x = box.left() - theme.px(1) if rtl else box.right() - side + theme.px(1)
        paint_mark(painter, x, box.top() + theme.px(2), side, self._badge.mark, theme)


class FindButton(Press, RingShape, Themed):
    """Looks like a field and opens the palette."""

    def __init__(self, word: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._rail = keys, False
        self.setText(word)
        self.setAccessibleName(word)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rail(self, rail: bool) -> None:
        """Show the icon alone, or the field."""
        self._rail = rail
        self.setToolTip(tip(f"{self.text()} ({self._keys})" if rail else ""))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give the height of a field."""
        theme = Theme.of(self)
        return QSize(theme.px(40), theme.px(40 if self._rail else 36))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the field."""
        return QRectF(self.rect()), float(Theme.of(self).px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field, its icon, its words and its keys."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            side = theme.px(19 if self._rail else 16)
            if self._rail:
                if self.underMouse():
                    rounded_box(painter, box, theme.px(6), theme.colour("hover"))
                x = (box.width() - side) / 2
            else:
                field_box(painter, box, theme, "surface", "line-strong")
                lead = theme.gap(11)
                x = box.right() - lead - side if rtl else lead
            at = QRectF(round(x), round((box.height() - side) / 2), side, side)
            paint_icon(painter, at, "search", theme.colour("text-2"))
            if self._rail:
                return
            lead = theme.gap(11) + side + theme.gap(8)
            words = box.adjusted(0, 0, -lead, 0) if rtl else box.adjusted(lead, 0, 0, 0)
            font, colour = theme.font(Role.SMALL), theme.colour("text-3")
            text_line(painter, words, self.text(), font, colour, Qt.AlignmentFlag.AlignLeading)
            cap = key_cap_size(self._keys, theme)
            x = theme.gap(8) if rtl else box.right() - theme.gap(8) - cap.width()
            at = QRectF(x, (box.height() - cap.height()) / 2, cap.width(), cap.height())
            paint_key_cap(painter, at, self._keys, theme)


class StudyButton(Press, RingShape, Themed):
    """Study and site; pressing it opens the menu of the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study = self._site = ""
        self._rail = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, study: str, site: str) -> None:
        """Show a study and a site."""
        self._study, self._site = study, site
        self.setAccessibleName(f"{study}, {site}")
        self.update()

    def show_rail(self, rail: bool) -> None:
        """Show the tile alone, or the words too."""
        self._rail = rail
        self.setToolTip(tip(self.accessibleName() if rail else ""))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give the row."""
        theme = Theme.of(self)
        return QSize(theme.px(40), theme.px(46))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the row's box."""
        return QRectF(self.rect()), float(Theme.of(self).px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tile, words and chevrons."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box, side = QRectF(self.rect()), theme.px(32)
        with QPainter(self) as painter:
            if self.underMouse():
                rounded_box(painter, box, theme.px(6), theme.colour("hover"))
            lead = (box.width() - side) / 2 if self._rail else theme.gap(6)
            x = box.right() - lead - side if rtl else lead
            tile = QRectF(round(x), round((box.height() - side) / 2), side, side)
            rounded_box(painter, tile, theme.px(8), theme.colour("ink"))
            letters, strong = self._study[:2].upper(), theme.font(Role.SMALL_STRONG)
            text_line(painter, tile, letters, strong, theme.colour("surface"))
            if self._rail:
                return
            lead += side + theme.gap(10)
            icon = theme.px(16)
            trail = icon + theme.gap(6)
            words = box.adjusted(lead, 0, -trail, 0)
            if rtl:
                words = box.adjusted(trail, 0, -lead, 0)
            middle = box.center().y()
            first, second = QRectF(words), QRectF(words)
            first.setTop(middle - theme.px(17))
            first.setHeight(theme.px(18))
            second.setTop(middle)
            second.setHeight(theme.px(17))
            leading = Qt.AlignmentFlag.AlignLeading
            text_line(painter, first, self._study, strong, theme.colour("text"), leading)
            metrics_font = theme.font(Role.CAPTION)
            site = painter.fontMetrics().elidedText(self._site, Qt.TextElideMode.ElideRight, int(words.width()))
            text_line(painter, second, site, metrics_font, theme.colour("text-2"), leading)
            x = theme.gap(4) if rtl else box.right() - theme.gap(4) - icon
            at = QRectF(x, round(middle - icon / 2), icon, icon)
            paint_icon(painter, at, "chevrons-up-down", theme.colour("text-2"))
