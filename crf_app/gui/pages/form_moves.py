"""Where the keyboard is on a form, and how it goes from field to field, section to section, page to page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QStackedWidget, QTabBar, QWidget

from crf_app.base.words import Say
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.navigation import Frame, Page
from crf_app.gui.pages import beside
from crf_app.gui.pages.aside import AsideColumn
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.form_footer import FormFooter
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.form_work import FormWork
from crf_app.gui.pages.item_history import ItemHistory
from crf_app.gui.pages.missing_list import MissingList
from crf_app.gui.pages.visit_panel import VisitPanel
from crf_app.gui.parts import Access
from crf_app.gui.theme import Theme

_TAB = Qt.FocusPolicy.TabFocus


class FormMoves(Page):
    """The part of the form page that moves the keyboard, and saves when it goes elsewhere."""

    work: FormWork
    panel: VisitPanel
    footer: FormFooter
    aside: AsideColumn
    tabs: QTabBar
    _frame: Frame
    _view: FormView | None
    _place: PagePlace | None
    _focused: Cell | None
    _scroll: QScrollArea
    _pages: QStackedWidget
    _say: Say
    missing: MissingList
    _asked_before: bool = False
    """Whether the entry the keyboard is at had a question when the keyboard came."""

    def _show_focus(self) -> None:
        """Show what hangs on the focused entry: help, keys."""
        raise NotImplementedError

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

    def _section(self) -> str:
        if self._view is None or self._focused is None:
            return ""
        return self._view.section_of(self._focused).section.id

    def _begin(self, place: PagePlace, item: EntryKey | None) -> None:
        if self._place != place or self._view is None or not self.isVisible():
            return
        now = QApplication.focusWidget()
        if item is not None:
            self.go_to(self._view.cell(item))
            return
        if now is not None and self._view.isAncestorOf(now):
            return
        stops = self._view.stops()
        wanting = (cell for cell in stops if beside.wants_attention(cell, complete_asked=True))
        self.go_to(next(wanting, None) or next(iter(stops), None))

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        view = self._view
        if view is None or not self.isVisible():
            return
        left, entered = self._focused, view.cell_of(now)
        if left is entered and left is not None:
            return
        if entered is not None:
            self._focused, self._asked_before = entered, bool(entered.asked)
        if left is not None and view.cell_of(old) is left:
            if now is None:  # the window lost the keyboard, nobody left the field
                self.work.keep()
            else:
                self.work.commit()
        if entered is not None:
            self._reveal(entered)
            # Questions may open and push the rest down only after the focus has moved.
            QTimer.singleShot(0, self, lambda: self._reveal(entered) if self._focused is entered else None)
            self._show_focus()
            if self.work.session is not None:
                self.panel.show_sections(beside.sections_of(view, self.work.session, self._section(), self._say))

    def _reveal(self, cell: Cell) -> None:
        """Scroll no further than needed to show an entry with its label and its questions."""
        view = self._view
        if view is None or not view.isAncestorOf(cell.editor):
            return
        air = Theme.of(self).px(28)
        top = cell.editor.mapTo(view, QPoint(0, 0)).y() - air
        bottom = max(part.mapTo(view, QPoint(0, part.height())).y() for part in (cell.editor, *cell.boxes)) + air
        bar, room = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if bottom > bar.value() + room:
            bar.setValue(min(bottom - room, top))
        if top < bar.value():
            bar.setValue(max(0, top))

    def go_to(self, cell: Cell | None) -> None:
        """Give the keyboard to an entry."""
        if cell is None:
            return
        if self._view is not None and self._pages.count() > 1:
            aside = self._view.section_of(cell).section.aside
            names: list[QWidget] = [view for _, view in self.aside.parts()]
            here = names.index(self._view.section_of(cell)) + 1 if aside else 0
            self.tabs.setCurrentIndex(here)
        target = cell.editor.focus_target
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(cell.editor, LineEditor):
            cell.editor.field.selectAll()

    def go(self, step: int, *, derived: bool = False) -> None:
        """Go to the next or the previous field; after the last comes the button."""
        view = self._view
        if view is None or (derived and self.tab_from(QApplication.focusWidget(), step)):
            return
        stops = view.stops(derived=derived)
        if self._focused not in stops:
            self.go_to(next(iter(stops), None))
            return
        place = stops.index(self._focused) + step
        if 0 <= place < len(stops):
            self.go_to(stops[place])
        elif place >= len(stops):
            self.footer.button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.panel.setFocus()

    def tab_from(self, now: QWidget | None, step: int) -> bool:
        """Go on with Tab where a button is next to what has the keyboard; False where a field is next to a field.

        So the ways out of a question, and what adds and removes rows, are reached without a mouse. A question that
        opened while its field was typed in does not stand in the way: Tab goes on, F8 comes back to it.
        """
        view, cell = self._view, self._focused
        if view is None or now is None:
            return False
        at_question = cell is not None and any(box.isAncestorOf(now) for box in cell.boxes)
        stops = _tab_stops(view, cell if self._asked_before or at_question else None)
        place = next((n for n, stop in enumerate(stops) if stop is now or stop.isAncestorOf(now)), None)
        if place is None or not 0 <= place + step < len(stops):
            return False
        wanted, entered = stops[place + step], view.cell_of(stops[place + step])
        if entered is None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(wanted, 0, Theme.of(self).px(24))
        elif isinstance(stops[place], QAbstractButton) and view.cell_of(stops[place]) is None:
            self.go_to(entered)
        else:
            return False
        return True

    def focusNextPrevChild(self, following: bool) -> bool:
        """Lead Tab on from a button of the form; elsewhere as Qt does."""
        step = 1 if following else -1
        return self.tab_from(QApplication.focusWidget(), step) or super().focusNextPrevChild(following)

    def go_row(self, step: int) -> bool:
        """Go to the same item in the row below or above; to the next score in a grid."""
        view, cell = self._view, self._focused
        if view is None or cell is None or not cell.setting.grid:
            return False
        stops = [each for each in view.stops() if view.section_of(each) is view.section_of(cell)]
        if cell.key.row:
            stops = [each for each in stops if each.item.id == cell.item.id]
        place = stops.index(cell) + step if cell in stops else -1
        if 0 <= place < len(stops):
            self.go_to(stops[place])
        return True

    def go_section(self, step: int) -> None:
        """Go to the first field of the next or the previous section."""
        view = self._view
        if view is None:
            return
        stops = view.stops()
        order = list(dict.fromkeys(view.section_of(cell).section.id for cell in stops))
        if not order:
            return
        here = order.index(self._section()) if self._section() in order else -1
        place = min(max(here + step, 0), len(order) - 1)
        self._open_section(order[place])

    def go_question(self, step: int) -> None:
        """Go to the next open question or empty required item, round the page."""
        view = self._view
        if view is None:
            return
        stops = view.stops(derived=True)
        here = stops.index(self._focused) if self._focused in stops else -1
        order = stops[here + 1 :] + stops[: here + 1] if step > 0 else (stops[:here] + stops[here:])[::-1]
        if step < 0 and here >= 0:
            order = stops[:here][::-1] + stops[here:][::-1]
        for cell in order:
            if cell is not self._focused and beside.wants_attention(cell, complete_asked=True):
                self.go_to(cell)
                return

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

    def _open_section(self, section: str) -> None:
        view = self._view
        if view is not None:
            self.go_to(next((c for c in view.stops() if view.section_of(c).section.id == section), None))

    def _back(self) -> None:
        if self._place is not None:
            self._frame.go(to.Subject(self._place.subject))

    # What keys do at an entry

    def open_missing(self, cell: Cell) -> None:
        """Offer the reasons why there is no value."""
        if self.work.access is not Access.OPEN or cell.item.is_derived:
            return
        key, answer = cell.key, cell.state.answer if cell.state is not None else None
        reason = answer.missing or "" if answer is not None else ""
        comment = answer.comment or "" if answer is not None else ""

        def then(code: str, words: str) -> None:
            if isinstance(cell.editor, LineEditor):
                cell.editor.field.setModified(False)
            self.work.put_missing(key, code, words)
            self.go_to(cell)

        self.missing.open_at(cell.editor.focus_target, then, reason=reason, comment=comment)

    def put_now(self, cell: Cell, *, with_time: bool) -> None:
        """Put today or now into a date or a time."""
        if isinstance(cell.editor, LineEditor):
            cell.editor.field.setModified(False)
        self.work.now(cell.key, with_time=with_time)

    def carry(self, cell: Cell) -> None:
        """Take the value of the visit before."""
        self.work.carry(cell.key)

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
        self.work.ask_query(cell.key if cell is not None else None)

    def help(self) -> None:
        """Show the help of the focused item, where it is folded away."""
        if self._pages.count() > 1:
            self.tabs.setCurrentIndex(self.tabs.count() - 1)

    def escape(self, cell: Cell | None) -> None:
        """Take back what is typed in the field; with nothing typed, go back."""
        if cell is not None and isinstance(cell.editor, LineEditor) and cell.editor.field.isModified():
            cell.editor.field.setModified(False)
            if cell.state is not None and self._view is not None and self._view.showing is not None:
                cell.editor.show_state(cell.state, self._view.showing.access)
            return
        self._frame.back()


def _tab_stops(view: FormView, asked: Cell | None) -> list[QWidget]:
    """What Tab visits: each entry, the ways out of what is `asked`; after a section, the buttons of its rows."""
    stops: list[QWidget] = []
    cells = view.stops(derived=True)
    for section in sorted(view.sections, key=lambda each: each.section.aside):
        for cell in (each for each in cells if view.section_of(each) is section):
            stops.append(cell.editor.focus_target)
            if cell is asked:
                stops += [button for box in cell.boxes for button in _buttons(box)]
        boxes = [box for cell in section.cells for box in cell.boxes]
        stops += [
            button
            for button in _buttons(section)
            if view.cell_of(button) is None and not any(box.isAncestorOf(button) for box in boxes)
        ]
    return stops


def _buttons(within: QWidget) -> list[QAbstractButton]:
    found = within.findChildren(QAbstractButton)
    return [each for each in found if each.isVisible() and each.isEnabled() and each.focusPolicy() & _TAB]
