"""The nurse: a clerk who also finds her way through the real window with nothing but clicks and keys.

New subjects by Ctrl Shift N, subjects by Ctrl 2 and their number, visits by the strip, forms by the column beside the
form, logs by their row and "Add…".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from crf_app.capture.places import PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.main_window import MainWindow
from crf_app.gui.pages.log_page import LogPage
from crf_app.gui.pages.subject import SubjectPage
from crf_app.gui.pages.subject_parts import LogRow
from crf_app.gui.pages.subjects import SubjectsPage
from crf_app.gui.pages.visit_panel import BackButton, PageRow
from crf_app.gui.parts import Button, TextField
from crf_app.services.script import EnterPage, Step, Typed
from crf_app.services.script_steps import DatedVisit, Explained, MissedVisit, NotDonePage
from tests.gui.clerk import CTRL, SHIFT, CannotDo, Clerk, Key, click, type_text

P = TypeVar("P", bound=QWidget)


class Nurse(Clerk):
    """A coordinator at the real window, signed in or about to be."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.real = window
        self._label = ""

    # Going somewhere

    def enrols(self, label: str) -> Nurse:
        self._strikes(Key.Key_N, CTRL | SHIFT)
        self._answers_with(label)
        place = self.real.room.navigator.place if self.real.room is not None else None
        if not isinstance(place, to.Subject):
            raise CannotDo(f"after enrolling, the window shows {place}")
        self._label, self._page_of, self._visit = label, place.subject, None
        return self

    def opens(self, label: str) -> Nurse:
        if label == self._label:
            return self
        self._strikes(Key.Key_2, CTRL)
        page = self._shown(SubjectsPage)
        QTest.keyClicks(self._keyboard, label)
        row = page.matrix.current_row()
        if row is None or row.label != label:
            raise CannotDo(f"typing {label} leads to {row and row.label}")
        QTest.keyClick(self._keyboard, Key.Key_Home)
        QTest.keyClick(self._keyboard, Key.Key_Return)
        self._shown(SubjectPage)
        self._label, self._page_of, self._visit = label, row.subject, None
        return self

    def starts_visit(self, visit: str, day: date | str, repeat: int = 1) -> Nurse:
        self.visit(visit, repeat)
        self._clicks_visit()
        self._presses_of_question("Begin visit…")
        self._answers_with(str(day))
        return self

    def misses_visit(self, visit: str, reason: str, comment: str = "") -> Nurse:
        self.visit(visit)
        self._clicks_visit()
        self._presses_of_question("It was missed…")
        self._gives_reason(reason, comment)
        return self

    def form(self, form: str, number: int | None = None) -> Nurse:
        study = self.room.desk.study
        if form in study.schedule.logs:
            self._opens_log(form, number)
        elif self._visit is None:
            raise CannotDo(f"{form} belongs to a visit; say which")
        else:
            self._opens_page(PagePlace(self._page_of, self._visit, form))
        self._stays_in_front()
        return self

    def _opens_page(self, wanted: PagePlace) -> None:
        here = self._here()
        if here == wanted:
            return
        if here is None or (here.subject, here.visit) != (wanted.subject, wanted.visit):
            self._clicks_visit()
        if self._here() != wanted:
            row = self._one(PageRow, lambda each: each.objectName() == f"page:{wanted.id}", wanted.id)
            self._into_sight(row)
            click(row)
        if self._here() != wanted:
            raise CannotDo(f"{wanted.id} does not open; {self.room.navigator.place} does")
        self._place = wanted

    def _opens_log(self, form: str, number: int | None) -> None:
        title = self.room.desk.study.forms[form].title.in_(self.room.say.language)
        self._to_subject()
        row = self._one(LogRow, lambda each: each.text() == title, title)
        self._into_sight(row)
        click(row)
        page = self._shown(LogPage)
        if number is None:
            click(page.add)
        else:
            lines = [line.key.repeat for line in page.lines()]  # type: ignore[attr-defined]
            QTest.keyClick(page.table, Key.Key_Home)
            for _ in range(lines.index(number)):
                QTest.keyClick(page.table, Key.Key_Down)
            QTest.keyClick(page.table, Key.Key_Return)
        self._place = self._here()
        QApplication.processEvents()

    def _to_subject(self) -> SubjectPage:
        """Go to the subject: by the button beside the form, else by its number."""
        place = self.room.navigator.place
        if isinstance(place, to.Form | to.Visit) and to.subject_of(place) == self._page_of:
            click(self._one(BackButton, lambda each: each.isVisible(), "back"))
        elif place != to.Subject(self._page_of):
            label, self._label, visit = self._label, "", self._visit
            self.opens(label)
            self._visit = visit
        return self._shown(SubjectPage)

    def _clicks_visit(self) -> None:
        page, wanted = self._to_subject(), self._visit
        QApplication.processEvents()
        places = [visit.place for visit in page.strip.visits]
        if wanted not in places:
            raise CannotDo(f"the strip shows {[place.id for place in places]}, not {wanted}")
        self._into_sight(page.strip)
        click(page.strip, page.strip._box(places.index(wanted)).center().toPoint())

    # Carrying out what a script says

    def gives(self, name: str, typed: Typed | str) -> None:
        super().gives(name, typed)
        # What follows from an answer is painted before the next one is typed, as it is for a person.
        QApplication.processEvents()

    def carries_out_step(self, step: Step) -> Nurse:
        """Do what a step of an entry script says."""
        match step.deed:
            case "enrol", str() as label:
                self.enrols(label)
            case "visit", DatedVisit() as visit:
                self.opens(visit.subject).starts_visit(visit.visit, visit.date, visit.repeat)
            case "miss", MissedVisit() as visit:
                self.opens(visit.subject).misses_visit(visit.visit, visit.reason, visit.comment)
            case "enter", EnterPage() as page:
                self.carries_out(page)
            case "not_done", NotDonePage() as page:
                self.not_done(page)
            case "explain", Explained() as said:
                assert said.visit is not None
                self.opens(said.subject).visit(said.visit, said.repeat).form(said.form)
                self.explains(f"{said.row}.{said.item}" if said.row else said.item, said.text)
            case name, _:
                raise CannotDo(f"nobody taught the nurse to {name}")
        return self

    def carries_all_out(self, steps: Iterable[Step]) -> Nurse:
        """Do everything a script says; a refusal names the step."""
        for number, step in enumerate(steps, 1):
            try:
                self.carries_out_step(step)
            except CannotDo as no:
                raise CannotDo(f"step {number}, {step.deed}: {no}") from no
        return self

    # Hands and eyes

    def _here(self) -> PagePlace | None:
        """The page the form shows, as the window says."""
        place = self.room.navigator.place
        if isinstance(place, to.Form | to.Visit):
            return self.page._place
        return None

    @property
    def _keyboard(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.window

    def _strikes(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        self._stays_in_front()
        QTest.keyClick(self._keyboard, key, held)

    def _shown(self, kind: type[P]) -> P:
        page = self.room.navigator.page
        if not isinstance(page, kind):
            raise CannotDo(f"the window shows {type(page).__name__}, not {kind.__name__}")
        return page

    def _one(self, kind: type[P], wanted: Callable[[P], bool], what: str) -> P:
        for each in self.window.findChildren(kind):
            if each.isVisible() and wanted(each):
                return each
        raise CannotDo(f"nowhere is {what}")

    def _presses_of_question(self, words: str) -> None:
        sheet = self.question
        button = next((each for each in sheet.findChildren(Button) if each.text() == words), None)
        if button is None:
            raise CannotDo(f"the question offers {[each.text() for each in sheet.findChildren(Button)]}")
        click(button)

    def _answers_with(self, text: str) -> None:
        """Type over what the question proposes and press Enter."""
        self._stays_in_front()
        sheet, field = self.question, QApplication.focusWidget()
        if not isinstance(field, TextField) or not sheet.isAncestorOf(field):
            raise CannotDo(f"the keyboard is at {field}, not in the question")
        if field.selectedText() != field.text():
            raise CannotDo("what is proposed would have to be deleted by hand")
        type_text(field, text)
        QTest.keyClick(field, Key.Key_Return)
        if sheet.isVisible():
            raise CannotDo(sheet._problem.accessibleName() or "the question stays open")

    def _into_sight(self, widget: QWidget) -> None:
        up = widget.parentWidget()
        while up is not None and not isinstance(up, QScrollArea):
            up = up.parentWidget()
        if isinstance(up, QScrollArea) and not widget.visibleRegion().contains(widget.rect().center()):
            up.ensureWidgetVisible(widget, 0, 20)
            QApplication.processEvents()
        if widget.visibleRegion().isEmpty():
            raise CannotDo(f"{widget.accessibleName()} cannot be seen")
