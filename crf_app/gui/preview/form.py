"""The form as the program draws it, to be typed in; nothing of what is typed is kept."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout

from crf_app.base.clock import Clock
from crf_app.base.words import Say
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from crf_app.gui.ask import Asks
from crf_app.gui.editors import Setting
from crf_app.gui.pages import beside
from crf_app.gui.pages.aside import AsideColumn
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.field_moves import FieldMoves
from crf_app.gui.pages.filling import Filling
from crf_app.gui.pages.form_footer import FormFooter
from crf_app.gui.pages.form_keys import FormKeys, hints_for
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.header import OneShown, Scroll
from crf_app.gui.pages.missing_list import MissingList
from crf_app.gui.pages.questions import Deed, Rights
from crf_app.gui.parts import Access
from crf_app.gui.preview.bench import Bench
from crf_app.gui.preview.form_head import FormHead
from crf_app.gui.preview.half_typed import HalfTyped, half_typed
from crf_app.study.study import Study

RIGHTS = Rights(record=True, explain=True)
"""What somebody at a clinic may do who fills the form."""


class PreviewForm(FieldMoves):
    """The forms of one reading of the study in one language; it is made anew for another."""

    stepped = Signal(int)
    visit_wanted = Signal(str)
    touched = Signal()

    def __init__(self, bench: Bench, study: Study, say: Say, clock: Clock) -> None:
        super().__init__()
        self._bench, self._study, self._say = bench, study, say
        self._views: dict[str, FormView] = {}
        self._view: FormView | None = None
        self._focused: Cell | None = None
        self.work = Filling()
        self.work.changed.connect(self._typed)
        self.keys = FormKeys(self)
        self.head, self.footer = FormHead(say), FormFooter(say)
        self.aside = AsideColumn(study, say, clock.now)
        self._stack = OneShown()
        self._scroll = Scroll(self._stack)
        self.missing = MissingList(self, study.codelists[study.facts.missing_reasons], say)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.head)
        down.addWidget(self._scroll, 1)
        down.addWidget(self.footer)
        self.head.step.connect(self.stepped)
        self.head.visit_wanted.connect(self.visit_wanted)
        self.head.start_again.connect(self._start_again)
        self.footer.complete.connect(self.complete)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    @property
    def session(self) -> FormSession:
        """The session that is typed into."""
        assert self._bench.session is not None
        return self._bench.session

    @property
    def view(self) -> FormView | None:
        """The form that is shown."""
        return self._view

    @property
    def scrolled(self) -> int:
        """How far down the form is scrolled."""
        return self._scroll.verticalScrollBar().value()

    def scroll_to(self, down: int) -> None:
        """Scroll the form down by so much."""
        self._scroll.settle()
        self._scroll.verticalScrollBar().setValue(down)

    def minimumSizeHint(self) -> QSize:
        """Ask for little: the form scrolls."""
        return QSize(360, 240)

    # What is shown

    def show_session(self, *, scrolled: int = 0) -> None:
        """Show the form that lies on the bench."""
        session = self._bench.session
        if session is None:
            return
        self.work.session = session
        self.footer.show_refused("")
        view = self._view_of(session.form.id)
        view.show_all(self._showing())
        self._stack.setCurrentWidget(view)
        self._focused = view.cell_of(QApplication.focusWidget())
        self._show_beside()
        self.scroll_to(scrolled)

    def _view_of(self, form: str) -> FormView:
        view = self._views.get(form)
        if view is None:
            setting = Setting(self._study, self._say, self._bench.rehearsal.today)
            view = self._views[form] = FormView(self._study.forms[form], setting)
            view.keys = self.keys
            view.edited.connect(self.work.edit)
            view.done.connect(self._deed)
            view.asked_row.connect(self._row)
            self._stack.addWidget(view)
        if view is not self._view:
            self._view = view
            self.aside.show_sections(view.aside)
        return view

    def _showing(self) -> Showing:
        return Showing(self.session, self._say, Access.OPEN, RIGHTS, {}, self._bench.complete_asked)

    def _show_again(self) -> None:
        """Show the same form as it stands now."""
        session = self._bench.session
        if session is not None and self._view is not None:
            self.work.session = session
            self._view.show_all(self._showing(), other_page=False)
            self._show_beside()

    def _show_beside(self) -> None:
        session, say, view = self.session, self._say, self._view
        assert view is not None
        place, language = session.page, say.language
        begun = any(session.answer(key) is not None for key in session.keys())  # noqa: SIM118 - no mapping
        progress = beside.progress_words(session, "begun" if begun else "empty", "", say)
        self.head.show_form(session.form.title.in_(language), progress, beside.version_words(session, say))
        visits = [v for v in self._study.schedule.visits if place.form in v.all_forms]
        planned = place.visit.planned if place.visit is not None else None
        self.head.show_visits([(v.id, v.label.in_(language)) for v in visits], planned)
        self.footer.show_open(beside.open_questions(self._showing()))
        self.footer.show_state("", complete=True, reopen=False)
        self.aside.show_page(session)
        self._show_focus()

    def _show_focus(self) -> None:
        view = self._view
        if view is None or view.showing is None:
            return
        self.aside.show_cell(self._focused or view.first_stop(), view.showing)
        self.footer.hints.show_hints(hints_for(self._focused, self._say))

    # What is typed

    def _typed(self, keys: tuple[EntryKey, ...]) -> None:
        self._bench.typed()
        self.footer.show_refused("")
        if self._view is not None and self._view.showing is not None:
            self._view.show_some(self._view.showing, keys)
            self._show_beside()
        self.touched.emit()

    def finish(self) -> None:
        """Take what is typed in a field and not told yet."""
        if self._focused is not None:
            self._focused.editor.finish()

    def half_typed(self) -> HalfTyped | None:
        """Return where the keyboard is in the form, and what is being typed there."""
        now = QApplication.focusWidget()
        inside = now is not None and (self.isAncestorOf(now) or self.aside.isAncestorOf(now))
        return half_typed(self._focused) if inside and self._focused is not None else None

    def go_on_typing(self, left: HalfTyped) -> None:
        """Put the keyboard back to where it was, in the middle of a word if need be."""
        cell = self._view.cell(left.key) if self._view is not None else None
        if cell is not None and cell.visible:
            left.go_on(cell)

    def _deed(self, deed: Deed) -> None:
        if deed.name == "change":
            self.work.edit(deed.key, deed.value)
        elif deed.name == "explain":
            say = self._say

            def then(words: str) -> None:
                self._bench.explain(deed.key, deed.about, deed.title, words)
                self._show_again()

            title, label = say("Why is the value right?"), say("Explanation")
            Asks(self.window()).line(title, deed.title, label, say("Keep it"), then)

    def _row(self, section: str, row: str) -> None:
        self.finish()
        if row:
            self._bench.remove_row(section, row)
            self._show_again()
            return
        added = self.session.add_row(section)
        self._show_again()
        assert self._view is not None
        found = next(each for each in self._view.sections if each.section.id == section)
        self.go_to(next((c for c in found.cells if c.key.row == added and not c.item.is_derived), None))

    def _start_again(self) -> None:
        self._bench.start_again()
        self.show_session()
        self.touched.emit()

    # What keys do

    def _go_out(self, step: int) -> None:
        target = self.footer.button if step > 0 else self.head.again
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def go_page(self, step: int) -> None:
        """Go to the next or the previous form."""
        self.stepped.emit(step)

    def complete(self) -> None:
        """Say what a page filled like this would still miss."""
        self.finish()
        self._bench.ask_complete()
        self._show_again()
        say, ends = self._say, self.session.open_ends()
        labels = [self.session.item(key).label.in_(say.language) for key, _ in ends[:3]]
        if not ends:
            self._remark(say("A page filled like this can be completed."))
        elif len(ends) <= 3:
            self.footer.show_refused(say("Not complete yet: {items}.", items=say.joined(labels)))
        else:
            more = len(ends) - 3
            self.footer.show_refused(say("Not complete yet: {items} and {n} more.", items=say.joined(labels), n=more))

    def show_history(self, cell: Cell | None) -> None:
        """Say that there is none."""
        self._remark(self._say("A preview keeps nothing, so there is no history."))

    def ask_query(self, cell: Cell | None) -> None:
        """Say that nobody could answer it."""
        self._remark(self._say("A preview keeps nothing, so no query can be asked."))

    def verify(self, cell: Cell) -> bool:
        """Compare nothing: there is no source yet."""
        return False

    def _remark(self, sentence: str) -> None:
        self.footer.show_refused("")
        self.footer.show_state(sentence, complete=True, reopen=False)

    def help(self) -> None:
        """Show the help of the focused item; it stands beside the form at any time."""
        self._show_focus()

    def escape(self, cell: Cell | None) -> None:
        """Take back what is typed in the field."""
        self._take_back(cell)
