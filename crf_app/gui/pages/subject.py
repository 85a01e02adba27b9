"""One subject: its visits with their windows, the course, what is to be done, the logs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crf_app.capture.commands import (
    FreezeData,
    RaiseQuery,
    RecordEntries,
    RedateVisit,
    Sign,
    StartVisit,
    UnfreezeData,
)
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import OVER, Stage
from crf_app.gui import navigation as to
from crf_app.gui.charts import CourseChart, ResultChart
from crf_app.gui.models import phrases
from crf_app.gui.models import subject_summary as summary
from crf_app.gui.models.course import Change, change_of, course_of
from crf_app.gui.models.places_in_words import stage_words, visit_label
from crf_app.gui.navigation import Frame, Page, Place
from crf_app.gui.pages.header import Canvas, PageHeader, Scroll, TwoColumns
from crf_app.gui.pages.subject_parts import Key, LogRow, Said
from crf_app.gui.pages.visit_strip import VisitStrip
from crf_app.gui.parts import (
    Button,
    Card,
    Chip,
    Hairline,
    IconButton,
    Kind,
    Mark,
    Run,
    TextLabel,
    Tone,
)
from crf_app.gui.parts.emptying import empty
from crf_app.gui.review_lines import review_lines
from crf_app.gui.theme import Role, Theme
from crf_app.gui.visit_deeds import go_on, miss, standing_of, unscheduled
from crf_app.services.desk import Changes
from crf_app.services.rights import may

_LOG_ICONS = {"ae.term": "octagon-alert", "cm.name": "pill"}


class SubjectPage(Page):
    """Everything about one subject on one screen."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        self._subject = ""
        actor = frame.desk.actor
        self._may_work = actor is not None and may(actor.role, StartVisit)
        say = self._say
        self._header = PageHeader(frame, "", Role.SUBJECT_TITLE)
        back = IconButton("arrow-left", say("Back"))
        back.clicked.connect(frame.back)
        self._header.add(back, 1)
        self._stage = Chip("", Tone.OK)
        self._header.add(self._stage, 3)
        self._more = IconButton("ellipsis", say("More about this subject"))
        self._more.clicked.connect(self._show_more)
        self._header.add(self._more)
        self._casebook = Button(say("Casebook"), icon="file-text")
        self._casebook.clicked.connect(self._to_casebook)
        self._header.add(self._casebook)
        self._casebook.setVisible(frame.can_show(to.Reports))
        self._unscheduled = Button(say("Unscheduled"), icon="calendar-plus")
        self._unscheduled.clicked.connect(lambda: unscheduled(frame, self._subject))
        self._header.add(self._unscheduled)
        self._unscheduled.setVisible(self._may_work)
        self.strip = VisitStrip(say)
        self.strip.wanted.connect(self._open_visit)
        self._columns = TwoColumns(258)
        self._charts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._course_card = Card()
        self._course = CourseChart()
        self._course_card.head.addWidget(TextLabel(say("EDSS step"), Role.BODY_STRONG), 1)
        self._course_card.head.addWidget(Key(Key.PAST, say("before the study, not to scale")))
        self._course_card.head.addWidget(Key(Key.INFUSION, say("infusion")))
        self._course_card.body.addLayout(self._course_card.head)
        self._course_card.body.addWidget(self._course, 1)
        self._change_card = Card()
        self._charts.addWidget(self._course_card, 5)
        self._charts.addWidget(self._change_card, 3)
        self._results_card = Card()
        self._columns.main.addLayout(self._charts, 5)
        self._columns.main.addWidget(self._results_card, 4)
        self._to_do, self._next, self._logs, self._review = Card(tone=None), Card(), Card(), Card()
        for card in (self._to_do, self._next, self._review, self._logs):
            self._columns.side.addWidget(card)
        self._columns.side.addStretch()
        inner = Canvas()
        self._down = QVBoxLayout(inner)
        self._down.addWidget(self.strip)
        self._down.addWidget(self._columns, 1)
        self._scroll = Scroll(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._top = QVBoxLayout()
        self._top.addWidget(self._header)
        outer.addLayout(self._top)
        outer.addWidget(self._scroll, 1)
        self.verb: Button | None = None
        self.theme_changed(Theme.of(self))

    def title(self) -> str:
        """Return the subject's number."""
        return self._header.title.text()

    def show_place(self, place: Place) -> None:
        """Show a subject."""
        if isinstance(place, to.Subject):
            if place.subject != self._subject:
                self._scroll.verticalScrollBar().setValue(0)
            self._subject = place.subject
            self.strip.begin_anew()
            self.refresh()

    def take_keyboard(self) -> None:
        """Begin at the visits."""
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def concerns(self, changes: Changes) -> bool:
        """Whether the subject itself changed."""
        return self._subject in changes.subjects

    def refresh(self) -> None:
        """Read the subject again."""
        frame, say, study = self._frame, self._say, self._frame.desk.study
        standing = standing_of(frame, self._subject)
        record, line, now = frame.desk.record(self._subject), standing.timeline, frame.now()
        self._header.title.show_text(phrases.ltr(record.label) if say.language == "fa" else record.label)
        tone = Tone.NEUTRAL if standing.stage in OVER else Tone.OK
        self._stage.show_word(stage_words(standing.stage, say), tone)
        self._header.show_about(summary.heading_of(study, record, standing.sex, standing.age, say))
        self.strip.show_visits(summary.strip_of(study, line, now, say))
        course = course_of(study, record, line, now, say)
        self._course.show_course(course)
        change = change_of(study, course, line, say)
        self._course_card.setVisible(course is not None)
        self._show_change(change)
        self._change_card.setVisible(course is not None)
        self._show_results(*summary.results_of(study, record, line, say))
        self._show_to_do(summary.to_do(study, line, now, say))
        self._show_next()
        self._show_review()
        self._show_logs(summary.logs_of(study, record, say))
        # What happened before a death is often learnt after it.
        self._unscheduled.setEnabled(standing.stage not in OVER or standing.stage is Stage.DIED)

    def show_width(self, effective: float) -> None:
        """Fold the right column below, then the cards below each other."""
        self._columns.show_below(effective < 1180)
        way = QBoxLayout.Direction
        self._charts.setDirection(way.LeftToRight if effective >= 860 else way.TopToBottom)
        self._header.show_folded(self._frame.folded)
        self._header.show_room(effective >= 900)

    def columns(self) -> tuple[QWidget, ...]:
        """The visits, the course, the right column."""
        return (self.strip, self._columns.side_widget)

    def theme_changed(self, theme: Theme) -> None:
        """Take the margins."""
        side = theme.gap(28)
        self._top.setContentsMargins(side, theme.gap(18), side, theme.gap(4))
        self._down.setContentsMargins(side, 0, side, theme.gap(18))
        self._down.setSpacing(theme.gap(14))
        self._charts.setSpacing(theme.gap(12))
        self._columns.main.setSpacing(theme.gap(12))

    def _show_change(self, change: Change | None) -> None:
        card, say = self._change_card, self._say
        empty(card.body)
        if change is None:
            card.body.addWidget(TextLabel(say("Change since baseline"), Role.BODY_STRONG))
            text = say("A change can be told once the step is known at baseline and at a later visit.")
            card.body.addWidget(TextLabel(text, Role.SMALL, "text-2", wrap=True))
            card.body.addStretch()
            return
        card.body.addWidget(TextLabel(change.since, Role.BODY_STRONG))
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(10))
        row.addWidget(TextLabel(change.figure, Role.HERO))
        row.addWidget(TextLabel(change.at, Role.SMALL, "text-2"), 1, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(row)
        first, one, second, other = change.values
        values = [Run(f"{first} "), Run(one, strong=True), Run(f", {second} "), Run(other, strong=True)]
        card.body.addWidget(TextLabel(values, Role.SMALL))
        card.body.addWidget(Hairline())
        card.body.addWidget(Said(Mark(change.verdict_mark.value), change.verdict))
        if change.confirmed:
            card.body.addWidget(Said(Mark(change.confirmed_mark.value), change.confirmed))
        card.body.addStretch()

    def _show_results(self, title: str, results: Sequence[summary.Result]) -> None:
        card, say = self._results_card, self._say
        empty(card.body)
        card.setVisible(any(result.points for result in results))
        head = QHBoxLayout()
        head.setSpacing(Theme.of(self).gap(18))
        head.addWidget(TextLabel(title, Role.BODY_STRONG))
        head.addWidget(Key(Key.BELOW, say("below the limit of quantification")))
        head.addWidget(Key(Key.RANGE, say("reference range")))
        head.addWidget(Key(Key.EXPLAINED, say("explained value")))
        head.addStretch()
        card.body.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.of(self).gap(12))
        for place, result in enumerate(results):
            grid.addWidget(ResultChart(result), 0, place)
        card.body.addLayout(grid, 1)

    def _show_to_do(self, to_do: summary.ToDo | None) -> None:
        card, say = self._to_do, self._say
        empty(card.body)
        card.setVisible(to_do is not None)
        self.verb = None
        if to_do is None:
            return
        card.body.addWidget(TextLabel(say("To do now"), Role.CAPTION, "text-2"))
        card.body.addWidget(TextLabel(to_do.title, Role.SECTION, wrap=True))
        card.body.addWidget(TextLabel(to_do.text, Role.SMALL, "text-2", wrap=True))
        if self._may_work:
            button = Button(to_do.verb, Kind.PRIMARY)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._do_now, to_do))
            card.body.addSpacing(Theme.of(self).gap(4))
            card.body.addWidget(button)
            self.verb = button

    def _show_next(self) -> None:
        frame, say, card = self._frame, self._say, self._next
        empty(card.body)
        now = frame.now()
        status = summary.next_visit(standing_of(frame, self._subject).timeline, now)
        card.setVisible(status is not None)
        if status is None or status.opens is None or status.closes is None or status.target is None:
            return
        card.body.addWidget(TextLabel(say("Next visit"), Role.CAPTION, "text-2"))
        row = QHBoxLayout()
        name = visit_label(frame.desk.study, status.place, say.language)
        row.addWidget(TextLabel(name, Role.SECTION), 1)
        days = phrases.days_between(now.replace(tzinfo=None), status.opens)
        coming = say("tomorrow") if days == 1 else say.n("in {n} day", "in {n} days", days)
        row.addWidget(TextLabel(coming, Role.SMALL, "text-2"))
        card.body.addLayout(row)
        text = say(
            "{first} to {last}, target {day}",
            first=phrases.day_month(status.opens.date(), say.language),
            last=phrases.day_month(status.closes.date(), say.language),
            day=phrases.weekday_day(status.target.date(), say),
        )
        card.body.addWidget(TextLabel(text, Role.SMALL, "text-2", wrap=True))

    def _show_review(self) -> None:
        """Show what was changed after signing, what is held, how far the entries were compared with their source."""
        card = self._review
        empty(card.body)
        told = review_lines(self._frame, self._subject)
        card.setVisible(bool(told))
        card.body.addWidget(TextLabel(self._say("Review"), Role.BODY_STRONG))
        for mark, words in told:
            card.body.addWidget(Said(mark, words))

    def _show_logs(self, logs: Sequence[summary.LogLine]) -> None:
        frame, say, card = self._frame, self._say, self._logs
        empty(card.body)
        card.body.setSpacing(0)
        card.body.addWidget(TextLabel(say("Logs"), Role.BODY_STRONG))
        card.body.addSpacing(Theme.of(self).gap(6))
        roles = {form: role for role, (form, _) in frame.desk.study.roles.items() if role in _LOG_ICONS}
        for log in logs:
            card.body.addWidget(Hairline())
            icon = _LOG_ICONS.get(roles.get(log.form, ""))
            row = LogRow(icon, log.title, log.count, log.text)
            row.clicked.connect(partial(self._open_log, log.form))
            card.body.addWidget(row)
        card.body.addWidget(Hairline())
        record = frame.desk.record(self._subject)
        waiting = [query for query in record.queries.values() if query.is_live]
        closed = len(record.queries) - len(waiting)
        if waiting:
            opened = sum(query.state == "open" for query in waiting)
            answered = len(waiting) - opened
            text = say.n("{n} open", "{n} open", opened) if opened else say.n("{n} answered", "{n} answered", answered)
        elif closed:
            text = say.n("{n} closed", "{n} closed", closed)
        else:
            text = say("none asked")
        row = LogRow("message-square-more", say("Queries"), len(waiting), text)
        row.clicked.connect(lambda: frame.go(to.Queries(self._subject)))
        card.body.addWidget(row)

    def _do_now(self, to_do: summary.ToDo) -> None:
        if to_do.form is not None and self._frame.can_show(to.Form):
            self._frame.go(to.Form(PagePlace(self._subject, to_do.place, to_do.form)))
        else:
            go_on(self._frame, to_do.place)

    def _open_visit(self, place: VisitPlace) -> None:
        status = next(s for s in standing_of(self._frame, self._subject).timeline.visits if s.place == place)
        if status.held is not None and status.held.state != "missed":
            if self._frame.can_show(to.Visit):
                self._frame.go(to.Visit(place))
        elif self._may_work:
            deeds = [(self._say("Begin visit…"), partial(self._begin, place))]
            if status.held is None:
                deeds.append((self._say("It was missed…"), partial(miss, self._frame, place)))
            say = self._say
            from crf_app.gui.models.matrix import asked_words

            name = visit_label(self._frame.desk.study, place, say.language)
            words = asked_words(self._frame.desk.study, status, say)
            self._frame.asks.choice(say("{visit} of {subject}", visit=name, subject=self.title()), words, deeds)

    def _begin(self, place: VisitPlace) -> None:
        from crf_app.gui.visit_deeds import begin

        begin(self._frame, place)

    def _open_log(self, form: str) -> None:
        if self._frame.can_show(to.Log):
            self._frame.go(to.Log(self._subject, form))
        elif form == self._frame.desk.study.roles.get("ae.term", ("", ""))[0]:
            self._frame.go(to.AdverseEvents())

    def _to_casebook(self) -> None:
        self._frame.go(to.Reports("casebook", self._subject))

    def _may(self, command: type[object]) -> bool:
        actor = self._frame.desk.actor
        return actor is not None and may(actor.role, command)

    def _show_more(self) -> None:
        say, frame = self._say, self._frame
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if frame.can_show(to.AuditTrail):
            menu.addAction(say("Audit trail"), lambda: frame.go(to.AuditTrail(self._subject)))
        if self._may(RecordEntries) and frame.can_show(to.AdverseEvents):
            menu.addAction(say("New adverse event"), lambda: frame.act("new_adverse_event"))
        for id_, words, command in (
            ("sign", say("Sign…"), Sign),
            ("sign_casebook", say("Sign the whole casebook…"), Sign),
            ("redate", say("Change the date of a visit…"), RedateVisit),
            ("ask", say("Ask a query…"), RaiseQuery),
            ("hold", say("Freeze or lock…"), FreezeData),
            ("lift", say("Lift a freeze or lock…"), UnfreezeData),
        ):
            if self._may(command):
                menu.addAction(words, partial(frame.act, id_))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
