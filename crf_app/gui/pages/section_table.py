"""Grids of rows and items: fixed rows, readings by the minute, and logs that grow."""

from __future__ import annotations

from PySide6.QtCore import Qt

from crf_app.capture.places import EntryKey
from crf_app.capture.shown import show_number
from crf_app.gui.editors import Setting
from crf_app.gui.editors.quiet import unit_over
from crf_app.gui.models.source_words import source_sentence
from crf_app.gui.pages.cell import Cell, Showing, source_runs
from crf_app.gui.pages.section_fields import flow
from crf_app.gui.pages.section_scores import EarlierColumns
from crf_app.gui.pages.section_view import SectionView, height_of
from crf_app.gui.pages.table_columns import Columns, fit, wish
from crf_app.gui.pages.table_line import Line, place_notes
from crf_app.gui.parts import Button, Hairline, IconButton, LabFlag, Run, Size, TextLabel
from crf_app.gui.parts import Kind as Look
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme
from crf_app.study.form import Layout, Section
from crf_app.study.item import Range

_TRAILING = Qt.AlignmentFlag.AlignTrailing
_FLAGS = {"high": "H", "low": "L"}
_REFERENCE, _FLAG = 84, 36


class TableSection(SectionView):
    """The layouts ``table``, ``series`` and ``log``. Where the columns do not fit, each row becomes a block."""

    def __init__(self, section: Section, setting: Setting) -> None:
        super().__init__(section, setting)
        self._grid = Setting(setting.study, setting.say, setting.today, grid=True, height=32, table=True)
        self.grows = section.layout is Layout.LOG
        self.lines: list[Line] = []
        self._heads = {item.id: TextLabel("", Role.CAPTION, "text-2", parent=self) for item in section.items}
        self._units = {item.id: TextLabel("", Role.TINY, "text-3", parent=self) for item in section.items}
        for item in section.items:
            short = item.short.in_(setting.language) or item.label.in_(setting.language)
            self._heads[item.id].show_text([Run(short), *source_runs(item, setting)])
            self._heads[item.id].setToolTip(tip(source_sentence(item.recorded_here, setting.say)))
            self._units[item.id].show_text(unit_over(item, setting))
        self._main = next((item for item in section.items if item.show_earlier and not self.grows), None)
        self._flagged = next((item for item in section.items if item.reference is not None), None)
        self._reference_head = TextLabel(setting.say("reference"), Role.CAPTION, "text-2", parent=self)
        self._references: dict[str, TextLabel] = {}
        self._earlier = EarlierColumns(self, self._grid, _TRAILING)
        self._add: Button | None = None
        if self.grows:
            self._add = Button(setting.say("Add row"), Look.OUTLINE, size=Size.SMALL, icon="plus", parent=self)
            self._add.setObjectName(f"add:{section.id}")
            self._add.clicked.connect(lambda: self.asked_row.emit(section.id, ""))
        for row in section.rows:
            self._add_line(row.id, row.label.in_(setting.language))

    def _add_line(self, row: str, words: str) -> Line:
        label = TextLabel(words, Role.BODY_STRONG, parent=self)
        line = Line(row, label, [], Hairline(parent=self))
        for item in self.section.items:
            unit = unit_over(item, self.setting)
            cell = Cell(item, EntryKey(item.id, row), self, self._grid, row_label=words, unit=unit)
            line.cells.append(self.adopt(cell))
            self.cells.append(cell)
        if self._flagged is not None and not self.grows:
            span = self._flagged.reference_for(row)
            self._references[row] = TextLabel(_span(span, self.setting), Role.SMALL, "text-2", parent=self)
            for way, letter in _FLAGS.items():
                name = (
                    self.setting.say("high against the reference")
                    if way == "high"
                    else self.setting.say("low against the reference")
                )
                flag = LabFlag(way, letter, name, parent=self)  # type: ignore[arg-type]
                flag.hide()
                line.flags[way] = flag
        self.lines.append(line)
        for child in (label, line.line):
            child.show()
        return line

    def prepare(self, showing: Showing) -> None:
        """Bring the rows of a log to those of the page; read earlier visits."""
        if self.grows:
            self._show_rows(showing)
        elif self._main is not None:
            self._earlier.show(showing, [line.cell(self._main.id) for line in self.lines], known=True)

    def rows_changed(self, showing: Showing) -> bool:
        """Whether a row was added or removed."""
        return self.grows and [line.row for line in self.lines if line.row] != showing.session.rows(self.section)

    def _show_rows(self, showing: Showing) -> None:
        rows = showing.session.rows(self.section)
        while len(self.lines) < len(rows):
            number = len(self.lines) + 1
            line = self._add_line("", self.setting.say("{number}", number=number))
            line.remove = IconButton("x", self.setting.say("Remove row {number}", number=number), side=32, parent=self)
            line.remove.clicked.connect(lambda _=False, each=line: self.asked_row.emit(self.section.id, each.row))
        self.cells = []
        for place, line in enumerate(self.lines):
            used = place < len(rows)
            line.row = rows[place] if used else ""
            for child in (line.label, line.line, line.remove):
                if child is not None:
                    child.setVisible(used)
            for cell in line.cells:
                cell.show_key(EntryKey(cell.item.id, line.row))
                if used:
                    self.cells.append(cell)
                else:
                    cell.rest()
        for line in self.lines:
            if line.remove is not None:
                line.remove.setVisible(bool(line.row) and showing.rights.record)
        if self._add is not None:
            self._add.setVisible(showing.rights.record)

    def after(self, showing: Showing) -> None:
        """Show the rows in which anything is asked or told, and the flags."""
        if not self.grows:
            for line in self.lines:
                self._show_line(line, showing.shows_row(self.section, line.row))
        if self._flagged is None:
            return
        for line in self.lines:
            if not line.flags:
                continue
            state = line.cell(self._flagged.id).state
            for way, flag in line.flags.items():
                flag.setVisible(state is not None and state.flag == way)

    def _show_line(self, line: Line, wanted: bool) -> None:
        if wanted and line.shown:
            return
        line.show(wanted)
        reference = self._references.get(line.row)
        if reference is not None and not wanted:
            reference.hide()
        if self._main is not None:
            self._earlier.hide_row(line.cell(self._main.id).key, not wanted)

    def earlier_words(self, cell: Cell) -> str:
        """Return the earlier values as they are spoken."""
        return self._earlier.spoken.get(cell.key, "")

    # Where it stands

    def arrange(self, width: int, place: bool) -> int:
        """Set heads and rows, or blocks where the columns do not fit."""
        theme = Theme.of(self)
        shown = [line for line in self.lines if line.row and line.shown]
        columns = self._columns(shown, width)
        y: float = theme.gap(6)
        y = self._blocks(shown, y, width, place) if columns is None else self._table(shown, columns, y, width, place)
        if self._add is not None and self._add.isVisibleTo(self):
            size = self._add.sizeHint()
            if place:
                self.put(self._add, 0, y + theme.gap(6), size.width(), size.height(), width)
            y += size.height() + theme.gap(8)
        return round(y + theme.gap(4))

    def _columns(self, shown: list[Line], width: int) -> Columns | None:
        """Return where the columns stand, None where they do not fit."""
        theme = Theme.of(self)
        lead = max((line.label.sizeHint().width() for line in shown), default=0)
        if not self.grows:
            lead = max(lead, self.title.sizeHint().width())
        wishes = []
        for item in self.section.items:
            cells = [line.cell(item.id) for line in shown]
            if any(cell.visible for cell in cells):
                head = max(each[item.id].sizeHint().width() for each in (self._heads, self._units))
                wishes.append(wish(item, cells, head, theme))
        after = theme.px(32) if self.grows else self._beside(theme)
        earlier = (len(self._earlier.visits), self._earlier.width()) if self._main is not None else (0, 0.0)
        return fit(wishes, width, lead=lead, after=after, earlier=earlier)

    def _beside(self, theme: Theme) -> float:
        """Return the width of reference and flag behind the results."""
        has = self._flagged is not None and not self.grows
        return theme.px(_REFERENCE) + theme.px(_FLAG) + 2 * theme.gap(8) if has else 0

    def _table(self, shown: list[Line], columns: Columns, y: float, width: int, place: bool) -> float:
        theme = Theme.of(self)
        units = any(unit.text() for unit in self._units.values())
        head_high = theme.px(36 if units else 30)
        if place:
            self.put(self.top_line, 0, 0, width, 1, width)
            title_wide = width if self.grows else max(columns.lead, 1)
            self.put(self.title, 0, y + 2, title_wide, theme.line(Role.BODY_STRONG), width)
        if self.grows:
            y += theme.line(Role.BODY_STRONG) + theme.gap(2)
        if place:
            centred = (head_high - theme.line(Role.CAPTION)) / 2 if self.grows and not units else 2
            self._place_heads(columns, y, y + centred, width)
        y += head_high if shown else 0
        for line in shown:
            y = self._row(line, columns, y, width, place)
        return y

    def _place_heads(self, columns: Columns, y: float, top: float, width: int) -> None:
        theme = Theme.of(self)
        caption = theme.line(Role.CAPTION)
        for item in self.section.items:
            head, unit = self._heads[item.id], self._units[item.id]
            head.setVisible(item.id in columns.items)
            unit.setVisible(item.id in columns.items and bool(unit.text()))
            if item.id in columns.items:
                x, wide = columns.items[item.id]
                self.put(head, x, top, wide, caption, width)
                self.put(unit, x, y + 2 + caption, wide, theme.line(Role.TINY), width)
        has = self._flagged is not None and not self.grows
        self._reference_head.setVisible(has)
        if has:
            self.put(self._reference_head, columns.rest, y + 2, theme.px(_REFERENCE), caption, width)
        column = self._earlier.width()
        start = width - columns.earlier * column
        for n, head in enumerate(self._earlier.heads):
            head.setVisible(n < columns.earlier)
            if n < columns.earlier:
                head.show_text(self._earlier.name(n, short=True))
                self.put(head, start + n * column, y + 2, column, caption, width)

    def _row(self, line: Line, columns: Columns, y: float, width: int, place: bool) -> float:
        theme = Theme.of(self)
        high = theme.px(44 if self.section.layout is Layout.TABLE else 38)
        seen = [cell for cell in line.cells if cell.visible and cell.item.id in columns.items]
        inner = {cell.item.id: height_of(cell.editor, round(columns.items[cell.item.id][1])) for cell in seen}
        high = max(high, max(inner.values(), default=theme.px(32)) + theme.gap(6))
        if place:
            self.put(line.line, 0, y, width, 1, width)
            label_high = theme.line(Role.BODY)
            self.put(line.label, 0, y + (high - label_high) / 2, columns.lead, label_high, width)
            for cell in line.cells:
                if cell.has_label:
                    cell.label.hide()
            for cell in seen:
                x, wide = columns.items[cell.item.id]
                its = inner[cell.item.id]
                self.put(cell.editor, x, y + (high - its) / 2, wide, its, width)
                if cell.ring is not None:
                    size = theme.px(13)
                    self.put(cell.ring, x + wide - size - 6, y + (high - size) / 2, size, size, width)
                    cell.ring.raise_()
            self._place_beside(line, columns, y, high, width)
        y = place_notes(self, seen, columns, y + high, width, place)
        return self.boxes_below(line.cells, y, width, place)

    def _place_beside(self, line: Line, columns: Columns, y: float, high: float, width: int) -> None:
        """Set reference and flag behind the results, the button that removes the row, and the earlier values."""
        theme = Theme.of(self)
        text = theme.line(Role.SMALL)
        reference = self._references.get(line.row)
        if reference is not None:
            reference.show()
            self.put(reference, columns.rest, y + (high - text) / 2, theme.px(_REFERENCE), text, width)
        for flag in line.flags.values():
            size, x = flag.sizeHint(), columns.rest + theme.px(_REFERENCE) + theme.gap(8)
            self.put(flag, x, y + (high - theme.px(22)) / 2, min(theme.px(_FLAG), size.width()), size.height(), width)
        if line.remove is not None:
            side = theme.px(32)
            self.put(line.remove, width - side, y + (high - side) / 2, side, side, width)
        if self._main is None:
            return
        text, column = theme.line(Role.BODY), self._earlier.width()
        start = width - columns.earlier * column
        for n, value in enumerate(self._earlier.values.get(line.cell(self._main.id).key, [])):
            value.setVisible(n < columns.earlier)
            self.put(value, start + n * column, y + (high - text) / 2, column, text, width)

    def _blocks(self, shown: list[Line], y: float, width: int, place: bool) -> float:
        theme = Theme.of(self)
        text = theme.line(Role.BODY_STRONG)
        if place:
            self.put(self.top_line, 0, 0, width, 1, width)
            self.put(self.title, 0, y, width, text, width)
            for label in (*self._heads.values(), *self._units.values(), *self._earlier.heads, self._reference_head):
                label.hide()
            for values in (*self._earlier.values.values(), list(self._references.values())):
                for value in values:
                    value.hide()
        y += text + theme.gap(6)
        for line in shown:
            if place:
                self.put(line.line, 0, y, width, 1, width)
                self.put(line.label, 0, y + theme.gap(6), width * 0.7, text, width)
                if line.remove is not None:
                    size = theme.px(32)
                    self.put(line.remove, width - size, y + theme.gap(2), size, size, width)
                for flag in line.flags.values():
                    size_ = flag.sizeHint()
                    self.put(flag, width - size_.width(), y + theme.gap(6), size_.width(), size_.height(), width)
            y += text + theme.gap(12)
            visible = [cell for cell in line.cells if cell.visible]
            for cell in visible:
                if place:
                    cell.label.show()
            y = flow(self, visible, y, width, place)
        return y


def _span(span: Range | None, setting: Setting) -> str:
    if span is None:
        return ""
    low = "" if span.low is None else show_number(span.low, setting.language)
    high = "" if span.high is None else show_number(span.high, setting.language)
    return f"{low} – {high}"
