"""What a person cannot read on a form: words and figures that are cut off, and things that lie over each other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from crf_app.gui.pages.arranged import Arranged
from crf_app.gui.parts import ComboField, TextField, TextLabel
from crf_app.gui.theme import Theme
from crf_app.study.item import Item


def cut(within: QWidget) -> list[str]:
    """Return what is cut off of what is to be seen inside a widget."""
    return [said for child in within.findChildren(QWidget) if child.isVisible() for said in _cut(child)]


def _cut(child: QWidget) -> Iterator[str]:
    match child:
        case TextLabel() if child.text() and child.hasHeightForWidth():
            if child.heightForWidth(child.width()) > child.height():
                yield f"label {child.text()!r} in {child.height()} px"
        case TextLabel() if child.text() and child.sizeHint().width() > child.width():
            yield f"label {child.text()!r} in {child.width()} px"
        case TextField() if child.width_of_text() > child.width() and not _wordy(child):
            yield f"field {child.text()!r} in {child.width()} px"
        case ComboField() if child.width_of_choice() > child.width():
            yield f"list {child.currentText()!r} in {child.width()} px"
        case _:
            pass


def _wordy(field: TextField) -> bool:
    """Whether a field holds words, which may be longer than any line."""
    item = getattr(field.parentWidget(), "item", None)
    return isinstance(item, Item) and item.kind in ("text", "long_text", "file", "code")


def overlaps(within: QWidget) -> list[str]:
    """Return which labels and fields inside a widget lie over each other."""
    found = []
    for place in (each for each in within.findChildren(Arranged) if each.isVisible()):
        parts = [each for each in place.children() if isinstance(each, QWidget) and each.isVisible()]
        boxes = [(_name(each), _ink(each)) for each in parts if each.height() > 1]
        for n, (name, box) in enumerate(boxes):
            found += [f"{name} over {other}" for other, its in boxes[n + 1 :] if _touch(box, its)]
    return found


def _ink(part: QWidget) -> QRect:
    """Return the box of what is drawn: a label on one line does not fill its room."""
    box = part.geometry()
    if isinstance(part, TextLabel) and not part.hasHeightForWidth():
        wide = min(box.width(), part.sizeHint().width() if part.text() else 0)
        return QRect(round(box.x() + part._start(wide, Theme.of(part))), box.y(), wide, box.height())
    return box


def _touch(one: QRect, other: QRect) -> bool:
    both = one.intersected(other)
    return both.width() > 2 and both.height() > 2


def _name(part: QWidget) -> str:
    text = getattr(part, "text", None)
    return str(text()) if callable(text) else part.objectName() or type(part).__name__
