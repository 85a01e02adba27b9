"""The sidebar: study and site, Find, the places of the role with their counts, the person at the foot. Or the rail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from crf_app.base.words import Say
from crf_app.gui.actions import PLACES, action
from crf_app.gui.parts import (
    Avatar,
    Hairline,
    IconButton,
    TextLabel,
    initials,
)
from crf_app.gui.parts.tips import tip
from crf_app.gui.sidebar_buttons import Badge, FindButton, NavButton, StudyButton
from crf_app.gui.theme import Role, Theme, Themed

WIDE, NARROW = 224, 56


@dataclass(frozen=True)
class Heading:
    """What the sidebar says about file and person."""

    study: str
    site: str
    person: str
    role: str


class Sidebar(QWidget, Themed):
    """The window's first column."""

    chosen = Signal(str)
    """The id of an action of the table was asked for."""

    study_pressed = Signal()
    """The study's name was pressed."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rail = False
        self.setAccessibleName(say("Places"))
        self._down = QVBoxLayout(self)
        self.study = StudyButton()
        self.study.clicked.connect(self.study_pressed)
        find = action("find")
        self.find_button = FindButton(say(find.words), find.shown_keys)
        self.find_button.clicked.connect(lambda: self.chosen.emit("find"))
        self._down.addWidget(self.study)
        self._down.addWidget(self.find_button)
        self._places = QVBoxLayout()
        self._down.addLayout(self._places)
        self.buttons: dict[str, NavButton] = {}
        for id_, words, icon, _ in PLACES:
            keys = action(f"go_{id_}").shown_keys
            button = NavButton(icon, say(words), keys)
            button.clicked.connect(lambda _=False, id_=id_: self._go(id_))
            self.buttons[id_] = button
            self._places.addWidget(button)
        self._down.addStretch()
        self._open = IconButton("panel-left", say(action("rail").words), icon_size=19)
        self._open.clicked.connect(lambda: self.chosen.emit("rail"))
        self._open.hide()
        self._line = Hairline()
        self._down.addWidget(self._open, 0, Qt.AlignmentFlag.AlignHCenter)
        self._down.addWidget(self._line)
        self._foot = QHBoxLayout()
        self._avatar = Avatar("", "")
        words_ = QVBoxLayout()
        words_.setSpacing(0)
        self._person = TextLabel("", Role.SMALL_STRONG)
        self._role = TextLabel("", Role.CAPTION, "text-2")
        words_.addWidget(self._person)
        words_.addWidget(self._role)
        self.lock = IconButton("lock", say(action("lock").words), icon_size=17)
        self.lock.clicked.connect(lambda: self.chosen.emit("lock"))
        self._foot.addWidget(self._avatar)
        self._foot.addLayout(words_, 1)
        self._foot.addWidget(self.lock)
        self._down.addLayout(self._foot)
        self.theme_changed(Theme.of(self))

    @property
    def rail(self) -> bool:
        """Whether the rail is shown."""
        return self._rail

    def show_heading(self, heading: Heading) -> None:
        """Say whose file it is and who works on it."""
        self.study.show_words(heading.study, heading.site)
        name = f"{heading.person}, {heading.role}" if heading.role else heading.person
        self._avatar.show_person(initials(heading.person), name)
        self._avatar.setToolTip(tip(name))
        self._person.show_text(heading.person)
        self._role.show_text(heading.role)

    def show_badges(self, badges: Mapping[str, Badge]) -> None:
        """Show the counts."""
        for id_, button in self.buttons.items():
            button.show_badge(badges.get(id_))

    def show_here(self, id_: str) -> None:
        """Show which place the person is in."""
        if id_ in self.buttons:
            self.buttons[id_].setChecked(True)

    def show_missing(self, ids: frozenset[str]) -> None:
        """Leave out the places that are not for this person."""
        for id_, button in self.buttons.items():
            button.setVisible(id_ not in ids)

    def show_rail(self, rail: bool) -> None:
        """Become the rail, or the sidebar again."""
        self._rail = rail
        self.study.show_rail(rail)
        self.find_button.show_rail(rail)
        for button in self.buttons.values():
            button.show_rail(rail)
        self._open.setVisible(rail)
        self._line.setVisible(not rail)
        self._person.setVisible(not rail)
        self._role.setVisible(not rail)
        self.lock.setVisible(not rail)
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        self.setFixedWidth(theme.px(NARROW if self._rail else WIDE))
        side = theme.gap(8 if self._rail else 10)
        self._down.setContentsMargins(side, theme.gap(10), side, theme.gap(12))
        self._down.setSpacing(theme.gap(6))
        self._places.setContentsMargins(0, theme.gap(6), 0, 0)
        self._places.setSpacing(theme.gap(2))
        self._foot.setContentsMargins(theme.gap(0 if self._rail else 4), theme.gap(6), 0, 0)
        self._foot.setSpacing(theme.gap(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line towards the page."""
        theme = Theme.of(self)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("sunken"))
            x = 0 if rtl else self.width() - 1
            painter.fillRect(x, 0, 1, self.height(), theme.colour("line"))

    def _go(self, id_: str) -> None:
        # The button shows where the person is, not what was pressed: the window says so on arrival.
        self.chosen.emit(f"go_{id_}")
