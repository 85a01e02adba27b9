"""The study: its schedule and its forms, readable, with every rule in its author's words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from crf_app.gui import navigation as to
from crf_app.gui.models.definition_text import Paragraph, Style, form_text, forms_in_order, overview_text
from crf_app.gui.models.places_in_words import form_title
from crf_app.gui.navigation import Frame, Page, Place
from crf_app.gui.pages.header import PageHeader
from crf_app.gui.theme import Role, Theme, Token
from crf_app.gui.theme.paint import rounded_box, text_line
from crf_app.services.desk import Changes

_ROLES: dict[Style, tuple[Role, Token]] = {
    "title": (Role.FORM_TITLE, "text"),
    "section": (Role.SECTION, "text"),
    "strong": (Role.BODY_STRONG, "text"),
    "text": (Role.BODY, "text"),
    "note": (Role.SMALL, "text-2"),
    "rule": (Role.SMALL, "accent"),
}
_ABOVE: dict[Style, int] = {"title": 0, "section": 18, "strong": 10, "text": 4, "note": 2, "rule": 2}


class StudyPage(Page):
    """Contents on the left, the text on the right."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        self._form: str | None = None
        say, study = self._say, frame.desk.study
        self._header = PageHeader(frame, say("Study"))
        self._header.show_about(study.facts.title.in_(say.language))
        self.contents = QListWidget()
        self.contents.setFrameShape(QFrame.Shape.NoFrame)
        self.contents.setAccessibleName(say("Contents"))
        self.contents.setItemDelegate(_ContentsDelegate(self.contents))
        self.contents.viewport().setAutoFillBackground(False)
        self._add("", say("Schedule"))
        for form in forms_in_order(study):
            self._add(form, form_title(study, form, say.language))
        self.contents.currentItemChanged.connect(self._chosen)
        self.text = _Sheet(say("Definition"))
        across = QHBoxLayout()
        across.addWidget(self.contents)
        across.addWidget(self.text, 1)
        self._across = across
        self._down = QVBoxLayout(self)
        self._down.addWidget(self._header)
        self._down.addLayout(across, 1)
        self.theme_changed(Theme.of(self))

    def title(self) -> str:
        """Return the page's name."""
        return self._say("Study")

    def show_place(self, place: Place) -> None:
        """Show the schedule or a form."""
        form = place.form if isinstance(place, to.Study) else None
        for row in range(self.contents.count()):
            item = self.contents.item(row)
            if item.data(int(Qt.ItemDataRole.UserRole)) == (form or ""):
                self.contents.setCurrentRow(row)

    def concerns(self, changes: Changes) -> bool:
        """A study does not change under a running file."""
        return False

    def take_keyboard(self) -> None:
        """Begin in the contents."""
        self.contents.setFocus(Qt.FocusReason.OtherFocusReason)

    def columns(self) -> tuple[QWidget, ...]:
        """Contents and text."""
        return (self.contents, self.text)

    def show_width(self, effective: float) -> None:
        """Leave the long title out where there is no room."""
        self._header.show_folded(self._frame.folded)
        self._header.show_room(effective >= 1000)

    def theme_changed(self, theme: Theme) -> None:
        """Take margins, and set the text in the new size."""
        side = theme.gap(28)
        self._down.setContentsMargins(side, theme.gap(18), side, theme.gap(18))
        self._down.setSpacing(theme.gap(10))
        self._across.setSpacing(theme.gap(16))
        self.contents.setFixedWidth(theme.px(212))
        self.contents.scheduleDelayedItemsLayout()
        self._write()

    def _add(self, form: str, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(int(Qt.ItemDataRole.UserRole), form)
        self.contents.addItem(item)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._form = item.data(int(Qt.ItemDataRole.UserRole)) or None
            self._write()

    def _write(self) -> None:
        study, say = self._frame.desk.study, self._say
        if self._form is None:
            self.text.write(overview_text(study, say))
        else:
            self.text.write(form_text(study, study.forms[self._form], say))


class _ContentsDelegate(QStyledItemDelegate):
    """Paints a line of the contents."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the height of a row."""
        return QSize(100, Theme.of().px(34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        theme, rect = Theme.of(), QRectF(option.rect)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setLayoutDirection(theme.direction)
        if here:
            rounded_box(painter, rect.adjusted(0, 1, 0, -1), theme.px(6), theme.colour("accent-soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded_box(painter, rect.adjusted(0, 1, 0, -1), theme.px(6), theme.colour("hover"))
        font = theme.font(Role.BODY_STRONG if here else Role.BODY)
        painter.setFont(font)
        pad = theme.gap(10)
        box = rect.adjusted(pad, 0, -pad, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(box.width()))
        colour = theme.colour("accent" if here else "text")
        text_line(painter, box, text, font, colour, Qt.AlignmentFlag.AlignLeading)
        painter.restore()


class _Sheet(QTextBrowser):
    """The text on a sheet."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setOpenLinks(False)

    def write(self, paragraphs: Iterable[Paragraph]) -> None:
        """Write the text anew, from its beginning."""
        theme = Theme.of(self)
        self.clear()
        document = self.document()
        document.setDocumentMargin(theme.gap(20))
        option = QTextOption()
        option.setTextDirection(theme.direction)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        cursor = QTextCursor(document)
        for place, each in enumerate(paragraphs):
            role, token = _ROLES[each.style]
            block = QTextBlockFormat()
            block.setTopMargin(theme.gap(_ABOVE[each.style]) if place else 0)
            block.setIndent(each.level)
            block.setLayoutDirection(theme.direction)
            look = QTextCharFormat()
            look.setFont(theme.font(role))
            look.setForeground(theme.colour(token))
            if place:
                cursor.insertBlock(block, look)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(theme.digits(each.text) if each.style != "rule" else each.text, look)
            if each.aside:
                quiet = QTextCharFormat()
                quiet.setFont(theme.font(Role.SMALL))
                quiet.setForeground(theme.colour("text-3"))
                cursor.insertText("   " + theme.digits(each.aside), quiet)
        document.setIndentWidth(theme.gap(16))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet below the text."""
        theme = Theme.of(self)
        with QPainter(self.viewport()) as painter:
            box = QRectF(self.viewport().rect())
            rounded_box(painter, box, theme.px(10), theme.colour("surface"), theme.colour("line"))
        super().paintEvent(event)
