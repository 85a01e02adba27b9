"""The theme: colours, fonts and sizes of the window, and how it reaches every widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Self

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from crf_app.gui.theme import fonts
from crf_app.gui.theme.digits import is_right_to_left, localise_answer, localise_digits
from crf_app.gui.theme.tokens import Scheme, Token, hex_of
from crf_app.gui.theme.type_scale import Role

TEXT_FACTORS: Final = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
PROPERTY: Final = "crf_theme"


class Themed:
    """A widget that must do something when the theme changes."""

    def theme_changed(self, theme: Theme) -> None:
        """Take over sizes, fonts and colours of the theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How the window looks: scheme, language and text factor (1.0 to 2.0)."""

    scheme: Scheme = Scheme.LIGHT
    language: str = "en"
    factor: float = 1.0

    @classmethod
    def of(cls, _widget: QObject | None = None) -> Self:
        """Give the theme the application was given last; the plain one before that."""
        app = QApplication.instance()
        found = app.property(PROPERTY) if app is not None else None
        return found if isinstance(found, cls) else cls()

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The direction in which the language runs."""
        if is_right_to_left(self.language):
            return Qt.LayoutDirection.RightToLeft
        return Qt.LayoutDirection.LeftToRight

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is on."""
        return self.scheme is Scheme.DARK

    def colour(self, token: Token) -> QColor:
        """Give the colour of a token in this scheme."""
        return _colour(token, self.scheme)

    def scrim(self) -> QColor:
        """Give the veil behind dialogs."""
        made = QColor("#000000" if self.dark else "#1C2127")
        made.setAlphaF(0.55 if self.dark else 0.38)
        return made

    def font(self, role: Role, weight: int | None = None) -> QFont:
        """Give the font of a role; copy it before changing it."""
        return fonts.font(role, self.language, self.factor, weight)

    def line(self, role: Role) -> int:
        """Give the line height of a role in logical pixels."""
        return self.px(role.value.line)

    def px(self, size: float) -> int:
        """Scale a height, an icon or a mark with the text."""
        return round(size * self.factor)

    def gap(self, size: float) -> int:
        """Scale a margin or a gap: it grows by half of the text's growth."""
        return round(size * (1 + self.factor) / 2)

    def digits(self, text: str) -> str:
        """Write a text's figures in the digits of the theme's language."""
        return localise_digits(text, self.language)

    def answer(self, words: str) -> str:
        """Write an answer's figures in the digits of the theme's language, but for names in Latin letters."""
        return localise_answer(words, self.language)

    def with_(self, **changes: object) -> Theme:
        """Give this theme with another scheme, language or factor."""
        return replace(self, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=128)
def _colour(token: Token, scheme: Scheme) -> QColor:
    return QColor(hex_of(token, scheme))
