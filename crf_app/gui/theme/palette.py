"""The theme's colours as a QPalette for stock widgets."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QPalette

from crf_app.gui.theme.tokens import Scheme, Token, hex_of

_ROLES: Final[dict[QPalette.ColorRole, Token]] = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "canvas",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on-fill",
    QPalette.ColorRole.PlaceholderText: "text-3",
    QPalette.ColorRole.Highlight: "fill",
    QPalette.ColorRole.Accent: "fill",
    QPalette.ColorRole.HighlightedText: "on-fill",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line-btn",
    QPalette.ColorRole.Dark: "line-strong",
    QPalette.ColorRole.Shadow: "line-strong",
}
_DISABLED: Final[dict[QPalette.ColorRole, Token]] = {
    QPalette.ColorRole.WindowText: "text-3",
    QPalette.ColorRole.Text: "text-3",
    QPalette.ColorRole.ButtonText: "text-3",
    QPalette.ColorRole.Base: "sunken",
    QPalette.ColorRole.Button: "sunken",
}


def palette(scheme: Scheme) -> QPalette:
    """Give the palette of a scheme."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(hex_of(token, scheme)))
    for role, token in _DISABLED.items():
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(hex_of(token, scheme)))
    return made
