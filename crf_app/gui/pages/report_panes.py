"""What stands round a report: the list of reports, the choices, the contents, the proof, the work under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import LANGUAGE_NAMES, Say, mark
from crf_app.capture.commands import NoteExported
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.header import Canvas, PageHeader, Scroll
from crf_app.gui.pages.report_rows import PressRow
from crf_app.gui.pages.report_view import Bookmark
from crf_app.gui.parts import Button, Card, ComboField, FieldBlock, Kind, TextLabel
from crf_app.gui.parts.band import ProgressBar
from crf_app.gui.parts.choice_strip import Option
from crf_app.gui.theme import Role, Theme, Themed, isolate, paint_icon
from crf_app.reports.catalogue import REPORTS, About, Printed
from crf_app.services.rights import may
from crf_app.study.study import Study

GROUPS: Final = (
    ((About.SUBJECT, About.VISIT), mark("One subject")),
    ((About.STUDY,), mark("Whole study")),
)
"""Whom reports are about, in the order of the list."""

_ICONS: Final = {"casebook": "book-open", "visit": "calendar", "audit": "history"}

FILES: Final = {
    "csv": (mark("Data as CSV"), "rows-3"),
    "copy": (mark("Certified copy"), "file-lock-2"),
}
"""What leaves as files, not as a report: name, words, icon."""


class ReportList(QWidget, Themed):
    """All reports there are, by whom they are about, and what leaves as files."""

    chosen = Signal(str)
    wanted = Signal(str)
    """These files shall be written."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        say = frame.say
        self.header = PageHeader(frame, say("Reports"))
        self._down = QVBoxLayout(self)
        self._down.addWidget(self.header)
        self.rows: dict[str, PressRow] = {}
        for about, title in GROUPS:
            reports = [report for report in REPORTS.values() if report.about in about]
            if not reports:
                continue
            self._down.addWidget(TextLabel(say(title), Role.SMALL, "text-2"))
            for report in reports:
                row = PressRow(say(report.title), icon=_ICONS.get(report.id, "file-text"))
                row.clicked.connect(lambda _=False, name=report.id: self.chosen.emit(name))
                self.rows[report.id] = row
                self._down.addWidget(row)
        self.files: dict[str, PressRow] = {}
        actor = frame.desk.actor
        files = FILES if actor is not None and may(actor.role, NoteExported) else {}
        if files:
            self._down.addWidget(TextLabel(say("Files"), Role.SMALL, "text-2"))
        for name, (words, icon) in files.items():
            file = PressRow(say(words), icon=icon)
            file.setCheckable(False)
            file.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            self.files[name] = file
            self._down.addWidget(file)
        self._down.addStretch()
        self.theme_changed(Theme.of(self))

    def show_chosen(self, name: str) -> None:
        """Fill the row of the report that is shown."""
        for each, row in self.rows.items():
            row.setChecked(each == name)

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        self.setFixedWidth(theme.px(212))
        self._down.setContentsMargins(theme.gap(12), theme.gap(16), theme.gap(12), theme.gap(12))
        self._down.setSpacing(theme.gap(6))


class ChoicesCard(Card):
    """Of whom, which visit, in which language."""

    changed = Signal()

    def __init__(self, say: Say, study: Study) -> None:
        super().__init__(say("Report"))
        self._study, self._language = study, say.language
        self._of_all, self._all = False, say("All subjects")
        self.subject = ComboField(say("Subject"))
        self.visit = ComboField(say("Visit"), [Option(v.id, v.label.in_(say.language)) for v in study.schedule.visits])
        offered = [Option(code, LANGUAGE_NAMES.get(code, code)) for code in study.facts.languages]
        self.language = ComboField(say("Language"), offered)
        self._visit_block = FieldBlock(say("Visit"), self.visit)
        self.body.addWidget(FieldBlock(say("Subject"), self.subject))
        self.body.addWidget(self._visit_block)
        self.body.addWidget(FieldBlock(say("Language"), self.language))
        for field in (self.subject, self.visit, self.language):
            field.edited.connect(lambda _code: self.changed.emit())
        codes = [option.code for option in offered]
        self.language.show_choice(self._language if self._language in codes else codes[0])
        self.visit.show_choice(study.schedule.visits[0].id)

    def show_report(self, title: str, *, with_visit: bool, of_all: bool = False) -> None:
        """Say which report is chosen, ask for a visit where it is about one, offer all subjects where it may be."""
        self.title.show_text(title)
        self._visit_block.setVisible(with_visit)
        self._of_all = of_all

    def show_subjects(self, labels: Sequence[str], chosen: str | None) -> None:
        """Offer the subjects of the file."""
        options = [Option(label, isolate(label)) for label in labels]
        self.subject.show_options([Option("", self._all), *options] if self._of_all else options)
        if self._of_all and chosen is None:
            self.subject.show_choice("")
        elif chosen in labels:
            self.subject.show_choice(chosen)
        elif self.subject.choice is None and labels:
            self.subject.show_choice(labels[0])


