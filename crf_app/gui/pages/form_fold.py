"""How a form page folds: the visit's pages become menus, what stands aside becomes tabs, where there is less room."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar

from crf_app.base.words import Say
from crf_app.gui.navigation import Frame, Page
from crf_app.gui.pages.aside import WIDE as ASIDE
from crf_app.gui.pages.aside import AsideColumn
from crf_app.gui.pages.form_header import FormHeader
from crf_app.gui.pages.header import Scroll
from crf_app.gui.pages.visit_panel import VisitPanel
from crf_app.gui.theme import Theme

_PANEL_FROM, _ASIDE_FROM, _MENU_BELOW = 1280, 1024, 800
"""Effective widths: the panel stands from the first on, the aside from the second; below the third there is no rail."""

_ANY_WIDTH = 16_777_215
"""What Qt takes for no limit."""


class FormFold(Page):
    """The part of the form page that knows how much room there is."""

    header: FormHeader
    panel: VisitPanel
    aside: AsideColumn
    tabs: QTabBar
    _frame: Frame
    _say: Say
    _scroll: Scroll
    _across: QHBoxLayout
    _pages: QStackedWidget
    """The form, and with it what stands aside where that is folded into tabs."""

    _effective = 1366.0

    def show_width(self, effective: float) -> None:
        """Fold: panel to menus, aside to tabs, rail to a menu button."""
        self._effective = effective
        self.panel.setVisible(effective >= _PANEL_FROM)
        self.header.show_folded(effective < _PANEL_FROM, self._frame.folded or effective < _MENU_BELOW)
        tabbed = effective < _ASIDE_FROM
        if tabbed and not self._aside_in_tabs:
            self._across.removeWidget(self.aside)
            self._pages.addWidget(self.aside)
        elif not tabbed and self._aside_in_tabs:
            self._pages.removeWidget(self.aside)
            self._across.addWidget(self.aside)
            self.aside.show_alone(None)
            self.aside.show()
        self.tabs.setVisible(tabbed)
        self._show_tabs()
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take the width of the aside."""
        if self._aside_in_tabs:
            self.aside.setMinimumWidth(0)
            self.aside.setMaximumWidth(_ANY_WIDTH)
        else:
            self.aside.setFixedWidth(theme.px(ASIDE))

    @property
    def _aside_in_tabs(self) -> bool:
        return self._pages.count() > 1

    def _show_tabs(self) -> None:
        """Name the tabs after what stands aside of this form."""
        names = [self._say("Form"), *(name for name, _ in self.aside.parts())]
        have = [self.tabs.tabText(n) for n in range(self.tabs.count())]
        if names != have:
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for name in names:
                self.tabs.addTab(name)
            self.tabs.blockSignals(False)
        if self._effective < _ASIDE_FROM:
            self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, place: int) -> None:
        if not self._aside_in_tabs:
            return
        parts = self.aside.parts()
        if 0 < place <= len(parts):
            self.aside.show_alone(parts[place - 1][1])
            self._pages.setCurrentWidget(self.aside)
        else:
            self._pages.setCurrentWidget(self._scroll)
