"""A log of one subject: all its pages as lines, with what stands for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from crf_app.base.values import Kind
from crf_app.base.words import Say
from crf_app.capture.commands import RecordEntries
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Page as HeldPage
from crf_app.capture.record import SubjectRecord
from crf_app.capture.shown import show_stored
from crf_app.capture.timeline import Mark as Standing
from crf_app.gui import navigation as to
from crf_app.gui.line_table import Head, Line, Text
from crf_app.gui.models.places_in_words import MARK_WORDS
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages.beside import mark_of_page
from crf_app.gui.pages.list_page import ListPage
from crf_app.gui.parts import Button
from crf_app.gui.parts import Kind as Look
from crf_app.gui.parts.labels import Run
from crf_app.services.desk import Changes
from crf_app.services.rights import may
from crf_app.study.form import Form
from crf_app.study.item import Item
from crf_app.study.study import Study


class LogPage(ListPage):
    """The pages of a log: open one, or add the next."""

    def __init__(self, frame: Frame) -> None:
        say = frame.say
        super().__init__(frame, say("Log"), (Head("#", 40),), filter_words=say("Filter this list"))
        self.add = Button(say("Add…"), Look.PRIMARY, icon="plus")
        self.add.setObjectName("add_log_page")
        self.add.clicked.connect(self.add_page)
        self.header.add(self.add)
        self.table.opened.connect(self._open)
        self._place = to.Log("", "")

    def title(self) -> str:
        """Return the subject and the log."""
        form = self.frame_.desk.study.forms.get(self._place.form)
        if form is None:
            return self.say("Log")
        return self.say("{subject} · {form}", subject=self._record().label, form=form.title.in_(self.say.language))

    def show_place(self, place: Place) -> None:
        """Show a subject's log."""
        if not isinstance(place, to.Log):
            return
        self._place = place
        form = self._form()
        language = self.say.language
        self.table.heads = (
            Head(self.say("Number"), 64, keep=9),
            *(
                Head(form.item(each).label.in_(language), 110, 2 if n == 0 else 1, keep=8 - n)
                for n, each in enumerate(form.summary)
            ),
            Head(self.say("State"), 110, keep=7),
        )
        self.header.title.show_text(form.title.in_(language))
        self.refresh()
        self.take_keyboard()

    def refresh(self) -> None:
        """Read the log again."""
        if not self._place.form:
            return
        actor = self.frame_.desk.actor
        self.add.setVisible(actor is not None and may(actor.role, RecordEntries))
        self.header.show_about([Run(self._record().label)])
        self.show_lines()
        self.nothing.show_text(self.say("Nothing stands in this log yet."))

    def concerns(self, changes: Changes) -> bool:
        """Whether the shown subject changed."""
        return self._place.subject in changes.subjects

    def lines(self) -> Sequence[Line]:
        """Return the pages of the log, the newest first."""
        if not self._place.form:
            return []
        record, form = self._record(), self._form()
        pages = sorted(record.log_pages(form.id), key=lambda page: -page.place.repeat)
        return [_line(self.frame_.desk.study, form, record, page, self.say) for page in pages]

    def take_keyboard(self) -> None:
        """Begin in the list; in an empty log at the button that adds a page."""
        if self._place.form and not self.lines() and not self.filter.hasFocus() and self.add.isVisibleTo(self):
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().take_keyboard()

    def add_page(self) -> None:
        """Open the next page of the log; it begins with the first answer."""
        self.frame_.go(to.Form(self._record().next_log_page(self._place.form)))

    def _open(self, key: object) -> None:
        if isinstance(key, PagePlace):
            self.frame_.go(to.Form(key))

    def _record(self) -> SubjectRecord:
        return self.frame_.desk.record(self._place.subject)

    def _form(self) -> Form:
        return self.frame_.desk.study.forms[self._place.form]


def _line(study: Study, form: Form, record: SubjectRecord, page: HeldPage, say: Say) -> Line:
    shown = [_value(study, form.item(each), page, say) for each in form.summary]
    mark = mark_of_page(record, page.place)
    state = say(MARK_WORDS[Standing(mark.value)])
    number = say("{number}", number=page.place.repeat)
    cells = (Text(number, strong=True), *(Text(each) for each in shown), Text(state, colour="text-2"))
    sentence = ", ".join([number, *(each for each in shown if each), state])
    return Line(page.place, cells, sentence, mark)


def _value(study: Study, item: Item, page: HeldPage, say: Say) -> str:
    entry = page.entries.get(EntryKey(item.id))
    codes = study.codes_of(item) if item.codes or item.kind is Kind.YES_NO else None
    reasons = study.codelists[study.facts.missing_reasons]
    stored = entry.stored if entry is not None else {}
    return show_stored(item, stored, codes, say.language, with_unit=True, reasons=reasons)
