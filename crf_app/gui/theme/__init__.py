"""Colours, type, sizes and style of the window."""

from crf_app.gui.theme.digits import isolate, latin_digits, localise_digits
from crf_app.gui.theme.icons import icon, icon_pixmap, paint_icon
from crf_app.gui.theme.theme import Theme, Themed
from crf_app.gui.theme.tokens import Scheme, Token, contrast, hex_of
from crf_app.gui.theme.type_scale import Role

__all__ = [
    "Role",
    "Scheme",
    "Theme",
    "Themed",
    "Token",
    "contrast",
    "hex_of",
    "icon",
    "icon_pixmap",
    "isolate",
    "latin_digits",
    "localise_digits",
    "paint_icon",
]
