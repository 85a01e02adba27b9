"""The rows of Today: their model and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crf_app.base.words import Say
from crf_app.capture.timeline import Mark as State
from crf_app.gui.models.due import DEED_WORDS, GROUP_WORDS, DueRow, Group, Span
from crf_app.gui.parts import (
    Mark,
    Pip,
    WindowSpan,
    paint_mark,
    paint_pips,
    paint_window_bar,
    pips_width,
)
from crf_app.gui.parts.buttons import fill_colour
from crf_app.gui.theme import Role, Theme, Token
from crf_app.gui.theme.paint import rounded_box, text_line, text_width

Index = QModelIndex | QPersistentModelIndex
ITEM: Final = int(Qt.ItemDataRole.UserRole)
_OVER: Final = (State.COMPLETE, State.SIGNED, State.NOT_DONE)


def pips_of(marks: Sequence[State]) -> list[Pip]:
    """Turn the marks of a visit's pages into pips."""
    return [Pip.COMPLETE if mark in _OVER else Pip.STARTED if mark is State.PROGRESS else Pip.EMPTY for mark in marks]


def window_span(span: Span) -> WindowSpan:
    """Turn a span into what a window bar paints."""
    return WindowSpan(span.opens, span.closes, span.target, span.today, span.done)


class DueModel(QAbstractListModel):
    """Group heads and rows, in the order they are shown."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._lines: list[DueRow | tuple[Group, int]] = []
        self._rows: tuple[DueRow, ...] = ()

    def show_rows(self, rows: Sequence[DueRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines, self._rows = [], tuple(rows)
        for group in Group:
            of_group = [row for row in rows if row.group is group]
            if of_group:
                self._lines.append((group, len(of_group)))
                self._lines.extend(of_group)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count heads and rows."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keyboard skip the heads."""
        if isinstance(self.line(index.row()), DueRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give a line, and its sentence for people who listen."""
        line = self.line(index.row())
        if role == ITEM:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, DueRow):
                return line.sentence
            words = self._say(GROUP_WORDS[line[0]])
            return self._say("{group}, {n}", group=words, n=line[1])
        return None

    def rows(self) -> tuple[DueRow, ...]:
        """Return the rows without their heads."""
        return self._rows

    def line(self, row: int) -> DueRow | tuple[Group, int]:
        """Return a head or a row."""
        return self._lines[row]

    def is_first(self, row: int) -> bool:
        """Whether a row stands right below its head."""
        return not isinstance(self._lines[row - 1], DueRow)

    def is_last(self, row: int) -> bool:
        """Whether a row is the last of its group."""
        return row + 1 == len(self._lines) or not isinstance(self._lines[row + 1], DueRow)


class DueDelegate(QStyledItemDelegate):
    """Paints heads and rows."""

    HEAD, ROW, BREAK = 24, 43, 4

    def __init__(self, say: Say, model: DueModel, may_work: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._say, self._model, self._may_work = say, model, may_work
        self._left: tuple[object, int] | None = None
        self.over: int = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of a head or a row."""
        theme = Theme.of()
        if not isinstance(self._model.line(index.row()), DueRow):
            above = theme.gap(8) if index.row() else 0
            return QSize(100, theme.px(self.HEAD) + above + theme.gap(self.BREAK))
        return QSize(100, theme.px(self.ROW))

    def words(self, row: DueRow) -> str:
        """Return what the button of a row says."""
        if not self._may_work:
            return self._say("Open")
        return self._say(DEED_WORDS[row.deed])

    def button(self, rect: QRect, row: DueRow, *, rtl: bool) -> QRectF:
        """Return the box of a row's button."""
        theme = Theme.of()
        longest = max(text_width(self.words(row), theme.font(Role.SMALL_STRONG)), 0)
        wide = max(theme.px(104), longest + 2 * theme.gap(12))
        high, edge = theme.px(32), theme.gap(8)
        x = rect.x() + edge if rtl else rect.right() + 1 - edge - wide
        return QRectF(x, rect.y() + (rect.height() - high) / 2, wide, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        theme = Theme.of()
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        line = self._model.line(index.row())
        painter.save()
        painter.setLayoutDirection(theme.direction)
        if isinstance(line, DueRow):
            self._row(painter, option, index.row(), line, theme, rtl=rtl)
        else:
            self._head(painter, option.rect, line, theme, rtl=rtl)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, line: tuple[Group, int], theme: Theme, *, rtl: bool) -> None:
        words, count = self._say(GROUP_WORDS[line[0]]), theme.digits(str(line[1]))
        strong, font = theme.font(Role.SMALL_STRONG), theme.font(Role.SMALL)
        bottom = rect.bottom() + 1 - theme.gap(self.BREAK)
        top = bottom - theme.px(20)
        lead = theme.gap(4)
        wide = text_width(words, strong)
        for text, f, token, start in (
            (words, strong, "text", lead),
            (count, font, "text-2", lead + wide + theme.gap(7)),
        ):
            long = text_width(text, f) + 1
            x = rect.right() + 1 - start - long if rtl else rect.x() + start
            box = QRectF(x, top, long, theme.px(20))
            text_line(painter, box, text, f, theme.colour(_token(token)))

    def _row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: int,
        row: DueRow,
        theme: Theme,
        *,
        rtl: bool,
    ) -> None:
        rect = option.rect
        self._ground(painter, rect, place, theme)
        button = self.button(rect, row, rtl=rtl)
        end = button.left() if not rtl else rect.right() + 1 - button.right()
        end = end - rect.x() if not rtl else end
        starts = self._columns(rect.width(), end, theme)

        def box(start: float, stop: float) -> QRectF:
            x = rect.right() + 1 - stop if rtl else rect.x() + start
            return QRectF(x, rect.y(), stop - start, rect.height())

        side = theme.px(18)
        at = box(starts["mark"], starts["mark"] + side)
        y = rect.y() + (rect.height() - side) / 2
        paint_mark(painter, at.x(), y, side, Mark(row.mark.value), theme)
        leading = Qt.AlignmentFlag.AlignLeading
        strong, body = theme.font(Role.BODY_STRONG), theme.font(Role.BODY)
        ids = box(starts["label"], starts["visit"] - theme.gap(6))
        text_line(painter, ids, row.label, strong, theme.colour("text"), leading)
        visit = box(starts["visit"], starts["visit_end"])
        painter.setFont(body)
        name = painter.fontMetrics().elidedText(row.visit, Qt.TextElideMode.ElideRight, int(visit.width()))
        text_line(painter, visit, name, body, theme.colour("text"), leading)
        if "bar" in starts and row.span is not None:
            bar = box(starts["bar"], starts["bar"] + theme.px(138))
            paint_window_bar(painter, bar, window_span(row.span), theme, mirrored=rtl)
        self._two_lines(
            painter,
            box(starts["left"], starts["left_end"]),
            (row.left, Role.SMALL_STRONG, row.left_token),
            (row.until, Role.CAPTION, "text-2"),
            theme,
        )
        if "pips" in starts:
            self._pips(painter, box(starts["pips"], end - theme.gap(8)), row, theme, rtl=rtl)
        self._button(painter, button, row, theme, over=place == self.over)
        if option.state & QStyle.StateFlag.State_HasFocus:
            inner = QRectF(rect).adjusted(2, 2, -2, -2)
            rounded_box(painter, inner, theme.px(6), None, theme.colour("accent"), theme.px(2))

    def _columns(self, width: int, end: float, theme: Theme) -> dict[str, float]:
        """Where the columns begin; the bar goes first, then the pips, when there is no room."""
        px = theme.px
        starts: dict[str, float] = {
            "mark": theme.gap(14),
            "label": theme.gap(14) + px(32),
            "visit": theme.gap(14) + px(92),
        }
        need = {"visit": px(112), "bar": px(152), "left": self._widest_left(theme), "pips": px(114)}
        room = end - starts["visit"]
        shown = ["visit", "left", "pips", "bar"]
        while sum(need[name] for name in shown) > room and len(shown) > 2:
            shown.pop()
        spare = max(room - sum(need[name] for name in shown), 0)
        x = starts["visit"] + need["visit"] + min(spare / 2, px(130))
        starts["visit_end"] = x - theme.gap(6)
        for name in ("bar", "left", "pips"):
            if name in shown:
                starts[name] = x
                x += need[name] + (spare / 6 if name != "pips" else 0)
        after = starts.get("pips", end)
        starts["left_end"] = after - theme.gap(6)
        return starts

    def _widest_left(self, theme: Theme) -> int:
        """What the words of the column need, within reason; worked out once for the rows shown."""
        rows = self._model.rows()
        if self._left is None or self._left[0] != (rows, theme):
            strong, caption = theme.font(Role.SMALL_STRONG), theme.font(Role.CAPTION)
            widths = [max(text_width(row.left, strong), text_width(row.until, caption)) for row in rows]
            wide = min(max([theme.px(138), *(each + theme.gap(10) for each in widths)]), theme.px(196))
            self._left = ((rows, theme), wide)
        return self._left[1]

    def _ground(self, painter: QPainter, rect: QRect, place: int, theme: Theme) -> None:
        """Paint the piece of the group's card that lies under a row."""
        radius = theme.px(8)
        first, last = self._model.is_first(place), self._model.is_last(place)
        box = QRectF(rect)
        painter.save()
        painter.setClipRect(rect)
        grown = box.adjusted(0, 0 if first else -2 * radius, 0, 0 if last else 2 * radius)
        rounded_box(painter, grown, radius, theme.colour("surface"), theme.colour("line"))
        if not last:
            painter.fillRect(QRectF(box.x() + 1, box.bottom() - 1, box.width() - 2, 1), theme.colour("line"))
        painter.restore()

    def _two_lines(
        self,
        painter: QPainter,
        box: QRectF,
        first: tuple[str, Role, str],
        second: tuple[str, Role, str],
        theme: Theme,
    ) -> None:
        middle = box.center().y()
        for (text, role, token), top in ((first, middle - theme.px(17)), (second, middle)):
            font = theme.font(role)
            painter.setFont(font)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            line = QRectF(box.x(), top, box.width(), theme.px(17))
            colour = theme.colour(_token(token))
            text_line(painter, line, shown, font, colour, Qt.AlignmentFlag.AlignLeading)

    def _pips(self, painter: QPainter, box: QRectF, row: DueRow, theme: Theme, *, rtl: bool) -> None:
        pips = pips_of(row.page_marks)
        middle = box.center().y()
        if pips and pips_width(len(pips), theme) <= box.width():
            above = QRectF(box.x(), middle - theme.px(14), box.width(), theme.px(10))
            paint_pips(painter, above, pips, theme, mirrored=rtl)
            line = QRectF(box.x(), middle, box.width(), theme.px(17))
        else:
            line = box
        colour, font = theme.colour("text-2"), theme.font(Role.CAPTION)
        text_line(painter, line, row.count, font, colour, Qt.AlignmentFlag.AlignLeading)

    def _button(self, painter: QPainter, box: QRectF, row: DueRow, theme: Theme, *, over: bool) -> None:
        primary = row.primary and self._may_work
        if primary:
            ground, colour = fill_colour(theme, over=over), theme.colour("on-fill")
            font = theme.font(Role.SMALL_STRONG)
        else:
            ground, colour = theme.colour("line" if over else "hover"), theme.colour("text")
            font = theme.font(Role.SMALL_BUTTON)
        rounded_box(painter, box, theme.px(6), ground)
        text_line(painter, box, self.words(row), font, colour)


def _token(name: str) -> Token:
    return name  # type: ignore[return-value]
