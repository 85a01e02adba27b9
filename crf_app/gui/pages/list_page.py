"""What the pages with one list share: header, filters, the list, and a column beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crf_app.base.digits import latin_digits
from crf_app.gui.filter_field import FilterField
from crf_app.gui.flow import FlowRow
from crf_app.gui.line_table import Head, Line, LineCard, LineTable
from crf_app.gui.navigation import Frame, Page
from crf_app.gui.pages.header import Canvas, PageHeader, Scroll
from crf_app.gui.parts import FilterPill, Mark, TextLabel
from crf_app.gui.theme import Role, Theme


class ListPage(Page):
    """Header, filter field, filter pills, one list; `side` is a column beside it or below."""

    def __init__(
        self,
        frame: Frame,
        title: str,
        heads: Sequence[Head],
        *,
        filter_words: str,
        pills: Mapping[str, tuple[str, Mark | None]] | None = None,
        row_height: int = 48,
        side: QWidget | None = None,
        side_width: int = 340,
    ) -> None:
        super().__init__()
        self.frame_, self.say = frame, frame.say
        self._title, self._side, self._side_width = title, side, side_width
        self._below = False
        self.only = next(iter(pills), "") if pills else ""
        self.header = PageHeader(frame, title)
        self.filter = FilterField(filter_words)
        self.filter.textChanged.connect(lambda _text: self.show_lines())
        self.filters = FlowRow()
        self.filters.add(self.filter)
        self.pills: dict[str, FilterPill] = {}
        for id_, (words, mark) in (pills or {}).items():
            pill = FilterPill(words, mark, 0)
            pill.clicked.connect(lambda _=False, id_=id_: self.choose(id_))
            self.pills[id_] = pill
            self.filters.add(pill)
        self.table = LineTable(title, heads, row_height=row_height)
        self.filter.left_down.connect(self.table.setFocus)
        self._card = LineCard(self.table)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.nothing = TextLabel("", Role.SECTION, "text-2", wrap=True, align=centre)
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.addStretch()
        middle.addWidget(self.nothing)
        middle.addStretch(2)
        holder = QWidget()
        self._either = QStackedLayout(holder)
        self._either.addWidget(self._card)
        self._either.addWidget(empty)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.addWidget(holder, 1)
        if side is not None:
            self._across.addWidget(side)
        self._down = QVBoxLayout(self)
        self._down.addWidget(self.header)
        self._down.addWidget(self.filters)
        inner = Canvas()
        inner.setLayout(self._across)
        self._down.addWidget(Scroll(inner), 1)
        self.theme_changed(Theme.of(self))

    def title(self) -> str:
        """Return the page's name."""
        return self._title

    def lines(self) -> Sequence[Line]:
        """Return the lines of the chosen pill; the filter field narrows them further."""
        raise NotImplementedError

    def show_lines(self) -> None:
        """Show the lines that pass pill and filter."""
        wanted = latin_digits(self.filter.text()).casefold().split()
        found = [
            line for line in self.lines() if all(word in latin_digits(line.sentence).casefold() for word in wanted)
        ]
        for id_, pill in self.pills.items():
            pill.setChecked(id_ == self.only)
        self.table.show_lines(found)
        self._either.setCurrentIndex(0 if found else 1)
        if self._side is not None:
            self._side.setVisible(bool(found))

    def choose(self, only: str) -> None:
        """Turn a pill on."""
        self.only = only
        self.show_lines()

    def take_keyboard(self) -> None:
        """Begin in the list."""
        if not self.filter.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_filter(self) -> bool:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def columns(self) -> tuple[QWidget, ...]:
        """Filter, list, side."""
        return (self.filter, self.table, *((self._side,) if self._side is not None else ()))

    def show_width(self, effective: float) -> None:
        """Fold the side below the list."""
        self._below = effective < 1100
        self.header.show_folded(self.frame_.folded)
        self.header.show_room(effective >= 900)
        self.theme_changed(Theme.of(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the slash lead to the filter."""
        if event.text() == "/":
            self.start_filter()
        else:
            super().keyPressEvent(event)

    def theme_changed(self, theme: Theme) -> None:
        """Take margins and widths."""
        side = theme.gap(28)
        self._down.setContentsMargins(side, theme.gap(18), side, theme.gap(18))
        self._down.setSpacing(theme.gap(10))
        way = QBoxLayout.Direction
        self._across.setDirection(way.TopToBottom if self._below else way.LeftToRight)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.gap(16))
        # The heads and three lines.
        self._card.setMinimumHeight(theme.px(34 + 3 * self.table.row_height) + 2)
        if self._side is not None:
            if self._below:
                self._side.setMinimumWidth(0)
                self._side.setMaximumWidth(16_777_215)
            else:
                self._side.setFixedWidth(theme.px(self._side_width))
