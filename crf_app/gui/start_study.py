"""What a new file needs: site, place, passphrase, and the people who begin to work in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.capture.commands import AddPerson
from crf_app.gui.models.places_in_words import ROLES
from crf_app.gui.overlay import Overlay
from crf_app.gui.parts import (
    Button,
    ComboField,
    FieldBlock,
    Kind,
    Option,
    ProblemLine,
    Run,
    TextField,
    TextLabel,
)
from crf_app.gui.sign_in import SecretField
from crf_app.gui.theme import Role, Theme
from crf_app.services.opening import add_first_person, make_file
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR, INVESTIGATOR
from crf_app.study.study import Study


class StartStudy(Overlay):
    """One sheet for a new file."""

    made = Signal(object)
    """The desk of the new file, its first worker signed in."""

    def __init__(self, window: QWidget, study: Study) -> None:
        say = screen_words(Theme.of(window).language)
        super().__init__(window, say("Start a study"), width=640)
        self._say, self._study = say, study
        self.body.addWidget(TextLabel(say("Start {study}", study=study.facts.short), Role.FORM_TITLE))
        text = study.facts.title.in_(say.language)
        self.body.addWidget(TextLabel(text, Role.SMALL, "text-2", wrap=True))
        sites = [Option(site.id, f"{site.id} {site.name.in_(say.language)}") for site in study.facts.sites]
        self.site = ComboField(say("Site"), sites)
        self.site.show_choice(study.facts.sites[0].id)
        self.file = TextField(say("File"))
        self.file.show_value(str(_free_name(Path.home(), study.facts.id)))
        self.passphrase = SecretField(say("Passphrase of the file"))
        self.administrator = TextField(say("Administrator"))
        self.admin_password = SecretField(say("Administrator's password"))
        self.worker = TextField(say("Your name"))
        self.role = ComboField(
            say("Your role"), [Option(each, say(ROLES[each])) for each in (COORDINATOR, INVESTIGATOR)]
        )
        self.role.show_choice(COORDINATOR)
        self.username = TextField(say("Your user name"))
        self.password = SecretField(say("Your password"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.of(self).gap(12))
        grid.setVerticalSpacing(Theme.of(self).gap(10))
        long = say("At least 12 characters. Without it nobody can open the file, not even we.")
        blocks = (
            (self.site, ""),
            (self.file, ""),
            (self.passphrase, long),
            (self.administrator, say("Adds people; has no right on data.")),
            (self.admin_password, ""),
            (self.worker, ""),
            (self.role, ""),
            (self.username, ""),
            (self.password, ""),
        )
        row, column = 0, 0
        for field, note in blocks:
            block = FieldBlock(field.accessibleName(), field, note)
            wide = field in (self.file, self.passphrase)
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(block, row, column, 1, 2 if wide else 1)
            column += 2 if wide else 1
            if column >= 2:
                row, column = row + 1, 0
        self.body.addLayout(grid)
        self._problem = ProblemLine([Run("")])
        self._problem.hide()
        self.body.addWidget(self._problem)
        foot = QHBoxLayout()
        foot.addStretch()
        cancel = Button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        make = Button(say("Make the file"), Kind.PRIMARY)
        make.clicked.connect(self._make)
        foot.addWidget(cancel)
        foot.addWidget(make)
        self.body.addLayout(foot)

    def start(self) -> None:
        """Open the sheet."""
        self.open(self.site)

    def _make(self) -> None:
        say = self._say
        for field in (self.administrator, self.worker, self.username):
            if not field.text().strip():
                self._complain(say("{field} is still empty.", field=field.accessibleName()))
                field.setFocus()
                return
        path = Path(self.file.text().strip()).expanduser()
        desk = None
        try:
            desk = make_file(path, self.passphrase.text(), self._study, self.site.choice or "")
            add_first_person(
                desk,
                AddPerson("admin", self.administrator.text().strip(), ADMINISTRATOR, self.admin_password.text()),
            )
            desk.sign_in("admin", self.admin_password.text())
            worker = AddPerson(
                self.username.text().strip(), self.worker.text().strip(), self.role.choice or "", self.password.text()
            )
            desk.do(worker)
            desk.sign_out()
            desk.sign_in(worker.username, self.password.text())
        except (Refusal, Fault) as no:
            if desk is not None:
                desk.file.close()
                path.unlink(missing_ok=True)
            self._complain(str(no))
            return
        self.dismiss()
        self.made.emit(desk)

    def _complain(self, sentence: str) -> None:
        self._problem.show_text([Run(sentence)])
        self._problem.show()
        self.place_sheet()


def _free_name(folder: Path, stem: str) -> Path:
    """Return a name nothing has yet."""
    number, path = 1, folder / f"{stem}.crf"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.crf"
    return path
