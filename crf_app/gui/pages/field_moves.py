"""Where the keyboard is on a form, and how it goes from field to field and section to section.

It knows no file: the form page and the preview of a study both move this way.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages import beside
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.filling import Filling
from crf_app.gui.pages.form_keys import FormKeys
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.header import Scroll
from crf_app.gui.pages.missing_list import MissingList
from crf_app.gui.parts import Access
from crf_app.gui.theme import Theme

_TAB = Qt.FocusPolicy.TabFocus


class FieldMoves(QWidget):
    """The part of a form's frame that moves the keyboard."""

    keys: FormKeys
    missing: MissingList
    work: Filling
    _view: FormView | None
    _focused: Cell | None
    _scroll: Scroll
    _asked_before: bool = False
    """Whether the entry the keyboard is at had a question when the keyboard came."""

    # What hangs on where the keyboard is

    def _show_focus(self) -> None:
        """Show what hangs on the focused entry: help, keys."""
        raise NotImplementedError

    def _left_field(self, now: QWidget | None) -> None:
        """Do what is due when an entry was left, for `now` or for another window."""

    def _at_field(self) -> None:
        """Do what is due when the keyboard has come to an entry."""

    def _unfold(self, cell: Cell) -> None:
        """Bring up the part of the form an entry stands in, where parts are folded away."""

    def _go_out(self, step: int) -> None:
        """Go on from the last field, or back from the first."""
        raise NotImplementedError

    def _section(self) -> str:
        if self._view is None or self._focused is None:
            return ""
        return self._view.section_of(self._focused).section.id

    def cell_of(self, widget: QWidget | None) -> Cell | None:
        """Return the entry a control belongs to."""
        if self._focused is not None and widget is not None and self._focused.editor.isAncestorOf(widget):
            return self._focused
        return self._view.cell_of(widget) if self._view is not None else None

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
            self._left_field(now)
        if entered is not None:
            self._reveal(entered)
            # Questions may open and push the rest down only after the focus has moved.
            QTimer.singleShot(0, self, lambda: self._reveal_placed(entered))
            self._show_focus()
            self._at_field()

    def _reveal_placed(self, cell: Cell) -> None:
        """Show an entry once everything has its place, unless the keyboard went on."""
        if self._focused is cell:
            self._scroll.settle()
            self._reveal(cell)

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

    # From field to field

    def go_to(self, cell: Cell | None) -> None:
        """Give the keyboard to an entry."""
        if cell is None:
            return
        self._unfold(cell)
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
        else:
            self._go_out(step)

    def tab_from(self, now: QWidget | None, step: int) -> bool:
        """Go on with Tab where a button is next to what has the keyboard; False where a field is next to a field.

        So the ways out of a question, and what adds and removes rows, are reached without a mouse. A question that
        opened while its field was typed in does not stand in the way: Tab goes on, F8 comes back to it.
        """
        view, cell = self._view, self._focused
        if view is None or now is None or not view.holds(now):
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no control wanted."""
        cell = self.cell_of(QApplication.focusWidget())
        if not self.keys.passed_on(event, cell):
            super().keyPressEvent(event)

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
        if view is None or view.showing is None:
            return
        stops = view.stops(derived=True)
        here = stops.index(self._focused) if self._focused in stops else -1
        order = stops[here + 1 :] + stops[: here + 1] if step > 0 else (stops[:here] + stops[here:])[::-1]
        if step < 0 and here >= 0:
            order = stops[:here][::-1] + stops[here:][::-1]
        for cell in order:
            if cell is not self._focused and beside.wants_attention(view.showing, cell.key):
                self.go_to(cell)
                return

    def _open_section(self, section: str) -> None:
        view = self._view
        if view is not None:
            self.go_to(next((c for c in view.stops() if view.section_of(c).section.id == section), None))

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

    def _take_back(self, cell: Cell | None) -> bool:
        """Take back what is typed in a field and not told yet; False where nothing is."""
        if cell is None or not isinstance(cell.editor, LineEditor) or not cell.editor.field.isModified():
            return False
        cell.editor.field.setModified(False)
        if cell.state is not None and self._view is not None and self._view.showing is not None:
            cell.editor.show_state(cell.state, self._view.showing.access)
        return True


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
