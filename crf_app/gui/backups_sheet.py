"""The backups of the open file: how they stand, the second place, and a way back to each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.backups import backup_of
from crf_app.gui.keeper import Keeper
from crf_app.gui.models import phrases
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import Button, Hairline, Kind, ProblemLine, Run, Size, TextLabel
from crf_app.gui.parts.emptying import empty
from crf_app.gui.theme import Role, Theme
from crf_app.gui.workroom import Workroom
from crf_app.services import keeping
from crf_app.services.keeping import KeptBackup

SHOWN = 8
"""Backups of each place in the list; older ones are found with the file dialog."""


class BackupsSheet(Overlay):
    """What a person wants to know before they trust a laptop with a trial."""

    def __init__(self, window: QWidget, room: Workroom, keeper: Keeper, restore: Callable[[Path], None]) -> None:
        say = room.say
        super().__init__(window, say("Backups"), width=640)
        self._say, self._room, self._keeper, self._restore = say, room, keeper, restore
        self.body.addWidget(TextLabel(say("Backups"), Role.FORM_TITLE))
        text = say(
            "The file is backed up each day and before it is closed, when something changed. Each copy is encrypted "
            "with the file’s passphrase and restored as a test."
        )
        self.body.addWidget(TextLabel(text, Role.SMALL, "text-2", wrap=True))
        self._problem = ProblemLine([Run("")])
        self.body.addWidget(self._problem)
        self._second = TextLabel("", Role.SMALL, wrap=True)
        self.choose = Button(say("Choose a second place…"), size=Size.SMALL)
        self.choose.clicked.connect(self._choose)
        self.no_second = Button(say("No second place"), size=Size.SMALL)
        self.no_second.clicked.connect(lambda: self._chosen(None))
        row = QHBoxLayout()
        row.setSpacing(Theme.of(self).gap(8))
        row.addWidget(self._second, 1)
        row.addWidget(self.choose)
        row.addWidget(self.no_second)
        self.body.addLayout(row)
        self.body.addWidget(Hairline())
        self._list = QVBoxLayout()
        self._list.setSpacing(Theme.of(self).gap(4))
        self.body.addLayout(self._list)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot())
        self._show()

    def start(self) -> None:
        """Open the sheet."""
        self.open(self.now)

    def rows(self) -> list[tuple[KeptBackup, str]]:
        """Return the backups that are listed, newest first, each with the words for its place."""
        places, say = self._keeper.places, self._say
        if places is None:
            return []
        file = self._room.desk.file
        found = [(each, say("beside the file")) for each in keeping.backups_of(file, places.first)[:SHOWN]]
        if places.second is not None:
            found += [(each, say("second place")) for each in keeping.backups_of(file, places.second)[:SHOWN]]
        return sorted(found, key=lambda each: each[0].at, reverse=True)[:SHOWN]

    def _foot(self) -> QHBoxLayout:
        say = self._say
        foot = QHBoxLayout()
        foot.setSpacing(Theme.of(self).gap(8))
        elsewhere = Button(say("Copy to another place…"))
        elsewhere.clicked.connect(self._elsewhere)
        foot.addWidget(elsewhere)
        foot.addStretch()
        close = Button(say("Close"))
        close.clicked.connect(self.reject)
        self.now = Button(say("Back up now"), Kind.PRIMARY)
        self.now.clicked.connect(self._back_up)
        foot.addWidget(close)
        foot.addWidget(self.now)
        return foot

    def _show(self) -> None:
        say, places = self._say, self._keeper.places
        problem = backup_of(self._room.desk, self._keeper.problem).problem
        self._problem.setVisible(bool(problem))
        if problem:
            self._problem.show_text([Run(problem)])
        second = places.second if places is not None else None
        if second is None:
            said = say(
                "Only on this disk so far. A second place on another disk or a share survives the loss of this one."
            )
        elif second.is_dir():
            said = say("Second place: {folder}", folder=phrases.ltr(str(second)))
        else:
            said = say(
                "Second place: {folder}. It is not there now; it gets the next backup when it is back.",
                folder=phrases.ltr(str(second)),
            )
        self._second.show_text(said)
        self.no_second.setVisible(second is not None)
        empty(self._list)
        rows = self.rows()
        for kept, place in rows:
            self._list.addWidget(_Row(kept, place, say, self._restore_from))
        if not rows:
            self._list.addWidget(TextLabel(say("No backup lies in these places."), Role.SMALL, "text-2"))
        self.place_sheet()

    def _back_up(self) -> None:
        self.dismiss()
        self._keeper.back_up_now()

    def _choose(self) -> None:
        self._room.asks.folder(self._say("Choose a folder on another disk or a share"), self._chosen)

    def _chosen(self, folder: Path | None) -> None:
        self._keeper.choose_second(folder)
        self._show()

    def _elsewhere(self) -> None:
        room = self._room
        file = room.desk.file
        start = file.path.with_name(f"{file.path.stem}-{room.now():%Y-%m-%d-%H%M}.crf")
        self.dismiss()
        room.asks.file_to_write(room.say("Back up to"), room.say("Study files (*.crf)"), start, self._keeper.copy_to)

    def _restore_from(self, backup: Path) -> None:
        self.dismiss()
        self._restore(backup)


class _Row(QWidget):
    """One backup: when, where, how big, and the way back to it."""

    def __init__(self, kept: KeptBackup, place: str, say: Say, restore: Callable[[Path], None]) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        when = phrases.day_and_time(kept.at, say)
        across.addWidget(TextLabel(when, Role.SMALL))
        across.addWidget(TextLabel(f"{place}, {_size(kept.path, say)}", Role.SMALL, "text-2"), 1)
        self.restore = Button(say("Restore…"), size=Size.SMALL)
        self.restore.setAccessibleName(say("Restore the backup of {time}", time=when))
        self.restore.clicked.connect(lambda: restore(kept.path))
        across.addWidget(self.restore)


def _size(path: Path, say: Say) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return "–"
    return say("{n} MB", n=max(1, round(size / 1_000_000)))
