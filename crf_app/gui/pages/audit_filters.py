"""What the audit trail is narrowed by: one field for each, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from crf_app.base.words import mark
from crf_app.gui.ask import DateField, Question
from crf_app.gui.filter_field import FilterField
from crf_app.gui.flow import FlowRow
from crf_app.gui.models import phrases
from crf_app.gui.navigation import Frame
from crf_app.gui.parts import ComboField, FilterPill, Option
from crf_app.services.narrowing import GROUPS, Narrowing

_PAUSE: Final = 250
"""Milliseconds of no typing before the trail is searched for words."""

_OWN: Final = "own"
_PERIODS: Final = {
    "": (mark("Any time"), None),
    "0": (mark("Today"), 0),
    "6": (mark("Last 7 days"), 6),
    "29": (mark("Last 30 days"), 29),
    "364": (mark("Last 365 days"), 364),
    _OWN: (mark("From day to day…"), None),
}


class AuditFilters(QObject):
    """Puts the fields into a row and says what they narrow the trail to."""

    changed = Signal()

    def __init__(self, frame: Frame, row: FlowRow, words: FilterField, window: Callable[[], QWidget]) -> None:
        super().__init__(row)
        say = frame.say
        self._frame, self._say, self._row, self._words, self._window = frame, say, row, words, window
        self._page: str | None = None
        self._own: tuple[date, date] | None = None
        study, language = frame.desk.study, say.language
        sight = frame.desk.sight
        visits = [Option(each.id, each.label.in_(language)) for each in study.schedule.visits]
        forms = [Option(each.id, each.title.in_(language)) for each in study.forms.values() if sight.form(each.id)]
        kinds = [Option(id_, say(name)) for id_, (name, _) in GROUPS.items()]
        self.subject = self._field(say("Subject"), [Option("", say("All subjects"))], 140)
        self.visit = self._field(say("Visit"), [Option("", say("All visits")), *visits], 150)
        self.form = self._field(say("Form"), [Option("", say("All forms")), *forms], 170)
        self.item = self._field(say("Item"), [], 190)
        self.person = self._field(say("Person"), [Option("", say("Everybody"))], 150)
        self.kind = self._field(say("Kind"), kinds, 190)
        self.period = self._field(
            say("Period"), [Option(id_, say(words_)) for id_, (words_, _) in _PERIODS.items()], 160
        )
        self.kind.show_choice("all")
        self.corrections = self._pill(say("Corrections"))
        self.completed = self._pill(say("After completion"))
        for part in (*self._fields(), self.corrections, self.completed):
            row.add(part)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_PAUSE)
        self._typed.timeout.connect(self.changed)
        words.textChanged.connect(lambda _text: self._typed.start())
        self._show_items()

    def _field(self, label: str, options: list[Option], width: int) -> ComboField:
        field = ComboField(label, options, width=width)
        field.show_choice("")
        field.edited.connect(lambda _code: self._chosen(field))
        return field

    def _pill(self, words: str) -> FilterPill:
        pill = FilterPill(words)
        pill.clicked.connect(lambda _on: self.changed.emit())
        return pill

    def _fields(self) -> tuple[ComboField, ...]:
        return (self.subject, self.visit, self.form, self.item, self.person, self.kind, self.period)

    # ------------------------------------------------------------------ what is offered

    def offer(self) -> None:
        """Offer the subjects and the people there are now."""
        say, frame = self._say, self._frame
        subjects = [Option(each.id, each.label) for each in frame.standings()]
        self.subject.show_options([Option("", say("All subjects")), *subjects])
        people = [Option(each.id, each.name) for each in frame.desk.file.people()]
        people.append(Option("program", say("the program")))
        self.person.show_options([Option("", say("Everybody")), *people])
        for field in (self.subject, self.person):
            if field.choice is None:
                field.show_choice("")

    def show(self, subject: str | None, page: str | None) -> None:
        """Narrow to a subject or to one page, as the place says."""
        self._page = page
        self.subject.show_choice(subject or "")

    def _show_items(self) -> None:
        """Offer the items of the form that is chosen; without a form there is nothing to choose."""
        form = self._frame.desk.study.forms.get(self.form.choice or "")
        language, sight = self._say.language, self._frame.desk.sight
        seen = [each for each in form.items() if sight.item(form.id, each.id)] if form else []
        items = [Option(each.id, each.label.in_(language)) for each in seen]
        self.item.show_options([Option("", self._say("All items")), *items])
        self.item.show_choice("")
        self._row.show_part(self.item, form is not None)

    def _chosen(self, field: ComboField) -> None:
        if field is self.form:
            self._show_items()
        if field in (self.subject, self.visit, self.form):
            self._page = None
        if field is self.period and field.choice == _OWN:
            self._ask_period()
            return
        self.changed.emit()

    # ------------------------------------------------------------------ period

    def _ask_period(self) -> None:
        say, today = self._say, self._frame.now().date()
        sheet = Question(self._window(), say("Period"), "", say("Show", context="a period"), cancel=say("Cancel"))
        first, last = DateField(say("From"), today, say), DateField(say("Up to and with"), today, say)
        sheet.add_field(say("From"), first)
        sheet.add_field(say("Up to and with"), last)

        def answer() -> str | None:
            days = [field.date() for field in (first, last)]
            for field, day in zip((first, last), days, strict=True):
                if day is None:
                    return field.why()
            begin, end = (day for day in days if day is not None)
            self._own = (begin.earliest().date(), end.latest().date())
            self.changed.emit()
            return None

        sheet.ready(answer)
        sheet.closed.connect(self._period_closed)
        sheet.open(first)

    def _period_closed(self) -> None:
        if self._own is None:
            self.period.show_choice("")

    def _span(self) -> tuple[datetime | None, datetime | None]:
        """Return the first moment and the one behind the last, by the clock of the site."""
        now = self._frame.now()
        choice = self.period.choice or ""
        if choice == _OWN and self._own is not None:
            first, last = (datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) for day in self._own)
            return first, last + timedelta(days=1)
        days = _PERIODS[choice][1]
        if days is None:
            return None, None
        return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days), None

    # ------------------------------------------------------------------ what is wanted

    def narrowing(self) -> Narrowing:
        """Return what the fields narrow the trail to."""
        since, until = self._span()
        return Narrowing(
            subject=self.subject.choice or None,
            visit=self.visit.choice or None,
            form=self.form.choice or None,
            page=self._page,
            item=self.item.choice or None,
            person=self.person.choice or None,
            group=self.kind.choice or "all",
            since=since,
            until=until,
            corrections=self.corrections.isChecked(),
            after_completion=self.completed.isChecked(),
            text=self._words.text().strip(),
        )

    def period_words(self) -> str:
        """Say the period a person chose day by day."""
        if self.period.choice != _OWN or self._own is None:
            return ""
        first, last = (phrases.day_month_year(day, self._say.language) for day in self._own)
        return f"{first} – {last}"

    def clear(self) -> None:
        """Narrow by nothing."""
        self._page = None
        for field in self._fields():
            field.show_choice("all" if field is self.kind else "")
        self._show_items()
        for pill in (self.corrections, self.completed):
            pill.setChecked(False)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return not replace(self.narrowing(), text="").is_everything or bool(self._words.text().strip())
