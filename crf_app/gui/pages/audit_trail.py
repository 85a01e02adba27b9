"""The audit trail: every fact, newest first, a portion at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from crf_app.capture.facts import Fact
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models.audit_lines import GROUPS, AuditWords
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages.header import action_button
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import ComboField, Option
from crf_app.services.desk import Changes

PORTION = 200
"""Facts read at once; the next portion comes when the end of the list is near."""

NEAR = 40


class AuditTrailPage(ListPage):
    """The facts, filtered by subject, person and kind."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        super().__init__(
            frame,
            say("Audit trail"),
            (
                Head(say("When"), 110, keep=8),
                Head(say("Who"), 110, keep=7),
                Head(say("What"), 130, keep=9),
                Head(say("Where"), 190, 2, keep=5),
                Head(say("Item"), 140, 2, keep=4),
                Head(say("Value"), 160, 4, keep=6),
            ),
            filter_words=say("Word in what is shown"),
        )
        self._page: str | None = None
        self._lines: list[Line] = []
        self._facts: Iterator[Fact] = iter(())
        self._more = True
        self._subject = ComboField(say("Subject"), [Option("", say("All subjects"))], width=150)
        self._person = ComboField(say("Person"), [Option("", say("Everybody"))], width=170)
        self._kind = ComboField(say("Kind"), [Option(id_, say(name)) for id_, (name, _) in GROUPS.items()], width=180)
        for place, field in enumerate((self._subject, self._person, self._kind)):
            field.edited.connect(lambda _code: self._start())
            self.filters.add(field, place + 1)
        self._kind.show_choice("all")
        self._person.show_choice("")
        self._subject.show_choice("")
        self.header.add(action_button(say, frame, "verify"))
        self.table.verticalScrollBar().valueChanged.connect(self._near_end)
        self.table.opened.connect(self._open)
        self.nothing.show_text(say("No fact matches."))

    def show_place(self, place: Place) -> None:
        """Show the trail, of one subject or page where the place says so."""
        if isinstance(place, to.AuditTrail):
            self._page = place.page
            self._offer()
            self._subject.show_choice(place.subject or "")
        self._start()

    def concerns(self, changes: Changes) -> bool:
        """Every change is a fact."""
        return bool(changes)

    def refresh(self) -> None:
        """Read again from the newest."""
        self._start()

    def lines(self) -> Sequence[Line]:
        """Return the facts read so far."""
        return self._lines

    def show_lines(self) -> None:
        """Show what matches; read on while too little does."""
        super().show_lines()
        text = self.filter.text()
        while self._more and text and len(self.table.model_.lines) < NEAR and len(self._lines) < 5_000:
            self._read()
            super().show_lines()

    def _offer(self) -> None:
        say = self.say
        subjects = [Option(each.id, each.label) for each in self.frame_.standings()]
        self._subject.show_options([Option("", say("All subjects")), *subjects])
        people = [Option(p.id, p.name) for p in self.frame_.desk.file.people()]
        self._person.show_options([Option("", say("Everybody")), *people])
        if self._person.choice is None:
            self._person.show_choice("")

    def _start(self) -> None:
        desk, say = self.frame_.desk, self.say
        kinds = GROUPS[self._kind.choice or "all"][1]
        people = {person.id: person.name for person in desk.file.people()}
        labels = {each.id: each.label for each in self.frame_.standings()}
        self._words = AuditWords(desk.study, people, labels, say)
        self._facts = desk.file.facts(
            subject=self._subject.choice or None, page=self._page, kinds=kinds, newest_first=True
        )
        self._lines, self._more = [], True
        self._read()
        count = say.n("{n} fact", "{n} facts", desk.file.fact_count())
        self.header.show_about(say("{count}, newest first", count=count))
        self.show_lines()
        self.table.scrollToTop()

    def _read(self) -> None:
        """Read a portion; a person is picked out here because the file has no list by person."""
        who = self._person.choice or None
        facts = (fact for fact in self._facts if who is None or fact.person == who)
        portion = list(islice(facts, PORTION))
        self._more = len(portion) == PORTION
        self._lines.extend(self._line(fact) for fact in portion)

    def _line(self, fact: Fact) -> Line:
        words = self._words.line(fact)
        place = self.say.joined((words.subject, words.where), " · ")
        return Line(
            fact.seq,
            (
                Text(words.day, words.time),
                Text(words.who, role_words(words.role, self.say)),
                Text(words.what, strong=True),
                Text(place),
                Text(words.item),
                Text(words.change, words.reason),
            ),
            words.sentence,
        )

    def _near_end(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if self._more and not self.filter.text() and value > bar.maximum() - NEAR * self.table.row_height:
            before = len(self._lines)
            self._read()
            self.table.model_.add_lines(self._lines[before:])

    def _open(self, key: object) -> None:
        """Go to the page a fact is about."""
        from crf_app.capture.places import EntryKey, PagePlace

        fact = next((f for f in self.frame_.desk.file.facts(newest_first=True) if f.seq == key), None)
        if fact is None:
            return
        if fact.page and self.frame_.can_show(to.Form):
            item = EntryKey(fact.item, fact.row or "") if fact.item else None
            self.frame_.go(to.Form(PagePlace.parse(fact.page), item))
        elif fact.subject:
            self.frame_.go(to.Subject(fact.subject))
