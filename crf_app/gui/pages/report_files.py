"""What leaves as a folder of files: all data, or a certified copy of everything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from crf_app.base.progress import Progress, Stopped
from crf_app.base.words import mark
from crf_app.capture.commands import NoteExported
from crf_app.gui.exporting import Exporter, Keepable, Make
from crf_app.gui.navigation import Frame
from crf_app.gui.theme import isolate
from crf_app.store.study_reader import StudyReader

_TITLES = {"csv": mark("The data are written"), "copy": mark("The certified copy is made")}
_SUFFIX = {"csv": "data", "copy": "copy"}


class FileOutputs:
    """Asks where to, then writes a new folder there."""

    def __init__(self, frame: Frame, page: QWidget) -> None:
        self._frame = frame
        self.exporter = Exporter(frame, page)

    def ask(self, name: str) -> None:
        """Ask for the folder in which the new one shall lie."""
        title = self._frame.say("Where shall the new folder lie?")
        self._frame.asks.folder(title, lambda folder: self.write(name, folder))

    def write(self, name: str, folder: Path) -> None:
        """Write the files into a new folder within `folder`."""
        desk, say = self._frame.desk, self._frame.say
        stem = f"crf-{desk.study.facts.id}-{desk.file.site}-{_SUFFIX[name]}-{self._frame.now():%Y-%m-%d-%H%M}"
        out = folder / stem
        make = self._data(out) if name == "csv" else self._copy(out)

        def done(_made: Keepable) -> str:
            words = say("The new folder is {name}. The audit trail says so.", name=isolate(out.name))
            check = say("READ_ME.txt in it tells how it is checked.") if name == "copy" else ""
            return f"{words} {check}".rstrip()

        self.exporter.run(say(_TITLES[name]), NoteExported, make, done)

    def _data(self, out: Path) -> Make:
        from crf_app.exchange.csv_folder import make_csv
        from crf_app.exchange.source import Source

        source = Source.at(self._frame.desk, self._language)

        def make(reader: StudyReader, progress: Progress, stopped: Stopped) -> Keepable:
            return make_csv(reader, source, out, progress=progress, cancelled=stopped)

        return make

    def _copy(self, out: Path) -> Make:
        from crf_app.exchange.certified_copy import make_copy
        from crf_app.exchange.source import Source
        from crf_app.reports.catalogue import Printer

        desk = self._frame.desk
        source, printer = Source.at(desk, self._language), Printer.at(desk)

        def make(reader: StudyReader, progress: Progress, stopped: Stopped) -> Keepable:
            return make_copy(reader, source, printer, out, progress=progress, cancelled=stopped)

        return make

    @property
    def _language(self) -> str:
        """The language of the window where the study speaks it: casebooks are in a language of the study."""
        spoken, study = self._frame.say.language, self._frame.desk.study
        return spoken if spoken in study.facts.languages else study.facts.languages[0]
