"""Buttons: one filled at most, the others outlined, quiet or a link; and icon buttons."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crf_app.gui.parts.key_cap import key_cap_size, paint_key_cap
from crf_app.gui.parts.press import Press
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_width
from crf_app.gui.theme.style import RingShape


class Kind(Enum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    OUTLINE = "outline"
    QUIET = "quiet"
    LINK = "link"


class Size(Enum):
    """The height of a button at 100 % text."""

    SMALL = 32
    NORMAL = 36
    LARGE = 40


class Button(QPushButton, RingShape, Themed):
    """A button with a text, and where wanted an icon before and a key cap behind it."""

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.OUTLINE,
        *,
        size: Size = Size.NORMAL,
        icon: str | None = None,
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        # Enter presses the button that has the keyboard, not in dialogs alone.
        self.setAutoDefault(True)
        self._kind, self._size, self._icon_name, self._keys = kind, size, icon, keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if kind is Kind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Give the size of icon, text and key cap with their paddings."""
        theme = Theme.of(self)
        wide = text_width(self._shown(), theme.font(self._role())) + 2 * self._padding(theme)
        if self._icon_name:
            wide += theme.px(self._icon_size()) + theme.gap(8)
        if self._keys:
            wide += key_cap_size(self._keys, theme).width() + theme.gap(8)
        high = 28 if self._kind is Kind.LINK else self._size.value
        return QSize(wide, theme.px(high))

    def minimumSizeHint(self) -> QSize:
        """Give the full size: the words of a button are never cut."""
        return self.sizeHint()

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the button's box; a link's box is a little wider than its words."""
        theme = Theme.of(self)
        box = QRectF(self.rect())
        if self._kind is Kind.LINK:
            box = box.adjusted(0, theme.px(3), 0, -theme.px(3))
        return box, float(theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, text and key cap."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        colour = self._text_colour(theme)
        with QPainter(self) as painter:
            self._paint_ground(painter, theme)
            font = theme.font(self._role())
            wide = text_width(self._shown(), font)
            icon = theme.px(self._icon_size()) if self._icon_name else 0
            lead = icon + theme.gap(8) if icon else 0
            cap = key_cap_size(self._keys, theme) if self._keys else QSize()
            trail = cap.width() + theme.gap(8) if self._keys else 0
            x = (self.width() - lead - wide - trail) / 2
            if self._kind is Kind.LINK:
                x = self.width() - lead - wide - trail if rtl else 0
            if rtl:
                x += trail
            middle = self.height() / 2
            if self._icon_name:
                left = x + wide + theme.gap(8) if rtl else x
                box = QRectF(round(left), round(middle - icon / 2), icon, icon)
                paint_icon(painter, box, self._icon_name, colour, mirrored=rtl)
            painter.setFont(font)
            painter.setPen(colour)
            text = QRectF(x if rtl else x + lead, 0, wide + 1, self.height())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            mnemonic = Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextSingleLine
            painter.drawText(text, int(flags | Qt.AlignmentFlag.AlignLeft) | mnemonic, self.text())
            if self._keys:
                left = x - trail if rtl else x + lead + wide + theme.gap(8)
                paint_key_cap(
                    painter,
                    QRectF(left, middle - cap.height() / 2, cap.width(), cap.height()),
                    self._keys,
                    theme,
                    on_fill=self._kind is Kind.PRIMARY and self.isEnabled(),
                )

    def _shown(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _role(self) -> Role:
        strong = self._kind is Kind.PRIMARY
        if self._size is Size.SMALL:
            return Role.SMALL_STRONG if strong else Role.SMALL_BUTTON
        return Role.BODY_STRONG if strong else Role.BUTTON

    def _icon_size(self) -> int:
        return 16 if self._size is Size.SMALL else 18

    def _padding(self, theme: Theme) -> int:
        if self._kind is Kind.LINK:
            return 0
        return theme.gap(12 if self._size is Size.SMALL else 15)

    def _text_colour(self, theme: Theme) -> QColor:
        if not self.isEnabled():
            return theme.colour("text-3")
        if self._kind is Kind.PRIMARY:
            return theme.colour("on-fill")
        if self._kind is Kind.LINK:
            return theme.colour("accent-hover" if self.underMouse() else "accent")
        return theme.colour("text")

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        if self._kind is Kind.LINK:
            return
        box, radius = QRectF(self.rect()), theme.px(6)
        over = self.underMouse() or self.isDown()
        if not self.isEnabled():
            rounded_box(painter, box, radius, theme.colour("sunken"), theme.colour("line"))
        elif self._kind is Kind.PRIMARY:
            rounded_box(painter, box, radius, fill_colour(theme, over=over))
        elif self._kind is Kind.QUIET:
            rounded_box(painter, box, radius, theme.colour("line" if over else "hover"))
        else:
            ground = theme.colour("hover" if over else "surface")
            rounded_box(painter, box, radius, ground, theme.colour("line-btn"))


def fill_colour(theme: Theme, *, over: bool) -> QColor:
    """Give the ground of a filled control; a shade darker under the mouse, never lighter."""
    colour = theme.colour("fill")
    if not over:
        return colour
    return colour.darker(115) if theme.dark else theme.colour("accent-hover")


class IconButton(Press, RingShape, Themed):
    """A button that shows an icon alone; its name is spoken and shown as a tip."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        side: int = 36,
        icon_size: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._side, self._icon_size = icon, side, icon_size
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_icon(self, icon: str, name: str) -> None:
        """Show another icon with its name."""
        self._icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        self.update()

    def sizeHint(self) -> QSize:
        """Give the target: never below 28 by 32."""
        theme = Theme.of(self)
        return QSize(theme.px(max(self._side, 28)), theme.px(max(self._side, 32)))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the box that lights up under the mouse."""
        return QRectF(self.rect()), float(Theme.of(self).px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon, on a ground when the mouse is over it or it is on."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        token: Token = "text-2" if self.isEnabled() else "line-btn"
        if self.isCheckable() and self.isChecked():
            token = "accent"
        with QPainter(self) as painter:
            if self.isEnabled() and (self.underMouse() or self.isDown()):
                ground = theme.colour("hover")
                rounded_box(painter, QRectF(self.rect()), theme.px(6), ground)
            size = theme.px(self._icon_size)
            left, top = round((self.width() - size) / 2), round((self.height() - size) / 2)
            box = QRectF(left, top, size, size)
            paint_icon(painter, box, self._icon_name, theme.colour(token), mirrored=rtl)
