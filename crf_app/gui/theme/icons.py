"""Lucide icons, tinted with a theme colour and rendered for the screen's pixel ratio."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache

from crf_app.base.files import bundled

STROKE: Final = 1.75
MIRRORED: Final = frozenset(
    {
        "arrow-left", "arrow-right", "arrow-up-right", "chevron-left", "chevron-right",
        "panel-left", "panel-left-open", "panel-left-close", "panel-right", "log-out",
        "message-square-more", "clipboard-paste", "corner-down-left", "list", "menu",
        "panel-right-open", "panel-right-close", "book-open",
    }
)  # fmt: skip


class IconMissingError(LookupError):
    """No shipped icon has this name."""


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor, *, mirrored: bool = False) -> None:
    """Paint an icon into a square; `mirrored` flips those that point somewhere.

    Raises IconMissingError when no icon of that name ships with the program.
    """
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(
        rect.toAlignedRect().topLeft(),
        icon_pixmap(name, colour, round(rect.width()), ratio, mirrored=mirrored),
    )


def icon_pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
    """Give an icon as a pixmap of `size` logical pixels.

    Raises IconMissingError when no icon of that name ships with the program.
    """
    flip = mirrored and name in MIRRORED
    key = f"icon {name} {colour.name()} {size} {ratio} {flip}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    made = _render(name, colour, size, ratio, flip=flip)
    QPixmapCache.insert(key, made)
    return made


def icon(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QIcon:
    """Give an icon for menus and item views."""
    return QIcon(icon_pixmap(name, colour, size, ratio))


def _render(name: str, colour: QColor, size: int, ratio: float, *, flip: bool) -> QPixmap:
    # QtSvg is only loaded when the first icon is painted: start-up stays quick.
    from PySide6.QtSvg import QSvgRenderer

    path = bundled("resources", "icons") / f"{name}.svg"
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise IconMissingError(name) from missing
    source = source.replace("currentColor", colour.name())
    source = source.replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        if flip:
            painter.translate(image.width(), 0)
            painter.scale(-1, 1)
        QSvgRenderer(QByteArray(source.encode())).render(painter)
    image.setDevicePixelRatio(ratio)
    return image
