"""Today: what is due, overdue, open now or soon; beside it what has no hour: signatures, queries, backup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.calendars import second_calendar, show_date
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say
from crf_app.capture.commands import Enrol, Sign, StartVisit
from crf_app.gui import navigation as to
from crf_app.gui.models import phrases
from crf_app.gui.models.due import Clock, Day, DueRow, Waiting, day_of
from crf_app.gui.models.question_lines import QuestionLine, question_lines
from crf_app.gui.navigation import Frame, Page, Place
from crf_app.gui.pages.due_list import DueList
from crf_app.gui.pages.header import (
    Canvas,
    PageHeader,
    Scroll,
    TwoColumns,
    action_button,
)
from crf_app.gui.parts import (
    Band,
    Button,
    Card,
    Chip,
    EmptyState,
    Hairline,
    Kind,
    Mark,
    MarkView,
    Run,
    Size,
    TextLabel,
    Tone,
)
from crf_app.gui.parts.emptying import empty
from crf_app.gui.status_bar import BackupState
from crf_app.gui.theme import Role, Theme
from crf_app.gui.visit_deeds import go_on, open_visit
from crf_app.services.rights import may

LONG = 14
"""Days after which a query that waits is counted apart."""

SHOWN = 3
"""Queries shown on Today; the others are one press away."""


class TodayPage(Page):
    """The first page of the day."""

    def __init__(self, frame: Frame, backup: BackupCard | None = None) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        self._bands: list[tuple[Band, Clock]] = []
        self._new: Button | None = None
        actor = frame.desk.actor
        self._may_work = actor is not None and may(actor.role, StartVisit)
        self._may_sign = actor is not None and may(actor.role, Sign)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._inner = Canvas()
        self._scroll = Scroll(self._inner)
        self._header = PageHeader(frame, self._say("Today"))
        self._header.add(action_button(self._say, frame, "print", self._say("Visit sheets")))
        if actor is not None and may(actor.role, Enrol):
            self._header.add(action_button(self._say, frame, "new_subject"))
        self._down = QVBoxLayout()
        self._top = QVBoxLayout()
        self._top.addWidget(self._header)
        outer.addLayout(self._top)
        outer.addWidget(self._scroll, 1)
        self._inner.setLayout(self._down)
        self._clocks = QVBoxLayout()
        self._down.addLayout(self._clocks)
        self._columns = TwoColumns(308)
        self._down.addWidget(self._columns)
        self._down.addStretch()
        self._list = DueList(self._say, may_work=self._may_work)
        self._list.wanted.connect(self._go_on)
        self._list.opened.connect(lambda row: frame.go(to.Subject(row.subject)))
        self._list.moved.connect(self._follow)
        self._nothing = self._empty_state()
        self._columns.main.addWidget(self._nothing)
        self._columns.main.addWidget(self._list)
        self._columns.main.addStretch()
        self._signatures = Card(self._say("Waiting for a signature"))
        self._queries = Card(self._say("Queries"))
        self._backup = backup
        for card in (self._signatures, self._queries, *([backup] if backup else [])):
            self._columns.side.addWidget(card)
        trailing = Qt.AlignmentFlag.AlignTrailing
        self._counts = [TextLabel("", Role.BODY_STRONG, align=trailing) for _ in range(2)]
        self._signatures.head.addWidget(self._counts[0])
        self._queries.head.addWidget(self._counts[1])
        self.theme_changed(Theme.of(self))

    def title(self) -> str:
        """Return the page's name."""
        return self._say("Today")

    def show_place(self, place: Place) -> None:
        """Read the day."""
        self.refresh()

    def refresh(self) -> None:
        """Read the day again."""
        now = self._frame.now()
        day = day_of(self._frame.desk.study, self._frame.standings(), now, self._say)
        self._show_date(now)
        self._show_clocks(day, now)
        self._list.show_rows(day.rows)
        self._list.setVisible(bool(day.rows))
        self._nothing.setVisible(not day.rows)
        self._nothing.show_words(self._say("Nothing is due today."), self._what_comes(day))
        self._show_signatures(day)
        self._show_queries()
        if self._backup is not None:
            self._backup.refresh(now)

    def tick(self, now: datetime) -> None:
        """Let the clocks run."""
        for band, clock in self._bands:
            self._show_left(band, clock, now)

    def show_width(self, effective: float) -> None:
        """Fold the right column below the list."""
        self._columns.show_below(effective < 1280)
        self._header.show_folded(self._frame.folded)
        self._header.show_room(effective >= 900)

    def take_keyboard(self) -> None:
        """Begin in the list, or at the one button of an empty day."""
        if self._list.isVisibleTo(self) or self._new is None:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._new.setFocus(Qt.FocusReason.TabFocusReason)

    def columns(self) -> tuple[QWidget, ...]:
        """The list, then the cards."""
        return (self._list, self._columns.side_widget)

    def theme_changed(self, theme: Theme) -> None:
        """Take the margins."""
        side = theme.gap(28)
        self._top.setContentsMargins(side, theme.gap(18), side, theme.gap(10))
        self._down.setContentsMargins(side, theme.gap(2), side, theme.gap(20))
        self._down.setSpacing(theme.gap(12))
        self._clocks.setSpacing(theme.gap(12))

    def _show_date(self, now: datetime) -> None:
        language = self._say.language
        today = PartialDate.of(now.date())
        weekday = self._say(phrases.WEEKDAYS[now.weekday()])
        first = self._say("{weekday} {day}", weekday=weekday, day=show_date(today, language))
        runs = [Run(first)]
        second = second_calendar(today, language)
        if second:
            shown = phrases.ltr(second) if language == "fa" else second
            runs.append(Run(f" · {shown}", colour="text-3"))
        self._header.show_about(runs)

    def _show_clocks(self, day: Day, now: datetime) -> None:
        for band, _ in self._bands:
            self._clocks.removeWidget(band)
            band.deleteLater()
        self._bands = []
        for clock in day.clocks:
            say = self._say
            title = [
                Run(say.joined((clock.label, clock.title), " · "), strong=True),
                Run("  " + say("serious adverse event"), colour="text-2"),
            ]
            due = phrases.clock_time(clock.due, say.language)
            if clock.due.date() == now.date():
                when = say("{time} today", time=due)
            else:
                when = phrases.day_and_time(clock.due, say)
            aware = phrases.day_and_time(clock.aware, say)
            text = say(
                "Site aware {aware}. The report must reach the sponsor by {due}.",
                aware=aware, due=when,
            )  # fmt: skip
            band = Band(title, text, mark=Mark.SERIOUS_EVENT, clock=True)
            button = band.add_button(say("Open report"))
            page = clock.event.page
            button.clicked.connect(lambda _=False, page=page: self._frame.go(to.Form(page)))
            self._show_left(band, clock, now)
            band.setAccessibleName(f"{clock.label}, {clock.title}, {text}")
            self._clocks.addWidget(band)
            self._bands.append((band, clock))

    def _show_left(self, band: Band, clock: Clock, now: datetime) -> None:
        local = now.replace(tzinfo=None)
        band.show_clock(clock.left(local, self._say), clock.part(local))

    def _what_comes(self, day: Day) -> str:
        if day.next_date is not None:
            date = phrases.weekday_day(day.next_date.date(), self._say)
            return self._say("The next window opens {day}.", day=date)
        if not self._frame.standings():
            return self._say("Visits appear here as soon as there is a subject whose window is open or near.")
        return ""

    def _empty_state(self) -> EmptyState:
        say, frame, actor = self._say, self._frame, self._frame.desk.actor
        new = Button(say("New subject"), Kind.PRIMARY, size=Size.LARGE, icon="user-plus", keys="Ctrl Shift N")
        new.clicked.connect(lambda: frame.act("new_subject"))
        may_enrol = actor is not None and may(actor.role, Enrol)
        self._new = new if may_enrol else None
        return EmptyState("", "", (new,) if may_enrol else ())

    def _show_signatures(self, day: Day) -> None:
        say, theme = self._say, Theme.of(self)
        self._counts[0].show_text(theme.digits(str(day.pages_waiting)))
        self._signatures.setVisible(bool(day.waiting))
        empty(self._signatures.body, but=1)  # the head stays
        for place, each in enumerate(day.waiting[:2]):
            if place:
                self._signatures.body.addWidget(Hairline())
            mark = Mark.BROKEN if each.broken else Mark.COMPLETE
            text = say.joined((_broken(each, say), each.text), " · ") if each.broken else each.text
            line = _Line(mark, [Run(each.label, strong=True), Run(" " + each.visit)], text)
            self._signatures.body.addWidget(line)
        if not day.waiting:
            return
        row = QHBoxLayout()
        more = say.n("Show the page", "Show all {n} pages", day.pages_waiting)
        link = Button(more, Kind.LINK, size=Size.SMALL)
        link.clicked.connect(lambda: self._frame.go(to.Subjects("to_sign")))
        row.addWidget(link)
        row.addStretch()
        if self._may_sign:
            sign = Button(say("Sign…"), size=Size.SMALL, icon="pen-line")
            sign.clicked.connect(lambda: self._frame.act("sign"))
            row.addWidget(sign)
            self._signatures.body.addLayout(row)
            return
        signers = [p.name for p in self._frame.desk.file.people() if p.role == "investigator"]
        if signers:
            who = say("{name} signs", name=signers[0])
            row.addWidget(TextLabel(who, Role.CAPTION, "text-2"))
        self._signatures.body.addLayout(row)

    def _show_queries(self) -> None:
        say, theme, frame = self._say, Theme.of(self), self._frame
        lines = question_lines(frame.desk, frame.now(), say)
        waiting = [line for line in lines if line.is_live]
        self._counts[1].show_text(theme.digits(str(len(waiting))))
        self._queries.setVisible(bool(waiting))
        empty(self._queries.body, but=1)  # the head stays
        for place, each in enumerate(waiting[:SHOWN]):
            if place:
                self._queries.body.addWidget(Hairline())
            self._queries.body.addWidget(_question(each))
        old = sum(line.days > LONG for line in waiting)
        if old:
            words = say.n("{n} waits longer than {days} days", "{n} wait longer than {days} days", old, days=LONG)
            self._queries.body.addWidget(TextLabel(words, Role.CAPTION, "query", wrap=True))
        if waiting:
            words = say.n("Show it", "Show all {n}", len(waiting))
            link = Button(words, Kind.LINK, size=Size.SMALL)
            link.clicked.connect(lambda: frame.go(to.Queries()))
            self._queries.body.addWidget(link)

    def _go_on(self, row: DueRow) -> None:
        if self._may_work:
            go_on(self._frame, row.place)
        else:
            open_visit(self._frame, row.place)

    def _follow(self, row: QRect) -> None:
        if self._list.hasFocus():
            at = self._list.mapTo(self._inner, row.center())
            self._scroll.ensureVisible(at.x(), at.y(), 0, row.height() + 24)


