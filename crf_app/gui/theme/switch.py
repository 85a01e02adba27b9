"""Choosing light or dark, language and text size while the window is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from crf_app.gui.theme.apply import apply_theme
from crf_app.gui.theme.theme import TEXT_FACTORS, Theme
from crf_app.gui.theme.tokens import Scheme


class ThemeSwitch(QObject):
    """Holds the person's choices and puts the theme that follows on the application.

    Without a chosen scheme the system's is followed, also when it changes.
    """

    theme_changed = Signal(object)

    def __init__(
        self,
        app: QApplication,
        *,
        scheme: Scheme | None = None,
        language: str = "en",
        factor: float = 1.0,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._chosen = scheme
        self._theme = Theme(scheme or self._system(), language, factor)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        apply_theme(self._theme, app)

    @property
    def theme(self) -> Theme:
        """The theme that is on."""
        return self._theme

    def choose_scheme(self, scheme: Scheme | None) -> None:
        """Choose light or dark; None follows the system."""
        self._chosen = scheme
        self._show(self._theme.with_(scheme=scheme or self._system()))

    def choose_language(self, language: str) -> None:
        """Choose the language: fonts, digits and direction follow it."""
        self._show(self._theme.with_(language=language))

    def choose_factor(self, factor: float) -> None:
        """Choose the text factor, 1.0 to 2.0."""
        self._show(self._theme.with_(factor=min(max(factor, 1.0), 2.0)))

    def step_factor(self, by: int) -> None:
        """Go to the next larger (+1) or smaller (-1) text factor; 0 goes back to 100 %."""
        if by == 0:
            self.choose_factor(1.0)
            return
        nearest = min(TEXT_FACTORS, key=lambda f: abs(f - self._theme.factor))
        place = TEXT_FACTORS.index(nearest) + by
        self.choose_factor(TEXT_FACTORS[min(max(place, 0), len(TEXT_FACTORS) - 1)])

    def _system(self) -> Scheme:
        dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT

    def _system_changed(self) -> None:
        if self._chosen is None:
            self._show(self._theme.with_(scheme=self._system()))

    def _show(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            apply_theme(theme, self._app)
            self.theme_changed.emit(theme)
