"""People: accounts and sign-in."""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.capture.commands import AddPerson, NoteOutput
from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.services.case import Case
from crf_app.services.rights import ROLES

FOUNDER = Actor("program", "crf-app", "administrator")
"""Who acts before the first person exists: making the file and its first administrator."""


def add(command: AddPerson, case: Case) -> list[Draft]:
    """Add a person. User names are never used twice, not even after somebody left."""
    if command.role not in ROLES:
        known = ", ".join(ROLES)
        raise Refusal(case.say("There is no role {role}. Roles: {known}.", role=command.role, known=known))
    username = command.username.strip()
    if not username or not command.name.strip():
        raise Refusal(case.say("A person needs a user name and a name as it shall be printed."))
    if case.person_by_username(username) is not None:
        said = case.say("The user name {username} was given already. Choose another.", username=username)
        raise Refusal(said)
    person = case.new_id()
    case.set_credential(person, case.hash_password(command.password))
    new = {"id": person, "username": username, "name": command.name.strip(), "role": command.role}
    return [Draft(FactKind.PERSON_ADDED, new=new)]


def note_output(command: NoteOutput, case: Case) -> list[Draft]:
    """Remember that data left the file: what, its checksum, under which file name."""
    kind = _OUTPUTS.get(command.kind, FactKind.EXPORTED)
    new = {"name": command.name, "sha256": command.sha256, "file_name": command.file_name}
    return [Draft(kind, command.subject, new=new)]


_OUTPUTS = {"report": FactKind.PRINTED, "backup": FactKind.BACKUP_MADE}
