"""One entry on a form: its label, its editor, the small line below, and its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crf_app.base.values import Kind
from crf_app.base.words import Say, mark
from crf_app.capture.form_session import FormSession, ItemState
from crf_app.capture.holds import Level
from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Editor, Setting, make_editor
from crf_app.gui.models.source_words import source_sentence, source_word
from crf_app.gui.pages.questions import Asked, Deed, Rights, notes_of, questions_of
from crf_app.gui.parts import Access, Mark, MarkView, ProblemLine, QuestionBox, Run, TextLabel
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Token
from crf_app.services.verification import Compared
from crf_app.study.form import Layout, Section
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
    sources: Mapping[EntryKey, Compared] = field(default_factory=dict)
    held: Mapping[EntryKey, Level] = field(default_factory=dict)
    _asked: dict[EntryKey, tuple[ItemState, tuple[Asked, ...]]] = field(default_factory=dict)

    def access_of(self, key: EntryKey) -> Access:
        """Return whether an entry can be written in: not one that is frozen or locked by itself."""
        return Access.LOCKED if key in self.held else self.access

    def quiet_mark(self, key: EntryKey) -> Mark | None:
        """Return what is told of an entry beside its label: held, compared with its source, or changed since."""
        if key in self.held:
            return Mark.LOCKED if self.held[key] is Level.LOCKED else Mark.FROZEN
        found = self.sources.get(key)
        if found is None:
            return None
        return Mark.VERIFIED if found is Compared.YES else Mark.RECHECK

    def sees(self, key: EntryKey) -> bool:
        """Whether an entry is shown: it is asked, or it holds an answer that is kept though it does not apply."""
        state = self.session.state(key)
        return state.relevant or state.answer is not None

    def tells(self, key: EntryKey) -> bool:
        """Whether an entry is worth a row of its own: not a value that could not be worked out from anything."""
        typed = not self.session.item(key).is_derived
        return self.sees(key) and (typed or self.session.answer(key) is not None or bool(self.asked(key)))

    def shows_row(self, section: Section, row: str) -> bool:
        """Whether a row of a grid is shown: not where nothing is asked in it and nothing could be worked out."""
        keys = [EntryKey(item.id, row) for item in section.items]
        typed = any(not item.is_derived for item in section.items)
        return any(map(self.tells if typed else self.sees, keys))

    def shows(self, section: Section) -> bool:
        """Whether anything of a section is shown. A log is, even while it has no row."""
        match section.layout:
            case Layout.TABLE | Layout.SERIES:
                return any(self.shows_row(section, row.id) for row in section.rows)
            case Layout.LOG if self.session.rules.shown(EntryKey(section.items[0].id)):
                return True
            case _:
                return any(map(self.sees, self.session.keys_of(section)))

    def asked(self, key: EntryKey) -> tuple[Asked, ...]:
        """Return what is asked about an entry; kept while its state is the same, for many ask."""
        session = self.session
        state = session.state(key)
        known = self._asked.get(key)
        if known is None or known[0] is not state:
            known = self._asked[key] = (state, self._asked_of(state, session.item(key)))
        return known[1]

    def _asked_of(self, state: ItemState, item: Item) -> tuple[Asked, ...]:
        if item.kind is Kind.NOTE or not (state.relevant or state.answer is not None):
            return ()
        return questions_of(state, item, self.session.study, self.rights, self.names, self.say)


_RING_WORDS = {
    Mark.EMPTY: mark("{item}, still empty"),
    Mark.VERIFIED: mark("{item}, compared with its source"),
    Mark.RECHECK: mark("{item}, compared with its source and changed since"),
    Mark.FROZEN: mark("{item}, frozen"),
    Mark.LOCKED: mark("{item}, locked"),
}


def source_runs(item: Item, setting: Setting) -> list[Run]:
    """Return the quiet word behind an item's label that tells whether the entry is the source itself."""
    word = source_word(item.recorded_here, setting.say)
    return [Run(f" · {word}", colour="text-3")] if word else []


