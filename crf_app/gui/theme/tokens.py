"""Colour tokens of the window in light and dark, and the contrast they promise."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeAlias

Token: TypeAlias = Literal[
    "canvas", "surface", "sunken", "hover", "line", "line-btn", "line-strong",
    "text", "text-2", "text-3", "accent", "accent-hover", "accent-soft", "accent-line",
    "fill", "on-fill", "window", "window-late", "ok", "ok-soft", "query", "query-mark",
    "query-soft", "query-line", "danger", "danger-soft", "danger-line", "deviation",
    "deviation-soft", "ink", "ink-soft", "muted",
]  # fmt: skip


class Scheme(Enum):
    """Light or dark; the value is the position of its hex in `COLOURS`."""

    LIGHT = 0
    DARK = 1


COLOURS: Final[dict[Token, tuple[str, str]]] = {
    "canvas": ("#F6F5F2", "#14171B"),
    "surface": ("#FFFFFF", "#1C2025"),
    "sunken": ("#EEECE7", "#101316"),
    "hover": ("#F1EFEB", "#252A31"),
    "line": ("#E1DED8", "#30363E"),
    "line-btn": ("#C6C3BC", "#464D57"),
    "line-strong": ("#87847D", "#78818C"),
    "text": ("#1C2127", "#ECEEF0"),
    "text-2": ("#4B525B", "#BAC0C8"),
    "text-3": ("#636971", "#9AA2AC"),
    "accent": ("#1F5AB0", "#8CB6F9"),
    "accent-hover": ("#194A92", "#A9C9FB"),
    "accent-soft": ("#E7EEF9", "#1E2D45"),
    "accent-line": ("#A9C3EA", "#3F5E8F"),
    "fill": ("#1F5AB0", "#3B73CE"),
    "on-fill": ("#FFFFFF", "#FFFFFF"),
    "window": ("#5482CB", "#5580C2"),
    "window-late": ("#CF6B62", "#B25A53"),
    "ok": ("#1A7647", "#6FCB98"),
    "ok-soft": ("#E3F2E9", "#19301F"),
    "query": ("#8A5000", "#F2BD66"),
    "query-mark": ("#B86A00", "#F2BD66"),
    "query-soft": ("#FCF0DA", "#33280F"),
    "query-line": ("#E8C98F", "#6B5322"),
    "danger": ("#B3261E", "#FF9B91"),
    "danger-soft": ("#FBE8E6", "#3C1E1C"),
    "danger-line": ("#EBB3AE", "#7A3A35"),
    "deviation": ("#74409A", "#CDA6E8"),
    "deviation-soft": ("#F2E9F8", "#2F2239"),
    "ink": ("#22304A", "#D3DCEC"),
    "ink-soft": ("#E6E9EF", "#2A313D"),
    "muted": ("#74787E", "#8A929C"),
}


def hex_of(token: Token, scheme: Scheme) -> str:
    """Give the `#RRGGBB` of a token."""
    return COLOURS[token][scheme.value]


def _luminance(hex_colour: str) -> float:
    channels = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio (1 to 21) of two hex colours after WCAG 2.2, "contrast ratio"."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
