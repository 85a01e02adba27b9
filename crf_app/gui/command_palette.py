"""The palette: find anything, do anything. Nothing is only here."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRectF,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QWidget,
)

from crf_app.gui import navigation as to
from crf_app.gui.actions import ACTIONS, Action
from crf_app.gui.models.finder import Finder, Hits
from crf_app.gui.overlay import Overlay
from crf_app.gui.palette_rows import Row, RowDelegate, Rows
from crf_app.gui.parts import (
    Hairline,
    KeyCap,
    Mark,
    Run,
    TextLabel,
)
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.gui.theme.paint import rounded_box
from crf_app.gui.workroom import Workroom

_MOST_DEEDS: Final = 6
_FIRST: Final = ("new_subject", "new_adverse_event", "sign", "print", "backup")
"""What people look for most; the rest follows in the order of the table, moving about in the window last."""
_LAST: Final = ("filter", "next_column", "previous_column", "back", "forward")
_OF_SUBJECT: Final = ("new_adverse_event", "unscheduled", "sign")


class SearchField(QLineEdit, Themed):
    """The field of the palette, without a box of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take font and room for the icon."""
        self.setFont(theme.font(Role.SECTION, 400))
        lead = theme.gap(20) + theme.px(18) + theme.gap(10)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        self.setTextMargins(0 if rtl else lead, 0, lead if rtl else 0, 0)
        self.setFixedHeight(theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and the icon."""
        super().paintEvent(event)
        theme = Theme.of(self)
        rtl = theme.direction is Qt.LayoutDirection.RightToLeft
        side, edge = theme.px(18), theme.gap(19)
        x = self.width() - edge - side if rtl else edge
        with QPainter(self) as painter:
            at = QRectF(x, round((self.height() - side) / 2), side, side)
            paint_icon(painter, at, "search", theme.colour("text-2"))


