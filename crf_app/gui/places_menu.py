"""The menu of places and of the file, below a button: where there is no room for the sidebar or the rail."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from crf_app.gui.actions import PLACES
from crf_app.gui.navigation import Frame


def open_places_menu(frame: Frame, over: QWidget, at: QWidget) -> None:
    """Open the menu below `at`; the menu belongs to `over`."""
    say, menu = frame.say, QMenu(over)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for id_, name, _, place in PLACES:
        if frame.can_show(type(place)):
            menu.addAction(say(name), partial(frame.act, f"go_{id_}"))
    menu.addSeparator()
    for id_, text in (
        ("find", say("Find or do")),
        ("lock", say("Lock the window")),
        ("open_file", say("Open another file…")),
    ):
        menu.addAction(text, partial(frame.act, id_))
    menu.popup(at.mapToGlobal(QPoint(0, at.height())))
