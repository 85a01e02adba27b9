"""The questions about accounts: each says what it does, asks why, and does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crf_app.base.words import Say
from crf_app.capture.commands import (
    AddPerson,
    ChangePassword,
    ChangeRole,
    Command,
    DisablePerson,
    EnablePerson,
    RenamePerson,
    ResetPassword,
)
from crf_app.gui.ask import Question
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.header import Fitting
from crf_app.gui.parts import ComboField, Option, TextField, TextLabel
from crf_app.gui.password_choice import PasswordChoice
from crf_app.gui.refusals import refused_by
from crf_app.gui.sign_in_parts import SecretField
from crf_app.gui.theme import Role
from crf_app.services.passwords import one_time_password
from crf_app.services.rights import ROLES
from crf_app.store.records import Person

Sheet = Callable[[QWidget, Frame, Person], Question]


def add_person(window: QWidget, frame: Frame) -> Question:
    """Ask for a new person, with a password for the first time."""
    say = frame.say
    text = say("The person signs in with the password below once, and then chooses their own.")
    sheet = Question(window, say("Add a person"), text, say("Add the person"), cancel=say("Cancel"))
    name, username = TextField(say("Name as it is printed")), TextField(say("User name"))
    role = _roles(say)
    secret = TextField(say("Password for the first time"))
    secret.show_value(one_time_password())
    for field in (name, username, role, secret):
        sheet.add_field(field.accessibleName(), field)

    def answer() -> str | None:
        if role.choice is None:
            return say("Choose a role.")
        sentence = refused_by(frame, AddPerson(username.text(), name.text(), role.choice, secret.text()))
        if sentence is None:
            _hand_over(window, say, name.text().strip(), username.text().strip(), secret.text())
        return sentence

    sheet.ready(answer)
    sheet.open(name)
    return sheet


def change_role(window: QWidget, frame: Frame, person: Person) -> Question:
    """Ask for another role, and why."""
    say = frame.say
    text = say(
        "{name} works as {role} now. The new role holds from the next time they sign in.",
        name=person.name,
        role=role_words(person.role, say),
    )
    sheet = Question(window, say("Change role"), text, say("Change the role"), cancel=say("Cancel"))
    role, reason = _roles(say), TextField(say("Why"))
    role.show_choice(person.role)
    sheet.add_field(role.accessibleName(), role)
    sheet.add_field(reason.accessibleName(), reason)
    sheet.ready(lambda: refused_by(frame, ChangeRole(person.id, role.choice or "", reason.text())))
    sheet.open(role)
    return sheet


def rename(window: QWidget, frame: Frame, person: Person) -> Question:
    """Ask for another printed name, and why."""
    say = frame.say
    text = say("What was signed before keeps the name it was signed with. The user name stays.")
    sheet = Question(window, say("Change name"), text, say("Change the name"), cancel=say("Cancel"))
    name, reason = TextField(say("Name as it is printed")), TextField(say("Why"))
    name.show_value(person.name)
    sheet.add_field(name.accessibleName(), name)
    sheet.add_field(reason.accessibleName(), reason)
    sheet.ready(lambda: refused_by(frame, RenamePerson(person.id, name.text(), reason.text())))
    sheet.open(name)
    name.selectAll()
    return sheet


def close_account(window: QWidget, frame: Frame, person: Person) -> Question:
    """Ask why an account is closed."""
    say = frame.say
    text = say(
        "{name} can no longer sign in. What they recorded and signed stays theirs, and their user name is never given "
        "to anybody else.",
        name=person.name,
    )
    title, verb = say("Close the account"), say("Close the account")
    return _why(window, frame, title, text, verb, lambda reason: DisablePerson(person.id, reason))


def open_account(window: QWidget, frame: Frame, person: Person) -> Question:
    """Ask why a closed account is opened again."""
    say = frame.say
    text = say("{name} can sign in again, with the same user name, role and password.", name=person.name)
    title, verb = say("Open the account again"), say("Open the account")
    return _why(window, frame, title, text, verb, lambda reason: EnablePerson(person.id, reason))


def reset_password(window: QWidget, frame: Frame, person: Person) -> Question:
    """Offer a password for one time, and ask why it is needed."""
    say = frame.say
    text = say("The password {name} has now no longer works. With the one below they sign in once.", name=person.name)
    sheet = Question(window, say("Reset the password"), text, say("Reset the password"), cancel=say("Cancel"))
    secret, reason = TextField(say("Password for one time")), TextField(say("Why"))
    secret.show_value(one_time_password((person.username, person.name)))
    sheet.add_field(secret.accessibleName(), secret)
    sheet.add_field(reason.accessibleName(), reason)

    def answer() -> str | None:
        sentence = refused_by(frame, ResetPassword(person.id, secret.text(), reason.text()))
        if sentence is None:
            _hand_over(window, say, person.name, person.username, secret.text())
        return sentence

    sheet.ready(answer)
    sheet.open(reason)
    return sheet


def change_password(window: QWidget, frame: Frame) -> Question | None:
    """Let the person at the desk choose another password; the old one is asked for as well."""
    say, actor = frame.say, frame.desk.actor
    if actor is None:
        return None
    username = next((each.username for each in frame.desk.file.people() if each.id == actor.person), "")
    text = say("Change it at once if somebody else may know it.")
    sheet = Question(window, say("Change your password"), text, say("Change the password"), cancel=say("Cancel"))
    old, choice = SecretField(say("Your password now")), PasswordChoice((username, actor.name), say)
    sheet.add_field(old.accessibleName(), old)
    sheet.add_part(Fitting(choice))
    choice.again.returnPressed.connect(sheet.go_on.click)

    def answer() -> str | None:
        return choice.wanting() or refused_by(frame, ChangePassword(old.text(), choice.password))

    sheet.ready(answer)
    sheet.open(old)
    return sheet


SHEETS: dict[type[object], Sheet] = {
    ChangeRole: change_role,
    RenamePerson: rename,
    DisablePerson: close_account,
    EnablePerson: open_account,
    ResetPassword: reset_password,
}
"""The sheet of each command about an account that asks something."""


def _why(
    window: QWidget, frame: Frame, title: str, text: str, verb: str, command: Callable[[str], Command]
) -> Question:
    sheet = Question(window, title, text, verb, cancel=frame.say("Cancel"))
    reason = TextField(frame.say("Why"))
    sheet.add_field(reason.accessibleName(), reason)
    sheet.needs(reason)
    sheet.ready(lambda: refused_by(frame, command(reason.text())))
    sheet.open(reason)
    return sheet


def _hand_over(window: QWidget, say: Say, name: str, username: str, password: str) -> None:
    """Show a password for one time, once."""
    text = say("Write it down for {name} now: it is not shown again.", name=name)
    sheet = Question(window, say("Password for one time"), text, say("Done"), cancel="")
    for words, role in ((username, Role.BODY), (password, Role.FORM_TITLE)):
        sheet.add_part(TextLabel(phrases.ltr(words), role))
    sheet.ready(lambda: None)
    sheet.open(sheet.go_on)


def _roles(say: Say) -> ComboField:
    field = ComboField(say("Role"), [Option(each, role_words(each, say)) for each in ROLES])
    field.show_choice(None)
    return field