class Foot(QFrame):
    """The keys of the palette, on the canvas."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line above."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            radius = theme.px(10)
            box = QRectF(self.rect()).adjusted(1, -radius, -1, -1)
            painter.setClipRect(self.rect())
            rounded_box(painter, box, radius, theme.colour("canvas"))
            painter.fillRect(1, 0, self.width() - 2, 1, theme.colour("line"))


class CommandPalette(Overlay):
    """Field, hits, keys."""

    def __init__(self, window: QWidget, room: Workroom) -> None:
        say = room.say
        super().__init__(window, say("Find or do"), width=660, margin=0, high=True)
        self._room, self._say = room, say
        self._finder = Finder(room.desk, room.standings(), room.now(), say)
        self.body.setSpacing(0)
        top = QHBoxLayout()
        self.field = SearchField(say("Subject, visit, form, value or command"))
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        top.addWidget(self.field, 1)
        top.addWidget(KeyCap("Esc"))
        top.addSpacing(Theme.of(self).gap(16))
        self.body.addLayout(top)
        self.body.addWidget(Hairline())
        self.rows = Rows()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowDelegate(self.rows, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(say("What was found"))
        self.list.clicked.connect(lambda index: self._press(index.row()))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._foot())

    def start(self) -> None:
        """Open the palette with what is at hand."""
        self._look()
        self.open(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the hits from the field."""
        in_field = watched is getattr(self, "field", None)
        if in_field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._walk(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._press(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when somebody presses beside the sheet."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.reject()
        else:
            super().mousePressEvent(event)

    def place_sheet(self) -> None:
        """Make the list as high as its hits, up to two thirds of the window."""
        option = QStyleOptionViewItem()
        delegate = self.list.itemDelegate()
        high = sum(delegate.sizeHint(option, self.rows.index(n)).height() for n in range(self.rows.rowCount()))
        theme = Theme.of(self)
        self.list.setFixedHeight(min(high + theme.px(6), int(self.height() * 0.62) - theme.px(60)))
        super().place_sheet()

    def _look(self) -> None:
        place = self._room.navigator.place
        here = to.subject_of(place) if place is not None else None
        hits = self._finder.find(self.field.text(), here)
        self.rows.show_rows(
            [*self._logs(hits, here), *self._pages(hits), *self._subjects(hits), *self._deeds(hits, here)]
        )
        first = next((n for n, row in enumerate(self.rows.rows) if row.deed is not None), None)
        if first is not None:
            self.list.setCurrentIndex(self.rows.index(first))
        if self.isVisible():
            self.place_sheet()

    def _pages(self, hits: Hits) -> list[Row]:
        if not hits.pages or not self._room.can_show(to.Form):
            return []
        rows = [Row((Run(self._say("Pages")),))]
        for hit in hits.pages:
            trailing = (Run(hit.value_name + " ", strong=True), Run(hit.value)) if hit.value_name else ()
            rows.append(
                Row(
                    (Run(hit.label, strong=True), Run(" · " + hit.words)),
                    partial(self._room.go, to.Form(hit.page)),
                    Mark(hit.mark.value),
                    trailing=trailing,
                )
            )
        return rows

    def _logs(self, hits: Hits, here: str | None) -> list[Row]:
        """The logs whose name was typed, of the subject that was typed or is shown."""
        subject = hits.subjects[0].subject if hits.subjects else here
        if subject is None or not hits.rest or not self._room.can_show(to.Log):
            return []
        study, label = self._room.desk.study, self._room.desk.record(subject).label
        rows = []
        for form in study.schedule.logs:
            title = study.forms[form].title
            words = title.in_(self._say.language)
            if all(word in f"{words} {title}".casefold() for word in hits.rest):
                runs = (Run(label, strong=True), Run(" · " + words))
                rows.append(Row(runs, partial(self._room.go, to.Log(subject, form)), icon="rows-3"))
        return [Row((Run(self._say("Logs")),)), *rows] if rows else []

    def _subjects(self, hits: Hits) -> list[Row]:
        if not hits.subjects:
            return []
        rows = [Row((Run(self._say("Subject")),))]
        rows.extend(
            Row(
                (Run(hit.label, strong=True), Run("   "), Run(hit.words, colour="text-2")),
                partial(self._room.go, to.Subject(hit.subject)),
                icon="users",
                trailing=(Run(hit.trailing),) if hit.trailing else (),
            )
            for hit in hits.subjects
        )
        return rows

    def _deeds(self, hits: Hits, here: str | None) -> list[Row]:
        say, now = self._say, self._room.situation()
        subject = hits.subjects[0] if hits.subjects and self.field.text().strip() else None
        rows: list[Row] = []
        for each in sorted(ACTIONS, key=_rank):
            words = say(each.words)
            of_subject = each.id in _OF_SUBJECT
            wanted = () if subject is not None and hits.pages else hits.rest
            if each.id == "find" or not all(w in f"{words} {each.words}".casefold() for w in wanted):
                continue
            if subject is not None and not of_subject:
                continue
            keys = each.shown_keys
            if subject is not None:
                if not now.may_for_subject(each):
                    continue
                runs = (Run(words + " · "), Run(subject.label, strong=True))
                deed = partial(self._for_subject, each.id, subject.subject)
                rows.append(Row(runs, deed, icon=each.icon or "", keys=keys))
            elif each.enabled(now):
                rows.append(Row((Run(words),), partial(self._room.act, each.id), icon=each.icon or "", keys=keys))
        if not rows:
            return []
        most = _MOST_DEEDS if self.field.text() else 9
        return [Row((Run(say("Do")),)), *rows[:most]]

    def _for_subject(self, action: str, subject: str) -> None:
        self._room.go(to.Subject(subject))
        self._room.act(action)

    def _walk(self, step: int) -> None:
        can = [n for n, row in enumerate(self.rows.rows) if row.deed is not None]
        if not can:
            return
        at = self.list.currentIndex().row()
        place = (can.index(at) + step) % len(can) if at in can else 0
        self.list.setCurrentIndex(self.rows.index(can[place]))
        self.field.setAccessibleDescription(self.rows.rows[can[place]].words)

    def _press(self, place: int) -> None:
        if not 0 <= place < len(self.rows.rows):
            return
        deed = self.rows.rows[place].deed
        if deed is not None:
            self.dismiss()
            deed()

    def _foot(self) -> Foot:
        say, theme = self._say, Theme.of(self)
        foot = Foot()
        across = QHBoxLayout(foot)
        across.setContentsMargins(theme.gap(16), theme.gap(9), theme.gap(16), theme.gap(9))
        across.setSpacing(theme.gap(8))
        for keys, words in (("↑ ↓", say("choose")), ("Enter", say("open"))):
            across.addWidget(KeyCap(keys))
            across.addWidget(TextLabel(words, Role.CAPTION, "text-2"))
            across.addSpacing(theme.gap(8))
        across.addStretch()
        across.addWidget(TextLabel(say("subject, visit, form, value or command"), Role.CAPTION, "text-3"))
        return foot


def _rank(action: Action) -> int:
    """Where an action stands in the list of what can be done."""
    if action.id in _FIRST:
        return _FIRST.index(action.id)
    return len(_FIRST) + (action.id in _LAST)
