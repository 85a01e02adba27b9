"""Subjects: the matrix, its filters, the line that explains the selected cell, the legend."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crf_app.capture.commands import Enrol, MissVisit, StartVisit, VerifySource
from crf_app.capture.timeline import Mark as State
from crf_app.gui import navigation as to
from crf_app.gui.filter_field import FilterField
from crf_app.gui.flow import FlowRow
from crf_app.gui.models.due import span_of
from crf_app.gui.models.matrix import (
    FILTER_WORDS,
    Cell,
    Filter,
    Matrix,
    MatrixRow,
    detail_of,
    matrix_of,
)
from crf_app.gui.navigation import Frame, Page, Place
from crf_app.gui.pages.due_rows import pips_of, window_span
from crf_app.gui.pages.header import PageHeader, action_button
from crf_app.gui.pages.legend import Legend
from crf_app.gui.pages.matrix_view import MatrixView
from crf_app.gui.parts import (
    Button,
    EmptyState,
    FilterPill,
    Kind,
    Mark,
    MarkView,
    PagePips,
    Run,
    Size,
    TextLabel,
    WindowBar,
    WindowSpan,
)
from crf_app.gui.sheet_edge import SheetEdge
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.gui.theme.paint import rounded_box
from crf_app.gui.visit_deeds import begin, go_on, miss, open_visit
from crf_app.services.rights import may
from crf_app.services.verification import counted

_PILL_MARKS = {
    Filter.ALL: None,
    Filter.IN_WINDOW: Mark.OPEN,
    Filter.OVERDUE: Mark.OVERDUE,
    Filter.STARTED: Mark.PROGRESS,
    Filter.QUERIES: Mark.QUERY,
    Filter.TO_SIGN: Mark.COMPLETE,
    Filter.TO_VERIFY: Mark.VERIFIED,
}


class SubjectsPage(Page):
    """The matrix of subjects and visits."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        say = self._say
        self._only = Filter.ALL
        self._matrix: Matrix | None = None
        self._header = PageHeader(frame, say("Subjects"))
        actor = frame.desk.actor
        if actor is not None and may(actor.role, Enrol):
            self._header.add(action_button(say, frame, "new_subject"))
        self._filters = FlowRow()
        self.filter = FilterField(say("Subject or stage"))
        self.filter.textChanged.connect(lambda _text: self._show_rows())
        self._filters.add(self.filter)
        self.pills: dict[Filter, FilterPill] = {}
        compares = actor is not None and may(actor.role, VerifySource)
        for each in Filter:
            if each is Filter.TO_VERIFY and not compares:
                continue
            pill = FilterPill(say(FILTER_WORDS[each]), _PILL_MARKS[each], 0)
            pill.clicked.connect(lambda _=False, each=each: self.choose(each))
            self.pills[each] = pill
            self._filters.add(pill)
        self.matrix = MatrixView(say)
        self.matrix.opened.connect(self._open)
        self.matrix.moved.connect(self._show_detail)
        self.filter.left_down.connect(self.matrix.setFocus)
        self.detail = DetailLine(frame)
        self.detail.wanted.clicked.connect(self._go_on)
        self.detail.missed.clicked.connect(self._miss)
        self._table = TableCard(self.matrix, self.detail)
        self._legend = Legend(say)
        self._full = QWidget()
        self._down = QVBoxLayout(self._full)
        self._down.addWidget(self._filters)
        self._down.addWidget(self._table, 1)
        self._down.addWidget(self._legend)
        self._empty = self._empty_state()
        holder = QWidget()
        # A stack without a widget of its own would show its first page as a window.
        self._either = QStackedLayout(holder)
        self._either.addWidget(self._full)
        self._either.addWidget(self._empty)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._header)
        self._outer.addWidget(holder, 1)
        self.theme_changed(Theme.of(self))

    def title(self) -> str:
        """Return the page's name."""
        return self._say("Subjects")

    def show_place(self, place: Place) -> None:
        """Show the matrix with a filter."""
        if isinstance(place, to.Subjects):
            self._only = Filter(place.only)
        self.refresh()

    def take_keyboard(self) -> None:
        """Begin in the matrix, or at the one button of an empty list; stay in the filter."""
        if self._matrix is not None and self._matrix.rows:
            if not self.filter.hasFocus():
                self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._new.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Read the matrix again; the selected cell stays."""
        study, now = self._frame.desk.study, self._frame.now()
        matrix = matrix_of(study, self._frame.standings(), now, self._say)
        self._matrix = matrix
        for each, pill in self.pills.items():
            pill.show_count(matrix.counts[each])
        self._header.show_about(matrix.summary if matrix.rows else "")
        self._either.setCurrentWidget(self._full if matrix.rows else self._empty)
        self._show_rows()

    def choose(self, only: Filter) -> None:
        """Turn a filter on; the filter is part of the place, so back takes it off again."""
        self._frame.navigator.replace(to.Subjects(only.value))

    def show_width(self, effective: float) -> None:
        """Leave out what has no room."""
        self._header.show_folded(self._frame.folded)
        self._header.show_room(effective >= 1000)
        self.detail.show_width(effective)
        self._legend.setVisible(effective >= 800)
        self._outer.activate()

    def columns(self) -> tuple[QWidget, ...]:
        """Filters, matrix, detail line."""
        return (self.filter, self.matrix, self.detail)

    def start_filter(self) -> bool:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the slash lead to the filter."""
        if event.text() == "/":
            self.start_filter()
        else:
            super().keyPressEvent(event)

    def theme_changed(self, theme: Theme) -> None:
        """Take the margins."""
        side = theme.gap(28)
        self._outer.setContentsMargins(side, theme.gap(18), side, theme.gap(12))
        self._outer.setSpacing(theme.gap(10))
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(theme.gap(10))

    def _show_rows(self) -> None:
        if self._matrix is None:
            return
        for each, pill in self.pills.items():
            pill.setChecked(each is self._only)
        self.matrix.show_matrix(self._matrix, self._matrix.chosen(self._only, self.filter.text()))
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.matrix.current_row()
        self.detail.show_cell(row, self.matrix.current_cell())

    def _open(self, row: MatrixRow, cell: Cell | None) -> None:
        if cell is None or cell.mark in (State.NA, State.FUTURE, State.MISSED):
            self._frame.go(to.Subject(row.subject))
        elif self.detail.may_work:
            go_on(self._frame, cell.status.place)
        else:
            open_visit(self._frame, cell.status.place)

    def _go_on(self) -> None:
        row, cell = self.matrix.current_row(), self.matrix.current_cell()
        if row is None:
            return
        if cell is not None and cell.mark in (State.OVERDUE, State.MISSED) and self.detail.may_work:
            begin(self._frame, cell.status.place)
        else:
            self._open(row, cell)

    def _miss(self) -> None:
        cell = self.matrix.current_cell()
        if cell is not None:
            miss(self._frame, cell.status.place)

    def _empty_state(self) -> EmptyState:
        say, frame = self._say, self._frame
        new = self._new = Button(
            say("New subject"), Kind.PRIMARY, size=Size.LARGE, icon="user-plus", keys="Ctrl Shift N"
        )
        new.clicked.connect(lambda: frame.act("new_subject"))
        read = Button(say("Read the study"), size=Size.LARGE, icon="book-open")
        read.clicked.connect(lambda: frame.go(to.Study()))
        text = say("The first one appears here as soon as it is enrolled. Visits and windows follow from the infusion.")
        return EmptyState(say("No subjects yet"), text, (new, read))


