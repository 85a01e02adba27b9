"""One entry on a form: its label, its editor, the small line below, and its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from crf_app.base.values import Kind
from crf_app.base.words import Say
from crf_app.capture.form_session import FormSession, ItemState
from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Editor, Setting, make_editor
from crf_app.gui.pages.questions import Asked, Deed, Rights, notes_of, questions_of
from crf_app.gui.parts import Access, Mark, MarkView, ProblemLine, QuestionBox, Run, TextLabel
from crf_app.gui.theme import Role, Theme, Token
from crf_app.study.item import Item


@dataclass
class Showing:
    """What all cells of a form are shown by: the session, who looks, and whether completing was asked."""

    session: FormSession
    say: Say
    access: Access = Access.OPEN
    rights: Rights = field(default_factory=Rights)
    names: Mapping[str, str] = field(default_factory=dict)
    complete_asked: bool = False


class Cell:
    """One entry on a form. `owner` is the section's widget that places the parts."""

    def __init__(
        self, item: Item, key: EntryKey, owner: QWidget, setting: Setting, *, row_label: str = "", strip: str = "",
        stacked: bool = False, editor: Editor | None = None, wrap: bool = False, unit: str = "",
    ) -> None:  # fmt: skip
        """Make label and editor; `stacked` puts the buttons of questions below their words.

        `unit` stands in the label where nothing else tells it.
        """
        words = item.label.in_(setting.language)
        short = item.short.in_(setting.language) or words
        name = setting.say("{row}, {item}", row=row_label, item=words) if row_label else words
        self.item, self.owner, self.setting = item, owner, setting
        self.words, self.short, self.stacked, self._wrap = words, short, stacked, wrap
        self.key = key
        self.state: ItemState | None = None
        self.editor: Editor = editor or make_editor(item, name, setting, strip=strip)
        self.editor.setParent(owner)
        self._labelled = f"{words} ({unit})" if unit else words
        self._label: TextLabel | None = None
        self._label_width: tuple[Theme, int] | None = None
        self.ring: MarkView | None = None
        self.note: TextLabel | None = None
        self.boxes: list[QWidget] = []
        self.asked: tuple[Asked, ...] = ()
        self.visible = True
        self.done: Callable[[Deed], None] = lambda _deed: None
        self.show_key(key)

    @property
    def label(self) -> TextLabel:
        """The words of the item, made when they are needed."""
        if self._label is None:
            in_rows = self.setting.grid and not self.setting.table and not self._wrap
            role = Role.BODY if in_rows else Role.SMALL if self._wrap else Role.CAPTION
            colour: Token = "text" if in_rows else "text-2"
            self._label = TextLabel(self._labelled, role, colour, wrap=self._wrap, parent=self.owner)
            self._label.setBuddy(self.editor.focus_target)
            self._label.setVisible(self.visible)
        return self._label

    def label_width(self) -> int:
        """Return the width of the label's words on one line; kept, because rows ask for it again and again."""
        theme = Theme.of(self.owner)
        if self._label_width is None or self._label_width[0] is not theme:
            self._label_width = (theme, self.label.sizeHint().width())
        return self._label_width[1]

    @property
    def unit_given(self) -> str:
        """The unit the answer was given in, where it is another than the item's first."""
        answer = self.state.answer if self.state else None
        return (answer.unit or "") if answer is not None else ""

    @property
    def has_label(self) -> bool:
        """Whether the label was made."""
        return self._label is not None

    def show_key(self, key: EntryKey) -> None:
        """Stand for another entry (rows of a log)."""
        self.key = key
        self.editor.setObjectName(f"{key.row}.{key.item}" if key.row else key.item)

    def show(self, state: ItemState, showing: Showing, earlier: str = "") -> bool:
        """Show the entry's state; tells whether it takes another room than before."""
        ring = showing.complete_asked and state.required and state.relevant and state.answer is None
        before = self._form()
        self.visible = state.relevant or state.answer is not None
        if state != self.state or self.editor.access is not showing.access:
            self.state = state
            self.editor.show_state(state, showing.access, earlier)
        self.editor.setVisible(self.visible)
        if self._label is not None:
            self._label.setVisible(self.visible)
            struck = not state.relevant and self.visible
            self._label.show_text([Run(self._labelled, struck=struck)])
        self._show_ring(ring and self.visible, showing.say)
        self._show_note(state, showing.say)
        asked: tuple[Asked, ...] = ()
        if self.visible and self.item.kind is not Kind.NOTE:
            asked = questions_of(state, self.item, self.setting.study, showing.rights, showing.names, showing.say)
        if asked != self.asked:
            self._show_boxes(asked, showing.say)
        return before != self._form()

    def _form(self) -> tuple[object, ...]:
        note = self.note is not None and self.note.isVisibleTo(self.owner)
        ring = self.ring is not None and self.ring.isVisibleTo(self.owner)
        # The column of a worked-out value is as wide as what stands in it.
        worked_out = self.editor.sizeHint().width() if self.setting.table and self.item.is_derived else 0
        return self.visible, note, self.asked, ring, self.unit_given, worked_out

    def _show_ring(self, wanted: bool, say: Say) -> None:
        if wanted and self.ring is None:
            self.ring = MarkView(Mark.EMPTY, say("{item}, still empty", item=self.words), 13, parent=self.owner)
        if self.ring is not None:
            self.ring.setVisible(wanted)

    def _show_note(self, state: ItemState, say: Say) -> None:
        if not state.relevant and self.visible:
            words = say("kept, does not apply now")
        else:
            words = self.editor.note() or notes_of(state)
        if self.setting.grid and not words:
            words = notes_of(state)
        if words and self.note is None:
            self.note = TextLabel("", Role.CAPTION, "text-3", wrap=True, parent=self.owner)
        if self.note is not None:
            self.note.show_text(words)
            self.note.setVisible(bool(words) and self.visible)

    def _show_boxes(self, asked: tuple[Asked, ...], say: Say) -> None:
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.asked = asked
        self.boxes = [self._box(each, say) for each in asked]
        for box in self.boxes:
            box.setParent(self.owner)
            box.show()

    def _box(self, asked: Asked, say: Say) -> QWidget:
        if asked.unreadable:
            line = ProblemLine()
            line.show_text([Run(asked.title)])
            line.setObjectName(f"problem:{self.editor.objectName()}")
            return line
        announce = say("Question: {text}", text=asked.announced) if asked.mark is Mark.QUERY else ""
        box = QuestionBox(asked.title, asked.text, mark=asked.mark, announce=announce, stacked=self.stacked)
        box.setObjectName(f"question:{asked.about}:{self.editor.objectName()}")
        for words in asked.said:
            box.words.addWidget(TextLabel(words, Role.SMALL, "text-2", wrap=True))
        for name, words, quiet in asked.buttons:
            box.add_button(name, words, quiet=quiet).setObjectName(name)
        box.pressed.connect(lambda name: self.done(Deed(name, self.key, asked.about, asked.title, asked.value)))
        return box
