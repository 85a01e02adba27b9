"""Text in the roles of the type scale, with strong runs and exact line heights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crf_app.base.texts import in_order
from crf_app.base.words import island
from crf_app.gui.parts.tips import tip
from crf_app.gui.theme import Role, Theme, Themed, Token

_UNBOUNDED = 1_000_000.0
NEW_LINE = "\u2028"
"""Put into a run's text, it begins a new line of the same label."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text that is set alike; without colour or role it takes the label's."""

    text: str
    strong: bool = False
    colour: Token | None = None
    struck: bool = False
    role: Role | None = None


def lay_out(
    runs: Sequence[Run], role: Role, theme: Theme, width: float | None = None
) -> tuple[QTextLayout, float, float]:
    """Break runs into lines of the role's height; give the layout, its width and its height."""
    runs = [replace(run, text=in_order(run.text)) for run in runs]
    if theme.direction is Qt.LayoutDirection.RightToLeft:
        runs = [replace(run, text=_island(run.text)) for run in runs]
    layout = QTextLayout("".join(run.text for run in runs), theme.font(role))
    option = QTextOption()
    option.setTextDirection(theme.direction)
    wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    option.setWrapMode(QTextOption.WrapMode.NoWrap if width is None else wrap)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    start = 0
    for run in runs:
        part = QTextLayout.FormatRange()
        look = QTextCharFormat()
        if run.strong or run.role is not None:
            look.setFont(theme.font(run.role or role, 600 if run.strong else None))
        if run.struck:
            look.setFontStrikeOut(True)
        if run.colour is not None:
            look.setForeground(theme.colour(run.colour))
        part.start, part.length, part.format = start, len(run.text), look
        formats.append(part)
        start += len(run.text)
    layout.setFormats(formats)
    high, wide, y = theme.line(role), 0.0, 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(_UNBOUNDED if width is None else width)
        # The role's line height, whatever leading the font asks for.
        line.setPosition(QPointF(0, y + (high - line.ascent() - line.descent()) / 2))
        wide = max(wide, line.naturalTextWidth())
        y += high
    layout.endLayout()
    return layout, wide, y


def _island(text: str) -> str:
    """Let a run keep its own direction; spaces and dots at its ends belong to the line."""
    inner = text.strip(" ·,،")
    if not inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}{island(inner)}{text[start + len(inner) :]}"


class TextLabel(QLabel, Themed):
    """A text in one role and colour; wraps when `wrap` is set, else keeps to one line."""

    def __init__(
        self,
        text: str | Sequence[Run] = "",
        role: Role = Role.BODY,
        colour: Token = "text",
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._token, self._align, self._wrap = role, colour, align, wrap
        self._runs: tuple[Run, ...] = ()
        self._laid: tuple[object, tuple[QTextLayout, float, float]] | None = None
        self._natural: tuple[Theme, tuple[QTextLayout, float, float]] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.show_text(text)

    def show_text(self, text: str | Sequence[Run], colour: Token | None = None) -> None:
        """Show another text, in another colour when one is given."""
        runs = (Run(text),) if isinstance(text, str) else tuple(text)
        colour = colour or self._token
        if runs == self._runs and colour == self._token:
            return
        self._runs, self._token, self._natural = runs, colour, None
        super().setText("".join(run.text for run in runs).replace(NEW_LINE, "\n"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say whether the height depends on the width."""
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        """Give the height of the text broken at a width."""
        if not self._wrap:
            return -1
        theme = Theme.of(self)
        return round(lay_out(self._runs, self._role, theme, width)[2]) + self._high(theme) - theme.line(self._role)

    def sizeHint(self) -> QSize:
        """Give the size on one line."""
        theme = Theme.of(self)
        return QSize(int(self._on_one_line(theme)[1] + 0.999), self._high(theme))

    def _on_one_line(self, theme: Theme) -> tuple[QTextLayout, float, float]:
        """Lay the text out on one line; kept, because layouts ask for its width again and again, and it is painted."""
        if self._natural is None or self._natural[0] is not theme:
            self._natural = (theme, lay_out(self._runs, self._role, theme))
        return self._natural[1]

    def minimumSizeHint(self) -> QSize:
        """Give the least size: a few letters when it wraps or may be cut, else the whole."""
        theme = Theme.of(self)
        return QSize(theme.px(40) if self._wrap else theme.px(16), self._high(theme))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines; cut a single line with an ellipsis and tell the whole in the tip."""
        theme = Theme.of(self)
        runs = self._runs
        key = (runs, theme, self.width())
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, self._lay(runs, theme))
        layout, _wide, high = self._laid[1]
        with QPainter(self) as painter:
            token: Token = self._token if self.isEnabled() else "text-3"
            painter.setPen(QColor(theme.colour(token)))
            top = max(0.0, (self.height() - high) / 2)
            for place in range(layout.lineCount()):
                line = layout.lineAt(place)
                start = self._start(line.naturalTextWidth(), theme)
                natural = line.naturalTextRect().x()
                line.draw(painter, QPointF(start - natural, top))

    def _high(self, theme: Theme) -> int:
        """The line height of the role; a large line also has room for the tails of its letters."""
        high = theme.line(self._role)
        if self._role.value.size < Role.TITLE.value.size:
            return high
        return max(high, int(QFontMetricsF(theme.font(self._role)).height() + 0.999))

    def _lay(self, runs: tuple[Run, ...], theme: Theme) -> tuple[QTextLayout, float, float]:
        laid = lay_out(runs, self._role, theme, self.width()) if self._wrap else self._on_one_line(theme)
        cut = not self._wrap and laid[1] > self.width() + 0.5
        if cut or self.toolTip() == tip(self.text()):
            self.setToolTip(tip(self.text() if cut else ""))
        if not cut:
            return laid
        metrics = QFontMetricsF(theme.font(self._role, 600 if runs[0].strong else None))
        short = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        return lay_out((replace(runs[0], text=short),), self._role, theme)

    def _start(self, wide: float, theme: Theme) -> float:
        room = self.width() - wide
        if self._align & Qt.AlignmentFlag.AlignHCenter:
            return room / 2
        trailing = bool(self._align & Qt.AlignmentFlag.AlignTrailing)
        right_to_left = theme.direction is Qt.LayoutDirection.RightToLeft
        return room if trailing is not right_to_left else 0.0