class TableCard(QFrame, Themed):
    """The sheet that holds the matrix and the detail line."""

    def __init__(self, table: QWidget, detail: QWidget) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(1, 1, 1, 1)
        self._down.setSpacing(0)
        self._down.addWidget(table, 1)
        self._down.addWidget(detail)
        SheetEdge(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            rounded_box(painter, box, theme.px(10), theme.colour("surface"), theme.colour("line"))


class DetailLine(QWidget, Themed):
    """All about the selected cell, and what can be done with it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, say = frame, frame.say
        self._effective = 1280.0
        actor = frame.desk.actor
        self.may_work = actor is not None and may(actor.role, StartVisit)
        self._may_miss = actor is not None and may(actor.role, MissVisit)
        self._compares = actor is not None and may(actor.role, VerifySource)
        self._across = QHBoxLayout(self)
        self._mark = MarkView(Mark.EMPTY, "", 20)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = TextLabel("", Role.BODY)
        self._text = TextLabel("", Role.CAPTION, "text-2")
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch()
        self._bar = WindowBar(WindowSpan(0, 1), "", width=150)
        self._bar.setMaximumWidth(Theme.of(self).px(150))
        pages = QVBoxLayout()
        pages.setSpacing(2)
        self._pips = PagePips((), "")
        self._pages = TextLabel("", Role.CAPTION, "text-2")
        pages.addStretch()
        pages.addWidget(self._pips)
        pages.addWidget(self._pages)
        pages.addStretch()
        self.missed = Button(say("Missed…"))
        self.wanted = Button(say("Open visit"), Kind.PRIMARY, keys="Enter")
        self._across.addWidget(self._mark)
        self._across.addLayout(words, 1)
        self._across.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._across.addLayout(pages)
        self._across.addWidget(self.missed)
        self._across.addWidget(self.wanted)
        self.theme_changed(Theme.of(self))

    def show_cell(self, row: MatrixRow | None, cell: Cell | None) -> None:
        """Explain a cell, or the subject where no visit is selected."""
        say, frame = self._frame.say, self._frame
        self.setEnabled(row is not None)
        for part in (self._mark, self._bar, self._pips, self._pages, self.missed):
            part.setVisible(cell is not None)
        if row is None:
            self._title.show_text(say("No subject matches the filter"))
            self._text.show_text("")
            return
        if cell is None:
            self._title.show_text([Run(row.label, strong=True), Run("  " + row.stage)])
            self._text.show_text(row.who)
            self._show_verb(say("Open subject"))
            return
        detail = detail_of(frame.desk.study, row, cell, frame.now(), say)
        self._mark.show_mark(Mark(cell.mark.value), cell.sentence)
        token: Token = detail.token  # type: ignore[assignment]
        state = Run("  " + detail.state, strong=token != "text-2", colour=token)
        self._title.show_text([Run(detail.title, strong=True), state])
        self._text.show_text(say.joined([each for each in (detail.text, self._compared(cell)) if each], " · "))
        span = span_of(cell.status, frame.now().replace(tzinfo=None))
        self._bar.setVisible(span is not None and self._effective >= 1000)
        if span is not None:
            self._bar.show_span(window_span(span), detail.state)
        pips = pips_of(detail.page_marks)
        self._pips.show_pips(pips, detail.pages)
        self._pips.setVisible(len(pips) <= 12)
        self._pages.show_text(detail.pages)
        begun = cell.mark in (State.PROGRESS, State.COMPLETE, State.SIGNED)
        self.missed.setVisible(self._may_miss and not begun and cell.mark in (State.OPEN, State.OVERDUE))
        self._show_verb(self._verb(cell))

    def _compared(self, cell: Cell) -> str:
        """Say how far a visit was compared with its source, to those who compare."""
        if not self._compares:
            return ""
        desk, place = self._frame.desk, cell.status.place
        pages = [page for page in desk.record(place.subject).pages.values() if page.place.visit == place]
        count = counted(desk.study, pages)
        say = self._frame.say
        return say("{done} of {all} compared with the source", done=count.verified, all=count.total) if pages else ""

    def show_width(self, effective: float) -> None:
        """Leave out the bar where there is no room; the words say it."""
        self._effective = effective
        self._bar.setVisible(effective >= 1000)

    def theme_changed(self, theme: Theme) -> None:
        """Take paddings and height."""
        self._across.setContentsMargins(theme.gap(14), theme.gap(6), theme.gap(10), theme.gap(6))
        self._across.setSpacing(theme.gap(16))
        self.setMinimumHeight(theme.px(50))
        self._bar.setMaximumWidth(theme.px(150))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above."""
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), 1, Theme.of(self).colour("line-btn"))

    def _show_verb(self, words: str) -> None:
        self.wanted.setText(words)
        self.wanted.updateGeometry()

    def _verb(self, cell: Cell) -> str:
        say = self._frame.say
        match cell.mark:
            case State.OPEN | State.OVERDUE if self.may_work:
                return say("Start visit")
            case State.PROGRESS if self.may_work:
                return say("Continue")
            case State.FUTURE | State.NA | State.MISSED:
                return say("Open subject")
            case _:
                return say("Open visit")
