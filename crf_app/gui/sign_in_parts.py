"""What the sign-in is made of: the card with its two halves, a person as a row, a secret, a line with an icon."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crf_app.gui.parts import TextField, TextLabel, initials
from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line
from crf_app.gui.theme.style import RingShape


class PersonRow(Press, RingShape, Themed):
    """A person as a row: the first letters, the name, the role, a tick when chosen."""

    def __init__(self, username: str, name: str, role: str) -> None:
        """Make a row; `role` is the second line, where more may be said of the person."""
        super().__init__()
        self.username = username
        self._name, self._role = name, role
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(f"{name}, {role}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the row."""
        theme = Theme.of(self)
        return QSize(theme.px(240), theme.px(52))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the row's box."""
        return QRectF(self.rect()), float(Theme.of(self).px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box, on = QRectF(self.rect()), self.isChecked()
        with QPainter(self) as painter:
            ground: Token = "accent-soft" if on else "hover" if self.underMouse() else "surface"
            line = theme.colour("accent-line" if on else "line")
            rounded_box(painter, box, theme.px(8), theme.colour(ground), line)
            side, lead = theme.px(36), theme.gap(12)
            x = box.right() - lead - side if rtl else lead
            disc = QRectF(x, (box.height() - side) / 2, side, side)
            colour = theme.colour("surface" if on else "accent-soft")
            rounded_box(painter, disc, side / 2, colour)
            letters = theme.font(Role.SMALL_STRONG)
            text_line(painter, disc, initials(self._name), letters, theme.colour("accent"))
            lead += side + theme.gap(12)
            words = box.adjusted(0, 0, -lead, 0) if rtl else box.adjusted(lead, 0, 0, 0)
            middle = box.center().y()
            first = QRectF(words.x(), middle - theme.px(18), words.width(), theme.px(19))
            second = QRectF(words.x(), middle, words.width(), theme.px(17))
            leading = Qt.AlignmentFlag.AlignLeading
            strong, caption = theme.font(Role.BODY_STRONG), theme.font(Role.CAPTION)
            text_line(painter, first, self._name, strong, theme.colour("text"), leading)
            text_line(painter, second, self._role, caption, theme.colour("text-2"), leading)
            if on:
                icon = theme.px(18)
                x = theme.gap(12) if rtl else box.right() - theme.gap(12) - icon
                at = QRectF(x, round(middle - icon / 2), icon, icon)
                paint_icon(painter, at, "check", theme.colour("accent"))


class SecretField(TextField):
    """A password: hidden until the eye is pressed; tells when Caps Lock is on."""

    caps_lock = Signal(bool)

    def __init__(self, label: str) -> None:
        super().__init__(label, icon="eye", height=40)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.icon_pressed.connect(self._show)

    def _show(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice capital letters that came without Shift."""
        super().keyPressEvent(event)
        text = event.text()
        if len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shift)


class SignInCard(QFrame, Themed):
    """The sheet of the sign-in: a sunken left half, a plain right half."""

    def __init__(self) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self._left, self._right = QWidget(), QWidget()
        self.left, self.right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        across.addWidget(self._left, 5)
        across.addWidget(self._right, 7)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.theme_changed(Theme.of(self))

    def show_narrow(self, narrow: bool) -> None:
        """Leave the left half out where there is no room."""
        self._left.setVisible(not narrow)
        self._narrow = narrow
        self.theme_changed(Theme.of(self))

    _narrow = False

    def theme_changed(self, theme: Theme) -> None:
        """Take width and paddings."""
        self.setFixedWidth(theme.px(444 if self._narrow else 760))
        self._left.setFixedWidth(theme.px(316))
        side = theme.gap(24)
        self.left.setContentsMargins(side, theme.gap(26), side, theme.gap(24))
        self.right.setContentsMargins(theme.gap(28), theme.gap(26), theme.gap(28), theme.gap(28))
        self.left.setSpacing(theme.gap(10))
        self.right.setSpacing(theme.gap(6))
        self._take_height()

    def event(self, event: QEvent) -> bool:
        """Grow with a sentence of several lines, so that no field is pressed together for it."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._take_height()
        return done

    def _take_height(self) -> None:
        layout = self.layout()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        self.setMinimumHeight(max(Theme.of(self).px(482), wanted))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both halves."""
        theme, box = Theme.of(self), QRectF(self.rect())
        radius = theme.px(10)
        with QPainter(self) as painter:
            rounded_box(painter, box, radius, theme.colour("surface"))
            if not self._narrow:
                path = QPainterPath()
                path.addRoundedRect(box, radius, radius)
                painter.setClipPath(path)
                painter.fillRect(self._left.geometry(), theme.colour("sunken"))
                painter.setClipping(False)
            rounded_box(painter, box, radius, None, theme.colour("line"))


class IconLine(QWidget, Themed):
    """An icon and a line of words."""

    def __init__(self, icon: str, words: str, token: str = "text-2") -> None:
        super().__init__()
        self._icon_name, self._token = icon, token
        across = QHBoxLayout(self)
        theme = Theme.of(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addSpacing(theme.px(18) + theme.gap(7))
        self._text = TextLabel(words, Role.SMALL, "query" if token == "query" else "text-2", wrap=True)
        across.addWidget(self._text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = theme.px(17)
        x = self.width() - side if rtl else 0
        with QPainter(self) as painter:
            at = QRectF(x, round((min(self.height(), theme.px(22)) - side) / 2), side, side)
            colour = theme.colour("query" if self._token == "query" else "text-2")
            paint_icon(painter, at, self._icon_name, colour)
