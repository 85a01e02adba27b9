"""Putting a theme on the running application."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from crf_app.gui.theme import fonts
from crf_app.gui.theme.palette import palette
from crf_app.gui.theme.style import DeskStyle, follow_focus
from crf_app.gui.theme.theme import PROPERTY, Theme, Themed
from crf_app.gui.theme.type_scale import Role


def apply_theme(theme: Theme, app: QApplication) -> None:
    """Put a theme on the application and tell every `Themed` widget."""
    fonts.load(app, theme.language)
    app.setProperty(PROPERTY, theme)
    if not isinstance(app.style(), DeskStyle):
        app.setStyle(DeskStyle())
        follow_focus(app)
    app.setPalette(palette(theme.scheme))
    app.setFont(theme.font(Role.BODY))
    app.setLayoutDirection(theme.direction)
    for widget in app.allWidgets():
        if isinstance(widget, Themed):
            widget.theme_changed(theme)
            widget.updateGeometry()
        widget.update()
