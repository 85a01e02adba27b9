"""Several answers out of a list: a check box per code."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.base.values import Answer
from crf_app.gui.editors.editor import Editor, Setting
from crf_app.gui.parts import CheckRow, FieldLook
from crf_app.gui.theme import Theme
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item


class CodesEditor(Editor):
    """Check boxes in columns; arrows move between them, space ticks."""

    stretches = True

    def __init__(self, item: Item, label: str, setting: Setting, codes: CodeList) -> None:
        super().__init__(item, label, setting)
        self._codes = [each.code for each in codes.codes]
        self._field = CheckGrid([each.label.in_(setting.language) for each in codes.codes], label)
        self.adopt(self._field)
        for row in self._field.rows:
            row.toggled.connect(self._toggled)
        self._showing = False

    @property
    def field(self) -> CheckGrid:
        """The boxes."""
        return self._field

    @property
    def focus_target(self) -> QWidget:
        """The first box, or the chip in its place."""
        target = super().focus_target
        return self._field.rows[0] if target is self._field and self._field.rows else target

    def show_answer(self, answer: Answer | None, look: FieldLook) -> None:
        """Tick what was chosen."""
        chosen = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        self._showing = True
        for code, row in zip(self._codes, self._field.rows, strict=True):
            row.setChecked(code in chosen)
            row.setEnabled(look.writable)
        self._showing = False

    def key_targets(self) -> tuple[QWidget, ...]:
        """Return the boxes."""
        return tuple(self._field.rows)

    def takes(self, event: QKeyEvent) -> bool:
        """Keep the arrows: they move between the boxes."""
        return event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)

    def fits(self, width: int) -> int:
        """Take all there is: the columns follow from it."""
        return width

    def hasHeightForWidth(self) -> bool:
        """Say that fewer columns make more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height at a width."""
        return self._field.heightForWidth(width)

    def _toggled(self) -> None:
        if self._showing:
            return
        chosen = [c for c, row in zip(self._codes, self._field.rows, strict=True) if row.isChecked()]
        self.edited.emit(" ".join(chosen))


class CheckGrid(QWidget):
    """Check rows flowing in as many columns as fit."""

    def __init__(self, words: list[str], label: str) -> None:
        super().__init__()
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = []
        for each in words:
            row = CheckRow(each, self)
            row.setAccessibleDescription(label)
            row.installEventFilter(self)
            self.rows.append(row)
        if self.rows:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setFocusProxy(self.rows[0])

    def sizeHint(self) -> QSize:
        """Give the size in one column."""
        wide = max((row.sizeHint().width() for row in self.rows), default=0)
        return QSize(wide, self.heightForWidth(wide))

    def hasHeightForWidth(self) -> bool:
        """Say that fewer columns make more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height at a width."""
        lines = -(-len(self.rows) // self._columns(width))
        return lines * self._line()

    def resizeEvent(self, _event: object) -> None:
        """Place the rows, down first."""
        columns = self._columns(self.width())
        lines = -(-len(self.rows) // columns) or 1
        step = self._step()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place, row in enumerate(self.rows):
            column, line = divmod(place, lines)
            wide = min(row.sizeHint().width(), self.width())
            x = column * step
            row.setGeometry(self.width() - x - wide if rtl else x, line * self._line(), wide, row.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between the boxes with the arrows."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched in self.rows:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                place = self.rows.index(watched) + step
                if 0 <= place < len(self.rows):
                    self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _step(self) -> int:
        theme = Theme.of(self)
        return max((row.sizeHint().width() for row in self.rows), default=1) + theme.gap(20)

    def _line(self) -> int:
        return Theme.of(self).px(28)

    def _columns(self, width: int) -> int:
        return max(1, (width + Theme.of(self).gap(20)) // self._step())
