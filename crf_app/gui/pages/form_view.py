"""All sections of one form, built once and shown for page after page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crf_app.base.values import to_text
from crf_app.capture.places import EntryKey
from crf_app.expressions.clinical import ctcae_grades
from crf_app.gui.editors import Editor, Setting
from crf_app.gui.editors.choices import StripEditor
from crf_app.gui.pages.arranged import MIDDLING, Arranged
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.section_aside import AsideSection
from crf_app.gui.pages.section_fields import FieldsSection
from crf_app.gui.pages.section_scores import ScoresSection
from crf_app.gui.pages.section_table import TableSection
from crf_app.gui.pages.section_view import SectionView
from crf_app.gui.theme import Theme
from crf_app.study.form import Form, Layout, Section

BREATH = 40
"""Milliseconds between the first picture of a page, in which the keyboard finds its field, and what was put off."""


class FormView(Arranged):
    """The sections of a form, down the page. Sections that stand aside are made here and shown elsewhere.

    Where the page says how much of it is seen at once (`seen`), only so many sections are made and shown at first; the
    others follow one by one as soon as the window has nothing else to do. Whoever asks for an entry, or for all
    sections, has them at once.
    """

    edited = Signal(object, str)
    done = Signal(object)
    asked_row = Signal(str, str)

    def __init__(self, form: Form, setting: Setting) -> None:
        super().__init__()
        self.form, self._setting = form, setting
        self.showing: Showing | None = None
        self.keys: QObject | None = None
        self.seen: Callable[[], QSize] | None = None
        self._made: dict[str, SectionView] = {}
        self._scores: list[ScoresSection] = []
        self._waiting: list[Section] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._go_on)

    # Its sections

    @property
    def sections(self) -> list[SectionView]:
        """All sections in the form's order; those that wait are shown first."""
        self.finish()
        return [self._section(each) for each in self.form.sections]

    @property
    def aside(self) -> list[SectionView]:
        """The sections that stand aside."""
        return [self._section(each) for each in self.form.sections if each.aside]

    def waits(self, section: Section) -> bool:
        """Whether a section is still to be shown, so that only the session knows what it says."""
        return section in self._waiting

    def shows(self, section: Section) -> bool:
        """Whether a section has anything that is asked."""
        return self.showing is not None and self.showing.shows(section)

    def _section(self, section: Section) -> SectionView:
        """Return the view of a section; made when it is asked for the first time."""
        view = self._made.get(section.id)
        if view is None:
            view = self._made[section.id] = section_view(section, self._setting)
            view.edited.connect(self.edited)
            view.done.connect(self.done)
            view.asked_row.connect(self.asked_row)
            if not section.aside:
                view.hide()
                view.setParent(self)
            if isinstance(view, ScoresSection):
                self._scores.append(view)
                view.peers = self._scores
        return view

    def cells(self) -> Iterable[Cell]:
        """Walk the cells in reading order, those aside last."""
        for view in sorted(self.sections, key=lambda each: each.section.aside):
            yield from view.cells

    def cell(self, key: EntryKey) -> Cell | None:
        """Return the cell of an entry."""
        return next((cell for cell in self.cells() if cell.key == key), None)

    def cell_of(self, widget: QWidget | None) -> Cell | None:
        """Return the cell whose editor holds a widget."""
        while widget is not None and not isinstance(widget, Editor):
            widget = widget.parentWidget()
        owner = widget.parentWidget() if widget is not None else None
        if not isinstance(owner, SectionView) or self._made.get(owner.section.id) is not owner:
            return None
        return next((cell for cell in owner.cells if cell.holds(widget)), None)

    def holds(self, widget: QWidget) -> bool:
        """Whether a widget stands in one of the sections, those aside included."""
        return any(view.isAncestorOf(widget) for view in (self, *self.aside))

    def section_of(self, cell: Cell) -> SectionView:
        """Return the section a cell stands in."""
        return next(view for view in self._made.values() if view is cell.owner)

    def stops(self, *, derived: bool = False) -> list[Cell]:
        """Return the cells the keyboard visits, in reading order."""
        views = sorted(self.sections, key=lambda each: each.section.aside)
        return [cell for view in views for cell in _stops(view, derived=derived)]

    def first_stop(self, wanting: Callable[[EntryKey], bool] | None = None) -> Cell | None:
        """Return the first cell the keyboard visits, or the first `wanting` one; shows no more than it needs for it."""
        for section in sorted(self.form.sections, key=lambda each: each.aside):
            if self.waits(section):
                if not self._stops_in(section, wanting):
                    continue
                self.finish()
            for cell in _stops(self._section(section)):
                if wanting is None or wanting(cell.key):
                    return cell
        return None

    def put_off(self, wanting: Callable[[EntryKey], bool]) -> bool:
        """Whether the first wanting entry stands in a section that is still to be shown."""
        if not self._waiting:
            return False
        sections = sorted(self.form.sections, key=lambda each: each.aside)
        first = next((each for each in sections if self._stops_in(each, wanting)), None)
        return first is not None and self.waits(first)

    def _stops_in(self, section: Section, wanting: Callable[[EntryKey], bool] | None) -> bool:
        """Whether the keyboard will find a cell in a section, as far as the session tells."""
        showing = self.showing
        if showing is None:
            return False
        typed = (key for key in showing.session.keys_of(section) if not showing.session.item(key).is_derived)
        return any(showing.sees(key) and (wanting is None or wanting(key)) for key in typed)

    # What is shown

    def show_all(self, showing: Showing, *, other_page: bool = True) -> None:
        """Show a page, or the same page as the file holds it now."""
        self.showing = showing
        for view in self.aside:
            self._show(view, showing, other_page=other_page)
        if other_page:
            self._waiting = [each for each in self.form.sections if not each.aside]
            self._show_first()
        else:
            for section in self.form.sections:
                if not section.aside and not self.waits(section):
                    self._show(self._section(section), showing, other_page=False)
        self._show_lines()

    def _show_first(self) -> None:
        """Show as many sections as are seen at once; put off the others, unless the keyboard is in one of them."""
        now = QApplication.focusWidget()
        here = now is not None and self.isAncestorOf(now)
        room = self.seen() if self.seen is not None and not here else None
        inner = room.width() - 2 * Theme.of(self).gap(22) if room is not None else 0
        y = 0
        while self._waiting and (room is None or y < room.height()):
            view = self._show_next()
            if room is not None and not view.isHidden():
                y += view.heightForWidth(inner)
        for section in self._waiting:
            if section.id in self._made:
                self._made[section.id].hide()

    def _show_next(self) -> SectionView:
        assert self.showing is not None
        section = self._waiting.pop(0)
        view = self._section(section)
        self._show(view, self.showing, other_page=True)
        return view

    def _go_on(self) -> None:
        if self._waiting:
            self._show_next()
            self._show_lines()
        if self._waiting:
            self._soon.start(0)

    def finish(self) -> None:
        """Show what was put off."""
        self._soon.stop()
        if self._waiting:
            while self._waiting:
                self._show_next()
            self._show_lines()

    def _show(self, view: SectionView, showing: Showing, *, other_page: bool) -> None:
        view.show_all(showing, other_page=other_page)
        if self.keys is not None:
            for cell in view.cells:
                cell.listen(self.keys)

    def _show_lines(self) -> None:
        """Part the sections by lines; let the columns of scores stand below each other; strike out grades."""
        shown = [self._made[each.id] for each in self.form.sections if not each.aside and not self.waits(each)]
        first = next((view for view in shown if view.is_wanted()), None)
        for view in shown:
            view.top_line.setVisible(view is not first and not isinstance(view, ScoresSection))
        if len(self._scores) > 1:
            for each in self._scores:
                each.arrange_again()
        self._show_grades()

    def show_some(self, showing: Showing, keys: Iterable[EntryKey]) -> None:
        """Show the entries that changed; what was put off is shown as it is then."""
        self.showing = showing
        wanted = set(keys)
        for section in self.form.sections:
            if self.waits(section):
                continue
            view = self._section(section)
            mine = [cell.key for cell in view.cells if cell.key in wanted]
            if mine or section.aside:  # what stands aside tells about entries of other sections too
                view.show_some(showing, mine)
            elif view.isHidden() == view.is_wanted():
                view.setVisible(view.is_wanted())
        self._show_grades()

    # Where it stands

    def arrange(self, width: int, place: bool) -> int:
        """Set the sections that are shown below each other."""
        theme = Theme.of(self)
        side, y = theme.gap(22), theme.gap(2)
        for section in self.form.sections:
            view = self._made.get(section.id)
            if section.aside or view is None or view.isHidden():
                continue
            high = view.heightForWidth(width - 2 * side)
            if place:
                self.put(view, side, y, width - 2 * side, high, width)
            y += high
        return y + theme.gap(12)

    def sizeHint(self) -> QSize:
        """Give the height at the width it has, or will have."""
        wide = self._width()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Give the height that is scrolled through."""
        return QSize(80, self.heightForWidth(self._width()))

    def _width(self) -> int:
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return self.width()
        return self.seen().width() if self.seen is not None else Theme.of(self).px(MIDDLING)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let what was put off wait while nobody sees the form."""
        super().hideEvent(event)
        self._soon.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper; what was put off comes next."""
        if self._waiting and not self._soon.isActive():
            self._soon.start(BREATH)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("surface"))

    def _show_grades(self) -> None:
        """Strike out the grades an event's term does not have (CTCAE)."""
        items = {item.role: item.id for item in self.form.items() if item.role in ("ae.term", "ae.grade")}
        if len(items) != 2 or any(self.waits(self.form.section_of(item)) for item in items.values()):
            return
        term, grade = self._cell(items["ae.term"]), self._cell(items["ae.grade"])
        if not isinstance(grade.editor, StripEditor):
            return
        value = term.state.answer.value if term.state is not None and term.state.answer is not None else None
        grades = ctcae_grades().get(value.strip().casefold()) if isinstance(value, str) else None
        grade.editor.show_existing(None if grades is None else {to_text(each) for each in grades})
        if grade.state is not None and self.showing is not None:
            grade._show_note(grade.state, self.showing.say)

    def _cell(self, item: str) -> Cell:
        view = self._section(self.form.section_of(item))
        return next(cell for cell in view.cells if cell.item.id == item)


def _stops(view: SectionView, *, derived: bool = False) -> Iterable[Cell]:
    """Walk the cells of a section the keyboard visits."""
    if not view.is_wanted():
        return
    for cell in view.cells:
        if cell.visible and cell.editor.can_focus and (derived or not cell.item.is_derived):
            yield cell


def section_view(section: Section, setting: Setting) -> SectionView:
    """Return the view of a section by its layout."""
    if section.aside:
        return AsideSection(section, setting)
    match section.layout:
        case Layout.FIELDS:
            return FieldsSection(section, setting)
        case Layout.SCORES:
            return ScoresSection(section, setting)
        case _:
            return TableSection(section, setting)