class ContentsCard(Card):
    """The contents of the report that is shown; a press goes there."""

    wanted = Signal(int)

    def __init__(self, say: Say) -> None:
        super().__init__(say("Contents"))
        self.hide()
        self._say = say
        self._marks: list[Bookmark] = []
        self.rows: list[PressRow] = []

    def show_contents(self, bookmarks: Sequence[Bookmark]) -> None:
        """List other contents."""
        for row in self.rows:
            self.body.removeWidget(row)
            row.deleteLater()
        self._marks, self.rows = list(bookmarks), []
        for bookmark in bookmarks:
            row = PressRow(bookmark.words, number=self._say("{n}", n=bookmark.page + 1))
            row.clicked.connect(lambda _=False, page=bookmark.page: self.wanted.emit(page))
            self.rows.append(row)
            self.body.addWidget(row)
        self.setVisible(bool(bookmarks))
        self.show_page(0)

    def show_page(self, page: int) -> None:
        """Fill the row of the part that is looked at."""
        begun = [n for n, each in enumerate(self._marks) if each.page <= page]
        last = max((self._marks[n].page for n in begun), default=-1)
        shown = next((n for n in begun if self._marks[n].page == last), -1)
        for n, row in enumerate(self.rows):
            row.setChecked(n == shown)

    def theme_changed(self, theme: Theme) -> None:
        """Set the lines close, so that the proof below stays in view."""
        super().theme_changed(theme)
        self.body.setSpacing(0)


class ProofCard(Card):
    """What makes the paper trustworthy: archive format, seal."""

    def __init__(self, say: Say) -> None:
        super().__init__(say("Proof"))
        self.hide()
        self._say = say
        self.seal = ProofLine("fingerprint")
        archive = ProofLine("file-check-2")
        archive.show_words(say("PDF/A-2b, for archives"))
        self.seal.setToolTip(say("Seal on every page. The same file gives the same bytes."))
        for line in (archive, self.seal):
            self.body.addWidget(line)

    def show_printed(self, printed: Printed) -> None:
        """Show the seal that stands on the paper."""
        words = self._say("Seal {seal} at fact {fact}", seal=isolate(printed.seal.text), fact=printed.seal.fact)
        self.seal.show_words(words)
        self.show()


class ProofLine(QWidget, Themed):
    """An icon and a sentence."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.words = TextLabel("", Role.SMALL, "text-2", wrap=True)
        self._across = QHBoxLayout(self)
        self._across.addWidget(self.words, 1)
        self.theme_changed(Theme.of(self))

    def show_words(self, words: str) -> None:
        """Say something else."""
        self.words.show_text(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        theme = Theme.of(self)
        side = theme.px(17)
        x = self.width() - side if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        with QPainter(self) as painter:
            paint_icon(painter, QRectF(x, theme.px(1), side, side), self._icon, theme.colour("text-2"))

    def theme_changed(self, theme: Theme) -> None:
        """Leave room for the icon."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        room = theme.px(26)
        self._across.setContentsMargins(0 if rtl else room, 0, room if rtl else 0, 0)


class ReportAside(QWidget, Themed):
    """The column beside the preview."""

    def __init__(self, say: Say, study: Study) -> None:
        super().__init__()
        inner = Canvas()
        self.choices = ChoicesCard(say, study)
        self.contents = ContentsCard(say)
        self.proof = ProofCard(say)
        self._down = QVBoxLayout(inner)
        for card in (self.choices, self.contents, self.proof):
            self._down.addWidget(card)
        self._down.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inner))
        self.theme_changed(Theme.of(self))

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        self.setFixedWidth(theme.px(272))
        self._down.setContentsMargins(*[theme.gap(12)] * 4)
        self._down.setSpacing(theme.gap(12))


class WorkPane(QWidget, Themed):
    """A report is being made: how far, and a way to stop it."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self.bar = ProgressBar(say("The report is being made"), width=260)
        self.bar.setMaximumWidth(420)
        self.cancel = Button(say("Cancel"))
        self._down = QVBoxLayout(self)
        self._down.addStretch()
        self._down.addWidget(TextLabel(say("The report is being made"), Role.BODY_STRONG, align=centre), 0, centre)
        self._down.addWidget(self.bar, 0, centre)
        self._down.addWidget(self.cancel, 0, centre)
        self._down.addStretch()
        self.theme_changed(Theme.of(self))

    def show_share(self, share: float) -> None:
        """Show how far it is."""
        self.bar.show_part(share)

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        self._down.setSpacing(theme.gap(14))


class PausePane(QWidget, Themed):
    """No report to look at: it was stopped, or something is in the way; one button tries again."""

    def __init__(self, say: Say, again: Callable[[], None]) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self._words = TextLabel("", Role.BODY, "text-2", wrap=True, align=centre)
        self.again = Button(say("Make it again"), Kind.PRIMARY)
        self.again.clicked.connect(again)
        self._down = QVBoxLayout(self)
        self._down.addStretch()
        self._down.addWidget(self._words, 0, centre)
        self._down.addWidget(self.again, 0, centre)
        self._down.addStretch()
        self.theme_changed(Theme.of(self))

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def show_words(self, words: str) -> None:
        """Say why there is nothing."""
        self._words.show_text(words)

    def theme_changed(self, theme: Theme) -> None:
        """Take gaps and the width of the sentence."""
        self._words.setFixedWidth(theme.px(420))
        self._down.setSpacing(theme.gap(14))
