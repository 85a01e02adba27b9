"""Queries: all that is asked, the thread of the chosen one, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say, mark
from crf_app.capture.commands import AnswerQuery, CancelQuery, CloseQuery, Command, RaiseQuery, ReopenQuery
from crf_app.capture.facts import FactKind
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.models.question_lines import QuestionLine, question_lines
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages.header import Scroll
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import (
    Button,
    Card,
    FieldBlock,
    FilterPill,
    Hairline,
    Kind,
    Mark,
    ProblemLine,
    Run,
    TextField,
    TextLabel,
)
from crf_app.gui.parts.emptying import empty
from crf_app.gui.theme import Role, Theme
from crf_app.services.desk import Changes
from crf_app.services.rights import may

MARKS = {"open": Mark.QUERY, "answered": Mark.ANSWERED, "closed": Mark.CLOSED, "cancelled": Mark.CANCELLED}
AGES = (7, 14, 30)
"""Days after which somebody should look again; each is a filter."""

_KINDS = {
    FactKind.QUERY_RAISED,
    FactKind.QUERY_ANSWERED,
    FactKind.QUERY_CLOSED,
    FactKind.QUERY_REOPENED,
    FactKind.QUERY_CANCELLED,
}


SAID = {
    "raised": mark("asked"),
    "answered": mark("answered"),
    "closed": mark("closed"),
    "reopened": mark("asked again"),
    "cancelled": mark("cancelled"),
}
"""What each message of a thread did."""


class QueriesPage(ListPage):
    """The list of queries."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        self._subject: str | None = None
        self._found: tuple[QuestionLine, ...] = ()
        self.thread_ = Thread(frame)
        super().__init__(
            frame,
            say("Queries"),
            (
                Head(say("Subject"), 66, keep=9),
                Head(say("About"), 172, 3, keep=8),
                Head(say("Question"), 180, 5, keep=5),
                Head(say("Asked"), 184, 1, keep=3),
            ),
            filter_words=say("Subject or word"),
            pills={
                "waiting": (say("Waiting"), None),
                "open": (say("Open", context="state of a query"), Mark.QUERY),
                "answered": (say("Answered"), Mark.ANSWERED),
                "closed": (say("Closed"), Mark.CLOSED),
                "cancelled": (say("Cancelled"), Mark.CANCELLED),
                **{f"{days}": (say.n("Older than {n} day", "Older than {n} days", days), None) for days in AGES},
            },
            side=self.thread_,
        )
        actor = frame.desk.actor
        self.by_age = FilterPill(say("Oldest first"))
        self.by_age.clicked.connect(self.show_lines)
        self.filters.add(self.by_age)
        self.ask = Button(say("Ask a query…"), icon="message-square-more")
        self.ask.clicked.connect(lambda: frame.act("ask"))
        self.header.add(self.ask)
        self.ask.setVisible(actor is not None and may(actor.role, RaiseQuery))
        self.table.chosen.connect(self._show_thread)
        self.table.opened.connect(self._open)

    def show_place(self, place: Place) -> None:
        """Show the queries, of one subject where the place says so."""
        if isinstance(place, to.Queries):
            self._subject = place.subject
            self.filter.blockSignals(True)
            self.filter.setText(self._label(place.subject) if place.subject else "")
            self.filter.blockSignals(False)
        self.refresh()

    def concerns(self, changes: Changes) -> bool:
        """Whether a query changed."""
        return bool(changes.kinds & _KINDS)

    def refresh(self) -> None:
        """Read the queries again."""
        self._found = question_lines(self.frame_.desk, self.frame_.now(), self.say, closed=True)
        for id_, pill in self.pills.items():
            pill.show_count(sum(_passes(line, id_) for line in self._found))
        self.show_lines()
        self.nothing.show_text(self.say("No question waits here."))

    def lines(self) -> Sequence[Line]:
        """Return the queries of the chosen pill, the longest waiting first where that is wanted."""
        found = [line for line in self._found if _passes(line, self.only)]
        if self.by_age.isChecked():
            found.sort(key=lambda line: -line.days)
        return [
            Line(
                line.query.id,
                (
                    Text(line.label, f"Q{line.query.number:02d}", strong=True),
                    Text(line.where, line.visit),
                    Text(line.query.text, line.last, long=True),
                    self._asked(line),
                ),
                line.sentence,
                MARKS[line.state],
            )
            for line in found
        ]

    def _asked(self, line: QuestionLine) -> Text:
        """From whom, or how it stands; below it since when, in colour once it is old."""
        about = line.by if line.state == "open" else line.about
        return Text(about, line.waits or line.by, colour="query" if line.days > AGES[1] else "text-2")

    def _label(self, subject: str) -> str:
        return next((each.label for each in self.frame_.standings() if each.id == subject), "")

    def _show_thread(self, key: object) -> None:
        self.thread_.show_query(next((q for q in self._found if q.query.id == key), None))

    def _open(self, key: object) -> None:
        found = next((q for q in self._found if q.query.id == key), None)
        if found is not None and found.page is not None and self.frame_.can_show(to.Form):
            self.frame_.go(to.Form(found.page, found.key))
        elif self.thread_.field.isVisible():
            self.thread_.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _passes(line: QuestionLine, only: str) -> bool:
    """Whether a query belongs to a pill: all that wait, those of a state, those that wait longer than some days."""
    if only == "waiting":
        return line.is_live
    return line.is_live and line.days > int(only) if only.isdigit() else line.state == only


