"""Signing in: what is known about the file on the left, who you are and your password on the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crf_app.base.words import Say
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.pages.header import Canvas, Scroll
from crf_app.gui.parts import (
    Avatar,
    Button,
    FieldBlock,
    Kind,
    ProblemLine,
    Run,
    Size,
    TextField,
    TextLabel,
    initials,
)
from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line
from crf_app.gui.theme.style import RingShape


@dataclass(frozen=True)
class Known:
    """What the left side tells about a file: an icon and a line each. Before it is open, its name alone."""

    study: str
    site: str
    lines: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str, str], ...]
    """User name, name and role of each person, in the order of the file."""
    last: str = ""


class PersonRow(Press, RingShape, Themed):
    """A person as a row: the first letters, the name, the role, a tick when chosen."""

    def __init__(self, username: str, name: str, role: str) -> None:
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
        self.setMinimumHeight(theme.px(482))
        self._left.setFixedWidth(theme.px(316))
        side = theme.gap(24)
        self.left.setContentsMargins(side, theme.gap(26), side, theme.gap(24))
        self.right.setContentsMargins(theme.gap(28), theme.gap(26), theme.gap(28), theme.gap(28))
        self.left.setSpacing(theme.gap(10))
        self.right.setSpacing(theme.gap(6))

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


class SignInPage(QWidget, Themed):
    """First the file's passphrase where it is not kept, then the person and the password."""

    passphrase_given = Signal(str, bool)
    """The passphrase, and whether this computer shall keep it."""

    sign_in_wanted = Signal(str, str)
    """User name and password."""

    other_file_wanted = Signal()
    """Another file shall be opened."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.rows: list[PersonRow] = []
        self.card = SignInCard()
        inner = Canvas()
        down = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(inner)
        outer.addWidget(self._scroll)
        down.addStretch()
        down.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._last = TextLabel("", Role.CAPTION, "text-2", align=Qt.AlignmentFlag.AlignHCenter)
        down.addStretch()
        down.addWidget(self._last)
        down.addSpacing(18)
        self.secret: SecretField | None = None
        self.go_on: Button | None = None
        self._problem: ProblemLine | None = None

    def show_locked(self, name: str, folder: str, can_keep: bool) -> None:
        """Ask for the passphrase of a file."""
        say = self._say
        self._clear()
        left, right = self.card.left, self.card.right
        self._tile(left, name[:2].upper(), name, folder)
        left.addWidget(IconLine("file-lock-2", say("Encrypted, not opened yet")))
        self._foot(left)
        right.addWidget(TextLabel(say("Passphrase of the file"), Role.FORM_TITLE, wrap=True))
        why = say("The file is encrypted. Its passphrase opens it; your own password comes next.")
        right.addWidget(TextLabel(why, Role.SMALL, "text-2", wrap=True))
        right.addSpacing(Theme.of(self).gap(8))
        keep = None
        secret = self._add_secret(say("Passphrase"))
        if can_keep:
            from crf_app.gui.parts import CheckRow

            keep = CheckRow(say("Keep it on this computer, in its own key store"))
            right.addWidget(keep)
        right.addSpacing(Theme.of(self).gap(10))

        def give() -> None:
            if secret.text():
                self.passphrase_given.emit(secret.text(), keep is not None and keep.isChecked())

        self._add_verb(say("Open the file"), give)
        right.addStretch()
        self._to_secret()

    def show_people(self, known: Known, chosen: str = "") -> None:
        """Ask who is there."""
        say = self._say
        self._clear()
        left, right = self.card.left, self.card.right
        self._tile(left, known.study[:2].upper(), known.study, known.site)
        left.addSpacing(Theme.of(self).gap(10))
        for icon, words in known.lines:
            left.addWidget(IconLine(icon, words))
        self._foot(left)
        right.addWidget(TextLabel(say("Who are you?"), Role.FORM_TITLE))
        right.addSpacing(Theme.of(self).gap(4))
        for username, name, role in known.people:
            row = PersonRow(username, name, role_words(role, say))
            row.clicked.connect(self._chosen)
            row.installEventFilter(self)
            self.rows.append(row)
            right.addWidget(row)
        wanted = next((row for row in self.rows if row.username == chosen), None)
        (wanted or self.rows[0]).setChecked(True) if self.rows else None
        right.addSpacing(Theme.of(self).gap(8))
        secret = self._add_secret(say("Your password"))
        right.addSpacing(Theme.of(self).gap(10))

        def sign_in() -> None:
            row = next((row for row in self.rows if row.isChecked()), None)
            if row is not None and secret.text():
                self.sign_in_wanted.emit(row.username, secret.text())

        self._add_verb(say("Sign in"), sign_in)
        right.addStretch()
        self._last.show_text(known.last)
        self._to_secret()

    def show_refused(self, sentence: str) -> None:
        """Say why it did not work; what was typed is selected, to be typed again."""
        if self._problem is None or self.secret is None:
            return
        self._problem.show_text([Run(sentence)])
        self._problem.show()
        self.show_working(False)
        self._to_secret()
        self.secret.selectAll()

    def show_working(self, working: bool) -> None:
        """Hold the button while a key is made from what was typed."""
        if self.go_on is not None:
            self.go_on.setEnabled(not working)

    def show_width(self, effective: float) -> None:
        """Leave the left half out where there is no room."""
        self.card.show_narrow(effective < 800)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose a person."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, PersonRow):
                place = (self.rows.index(watched) + step) % len(self.rows)
                self.rows[place].setChecked(True)
                self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))

    def _chosen(self) -> None:
        self._to_secret()

    def _to_secret(self) -> None:
        """Go to the password; where the page scrolls, the button below it is seen too."""
        if self.secret is not None:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._show_verb)

    def _show_verb(self) -> None:
        if self.go_on is not None:
            self._scroll.show_child(self.go_on)

    def _tile(self, left: QVBoxLayout, letters: str, title: str, text: str) -> None:
        left.addWidget(Avatar(letters, title, tile=True, side=44))
        left.addWidget(TextLabel(title, Role.FORM_TITLE, wrap=True))
        left.addWidget(TextLabel(text, Role.BODY, "text-2", wrap=True))

    def _foot(self, left: QVBoxLayout) -> None:
        left.addStretch()
        other = Button(self._say("Open another file…"), Kind.LINK, size=Size.SMALL)
        other.clicked.connect(self.other_file_wanted)
        left.addWidget(other)

    def _add_secret(self, label: str) -> SecretField:
        secret = SecretField(label)
        self.secret = secret
        self.card.right.addWidget(FieldBlock(label, secret))
        caps = IconLine("arrow-up", self._say("Caps Lock is on"), "query")
        caps.hide()
        secret.caps_lock.connect(caps.setVisible)
        self.card.right.addWidget(caps)
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        secret.textEdited.connect(self._problem.hide)
        self.card.right.addWidget(self._problem)
        return secret

    def _add_verb(self, words: str, deed: object) -> None:
        button = Button(words, Kind.PRIMARY, size=Size.LARGE)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(deed)
        self.go_on = button
        if self.secret is not None:
            self.secret.returnPressed.connect(button.click)
        self.card.right.addWidget(button)

    def _clear(self) -> None:
        self.rows = []
        self.secret = self.go_on = self._problem = None
        self._last.show_text("")
        for half in (self.card.left, self.card.right):
            while half.count():
                item = half.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
