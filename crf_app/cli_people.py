"""The verbs about people: ``crf-app person``. An administrator signs in, but for the lists and one's own password."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crf_app.base.problems import Refusal
from crf_app.cli_desk import opened, secret, sign_in
from crf_app.cli_output import FILE, print_table

if TYPE_CHECKING:
    from crf_app.capture.commands import Command
    from crf_app.services.desk import Desk

_GENERATE = click.option("--generate", is_flag=True, help="Make the password and print it, once.")
_REASON = click.option("--reason", required=True, help="Why; it is kept in the audit trail.")


@click.group()
def person() -> None:
    """See to the people of a file: their accounts, roles and passwords."""


@person.command("add")
@click.argument("file", type=FILE)
@click.option("--username", required=True)
@click.option("--name", required=True, help="As it shall be printed, such as 'N. Rahimi'.")
@click.option(
    "--role",
    required=True,
    help="administrator, coordinator, investigator, rater, pharmacist, monitor, data_manager or reader",
)
@click.option("--permanent", is_flag=True, help="The person types the password themselves, now, for good.")
@_GENERATE
def add(file: Path, username: str, name: str, role: str, permanent: bool, generate: bool) -> None:
    """Give a person access. The first person of a file is its administrator.

    The new person's password comes from CRF_NEW_PASSWORD or a prompt. It is for one time: with it the person signs in
    and chooses their own. That of the first person is their own from the start.
    """
    from crf_app.capture.commands import AddPerson
    from crf_app.services.opening import add_first_person

    with opened(file) as desk:
        first = not desk.file.people()
        if not first:
            sign_in(desk)
        password = _new_password(f"Password for {username}", (username, name), generate=generate)
        command = AddPerson(username, name, role, password, temporary=not permanent)
        if first:
            add_first_person(desk, command)
        else:
            desk.do(command)
        click.echo(f"{name}, {role}: added.")
        if generate:
            click.echo(password)


@person.command("list")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def list_(file: Path, as_json: bool) -> None:
    """List the people of a file, how their accounts stand, and when they were here last."""
    from crf_app.services.accounts import accounts

    columns = ("username", "name", "role", "state", "until", "password", "last_signed_in", "added")
    with opened(file, read_only=True) as desk:
        now = desk.clock.now()
        rows = [
            (
                each.person.username,
                each.person.name,
                each.person.role,
                each.state,
                f"{each.until.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" if each.until else "",
                "for one time" if each.person.must_change else "own",
                _moment(each.last_in.at, each.last_in.offset) if each.last_in else "",
                _moment(each.added.at, each.added.offset) if each.added else "",
            )
            for each in accounts(desk.file, now)
        ]
    print_table(columns, rows, as_json)


@person.command("history")
@click.argument("file", type=FILE)
@click.argument("username")
@click.option("--json", "as_json", is_flag=True)
def history(file: Path, username: str, as_json: bool) -> None:
    """List what happened to an account: what, when, by whom, why. Newest first."""
    from crf_app.base.words import words
    from crf_app.services import accounts
    from crf_app.services.fact_words import FactWords

    with opened(file, read_only=True) as desk:
        id_, said = _id(desk, username), FactWords(desk.study, desk.file.people(), {}, words("en"))
        rows = [
            (_moment(f.at, f.offset), said.what(f), said.old(f), said.new(f), said.name(f.person), said.reason(f))
            for f in accounts.history(desk.file, id_)
        ]
    print_table(("at", "what", "old", "new", "who", "why"), rows, as_json)


@person.command("role")
@click.argument("file", type=FILE)
@click.argument("username")
@click.argument("role")
@_REASON
def change_role(file: Path, username: str, role: str, reason: str) -> None:
    """Give a person another role, from the next time they sign in."""
    from crf_app.capture.commands import ChangeRole

    with opened(file) as desk:
        sign_in(desk)
        _do(desk, ChangeRole(_id(desk, username), role, reason), f"{username}: {role}.")


@person.command("rename")
@click.argument("file", type=FILE)
@click.argument("username")
@click.option("--name", required=True, help="As it shall be printed from now on.")
@_REASON
def rename(file: Path, username: str, name: str, reason: str) -> None:
    """Change a person's printed name. What was signed before keeps the name it was signed with."""
    from crf_app.capture.commands import RenamePerson

    with opened(file) as desk:
        sign_in(desk)
        _do(desk, RenamePerson(_id(desk, username), name, reason), f"{username}: {name}.")


@person.command("close")
@click.argument("file", type=FILE)
@click.argument("username")
@_REASON
def close(file: Path, username: str, reason: str) -> None:
    """Close an account. Its user name is never given again."""
    from crf_app.capture.commands import DisablePerson

    with opened(file) as desk:
        sign_in(desk)
        _do(desk, DisablePerson(_id(desk, username), reason), f"{username}: closed.")


@person.command("open")
@click.argument("file", type=FILE)
@click.argument("username")
@_REASON
def open_(file: Path, username: str, reason: str) -> None:
    """Open a closed account again."""
    from crf_app.capture.commands import EnablePerson

    with opened(file) as desk:
        sign_in(desk)
        _do(desk, EnablePerson(_id(desk, username), reason), f"{username}: open.")


@person.command("release")
@click.argument("file", type=FILE)
@click.argument("username")
def release(file: Path, username: str) -> None:
    """Let a person in again before the time of a lock-out has passed."""
    from crf_app.capture.commands import ReleasePerson

    with opened(file) as desk:
        sign_in(desk)
        _do(desk, ReleasePerson(_id(desk, username)), f"{username}: released.")


@person.command("reset-password")
@click.argument("file", type=FILE)
@click.argument("username")
@_REASON
@_GENERATE
def reset_password(file: Path, username: str, reason: str, generate: bool) -> None:
    """Give a person a password for one time, from CRF_NEW_PASSWORD or a prompt."""
    from crf_app.capture.commands import ResetPassword

    with opened(file) as desk:
        sign_in(desk)
        id_ = _id(desk, username)
        password = _new_password(f"Password for {username}", (username,), generate=generate)
        _do(desk, ResetPassword(id_, password, reason), f"{username}: password reset.")
        if generate:
            click.echo(password)


@person.command("password")
@click.argument("file", type=FILE)
def password_(file: Path) -> None:
    """Choose another password of one's own, from CRF_NEW_PASSWORD or a prompt."""
    from crf_app.capture.commands import ChangePassword

    with opened(file) as desk:
        old = sign_in(desk, choosing=True)
        _do(desk, ChangePassword(old, secret("CRF_NEW_PASSWORD", "New password", confirm=True)), "Password changed.")


def _do(desk: Desk, command: Command, done: str) -> None:
    """Carry a command out and say so; or that there was nothing to do."""
    click.echo(done if desk.do(command) else "Nothing to change.")


def _id(desk: Desk, username: str) -> str:
    found = desk.file.person_by_username(username)
    if found is None:
        raise Refusal(f"Nobody in this file has the user name {username}. See them with: crf-app person list")
    return found.id


def _new_password(question: str, about: tuple[str, ...], *, generate: bool) -> str:
    from crf_app.services.passwords import one_time_password

    return one_time_password(about) if generate else secret("CRF_NEW_PASSWORD", question, confirm=True)


def _moment(at: str, offset: int) -> str:
    """Return a moment by the clock on the site's wall, its offset from UTC beside it."""
    from crf_app.services.fact_words import offset_text

    wall = datetime.fromisoformat(at.replace("Z", "+00:00")) + timedelta(minutes=offset)
    return f"{wall:%Y-%m-%d %H:%M} {offset_text(offset)}"
