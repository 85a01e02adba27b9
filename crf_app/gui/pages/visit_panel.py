"""The visit beside its form: whose, which, how long left, its pages, and the sections of the open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.pages.header import Scroll
from crf_app.gui.parts import Mark, TextLabel, WindowBar, WindowSpan, paint_mark
from crf_app.gui.parts.press import Press
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape

WIDE = 228


@dataclass(frozen=True)
class PageLine:
    """A page of the visit, or of a log."""

    page: str
    words: str
    mark: Mark
    sentence: str
    current: bool = False


@dataclass(frozen=True)
class SectionLine:
    """A section of the open page: how many answered of how many, and whether a question is open."""

    section: str
    words: str
    done: int
    total: int
    question: Mark | None = None
    current: bool = False


@dataclass(frozen=True)
class Beside:
    """What the panel shows."""

    subject: str
    title: str
    left: str = ""
    left_token: Token = "accent"
    until: str = ""
    span: WindowSpan | None = None
    span_words: str = ""
    pages: tuple[PageLine, ...] = ()
    foot: str = ""


class VisitPanel(QWidget, Themed):
    """The column."""

    back = Signal()
    page_wanted = Signal(str)
    section_wanted = Signal(str)

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QWidget()
        self._head = QVBoxLayout(head)
        self._back = BackButton(say("Back to the subject"))
        self._back.clicked.connect(self.back)
        self._title, self._left = TextLabel("", Role.FORM_TITLE, wrap=True), TextLabel("", Role.SMALL_STRONG, "accent")
        self._left.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._until = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        across = QHBoxLayout()
        across.addWidget(self._title, 1)
        across.addWidget(self._left, 0, Qt.AlignmentFlag.AlignBottom)
        self._bar_room = QVBoxLayout()
        self._bar: WindowBar | None = None
        self._head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)
        self._head.addLayout(across)
        self._head.addWidget(self._until)
        self._head.addLayout(self._bar_room)
        outer.addWidget(head)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        scroll = Scroll(self._list, clear=True)
        outer.addWidget(scroll, 1)
        self._foot = TextLabel("", Role.SMALL, "text-2")
        self._foot_room = QHBoxLayout()
        self._foot_room.addWidget(self._foot)
        outer.addLayout(self._foot_room)
        self._pages: list[PageRow] = []
        self._sections: list[SectionRow] = []
        self._shown: tuple[Beside, tuple[SectionLine, ...]] | None = None
        self.theme_changed(Theme.of(self))

    def show_visit(self, beside: Beside, sections: Sequence[SectionLine]) -> None:
        """Show a visit and the sections of its open page."""
        if (beside, tuple(sections)) == self._shown:
            return
        self._shown = (beside, tuple(sections))
        self._back.show_words(beside.subject)
        self._title.show_text(beside.title)
        self._left.show_text(beside.left, beside.left_token)
        self._until.show_text(beside.until)
        self._until.setVisible(bool(beside.until))
        self._show_bar(beside)
        self._foot.show_text(beside.foot)
        while len(self._pages) < len(beside.pages):
            row = PageRow()
            row.setParent(self._list)
            row.wanted.connect(self.page_wanted)
            self._pages.append(row)
        while len(self._sections) < len(sections):
            line = SectionRow(self._say)
            line.setParent(self._list)
            line.wanted.connect(self.section_wanted)
            self._sections.append(line)
        while self._lines.count():
            self._lines.takeAt(0)
        for n, row in enumerate(self._pages):
            row.setVisible(n < len(beside.pages))
            if n < len(beside.pages):
                row.show_line(beside.pages[n])
                self._lines.addWidget(row)
                if beside.pages[n].current:
                    for place, line in enumerate(self._sections):
                        line.setVisible(place < len(sections))
                        if place < len(sections):
                            line.show_line(sections[place])
                            self._lines.addWidget(line)
        self._lines.addStretch()

    def show_sections(self, sections: Sequence[SectionLine]) -> None:
        """Show how far the sections of the open page are."""
        if self._shown is None:
            return
        if len(sections) == len(self._shown[1]):
            self._shown = (self._shown[0], tuple(sections))
            for line, section in zip(self._sections, sections, strict=False):
                line.show_line(section)
        else:
            self.show_visit(self._shown[0], sections)

    def _show_bar(self, beside: Beside) -> None:
        if self._bar is not None:
            self._bar_room.removeWidget(self._bar)
            self._bar.deleteLater()
            self._bar = None
        if beside.span is not None:
            self._bar = WindowBar(beside.span, beside.span_words, width=188)
            self._bar_room.addWidget(self._bar)

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        self.setFixedWidth(theme.px(WIDE))
        side = theme.gap(20)
        self._head.setContentsMargins(side, theme.gap(10), theme.gap(16), theme.gap(8))
        self._head.setSpacing(theme.gap(2))
        self._lines.setContentsMargins(theme.gap(9), theme.gap(6), theme.gap(9), theme.gap(6))
        self._lines.setSpacing(0)
        self._foot_room.setContentsMargins(side, theme.gap(8), theme.gap(8), theme.gap(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line towards the form."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("canvas"))
            x = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - 1
            painter.fillRect(QRectF(x, 0, 1, self.height()), theme.colour("line"))


class _Row(Press, RingShape, Themed):
    HIGH = 36

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(Theme.of(self).px(180), Theme.of(self).px(self.HIGH))

    def focus_shape(self) -> tuple[QRectF, float]:
        return QRectF(self.rect()).adjusted(3, 3, -3, -3), float(Theme.of(self).px(5))

    def _rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _x(self, x: float, wide: float) -> float:
        return self.width() - x - wide if self._rtl() else x


class BackButton(_Row):
    """Where the person came from, with a chevron."""

    HIGH = 28

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._words = name, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show a subject's number."""
        self._words = words
        self.setAccessibleName(f"{self._name} {words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of chevron and words."""
        theme = Theme.of(self)
        wide = text_width(self._words, theme.font(Role.SMALL_STRONG)) + theme.px(26)
        return QSize(wide, theme.px(self.HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint chevron and words."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            size = theme.px(14)
            box = QRectF(self._x(0, size), (self.height() - size) / 2, size, size)
            paint_icon(painter, box, "chevron-left", theme.colour("text-2"), mirrored=self._rtl())
            lead = theme.px(14)
            words = QRectF(0 if self._rtl() else lead, 0, self.width() - lead, self.height())
            colour = theme.colour("accent" if self.underMouse() else "text")
            text_line(painter, words, self._words, theme.font(Role.SMALL_STRONG), colour, _LEADING)


_LEADING = Qt.AlignmentFlag.AlignLeading
_TRAILING = Qt.AlignmentFlag.AlignTrailing


class PageRow(_Row):
    """A page of the visit."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._line = PageLine("", "", Mark.EMPTY, "")
        self.clicked.connect(lambda: self.wanted.emit(self._line.page))

    def show_line(self, line: PageLine) -> None:
        """Show a page."""
        self._line = line
        self.setAccessibleName(line.sentence)
        self.setObjectName(f"page:{line.page}")
        self.setToolTip(tip(line.words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint mark and words; the open page lies on a sheet."""
        theme, line = Theme.of(self), self._line
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            if line.current:
                rounded_box(painter, box, theme.px(6), theme.colour("surface"), theme.colour("line"))
            elif self.underMouse():
                rounded_box(painter, box, theme.px(6), theme.colour("hover"))
            size, lead = theme.px(16), theme.gap(11)
            paint_mark(painter, self._x(lead, size), round((self.height() - size) / 2), size, line.mark, theme)
            start = lead + size + theme.gap(10)
            words = box.adjusted(theme.gap(6), 0, -start, 0) if self._rtl() else box.adjusted(start, 0, -4, 0)
            role = Role.BODY_STRONG if line.current else Role.BODY
            font = theme.font(role)
            text_line(painter, words, _cut(line.words, font, words.width()), font, theme.colour("text"), _LEADING)


class SectionRow(_Row):
    """A section of the open page."""

    HIGH = 29
    wanted = Signal(str)

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._line = SectionLine("", "", 0, 0)
        self.clicked.connect(lambda: self.wanted.emit(self._line.section))

    def show_line(self, line: SectionLine) -> None:
        """Show a section."""
        self._line = line
        name = self._say("{section}, {done} of {all} answered", section=line.words, done=line.done, all=line.total)
        self.setAccessibleName(name)
        self.setToolTip(tip(line.words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line of indent, words, mark and count."""
        theme, line = Theme.of(self), self._line
        indent = theme.gap(19)
        with QPainter(self) as painter:
            painter.fillRect(QRectF(self._x(indent, 1), 0, 1, self.height()), theme.colour("line"))
            lead = indent + theme.gap(9)
            box = QRectF(self._x(lead, self.width() - lead), 0, self.width() - lead, self.height())
            if line.current:
                rounded_box(painter, box, theme.px(6), theme.colour("accent-soft"))
            elif self.underMouse():
                rounded_box(painter, box, theme.px(6), theme.colour("hover"))
            inner = box.adjusted(theme.gap(8), 0, -theme.gap(8), 0)
            count = ""
            if line.total:
                count = self._say("{done} of {all}", done=line.done, all=line.total)
            small = theme.font(Role.CAPTION)
            text_line(painter, inner, count, small, theme.colour("text-2"), _TRAILING)
            used = text_width(count, small) + theme.gap(6)
            if line.question is not None:
                size = theme.px(13)
                x = inner.left() + used if self._rtl() else inner.right() - used - size
                paint_mark(painter, x, round((self.height() - size) / 2), size, line.question, theme)
                used += size + theme.gap(6)
            words = inner.adjusted(used, 0, 0, 0) if self._rtl() else inner.adjusted(0, 0, -used, 0)
            font = theme.font(Role.SMALL_STRONG if line.current else Role.SMALL)
            colour = theme.colour("accent" if line.current else "text-2")
            text_line(painter, words, _cut(line.words, font, words.width()), font, colour, _LEADING)


def _cut(words: str, font: QFont, width: float) -> str:
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(width))
