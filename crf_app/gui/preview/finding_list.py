"""What is to be mended in a study's folder, each with its place; the file is opened, or the place copied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.parts import Button, Size, TextLabel
from crf_app.gui.preview.rows import Row, RowList
from crf_app.gui.theme import Role, Theme, Themed, isolate
from crf_app.study.findings import Finding
from crf_app.study.library import LIBRARY, library_folder


class FindingList(QWidget, Themed):
    """The findings. Their sentences are English, like the texts they are about."""

    def __init__(self, folder: Path, say: Say) -> None:
        super().__init__()
        self._folder, self._say = folder, say
        self._down = QVBoxLayout(self)
        self._none = TextLabel("", Role.SMALL, "text-2", wrap=True)
        self.list = _Findings(say("Findings"), self)
        self.list.setObjectName("preview_findings")
        self.list.opened.connect(self.open_file)
        self.list.chosen.connect(self._show_ways)
        self._told = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self._told.setObjectName("preview_told")
        self.open_button = Button(say("Open the file"), size=Size.SMALL)
        self.open_button.setObjectName("preview_open")
        self.open_button.setToolTip(say("Enter"))
        self.open_button.clicked.connect(lambda: self.open_file(self.list.current()))
        self.copy_button = Button(say("Copy the place"), size=Size.SMALL)
        self.copy_button.setObjectName("preview_copy")
        self.copy_button.setToolTip(say("Ctrl C"))
        self.copy_button.clicked.connect(self.copy_place)
        self._foot = QVBoxLayout()
        self._ways = QHBoxLayout()
        self._ways.addWidget(self.open_button)
        self._ways.addWidget(self.copy_button)
        self._ways.addStretch()
        self._foot.addWidget(self._none)
        self._foot.addWidget(self._told)
        self._foot.addLayout(self._ways)
        self._down.addWidget(self.list, 1)
        self._down.addLayout(self._foot)
        self._down.addStretch()
        self.show_findings((), known=False)
        self.theme_changed(Theme.of(self))

    @property
    def told(self) -> str:
        """What was said about the last deed."""
        return self._told.text()

    def show_findings(self, findings: Sequence[Finding], *, known: bool = True) -> None:
        """Show findings, those that keep the study from being used first."""
        ordered = [each for each in findings if each.is_error] + [each for each in findings if not each.is_error]
        self.list.show_rows([self._row(each) for each in ordered])
        self._none.setVisible(not ordered)
        self._none.show_text(self._say("Nothing is to be mended.") if known else self._say("Reading…"))
        self.list.setVisible(bool(ordered))
        self._show_ways()

    def _row(self, finding: Finding) -> Row:
        error = finding.is_error
        kind = self._say("error") if error else self._say("warning")
        return Row(
            finding,
            isolate(f"{finding.file}:{finding.line}:{finding.column}"),
            (finding.text,),
            ("octagon-alert", "danger") if error else ("triangle-alert", "query"),
            finding.code,
            f"{kind} {finding.code}, {finding.file}, {finding.line}:{finding.column}. {finding.text}",
        )

    def _show_ways(self, _key: object = None) -> None:
        """Offer what can be done with the finding the keyboard is at."""
        at = isinstance(self.list.current(), Finding)
        for button in (self.open_button, self.copy_button):
            button.setVisible(bool(self.list.rows))
            button.setEnabled(at)
        self._told.show_text("")
        self._told.hide()

    def open_file(self, key: object) -> None:
        """Open the file of a finding with the program this computer has for it, and say where to look in it."""
        if not isinstance(key, Finding):
            return
        path, say = self.path_of(key), self._say
        where = isolate(f"{key.file}:{key.line}:{key.column}")
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._tell(say("Opened {file}. Go to line {line}, column {column}.",
                           file=isolate(key.file), line=key.line, column=key.column))  # fmt: skip
        else:
            self.copy_place()
            self._tell(say("This computer has no program for {place}. The place is copied.", place=where))

    def copy_place(self) -> None:
        """Put path, line and column on the clipboard, as editors take them."""
        finding = self.list.current()
        if isinstance(finding, Finding):
            QGuiApplication.clipboard().setText(f"{self.path_of(finding)}:{finding.line}:{finding.column}")
            place = isolate(f"{finding.file}:{finding.line}:{finding.column}")
            self._tell(self._say("Copied: {place}", place=place))

    def path_of(self, finding: Finding) -> Path:
        """Return where the file of a finding lies: in the study's folder, or in the library it includes from."""
        library = library_folder(self._folder)
        if finding.file.startswith(LIBRARY) and library is not None:
            return library / finding.file.removeprefix(LIBRARY)
        path = self._folder / finding.file
        return path if path.exists() else self._folder

    def _tell(self, sentence: str) -> None:
        self._told.show_text(sentence)
        self._told.show()

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        self._down.setContentsMargins(theme.gap(6), theme.gap(6), theme.gap(6), theme.gap(8))
        self._down.setSpacing(theme.gap(6))
        self._foot.setContentsMargins(theme.gap(10), 0, theme.gap(8), 0)
        self._foot.setSpacing(theme.gap(6))
        self._ways.setSpacing(theme.gap(8))


class _Findings(RowList):
    """The list itself: Ctrl C copies the place."""

    def __init__(self, name: str, panel: FindingList) -> None:
        super().__init__(name, wraps=True)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the place with Ctrl C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._panel.copy_place()
        else:
            super().keyPressEvent(event)
