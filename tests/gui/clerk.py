"""The clerk: works at a form in the coordinator's words, and there only clicks and types.

    clerk = Clerk(window)
    clerk.signs_in("rahimi", "a good password")
    clerk.opens("A-01").starts_visit("screening", date(2025, 5, 22)).form("edss").enters(total="3.5", visual="2")

Controls are found by the names every editor bears (``item`` or ``row.item``), the keyboard is moved by clicking, texts
are typed, fields are left with Tab. What the clerk reads back comes from the controls, never from the file.

Pages are opened by their address, so that a test of a form need not walk there; the nurse (nurse.py) finds her way
through the window with clicks and keys alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.ask import Question
from crf_app.gui.editors import Editor
from crf_app.gui.editors.choices import ComboEditor, ListField, StripEditor
from crf_app.gui.editors.codes import CodesEditor
from crf_app.gui.editors.lines import LineEditor, LongTextEditor, MeasuredEditor
from crf_app.gui.editors.term import TermEditor
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.log_page import LogPage
from crf_app.gui.parts import Button, ComboField, QuestionBox, TextArea, TextField
from crf_app.gui.why_sheet import WhySheet
from crf_app.services.script import EnterPage, MissingAnswer, NotDonePage, Typed

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class CannotDo(AssertionError):  # noqa: N818 - the clerk's words
    """The window does not let the clerk do it; the words say what the clerk saw."""


class Room(Frame, Protocol):
    """The room of a signed-in person, as far as the clerk needs it."""

    def window(self) -> QWidget:
        """Return the window the room is in."""
        ...


class Clerk:
    """Somebody at the window."""

    def __init__(self, room: Any) -> None:
        """Sit down; `room` is a window (its room is used once somebody signed in) or a frame."""
        self._given = room
        self._page_of: str = ""
        self._visit: VisitPlace | None = None
        self._place: PagePlace | None = None

    # Who and where

    @property
    def room(self) -> Any:
        """The room the clerk works in."""
        return getattr(self._given, "room", None) or self._given

    @property
    def window(self) -> QWidget:
        """The window."""
        window = self.room.window()
        assert isinstance(window, QWidget)
        return window

    def signs_in(self, username: str, password: str) -> Clerk:
        """Choose the person, type the password, press Enter."""
        page = self._given.sign_in
        if page is None:
            raise CannotDo("nobody is asked to sign in")
        row = next((row for row in page.rows if row.username == username), None)
        if row is None:
            raise CannotDo(f"{username} is not among those who can sign in")
        click(row)
        click(page.secret)
        QTest.keyClicks(page.secret, password)
        QTest.keyClick(page.secret, Key.Key_Return)
        self.waits(lambda: self._given.room is not None and self.room.desk.actor is not None)
        return self

    def enrols(self, label: str) -> Clerk:
        """Take a new subject in."""
        self.room.act("new_subject")
        self._types_answer(label)
        return self.opens(label)

    def opens(self, label: str) -> Clerk:
        """Go to a subject."""
        subject = self.room.desk.file.find_subject(label)
        if subject is None:
            raise CannotDo(f"there is no subject {label}")
        self._page_of = subject
        self._visit = None
        return self

    def visit(self, visit: str, repeat: int = 1) -> Clerk:
        """Turn to a visit of the subject."""
        self._visit = VisitPlace(self._page_of, visit, repeat)
        return self

    def starts_visit(self, visit: str, day: date | str, repeat: int = 1) -> Clerk:
        """Begin a visit on a day."""
        from crf_app.gui import visit_deeds

        self.visit(visit, repeat)
        planned = self.room.desk.study.schedule.visit(visit)
        if planned.repeating:
            visit_deeds.unscheduled(self.room, self._page_of)
        else:
            assert self._visit is not None
            visit_deeds.begin(self.room, self._visit)
        self._types_answer(str(day))
        return self

    def misses_visit(self, visit: str, reason: str, comment: str = "") -> Clerk:
        """Declare a visit missed."""
        from crf_app.gui import visit_deeds

        self.visit(visit)
        assert self._visit is not None
        visit_deeds.miss(self.room, self._visit)
        self._gives_reason(reason, comment)
        return self

    def form(self, form: str, number: int | None = None) -> Clerk:
        """Open a form of the visit, or page `number` of a log (the next one where none is given)."""
        study = self.room.desk.study
        if form in study.schedule.logs:
            if number is None:
                self.room.go(to.Log(self._page_of, form))
                page = self.room.navigator.page
                assert isinstance(page, LogPage)
                click(page.add)
                place = page.frame_.navigator.place
                assert isinstance(place, to.Form)
                self._place = place.page
            else:
                self._place = PagePlace(self._page_of, None, form, number)
                self.room.go(to.Form(self._place))
        else:
            if self._visit is None:
                raise CannotDo(f"{form} belongs to a visit; say which")
            self._place = PagePlace(self._page_of, self._visit, form)
            self.room.go(to.Form(self._place))
        QApplication.processEvents()
        self._stays_in_front()
        return self

    def _stays_in_front(self) -> None:
        """Without a display a window may lose the keyboard with nobody taking it."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window, 1000)

    # On a page

    @property
    def page(self) -> FormPage:
        """The form page that is shown."""
        page = self.room.navigator.page
        if not isinstance(page, FormPage):
            raise CannotDo("no form is shown")
        return page

    @property
    def view(self) -> FormView:
        """The form that is shown."""
        view = self.page._view
        assert view is not None
        return view

    def _cell(self, name: str) -> Cell | None:
        row, _, item = name.rpartition(".")
        return self.view.cell(EntryKey(item, row))

    def editor(self, name: str) -> Editor:
        """Find an editor by its name; it must be there for the person to use."""
        cell = self._cell(name)
        if cell is None or cell.editor.objectName() != name:
            raise CannotDo(f"the form asks no {name!r}")
        if not cell.visible:
            raise CannotDo(f"{name!r} is hidden on this page")
        return cell.editor

    def enters(self, entries: Mapping[str, Typed | str] | None = None, /, **more: Typed | str) -> Clerk:
        """Type answers, each by its item, down the page; a `MissingAnswer` is given as a reason.

        What the form hides yet waits until other answers bring it up.
        """
        waiting = {**(entries or {}), **more}
        order = [cell.editor.objectName() for cell in self.view.cells()]
        names = sorted(waiting, key=lambda name: order.index(name) if name in order else -1)
        while names:
            hidden = []
            for name in names:
                cell = self._cell(name)
                if cell is not None and not cell.visible:
                    hidden.append(name)
                else:
                    self.gives(name, waiting[name])
            if len(hidden) == len(names):
                raise CannotDo(f"the form hides {hidden}")
            names = hidden
        return self

    def enters_rows(self, rows: Mapping[str, Mapping[str, Typed]]) -> Clerk:
        """Type the answers of fixed rows."""
        for row, entries in rows.items():
            self.enters({f"{row}.{item}": typed for item, typed in entries.items()})
        return self

    def adds_row(self, section: str, entries: Mapping[str, Typed]) -> Clerk:
        """Add a row to a log section and fill it."""
        before = {cell.key.row for cell in self.view.cells()}
        button = self.view.findChild(QAbstractButton, f"add:{section}")
        if button is None or not button.isVisible():
            raise CannotDo(f"no row can be added to {section!r}")
        self._sees(button)
        click(button)
        row = next(cell.key.row for cell in self.view.cells() if cell.key.row not in before)
        return self.enters({f"{row}.{item}": typed for item, typed in entries.items()})

    def gives(self, name: str, typed: Typed | str) -> None:
        """Give one answer and leave the field."""
        editor = self.editor(name)
        self._sees(editor)
        if isinstance(typed, MissingAnswer):
            self._gives_missing(editor, typed)
        elif typed == "":
            self._clears(editor)
        else:
            self._types(editor, typed)
        target = editor.focus_target
        focused = QApplication.focusWidget()
        if focused is not None and editor.isAncestorOf(focused):
            QTest.keyClick(focused, Key.Key_Tab)
        elif target.hasFocus():
            QTest.keyClick(target, Key.Key_Tab)

    def _types(self, editor: Editor, typed: str) -> None:  # noqa: C901 - one case for each kind of editor
        field = editor.field
        match editor:
            case CodesEditor():
                wanted = set(typed.split())
                for code, row in zip(editor._codes, field.rows, strict=True):  # type: ignore[attr-defined]
                    if row.isChecked() != (code in wanted):
                        click(row)
            case StripEditor():
                options = [option.code for option in editor.field.options]
                if typed not in options:
                    raise CannotDo(f"{editor.objectName()} offers {options}, not {typed!r}")
                place = options.index(typed)
                target = editor.focus_target
                if target is not field:
                    click(target)
                    QTest.keyClick(target, Key.Key_Backspace)
                click(field, editor.field.cell(place).center().toPoint())
            case ComboEditor():
                codes = [editor.field.option_at(n).code for n in range(editor.field.count())]
                if typed not in codes:
                    raise CannotDo(f"{editor.objectName()} offers {codes}, not {typed!r}")
                click(editor.field)
                assert isinstance(editor.field, ListField)
                if not editor.field.list.isVisible():
                    raise CannotDo(f"the list of {editor.label} does not open")
                for _ in range(len(codes)):
                    QTest.keyClick(editor.field, Key.Key_Up)
                for _ in range(codes.index(typed)):
                    QTest.keyClick(editor.field, Key.Key_Down)
                QTest.keyClick(editor.field, Key.Key_Return)
            case LongTextEditor():
                click(editor.field.viewport())
                QTest.keyClick(editor.field, Key.Key_A, CTRL)
                if editor.field.toPlainText():
                    QTest.keyClick(editor.field, Key.Key_Delete)
                QTest.keyClicks(editor.field, typed)
            case MeasuredEditor():
                self._begins(editor.field)
                operator = typed[0] if typed[:1] in "<>" else "="
                QTest.keyClicks(editor.field, operator + typed.lstrip("<>"))
            case LineEditor():
                self._begins(editor.field)
                type_text(editor.field, typed)
                if isinstance(editor, TermEditor):
                    QTest.keyClick(editor.field, Key.Key_Escape)
            case _:
                raise CannotDo(f"{editor.objectName()} cannot be written in")

    def _begins(self, field: TextField) -> None:
        click(field)
        if field.isReadOnly():
            raise CannotDo(f"{field.accessibleName()} is read only")
        if not field.text() and field._chip_shown():
            QTest.keyClick(field, Key.Key_Backspace)
        QTest.keyClick(field, Key.Key_A, CTRL)

    def _chooses(self, field: ComboField, place: int) -> None:
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field, Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(field, Key.Key_Down)

    def _clears(self, editor: Editor) -> None:
        target = editor.focus_target
        if isinstance(target, QLineEdit) and target is editor.field:
            self._begins(editor.field)  # type: ignore[arg-type]
        else:
            target.setFocus(Qt.FocusReason.MouseFocusReason)
        QTest.keyClick(target, Key.Key_Backspace)

    def _gives_missing(self, editor: Editor, answer: MissingAnswer) -> None:
        target = editor.focus_target
        if isinstance(editor, ComboEditor | CodesEditor):
            target.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            click(target)
        QTest.keyClick(target, Key.Key_M, CTRL | SHIFT)
        missing = self.page.missing
        if not missing.isVisible():
            raise CannotDo("the list of reasons does not open")
        reasons = self.room.desk.study.codelists[self.room.desk.study.facts.missing_reasons]
        label = reasons.label(answer.missing).in_(self.room.say.language)
        type_text(missing.search, label)
        line = missing.list.current
        if line is None or line.code != answer.missing:
            raise CannotDo(f"the list offers {line}, not {answer.missing}")
        QTest.keyClick(missing.search, Key.Key_Return)
        type_text(missing.comment, answer.comment)
        QTest.keyClick(missing.comment, Key.Key_Return)

    def carries_out(self, step: EnterPage) -> Clerk:
        """Carry out a step of an entry script: open the page, type everything, complete it where asked."""
        self.opens(step.subject)
        if step.visit is not None:
            self.visit(step.visit, step.repeat)
        self.form(step.form, step.number)
        self.enters(step.entries)
        self.enters_rows(step.rows)
        for section, rows in step.log_rows.items():
            for entries in rows:
                self.adds_row(section, entries)
        if step.complete:
            self.completes()
        return self

    def not_done(self, step: NotDonePage) -> Clerk:
        """Declare a page not done."""
        self.opens(step.subject)
        if step.visit is not None:
            self.visit(step.visit, step.repeat)
        self.form(step.form, step.number)
        click(self.page.header.not_done_button)
        self._gives_reason(step.reason, step.comment)
        return self

    def completes(self) -> Clerk:
        """Press "Complete page"; raises with what the window says when it is refused."""
        self.tries_to_complete()
        if self.page.work.state != "complete":
            raise CannotDo(self.page.footer.refusal or "the page is not complete")
        return self

    def tries_to_complete(self) -> Clerk:
        """Press "Complete page" and see what happens."""
        click(self.page.footer.button)
        return self

    def reopens(self, reason: str) -> Clerk:
        """Open a completed page again."""
        click(self.page.footer.again)
        self._types_answer(reason)
        return self

    # Questions

    def questions(self, name: str) -> list[str]:
        """Return what is asked below an editor, as it is read out."""
        cell = self._cell(name)
        assert cell is not None
        return [asked.announced for asked in cell.asked]

    def presses(self, name: str, deed: str) -> Clerk:
        """Press a button of the question below an editor: ``change``, ``explain``, ``answer``, ``close``."""
        cell = self._cell(name)
        assert cell is not None
        for box in cell.boxes:
            button = box.findChild(Button, deed)
            if isinstance(box, QuestionBox) and button is not None:
                self._sees(button)
                click(button)
                return self
        raise CannotDo(f"below {name!r} nobody offers {deed!r}")

    def explains(self, name: str, text: str) -> Clerk:
        """Keep a value and say why."""
        self.presses(name, "explain")
        self._types_answer(text)
        return self

    def answers(self, name: str, text: str) -> Clerk:
        """Answer a person's question."""
        self.presses(name, "answer")
        self._types_answer(text)
        return self

    # What the clerk sees

    def sees(self, name: str) -> str:
        """Return what stands in an editor."""
        editor = self.editor(name)
        state = editor.state
        if isinstance(editor, LineEditor):
            chip = editor.field._look.missing
            return chip or editor.field.text()
        if isinstance(editor, LongTextEditor):
            return editor.field.toPlainText()
        if isinstance(editor, StripEditor | ComboEditor):
            return editor.field.choice or ""
        return str(state.answer.value) if state is not None and state.answer is not None else ""

    # Small questions

    @property
    def question(self) -> Question:
        """The question that lies over the window."""
        for each in self.window.findChildren(Question):
            if each.isVisible():
                return each
        raise CannotDo("nothing is asked")

    def _types_answer(self, text: str) -> None:
        sheet = self.question
        field = next(f for f in sheet.findChildren(QWidget) if isinstance(f, TextField | TextArea))
        QTest.keyClick(field, Key.Key_A, CTRL)
        type_text(field, text)
        self._goes_on(sheet)

    def gives_reason_for_change(self, code: str, comment: str = "") -> Clerk:
        """Answer why a value of a completed page changes: words first, then the key of the reason."""
        sheet = self.question
        if comment:
            words = sheet.findChild(TextField, "reason_words")
            assert isinstance(words, TextField)
            click(words)
            type_text(words, comment)
        button = sheet.findChild(Button, f"reason:{code}")
        if button is None:
            raise CannotDo(f"the list has no reason {code}")
        button.setFocus()
        assert isinstance(sheet, WhySheet)
        QTest.keyClick(button, Qt.Key(Qt.Key.Key_1 + list(sheet.reasons).index(code)))
        if sheet.isVisible():
            raise CannotDo(sheet._problem.accessibleName() or "the question stays open")
        return self

    def _gives_reason(self, code: str, comment: str) -> None:
        sheet = self.question
        combo = next(iter(sheet.findChildren(ComboField)))
        codes = [combo.option_at(n).code for n in range(combo.count())]
        self._chooses(combo, codes.index(code))
        if comment:
            remark = next(f for f in sheet.findChildren(TextField))
            click(remark)
            type_text(remark, comment)
        self._goes_on(sheet)

    def _goes_on(self, sheet: Question) -> None:
        click(sheet.go_on)
        if sheet.isVisible():
            raise CannotDo(sheet._problem.accessibleName() or "the question stays open")

    # Hands

    def _sees(self, widget: QWidget) -> None:
        """Scroll so far that a widget can be clicked."""
        if self.page._pages.count() > 1:
            aside = any(view.isAncestorOf(widget) for view in self.view.aside)
            self.page.tabs.setCurrentIndex(1 if aside else 0)
        if not widget.visibleRegion().contains(widget.rect().center()):
            self.page._scroll.ensureWidgetVisible(widget, 0, 40)
            QApplication.processEvents()

    def waits(self, until: Callable[[], bool], timeout: float = 5.0) -> None:
        """Wait until something holds."""
        end = time.monotonic() + timeout
        while not until():
            if time.monotonic() > end:
                raise CannotDo("it did not happen")
            QTest.qWait(5)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a control with the left button."""
    if not widget.isEnabled():
        raise CannotDo(f"{widget.accessibleName() or widget.objectName()} cannot be pressed now")
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def type_text(field: QWidget, text: str) -> None:
    """Type a text; QTest types Latin letters, others come as an input method brings them."""
    if text.isascii():
        QTest.keyClicks(field, text)
        return
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
