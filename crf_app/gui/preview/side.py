"""The column at the right: findings and scenarios above, below them what stands beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.capture.scenario import StudyCheck
from crf_app.gui.parts import Hairline
from crf_app.gui.preview.finding_list import FindingList
from crf_app.gui.preview.scenario_list import ScenarioList
from crf_app.gui.theme import Theme, Themed
from crf_app.study.findings import Finding

WIDE = 320


class Side(QWidget, Themed):
    """Half of the height for what is wrong, half for the aside: nothing jumps when something is mended."""

    def __init__(self, folder: Path, say: Say) -> None:
        super().__init__()
        self._say = say
        self._aside: QWidget | None = None
        self.findings, self.scenarios = FindingList(folder, say), ScenarioList(say)
        self.tabs = QTabBar()
        self.tabs.setObjectName("preview_tabs")
        self.tabs.setAccessibleName(say("Findings and scenarios"))
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(say("Findings"))
        self.tabs.addTab(say("Scenarios"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.findings)
        self._pages.addWidget(self.scenarios)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._down = QVBoxLayout(self)
        self._down.setSpacing(0)
        self._down.addWidget(self.tabs)
        self._down.addWidget(self._pages, 1)
        self._down.addWidget(Hairline())
        self._findings: tuple[Finding, ...] = ()
        self.theme_changed(Theme.of(self))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is to be mended."""
        self._findings = tuple(findings)
        self.findings.show_findings(self._findings)
        self._name_tabs()

    def show_check(self, check: StudyCheck) -> None:
        """Show what the scenarios came to, and everything that is to be mended."""
        self.scenarios.show_check(check)
        self.show_findings(check.findings)

    def show_aside(self, aside: QWidget | None) -> None:
        """Put what stands beside a form below."""
        if self._aside is not None:
            self._down.removeWidget(self._aside)
            self._aside.hide()
            self._aside.deleteLater()
        self._aside = aside
        if aside is not None:
            self._down.addWidget(aside, 1)
            aside.show()

    def columns(self) -> tuple[QWidget, ...]:
        """Return what F6 walks here."""
        return (self.tabs, self._aside) if self._aside is not None else (self.tabs,)

    def _name_tabs(self) -> None:
        say, many = self._say, len(self._findings)
        failed, played = len(self.scenarios.failed), self.scenarios.count
        self.tabs.setTabText(0, say.n("{n} finding", "{n} findings", many) if many else say("No findings"))
        if failed:
            words = say("{n} of {all} fail", n=failed, all=played)
        else:
            words = say.n("{n} scenario", "{n} scenarios", played) if played else say("Scenarios")
        self.tabs.setTabText(1, words)

    def theme_changed(self, theme: Theme) -> None:
        """Take the look of the marks on the tabs."""
        edge = 1
        left = 0 if theme.direction is Qt.LayoutDirection.RightToLeft else edge
        self._down.setContentsMargins(left, 0, edge - left, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line towards the form."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("canvas"))
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            x = self.width() - 1 if rtl else 0
            painter.fillRect(QRectF(x, 0, 1, self.height()), theme.colour("line"))
