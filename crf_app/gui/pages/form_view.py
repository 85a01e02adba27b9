"""All sections of one form, built once and shown for page after page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crf_app.base.values import to_text
from crf_app.capture.places import EntryKey
from crf_app.expressions.clinical import ctcae_grades
from crf_app.gui.editors import Editor, Setting
from crf_app.gui.editors.choices import StripEditor
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.section_aside import AsideSection
from crf_app.gui.pages.section_fields import FieldsSection
from crf_app.gui.pages.section_scores import ScoresSection
from crf_app.gui.pages.section_table import TableSection
from crf_app.gui.pages.section_view import SectionView
from crf_app.gui.theme import Theme, Themed
from crf_app.study.form import Form, Layout, Section


class FormView(QWidget, Themed):
    """The sections of a form, down the page. Sections that stand aside are made here and shown elsewhere."""

    edited = Signal(object, str)
    done = Signal(object)
    asked_row = Signal(str, str)

    def __init__(self, form: Form, setting: Setting) -> None:
        super().__init__()
        self.form = form
        self._down = QVBoxLayout(self)
        self.sections: list[SectionView] = [section_view(each, setting) for each in form.sections]
        scores = [view for view in self.sections if isinstance(view, ScoresSection) and not view.section.aside]
        for each in scores:
            each.peers = scores
        self.showing: Showing | None = None
        self.keys: QObject | None = None
        for view in self.sections:
            view.edited.connect(self.edited)
            view.done.connect(self.done)
            view.asked_row.connect(self.asked_row)
            if not view.section.aside:
                self._down.addWidget(view)
        self._down.addStretch()
        self.theme_changed(Theme.of(self))

    @property
    def aside(self) -> list[SectionView]:
        """The sections that stand aside."""
        return [view for view in self.sections if view.section.aside]

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
        return next((cell for cell in self.cells() if cell.editor is widget), None) if widget is not None else None

    def section_of(self, cell: Cell) -> SectionView:
        """Return the section a cell stands in."""
        return next(view for view in self.sections if view is cell.owner)

    def show_all(self, showing: Showing, *, other_page: bool = True) -> None:
        """Show a page, or the same page as the file holds it now."""
        self.showing = showing
        first = True
        for view in self.sections:
            view.show_all(showing, other_page=other_page)
            if not view.section.aside and view.is_wanted():
                view.top_line.setVisible(not first and not isinstance(view, ScoresSection))
                first = False
        if self.keys is not None:
            for cell in self.cells():
                cell.editor.listen(self.keys)
        self._show_grades()

    def show_some(self, showing: Showing, keys: Iterable[EntryKey]) -> None:
        """Show the entries that changed."""
        self.showing = showing
        wanted = set(keys)
        for view in self.sections:
            mine = [cell.key for cell in view.cells if cell.key in wanted]
            if mine or view.section.aside:  # what stands aside tells about entries of other sections too
                view.show_some(showing, mine)
            elif view.isHidden() == view.is_wanted():
                view.setVisible(view.is_wanted())
        self._show_grades()

    def stops(self, *, derived: bool = False) -> list[Cell]:
        """Return the cells the keyboard visits, in reading order."""
        return [
            cell
            for cell in self.cells()
            if cell.visible
            and cell.editor.can_focus
            and (derived or not cell.item.is_derived)
            and self.section_of(cell).is_wanted()
        ]

    def theme_changed(self, theme: Theme) -> None:
        """Take the margins."""
        side = theme.gap(22)
        self._down.setContentsMargins(side, theme.gap(2), side, theme.gap(12))
        self._down.setSpacing(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("surface"))

    def _show_grades(self) -> None:
        """Strike out the grades an event's term does not have (CTCAE)."""
        items = {item.role: item.id for item in self.form.items() if item.role in ("ae.term", "ae.grade")}
        if len(items) != 2:
            return
        term, grade = self.cell(EntryKey(items["ae.term"])), self.cell(EntryKey(items["ae.grade"]))
        if term is None or grade is None or not isinstance(grade.editor, StripEditor):
            return
        value = term.state.answer.value if term.state is not None and term.state.answer is not None else None
        grades = ctcae_grades().get(value.strip().casefold()) if isinstance(value, str) else None
        grade.editor.show_existing(None if grades is None else {to_text(each) for each in grades})
        if grade.state is not None and self.showing is not None:
            grade._show_note(grade.state, self.showing.say)


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
