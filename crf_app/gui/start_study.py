"""What a new file needs: site, place, passphrase, and the people who begin to work in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.capture.commands import AddPerson
from crf_app.gui.file_names import free_name
from crf_app.gui.models.places_in_words import ROLES
from crf_app.gui.overlay import Overlay
from crf_app.gui.pages.header import Fitting
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
from crf_app.services.passwords import one_time_password
from crf_app.study.staff import ADMINISTRATOR, COORDINATOR, INVESTIGATOR
from crf_app.study.study import Study

_ADMIN = "admin"


class StartStudy(Overlay):
    """One sheet for a new file.

    Two accounts are made, because whoever sees to accounts works on no data: the administrator's, whose password is
    typed here, and that of the first who works, who chooses a password right after. Where one person is both, they
    keep two passwords.
    """

    made = Signal(object)
    """The desk of the new file, the first who works in it signed in with `given`, and asked for their own password."""

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
        self.file.show_value(str(free_name(Path.home(), study.facts.id)))
        self.passphrase = SecretField(say("Passphrase of the file"))
        self.administrator = TextField(say("Administrator"))
        self.admin_password = SecretField(say("Administrator's password"))
        self.worker = TextField(say("Who begins to work"))
        self.role = ComboField(
            say("In the role of"), [Option(each, say(ROLES[each])) for each in (COORDINATOR, INVESTIGATOR)]
        )
        self.role.show_choice(COORDINATOR)
        self.username = TextField(say("Their user name"))
        self.given = ""
        """The password for one time with which the first person was let in: nobody has to know it."""
        fields = QWidget()
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 0, 0)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        grid.setHorizontalSpacing(Theme.of(self).gap(12))
        grid.setVerticalSpacing(Theme.of(self).gap(10))
        long = say("At least 12 characters. Without it nobody can open the file, not even we.")
        blocks = (
            (self.site, ""),
            (self.file, ""),
            (self.passphrase, long),
            (self.administrator, say("Signs in as {name}; has no right on data.", name=_ADMIN)),
            (self.admin_password, ""),
            (self.worker, ""),
            (self.role, ""),
            (self.username, say("They choose a password on the next page.")),
        )
        row, column = 0, 0
        for field, note in blocks:
            block = FieldBlock(field.accessibleName(), field, note)
            wide = field in (self.file, self.passphrase)
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(block, row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            column += 2 if wide else 1
            if column >= 2:
                row, column = row + 1, 0
        self.body.addWidget(Fitting(fields))
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
                AddPerson(_ADMIN, self.administrator.text().strip(), ADMINISTRATOR, self.admin_password.text()),
            )
            desk.sign_in(_ADMIN, self.admin_password.text())
            username, name = self.username.text().strip(), self.worker.text().strip()
            self.given = one_time_password((username, name))
            desk.do(AddPerson(username, name, self.role.choice or "", self.given))
            desk.sign_out()
            desk.sign_in(username, self.given)
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
