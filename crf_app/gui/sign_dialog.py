"""Signing a visit or a casebook: what is signed and what is missing, the meaning, who, when, the password."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.calendars import second_calendar, show_date
from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import Sign
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.models import phrases
from crf_app.gui.models.matrix import window_words
from crf_app.gui.models.places_in_words import page_words, role_words, visit_label
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import (
    Access,
    Button,
    FieldBlock,
    FieldLook,
    IconButton,
    Kind,
    Mark,
    MarkView,
    ProblemLine,
    Run,
    TextField,
    TextLabel,
)
from crf_app.gui.sign_in import SecretField
from crf_app.gui.sign_parts import Meaning, PageList, Seal
from crf_app.gui.signing import Batch, log_page_to_sign, missing_of, pages_in, visit_to_sign
from crf_app.gui.theme import Role, Theme
from crf_app.gui.visit_deeds import standing_of, status_of
from crf_app.gui.workroom import Workroom

__all__ = ["SignDialog", "log_page_to_sign", "sign_page", "sign_visit", "sign_whole", "visit_to_sign"]

_NAMED: Final = 4
"""Pages that are named of those that are missing; the others are counted."""


def sign_visit(window: QWidget, room: Workroom, visit: VisitPlace) -> SignDialog:
    """Ask for the signature of a visit."""
    return _asked(window, room, Batch(visit.subject, visit))


def sign_page(window: QWidget, room: Workroom, page: PagePlace) -> SignDialog:
    """Ask for the signature of a page of a log."""
    return _asked(window, room, Batch(page.subject, page=page))


def sign_whole(window: QWidget, room: Workroom, subject: str) -> SignDialog:
    """Ask for the signature of a whole casebook."""
    return _asked(window, room, Batch(subject))


def _asked(window: QWidget, room: Workroom, batch: Batch) -> SignDialog:
    dialog = SignDialog(window, room, batch)
    dialog.open(dialog.secret if dialog.username is None else dialog.username)
    return dialog


class SignDialog(Overlay):
    """The sheet on which a visit or a casebook is signed."""

    signed = Signal()
    """The signature was made."""

    def __init__(self, window: QWidget, room: Workroom, batch: Batch) -> None:
        say, desk = room.say, room.desk
        label = standing_of(room, batch.subject).label
        if batch.visit is not None:
            name = visit_label(desk.study, batch.visit, say.language)
            title = say("Sign {visit} of {subject}", visit=name, subject=label)
        elif batch.page is not None:
            title = say("Sign {visit} of {subject}", visit=page_words(desk.study, batch.page, say), subject=label)
        else:
            title = say("Sign the casebook of {subject}", subject=label)
        super().__init__(window, title, width=580)
        self._room, self._batch = room, batch
        self.pages = pages_in(room, batch)
        self.missing = missing_of(room, batch.subject) if batch.whole else []
        self.meaning = say(
            "I have reviewed these pages. To the best of my knowledge they are complete and agree "
            "with what was observed."
        )
        self._head(title)
        self.body.addWidget(PageList(self.pages, self._view, say))
        self.body.addWidget(Meaning(self.meaning))
        self._open_matters()
        self._missing_matters()
        self._fields()
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._foot()

    def _head(self, title: str) -> None:
        say, room, visit = self._room.say, self._room, self._batch.visit
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(12))
        row.addWidget(MarkView(Mark.SIGNED, say("Signature"), 32), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title, Role.FORM_TITLE, wrap=True))
        count = say.n("{n} page", "{n} pages", len(self.pages))
        first = ""
        if visit is not None:
            first = window_words(room.desk.study, status_of(room, visit), say).split(" · ")[0]
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

    def _missing_matters(self) -> None:
        """Say what has to be completed before a casebook can be signed."""
        if not self.missing:
            return
        say = self._room.say
        named = say.joined(self.missing[:_NAMED])
        rest = len(self.missing) - _NAMED
        if rest > 0:
            named = say.n("{named} and {n} more", "{named} and {n} more", rest, named=named)
        words = say("Not complete yet, so the casebook cannot be signed: {pages}.", pages=named)
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        row.addWidget(MarkView(Mark.PROGRESS, words, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, Role.SMALL, "text-2", wrap=True), 1)
        self.body.addLayout(row)

    def _fields(self) -> None:
        """Ask for user name and password at the first signature of a session, for the password later on."""
        say, room = self._room.say, self._room
        actor = room.desk.actor
        assert actor is not None
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.of(self).gap(12))
        role = role_words(actor.role, say)
        who = say("{name}, {role}", context="who signs", name=actor.name, role=role)
        self.secret = SecretField(say("Your password"))
        self.secret.returnPressed.connect(self._sign)
        self.username: TextField | None = None
        if room.desk.signed_before:
            name = TextField(say("Signed by"), height=40)
            name.show_value(who)
            name.show_look(FieldLook(access=Access.READ_ONLY))
            name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            grid.addWidget(FieldBlock(say("Signed by"), name), 0, 0)
        else:
            runs = [Run(say("Signed by") + "  ", colour="text-2"), Run(who, strong=True)]
            self.body.addWidget(TextLabel(runs, Role.SMALL, wrap=True))
            self.username = TextField(say("Your user name"), height=40)
            self.username.returnPressed.connect(self.secret.setFocus)
            grid.addWidget(FieldBlock(say("Your user name"), self.username), 0, 0)
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
        text = say("{date}. A later change takes the signature off, and says so.", date=date)
        self.body.addWidget(TextLabel(text, Role.CAPTION, "text-2", wrap=True))

    def _foot(self) -> None:
        say = self._room.say
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        values = sum(page.values for page in self.pages)
        seal = "-".join(self._room.desk.file.seal().split()[:3])
        words = say.n("covers {n} value, seal {seal}", "covers {n} values, seal {seal}", values, seal=phrases.ltr(seal))
        row.addWidget(Seal())
        row.addWidget(TextLabel(words, Role.CAPTION, "text-2"), 1)
        cancel = Button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        verb = say.n("Sign {n} page", "Sign {n} pages", len(self.pages))
        self.sign = Button(verb, Kind.PRIMARY, keys="Enter")
        self.sign.setEnabled(False)
        for field in (self.secret, self.username):
            if field is not None:
                field.textChanged.connect(lambda _text: self.sign.setEnabled(self._is_filled))
                field.textEdited.connect(self._problem.hide)
        self.sign.clicked.connect(self._sign)
        row.addWidget(self.sign)
        self.body.addLayout(row)

    def _view(self, page: PagePlace) -> None:
        self.dismiss()
        self._room.go(to.Form(page))

    @property
    def _is_filled(self) -> bool:
        """Whether everything is given that a signature takes, and nothing stands against it."""
        named = self.username is None or bool(self.username.text().strip())
        return named and bool(self.secret.text()) and bool(self.pages) and not self.missing

    def _sign(self) -> None:
        if not self.sign.isEnabled():
            return
        username = self.username.text().strip() if self.username is not None else ""
        batch = self._batch
        whole = batch.subject if batch.whole else None
        command = Sign(self.meaning, self.secret.text(), batch.visit, batch.page, whole, username)
        if self._room.do(command, self._refused) is not None:
            self.signed.emit()
            self.dismiss()

    def _refused(self, sentence: str) -> None:
        """Say why nothing was signed; after too many failures nobody is at the desk any more."""
        if self._room.desk.actor is None:
            self.dismiss()
            return
        self._problem.show_text([Run(sentence)])
        self._problem.show()
        self.secret.selectAll()
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
