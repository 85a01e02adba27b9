"""Why there is no value: a list of the study's reasons with type-ahead, and a comment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.editors.popup_list import Line, PopupList
from crf_app.gui.parts import TextField, TextLabel
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box
from crf_app.study.codelist import CodeList

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MissingList(QFrame, Themed):
    """Type two letters, Enter, say more if need be, Enter. Escape leaves everything as it was."""

    def __init__(self, window: QWidget, reasons: CodeList, say: Say) -> None:
        super().__init__(window)
        self.setObjectName("missing_list")
        self._reasons, self._say = reasons, say
        self._then: Callable[[str, str], None] | None = None
        self._back: QWidget | None = None
        self._down = QVBoxLayout(self)
        self._title = TextLabel(say("Why is there no value?"), Role.CAPTION, "text-2")
        self.search = TextField(say("Reason, type two letters"), icon="search", height=32)
        self.search.setObjectName("missing_reason")
        self.list = PopupList(say("Reasons"))
        self.list.setParent(self)
        self.comment = TextField(say("Comment"), height=32)
        self.comment.setObjectName("missing_comment")
        self._remark = TextLabel(say("Comment, if more is to be said"), Role.CAPTION, "text-2")
        for part in (self._title, self.search, self.list, self._remark, self.comment):
            self._down.addWidget(part)
        self.list.show()
        self.search.textEdited.connect(self._offer)
        self.list.chosen.connect(self._choose)
        self.search.installEventFilter(self)
        self.comment.installEventFilter(self)
        self._chosen = ""
        self.setAccessibleName(self._title.text())
        self.theme_changed(Theme.of(self))
        self.hide()

    def open_at(self, field: QWidget, then: Callable[[str, str], None], *, reason: str = "", comment: str = "") -> None:
        """Open below a field; `then` gets the reason's code and the comment."""
        self._then, self._back, self._chosen = then, field, ""
        self.search.show_value("")
        self.comment.show_value(comment)
        self._offer("")
        codes = [each.code for each in self._reasons.codes]
        if reason in codes:
            self.list.move_by(codes.index(reason))
        window = self.parentWidget()
        assert window is not None
        theme = Theme.of(self)
        self.list.setFixedHeight(self.list.sizeHint().height())
        wide, high = theme.px(300), self.sizeHint().height()
        at = field.mapTo(window, QPoint(0, field.height() + 4))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            at.setX(at.x() + field.width() - wide)
        top = min(at.y(), window.height() - high - 8)
        left = min(max(8, at.x()), max(8, window.width() - wide - 8))
        self.setGeometry(left, max(8, top), wide, high)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_list(self) -> None:
        """Close and give the keyboard back."""
        back, self._back = self._back, None
        if not self.isVisible():
            return
        self.hide()
        if back is not None:
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list, take a reason, then the comment; close when the person goes elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(watched, event)
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            now = QApplication.focusWidget()
            if now is not None and not self.isAncestorOf(now) and now is not self:
                self._back = None
                self.hide()
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_list()
        elif watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif watched is self.search and (key in _ENTER or key == Qt.Key.Key_Tab):
            line = self.list.current
            if line is not None:
                self._choose(line.code)
        elif watched is self.comment and (key in _ENTER or key == Qt.Key.Key_Tab):
            self._finish()
        else:
            return False
        return True

    def _offer(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        language = self._say.language
        named = [(each.code, each.label.in_(language)) for each in self._reasons.codes]
        first = [pair for pair in named if pair[1].casefold().startswith(wanted)]
        rest = [pair for pair in named if pair not in first and wanted in pair[1].casefold()]
        by_code = [pair for pair in named if pair not in first + rest and pair[0].startswith(wanted)]
        self.list.show_lines([Line(code, words) for code, words in first + rest + by_code], typed)
        self._chosen = ""

    def _choose(self, code: str) -> None:
        self._chosen = code
        self.search.show_value(self._reasons.label(code).in_(self._say.language))
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        line = self.list.current
        code = self._chosen or (line.code if line is not None else "")
        comment, then = self.comment.text().strip(), self._then
        self.close_list()
        if code and then is not None:
            then(code, comment)

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        side = theme.gap(12)
        self._down.setContentsMargins(side, side, side, side)
        self._down.setSpacing(theme.gap(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            box = QRectF(self.rect())
            rounded_box(painter, box, theme.px(10), theme.colour("surface"), theme.colour("line-btn"))
