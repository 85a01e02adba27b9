"""Fields with their labels above, flowing in lines as wide as there is room."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from crf_app.base.values import Kind
from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Setting
from crf_app.gui.editors.term import TermEditor
from crf_app.gui.pages.cell import Cell
from crf_app.gui.pages.section_view import SectionView, height_of
from crf_app.gui.theme import Role, Theme
from crf_app.study.form import Section

_WHOLE_LINES = (Kind.LONG_TEXT, Kind.CODES, Kind.NOTE)


class FieldsSection(SectionView):
    """The layout ``fields``."""

    def __init__(self, section: Section, setting: Setting) -> None:
        super().__init__(section, setting)
        for item in section.items:
            self.cells.append(self.adopt(Cell(item, EntryKey(item.id), self, setting)))

    def arrange(self, width: int, place: bool) -> int:
        """Set the title, then line after line."""
        theme = Theme.of(self)
        y: float = theme.gap(10)
        if place:
            self.put(self.top_line, 0, 0, width, 1, width)
            self.put(self.title, 0, y, width, theme.line(Role.BODY_STRONG), width)
        y += theme.line(Role.BODY_STRONG) + theme.gap(4)
        return round(flow(self, [cell for cell in self.cells if cell.visible], y, width, place) + theme.gap(2))


def flow(view: SectionView, cells: list[Cell], y: float, width: int, place: bool) -> float:
    """Place labelled fields in lines from `y` on; returns where they end."""
    theme = Theme.of(view)
    gap = theme.gap(12)
    line: list[tuple[Cell, int]] = []
    used = 0
    for cell in cells:
        wide = _width(cell, width)
        if line and used + wide > width:
            y = _line(view, _widened(line, width, gap), y, width, place)
            line, used = [], 0
        line.append((cell, wide))
        used += wide + gap
    if line:
        y = _line(view, _widened(line, width, gap), y, width, place)
    return y


def _widened(line: list[tuple[Cell, int]], width: int, gap: int) -> list[tuple[Cell, float, int]]:
    """Let texts take what is left of their line, within reason; returns starts and widths."""
    texts = [cell for cell, _ in line if cell.item.kind is Kind.TEXT or isinstance(cell.editor, TermEditor)]
    spare = width - sum(wide + gap for _, wide in line) + gap
    most = 90
    if any(isinstance(cell.editor, TermEditor) for cell in texts):  # the words beside a term want the room more
        texts, most = [cell for cell in texts if cell.item.kind is Kind.TEXT] or texts, 250
    more = max(0, min(spare // len(texts), Theme.of(line[0][0].editor).px(most))) if texts else 0
    found: list[tuple[Cell, float, int]] = []
    x = 0.0
    for cell, wide in line:
        wider = wide + (more if cell in texts else 0)
        found.append((cell, x, wider))
        x += wider + gap
    return found


def _line(view: SectionView, line: list[tuple[Cell, float, int]], y: float, width: int, place: bool) -> float:
    theme = Theme.of(view)
    caption, gap = theme.line(Role.CAPTION), theme.gap(4)
    fields = y + caption + gap
    bottom = fields
    for n, (cell, x, wide) in enumerate(line):
        high = height_of(cell.editor, wide)
        end = fields + high
        if place:
            lead = 0
            if cell.ring is not None and cell.ring.isVisibleTo(view):
                size = theme.px(13)
                view.put(cell.ring, x, y + (caption - size) / 2, size, size, width)
                lead = size + theme.gap(4)
            view.put(cell.label, x + lead, y, wide - lead, caption, width)
            view.put(cell.editor, x, fields, wide, high, width)
        if cell.note is not None and cell.note.isVisibleTo(view):
            room = _room_for_note(view, line, n, width)
            noted = cell.note.heightForWidth(room)
            if place:
                view.put(cell.note, x, end + gap, room, noted, width)
            end += gap + noted
        bottom = max(bottom, end)
    return view.boxes_below([cell for cell, _, _ in line], bottom + theme.gap(8), width, place)


def _room_for_note(view: SectionView, line: list[tuple[Cell, float, int]], place: int, width: int) -> int:
    """Return the width of a field's note: that of the field, or more where no other note stands to its right."""
    cell, x, wide = line[place]
    assert cell.note is not None
    after = (at for each, at, _ in line[place + 1 :] if each.note is not None and each.note.isVisibleTo(view))
    free = next(after, width + Theme.of(view).gap(12)) - Theme.of(view).gap(12) - x
    return round(max(wide, min(free, cell.note.sizeHint().width())))


def _width(cell: Cell, width: int) -> int:
    if cell.item.kind in _WHOLE_LINES:
        return width
    editor = cell.editor
    hint = editor.field.sizeHint().width()
    if editor.field.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Fixed:
        hint = max(hint, 120)
    if editor._chip is not None and editor._chip.isVisibleTo(editor):
        hint = max(hint, Theme.of(editor).px(150))
    elif editor.state is not None and editor.state.answer is not None and editor.state.answer.missing is not None:
        hint = max(hint, Theme.of(editor).px(140))
    return min(width, max(hint, editor.written(), cell.label_width() + Theme.of(editor).gap(2)))
