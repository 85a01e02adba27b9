"""What the layouts of sections share: a title, cells, and questions that open below a line of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Editor, Setting
from crf_app.gui.models.source_words import with_source
from crf_app.gui.pages.arranged import MIDDLING, Arranged
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.questions import Deed
from crf_app.gui.parts import Hairline, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.study.form import Section


class SectionView(Arranged):
    """One section of a form."""

    edited = Signal(object, str)
    """An entry's key and the raw text a person gave it."""

    done = Signal(object)
    """A `Deed`: a way out of a question was taken."""

    asked_row = Signal(str, str)
    """A row of a log is to be added (empty row) or removed: section and row."""

    def __init__(self, section: Section, setting: Setting) -> None:
        super().__init__()
        self.resize(Theme.of(self).px(MIDDLING), 1)  # or showing it would have it measure itself once for nothing
        self.section, self.setting = section, setting
        self.cells: list[Cell] = []
        title = section.title.in_(setting.language)
        if section.blinded:
            title = setting.say("{section} (unblinded)", section=title)
        title = with_source(title, section.recorded_here, setting.say)
        self.title = TextLabel(title, Role.BODY_STRONG, parent=self)
        self.setAccessibleName(title)
        self.top_line = Hairline(parent=self)
        self._showing: Showing | None = None

    # What is shown

    def show_all(self, showing: Showing, *, other_page: bool = True) -> None:
        """Show another page, or the same page as the file holds it now."""
        self._showing = showing
        moved = other_page
        if other_page or self.rows_changed(showing):
            self.prepare(showing)
            moved = True
        self.show_some(showing, [cell.key for cell in self.cells], force=moved)

    def rows_changed(self, showing: Showing) -> bool:
        """Whether the page has other rows than those shown."""
        return False

    def show_some(self, showing: Showing, keys: Iterable[EntryKey], *, force: bool = False) -> None:
        """Show the entries that changed."""
        self._showing = showing
        wanted = set(keys)
        moved = force
        for cell in self.cells:
            if cell.key in wanted:
                moved |= cell.show(showing.session.state(cell.key), showing, self.earlier_words(cell))
        self.after(showing)
        self.setVisible(self.is_wanted())
        if moved:
            self.arrange_again()

    def prepare(self, showing: Showing) -> None:
        """Make ready for a page: rows of a log, earlier visits."""

    def after(self, showing: Showing) -> None:
        """Show what hangs on several entries."""

    def earlier_words(self, cell: Cell) -> str:
        """Return the earlier values of an entry as they are spoken."""
        return ""

    def is_wanted(self) -> bool:
        """Whether anything of the section is shown."""
        return self._showing is not None and self._showing.shows(self.section)

    def adopt(self, cell: Cell) -> Cell:
        """Take a cell in and pass on what it tells."""
        cell.edited = lambda raw: self.edited.emit(cell.key, raw)
        cell.made = lambda: self._put_in_order(cell)
        cell.done = self._deed
        return cell

    def _put_in_order(self, cell: Cell) -> None:
        """Let an editor that is made later than those behind it be found before them, as it is read."""
        place = self.cells.index(cell) if cell in self.cells else len(self.cells)
        after = next((each for each in self.cells[place + 1 :] if each.has_editor), None)
        if after is not None:
            cell.editor.stackUnder(after.editor)

    def _deed(self, deed: Deed) -> None:
        self.done.emit(deed)

    # Where it stands

    def boxes_below(self, cells: Iterable[Cell], y: float, width: int, place: bool) -> float:
        """Place the questions of some cells at their full width; returns where they end."""
        theme = Theme.of(self)
        for cell in cells:
            if not cell.visible:
                continue
            for box in cell.boxes:
                high = height_of(box, width)
                if place:
                    self.put(box, 0, y + theme.gap(2), width, high, width)
                    box.show()
                y += high + theme.gap(8)
        return y


def height_of(widget: QWidget, width: int) -> int:
    """Return the height a widget wants at a width."""
    if isinstance(widget, Editor):
        return widget.height_at(width)
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        layout.activate()  # what lies in layouts within it may have changed since it was asked last
        return max(layout.heightForWidth(width), widget.minimumHeight())
    high = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
    return max(high if high > 0 else widget.sizeHint().height(), widget.minimumHeight())
