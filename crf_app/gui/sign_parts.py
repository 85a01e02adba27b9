"""Pieces of the sheet on which people sign: the pages, the meaning, the fingerprint before the seal."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import Button, Hairline, Kind, Mark, MarkView, Size, TextLabel
from crf_app.gui.parts.scrolled_rows import ScrolledRows
from crf_app.gui.signing import SignedPage
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.paint import rounded_box


class PageList(QFrame, Themed):
    """The pages, one row each."""

    def __init__(self, pages: tuple[SignedPage, ...], view: object, say: Say) -> None:
        super().__init__()
        theme = Theme.of(self)
        rows = QWidget()
        down = QVBoxLayout(rows)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        scroll = ScrolledRows(rows, 68)
        outer.addWidget(scroll)
        for place, page in enumerate(pages):
            if place:
                down.addWidget(Hairline())
            row = QHBoxLayout()
            row.setContentsMargins(theme.gap(12), theme.gap(3), theme.gap(12), theme.gap(3))
            row.setSpacing(theme.gap(10))
            row.addWidget(MarkView(Mark(page.mark.value), page.title, 16))
            row.addWidget(TextLabel(page.title, Role.SMALL), 1)
            if page.open_queries or page.answered_queries:
                mark = Mark.QUERY if page.open_queries else Mark.ANSWERED
                words = (
                    say.n("{n} open", "{n} open", page.open_queries)
                    if page.open_queries
                    else say.n("{n} answered", "{n} answered", page.answered_queries)
                )
                row.addWidget(MarkView(mark, words, 15))
                row.addWidget(TextLabel(words, Role.CAPTION, "query"))
            count = say.n("{n} value", "{n} values", page.values)
            row.addWidget(TextLabel(count, Role.CAPTION, "text-2"))
            link = Button(say("View", context="a page"), Kind.LINK, size=Size.SMALL)
            link.setAccessibleName(say("View {form}", form=page.title))
            link.clicked.connect(lambda _=False, page=page: view(page.page))  # type: ignore[operator]
            row.addWidget(link)
            down.addLayout(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the outline."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(8), None, theme.colour("line"))


class Meaning(QFrame, Themed):
    """What the signature means, word for word as it is stored."""

    def __init__(self, text: str) -> None:
        super().__init__()
        theme = Theme.of(self)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.gap(16), theme.gap(9), theme.gap(14), theme.gap(9))
        down.addWidget(TextLabel(text, Role.SMALL, wrap=True))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the bar before it."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            rounded_box(painter, box, theme.px(6), theme.colour("ink-soft"))
            x = box.right() - theme.px(3) if rtl else box.left()
            painter.setClipRect(QRectF(x, box.y(), theme.px(3), box.height()))
            rounded_box(painter, box, theme.px(6), theme.colour("ink"))


class Seal(QWidget):
    """The fingerprint before the seal."""

    def __init__(self) -> None:
        super().__init__()
        side = Theme.of(self).px(15)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            paint_icon(painter, QRectF(self.rect()), "fingerprint", theme.colour("text-2"))
