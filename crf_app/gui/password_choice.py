"""Choosing a password: the rules told beforehand, each ticked as soon as what is typed keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import FieldBlock, TextLabel
from crf_app.gui.sign_in_parts import SecretField
from crf_app.gui.theme import Role, Theme, Themed, paint_icon
from crf_app.services.passwords import composed, rules


class RuleLine(QWidget, Themed):
    """A rule, with a tick when it is kept and a ring before."""

    def __init__(self, words: str, say: Say) -> None:
        super().__init__()
        self._say, self._words = say, words
        self.kept = False
        across = QHBoxLayout(self)
        theme = Theme.of(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addSpacing(theme.px(16) + theme.gap(8))
        across.addWidget(TextLabel(words, Role.CAPTION, "text-2", wrap=True))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_kept(False)

    def show_kept(self, kept: bool) -> None:
        """Tick the rule, or take the tick away."""
        self.kept = kept
        state = self._say("kept", context="a rule") if kept else self._say("not yet", context="a rule")
        self.setAccessibleName(self._say.joined((self._words, state), ": "))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tick or ring."""
        theme = Theme.of(self)
        side = theme.px(16)
        x = self.width() - side if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        with QPainter(self) as painter:
            box = QRectF(x, round((min(self.height(), theme.px(20)) - side) / 2), side, side)
            if self.kept:
                paint_icon(painter, box, "check", theme.colour("ok"))
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("line-strong"), 1.5))
            inset = theme.px(4)
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))


class PasswordChoice(QWidget, Themed):
    """The new password, once more, and the rules."""

    def __init__(self, about: Sequence[str], say: Say) -> None:
        """Ask for a password of the person whose own names are `about`."""
        super().__init__()
        self._about, self._say = tuple(about), say
        self.fresh = SecretField(say("New password"))
        self.again = SecretField(say("Once more"))
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.addWidget(FieldBlock(say("New password"), self.fresh))
        self.lines = [RuleLine(rule.words, say) for rule in rules("", self._about, say)]
        self._same = RuleLine(say("typed twice, the same both times"), say)
        for line in self.lines:
            self._down.addWidget(line)
        self._down.addWidget(FieldBlock(say("Once more"), self.again))
        self._down.addWidget(self._same)
        self.fresh.textChanged.connect(self._show)
        self.again.textChanged.connect(self._show)
        self.fresh.returnPressed.connect(self.again.setFocus)
        self.theme_changed(Theme.of(self))

    @property
    def password(self) -> str:
        """What was typed first."""
        return self.fresh.text()

    def wanting(self) -> str:
        """Return in a sentence what is wrong with the choice; empty where nothing is."""
        broken = next((rule.broken for rule in rules(self.password, self._about, self._say) if not rule.kept), "")
        if not broken and not self._agree():
            return self._say("The two are not the same. Type the new password once more.")
        return broken

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        self._down.setSpacing(theme.gap(5))

    def _agree(self) -> bool:
        return bool(self.password) and composed(self.password) == composed(self.again.text())

    def _show(self) -> None:
        for line, rule in zip(self.lines, rules(self.password, self._about, self._say), strict=True):
            line.show_kept(rule.kept)
        self._same.show_kept(self._agree())
