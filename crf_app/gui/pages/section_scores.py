"""Rows of scores: label, codes, what they count as, and the same score at earlier visits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crf_app.base.values import Answer, Kind
from crf_app.capture.places import EntryKey, VisitPlace
from crf_app.gui.editors import Setting
from crf_app.gui.editors.choices import is_graded
from crf_app.gui.models.places_in_words import visit_label, visit_short
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.questions import shown_value
from crf_app.gui.pages.section_view import SectionView, height_of
from crf_app.gui.parts import CodeRow, Hairline, RadioLine, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import text_width
from crf_app.study.codelist import CodeList
from crf_app.study.form import Section

EARLIER_AT_MOST = 3
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class EarlierColumns:
    """The names of earlier visits, and one value per row and visit; the oldest give way first."""

    def __init__(self, owner: QWidget, setting: Setting, align: Qt.AlignmentFlag = _MIDDLE) -> None:
        self._owner, self._setting, self._align = owner, setting, align
        self.visits: list[VisitPlace] = []
        self.heads: list[TextLabel] = []
        self.values: dict[EntryKey, list[TextLabel]] = {}
        self.spoken: dict[EntryKey, str] = {}
        self._width: tuple[Theme, float] | None = None

    def show(self, showing: Showing, cells: list[Cell], *, known: bool = False) -> None:
        """Read the earlier visits of a page; with `known` only those that tell something of the cells."""
        session, study, language = showing.session, self._setting.study, self._setting.language
        self._width = None
        read = {cell.key: session.earlier(cell.key) for cell in cells}
        found = next((row for row in read.values()), [])
        kept = [n for n in range(len(found)) if not known or any(_answer(row, n) is not None for row in read.values())]
        kept = kept[:EARLIER_AT_MOST]
        self.visits = [VisitPlace.parse(found[n][0]) for n in kept]
        while len(self.heads) < len(self.visits):
            self.heads.append(TextLabel("", Role.CAPTION, "text-2", align=self._align, parent=self._owner))
        for cell in cells:
            labels = self.values.setdefault(cell.key, [])
            while len(labels) < len(self.visits):
                labels.append(TextLabel("", Role.BODY, "text-3", align=self._align, parent=self._owner))
            said = []
            for place, label in enumerate(labels):
                answer = _answer(read[cell.key], kept[place]) if place < len(kept) else None
                shown = short_value(cell, answer, self._setting)
                label.show_text(shown)
                if shown:
                    said.append(f"{visit_label(study, self.visits[place], language)}: {shown}")
            self.spoken[cell.key] = ", ".join(said)

    def hide_row(self, key: EntryKey, hidden: bool) -> None:
        """Hide the values of a row that is hidden."""
        for label in self.values.get(key, []):
            label.setVisible(not hidden)

    def width(self) -> float:
        """Return the width of a column in which values and the short names of visits are read, within reason."""
        theme = Theme.of(self._owner)
        if self._width is None or self._width[0] is not theme:
            font, said = theme.font(Role.CAPTION), [label for row in self.values.values() for label in row]
            names = [text_width(self.name(n, short=True), font) for n in range(len(self.visits))]
            widest = max([*names, *(label.sizeHint().width() for label in said if label.text())], default=0)
            self._width = (theme, min(theme.px(110), max(theme.px(50), widest + theme.gap(10))))
        return self._width[1]

    def count_in(self, room: float, column: float) -> int:
        """Return how many columns fit, at least one where there is any visit."""
        return max(min(len(self.visits), 1), min(len(self.visits), int(room // column)))

    def name(self, place: int, *, short: bool) -> str:
        """Return the name of a visit above its column."""
        words = visit_short if short else visit_label
        return words(self._setting.study, self.visits[place], self._setting.language)


def _answer(row: Sequence[tuple[str, Answer | None]], place: int) -> Answer | None:
    return row[place][1] if place < len(row) else None


def short_value(cell: Cell, answer: Answer | None, setting: Setting) -> str:
    """Return an earlier value in little room: codes in figures, words in words, a dash for a reason."""
    if answer is None:
        return ""
    if answer.missing is not None:
        return "–"
    return shown_value(cell.item, answer, setting.study, setting.language)


class ScoresSection(SectionView):
    """The layout ``scores``."""

    def __init__(self, section: Section, setting: Setting) -> None:
        super().__init__(section, setting)
        self._grid = Setting(setting.study, setting.say, setting.today, grid=True, height=32)
        self._shared = _shared_words(section, setting)
        strip = "radios" if self._shared is not None else ""
        self._lines: list[Hairline] = []
        self._counts: dict[EntryKey, TextLabel] = {}
        for item in section.items:
            cell = self.adopt(Cell(item, EntryKey(item.id), self, self._grid, strip=strip))
            self.cells.append(cell)
            self._lines.append(Hairline(parent=self))
            if item.counts_as:
                self._counts[cell.key] = TextLabel("", Role.BODY, "text-2", align=_MIDDLE, parent=self)
        self._counts_head = TextLabel(setting.say("counts as"), Role.CAPTION, "text-2", align=_MIDDLE, parent=self)
        self._counts_head.setVisible(bool(self._counts))
        self._heads: list[TextLabel] = []
        if self._shared is not None:
            for code in self._shared.codes:
                words = code.label.in_(setting.language)
                self._heads.append(TextLabel(words, Role.CAPTION, "text-2", align=_MIDDLE, parent=self))
        self._earlier = EarlierColumns(self, self._grid)
        self.peers: list[ScoresSection] = [self]

    def prepare(self, showing: Showing) -> None:
        """Read the earlier visits."""
        self._earlier.show(showing, [cell for cell in self.cells if cell.item.show_earlier])

    def after(self, showing: Showing) -> None:
        """Show converted scores; hide what belongs to hidden rows."""
        for cell in self.cells:
            self._earlier.hide_row(cell.key, not cell.visible)
            label = self._counts.get(cell.key)
            if label is None or cell.state is None:
                continue
            counts, answer = cell.state.counts_as, cell.state.answer
            other = counts is not None and answer is not None and counts != answer.value
            words = shown_value(cell.item, Answer(counts), self.setting.study, self.setting.language) if counts else ""
            arrow = "←" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "→"
            label.show_text(f"{arrow} {words}" if other else "")
            label.setAccessibleName(self.setting.say("counts as {value}", value=words) if other else "")
            label.setVisible(cell.visible)

    def earlier_words(self, cell: Cell) -> str:
        """Return the newest earlier values as they are spoken."""
        return self._earlier.spoken.get(cell.key, "")

    def arrange(self, width: int, place: bool) -> int:
        """Set the heads, then row after row."""
        theme = Theme.of(self)
        label_wide, column, count, editors = self._columns(width)
        high = theme.px(32)
        y: float = theme.gap(4)
        counts_wide = theme.px(70) if self._counts else 0
        if place:
            self.top_line.setVisible(False)
            text_high = theme.line(Role.BODY_STRONG)
            self.put(self.title, 0, y + (high - text_high) / 2, width, text_high, width)
            self._place_heads(y, high, label_wide, column, count, counts_wide, width)
        y += high
        for cell, line in zip(self.cells, self._lines, strict=True):
            if place:
                line.setVisible(cell.visible)
            if not cell.visible:
                continue
            y = self._row(cell, line, y, label_wide, column, count, counts_wide, editors, width, place)
        return round(y + theme.gap(4))

    def _row(
        self, cell: Cell, line: Hairline, y: float, label_wide: float, column: float, count: int, counts_wide: float,
        editors: float, width: int, place: bool,
    ) -> float:  # fmt: skip
        theme = Theme.of(self)
        compact = isinstance(cell.editor.field, CodeRow | RadioLine)
        whole = cell.item.kind is Kind.CODES
        room = editors - (counts_wide if cell.key in self._counts else 0)
        wanted = max(cell.editor.field.sizeHint().width(), cell.editor.written())
        wide = room if whole or cell.item.kind is Kind.LONG_TEXT else min(room, max(wanted, theme.px(76)))
        if cell.editor.stretches and not compact and wanted < theme.px(300) and cell.item.kind is Kind.CODE:
            wide = min(room, theme.px(260))
        inner = height_of(cell.editor, round(wide))
        high = max(theme.px(34 if compact else 38), inner + (0 if compact else theme.gap(6)))
        top = y
        lead = 0
        if not label_wide:
            lead = theme.line(Role.BODY) + theme.gap(4)
        if place:
            self.put(line, 0, y, width, 1, width)
            ring = 0
            label_high = theme.line(Role.BODY)
            if cell.ring is not None and cell.ring.isVisibleTo(self):
                size = theme.px(13)
                middle = y + theme.gap(4) + label_high / 2 if lead else y + high / 2
                self.put(cell.ring, 0, middle - size / 2, size, size, width)
                ring = size + theme.gap(6)
            if lead:
                self.put(cell.label, ring, y + theme.gap(4), width - ring, label_high, width)
            else:
                room_for_label = label_wide - ring - theme.gap(8)
                self.put(cell.label, ring, y + (high - label_high) / 2, room_for_label, label_high, width)
            self.put(cell.editor, label_wide, y + lead + (high - inner) / 2 + 0.5, wide, inner, width)
            self._place_values(cell, y + lead, high, column, count, counts_wide, width)
        y = top + lead + high
        if cell.note is not None and cell.note.isVisibleTo(self):
            noted = cell.note.heightForWidth(round(width - label_wide))
            if place:
                self.put(cell.note, label_wide, y - theme.gap(2), width - label_wide, noted, width)
            y += noted + theme.gap(2)
        return self.boxes_below([cell], y, width, place)

    def _place_values(
        self, cell: Cell, y: float, high: float, column: float, count: int, counts_wide: float, width: int
    ) -> None:
        text = Theme.of(self).line(Role.BODY)
        middle = y + (high - text) / 2
        start = width - count * column
        label = self._counts.get(cell.key)
        if label is not None:
            self.put(label, start - counts_wide, middle, counts_wide, text, width)
        for place, value in enumerate(self._earlier.values.get(cell.key, [])):
            value.setVisible(place < count)
            self.put(value, start + place * column, middle, column, text, width)

    def _place_heads(
        self, y: float, high: float, label_wide: float, column: float, count: int, counts_wide: float, width: int
    ) -> None:
        theme = Theme.of(self)
        text = theme.line(Role.CAPTION)
        middle = y + (high - text) / 2
        start = width - count * column
        if self._counts:
            self.put(self._counts_head, start - counts_wide, middle, counts_wide, text, width)
        font = theme.font(Role.CAPTION)
        names = [self._earlier.name(place, short=False) for place in range(count)]
        short = any(text_width(name, font) > column - theme.px(4) for name in names)
        for place, head in enumerate(self._earlier.heads):
            head.setVisible(place < count)
            if place < count:
                head.show_text(self._earlier.name(place, short=short))
                self.put(head, start + place * column, middle, column, text, width)
        for place, head in enumerate(self._heads):
            wide = theme.px(74)
            self.put(head, label_wide + place * wide, middle, wide, text, width)

    def _columns(self, width: int) -> tuple[float, float, int, float]:
        """Return the width of labels, of an earlier column, how many of those, and the room for editors.

        Earlier visits stand in the same columns in all sections of a form.
        """
        label_wide, column, count = self._own_columns(width)
        if count:
            for peer in self.peers:
                if peer is not self and peer._earlier.visits and not peer.isHidden():
                    _, theirs, many = peer._own_columns(width)
                    column, count = min(column, theirs), min(count, many)
        return label_wide, column, count, width - label_wide - count * column

    def _own_columns(self, width: int) -> tuple[float, float, int]:
        theme = Theme.of(self)
        shown = [cell for cell in self.cells if cell.visible]
        labels = max((cell.label_width() for cell in shown), default=0) + theme.gap(12)
        label_wide = max(theme.px(150), labels)
        need = max((_needed(cell, theme) for cell in shown), default=0)
        counts = theme.px(70) if self._counts else 0
        if label_wide + need + counts > width:
            label_wide = 0
        spare = width - label_wide - need - counts - theme.gap(6)
        visits = max(1, len(self._earlier.visits))
        column = min(theme.px(75), max(theme.px(50), spare // visits))
        count = self._earlier.count_in(spare, column)
        return label_wide, column, count


def _needed(cell: Cell, theme: Theme) -> float:
    hint = max(cell.editor.field.sizeHint().width(), cell.editor.written())
    least = cell.editor.field.minimumSizeHint().width()
    if cell.item.kind is Kind.CODES:
        return theme.px(180)
    return max(min(hint, theme.px(330)), least) if cell.editor.stretches else hint


def _shared_words(section: Section, setting: Setting) -> CodeList | None:
    """Return the list all rows share, where its words stand better once above the columns."""
    lists = {item.codes if item.kind is Kind.CODE else None for item in section.items}
    if len(lists) != 1 or None in lists or any(item.show_earlier for item in section.items):
        return None
    codes = setting.study.codes_of(section.items[0])
    wordy = codes.dictionary is None and not is_graded(codes) and 4 <= len(codes.codes) <= 6
    return codes if wordy else None
