"""People: who works here, in which role and state; for the administrator also what can be done about it.

An administrator begins here, and is told first what failed at the door since they were here last (21 CFR 11.300(d)).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.capture.commands import (
    AddPerson,
    ChangePassword,
    ChangeRole,
    DisablePerson,
    EnablePerson,
    ReleasePerson,
    RenamePerson,
    ResetPassword,
)
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models.account_lines import AccountLine, account_lines, history_words, notice_words
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages import people_sheets as sheets
from crf_app.gui.pages.header import Scroll, action_button
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import Button, Card, Hairline, Run, Size, TextLabel, Tone
from crf_app.gui.parts.emptying import empty
from crf_app.gui.theme import Role, Theme
from crf_app.services import accounts
from crf_app.services.desk import Changes
from crf_app.services.fact_words import FactWords
from crf_app.services.rights import may

_SHOWN = 4
"""Notices on the card; the others are in the audit trail."""


class PeoplePage(ListPage):
    """The list of accounts, beside it the chosen one."""

    def __init__(self, frame: Frame) -> None:
        say, actor = frame.say, frame.desk.actor
        self._manages = actor is not None and may(actor.role, AddPerson)
        self._found: tuple[AccountLine, ...] = ()
        self._since = accounts.last_time(frame.desk.file, actor.person) if self._manages and actor else None
        self.card = AccountCard(frame) if self._manages else None
        heads = [
            Head(say("Name"), 140, 3, keep=9),
            Head(say("Role"), 136, 2, keep=8),
            Head(say("Account"), 150, 2, keep=7),
        ]
        if self._manages:
            heads += [Head(say("Last signed in"), 202, 2, keep=5)]
        super().__init__(
            frame,
            say("People"),
            heads,
            filter_words=say("Name or role"),
            pills={"here": (say("Work here"), None), "closed": (say("Closed accounts"), None)},
            side=self.card,
            side_width=340,
        )
        self.notice = Card(say("At the door since you were here last"), tone=Tone.QUERY)
        self._told = QVBoxLayout()
        self.notice.body.addLayout(self._told)
        self.notice.hide()
        self._down.insertWidget(1, self.notice)
        if self._manages:
            self.header.add(action_button(say, frame, "add_person"))
        if self.card is not None:
            self.table.chosen.connect(self._show_account)
            self.table.opened.connect(lambda _key: self._to_account())

    def show_place(self, place: Place) -> None:
        """Show the list, at an account where the place names one."""
        self.refresh()
        if isinstance(place, to.People) and place.person is not None:
            self._go_to(place.person)

    def concerns(self, changes: Changes) -> bool:
        """Whether an account changed."""
        return bool(changes.kinds & accounts.OF_ACCOUNTS)

    def refresh(self) -> None:
        """Read the accounts again."""
        frame = self.frame_
        self._found = account_lines(frame.desk, frame.now(), self.say)
        closed = sum(each.account.state == accounts.CLOSED for each in self._found)
        self.pills["here"].show_count(len(self._found) - closed)
        self.pills["closed"].show_count(closed)
        self.nothing.show_text(self.say("Nobody is in this list."))
        self._show_notices()
        self.show_lines()

    def lines(self) -> Sequence[Line]:
        """Return the people of the chosen pill."""
        wants_closed = self.only == "closed"
        return [self._line(each) for each in self._found if (each.account.state == accounts.CLOSED) is wants_closed]

    def _line(self, line: AccountLine) -> Line:
        cells = [Text(line.name, line.username, strong=True), Text(line.role), Text(line.state, colour=line.colour)]
        if self._manages:
            added = self.say("added {moment}", moment=line.added) if line.added else ""
            cells += [Text(line.last, added)]
        return Line(line.account.person.id, tuple(cells), line.sentence)

    def _go_to(self, person: str) -> None:
        for place, line in enumerate(self.table.model_.lines):
            if line.key == person:
                self.table.setCurrentIndex(self.table.model_.index(place))

    def _show_account(self, key: object) -> None:
        if self.card is not None:
            self.card.show_account(next((each for each in self._found if each.account.person.id == key), None))

    def _to_account(self) -> None:
        if self.card is not None:
            self.card.take_keyboard()

    def _show_notices(self) -> None:
        if self._since is None:
            return
        empty(self._told)
        found = accounts.notices(self.frame_.desk.file, self._since)
        for notice in found[:_SHOWN]:
            who, how = notice_words(notice, self.say)
            self._told.addWidget(TextLabel([Run(who, strong=True), Run("  " + how)], Role.SMALL, wrap=True))
        if len(found) > _SHOWN:
            more = self.say("The rest is in the audit trail.")
            self._told.addWidget(TextLabel(more, Role.CAPTION, "text-2"))
        self.notice.setVisible(bool(found))


class AccountCard(Card):
    """One account: how it stands, what can be done about it, and what happened to it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        say = self._say
        self._line: AccountLine | None = None
        self._title = TextLabel("", Role.BODY_STRONG, wrap=True)
        self._about = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._about)
        self.buttons: dict[type[object], Button] = {}
        rows = (
            ((ReleasePerson, say("Release")), (ResetPassword, say("Reset password…"))),
            ((ChangeRole, say("Change role…")), (RenamePerson, say("Change name…"))),
            ((DisablePerson, say("Close the account…")), (EnablePerson, say("Open the account again…"))),
            ((ChangePassword, say("Change your password…")),),
        )
        for row in rows:
            across = QHBoxLayout()
            across.setSpacing(Theme.of(self).gap(8))
            for kind, words in row:
                button = Button(words, size=Size.SMALL)
                button.clicked.connect(lambda _=False, kind=kind: self._do(kind))
                self.buttons[kind] = button
                across.addWidget(button)
            across.addStretch()
            self.body.addLayout(across)
        self.body.addWidget(Hairline())
        self.body.addWidget(TextLabel(say("History of the account"), Role.CAPTION, "text-2"))
        inner = QWidget()
        self._history = QVBoxLayout(inner)
        self._history.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(inner, clear=True)
        scroll.setMinimumHeight(Theme.of(self).px(120))
        self.body.addWidget(scroll, 1)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first thing that can be done."""
        first = next((each for each in self.buttons.values() if each.isVisible()), None)
        if first is not None:
            first.setFocus()

    def show_account(self, line: AccountLine | None) -> None:
        """Show an account."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        say, person = self._say, line.account.person
        self._title.show_text(line.name)
        self._about.show_text(say.joined((line.username, line.role, line.state), " · "))
        actor = self._frame.desk.actor
        own = actor is not None and actor.person == person.id
        shown = {
            ReleasePerson: line.account.until is not None or line.account.failed > 0,
            ResetPassword: not own,
            ChangeRole: not own,
            RenamePerson: True,
            DisablePerson: person.is_active and not own,
            EnablePerson: not person.is_active,
            ChangePassword: own,
        }
        for kind, button in self.buttons.items():
            button.setVisible(shown[kind])
        self._show_history(person.id)

    def _show_history(self, person: str) -> None:
        desk, say = self._frame.desk, self._say
        empty(self._history)
        words = FactWords(desk.study, desk.file.people(), {}, say)
        for fact in accounts.history(desk.file, person):
            what, who, why = history_words(fact, words, say)
            self._history.addWidget(TextLabel(what, Role.SMALL, wrap=True))
            self._history.addWidget(TextLabel(who, Role.CAPTION, "text-2", wrap=True))
            if why:
                self._history.addWidget(TextLabel(say("Because: {why}", why=why), Role.CAPTION, "text-2", wrap=True))
            self._history.addSpacing(Theme.of(self).gap(6))
        self._history.addStretch()

    def _do(self, kind: type[object]) -> None:
        if self._line is None:
            return
        person, window = self._line.account.person, self.window()
        if kind is ReleasePerson:
            self._frame.do(ReleasePerson(person.id))
        elif kind is ChangePassword:
            self._frame.act("change_password")
        else:
            sheets.SHEETS[kind](window, self._frame, person)
