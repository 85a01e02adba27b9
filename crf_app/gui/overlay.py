"""What lies over the window: a veil, and on it one sheet with a question or a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from crf_app.gui.theme import Theme, Themed
from crf_app.gui.theme.paint import rounded_box

_SHADOW = 24


class Sheet(QFrame, Themed):
    """The sheet on the veil; `body` takes what lies on it, top down."""

    def __init__(self, width: int, margin: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._width, self._margin = width, margin
        self.body = QVBoxLayout(self)
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take paddings and width."""
        side = theme.gap(self._margin)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(theme.gap(12))

    def wanted_width(self, room: int) -> int:
        """Give the width of the sheet in a window of `room` pixels."""
        theme = Theme.of(self)
        return min(theme.px(self._width), room - 2 * theme.gap(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            line = theme.colour("line") if theme.dark else None
            box = QRectF(self.rect())
            rounded_box(painter, box, theme.px(10), theme.colour("surface"), line)


class Overlay(QWidget, Themed):
    """A veil over the whole window that holds the keyboard until it is closed."""

    closed = Signal()
    """The overlay is gone, however it went."""

    def __init__(self, window: QWidget, name: str, *, width: int = 440, margin: int = 24, high: bool = False) -> None:
        """Make an overlay of `window`; with `high` the sheet stands in its upper third."""
        super().__init__(window)
        self._high = high
        self._before: QWidget | None = None
        self.setAccessibleName(name)
        self.sheet = Sheet(width, margin, self)
        self.hide()

    @property
    def before(self) -> QWidget | None:
        """What had the keyboard before."""
        return self._before

    @property
    def body(self) -> QVBoxLayout:
        """What the sheet shows, top down."""
        return self.sheet.body

    def open(self, first: QWidget | None = None) -> None:
        """Show the overlay and give the keyboard to `first`."""
        window = self.parentWidget()
        assert window is not None
        self._before = _came_from(QApplication.focusWidget())
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.place_sheet()
        chosen = first or next(iter(self._stops()), self)
        chosen.setFocus(Qt.FocusReason.PopupFocusReason)
        announce = QAccessibleAnnouncementEvent(self, self.accessibleName())
        QAccessible.updateAccessibility(announce)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first thing on the sheet that takes it."""
        chosen = next(iter(self._stops()), self)
        chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close the overlay and give the keyboard back."""
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        now = QApplication.focusWidget()
        keyboard_here = now is None or self.isAncestorOf(now)
        self.hide()
        if keyboard_here and self._before is not None and _alive(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def reject(self) -> None:
        """Close because the person does not want to go on."""
        self.dismiss()

    def place_sheet(self) -> None:
        """Put the sheet where it belongs, as high as it needs to be and the window allows."""
        width = self.sheet.wanted_width(self.width())
        layout = self.sheet.body
        layout.activate()
        need = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        height = min(max(need, layout.sizeHint().height()), self.height() - 16)
        if need > 0:
            height = min(need, self.height() - 16)
        spare = self.height() - height
        top = min(round(self.height() * 0.095), spare) if self._high else spare // 2
        self.sheet.setGeometry((self.width() - width) // 2, top, width, height)
        self.update()

    def theme_changed(self, theme: Theme) -> None:
        """Place the sheet anew: its size follows the text."""
        if self.isVisible():
            self.place_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        window = self.parentWidget()
        if window is not None and watched is window and event.type() is QEvent.Type.Resize:
            self.setGeometry(window.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Place the sheet again when something on it grew."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.place_sheet()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet in its place."""
        super().resizeEvent(event)
        if self.isVisible():
            self.place_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; nothing typed here reaches the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the mouse from the page below."""
        event.accept()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Keep Tab on the sheet."""
        stops = self._stops()
        if not stops:
            return True
        now = QApplication.focusWidget()
        at = stops.index(now) if now in stops else -1
        chosen = stops[(at + (1 if following else -1)) % len(stops)]
        chosen.setFocus(Qt.FocusReason.TabFocusReason if following else Qt.FocusReason.BacktabFocusReason)
        area = self._area(chosen)
        if area is not None:
            area.ensureWidgetVisible(chosen, 0, 8)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the veil and the shadow of the sheet."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.scrim())
            box = QRectF(self.sheet.geometry()).translated(0, 8)
            shade = QColor(0, 0, 0, 7 if not theme.dark else 16)
            for grow in range(_SHADOW, 0, -3):
                rounded_box(painter, box.adjusted(-grow, -grow, grow, grow), theme.px(10) + grow, shade)

    def _stops(self) -> list[QWidget]:
        """The widgets of the sheet that take the keyboard, in reading order."""
        found = [
            each
            for each in self.sheet.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.isVisibleTo(self.sheet)
            and each.isEnabled()
            and each.focusProxy() is None
        ]
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft

        def reading(each: QWidget) -> tuple[int, int, int]:
            # What lies in a list that scrolls comes where the list begins, however far it is scrolled.
            area = self._area(each)
            inner = area.widget() if area is not None else None
            if area is None or inner is None:
                at = each.mapTo(self.sheet, each.rect().center())
                return at.y() // 12, 0, -at.x() if rtl else at.x()
            at = each.mapTo(inner, each.rect().center())
            return area.mapTo(self.sheet, area.rect().topLeft()).y() // 12, at.y() // 12, -at.x() if rtl else at.x()

        return sorted(found, key=reading)

    def _area(self, widget: QWidget) -> QScrollArea | None:
        """What scrolls on the sheet around a widget."""
        up = widget.parentWidget()
        while up is not None and up is not self.sheet:
            if isinstance(up, QScrollArea):
                return up
            up = up.parentWidget()
        return None


def _came_from(widget: QWidget | None) -> QWidget | None:
    """Where the keyboard goes back to: past a question that is about to close."""
    up = widget
    while up is not None:
        if isinstance(up, Overlay):
            return up.before
        up = up.parentWidget()
    return widget


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget)
