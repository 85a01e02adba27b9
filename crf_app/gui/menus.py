"""The menu bar: every action of the table with its keys; hidden until Alt is pressed alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from crf_app.base.words import Say
from crf_app.gui.actions import ACTIONS, MENUS, Situation
from crf_app.gui.theme import Theme, icon


class Menus(QObject):
    """Menu bar and shortcuts of a window, made from the table of actions."""

    def __init__(self, window: QMainWindow, act: Callable[[str], None], opening: Callable[[], None]) -> None:
        """`act` carries out an action by its id; `opening` is called before a menu shows."""
        super().__init__(window)
        self._window, self._act, self._opening = window, act, opening
        self._actions: dict[str, QAction] = {}
        self._alt_down = False

    def make(self, say: Say, theme: Theme) -> None:
        """Make everything anew, in the language of the window."""
        bar = self._window.menuBar()
        bar.clear()
        for old in self._actions.values():
            old.deleteLater()
        self._actions = {}
        used = {each.menu for each in ACTIONS}
        menus = {id_: bar.addMenu(say(name)) for id_, name in MENUS.items() if id_ in used}
        for each in ACTIONS:
            made = QAction(say(each.words), self._window)
            if each.keys:
                made.setShortcut(QKeySequence(each.keys))
                made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if each.icon:
                made.setIcon(icon(each.icon, theme.colour("text-2"), 16))
            made.triggered.connect(partial(self._triggered, each.id))
            self._actions[each.id] = made
            menus[each.menu].addAction(made)
            self._window.addAction(made)
        for menu in menus.values():
            menu.aboutToShow.connect(self._opening)
            menu.aboutToHide.connect(self._leave)
        bar.setVisible(False)

    def update(self, now: Situation) -> None:
        """Enable what can be done now."""
        for each in ACTIONS:
            if each.id in self._actions:
                self._actions[each.id].setEnabled(each.enabled(now))

    def hide(self) -> bool:
        """Hide the menu bar; False when it was not there."""
        bar = self._window.menuBar()
        shown = bar.isVisible()
        bar.setVisible(False)
        return shown

    def key_down(self, event: QKeyEvent) -> None:
        """Notice whether Alt is pressed alone."""
        self._alt_down = event.key() == Qt.Key.Key_Alt

    def key_up(self, event: QKeyEvent) -> None:
        """Show or hide the bar after Alt was pressed alone."""
        if event.key() == Qt.Key.Key_Alt and self._alt_down:
            bar = self._window.menuBar()
            bar.setVisible(not bar.isVisible())
            if bar.isVisible() and bar.actions():
                bar.setActiveAction(bar.actions()[0])
        self._alt_down = False

    def _triggered(self, id_: str, _checked: bool = False) -> None:
        self._act(id_)

    def _leave(self) -> None:
        def hide() -> None:
            bar = self._window.menuBar()
            if bar.activeAction() is None and not isinstance(QApplication.activePopupWidget(), QMenu):
                bar.setVisible(False)

        QTimer.singleShot(0, self, hide)
