"""How the keyboard goes from page to page, and what is saved when it leaves a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.pages import beside
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.field_moves import FieldMoves
from crf_app.gui.pages.form_fold import FormFold
from crf_app.gui.pages.form_footer import FormFooter
from crf_app.gui.pages.form_review import FormReview
from crf_app.gui.pages.form_view import BREATH
from crf_app.gui.pages.form_work import FormWork
from crf_app.gui.pages.item_history import ItemHistory


class FormMoves(FieldMoves, FormFold):
    """The part of the form page that moves the keyboard, and saves when it goes elsewhere."""

    work: FormWork
    review: FormReview
    footer: FormFooter
    _place: PagePlace | None
    _landed: QWidget | None = None
    """Where Qt put the keyboard when the form before went from under it."""

    def event(self, event: QEvent) -> bool:
        """Save what is typed when the window is not worked in any more."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self.keep()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what is typed when the page is not seen any more."""
        super().hideEvent(event)
        self.keep()

    def _looked_away(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive and self.isVisible():
            self.keep()

    def keep(self) -> None:
        """Record what is typed without asking anything."""
        if self._focused is not None:
            self._focused.editor.finish()
        self.work.keep()

    def _begin(self, place: PagePlace, item: EntryKey | None, *, at_once: bool = False) -> None:
        """Put the keyboard to an item, or to the first entry that wants something; not before its part is seen."""
        view = self._view
        if self._place != place or view is None or view.showing is None or not self.isVisible():
            return
        now, showing = QApplication.focusWidget(), view.showing
        if item is None and now is not None and now is not self._landed and view.isAncestorOf(now):
            return  # somebody went there meanwhile

        def wanting(key: EntryKey) -> bool:
            return key == item if item is not None else beside.wants_attention(showing, key)

        if not at_once and view.put_off(wanting):
            QTimer.singleShot(BREATH, self, lambda: self._begin(place, item, at_once=True))
        elif item is not None:
            self.go_to(view.cell(item))
        else:
            self.go_to(view.first_stop(wanting) or view.first_stop())

    def _left_field(self, now: QWidget | None) -> None:
        if now is None:  # the window lost the keyboard, nobody left the field
            self.work.keep()
        else:
            self.work.commit()

    def _at_field(self) -> None:
        if self._view is not None and self.work.session is not None:
            self.panel.show_sections(beside.sections_of(self._view, self.work.session, self._section(), self._say))

    def _unfold(self, cell: Cell) -> None:
        if self._view is not None and self._aside_in_tabs:
            aside = self._view.section_of(cell).section.aside
            names: list[QWidget] = [view for _, view in self.aside.parts()]
            here = names.index(self._view.section_of(cell)) + 1 if aside else 0
            self.tabs.setCurrentIndex(here)

    def _go_out(self, step: int) -> None:
        if step > 0:
            self.footer.button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.panel.setFocus()

    def go_page(self, step: int) -> None:
        """Go to the next or the previous page of the visit."""
        page = self._beside_page(step)
        if page is not None:
            self.leaving()
            self._frame.navigator.replace(to.Form(page))

    def _beside_page(self, step: int) -> PagePlace | None:
        if self._place is None:
            return None
        pages = beside.pages_of(self._frame.desk, self._place)
        place = pages.index(self._place) + step
        return pages[place] if 0 <= place < len(pages) else None

    def _open_page(self, page: str) -> None:
        self._frame.navigator.replace(to.Form(PagePlace.parse(page)))

    def _back(self) -> None:
        if self._place is not None:
            self._frame.go(to.Subject(self._place.subject))

    # What keys do at an entry

    def show_history(self, cell: Cell | None) -> None:
        """Show what an entry, or the page, went through."""
        if self._place is None:
            return
        self.leaving()
        title = self._say("History of {item}", item=cell.words if cell is not None else self.title())
        key = cell.key if cell is not None else None
        sheet = ItemHistory(self.window(), self._frame, self._place, key, title)
        sheet.open(sheet.closes_with)

    def ask_query(self, cell: Cell | None) -> None:
        """Ask a query about an entry or the page."""
        self.review.ask_query(cell.key if cell is not None else None)

    def verify(self, cell: Cell) -> bool:
        """Mark an entry as compared with its source and go on to the next; False where that is not for this person."""
        if not self.work.rights.verify:
            return False
        if self.review.verify(cell.key):
            self.go(1)
        return True

    def help(self) -> None:
        """Show the help of the focused item, where it is folded away."""
        if self._aside_in_tabs:
            self.tabs.setCurrentIndex(self.tabs.count() - 1)

    def escape(self, cell: Cell | None) -> None:
        """Take back what is typed in the field; with nothing typed, go back."""
        if not self._take_back(cell):
            self._frame.back()
