"""The rows of the palette: heads and hits, what stands on them, and how they are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crf_app.gui.parts import Mark, Run, key_cap_size, lay_out, paint_key_cap, paint_mark
from crf_app.gui.theme import Role, Theme, paint_icon
from crf_app.gui.theme.paint import rounded_box, text_line

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """A hit: its mark or icon, words, what stands behind it, and what it does. Without a deed it is a head."""

    runs: tuple[Run, ...]
    deed: Callable[[], None] | None = None
    mark: Mark | None = None
    icon: str = ""
    trailing: tuple[Run, ...] = ()
    keys: str = ""

    @property
    def words(self) -> str:
        """The whole row as one text."""
        return " ".join(run.text for run in (*self.runs, *self.trailing)).strip()


class Rows(QAbstractListModel):
    """Heads and hits."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keyboard skip heads."""
        if self.rows[index.row()].deed is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the words of a row."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].words
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints heads and hits."""

    def __init__(self, rows: Rows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the height of a head or a hit."""
        theme = Theme.of()
        head = self._rows.rows[index.row()].deed is None
        return QSize(200, theme.px(28 if head else 40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        theme, rect = Theme.of(), QRectF(option.rect)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        row = self._rows.rows[index.row()]
        painter.save()
        painter.setLayoutDirection(theme.direction)
        edge = theme.gap(19)
        if row.deed is None:
            box = rect.adjusted(edge, theme.px(6), -edge, 0)
            font, colour = theme.font(Role.CAPTION), theme.colour("text-2")
            text_line(painter, box, row.runs[0].text, font, colour, Qt.AlignmentFlag.AlignLeading)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            box = rect.adjusted(theme.gap(9), 0, -theme.gap(9), 0)
            rounded_box(painter, box, theme.px(6), theme.colour("accent-soft"))
            x = box.right() - theme.px(3) if rtl else box.left()
            rounded_box(painter, QRectF(x, box.y(), theme.px(3), box.height()), 1.5, theme.colour("accent"))
        side = theme.px(18)
        x = rect.right() - edge - side if rtl else rect.x() + edge
        y = round(rect.center().y() - side / 2)
        if row.mark is not None:
            paint_mark(painter, x, y, side, row.mark, theme)
        elif row.icon:
            at = QRectF(x, y, side, side)
            paint_icon(painter, at, row.icon, theme.colour("text-2"), mirrored=rtl)
        used = self._trailing(painter, rect, row, theme, rtl=rtl)
        lead = edge + side + theme.gap(13)
        self._runs(painter, rect, row.runs, lead, rect.width() - lead - used, theme, rtl=rtl)
        painter.restore()

    def _trailing(self, painter: QPainter, rect: QRectF, row: Row, theme: Theme, *, rtl: bool) -> float:
        edge = float(theme.gap(18))
        if row.keys:
            cap = key_cap_size(row.keys, theme)
            x = rect.x() + edge if rtl else rect.right() - edge - cap.width()
            at = QRectF(x, rect.center().y() - cap.height() / 2, cap.width(), cap.height())
            paint_key_cap(painter, at, row.keys, theme)
            return edge + cap.width() + theme.gap(10)
        if row.trailing:
            layout, wide, high = lay_out(row.trailing, Role.SMALL, theme)
            x = rect.x() + edge if rtl else rect.right() - edge - wide
            painter.setPen(theme.colour("text-2"))
            line = layout.lineAt(0)
            point = rect.topLeft()
            point.setX(x - line.naturalTextRect().x())
            point.setY(rect.center().y() - high / 2)
            line.draw(painter, point)
            return edge + wide + theme.gap(10)
        return edge

    def _runs(
        self, painter: QPainter, rect: QRectF, runs: Sequence[Run], lead: float, room: float, theme: Theme,
        *, rtl: bool,
    ) -> None:  # fmt: skip
        layout, wide, high = lay_out(tuple(runs), Role.BODY, theme)
        x = rect.right() - lead - wide if rtl else rect.x() + lead
        clip = QRectF(rect.right() - lead - room if rtl else rect.x() + lead, rect.y(), room, rect.height())
        painter.save()
        painter.setClipRect(clip)
        painter.setPen(theme.colour("text"))
        line = layout.lineAt(0)
        point = rect.topLeft()
        point.setX(x - line.naturalTextRect().x())
        point.setY(rect.center().y() - high / 2)
        line.draw(painter, point)
        painter.restore()
