"""The visit strip: equal columns, each with mark, date, window and distance; a post between past and future."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from crf_app.base.words import Say
from crf_app.gui.models.subject_summary import StripVisit
from crf_app.gui.pages.due_rows import window_span
from crf_app.gui.parts import Mark, paint_mark, paint_window_bar
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.gui.theme.paint import rounded_box, text_line, text_width
from crf_app.gui.theme.style import RingShape, ring_moved


class VisitStrip(QWidget, RingShape, Themed):
    """All visits of a subject side by side. Arrow keys walk, Enter opens."""

    wanted = Signal(object)
    """A visit was asked for."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._visits: tuple[StripVisit, ...] = ()
        self._cursor, self._over = 0, -1
        self.setAccessibleName(say("Visits"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def visits(self) -> tuple[StripVisit, ...]:
        """The visits that are shown."""
        return self._visits

    @property
    def cursor_visit(self) -> StripVisit | None:
        """The visit the keyboard is at."""
        return self._visits[self._cursor] if self._visits else None

    def begin_anew(self) -> None:
        """Let the keyboard start at the current visit when visits are shown next."""
        self._visits = ()

    def show_visits(self, visits: Sequence[StripVisit]) -> None:
        """Show other visits; the keyboard stays at its visit, or starts at the current one."""
        before = self.cursor_visit
        self._visits = tuple(visits)
        places = [visit.place for visit in visits]
        if before is not None and before.place in places:
            self._cursor = places.index(before.place)
        else:
            self._cursor = next((n for n, visit in enumerate(visits) if visit.current), 0)
        self._speak()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give the height of one row, or of two where the columns would be too narrow."""
        theme = Theme.of(self)
        return QSize(theme.px(600), theme.px(8) + self._rows() * theme.px(100))

    def theme_changed(self, theme: Theme) -> None:
        """Take the height."""
        self.updateGeometry()

    def resizeEvent(self, event: QEvent) -> None:
        """Take the height that goes with the width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def focus_shape(self) -> tuple[QRectF, float]:
        """Give the column the keyboard is at."""
        return self._box(self._cursor).adjusted(4, 4, -4, -4), float(Theme.of(self).px(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys, open with Enter."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        forward = Qt.Key.Key_Left if rtl else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if rtl else Qt.Key.Key_Left
        step = {forward: 1, backward: -1}.get(Qt.Key(event.key()))
        if step is not None and self._visits:
            self._cursor = min(max(self._cursor + step, 0), len(self._visits) - 1)
            self._speak()
            ring_moved()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._visits:
                self.wanted.emit(self._visits[self._cursor].place)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the visit under the mouse."""
        place = self._at(event)
        if place >= 0:
            self._cursor = place
            self.wanted.emit(self._visits[place].place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the visit under the mouse and say the whole in the tip."""
        place = self._at(event)
        if place != self._over:
            self._over = place
            self.setToolTip(tip(self._visits[place].sentence if place >= 0 else ""))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._over = -1
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet, the visits and the post of today."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.setLayoutDirection(theme.direction)
            sheet = QRectF(self.rect()).adjusted(0, theme.px(8), 0, 0)
            rounded_box(painter, sheet, theme.px(10), theme.colour("surface"), theme.colour("line"))
            for place, visit in enumerate(self._visits):
                self._visit(painter, self._box(place), visit, theme, over=place == self._over)
            self._post(painter, theme)

    def _rows(self) -> int:
        theme = Theme.of(self)
        room = max(self.width(), 1) / max(len(self._visits), 1)
        return 2 if room < theme.px(92) and len(self._visits) > 4 else 1

    def _box(self, place: int) -> QRectF:
        theme = Theme.of(self)
        rows = self._rows()
        across = -(-len(self._visits) // rows) or 1
        inner = theme.px(6)
        wide = (self.width() - 2 * inner) / across
        high = (self.height() - theme.px(8)) / rows
        column, row = place % across, place // across
        x = inner + column * wide
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - inner - (column + 1) * wide
        return QRectF(x, theme.px(8) + row * high, wide, high)

    def _visit(self, painter: QPainter, box: QRectF, visit: StripVisit, theme: Theme, *, over: bool) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inside = box.adjusted(2, theme.px(4), -2, -theme.px(4))
        if visit.current:
            line = theme.colour("accent-line")
            rounded_box(painter, inside, theme.px(8), theme.colour("accent-soft"), line)
        elif over:
            rounded_box(painter, inside, theme.px(8), theme.colour("hover"))
        pad = theme.gap(11)
        area = inside.adjusted(pad, theme.px(9), -pad, -theme.px(6))
        side = theme.px(16)
        x = area.right() - side if rtl else area.left()
        paint_mark(painter, x, area.top() + theme.px(1), side, Mark(visit.mark.value), theme)
        lead = side + theme.gap(6)
        name = QRectF(area.left() + (0 if rtl else lead), area.top(), area.width() - lead, theme.px(18))
        leading = Qt.AlignmentFlag.AlignLeading
        strong = theme.font(Role.SMALL_STRONG)
        painter.setFont(strong)
        cut = painter.fontMetrics().elidedText(visit.name, Qt.TextElideMode.ElideRight, int(name.width()) + 2)
        text_line(painter, name, cut, strong, theme.colour("text"), leading)
        date = QRectF(area.left(), area.top() + theme.px(19), area.width(), theme.px(18))
        token: Token = "text" if visit.past else "text-2"
        text_line(painter, date, visit.date, theme.font(Role.SMALL), theme.colour(token), leading)
        if visit.extra is not None:
            small = theme.px(14)
            x = area.left() if rtl else area.right() - small
            paint_mark(painter, x, round(date.center().y() - small / 2), small, Mark(visit.extra), theme)
        bar = QRectF(area.left(), area.top() + theme.px(39), area.width(), theme.px(18))
        if visit.span is not None:
            paint_window_bar(painter, bar, window_span(visit.span), theme, mirrored=rtl)
        below = QRectF(area.left(), area.top() + theme.px(59), area.width(), theme.px(16))
        caption = theme.font(Role.CAPTION)
        painter.setFont(caption)
        wide = painter.fontMetrics().horizontalAdvance(visit.below)
        words = visit.below_short if wide > below.width() + 2 and visit.below_short else visit.below
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(below.width()) + 2)
        text_line(painter, below, cut, caption, theme.colour("text-2"), leading)

    def _post(self, painter: QPainter, theme: Theme) -> None:
        """The post stands between the last visit that began or is due and the first that is not due yet."""
        first_future = next((n for n, visit in enumerate(self._visits) if not visit.past and not visit.current), None)
        if first_future is None or self._rows() > 1 or first_future == 0:
            return
        box = self._box(first_future)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = box.right() if rtl else box.left()
        painter.fillRect(QRectF(x - 1, theme.px(8), 2, self.height() - theme.px(8)), theme.colour("text"))
        words, font = self._say("today"), theme.font(Role.CAPTION_STRONG)
        wide = text_width(words, font) + 2 * theme.px(8)
        chip = QRectF(x - wide / 2, 0, wide, theme.px(17))
        rounded_box(painter, chip, theme.px(8), theme.colour("text"))
        text_line(painter, chip, words, font, theme.colour("surface"))

    def _at(self, event: QMouseEvent) -> int:
        for place in range(len(self._visits)):
            if self._box(place).contains(event.position()):
                return place
        return -1

    def _speak(self) -> None:
        visit = self.cursor_visit
        if visit is None:
            return
        self.setAccessibleDescription(visit.sentence)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, visit.sentence))
