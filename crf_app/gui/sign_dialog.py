"""Signing a visit: what is signed, how many values, what is open, the meaning, the password."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.calendars import second_calendar, show_date
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say
from crf_app.capture.commands import Sign
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import Mark as State
from crf_app.gui import navigation as to
from crf_app.gui.models import phrases
from crf_app.gui.models.matrix import window_words
from crf_app.gui.models.places_in_words import form_title, role_words, visit_label
from crf_app.gui.overlay import Overlay
from crf_app.gui.pages.header import Scroll
from crf_app.gui.parts import (
    Access,
    Button,
    FieldBlock,
    FieldLook,
    Hairline,
    IconButton,
    Kind,
    Mark,
    MarkView,
    ProblemLine,
    Run,
    Size,
    TextField,
    TextLabel,
)
from crf_app.gui.sign_in import SecretField
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.paint import rounded_box
from crf_app.gui.visit_deeds import standing_of, status_of
from crf_app.gui.workroom import Workroom


@dataclass(frozen=True)
class SignedPage:
    """A page that is about to be signed."""

    page: PagePlace
    title: str
    mark: State
    values: int
    open_queries: int
    answered_queries: int


def visit_to_sign(room: Workroom, subject: str, place: to.Place) -> VisitPlace | None:
    """Return the visit that is shown if it can be signed, else the first of the subject that waits."""
    shown = None
    if isinstance(place, to.Visit):
        shown = place.visit
    elif isinstance(place, to.Form):
        shown = place.page.visit
    waiting = [
        status.place
        for status in standing_of(room, subject).timeline.visits
        if status.held is not None
        and status.held.state == "complete"
        and any(mark is State.COMPLETE for _, mark in status.page_marks)
    ]
    if shown is not None:
        return shown if shown in waiting else None
    return waiting[0] if waiting else None


def pages_of(room: Workroom, visit: VisitPlace) -> tuple[SignedPage, ...]:
    """Return the pages of a visit with what they hold."""
    record, found = room.desk.record(visit.subject), []
    for form, mark in status_of(room, visit).page_marks:
        place = PagePlace(visit.subject, visit, form)
        page = record.pages.get(place.id)
        if page is None:
            continue
        values = sum(bool(entry.stored) and not entry.derived for entry in page.entries.values())
        states = [query.state for query in record.queries.values() if query.page == place.id]
        title = form_title(room.desk.study, form, room.say.language)
        found.append(SignedPage(place, title, mark, values, states.count("open"), states.count("answered")))
    return tuple(found)


def sign_visit(window: QWidget, room: Workroom, visit: VisitPlace) -> SignDialog:
    """Ask for the signature of a visit."""
    dialog = SignDialog(window, room, visit)
    dialog.open(dialog.secret)
    return dialog


class SignDialog(Overlay):
    """The sheet on which a visit is signed."""

    signed = Signal()
    """The signature was made."""

    def __init__(self, window: QWidget, room: Workroom, visit: VisitPlace) -> None:
        say, desk = room.say, room.desk
        label = standing_of(room, visit.subject).label
        name = visit_label(desk.study, visit, say.language)
        title = say("Sign {visit} of {subject}", visit=name, subject=label)
        super().__init__(window, title, width=580)
        self._room, self._visit = room, visit
        self.pages = pages_of(room, visit)
        self.meaning = say(
            "I have reviewed these pages. To the best of my knowledge they are complete and agree "
            "with what was observed."
        )
        self._head(title)
        self.body.addWidget(_PageList(self.pages, self._view, say))
        self.body.addWidget(_Meaning(self.meaning))
        self._open_matters()
        self._fields()
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._foot()

    def _head(self, title: str) -> None:
        say, room = self._room.say, self._room
        status = status_of(room, self._visit)
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(12))
        row.addWidget(MarkView(Mark.SIGNED, say("Signature"), 32), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, Role.FORM_TITLE, wrap=True))
        count = say.n("{n} page", "{n} pages", len(self.pages))
        first = window_words(room.desk.study, status, say).split(" · ")[0]
        words.addWidget(TextLabel(say.joined((first, count), " · "), Role.SMALL, "text-2"))
        row.addLayout(words, 1)
        close = IconButton("x", say("Close"))
        close.clicked.connect(self.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _open_matters(self) -> None:
        say = self._room.say
        opened = sum(page.open_queries for page in self.pages)
        answered = sum(page.answered_queries for page in self.pages)
        if not opened and not answered:
            return
        if opened:
            words = say.n(
                "One question stays open. It does not stop you from signing.",
                "{n} questions stay open. They do not stop you from signing.",
                opened,
            )
        else:
            words = say.n(
                "One answered query stays open for the monitor. It does not stop you from signing.",
                "{n} answered queries stay open for the monitor. They do not stop you from signing.",
                answered,
            )
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        mark = Mark.QUERY if opened else Mark.ANSWERED
        row.addWidget(MarkView(mark, words, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, Role.SMALL, "text-2", wrap=True), 1)
        self.body.addLayout(row)

    def _fields(self) -> None:
        say, room = self._room.say, self._room
        actor = room.desk.actor
        assert actor is not None
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.of(self).gap(12))
        name = TextField(say("Signed by"), height=40)
        role = role_words(actor.role, say)
        name.show_value(say("{name}, {role}", context="who signs", name=actor.name, role=role))
        name.show_look(FieldLook(access=Access.READ_ONLY))
        name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.secret = SecretField(say("Your password"))
        self.secret.returnPressed.connect(self._sign)
        grid.addWidget(FieldBlock(say("Signed by"), name), 0, 0)
        grid.addWidget(FieldBlock(say("Your password"), self.secret), 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        self.body.addLayout(grid)
        now = room.now()
        today = PartialDate.of(now.date())
        other = second_calendar(today, say.language)
        shown = show_date(today, say.language)
        time = phrases.clock_time(now, say.language)
        zone = f"{now:%z}"
        zone = phrases.ltr(f"UTC{zone[:3]}:{zone[3:]}")
        if other:
            date = say("{day}, {time} ({other}), {zone}", day=shown, time=time, other=phrases.ltr(other), zone=zone)
        else:
            date = say("{day}, {time}, {zone}", day=shown, time=time, zone=zone)
        text = say("{date}. A later change takes the signature off that page, and says so.", date=date)
        self.body.addWidget(TextLabel(text, Role.CAPTION, "text-2", wrap=True))

    def _foot(self) -> None:
        say = self._room.say
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        values = sum(page.values for page in self.pages)
        seal = "-".join(self._room.desk.file.seal().split()[:3])
        words = say.n("covers {n} value, seal {seal}", "covers {n} values, seal {seal}", values, seal=phrases.ltr(seal))
        row.addWidget(_Seal())
        row.addWidget(TextLabel(words, Role.CAPTION, "text-2"), 1)
        cancel = Button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        verb = say.n("Sign {n} page", "Sign {n} pages", len(self.pages))
        self.sign = Button(verb, Kind.PRIMARY, keys="Enter")
        self.sign.setEnabled(False)
        self.secret.textChanged.connect(lambda text: self.sign.setEnabled(bool(text)))
        self.secret.textEdited.connect(self._problem.hide)
        self.sign.clicked.connect(self._sign)
        row.addWidget(self.sign)
        self.body.addLayout(row)

    def _view(self, page: PagePlace) -> None:
        self.dismiss()
        self._room.go(to.Form(page))

    def _sign(self) -> None:
        if not self.sign.isEnabled():
            return

        def refused(sentence: str) -> None:
            self._problem.show_text([Run(sentence)])
            self._problem.show()
            self.secret.selectAll()
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

        command = Sign(self.meaning, self.secret.text(), visit=self._visit)
        if self._room.do(command, refused) is not None:
            self.signed.emit()
            self.dismiss()


class _Pages(Scroll):
    """As high as its rows where there is room; else it scrolls, and shows two of them at least."""

    def __init__(self, rows: QWidget) -> None:
        super().__init__(rows)
        self._rows = rows
        rows.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Give the size of all rows."""
        return self._rows.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Give the size of two rows."""
        least = min(self._rows.sizeHint().height(), Theme.of(self).px(68))
        return QSize(Theme.of(self).px(200), least)


class _PageList(QFrame, Themed):
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
        scroll = _Pages(rows)
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


class _Meaning(QFrame, Themed):
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


class _Seal(QWidget):
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
