"""The form page: a visit's pages at the left, the form in the middle, what helps at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crf_app.capture.commands import PageNotDone
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.editors import Setting
from crf_app.gui.navigation import Frame, Place
from crf_app.gui.pages import beside, form_words
from crf_app.gui.pages.aside import AsideColumn
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.form_footer import FormFooter
from crf_app.gui.pages.form_header import FormHeader
from crf_app.gui.pages.form_keys import FormKeys, hints_for
from crf_app.gui.pages.form_moves import FormMoves
from crf_app.gui.pages.form_review import FormReview
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.form_work import FormWork
from crf_app.gui.pages.header import OneShown, Scroll
from crf_app.gui.pages.missing_list import MissingList
from crf_app.gui.pages.not_saved import NotSaved
from crf_app.gui.pages.visit_panel import VisitPanel
from crf_app.gui.parts import Mark
from crf_app.gui.theme import Theme
from crf_app.services.desk import Changes
from crf_app.study.codelist import CodeList


class FormPage(FormMoves):
    """Shows places of the kinds Visit and Form."""

    narrow = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        self._views: dict[str, FormView] = {}
        self._view: FormView | None = None
        self._place: PagePlace | None = None
        self._focused: Cell | None = None
        self._complete_asked = False
        self._shown: object = None
        self._people: dict[str, str] = {}
        self.work = FormWork(frame)
        self.review = FormReview(self.work, frame)
        self.keys = FormKeys(self)
        self._build()
        self.work.changed.connect(self._show_changed)
        self.work.reread.connect(self._show_all)
        self.work.saved.connect(self._show_saved)
        self.work.faulted.connect(self._not_saved.show_fault)
        self.work.refused.connect(self.footer.show_refused)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.applicationStateChanged.connect(self._looked_away)
        self.theme_changed(Theme.of(self))

    def _build(self) -> None:
        say = self._say
        self.panel = VisitPanel(say)
        self.header = FormHeader(say)
        self.footer = FormFooter(say)
        self.aside = AsideColumn(self._frame.desk.study, say, self._frame.now)
        self._stack = OneShown()
        self._scroll = Scroll(self._stack)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.hide()
        self.tabs.currentChanged.connect(self._show_tab)
        self._not_saved = NotSaved(say)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.header)
        middle.addWidget(self.tabs)
        middle.addLayout(self._not_saved)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        middle.addWidget(self._pages, 1)
        middle.addWidget(self.footer)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.panel)
        self._across.addLayout(middle, 1)
        self._across.addWidget(self.aside)
        self.missing = MissingList(self, self._reasons(), say)
        self.header.not_done.connect(self.work.not_done)
        self.header.history.connect(lambda: self.show_history(None))
        self.header.step.connect(self.go_page)
        self.header.back.connect(self._back)
        self.header.menu.connect(self._frame.open_menu)
        self.header.page_wanted.connect(self._open_page)
        self.panel.back.connect(self._back)
        self.panel.page_wanted.connect(self._open_page)
        self.panel.section_wanted.connect(self._open_section)
        self._not_saved.again.connect(self.work.try_again)
        self._not_saved.take_back.connect(self.work.take_back)
        self.footer.complete.connect(self._primary)
        self.footer.reopen.connect(self.work.reopen)

    # The page's part of the frame

    def title(self) -> str:
        """Return the subject and the form."""
        if self._place is None:
            return self._say("Form")
        record = self._frame.desk.record(self._place.subject)
        form = self._frame.desk.study.forms[self._place.form].title.in_(self._say.language)
        return self._say("{subject} · {form}", subject=record.label, form=form)

    def shown_place(self) -> Place | None:
        """Return the page that is shown, also where a visit was asked for."""
        return to.Form(self._place) if self._place is not None else None

    def shown_entry(self) -> EntryKey | None:
        """Return the entry the keyboard was at last."""
        return self._focused.key if self._focused is not None else None

    def show_place(self, place: Place) -> None:
        """Show a page of a subject."""
        self.leaving()
        wanted = place.page if isinstance(place, to.Form) else None
        if isinstance(place, to.Visit):
            wanted = beside.first_page(self._frame.desk, place.visit)
        if wanted is None:
            return
        self._place, self._complete_asked = wanted, False
        self._focused = None
        self._shown, self._people = None, {}
        self.work.open(wanted)
        self._not_saved.show_fault("")
        self.footer.show_refused("")
        self._show_view(wanted.form)
        self._show_all()
        assert self._view is not None
        self._stack.setCurrentWidget(self._view)  # filled first, so that it is laid out once
        self._landed = QApplication.focusWidget()
        self._scroll.verticalScrollBar().setValue(0)
        item = place.item if isinstance(place, to.Form) else None
        QTimer.singleShot(0, self, lambda: self._begin(wanted, item))

    def concerns(self, changes: Changes) -> bool:
        """Whether the shown subject changed."""
        return self._place is not None and self._place.subject in changes.subjects

    def refresh(self) -> None:
        """Read again what changed elsewhere; what is typed here stays."""
        self.work.read_again()

    def leaving(self) -> None:
        """Record what is typed."""
        self.missing.close_list()
        if self._focused is not None:
            self._focused.editor.finish()
        self.work.commit()

    @property
    def settled(self) -> bool:
        """Whether no change of a completed page waits for its reason."""
        return not self.work.asking

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that could not be recorded, or waits for its reason."""
        return self.work.asking or (self.work.session is not None and bool(self.work.session.pending()))

    def minimumSizeHint(self) -> QSize:
        """Ask for little: the parts fold and the form scrolls."""
        return QSize(480, 320)

    def columns(self) -> tuple[QWidget, ...]:
        """Panel, form, what stands aside."""
        return (self.panel, self._scroll, self.aside)

    # What is shown

    def _reasons(self) -> CodeList:
        study = self._frame.desk.study
        return study.codelists[study.facts.missing_reasons]

    def _show_view(self, form: str) -> None:
        view = self._views.get(form)
        if view is None:
            setting = Setting(self._frame.desk.study, self._say, self._frame.now().date())
            view = self._views[form] = FormView(self._frame.desk.study.forms[form], setting)
            view.keys, view.seen = self.keys, self._scroll.viewport().size
            view.edited.connect(self.work.edit)
            view.done.connect(self.review.take)
            view.asked_row.connect(self._row)
            view.hide()
            self._stack.addWidget(view)
        if view is not self._view:
            self._view = view
            self.aside.show_sections(view.aside)

    def _showing(self) -> Showing:
        session = self.work.session
        assert session is not None
        return Showing(
            session, self._say, self.work.access, self.work.rights, self._names(), self._complete_asked,
            self.work.sources(), self.work.held_items(),
        )  # fmt: skip

    def _names(self) -> dict[str, str]:
        if not self._people:
            self._people = dict(self.work.names())
        return self._people

    def _show_all(self) -> None:
        if self._view is None or self.work.session is None:
            return
        assert self._place is not None
        state = (self._place, self._say.language, self.work.access, self.work.rights)
        self._view.show_all(self._showing(), other_page=state != self._shown)
        self._shown = state
        if self._focused is not None and self._focused not in self._view.stops(derived=True):
            self._focused = None
        self._show_beside()
        self._show_progress()
        self._show_focus()

    def _show_changed(self, keys: tuple[EntryKey, ...]) -> None:
        if self._view is None or self._view.showing is None:
            return
        self._view.show_some(self._view.showing, keys)
        self._show_progress()
        self._show_focus()

    def _show_saved(self, keys: tuple[EntryKey, ...]) -> None:
        """Show what became of a page after its own save: no rule came out otherwise."""
        if self._view is None or self._view.showing is None or self._place is None:
            return
        showing = self._view.showing
        if any(key in showing.sources for key in keys):
            showing.sources = self.work.sources()
        self._view.show_some(showing, keys)
        self._show_beside()
        self._show_progress()

    def _show_beside(self) -> None:
        assert self._place is not None
        assert self._view is not None
        shown = beside.beside_of(self._frame.desk, self._place, self._frame.now(), self._say)
        self.header.show_pages(
            shown.subject, shown.title, tuple(each for each in shown.pages if each.mark is not Mark.NOT_APPLICABLE)
        )
        assert self.work.session is not None
        self.panel.show_visit(shown, beside.sections_of(self._view, self.work.session, self._section(), self._say))
        self._show_tabs()

    def _show_progress(self) -> None:
        """Show how far the page is: at its head, at its foot, and beside it."""
        session, view = self.work.session, self._view
        assert session is not None
        assert view is not None
        self.aside.show_page(session)
        held = form_words.held_words(self.work.hold, self._names(), self._say)
        self._show_head(session, held)
        self._show_foot(held)
        self.panel.show_sections(beside.sections_of(view, session, self._section(), self._say))

    def _show_head(self, session: FormSession, held: str) -> None:
        say, work, reasons = self._say, self.work, self._reasons()
        mark = beside.mark_of_page(session.record, session.page)
        words = form_words.how_far(work, session, self._frame.desk, reasons, say)
        told = form_words.told_words(session, say)
        self.header.show_page(form_words.title_words(session, say), mark, words, told)
        self.header.show_hold(form_words.hold_mark(work.hold), held)
        may_record = work.rights.record
        self.header.show_not_done(may_record and work.state in ("empty", "begun") and self._nothing_held()
                                  and work.may(PageNotDone) and work.hold is None)  # fmt: skip

    def _show_foot(self, held: str) -> None:
        say, work = self._say, self.work
        over = work.state in ("complete", "not_done")
        may_work = work.may(PageNotDone) and work.hold is None
        next_there = self._beside_page(1) is not None
        self.footer.show_held(held)
        self.footer.show_open(beside.open_questions(self._showing()))
        if over:
            self.footer.button.setText(say("Next page") if next_there else say("Back to the subject"))
        else:
            self.footer.button.setText(say("Complete page"))
        self.footer.button.updateGeometry()
        self.footer.show_state(
            "" if work.hold is not None or may_work else say("Read only for your role"),
            complete=may_work or (over and next_there),
            reopen=may_work and over,
        )

    def _nothing_held(self) -> bool:
        held = self.work.held
        return held is None or not any(entry.stored and not entry.derived for entry in held.entries.values())

    def _show_focus(self) -> None:
        view = self._view
        if view is None or view.showing is None:
            return
        cell = self._focused or view.first_stop()
        self.aside.show_cell(cell, view.showing)
        hints = hints_for(self._focused, self._say, has_pages=self._place is not None, verifies=self.work.rights.verify)
        self.footer.hints.show_hints(hints)

    # What keys and buttons do

    def complete(self) -> None:
        """Complete the page, or say what is missing."""
        if self.work.state in ("complete", "not_done"):
            return
        if self._focused is not None:
            self._focused.editor.finish()
        self._complete_asked = True
        self.work.complete()
        if self.work.state == "complete":
            self._complete_asked = False

    def _primary(self) -> None:
        if self.work.state not in ("complete", "not_done"):
            self.complete()
        elif self._beside_page(1) is not None:
            self.go_page(1)
        else:
            self._back()

    def _row(self, section: str, row: str) -> None:
        if row:
            self.work.remove_row(section, row)
            return
        session, view = self.work.session, self._view
        if session is None or view is None or not self.work.commit():
            return
        added = session.add_row(section)
        self._show_all()
        found = next(view_ for view_ in view.sections if view_.section.id == section)
        self.go_to(next((c for c in found.cells if c.key.row == added and not c.item.is_derived), None))
