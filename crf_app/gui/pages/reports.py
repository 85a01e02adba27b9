"""Reports: which there are, of whom, and how the paper will look before anything leaves the file."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.progress import Cancelled
from crf_app.capture.commands import NotePrinted
from crf_app.capture.facts import FactKind
from crf_app.gui import navigation as to
from crf_app.gui.background import Background
from crf_app.gui.background import Progress as Share
from crf_app.gui.navigation import Frame, Page, Place
from crf_app.gui.pages.report_files import FileOutputs
from crf_app.gui.pages.report_panes import PausePane, ReportAside, ReportList, WorkPane
from crf_app.gui.pages.report_view import ReportView
from crf_app.gui.parts import EmptyState, Hairline
from crf_app.gui.theme import Theme, isolate
from crf_app.reports.catalogue import (
    REPORTS,
    About,
    Order,
    Printed,
    Printer,
    file_name,
    keep,
    order_of,
    print_report,
)
from crf_app.services.desk import Changes

_PATIENCE: Final = 300
"""Milliseconds before a report that is being made hides the one before it."""

_SILENT: Final = frozenset({FactKind.PRINTED, FactKind.EXPORTED, FactKind.PERSON_SIGNED_IN, FactKind.SIGN_IN_FAILED})
"""Kinds of facts that change nothing a report of a subject says."""

_ALL_COLUMNS, _TWO_COLUMNS = 1120.0, 860.0
"""Effective widths with room for list, preview and choices; for two of them."""


class ReportsPage(Page):
    """The list of reports, a preview, and what may be chosen about it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self._say = frame, frame.say
        say = self._say
        self._name = next(iter(REPORTS))
        self._printed: Printed | None = None
        self._stop = Event()
        self._background = Background(self)
        self.list = ReportList(frame)
        self.list.chosen.connect(self.choose)
        self.files = FileOutputs(frame, self)
        self.list.wanted.connect(self.files.ask)
        self.view = ReportView(say)
        self.work = WorkPane(say)
        self.pause = PausePane(say, self.make)
        self.aside = ReportAside(say, frame.desk.study)
        self.choices = self.aside.choices
        self._middle = QStackedLayout()
        for pane in (self.pause, self.view, self.work):
            pane.setParent(self)  # a layout without a parent would show it as a window of its own
            self._middle.addWidget(pane)
        self._lay_out()
        self._connect()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(partial(self._middle.setCurrentWidget, self.work))
        self.theme_changed(Theme.of(self))

    def _lay_out(self) -> None:
        say = self._say
        full = QWidget()
        across = QHBoxLayout(full)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.list)
        across.addWidget(Hairline(Qt.Orientation.Vertical))
        across.addLayout(self._middle, 1)
        self._last_line = Hairline(Qt.Orientation.Vertical)
        across.addWidget(self._last_line)
        across.addWidget(self.aside)
        self._full = full
        self.empty = EmptyState(
            say("No reports yet"),
            say("A report tells about subjects. Enrol the first one, and its casebook can be printed at any time."),
        )
        self._either = QStackedLayout(self)
        self._either.addWidget(full)
        self._either.addWidget(self.empty)

    def _connect(self) -> None:
        self.choices.changed.connect(self.make)
        self.work.cancel.clicked.connect(self.cancel)
        self.view.save_wanted.connect(self.save)
        self.view.printed.connect(self._note_paper)
        self.view.page_changed.connect(self.aside.contents.show_page)
        self.aside.contents.wanted.connect(self.view.jump)

    # ------------------------------------------------------------------ the page

    def title(self) -> str:
        """Return the page's name."""
        return self._say("Reports")

    def show_place(self, place: Place) -> None:
        """Show a report of a subject, or the one that was shown last."""
        subject = None
        if isinstance(place, to.Reports):
            if place.name is not None and place.name in REPORTS:
                self._name = place.name
            subject = place.subject
        self._offer(subject)

    def refresh(self) -> None:
        """Make the report again from what the file holds now."""
        self._offer(None)

    def concerns(self, changes: Changes) -> bool:
        """Whether the paper would look different now; that something was printed does not show on it."""
        return bool(changes.kinds - _SILENT)

    def leaving(self) -> None:
        """Stop what is being made for nobody."""
        self.cancel()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop before the window or the file is closed."""
        self._stop.set()
        self._background.wait()
        self.files.exporter.leave()
        super().hideEvent(event)

    def columns(self) -> tuple[QWidget, ...]:
        """Return list, preview and choices."""
        return (self.list, self.view, self.aside)

    def show_width(self, effective: float) -> None:
        """Fold the choices away, then the list, where there is no room beside the paper."""
        self.list.setVisible(effective >= _TWO_COLUMNS)
        self.list.header.show_folded(self._frame.folded)
        for part in (self.aside, self._last_line):
            part.setVisible(effective >= _ALL_COLUMNS)

    def take_keyboard(self) -> None:
        """Begin at the sheets."""
        self.view.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ choosing

    def choose(self, name: str) -> None:
        """Show another report."""
        self._name = name
        self._offer(None)

    def _offer(self, subject: str | None) -> None:
        labels = {outline.id: outline.label for outline in self._frame.desk.outlines()}
        self._either.setCurrentWidget(self._full if labels else self.empty)
        if not labels:
            return
        report = REPORTS[self._name]
        self.list.show_chosen(self._name)
        of_all = report.about is About.STUDY
        self.choices.show_report(self._say(report.title), with_visit=report.about is About.VISIT, of_all=of_all)
        self.choices.show_subjects(list(labels.values()), labels.get(subject or ""))
        self.make()

    def _order(self) -> Order:
        desk = self._frame.desk
        return order_of(
            desk.view, desk.study, self._name,
            subject=self.choices.subject.choice or None,
            visit=self.choices.visit.choice,
            language=self.choices.language.choice,
        )  # fmt: skip

    # ------------------------------------------------------------------ making

    def make(self) -> None:
        """Make the chosen report on another thread, from a reader of its own."""
        self._stop.set()
        self._stop = stop = Event()
        desk = self._frame.desk
        try:
            order, printer = self._order(), Printer.at(desk)
        except Refusal as refusal:
            self._failed(stop, str(refusal))
            return
        self.work.show_share(0.0)
        self._patience.start()
        file = desk.view

        def work(share: Share) -> object:
            def progress(done: int, pages: int) -> None:
                share(0.5 + 0.5 * done / pages if pages else 0.5 * done / (done + 20))

            try:
                with file.reader() as reader:
                    return print_report(reader, printer, order, progress=progress, cancelled=stop.is_set)
            except Cancelled:
                return None

        self._background.run(work, partial(self._made, stop), partial(self._failed, stop), self.work.show_share)

    def _made(self, stop: Event, made: object) -> None:
        if stop is not self._stop or not isinstance(made, Printed):
            return
        self._patience.stop()
        same = self._printed is not None and self._printed.order == made.order
        page = self.view.page if same else 0
        self._printed = made
        if not self.view.show_pdf(made.content):
            self._failed(stop, self._say("The report was made, but cannot be shown here. Save it to look at it."))
            return
        self.aside.contents.show_contents(self.view.bookmarks())
        self.aside.proof.show_printed(made)
        self._middle.setCurrentWidget(self.view)
        self.view.jump(min(page, made.pages - 1))

    def _failed(self, stop: Event, words: str) -> None:
        if stop is not self._stop:
            return
        self._patience.stop()
        self._printed = None
        said = words or self._say("The report could not be made. Nothing in the study file has changed.")
        self.pause.show_words(said)
        self._middle.setCurrentWidget(self.pause)

    def cancel(self) -> None:
        """Stop making the report."""
        if not self._background.busy or self._stop.is_set():
            return
        self._stop.set()
        self._patience.stop()
        if self._printed is None or self._middle.currentWidget() is self.work:
            self.pause.show_words(self._say("The report was stopped. Nothing was written."))
            self._middle.setCurrentWidget(self.pause)

    # ------------------------------------------------------------------ keeping

    def save(self) -> None:
        """Ask where to keep the report that is shown."""
        if self._printed is None:
            return
        desk, printed = self._frame.desk, self._printed
        start = desk.file.path.parent / file_name(desk.study, desk.file.site, printed.order)
        self._frame.asks.file_to_write(self._say("Save PDF"), "PDF (*.pdf)", start, partial(self.write, printed))

    def write(self, printed: Printed, out: Path) -> None:
        """Write a report to a file and say where it lies; a fault is said in its place."""
        try:
            keep(self._frame.desk, printed, out)
        except (Refusal, Fault) as no:
            title, close = self._say("The report was not saved"), self._say("Close")
            self._frame.asks.choice(title, str(no), [(close, lambda: None)])
            return
        self.aside.proof.seal.show_words(self._say("Saved as {name}", name=isolate(out.name)))

    def _note_paper(self, printer: str) -> None:
        """Remember in the trail that the report went to a printer."""
        if self._printed is None:
            return
        order, content = self._printed.order, self._printed.content
        checksum = hashlib.sha256(content).hexdigest()
        self._frame.do(NotePrinted(order.report.id, order.subject, checksum, printer or "printer"))
