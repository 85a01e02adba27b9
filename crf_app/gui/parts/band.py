"""The full-width band: a running clock, or a fault that needs someone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.gui.parts.buttons import Button, Kind
from crf_app.gui.parts.chip import Tone
from crf_app.gui.parts.labels import NEW_LINE, Run, TextLabel
from crf_app.gui.parts.marks import Mark, MarkView
from crf_app.gui.theme import Role, Theme, Themed
from crf_app.gui.theme.paint import rounded_box


class ProgressBar(QWidget, Themed):
    """A thin bar that says how much is used up; its words stand beside it."""

    def __init__(
        self, name: str, tone: Tone = Tone.ACCENT, *, width: int = 206,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tone, self._width, self._part = tone, width, 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_part(self, part: float) -> None:
        """Show a share from 0 to 1."""
        self._part = min(max(part, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:
        """Give the size of the bar."""
        theme = Theme.of(self)
        return QSize(theme.px(self._width), theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track and the share."""
        theme = Theme.of(self)
        box = QRectF(self.rect())
        radius = box.height() / 2
        with QPainter(self) as painter:
            rounded_box(painter, box, radius, theme.colour(self._tone.outline))
            done = QRectF(box)
            done.setWidth(max(box.height(), box.width() * self._part))
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                done.moveRight(box.right())
            rounded_box(painter, done, radius, theme.colour(self._tone.text))


class Band(QFrame, Themed):
    """What it is, why, what is left and one button, over the whole width."""

    def __init__(
        self,
        title: str | Sequence[Run],
        text: str | Sequence[Run] = "",
        *,
        mark: Mark = Mark.SERIOUS_EVENT,
        mark_name: str = "",
        tone: Tone = Tone.DANGER,
        clock: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a band; with `clock` it shows what is left as a large text over a bar."""
        super().__init__(parent)
        self._tone = tone
        self._across = QHBoxLayout(self)
        self._across.addWidget(MarkView(mark, mark_name, 26))
        self._text = TextLabel(_both(title, text), Role.SMALL, "text-2", wrap=True)
        self._across.addWidget(self._text, 1)
        self._left = TextLabel("", Role.FORM_TITLE, tone.text,
                               align=Qt.AlignmentFlag.AlignTrailing)  # fmt: skip
        self._bar = ProgressBar("", tone)
        side = QWidget()
        side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(self._left)
        down.addWidget(self._bar)
        self._across.addWidget(side)
        side.setVisible(clock)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.theme_changed(Theme.of(self))

    def show_words(self, title: str | Sequence[Run], text: str | Sequence[Run]) -> None:
        """Say something else."""
        self._text.show_text(_both(title, text))

    def show_clock(self, left: str, part: float) -> None:
        """Say what is left and which share of the time has gone (0 to 1)."""
        self._left.show_text(left)
        self._bar.setAccessibleName(left)
        self._bar.show_part(part)

    def add_button(self, text: str, kind: Kind = Kind.OUTLINE) -> Button:
        """Add the button."""
        button = Button(text, kind)
        self._across.addWidget(button)
        return button

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        self._across.setContentsMargins(theme.gap(16), theme.gap(10), theme.gap(14), theme.gap(10))
        self._across.setSpacing(theme.gap(16))
        self.setMinimumHeight(theme.px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the soft ground."""
        theme = Theme.of(self)
        ground, line = theme.colour(self._tone.ground), theme.colour(self._tone.outline)
        with QPainter(self) as painter:
            rounded_box(painter, QRectF(self.rect()), theme.px(10), ground, line)


def _both(title: str | Sequence[Run], text: str | Sequence[Run]) -> list[Run]:
    head = [Run(title, strong=True)] if isinstance(title, str) else title
    runs = [replace(run, colour=run.colour or "text", role=Role.BODY) for run in head]
    if text:
        more = [Run(text)] if isinstance(text, str) else list(text)
        runs += [Run(NEW_LINE), *more]
    return runs
