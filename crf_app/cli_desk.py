"""What the verbs of the command line share when they work on a file: opening it, signing in, secrets."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crf_app.base.problems import Fault, Refusal
from crf_app.cli_output import one_line

if TYPE_CHECKING:
    from crf_app.services.desk import Desk


class Opened:
    """A desk that is closed again, whatever happens."""

    def __init__(self, file: Path, read_only: bool, passphrase: str | None = None) -> None:
        from crf_app.base.words import words
        from crf_app.services.keeping import offered
        from crf_app.services.opening import departure_words, open_file
        from crf_app.store.faults import Unusable

        passphrase = passphrase or secret("CRF_PASSPHRASE", f"Passphrase of {file.name}")
        try:
            self.desk = open_file(file.absolute(), passphrase, read_only=read_only)
        except Unusable as fault:
            raise Fault(f"{fault} {offered(file.absolute(), None, words('en'))}".rstrip()) from fault
        if self.desk.departure is not None:
            click.echo(f"crf-app: {one_line(departure_words(self.desk.departure, words('en')))}", err=True)

    def __enter__(self) -> Desk:
        return self.desk

    def __exit__(self, *_: object) -> None:
        self.desk.file.close()


def opened(file: Path, *, read_only: bool = False) -> Opened:
    """Open a file for a verb; its passphrase comes from CRF_PASSPHRASE, a file or a prompt."""
    return Opened(file, read_only)


def to_read(file: Path) -> Opened:
    """Open a file so that who reads can be noted; where that cannot be, say why, and read it as it is."""
    passphrase = secret("CRF_PASSPHRASE", f"Passphrase of {file.name}")
    try:
        return Opened(file, False, passphrase)
    except Fault as fault:
        read_only = Opened(file, True, passphrase)
        click.echo(f"crf-app: {one_line(str(fault))} It is read as it is; the audit trail cannot say so.", err=True)
        return read_only


def for_backup(file: Path) -> Opened:
    """Open a file so that its backup can be noted; where somebody works in it, only so that it can be read."""
    from crf_app.store.lock import Taken

    passphrase = secret("CRF_PASSPHRASE", f"Passphrase of {file.name}")
    try:
        return Opened(file, False, passphrase)
    except Taken as taken:
        read_only = Opened(file, True, passphrase)
        click.echo(f"crf-app: {one_line(str(taken))} The audit trail cannot name this backup.", err=True)
        return read_only


def sign_in(desk: Desk, *, choosing: bool = False) -> str:
    """Sign in the person named in the environment or asked for; returns the password for signatures.

    With a password for one time there is one thing to do, `choosing` another; everything else is refused.
    """
    username = os.environ.get("CRF_USER")
    if not username:
        if not sys.stdin.isatty():
            raise click.UsageError("User name: give it in CRF_USER.")
        username = click.prompt("User name", err=True)
    password = secret("CRF_PASSWORD", f"Password of {username}")
    desk.sign_in(username, password)
    if desk.must_change_password and not choosing:
        said = desk.say("Choose a password of your own first; the present one was for one time.")
        raise Refusal(f"{said} crf-app person password {desk.file.path.name}")
    return password


def secret(name: str, question: str, *, confirm: bool = False) -> str:
    """Take a secret from the environment, from a file named there (NAME_FILE), or ask without echo."""
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        path = Path(os.environ[f"{name}_FILE"])
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise Fault(f"{path} named in {name}_FILE cannot be read ({error.strerror}).") from error
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question}: give it in {name} or in a file named by {name}_FILE.")
    return str(click.prompt(question, hide_input=True, confirmation_prompt=confirm, err=True))
