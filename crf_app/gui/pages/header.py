"""The head of a page, and the ground its body lies on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crf_app.base.words import Say
from crf_app.gui.navigation import Frame
from crf_app.gui.parts import Button, IconButton, Run, TextLabel
from crf_app.gui.theme import Role, Theme, Themed


class PageHeader(QWidget, Themed):
    """Title, what it is about, and a few buttons; a menu button where there is no rail."""

    def __init__(self, frame: Frame, title: str = "", role: Role = Role.TITLE) -> None:
        super().__init__()
        self._about: str | Sequence[Run] = ""
        self._room = True
        self._across = QHBoxLayout(self)
        self._menu = IconButton("menu", frame.say("Menu of places"))
        self._menu.clicked.connect(lambda: frame.open_menu(self._menu))
        self._menu.setVisible(frame.folded)
        self.title = TextLabel(title, role)
        self.about = TextLabel("", Role.BODY, "text-2")
        self._across.addWidget(self._menu)
        self._across.addWidget(self.title)
        self._across.addWidget(self.about, 1)
        self.theme_changed(Theme.of(self))

    def show_about(self, text: str | Sequence[Run]) -> None:
        """Say what the page is about, behind the title."""
        self._about = text
        self.about.show_text(text if self._room else "")

    def show_room(self, room: bool) -> None:
        """Leave out what the page is about where there is no room; the label still takes up what is left."""
        self._room = room
        self.show_about(self._about)

    def add(self, widget: QWidget, place: int | None = None) -> None:
        """Add a button behind, or a widget at a place."""
        self._across.insertWidget(self._across.count() if place is None else place, widget)

    def show_folded(self, folded: bool) -> None:
        """Show the menu button where there is no rail."""
        self._menu.setVisible(folded)

    def theme_changed(self, theme: Theme) -> None:
        """Take gaps and height."""
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(theme.gap(12))
        self.setMinimumHeight(theme.px(36))


class Canvas(QWidget):
    """A plain ground for what scrolls."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))


class Scroll(QScrollArea):
    """Scrolls up and down only; what lies in it is as wide as the view."""

    def __init__(self, inner: QWidget, *, clear: bool = False) -> None:
        """Take what scrolls; with `clear` the ground behind it shows through."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        if clear:
            for each in (inner, self.viewport()):
                each.setAutoFillBackground(False)

    def settle(self) -> None:
        """Let what lies in it take its place now, so that it can be scrolled to."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def show_child(self, child: QWidget) -> None:
        """Scroll so far that a widget is seen."""
        self.ensureWidgetVisible(child, 0, 24)


class Fitting(Scroll):
    """As high as what lies in it where there is room; on a low sheet, or with large text, it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__(inner, clear=True)
        self._inner = inner
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """Give the size of all of it, at the width there is."""
        hint, wide = self._inner.sizeHint(), self.viewport().width()
        high = self._inner.heightForWidth(wide) if self._inner.hasHeightForWidth() and wide > 0 else hint.height()
        return QSize(hint.width(), high)

    def minimumSizeHint(self) -> QSize:
        """Give a little height: the rest is scrolled to."""
        theme = Theme.of(self)
        return QSize(theme.px(160), min(self.sizeHint().height(), theme.px(80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class OneShown(QStackedWidget):
    """A stack as high as the one page that is shown; Qt's own is as high as the highest it has ever held."""

    def sizeHint(self) -> QSize:
        """Return what the page that is shown wants."""
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the page that is shown."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page that is shown, at a width."""
        shown = self.currentWidget()
        return shown.heightForWidth(width) if shown is not None else super().heightForWidth(width)


class TwoColumns(QWidget, Themed):
    """A main column and a narrow one beside it, or below it where there is no room."""

    def __init__(self, side_width: int) -> None:
        super().__init__()
        self._side_width = side_width
        self._below = False
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.main = QVBoxLayout()
        self.side_widget = QWidget()
        self.side = QVBoxLayout(self.side_widget)
        self.side.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(self.main, 1)
        self._box.addWidget(self.side_widget, 0, Qt.AlignmentFlag.AlignTop)
        self.theme_changed(Theme.of(self))

    def show_below(self, below: bool) -> None:
        """Put the narrow column below the main one, or beside it."""
        self._below = below
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        way = QBoxLayout.Direction
        self._box.setDirection(way.TopToBottom if self._below else way.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.gap(20))
        self.main.setSpacing(theme.gap(12))
        self.side.setSpacing(theme.gap(12))
        if self._below:
            self.side_widget.setMinimumWidth(0)
            self.side_widget.setMaximumWidth(16_777_215)
        else:
            self.side_widget.setFixedWidth(theme.px(self._side_width))
        # With nothing in the main column yet, the narrow one stands at the page's own edge.
        beside = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
        alignment = Qt.AlignmentFlag(0) if self._below else beside
        self._box.setAlignment(self.side_widget, alignment)


def action_button(say: Say, frame: Frame, id_: str, words: str | None = None) -> Button:
    """Make a button of an action of the table."""
    from crf_app.gui.actions import action

    found = action(id_)
    button = Button(words or say(found.words), icon=found.icon)
    if found.shown_keys:
        button.setToolTip(found.shown_keys)
    button.clicked.connect(lambda: frame.act(id_))
    return button
