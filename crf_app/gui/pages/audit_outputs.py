"""The audit trail leaves the window: as CSV, as JSON, as PDF, narrowed as it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from crf_app.base.progress import Progress, Stopped
from crf_app.capture.commands import NoteExported, NotePrinted
from crf_app.gui.exporting import Exporter, Keepable
from crf_app.gui.navigation import Frame
from crf_app.gui.parts import Button
from crf_app.gui.theme import isolate
from crf_app.services.desk import Desk
from crf_app.services.narrowing import Narrowing
from crf_app.services.rights import may
from crf_app.store.study_reader import StudyReader


@dataclass(frozen=True)
class _PaperTo:
    """A finished report and where it shall lie."""

    printed: object
    out: Path

    def keep(self, desk: Desk) -> None:
        """Write it and note that it was printed. Raises Refusal and Fault."""
        from crf_app.reports.catalogue import Printed, keep

        assert isinstance(self.printed, Printed)
        keep(desk, self.printed, self.out)


class AuditOutputs:
    """The button that offers the forms, and what each of them does."""

    def __init__(self, frame: Frame, page: QWidget, narrowing: Callable[[], Narrowing]) -> None:
        self._frame, self._page, self._narrowing = frame, page, narrowing
        self.exporter = Exporter(frame, page)
        self.button = Button(frame.say("Export…"), icon="download")
        self.button.clicked.connect(self._offer)
        if not (self._may(NoteExported) or self._may(NotePrinted)):
            self.button.hide()

    def _may(self, command: type[object]) -> bool:
        actor = self._frame.desk.actor
        return actor is not None and may(actor.role, command)

    def _offer(self) -> None:
        say = self._frame.say
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._may(NoteExported):
            menu.addAction(say("What is shown, as CSV to be read"), lambda: self.ask("audit-csv"))
        if self._may(NotePrinted):
            menu.addAction(say("What is shown, as PDF"), lambda: self.ask("audit-pdf"))
        if self._may(NoteExported):
            menu.addAction(say("The whole trail, as JSON to be checked"), lambda: self.ask("audit-json"))
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def ask(self, form: str) -> None:
        """Ask where to, then write it."""
        desk, say = self._frame.desk, self._frame.say
        ending, kind = {
            "audit-csv": ("csv", say("CSV (*.csv)")),
            "audit-json": ("jsonl", say("JSON lines (*.jsonl)")),
            "audit-pdf": ("pdf", "PDF (*.pdf)"),
        }[form]
        name = f"crf-{desk.study.facts.id}-{desk.file.site}-audit-{self._frame.now():%Y-%m-%d}.{ending}"
        start = desk.file.path.parent / name
        self._frame.asks.file_to_write(say("Export the audit trail"), kind, start, lambda out: self.write(form, out))

    def write(self, form: str, out: Path) -> None:
        """Write the trail to a file: what is shown, but the exact trail whole, because only that can be checked."""
        say, wanted = self._frame.say, self._narrowing()
        make = self._paper(wanted, out) if form == "audit-pdf" else self._file(form, wanted, out)
        command = NotePrinted if form == "audit-pdf" else NoteExported

        def done(_made: Keepable) -> str:
            words = say("The audit trail was written to {name}. The trail itself says so.", name=isolate(out.name))
            if form != "audit-json":
                return words
            check = say("It is checked without this program: python -m crf_app.verify_audit, see the guide.")
            return f"{words} {check}"

        self.exporter.run(say("The audit trail is written"), command, make, done)

    def _file(self, form: str, wanted: Narrowing, out: Path) -> Callable[[StudyReader, Progress, Stopped], Keepable]:
        from crf_app.exchange.audit_file import make_audit
        from crf_app.exchange.source import Source

        source = Source.at(self._frame.desk, self._frame.say.language)
        part = Narrowing() if form == "audit-json" else wanted

        def make(reader: StudyReader, progress: Progress, stopped: Stopped) -> Keepable:
            return make_audit(reader, source, form, out, part, progress=progress, cancelled=stopped)

        return make

    def _paper(self, wanted: Narrowing, out: Path) -> Callable[[StudyReader, Progress, Stopped], Keepable]:
        from crf_app.reports.catalogue import REPORTS, Order, Printer, print_report
        from crf_app.store.seen import SeenFile

        desk = self._frame.desk
        language = self._frame.say.language
        spoken = language if language in desk.study.facts.languages else desk.study.facts.languages[0]
        label = next((each.label for each in self._frame.standings() if each.id == wanted.subject), "")
        order, printer = Order(REPORTS["audit"], wanted.subject, label, None, spoken, wanted), Printer.at(desk)
        sight = desk.sight

        def make(reader: StudyReader, progress: Progress, stopped: Stopped) -> Keepable:
            view = SeenFile.of(reader, sight)
            return _PaperTo(print_report(view, printer, order, progress=progress, cancelled=stopped), out)

        return make
