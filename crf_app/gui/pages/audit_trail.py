"""The audit trail: every fact, newest first, a portion at a time; found and read in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event

from PySide6.QtGui import QHideEvent

from crf_app.capture.facts import Fact
from crf_app.capture.places import PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.background import Background, Progress
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models.audit_lines import audit_line
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages.audit_detail import FactDetail
from crf_app.gui.pages.audit_filters import AuditFilters
from crf_app.gui.pages.audit_outputs import AuditOutputs
from crf_app.gui.pages.header import action_button
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import Mark
from crf_app.services.desk import Changes
from crf_app.services.fact_words import FactWords, key_of

PORTION = 200
"""Facts read at once; the next portion comes when the end of the list is near."""

NEAR = 40
_OFTEN = 500


class AuditTrailPage(ListPage):
    """The facts, narrowed by whatever a line of them says."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        self._detail = FactDetail(frame)
        super().__init__(
            frame,
            say("Audit trail"),
            (
                Head(say("When"), 106, keep=8),
                Head(say("Who"), 100, keep=5),
                Head(say("What"), 142, 1, keep=9),
                Head(say("Where"), 150, 3, keep=7),
                Head(say("Value"), 124, 4, keep=6),
            ),
            filter_words=say("Find a word"),
            side=self._detail,
            side_width=330,
        )
        self._lines: list[Line] = []
        self._facts: dict[int, Fact] = {}
        self._more, self._reading = True, False
        self._stop = Event()
        self._background = Background(self)
        self.narrowed = AuditFilters(frame, self.filters, self.filter, self.window)
        self.narrowed.changed.connect(self._start)
        self.outputs = AuditOutputs(frame, self, self.narrowed.narrowing)
        self.header.add(action_button(say, frame, "verify"))
        self.header.add(self.outputs.button)
        self.table.verticalScrollBar().valueChanged.connect(self._near_end)
        self.table.opened.connect(lambda key: self._open(self._facts.get(key)))
        self.table.chosen.connect(self._show_detail)
        self._detail.opened.connect(self._open)
        self._said = self._words()

    def _words(self) -> FactWords:
        desk = self.frame_.desk
        labels = {each.id: each.label for each in self.frame_.standings()}
        return FactWords(desk.study, desk.file.people(), labels, self.say)

    # ------------------------------------------------------------------ the page

    def show_place(self, place: Place) -> None:
        """Show the trail, of one subject or page where the place says so."""
        self.narrowed.offer()
        if isinstance(place, to.AuditTrail):
            self.narrowed.show(place.subject, place.page)
        self._start()

    def concerns(self, changes: Changes) -> bool:
        """Every change is a fact."""
        return bool(changes)

    def refresh(self) -> None:
        """Read again from the newest."""
        self.narrowed.offer()
        self._start()

    def lines(self) -> Sequence[Line]:
        """Return the facts read so far."""
        return self._lines

    def show_lines(self) -> None:
        """Show what was found; words are looked for while reading, over the whole trail."""
        self.table.show_lines(self._lines)
        self._either.setCurrentIndex(0 if self._lines else 1)
        self._detail.setVisible(bool(self._lines))

    def leaving(self) -> None:
        """Stop looking for what nobody waits for."""
        self._stop.set()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop before the window or the file is closed."""
        self._stop.set()
        self._background.wait()
        self.outputs.exporter.leave()
        super().hideEvent(event)

    # ------------------------------------------------------------------ reading

    @property
    def settled_reading(self) -> bool:
        """Whether everything that was asked for so far is shown."""
        return not self._reading

    def _start(self) -> None:
        """Read from the newest on."""
        self._stop.set()
        self._stop, self._reading, self._more = Event(), False, True
        self._said = self._words()
        self._read(None)

    def _read(self, before: int | None) -> None:
        """Read a portion in the background; `before` is the fact it goes on below, None begins anew."""
        if self._reading or not self._more:
            return
        self._reading = True
        view, wanted, said, stop = self.frame_.desk.view, self.narrowed.narrowing(), self._said, self._stop

        def work(_share: Progress) -> object:
            found: list[Fact] = []
            with view.reader() as reader:
                for seen, fact in enumerate(wanted.facts(reader, before=before, newest_first=True)):
                    if seen % _OFTEN == 0 and stop.is_set():
                        break
                    if wanted.has_words(fact, said):
                        found.append(fact)
                    if len(found) == PORTION:
                        break
            return found

        if before is None:
            self.header.show_about(self.say("Looking…"))
        self._background.run(work, partial(self._got, stop, before), partial(self._failed, stop))

    def _got(self, stop: Event, before: int | None, found: object) -> None:
        if stop is not self._stop or not isinstance(found, list):
            return
        self._reading = False
        self._more = len(found) == PORTION
        lines = [self._line(fact) for fact in found]
        if before is None:
            self._facts = {fact.seq: fact for fact in found}
            self._lines = lines
            self.nothing.show_text(self.say("No fact matches."))
            self.show_lines()
            self.table.scrollToTop()
            self._show_count()
        else:
            self._facts |= {fact.seq: fact for fact in found}
            self._lines += lines
            self.table.model_.add_lines(lines)

    def _failed(self, stop: Event, words: str) -> None:
        if stop is not self._stop:
            return
        self._reading, self._more = False, False
        self._lines, self._facts = [], {}
        self.nothing.show_text(words or self.say("The program made a mistake."))
        self.show_lines()
        self.header.show_about("")

    def _show_count(self) -> None:
        say = self.say
        if self.narrowed.narrows:
            period = self.narrowed.period_words()
            self.header.show_about(say.joined((say("Narrowed, newest first"), period), " · "))
            return
        count = say.n("{n} fact", "{n} facts", self.frame_.desk.file.fact_count())
        self.header.show_about(say("{count}, newest first", count=count))

    def _near_end(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if self._facts and value > bar.maximum() - NEAR * self.table.row_height:
            self._read(min(self._facts))

    # ------------------------------------------------------------------ one fact

    def _line(self, fact: Fact) -> Line:
        words = audit_line(fact, self._said)
        place = self.say.joined((words.subject, words.where), " · ")
        return Line(
            fact.seq,
            (
                Text(words.day, words.time),
                Text(words.who, words.role),
                Text(words.what, strong=True, long=True),
                Text(place, words.item),
                Text(words.change, words.reason, long=True),
            ),
            words.sentence,
            Mark.OVERDUE if words.warns else None,
        )

    def _show_detail(self, key: object) -> None:
        self._detail.show_fact(self._facts.get(key) if isinstance(key, int) else None, self._said)

    def _open(self, fact: Fact | None) -> None:
        """Go to the page a fact is about."""
        if fact is None:
            return
        if fact.page and self.frame_.can_show(to.Form):
            self.frame_.go(to.Form(PagePlace.parse(fact.page), key_of(fact)))
        elif fact.subject and self.frame_.can_show(to.Subject):
            self.frame_.go(to.Subject(fact.subject))
