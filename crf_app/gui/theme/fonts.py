"""The shipped fonts: loaded once into Qt, Chinese only when it is needed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from crf_app.base.files import bundled
from crf_app.gui.theme.digits import base_language
from crf_app.gui.theme.type_scale import Role, size_in

LATIN: Final = "Noto Sans"
PERSIAN: Final = "Vazirmatn"
CHINESE: Final = "Noto Sans SC"

_FOLDERS: Final = {LATIN: "noto-sans", PERSIAN: "vazirmatn", CHINESE: "noto-sans-sc"}
_LOADED: Final = "crf_fonts_loaded"
_FIRST: Final = {"fa": PERSIAN, "ar": PERSIAN, "ur": PERSIAN, "zh": CHINESE}


class FontUnreadableError(OSError):
    """A font that ships with the program cannot be read."""


def needs_chinese(text: str) -> bool:
    """Say whether a text holds Han characters, which the other two families lack."""
    return any("\u2e80" <= c <= "\u9fff" or c >= "\U00020000" for c in text)


def families(language: str) -> tuple[str, ...]:
    """Give the font families of a language, its own first."""
    first = _FIRST.get(base_language(language), LATIN)
    return (first, *(f for f in (LATIN, PERSIAN, CHINESE) if f != first))


def load(app: QApplication, language: str) -> None:
    """Load the families a language needs; a second call costs nothing.

    Raises FontUnreadableError when a shipped file is unreadable.
    """
    needed = {LATIN, PERSIAN, families(language)[0]}
    _load(app, needed)


def load_for_text(app: QApplication, text: str) -> None:
    """Load the Chinese family too (10 MB a weight) once a text with Han characters turns up."""
    if needs_chinese(text):
        _load(app, {CHINESE})


def _load(app: QApplication, needed: set[str]) -> None:
    loaded: frozenset[str] = app.property(_LOADED) or frozenset()
    for family in sorted(needed - loaded):
        folder = bundled("resources", "fonts", _FOLDERS[family])
        for path in sorted(folder.glob("*.ttf")):
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise FontUnreadableError(path.name)
    app.setProperty(_LOADED, loaded | needed)


@lru_cache(maxsize=256)
def font(role: Role, language: str, factor: float, weight: int | None = None) -> QFont:
    """Give the font of a role at a text factor; callers copy before changing it."""
    made = QFont()
    made.setFamilies(list(families(language)))
    size = size_in(role, base_language(language)) * factor
    if size == int(size):
        made.setPixelSize(int(size))
    else:
        # QFont takes whole pixels only; points take halves. Undo the screen's dots per inch.
        screen = QGuiApplication.primaryScreen()
        made.setPointSizeF(size * 72.0 / screen.logicalDotsPerInchY())
    made.setWeight(QFont.Weight(weight or role.value.weight))
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if families(language)[0] == PERSIAN:
        # Vazirmatn's Persian digits are 288 to 659 units wide; columns need one width.
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
