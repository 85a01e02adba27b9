"""What an item, or a page, went through: who wrote what, when and why; old values stay readable beside the new ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crf_app.capture.facts import Fact
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.gui import navigation as to
from crf_app.gui.models.audit_lines import AuditLine, audit_line
from crf_app.gui.models.item_course import course_of
from crf_app.gui.navigation import Frame
from crf_app.gui.overlay import Overlay
from crf_app.gui.pages.header import Scroll
from crf_app.gui.parts import Button, Mark, MarkView, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.services.fact_words import FactWords


class ItemHistory(Overlay):
    """The facts as lines: when, who in which role, what, from what to what, why."""

    def __init__(self, window: QWidget, frame: Frame, page: PagePlace, key: EntryKey | None, title: str) -> None:
        super().__init__(window, title, width=720)
        say, desk = frame.say, frame.desk
        self._frame, self._page = frame, page
        self.body.addWidget(TextLabel(title, Role.SECTION, wrap=True))
        labels = {each.id: each.label for each in frame.standings()}
        said = FactWords(desk.study, desk.file.people(), labels, say)
        facts = course_of(desk.view, page, key)
        inner = QWidget()
        self._grid = QGridLayout(inner)
        theme = Theme.of(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.gap(14))
        self._grid.setVerticalSpacing(theme.gap(2))
        self._grid.setColumnStretch(3, 1)
        if not facts:
            self._grid.addWidget(TextLabel(say("Nothing was recorded here yet."), Role.SMALL, "text-2"), 0, 0)
        for row, fact in enumerate(facts):
            self._add(3 * row, fact, audit_line(fact, said), with_item=key is None)
        self._grid.setRowStretch(3 * len(facts) + 1, 1)
        scroll = Scroll(inner, clear=True)
        scroll.setMinimumHeight(min(theme.px(380), max(theme.px(60), inner.sizeHint().height() + 8)))
        self.body.addWidget(scroll)
        self._add_foot()

    def _add(self, row: int, fact: Fact, line: AuditLine, *, with_item: bool) -> None:
        """Add a fact: three columns of two lines, and a little room below."""
        say, top = self._frame.say, Qt.AlignmentFlag.AlignTop
        if line.warns:
            self._grid.addWidget(MarkView(Mark.OVERDUE, line.what, 16), row, 0, top)
        what = say.joined((line.what, line.item), ": ") if with_item and line.item else line.what
        texts = (
            (row, 1, line.day, Role.SMALL, "text"),
            (row + 1, 1, line.time, Role.CAPTION, "text-2"),
            (row, 2, line.who, Role.SMALL, "text"),
            (row + 1, 2, line.role, Role.CAPTION, "text-2"),
            (row, 3, say.joined((what, line.change), ": "), Role.SMALL, "text"),
            (row + 1, 3, say("because: {reason}", reason=line.reason) if line.reason else "", Role.CAPTION, "text-2"),
        )
        for at, column, text, role, colour in texts:
            if text:
                label = TextLabel(text, role, colour, wrap=column == 3)  # type: ignore[arg-type]
                self._grid.addWidget(label, at, column, top)
        self._grid.setRowMinimumHeight(row + 2, Theme.of(self).gap(5))

    def _add_foot(self) -> None:
        say = self._frame.say
        foot = QHBoxLayout()
        foot.addStretch()
        if self._frame.can_show(to.AuditTrail):
            trail = Button(say("Show in the audit trail"), icon="history")
            trail.clicked.connect(self._show_trail)
            foot.addWidget(trail)
        close = Button(say("Close"))
        close.clicked.connect(self.dismiss)
        foot.addWidget(close)
        self.body.addLayout(foot)
        self.closes_with = close

    def _show_trail(self) -> None:
        self.dismiss()
        self._frame.go(to.AuditTrail(self._page.subject, self._page.id))