class Cell:
    """One entry on a form. `owner` is the section's widget that places the parts.

    Its editor is made when the entry is shown for the first time: of a large form many are never asked.
    """

    def __init__(
        self, item: Item, key: EntryKey, owner: QWidget, setting: Setting, *, row_label: str = "", strip: str = "",
        stacked: bool = False, editor: Editor | None = None, wrap: bool = False, unit: str = "",
    ) -> None:  # fmt: skip
        """Take what label and editor are made of; `stacked` puts the buttons of questions below their words.

        `unit` stands in the label where nothing else tells it.
        """
        words = item.label.in_(setting.language)
        short = item.short.in_(setting.language) or words
        self.item, self.owner, self.setting = item, owner, setting
        self.words, self.short, self.stacked, self._wrap, self._strip = words, short, stacked, wrap, strip
        self._name = setting.say("{row}, {item}", row=row_label, item=words) if row_label else words
        self.key = key
        self.state: ItemState | None = None
        self._editor = editor
        self._keys: QObject | None = None
        self._labelled = f"{words} ({unit})" if unit else words
        self._label: TextLabel | None = None
        self._label_width: tuple[Theme, int] | None = None
        self.ring: MarkView | None = None
        self.note: TextLabel | None = None
        self.boxes: list[QWidget] = []
        self.asked: tuple[Asked, ...] = ()
        self.visible = False
        self.done: Callable[[Deed], None] = lambda _deed: None
        self.edited: Callable[[str], None] = lambda _raw: None
        self.made: Callable[[], None] = lambda: None
        if editor is not None:
            self._take(editor)

    @property
    def editor(self) -> Editor:
        """The editor, made when it is needed."""
        if self._editor is None:
            self._editor = make_editor(self.item, self._name, self.setting, strip=self._strip)
            self._take(self._editor)
            self.made()
        return self._editor

    @property
    def has_editor(self) -> bool:
        """Whether the editor was made."""
        return self._editor is not None

    def _take(self, editor: Editor) -> None:
        editor.setParent(self.owner)
        editor.edited.connect(self._tell)
        if self._keys is not None:
            editor.listen(self._keys)
        self.show_key(self.key)

    def _tell(self, raw: str) -> None:
        self.edited(raw)

    def listen(self, keys: QObject) -> None:
        """Let `keys` see the keys before the editor does."""
        self._keys = keys
        if self._editor is not None:
            self._editor.listen(keys)

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is the editor."""
        return widget is not None and self._editor is widget

    def show_editor(self, shown: bool) -> None:
        """Show or hide the editor."""
        if shown or self._editor is not None:
            self.editor.setVisible(shown)

    @property
    def label(self) -> TextLabel:
        """The words of the item, made when they are needed."""
        if self._label is None:
            in_rows = self.setting.grid and not self.setting.table and not self._wrap
            role = Role.BODY if in_rows else Role.SMALL if self._wrap else Role.CAPTION
            colour: Token = "text" if in_rows else "text-2"
            self._label = TextLabel(self._labelled, role, colour, wrap=self._wrap, parent=self.owner)
            self._label.setBuddy(self.editor.focus_target)
            self._label.setToolTip(tip(source_sentence(self.item.recorded_here, self.setting.say)))
            self._label.show_text(self._label_runs())
            self._label.setVisible(self.visible)
        return self._label

    def _label_runs(self) -> list[Run]:
        struck = self.state is not None and not self.state.relevant and self.visible
        return [Run(self._labelled, struck=struck), *source_runs(self.item, self.setting)]

    def label_width(self) -> int:
        """Return the width of the label's words on one line; kept, because rows ask for it again and again."""
        theme = Theme.of(self.owner)
        if self._label_width is None or self._label_width[0] is not theme:
            self._label_width = (theme, self.label.sizeHint().width())
        return self._label_width[1]

    @property
    def has_label(self) -> bool:
        """Whether the label was made."""
        return self._label is not None

    def show_key(self, key: EntryKey) -> None:
        """Stand for another entry (rows of a log)."""
        self.key = key
        if self._editor is not None:
            self._editor.setObjectName(f"{key.row}.{key.item}" if key.row else key.item)

    def rest(self) -> None:
        """Stand for no entry: a row of a log that is gone."""
        self.visible = False
        if self._editor is not None:
            self._editor.setObjectName("")
            self._editor.hide()
        for part in (*self.boxes, *(each for each in (self.note, self.ring) if each is not None)):
            part.hide()

    def show(self, state: ItemState, showing: Showing, earlier: str = "") -> bool:
        """Show the entry's state; tells whether it takes another room than before."""
        ring = showing.complete_asked and state.required and state.relevant and state.answer is None
        before = self._form()
        self.visible = showing.sees(self.key)
        made = self._editor
        if self.visible or made is not None:
            access = showing.access_of(self.key)
            if made is None or state != self.state or made.access is not access:
                self.editor.show_state(state, access, earlier)
            self.editor.setVisible(self.visible)
        self.state = state
        if self._label is not None:
            self._label.setVisible(self.visible)
            self._label.show_text(self._label_runs())
        self._show_ring(Mark.EMPTY if ring else showing.quiet_mark(self.key), showing.say)
        self._show_note(state, showing.say)
        asked = showing.asked(self.key)
        if asked != self.asked:
            self._show_boxes(asked, showing.say)
        return before != self._form()

    def _form(self) -> tuple[object, ...]:
        note = self.note is not None and self.note.isVisibleTo(self.owner)
        ring = self.ring is not None and self.ring.isVisibleTo(self.owner)
        # A field, and the column it stands in, is at least as wide as what must be read in it.
        return self.visible, note, self.asked, ring, self._editor.written() if self._editor is not None else 0

    def _show_ring(self, mark: Mark | None, say: Say) -> None:
        """Show the small mark beside the label: still empty, held, compared with the source."""
        shown = mark if self.visible else None
        if shown is not None:
            words = say(_RING_WORDS[shown], item=self.words)
            if self.ring is None:
                self.ring = MarkView(shown, words, 13, parent=self.owner)
            self.ring.show_mark(shown, words)
            self.ring.setToolTip(tip(words))
        if self.ring is not None:
            self.ring.setVisible(shown is not None)

    def _show_note(self, state: ItemState, say: Say) -> None:
        if not state.relevant and self.visible:
            words = say("kept, does not apply now")
        else:
            words = (self._editor.note() if self._editor is not None else "") or notes_of(state)
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
