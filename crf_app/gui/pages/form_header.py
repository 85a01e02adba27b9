"""The head of a form: its name, how far it is, and the way to the pages beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.pages.visit_panel import PageLine
from crf_app.gui.parts import Button, IconButton, Kind, Mark, MarkView, TextLabel
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed

_VISIT_AT_LEAST = 96


class FormHeader(QWidget, Themed):
    """The head. Folded, it holds menus for the visit's pages in place of the panel, and its words go below."""

    not_done = Signal()
    history = Signal()
    step = Signal(int)
    back = Signal()
    menu = Signal(object)
    page_wanted = Signal(str)

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._down = QVBoxLayout(self)
        self._across = QHBoxLayout()
        self._menu = IconButton("menu", say("Menu of places"), side=32)
        self._menu.clicked.connect(lambda: self.menu.emit(self._menu))
        self._back = IconButton("arrow-left", say("Back to the subject"), side=32)
        self._back.clicked.connect(self.back)
        self._visit = Button("", Kind.OUTLINE, icon="chevron-down")
        self._visit.clicked.connect(self._show_pages)
        self.title = TextLabel("", Role.FORM_TITLE)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._mark = MarkView(Mark.EMPTY, "", 16)
        self._hold = MarkView(Mark.LOCKED, "", 16)
        self._hold.hide()
        self._words = QVBoxLayout()
        self._progress = TextLabel("", Role.CAPTION)
        self._version = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self._words.addWidget(self._progress)
        self._words.addWidget(self._version)
        self._words.setSpacing(0)
        self.not_done_button = Button(say("Not done…"), Kind.QUIET)
        self.not_done_button.setObjectName("not_done")
        self.not_done_button.clicked.connect(self.not_done)
        self._history = IconButton("history", say("History of this page"), side=32)
        self._history.clicked.connect(self.history)
        self._previous = IconButton("chevron-left", say("Previous page"), side=28)
        self._next = IconButton("chevron-right", say("Next page"), side=28)
        self._previous.clicked.connect(lambda: self.step.emit(-1))
        self._next.clicked.connect(lambda: self.step.emit(1))
        self._place = TextLabel("", Role.SMALL_BUTTON)
        self._place.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for part in (self._menu, self._back, self._visit, self.title, self._mark, self._hold):
            self._across.addWidget(part)
        self._across.addLayout(self._words, 1)
        for part in (self.not_done_button, self._history, self._previous, self._place, self._next):
            self._across.addWidget(part)
        self._below = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self._down.addLayout(self._across, 1)
        self._down.addWidget(self._below)
        self._pages: tuple[PageLine, ...] = ()
        self._visit_words = ""
        self._folded = self._panel_gone = self._not_done_possible = False
        self._popup: QMenu | None = None
        self.show_folded(False, False)
        self.theme_changed(Theme.of(self))

    def show_page(self, title: str, mark: Mark, progress: str, version: str) -> None:
        """Show what the page is and how far it is."""
        self.title.show_text(title)
        self._mark.show_mark(mark, f"{title}, {progress}")
        self._mark.setToolTip(tip(progress))
        self._progress.show_text(progress)
        self._version.show_text(version)
        self._below.show_text(self._say.joined([each for each in (progress, version) if each], " · "))
        self._show_words()

    def show_hold(self, mark: Mark | None, sentence: str) -> None:
        """Show the snowflake or the padlock of a page that is held, and say who can lift it."""
        self._hold.setVisible(mark is not None)
        if mark is not None:
            self._hold.show_mark(mark, sentence)
            self._hold.setToolTip(tip(sentence))
        self._show_visit()

    def show_pages(self, subject: str, visit: str, pages: tuple[PageLine, ...]) -> None:
        """Show the place of the page among those of its visit or log."""
        self._pages = pages
        here = next((n for n, page in enumerate(pages) if page.current), 0)
        self._place.show_text(self._say("{n} of {all}", n=here + 1, all=len(pages)))
        self._previous.setEnabled(here > 0)
        self._next.setEnabled(here + 1 < len(pages))
        self._visit_words = self._say.joined((subject, visit), " · ")
        self._show_visit()

    def show_folded(self, panel_gone: bool, rail_gone: bool) -> None:
        """Show menus where the panel or the rail have no room; the menu then holds what stood beside it."""
        self._folded, self._panel_gone = rail_gone, panel_gone
        self._visit.setVisible(panel_gone)
        self._back.setVisible(panel_gone)
        self._menu.setVisible(rail_gone)
        self._history.setVisible(not rail_gone)
        self.not_done_button.setVisible(self._not_done_possible and not rail_gone)
        self._show_words()

    def _show_words(self) -> None:
        """Say how far the page is beside its name, or below where the panel's menus stand there."""
        self._progress.setVisible(not self._panel_gone)
        self._version.setVisible(not self._panel_gone and bool(self._version.text()))
        self._below.setVisible(self._panel_gone and not self._folded)
        self._show_visit()

    def _show_visit(self) -> None:
        """Name the visit as far as there is room beside the name of the form, which is never cut for it."""
        if not self._panel_gone:
            return
        theme, margins = Theme.of(self), self._down.contentsMargins()
        parts = (
            self._menu, self._back, self.title, self._mark, self._hold, self.not_done_button, self._history,
            self._previous, self._place, self._next,
        )  # fmt: skip
        seen = [part for part in parts if not part.isHidden()]
        taken = sum(part.sizeHint().width() for part in seen) + (len(seen) + 1) * self._across.spacing()
        self._visit.setText(self._visit_words)
        metrics = QFontMetrics(theme.font(Role.BUTTON))
        frame = self._visit.sizeHint().width() - metrics.horizontalAdvance(self._visit_words)
        room = self.width() - margins.left() - margins.right() - taken
        words = max(room, theme.px(_VISIT_AT_LEAST)) - frame
        shown = metrics.elidedText(self._visit_words, Qt.TextElideMode.ElideRight, words)
        self._visit.setText(shown)
        self._visit.setToolTip(tip("" if shown == self._visit_words else self._visit_words))
        self._visit.setAccessibleName(self._visit_words)
        self._visit.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the visit as far as there is room."""
        super().resizeEvent(event)
        self._show_visit()

    def show_not_done(self, possible: bool) -> None:
        """Offer to say that the page was not done."""
        self._not_done_possible = possible
        self.not_done_button.setVisible(possible and not self._folded)

    def theme_changed(self, theme: Theme) -> None:
        """Take margins and height."""
        self._down.setContentsMargins(theme.gap(22), theme.gap(6), theme.gap(14), theme.gap(6))
        self._down.setSpacing(theme.gap(2))
        self._across.setSpacing(theme.gap(10))
        self.setMinimumHeight(theme.px(56))
        self._show_visit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and the line below."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))

    def _show_pages(self) -> None:
        self._popup = QMenu(self)
        for page in self._pages:
            action = self._popup.addAction(page.sentence.replace("&", "&&"))  # a menu underlines what follows it
            action.setCheckable(True)
            action.setChecked(page.current)
            action.triggered.connect(lambda _=False, wanted=page.page: self.page_wanted.emit(wanted))
        if self._folded:
            self._popup.addSeparator()
            self._popup.addAction(self._history.toolTip()).triggered.connect(self.history)
            if self._not_done_possible:
                self._popup.addAction(self.not_done_button.text()).triggered.connect(self.not_done)
        at = self._visit.mapToGlobal(self._visit.rect().bottomLeft())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            at = self._visit.mapToGlobal(self._visit.rect().bottomRight())
        self._popup.popup(at)