class Thread(Card):
    """What was said about a query, and the field for the next words."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        self._query: QuestionLine | None = None
        say = self._say
        actor = frame.desk.actor
        self._may_answer = actor is not None and may(actor.role, AnswerQuery)
        self._may_close = actor is not None and may(actor.role, CloseQuery)
        self._may_cancel = actor is not None and may(actor.role, CancelQuery)
        self._title = TextLabel("", Role.BODY_STRONG, wrap=True)
        self._where = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._where)
        self.body.addWidget(Hairline())
        said = QWidget()
        self._said = QVBoxLayout(said)
        self._said.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(said, clear=True)
        scroll.setMinimumHeight(Theme.of(self).px(96))
        self.body.addWidget(scroll, 1)
        self.field = TextField(say("Answer"))
        self._block = FieldBlock(say("Answer") if self._may_answer else say("In words"), self.field)
        self.body.addWidget(self._block)
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        row = QHBoxLayout()
        self.answer = Button(say("Answer"), Kind.PRIMARY)
        self.answer.clicked.connect(self._answer)
        self.close_ = Button(say("Close query"), Kind.PRIMARY)
        self.close_.clicked.connect(self._close)
        self.again = Button(say("Ask again"))
        self.again.clicked.connect(self._ask_again)
        self.show_item = Button(say("Show the item"), icon="arrow-right")
        self.show_item.clicked.connect(self._go_to_item)
        self.drop = Button(say("Cancel query"), Kind.QUIET)
        self.drop.clicked.connect(self._cancel)
        for button in (self.answer, self.close_, self.again):
            row.addWidget(button)
        row.addStretch()
        self.body.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.drop)
        below.addStretch()
        below.addWidget(self.show_item)
        self.body.addLayout(below)
        self.field.returnPressed.connect(self._answer if self._may_answer else self._close)

    def show_query(self, line: QuestionLine | None) -> None:
        """Show the thread of a query."""
        if line is not None and self._query is not None and line.query.id == self._query.query.id:
            self._query = line
        else:
            self._query = line
            self.field.clear()
        self._problem.hide()
        self.setVisible(line is not None)
        if line is None:
            return
        say = self._say
        place = say("{visit} · {item}", visit=line.visit, item=line.where) if line.visit else line.where
        self._title.show_text(say("{subject} · {item}", subject=line.label, item=line.where))
        number = f"Q{line.query.number:02d}"
        self._where.show_text(say.joined([each for each in (number, place, line.waits) if each], " · "))
        self._show_said(line)
        self.answer.setVisible(self._may_answer and line.is_live)
        self.close_.setVisible(self._may_close and line.is_live)
        self.drop.setVisible(self._may_cancel and line.is_live)
        self.again.setVisible(self._may_close and line.state != "open")
        writes = (self.answer, self.close_, self.again)
        self._block.setVisible(any(button.isVisibleTo(self) for button in writes))
        self.show_item.setVisible(line.page is not None and self._frame.can_show(to.Form))

    def _show_said(self, line: QuestionLine) -> None:
        empty(self._said)
        query = self._frame.desk.record(line.query.subject).queries.get(line.query.id)
        names = {person.id: person.name for person in self._frame.desk.file.people()}
        say, roles = self._say, self._roles(line)
        for place, message in enumerate(query.messages if query else ()):
            who = say("The form check") if message.person == "program" else names.get(message.person, message.person)
            role = roles[place] if place < len(roles) and message.person != "program" else ""
            at = phrases.from_utc(message.at, message.offset)
            told = [each for each in (role_words(role, say) if role else "", _when(at, say)) if each]
            head = [Run(who, strong=True), Run("  " + say.joined((say(SAID[message.kind]), *told)))]
            self._said.addWidget(TextLabel(head, Role.CAPTION, "text-2", wrap=True))
            text = message.text or say("closed without a word")
            self._said.addWidget(TextLabel(text, Role.SMALL, wrap=True))
            self._said.addSpacing(Theme.of(self).gap(8))
        self._said.addStretch()

    def _roles(self, line: QuestionLine) -> list[str]:
        """Return the role in which each message was said."""
        facts = self._frame.desk.view.facts(subject=line.query.subject, kinds=_KINDS)
        return [fact.role for fact in facts if (fact.new or {}).get("id") == line.query.id]

    def _cancel(self) -> None:
        if self._query is not None:
            self._do(CancelQuery(self._query.query.subject, self._query.query.id, self.field.text().strip()))

    def _answer(self) -> None:
        if self._query is not None:
            self._do(AnswerQuery(self._query.query.subject, self._query.query.id, self.field.text().strip()))

    def _close(self) -> None:
        if self._query is not None and self._may_close:
            self._do(CloseQuery(self._query.query.subject, self._query.query.id, self.field.text().strip()))

    def _ask_again(self) -> None:
        if self._query is not None:
            self._do(ReopenQuery(self._query.query.subject, self._query.query.id, self.field.text().strip()))

    def _go_to_item(self) -> None:
        if self._query is not None and self._query.page is not None:
            self._frame.go(to.Form(self._query.page, self._query.key))

    def _do(self, command: Command) -> None:
        self._problem.hide()

        def refused(sentence: str) -> None:
            self._problem.show_text([Run(sentence)])
            self._problem.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

        if self._frame.do(command, refused) is not None:
            self.field.clear()


def _when(at: datetime, say: Say) -> str:
    day, time = phrases.day_month_year(at.date(), say.language), phrases.clock_time(at, say.language)
    return say("{day}, {time}", day=day, time=time)
