"""A section that stands aside: the rater's step beside the calculated one and why, or worked-out values as lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from crf_app.capture.places import EntryKey
from crf_app.gui.editors import Setting
from crf_app.gui.editors.lines import LineEditor
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.edss_words import STEP_ROLES, why_lines
from crf_app.gui.pages.section_view import SectionView, height_of
from crf_app.gui.parts import TextLabel
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import rounded_box
from crf_app.study.form import Section

_LEAD = (0.45, 0.6)
"""How much of a line's width the words before a value take, at least and at most."""

_FIELD = 0.38
"""How much of a line's width a field takes in which something is typed."""


class Differs(QWidget):
    """A hollow diamond beside a calculated value that is not the one a person gave."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tip(name))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the diamond."""
        theme = Theme.of(self)
        line, middle = theme.px(2), QRectF(self.rect()).center()
        reach = min(self.width(), self.height()) / 2 - line
        corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("query-mark"), line))
            painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


class AsideSection(SectionView):
    """A card beside the form. Entered and calculated values of one meaning stand side by side, same size."""

    def __init__(self, section: Section, setting: Setting) -> None:
        super().__init__(section, setting)
        small = Setting(setting.study, setting.say, setting.today, grid=True, height=32)
        tall = Setting(setting.study, setting.say, setting.today, height=54)
        self._pair: list[Cell] = []
        for item in section.items:
            paired = item.role in STEP_ROLES
            editor = None
            if paired:
                editor = LineEditor(item, item.label.in_(setting.language), tall, role=Role.HERO)
            used = setting if paired else small
            cell = self.adopt(Cell(item, EntryKey(item.id), self, used, stacked=True, editor=editor, wrap=not paired))
            self.cells.append(cell)
            if paired:
                self._pair.append(cell)
        self._why_head = TextLabel("", Role.SMALL_STRONG, parent=self)
        self._why: list[TextLabel] = []
        self._advice = TextLabel("", Role.CAPTION, "text-3", wrap=True, parent=self)
        self._differs = Differs(setting.say("The calculated value is another one"), self)
        self._differs.hide()
        self.top_line.hide()

    def after(self, showing: Showing) -> None:
        """Say why the calculated step is what it is."""
        paired = len(self._pair) == 2
        head, lines, advice = why_lines(showing.session, self.setting.say) if paired else ("", (), "")
        self._why_head.show_text(head)
        while len(self._why) < len(lines):
            self._why.append(TextLabel("", Role.SMALL, "text-2", wrap=True, parent=self))
        for place, label in enumerate(self._why):
            label.setVisible(place < len(lines))
            label.show_text(lines[place] if place < len(lines) else "")
        self._advice.show_text(advice)
        for label in (self._why_head, self._advice):
            label.setVisible(bool(label.text()))
        values = [cell.state.answer.value for cell in self._pair if cell.state and cell.state.answer]
        known = [value for value in values if value is not None]
        self._differs.setVisible(len(known) == 2 and known[0] != known[1])
        self.arrange_again()

    def arrange(self, width: int, place: bool) -> int:
        """Set the title, the pair, why, and what else was worked out."""
        theme = Theme.of(self)
        pad, inner = theme.gap(14), width - 2 * theme.gap(14)
        y: float = theme.gap(12)
        if place:
            self.put(self.title, pad, y, inner, theme.line(Role.BODY_STRONG), width)
        y += theme.line(Role.BODY_STRONG) + theme.gap(6)
        y = self._place_pair(y, pad, inner, width, place)
        lines = [cell for cell in self.cells if cell.visible and cell not in self._pair]
        lead = self._lead(lines, inner, theme.gap(8))
        for cell in lines:
            y = self._line(cell, y, pad, lead, inner, width, place)
        for label in (self._why_head, *self._why, self._advice):
            if not label.isVisibleTo(self):
                continue
            high = label.heightForWidth(inner) if label.hasHeightForWidth() else theme.line(Role.SMALL)
            if place:
                self.put(label, pad, y, inner, high, width)
            y += high + theme.gap(3)
        return round(y + theme.gap(10))

    def _lead(self, lines: list[Cell], inner: int, gap: int) -> int:
        """Return where the values begin: behind the longest words, unless the longest value needs the room more."""
        words = max((cell.label.sizeHint().width() for cell in lines), default=0) + gap
        value = max((cell.editor.written() for cell in lines if cell.item.is_derived), default=0)
        least, most = (round(inner * share) for share in _LEAD)
        return min(words, max(least, min(most, inner - value)))

    def _place_pair(self, y: float, pad: int, inner: int, width: int, place: bool) -> float:
        if not self._pair:
            return y
        theme = Theme.of(self)
        gap, caption = theme.gap(10), theme.line(Role.CAPTION)
        wide = (inner - gap) / 2
        high = theme.px(54)
        bottom = y + caption + theme.gap(4) + high
        for n, cell in enumerate(self._pair):
            x = pad + n * (wide + gap)
            if place:
                lead = 0
                if cell.ring is not None and cell.ring.isVisibleTo(self):
                    size = theme.px(13)
                    self.put(cell.ring, x, y + 1, size, size, width)
                    lead = size + theme.gap(4)
                self.put(cell.label, x + lead, y, wide - lead, caption, width)
                self.put(cell.editor, x, y + caption + theme.gap(4), wide, high, width)
        if place and not self._differs.isHidden():
            size = theme.px(16)
            start = pad + inner - size - theme.gap(12)
            self.put(self._differs, start, bottom - (high + size) / 2, size, size, width)
            self._differs.raise_()
        y = bottom + theme.gap(8)
        for cell in self._pair:
            y = self._said(cell, y, pad, inner, width, place)
        return y + theme.gap(2)

    def _said(self, cell: Cell, y: float, pad: int, inner: int, width: int, place: bool) -> float:
        """Set what is said about a value below it: its note, then its questions."""
        theme = Theme.of(self)
        if cell.note is not None and cell.note.isVisibleTo(self):
            high = cell.note.heightForWidth(inner)
            if place:
                self.put(cell.note, pad, y, inner, high, width)
            y += high + theme.gap(4)
        for box in cell.boxes:
            high = height_of(box, inner)
            if place:
                self.put(box, pad, y, inner, high, width)
            y += high + theme.gap(8)
        return y

    def _line(self, cell: Cell, y: float, pad: int, lead: int, inner: int, width: int, place: bool) -> float:
        """Set the words at the leading side; the values begin below each other, `lead` behind."""
        theme = Theme.of(self)
        derived = cell.item.is_derived
        value = inner - lead if derived else max(round(inner * _FIELD), min(cell.editor.written(), inner - lead))
        text = max(theme.line(Role.SMALL), cell.label.heightForWidth(lead - theme.gap(8)))
        its = height_of(cell.editor, value)
        high = max(text + theme.gap(4), its + theme.gap(4) if derived else theme.px(38))
        if place:
            self.put(cell.label, pad, y + theme.gap(2), lead - theme.gap(8), text, width)
            self.put(cell.editor, pad + lead, y + theme.gap(2), value, its, width)
        return self._said(cell, y + high, pad, inner, width, place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(10), theme.colour("surface"), theme.colour("line"))
