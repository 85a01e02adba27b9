"""Signing in: what is known about the file on the left, who you are and your password on the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.capture.facts import Actor
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.pages.header import Canvas, Scroll
from crf_app.gui.parts import Avatar, Button, FieldBlock, Kind, ProblemLine, Run, Size, TextLabel, initials
from crf_app.gui.parts.emptying import empty
from crf_app.gui.password_choice import PasswordChoice
from crf_app.gui.sign_in_parts import IconLine, PersonRow, SecretField, SignInCard
from crf_app.gui.theme import Role, Theme, Themed

__all__ = ["Known", "SecretField", "SignInPage"]


@dataclass(frozen=True)
class Known:
    """What the left side tells about a file: an icon and a line each. Before it is open, its name alone."""

    study: str
    site: str
    lines: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str, str], ...]
    """User name, name, and what is said of each person who may sign in, in the order of the file."""
    last: str = ""
    last_username: str = ""
    kept_for: str = ""
    """Whose work waits behind the page, just as it was left."""


class SignInPage(QWidget, Themed):
    """First the file's passphrase where it is not kept, then the person and the password.

    The same page stands before a locked window; and it is where a password for one time is exchanged for one's own.
    """

    passphrase_given = Signal(str, bool)
    """The passphrase, and whether this computer shall keep it."""

    sign_in_wanted = Signal(str, str)
    """User name and password."""

    password_chosen = Signal(str)
    """The person's own password."""

    other_file_wanted = Signal()
    """Another file shall be opened."""

    other_person_wanted = Signal()
    """Somebody else wants to sign in instead of whoever should choose a password."""

    def __init__(self, say: Say, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.rows: list[PersonRow] = []
        self.card = SignInCard()
        inner = Canvas()
        down = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(inner)
        outer.addWidget(self._scroll)
        down.addStretch()
        down.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._last = TextLabel("", Role.CAPTION, "text-2", align=Qt.AlignmentFlag.AlignHCenter)
        down.addStretch()
        down.addWidget(self._last)
        down.addSpacing(18)
        self.secret: SecretField | None = None
        self.go_on: Button | None = None
        self.choice: PasswordChoice | None = None
        self._problem: ProblemLine | None = None

    def show_locked(self, name: str, folder: str, can_keep: bool) -> None:
        """Ask for the passphrase of a file."""
        say = self._say
        self._clear()
        left, right = self.card.left, self.card.right
        self._tile(left, name[:2].upper(), name, folder)
        left.addWidget(IconLine("file-lock-2", say("Encrypted, not opened yet")))
        self._foot(left)
        right.addWidget(TextLabel(say("Passphrase of the file"), Role.FORM_TITLE, wrap=True))
        why = say("The file is encrypted. Its passphrase opens it; your own password comes next.")
        right.addWidget(TextLabel(why, Role.SMALL, "text-2", wrap=True))
        right.addSpacing(Theme.of(self).gap(8))
        keep = None
        secret = self._add_secret(say("Passphrase"))
        if can_keep:
            from crf_app.gui.parts import CheckRow

            keep = CheckRow(say("Keep it on this computer, in its own key store"))
            right.addWidget(keep)
        right.addSpacing(Theme.of(self).gap(10))

        def give() -> None:
            if secret.text():
                self.passphrase_given.emit(secret.text(), keep is not None and keep.isChecked())

        self._add_verb(say("Open the file"), give)
        right.addStretch()
        self._to_secret()

    def show_people(self, known: Known, chosen: str = "") -> None:
        """Ask who is there."""
        say = self._say
        self._clear()
        left, right = self.card.left, self.card.right
        self._tile(left, known.study[:2].upper(), known.study, known.site)
        left.addSpacing(Theme.of(self).gap(10))
        for icon, words in known.lines:
            left.addWidget(IconLine(icon, words))
        self._foot(left)
        if known.kept_for:
            right.addWidget(TextLabel(say("The window is locked"), Role.FORM_TITLE))
            kept = say("Everything is kept as {name} left it.", name=known.kept_for)
            right.addWidget(TextLabel(kept, Role.SMALL, "text-2", wrap=True))
        else:
            right.addWidget(TextLabel(say("Who are you?"), Role.FORM_TITLE))
        right.addSpacing(Theme.of(self).gap(4))
        for username, name, role in known.people:
            row = PersonRow(username, name, role)
            row.clicked.connect(self._chosen)
            row.installEventFilter(self)
            self.rows.append(row)
            right.addWidget(row)
        wanted = next((row for row in self.rows if row.username == chosen), None)
        (wanted or self.rows[0]).setChecked(True) if self.rows else None
        right.addSpacing(Theme.of(self).gap(8))
        secret = self._add_secret(say("Your password"))
        right.addSpacing(Theme.of(self).gap(10))

        def sign_in() -> None:
            row = next((row for row in self.rows if row.isChecked()), None)
            if row is not None and secret.text():
                self.sign_in_wanted.emit(row.username, secret.text())

        self._add_verb(say("Sign in"), sign_in)
        right.addStretch()
        self._last.show_text(known.last)
        self._to_secret()

    def show_choice(self, study: str, actor: Actor, username: str) -> None:
        """Ask somebody who came in with a password for one time for their own; nothing else is possible before."""
        say, theme = self._say, Theme.of(self)
        self._clear()
        left, right = self.card.left, self.card.right
        left.addWidget(Avatar(initials(actor.name), actor.name, side=44))
        left.addWidget(TextLabel(actor.name, Role.FORM_TITLE, wrap=True))
        left.addWidget(
            TextLabel(say.joined((role_words(actor.role, say), study), " · "), Role.BODY, "text-2", wrap=True)
        )
        left.addSpacing(theme.gap(10))
        left.addWidget(IconLine("key-round", say("Only you know this password. Nobody here will ever ask you for it.")))
        left.addWidget(IconLine("pen-line", say("With it you sign in, and sign what you are responsible for.")))
        left.addStretch()
        other = Button(say("Sign in as somebody else"), Kind.LINK, size=Size.SMALL)
        other.clicked.connect(self.other_person_wanted)
        left.addWidget(other)
        right.addWidget(TextLabel(say("Choose your password"), Role.FORM_TITLE))
        why = say("The one you came in with was for one time.")
        right.addWidget(TextLabel(why, Role.SMALL, "text-2", wrap=True))
        right.addSpacing(theme.gap(4))
        self.choice = choice = PasswordChoice((username, actor.name), say)
        right.addWidget(choice)
        self._add_problem(choice.fresh)
        right.addSpacing(theme.gap(6))

        def keep() -> None:
            sentence = choice.wanting()
            if sentence:
                self.show_refused(sentence)
            else:
                self.password_chosen.emit(choice.password)

        self.secret = choice.fresh
        self._add_verb(say("Keep this password"), keep)
        choice.again.returnPressed.connect(keep)
        right.addStretch()
        self._to_secret()

    def forget_secrets(self) -> None:
        """Empty what was typed and not used: nobody is here any more."""
        for each in self.findChildren(SecretField):
            each.clear()

    def show_refused(self, sentence: str) -> None:
        """Say why it did not work; what was typed is selected, to be typed again."""
        if self._problem is None or self.secret is None:
            return
        self._problem.show_text([Run(sentence)])
        self._problem.show()
        self.show_working(False)
        self._to_secret()
        self.secret.selectAll()

    def show_working(self, working: bool) -> None:
        """Hold the button while a key is made from what was typed."""
        if self.go_on is not None:
            self.go_on.setEnabled(not working)

    def show_width(self, effective: float) -> None:
        """Leave the left half out where there is no room."""
        self.card.show_narrow(effective < 800)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose a person."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, PersonRow):
                place = (self.rows.index(watched) + step) % len(self.rows)
                self.rows[place].setChecked(True)
                self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))

    def _chosen(self) -> None:
        self._to_secret()

    def _to_secret(self) -> None:
        """Go to the password; where the page scrolls, the button below it is seen too."""
        if self.secret is not None:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._show_verb)

    def _show_verb(self) -> None:
        if self.go_on is not None:
            self._scroll.show_child(self.go_on)

    def _tile(self, left: QVBoxLayout, letters: str, title: str, text: str) -> None:
        left.addWidget(Avatar(letters, title, tile=True, side=44))
        left.addWidget(TextLabel(title, Role.FORM_TITLE, wrap=True))
        left.addWidget(TextLabel(text, Role.BODY, "text-2", wrap=True))

    def _foot(self, left: QVBoxLayout) -> None:
        left.addStretch()
        other = Button(self._say("Open another file…"), Kind.LINK, size=Size.SMALL)
        other.clicked.connect(self.other_file_wanted)
        left.addWidget(other)

    def _add_secret(self, label: str) -> SecretField:
        secret = SecretField(label)
        self.secret = secret
        self.card.right.addWidget(FieldBlock(label, secret))
        caps = IconLine("arrow-up", self._say("Caps Lock is on"), "query")
        caps.hide()
        secret.caps_lock.connect(caps.setVisible)
        self.card.right.addWidget(caps)
        self._add_problem(secret)
        return secret

    def _add_problem(self, secret: SecretField) -> None:
        problem = ProblemLine([Run("")])
        problem.hide()
        secret.textEdited.connect(problem.hide)
        self._problem = problem
        self.card.right.addWidget(problem)

    def _add_verb(self, words: str, deed: object) -> None:
        button = Button(words, Kind.PRIMARY, size=Size.LARGE)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(deed)
        self.go_on = button
        if self.secret is not None and self.choice is None:
            self.secret.returnPressed.connect(button.click)
        self.card.right.addWidget(button)

    def _clear(self) -> None:
        self.rows = []
        self.secret = self.go_on = self._problem = self.choice = None
        self._last.show_text("")
        for half in (self.card.left, self.card.right):
            empty(half)
