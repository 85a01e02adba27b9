"""What all editors share: one setter, one signal, a name, a description, and the chip of a missing reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.base.problems import Severity
from crf_app.base.values import Answer, Kind
from crf_app.base.words import Say
from crf_app.capture.form_session import ItemState
from crf_app.capture.shown import show_answer, show_number
from crf_app.gui.parts import Access, FieldLook, Mark, TextField
from crf_app.gui.theme import Theme, Themed
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item
from crf_app.study.study import Study


@dataclass(frozen=True)
class Setting:
    """Where editors stand: the study's words, the program's words, the day, and how much room there is.

    `grid` editors stand in rows: they are lower and carry no label of their own. `height` is that of their fields,
    `table` says that the unit stands over the column and figures are set at the trailing side.
    """

    study: Study
    say: Say
    today: date
    grid: bool = False
    height: int = 36
    table: bool = False

    @property
    def language(self) -> str:
        """The language of the window."""
        return self.say.language

    @property
    def reasons(self) -> CodeList:
        """The study's reasons for a missing value."""
        return self.study.codelists[self.study.facts.missing_reasons]


class Editor(QWidget, Themed):
    """Shows one entry and tells what a person writes. It knows no rule and no file."""

    edited = Signal(str)
    """What the person typed or chose, as raw text; empty when the answer was taken away."""

    def __init__(self, item: Item, label: str, setting: Setting) -> None:
        """Make an editor; `label` is its whole name (row and item in a grid)."""
        super().__init__()
        self.item, self.label, self.setting = item, label, setting
        self.state: ItemState | None = None
        self.access = Access.OPEN
        self._earlier = ""
        self._chip: MissingField | None = None
        self._keys: QObject | None = None
        self._high: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def field(self) -> QWidget:
        """The control that takes the keyboard."""
        raise NotImplementedError

    @property
    def focus_target(self) -> QWidget:
        """The control that takes the keyboard now: the chip where a reason stands in its place."""
        return self._chip if self._chip is not None and self._chip.isVisibleTo(self) else self.field

    @property
    def can_focus(self) -> bool:
        """Whether the keyboard can come here."""
        return self.focus_target.focusPolicy() is not Qt.FocusPolicy.NoFocus

    def show_state(self, state: ItemState, access: Access = Access.OPEN, earlier: str = "") -> None:
        """Show an entry; emits nothing and leaves what is being typed alone."""
        self.state, self._earlier = state, earlier
        self.access = Access.READ_ONLY if state.read_only and access is Access.OPEN else access
        answer = state.answer
        look = self.look(state)
        if self.has_own_chip:
            self.show_answer(answer, look)
        else:
            self._swap_chip(look)
            self.show_answer(answer if not look.missing else None, look)
        self._describe(state)

    has_own_chip = False
    """Whether the control shows the missing chip itself."""

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Show the value and the look; a subclass's part of `show_state`."""
        raise NotImplementedError

    def look(self, state: ItemState) -> FieldLook:
        """Return how the field looks in a state."""
        answer = state.answer
        missing = ""
        if answer is not None and answer.missing is not None:
            missing = self.setting.reasons.label(answer.missing).in_(self.setting.language)
        return FieldLook(
            access=self.access,
            mark=mark_of(state),
            unreadable=answer is not None and answer.unreadable is not None,
            missing=missing,
            struck=not state.relevant,
        )

    def note(self) -> str:
        """Return the small line below the field: the other calendar, the words of a reason."""
        answer = self.state.answer if self.state else None
        return answer.comment or "" if answer is not None and answer.missing is not None else ""

    def choose_again(self) -> None:
        """Take the missing reason away."""
        self.edited.emit("")

    def finish(self) -> None:
        """Tell what was typed but not told yet."""

    def listen(self, keys: QObject) -> None:
        """Let `keys` see the keys before the control does."""
        if self._keys is None:
            self._keys = keys
            for each in self.key_targets():
                each.installEventFilter(keys)

    def key_targets(self) -> tuple[QWidget, ...]:
        """Return the controls keys are pressed in."""
        return (self.field,)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the control itself wants Enter, an arrow or Escape now, before the form does."""
        return False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed or chosen here."""
        return self.state is None or self.state.answer is None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the chip of a reason give way to what is typed over it."""
        chip = self._chip
        if chip is not None and chip.hasFocus() and event.text().strip():
            self.field.keyPressEvent(event)
            return
        event.ignore()

    def sizeHint(self) -> QSize:
        """Give the size of the control."""
        return self.field.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Give the least size of the control."""
        return self.field.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the control fill the editor."""
        self._place()

    def theme_changed(self, theme: Theme) -> None:
        """Take the size again."""
        self._high = None
        self.updateGeometry()
        self._place()

    def adopt(self, field: QWidget) -> None:
        """Take a control in."""
        field.setParent(self)
        if not field.accessibleName():
            field.setAccessibleName(self.label)

    def height_at(self, width: int) -> int:
        """Return the height of the control at a width; kept, because rows ask for it again and again."""
        if self.hasHeightForWidth():
            return max(self.heightForWidth(width), self.field.minimumHeight())
        if self._high is None:
            self._high = self.sizeHint().height()
        return self._high

    def fits(self, width: int) -> int:
        """Return the width the control takes of what there is."""
        fixed = self.field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
        return min(width, self.field.sizeHint().width()) if fixed and not self.stretches else width

    stretches = False
    """Whether the control fills the width it is given."""

    def written(self) -> int:
        """Return the width in which what stands here is read whole; 0 where the control's own width does."""
        chip = self._chip
        return chip.width_of_text() if chip is not None and chip.isVisibleTo(self) else 0

    def _place(self) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for control in (self.field, self._chip):
            if control is None:
                continue
            wide = self.fits(self.width())
            if control is self._chip and control is not None:
                wide = min(self.width(), max(Theme.of(self).px(196), self._chip.width_of_text()))
            high = self.height()
            control.setGeometry(self.width() - wide if rtl else 0, 0, wide, high)

    def _swap_chip(self, look: FieldLook) -> None:
        if look.missing and self._chip is None:
            self._chip = MissingField(self.label, self.setting.height)
            self._chip.setParent(self)
            self._chip.missing_removed.connect(self.choose_again)
            if self._keys is not None:
                self._chip.installEventFilter(self._keys)
            self._place()
        if self._chip is None:
            return
        shown = bool(look.missing)
        had = self.field.hasFocus() or self._chip.hasFocus()
        self._chip.show_look(look)
        self._chip.setVisible(shown)
        self.field.setVisible(not shown)
        if shown:
            self._place()
        if had:
            self.focus_target.setFocus()

    def _describe(self, state: ItemState) -> None:
        target, words = self.focus_target, self.described(state)
        if target.accessibleDescription() != words:
            target.setAccessibleDescription(words)

    def described(self, state: ItemState) -> str:
        """Return what a person who listens hears after the name: unit, range, earlier value, state."""
        say, item, language = self.setting.say, self.item, self.setting.language
        parts = [item.unit_in(language)] if item.unit else []
        span = item.expected or item.possible
        if span is not None:
            if span.low is not None and span.high is not None:
                low, high = show_number(span.low, language), show_number(span.high, language)
                parts.append(say("expected {low} to {high}", low=low, high=high))
            elif span.low is not None:
                parts.append(say("expected {low} or more", low=show_number(span.low, language)))
        if self._earlier:
            parts.append(self._earlier)
        answer = state.answer
        if answer is not None and answer.missing is not None:
            reason = show_answer(item, answer, None, language, reasons=self.setting.reasons)
            parts.append(say("missing: {reason}", reason=reason))
        elif answer is not None and answer.unreadable is not None:
            parts.append(say("cannot be read"))
        elif state.required and answer is None:
            parts.append(say("not answered"))
        if self.access is Access.LOCKED:
            parts.append(say("locked"))
        elif self.access is Access.READ_ONLY:
            parts.append(say("read only"))
        if not state.relevant:
            parts.append(say("kept, does not apply now"))
        asked = sum(1 for problem in state.problems if problem.severity is not Severity.NOTE)
        if asked:
            parts.append(say.n("{n} question", "{n} questions", asked))
        return ", ".join(parts)


class MissingField(TextField):
    """The chip of a missing reason in place of a control that is no line of text."""

    def __init__(self, label: str, height: int) -> None:
        super().__init__(label, width=196, height=height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the reason off with Backspace; leave the rest to the editor."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            super().keyPressEvent(event)
        else:
            event.ignore()


def mark_of(state: ItemState) -> Mark | None:
    """Return the mark in the field: an open question, an answered one, or a note."""
    live = [query for query in state.queries if query.is_live]
    answered = {query.check for query in live if query.state == "answered"}
    asking = [p for p in state.problems if p.severity is not Severity.NOTE and p.code != "unreadable"]
    if any(query.state == "open" for query in live) or any(p.code not in answered for p in asking):
        return Mark.QUERY
    if live:
        return Mark.ANSWERED
    return Mark.NOTE if any(p.severity is Severity.NOTE for p in state.problems) else None


def codes_of(setting: Setting, item: Item) -> CodeList | None:
    """Return the code list of an item that has one."""
    has = item.codes is not None or item.kind is Kind.YES_NO
    return setting.study.codes_of(item) if has else None
