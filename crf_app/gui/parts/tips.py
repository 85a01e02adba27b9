"""Tips that show words as they were written: Qt would read `<b>` in them as markup."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtGui import Qt

from crf_app.base.texts import in_order

LONGEST: Final = 1_000
"""Letters of a tip: more than a screen holds tells nobody anything."""


def tip(text: str) -> str:
    """Return what to give to `setToolTip` so that a text is shown letter by letter."""
    shown = in_order(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
    if not Qt.mightBeRichText(shown):
        return shown
    return f'<p style="white-space: pre-wrap">{html.escape(shown)}</p>'
