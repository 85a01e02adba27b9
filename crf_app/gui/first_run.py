"""The first start: four doors, and before anything else language, size of text, light or dark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crf_app.base.words import LANGUAGE_NAMES, LANGUAGES, Say, mark
from crf_app.gui.pages.header import Canvas, Scroll
from crf_app.gui.parts import (
    Mark,
    Option,
    ProgressBar,
    Segments,
    TextLabel,
    key_cap_size,
    lay_out,
    paint_key_cap,
    paint_mark,
)
from crf_app.gui.parts.labels import Run
from crf_app.gui.parts.press import Press
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.fonts import load_for_text
from crf_app.gui.theme.paint import rounded_box, text_line
from crf_app.gui.theme.style import RingShape

DOORS = (
    ("demo", "compass", mark("Look around"), mark("A made-up study with 14 subjects, at every stage"), "Alt D"),
    ("open", "folder-open", mark("Open a study file"), mark("A .crf file from this computer or a USB stick"), "Ctrl O"),
    (
        "new",
        "file-plus-2",
        mark("Start a study"),
        mark("Choose a study folder, name your site, set a passphrase"),
        "Ctrl N",
    ),
    ("restore", "archive-restore", mark("Restore a backup"), mark("Checks the copy before it is used"), "Alt R"),
)
_WAY = (Mark.SIGNED, Mark.SIGNED, Mark.VERIFIED, Mark.COMPLETE, Mark.PROGRESS, Mark.OPEN, Mark.FUTURE)
SCHEMES = (("light", mark("Light")), ("dark", mark("Dark")), ("auto", mark("Auto")))


class Door(Press, RingShape, Themed):
    """A door: icon, what is behind it, its keys."""

    def __init__(self, icon: str, title: str, text: str, keys: str) -> None:
        super().__init__()
        self._icon_name, self._words, self._keys = icon, text, keys
        self._flat = False
        self.setText(title)
        self.setAccessibleName(f"{title}. {text}")
        self.setShortcut(keys.replace(" ", "+"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_flat(self, flat: bool) -> None:
        """Put the icon beside the title, so that two rows of doors fit a low window."""
        self._flat = flat
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the door."""
        theme = Theme.of(self)
        return QSize(theme.px(296), theme.px(96)) if self._flat else QSize(theme.px(226), theme.px(176))

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the door's box."""
        return QRectF(self.rect()), float(Theme.of(self).px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the door."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box, side, icon = QRectF(self.rect()), theme.px(18), theme.px(26)
        with QPainter(self) as painter:
            ground = theme.colour("hover" if self.underMouse() else "surface")
            rounded_box(painter, box, theme.px(10), ground, theme.colour("line"))
            x = box.right() - side - icon if rtl else side
            at = QRectF(x, theme.px(14 if self._flat else 20), icon, icon)
            paint_icon(painter, at, self._icon_name, theme.colour("accent"), mirrored=rtl)
            width = box.width() - 2 * side
            lead = icon + theme.gap(12) if self._flat else 0
            edge = side if rtl else side + lead
            width -= lead
            title = QRectF(edge, theme.px(16 if self._flat else 61), width, theme.px(22))
            leading = Qt.AlignmentFlag.AlignLeading
            text_line(painter, title, self.text(), theme.font(Role.SECTION), theme.colour("text"), leading)
            layout, _, _ = lay_out([Run(self._words)], Role.SMALL, theme, width)
            painter.setPen(theme.colour("text-2"))
            top = theme.px(41 if self._flat else 86)
            for place in range(layout.lineCount()):
                line = layout.lineAt(place)
                spare = width - line.naturalTextWidth() if rtl else 0.0
                line.draw(painter, QPointF(edge + spare - line.naturalTextRect().x(), top))
            cap = key_cap_size(self._keys, theme)
            x = box.right() - side - cap.width() if rtl is not self._flat else side
            y = theme.px(16) if self._flat else box.bottom() - theme.px(17) - cap.height()
            at = QRectF(x, y, cap.width(), cap.height())
            paint_key_cap(painter, at, self._keys, theme)


class Way(QWidget, Themed):
    """The way of a visit in seven marks: what the program is about, without words."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Give the row."""
        theme = Theme.of(self)
        return QSize(theme.px(690), theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint marks and lines."""
        theme = Theme.of(self)
        side, step = theme.px(28), theme.px(110)
        with QPainter(self) as painter:
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                painter.translate(self.width(), 0)
                painter.scale(-1, 1)
            middle = self.height() / 2
            for place in range(len(_WAY) - 1):
                start = place * step + side + theme.px(8)
                end = (place + 1) * step - theme.px(8)
                later = place >= 4
                pen = QPen(theme.colour("line-btn" if later else "ink"), 2)
                if later:
                    pen.setDashPattern([3, 3])
                painter.setPen(pen)
                painter.drawLine(round(start), round(middle), round(end), round(middle))
        with QPainter(self) as painter:
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            for place, each in enumerate(_WAY):
                x = self.width() - side - place * step if rtl else place * step
                paint_mark(painter, x, self.height() / 2 - side / 2, side, each, theme)


class FirstRunPage(QWidget, Themed):
    """Four doors, and how the window shall look."""

    door_opened = Signal(str)
    """``demo``, ``open``, ``new`` or ``restore``."""

    language_chosen = Signal(str)
    factor_chosen = Signal(float)
    scheme_chosen = Signal(str)

    def __init__(self, say: Say, scheme: str = "auto", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        theme = Theme.of(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner = Canvas()
        self._down = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll(inner)
        outer.addWidget(self._scroll, 1)
        self._down.addStretch(3)
        self._way = Way()
        self._down.addWidget(self._way, 0, centre)
        self._down.addSpacing(theme.gap(32))
        self._down.addWidget(TextLabel(say("Trial records that stay with you"), Role.HERO, align=centre))
        text = say("One encrypted file on this computer. No server, no network, nothing to set up.")
        self._down.addWidget(TextLabel(text, Role.BODY, "text-2", wrap=True, align=centre))
        self._down.addSpacing(theme.gap(24))
        self._doors = QGridLayout()
        self._doors.setSpacing(theme.gap(16))
        self.doors: dict[str, Door] = {}
        for id_, icon, title, words, keys in DOORS:
            door = Door(icon, say(title), say(words), keys)
            door.clicked.connect(lambda _=False, id_=id_: self.door_opened.emit(id_))
            self.doors[id_] = door
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(self._doors)
        row.addStretch()
        self._down.addLayout(row)
        self._work = TextLabel("", Role.SMALL, "text-2", align=centre)
        self._bar = ProgressBar("", width=300)
        self._bar.setMaximumWidth(theme.px(300))
        self._down.addSpacing(theme.gap(16))
        self._down.addWidget(self._work)
        self._down.addWidget(self._bar, 0, centre)
        self.show_work("", None)
        self._down.addStretch(4)
        self._foot = QHBoxLayout()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            load_for_text(app, "".join(LANGUAGE_NAMES.values()))
        languages = [Option(each, LANGUAGE_NAMES[each]) for each in LANGUAGES]
        self.language = Segments(languages, say("Language"))
        self.language.show_choice(theme.language)
        self.language.edited.connect(self.language_chosen)
        sizes = [Option("1.0", "100 %"), *(Option(str(f / 100), str(f)) for f in (125, 150, 200))]
        self.size_ = Segments(sizes, say("Size of the text"), height=32)
        self.size_.show_choice(str(theme.factor))
        self.size_.edited.connect(lambda code: self.factor_chosen.emit(float(code)))
        looks = [Option(code, say(words)) for code, words in SCHEMES]
        self.scheme = Segments(looks, say("Light or dark"), height=32)
        self.scheme.show_choice(scheme)
        self.scheme.edited.connect(self.scheme_chosen)
        self._foot.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        rest = QHBoxLayout()
        rest.setSpacing(theme.gap(8))
        rest.addStretch()
        rest.addWidget(TextLabel(say("Text"), Role.SMALL, "text-2"))
        rest.addWidget(self.size_)
        rest.addSpacing(theme.gap(16))
        rest.addWidget(self.scheme)
        self._foot.addLayout(rest, 1)
        outer.addLayout(self._foot)
        self._columns = 0
        self.show_width(1366)
        side = theme.gap(40)
        self._down.setContentsMargins(side, theme.gap(16), side, theme.gap(16))
        self._foot.setSpacing(theme.gap(8))
        self._foot.setContentsMargins(side, theme.gap(8), side, theme.gap(26))

    def start(self) -> None:
        """Give the keyboard to the first door."""
        self.doors["demo"].setFocus(Qt.FocusReason.TabFocusReason)

    def show_work(self, words: str, part: float | None) -> None:
        """Show that something is being made; the doors wait."""
        self._work.show_text(words)
        self._bar.setVisible(part is not None)
        if part is not None:
            self._bar.show_part(part)
        for door in self.doors.values():
            door.setEnabled(not words)

    def show_width(self, effective: float) -> None:
        """Put the doors in one row, or in two; in little room the languages have a line of their own."""
        columns = 4 if effective >= 1010 else 2
        self._way.setVisible(effective >= 900)
        if columns == self._columns:
            return
        self._columns = columns
        narrow = columns == 2
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for place, door in enumerate(self.doors.values()):
            door.show_flat(narrow)
            self._doors.addWidget(door, place // columns, place % columns)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))