def _question(line: QuestionLine) -> _Line:
    mark = Mark.QUERY if line.state == "open" else Mark.ANSWERED
    return _Line(mark, [Run(line.label, strong=True), Run(" " + line.where)], line.about)


def _broken(each: Waiting, say: Say) -> str:
    """Say how many pages have lost their signature to a change."""
    return say.n("{n} page to sign again after a change", "{n} pages to sign again after a change", each.broken)


class _Line(QWidget):
    """A mark, a line in strong and plain words, a smaller line below."""

    def __init__(self, mark: Mark, title: list[Run], text: str) -> None:
        super().__init__()
        theme = Theme.of(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.gap(10))
        across.addWidget(MarkView(mark, text, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, Role.SMALL))
        words.addWidget(TextLabel(text, Role.CAPTION, "text-2"))
        across.addLayout(words, 1)


class BackupCard(Card):
    """When the file was last copied, and the buttons that copy it and show its copies."""

    def __init__(self, frame: Frame, read: Callable[[], BackupState]) -> None:
        say = frame.say
        super().__init__(say("Backup"))
        self._say, self._read = say, read
        self._chip = Chip(say("safe"), Tone.OK, icon="check")
        self.head.addWidget(self._chip)
        self._first = TextLabel("", Role.SMALL)
        self._second = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self.body.addWidget(self._first)
        self.body.addWidget(self._second)
        row = QHBoxLayout()
        button = Button(say("Back up now"), size=Size.SMALL)
        button.clicked.connect(lambda: frame.act("backup"))
        row.addWidget(button)
        more = Button(say("Backups…"), size=Size.SMALL)
        more.clicked.connect(lambda: frame.act("backups"))
        row.addWidget(more)
        row.addStretch()
        self.body.addLayout(row)

    def refresh(self, now: datetime) -> None:
        """Read again how the backups stand."""
        self.show_state(self._read(), now.replace(tzinfo=None))

    def show_state(self, state: BackupState, now: datetime) -> None:
        """Say when and where the last copy was made, and what is wrong, if anything."""
        say = self._say
        if state.problem:
            self._chip.show_word(say("failed"), Tone.DANGER, None)
            self._first.show_text(say("The file was not backed up"))
            self._second.show_text(state.problem)
            return
        old = state.is_old(now)
        self._chip.show_word(
            say("due") if old else say("safe"), Tone.QUERY if old else Tone.OK,
            None if old else "check",
        )  # fmt: skip
        if state.at is None:
            self._first.show_text(say("No backup was made yet."))
            self._second.show_text(say("The first one is made when the file is closed; it is encrypted."))
            return
        when = phrases.day_and_time(state.at, say)
        self._first.show_text([Run(when, strong=True)])
        tested = say("Encrypted; a test restore matched.")
        alone = say("Only on this disk: choose a second place under Backups…")
        self._second.show_text(alone if state.alone else tested)
