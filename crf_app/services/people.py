"""People: their accounts, roles and passwords. An account is closed, never removed, and its name never given again."""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.base.usernames import can_be_seen, folded
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.services.case import Case
from crf_app.services.lock_out import failures, locked_until
from crf_app.services.passwords import is_right, require_good
from crf_app.services.rights import ROLES
from crf_app.store.records import Person
from crf_app.study.staff import ADMINISTRATOR

FOUNDER = Actor("program", "crf-app", ADMINISTRATOR)
"""Who acts before the first person exists: making the file and its first administrator."""


def add(command: c.AddPerson, case: Case) -> list[Draft]:
    """Add a person. User names are never used twice, not even after somebody left."""
    _require_role(command.role, case)
    username = command.username.strip()
    if not folded(username) or not command.name.strip():
        raise Refusal(case.say("A person needs a user name and a name as it shall be printed."))
    case.require_seen(username)
    _require_seen(command.name, case)
    case.require_short(username)
    case.require_short(command.name)
    if case.records.person_by_username(username) is not None:
        said = case.say("The user name {username} was given already. Choose another.", username=username)
        raise Refusal(said)
    require_good(command.password, (username, command.name), case.say)
    person = case.new_id()
    case.set_credential(person, case.hash_password(command.password))
    new = {"id": person, "username": username, "name": command.name.strip(), "role": command.role}
    new["temporary"] = "yes" if command.temporary else "no"
    return [Draft(FactKind.PERSON_ADDED, new=new)]


def change_role(command: c.ChangeRole, case: Case) -> list[Draft]:
    """Give a person another role, from the next sign-in on."""
    _require_role(command.role, case)
    person = _person(command.person, case)
    if command.role == person.role:
        return []
    _refuse_self(person, case)
    _refuse_last_administrator(person, case)
    reason = _reason(command.reason, case)
    new = {"id": person.id, "role": command.role}
    return [Draft(FactKind.PERSON_CHANGED, old={"role": person.role}, new=new, reason=reason)]


def rename(command: c.RenamePerson, case: Case) -> list[Draft]:
    """Change a person's printed name."""
    person = _person(command.person, case)
    name = command.name.strip()
    if not name:
        raise Refusal(case.say("A person needs a user name and a name as it shall be printed."))
    _require_seen(name, case)
    if name == person.name:
        return []
    case.require_short(name)
    reason = _reason(command.reason, case)
    new = {"id": person.id, "name": name}
    return [Draft(FactKind.PERSON_CHANGED, old={"name": person.name}, new=new, reason=reason)]


def disable(command: c.DisablePerson, case: Case) -> list[Draft]:
    """Close an account. What the person recorded and signed stays theirs."""
    person = _person(command.person, case)
    if not person.is_active:
        return []
    _refuse_self(person, case)
    _refuse_last_administrator(person, case)
    return [Draft(FactKind.PERSON_DISABLED, new={"id": person.id}, reason=_reason(command.reason, case))]


def enable(command: c.EnablePerson, case: Case) -> list[Draft]:
    """Open a closed account again, for the same person."""
    person = _person(command.person, case)
    if person.is_active:
        return []
    return [Draft(FactKind.PERSON_ENABLED, new={"id": person.id}, reason=_reason(command.reason, case))]


def release(command: c.ReleasePerson, case: Case) -> list[Draft]:
    """Let a person in again before the time of a lock-out has passed."""
    person = _person(command.person, case)
    attempts = case.records.attempts_of(person.id)
    if not failures(attempts) and locked_until(attempts, case.now) is None:
        return []
    return [Draft(FactKind.PERSON_RELEASED, new={"id": person.id})]


def reset_password(command: c.ResetPassword, case: Case) -> list[Draft]:
    """Give a person a password for one time, when theirs is forgotten or known to somebody else."""
    person = _person(command.person, case)
    _refuse_self(person, case)
    require_good(command.password, (person.username, person.name), case.say)
    reason = _reason(command.reason, case)
    case.set_credential(person.id, case.hash_password(command.password))
    return [Draft(FactKind.PASSWORD_RESET, new={"id": person.id}, reason=reason)]


def change_password(command: c.ChangePassword, case: Case) -> list[Draft]:
    """Change one's own password; the old one is asked for again."""
    person = _person(case.actor.person, case)
    if not is_right(case.records.credential(person.id), command.old):
        raise WrongOldPassword(case.say("The old password is not right. Nothing was changed."))
    if command.new == command.old:
        raise Refusal(case.say("The new password is the old one. Choose another."))
    require_good(command.new, (person.username, person.name), case.say)
    case.set_credential(person.id, case.hash_password(command.new))
    return [Draft(FactKind.PASSWORD_CHANGED, new={"id": person.id})]


class WrongOldPassword(Refusal):
    """The old password was not right; the attempt is recorded like a failed sign-in."""


def note_printed(command: c.NotePrinted, case: Case) -> list[Draft]:
    """Remember that a report left the file."""
    return [Draft(FactKind.PRINTED, command.subject, new=_output(command))]


def note_exported(command: c.NoteExported, case: Case) -> list[Draft]:
    """Remember that data left the file."""
    return [Draft(FactKind.EXPORTED, command.subject, new=_output(command))]


def note_backup(command: c.NoteBackup, case: Case) -> list[Draft]:
    """Remember that a backup was made and tried out."""
    new = {
        "file_name": command.file_name,
        "seal": command.seal,
        "facts": f"{command.facts}",
        "verified": "whole" if command.whole else "end",
        "place": command.place,
    }
    return [Draft(FactKind.BACKUP_MADE, new=new)]


def note_recovery_sheet(command: c.NoteRecoverySheet, case: Case) -> list[Draft]:
    """Remember that the passphrase is on paper now, and nothing that helps to guess it."""
    return [Draft(FactKind.PRINTED, new={"name": "recovery sheet", "file_name": command.file_name})]


def _output(command: c.NotePrinted | c.NoteExported) -> dict[str, str]:
    new = {"name": command.name, "sha256": command.sha256, "file_name": command.file_name}
    return new if command.count is None else {**new, "count": str(command.count)}


def _person(id_: str, case: Case) -> Person:
    found = next((person for person in case.records.people() if person.id == id_), None)
    if found is None:
        raise Refusal(case.say("There is no such person in this file."))
    return found


def _require_seen(name: str, case: Case) -> None:
    """Refuse what a name must not hold; the joiners that Persian names are written with may be there."""
    if not can_be_seen(name):
        case.require_seen(name)


def _require_role(role: str, case: Case) -> None:
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise Refusal(case.say("There is no role {role}. Roles: {known}.", role=role, known=known))


def _reason(reason: str, case: Case) -> str:
    if not reason.strip():
        raise Refusal(case.say("Say why."))
    return reason.strip()


def _refuse_self(person: Person, case: Case) -> None:
    if person.id == case.actor.person:
        raise Refusal(case.say("You cannot do this to your own account; another administrator can."))


def _refuse_last_administrator(person: Person, case: Case) -> None:
    others = (p for p in case.records.people() if p.id != person.id)
    if person.role == ADMINISTRATOR and not any(p.role == ADMINISTRATOR and p.is_active for p in others):
        raise Refusal(case.say("The file would have no administrator. Add another one first."))
