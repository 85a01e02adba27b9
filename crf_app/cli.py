"""The command line: the same services as the window.

Exit codes: 0 done, 1 findings or failed verification, 2 usage, 3 refused, 4 fault. Secrets come from a prompt, a
file or the environment (CRF_PASSPHRASE, CRF_USER, CRF_PASSWORD), never from arguments.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crf_app import __version__
from crf_app.base.problems import Fault, Refusal
from crf_app.cli_output import FAULT, FILE, FINDINGS, FOLDER, REFUSED, STUDY, USAGE, as_json_text, one_line, print_table
from crf_app.cli_studies import VERBS

if TYPE_CHECKING:
    from crf_app.services.desk import Desk


class Program(click.Group):
    """Turns refusals and faults into one line and an exit code; opens the window when no verb is given."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program; what click itself has to say is one line as well."""
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            if not standalone_mode:
                return code
        except click.ClickException as error:
            _fail(error.format_message(), error.exit_code)
        except click.Abort:
            _fail("stopped; nothing was done.", USAGE)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
        except Refusal as refusal:
            _fail(str(refusal), REFUSED)
        except Fault as fault:
            _fail(str(fault), FAULT)
        except BrokenPipeError:
            # Whoever read has enough. What Python still wants to write at its end must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the last catch: one line, and none of the data in the message
            _fail(_our_mistake(error), FAULT)
        return found


def _fail(text: str, code: int) -> NoReturn:
    click.echo(f"crf-app: {one_line(text)}", err=True)
    sys.exit(code)


def _our_mistake(error: Exception) -> str:
    """Say where the program went wrong. The error's own words may hold a subject's data, so they are left out."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return f"This is a mistake of the program ({where}). What was saved before is safe. Please report it."


@click.group(cls=Program, invoke_without_command=True)
@click.version_option(__version__, prog_name="crf-app")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Record a trial's visits offline, in one encrypted, audited file."""
    if ctx.invoked_subcommand is None:
        _window(None)


for _verb in VERBS:
    main.add_command(_verb)


def _window(file: Path | None, *, demo: bool = False) -> None:
    _need_display()
    from crf_app import app

    sys.exit(app.run(file, demo=demo))


def _need_display() -> None:
    """Qt would end the program with an abort where there is no screen; say it instead. Raises Fault."""
    told = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform == "linux" and not told:
        raise Fault(
            "There is no screen to open the window on. Nothing was changed; start it on the desktop, or use the "
            "verbs that need no window: crf-app --help."
        )


@main.command("open")
@click.argument("file", type=FILE, required=False)
def open_(file: Path | None) -> None:
    """Open the window, on FILE if given."""
    _window(file)


@main.command()
@click.option("-o", "--out", type=FILE, help="Where to make the file; a place of its own if left out.")
@click.option("--only-make", is_flag=True, help="Make the file and print where it is; no window.")
def demo(out: Path | None, only_make: bool) -> None:
    """Make a file of synthetic subjects at every stage, and open it."""
    from crf_app.services.demo import demonstration_path, make_demonstration

    path = out or demonstration_path()
    make_demonstration(path)
    click.echo(f"{path}")
    if not only_make:
        _window(path, demo=True)


@main.command()
@click.argument("study_dir", type=STUDY)
def preview(study_dir: Path) -> None:
    """Look at the forms of a study folder while they are written.

    The window follows each save. Nothing that is typed in it is kept, and no study file is needed.
    """
    _need_display()
    from crf_app import app

    sys.exit(app.preview(study_dir))


@main.command()
@click.argument("file", type=FILE)
@click.option("--study", "study_dir", type=STUDY, required=True, help="The study's folder.")
@click.option("--site", required=True, help="The site's number in the study, such as 01.")
def new(file: Path, study_dir: Path, site: str) -> None:
    """Make a new file for a site of a study."""
    from crf_app.services.opening import WrongStudy, load_whole, make_file

    try:
        study = load_whole(study_dir)
    except WrongStudy as wrong:
        for finding in wrong.findings:
            click.echo(str(finding), err=True)
        sys.exit(FINDINGS)
    passphrase = _secret("CRF_PASSPHRASE", "Passphrase for the new file", confirm=True)
    desk = make_file(file.absolute(), passphrase, study, site)
    desk.file.close()
    click.echo(f"{file}: made. Add its administrator with: crf-app person add {file}")


@main.group()
def person() -> None:
    """Add people and list them."""


@person.command("add")
@click.argument("file", type=FILE)
@click.option("--username", required=True)
@click.option("--name", required=True, help="As it shall be printed, such as 'N. Rahimi'.")
@click.option("--role", required=True, help="coordinator, investigator, monitor, administrator")
def person_add(file: Path, username: str, name: str, role: str) -> None:
    """Give a person access. The first person of a file is its administrator.

    The new person's password comes from CRF_NEW_PASSWORD or a prompt.
    """
    from crf_app.capture.commands import AddPerson
    from crf_app.services.opening import add_first_person

    with _opened(file) as desk:
        first = not desk.file.people()
        if not first:
            _sign_in(desk)
        password = _secret("CRF_NEW_PASSWORD", f"Password for {username}", confirm=True)
        command = AddPerson(username, name, role, password)
        if first:
            add_first_person(desk, command)
        else:
            desk.do(command)
        click.echo(f"{name}, {role}: added.")


@person.command("list")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def person_list(file: Path, as_json: bool) -> None:
    """List the people of a file."""
    with _opened(file, read_only=True) as desk:
        rows = [(p.username, p.name, p.role) for p in desk.file.people()]
    print_table(("username", "name", "role"), rows, as_json)


@main.command()
@click.argument("file", type=FILE)
@click.argument("script", type=FILE)
def enter(file: Path, script: Path) -> None:
    """Carry out the steps of SCRIPT (see docs/entry-scripts.md) as the person who signs in."""
    from crf_app.services.script import ScriptRun, read_script

    steps, findings = read_script(script)
    if findings:
        for finding in findings:
            click.echo(str(finding), err=True)
        sys.exit(FINDINGS)
    with _opened(file) as desk:
        password = _sign_in(desk)
        for line in ScriptRun(desk, password).run(steps):
            click.echo(line)


@main.command("list")
@click.argument("file", type=FILE)
@click.argument(
    "what",
    type=click.Choice(
        ("subjects", "visits", "pages", "entries", "queries", "deviations", "adverse-events", "due", "audit")
    ),
)
@click.option("--json", "as_json", is_flag=True)
def list_(file: Path, what: str, as_json: bool) -> None:
    """List what a file holds."""
    from crf_app.services.lists import listings

    with _opened(file, read_only=True) as desk:
        listing = listings(desk)[what]
        rows = list(listing.rows(desk))
    print_table(listing.columns, rows, as_json)


@main.command()
@click.argument("file", type=FILE)
@click.argument("name")
@click.option("--subject", help="The subject's number.")
@click.option("--visit", help="The visit's id in the schedule.")
@click.option("--language", help="en, es, fa or zh; the study's first language if left out.")
@click.option("-o", "--out", type=FILE, required=True)
def report(file: Path, name: str, subject: str | None, visit: str | None, language: str | None, out: Path) -> None:
    """Print a report as PDF: casebook, visit."""
    from crf_app.reports.catalogue import make_report

    with _opened(file) as desk:
        _sign_in(desk)
        pages = make_report(desk, name, out, subject=subject, visit=visit, language=language)
    click.echo(f"{out}: {pages} pages")


@main.command()
@click.argument("file", type=FILE)
@click.argument("format_", metavar="FORMAT", type=click.Choice(("csv",)))
@click.option("-o", "--out", type=FOLDER, required=True)
def export(file: Path, format_: str, out: Path) -> None:
    """Export all data: csv makes one tidy file per form and a codebook in a new folder."""
    from crf_app.exchange.csv_folder import export_csv

    with _opened(file) as desk:
        _sign_in(desk)
        made = export_csv(desk, out)
    for path, rows in made:
        click.echo(f"{path}: {rows} rows")


@main.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def verify(file: Path, as_json: bool) -> None:
    """Walk the audit trail, rebuild every table from it and compare."""
    with _opened(file, read_only=True) as desk:
        result = desk.file.verify()
    if as_json:
        found = {
            "sound": result.sound,
            "complete": result.complete,
            "facts": result.facts,
            "seal": result.seal,
            "rows": result.rows,
            "discrepancies": [{"code": each.code, "text": each.text} for each in result.discrepancies],
        }
        click.echo(as_json_text(found))
    else:
        for each in result.discrepancies:
            click.echo(one_line(each.text), err=True)
        state = "sound" if result.sound else "NOT SOUND"
        click.echo(f"{file}: {state}, {result.facts} facts, seal {result.seal}")
    if not result.sound:
        sys.exit(FINDINGS)


@main.command()
@click.argument("file", type=FILE)
@click.option("-o", "--out", type=FILE, required=True)
def backup(file: Path, out: Path) -> None:
    """Copy a file, encrypted with the same passphrase, and try the copy out."""
    with _opened(file, read_only=True) as desk:
        made = desk.file.backup(out.absolute())
    click.echo(f"{out}: {made.facts} facts, seal {made.seal}, restore tested")


@main.command()
@click.argument("backup_file", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="Where the file shall be made.")
def restore(backup_file: Path, out: Path) -> None:
    """Make a file from a backup. An existing file is never written over."""
    from crf_app.services.opening import restore_file

    passphrase = _secret("CRF_PASSPHRASE", f"Passphrase of {backup_file.name}")
    seal = restore_file(backup_file.absolute(), out.absolute(), passphrase)
    click.echo(f"{out}: restored, seal {seal}")


class _Opened:
    """A desk that is closed again, whatever happens."""

    def __init__(self, file: Path, read_only: bool) -> None:
        from crf_app.services.opening import open_file

        passphrase = _secret("CRF_PASSPHRASE", f"Passphrase of {file.name}")
        self.desk = open_file(file.absolute(), passphrase, read_only=read_only)

    def __enter__(self) -> Desk:
        return self.desk

    def __exit__(self, *_: object) -> None:
        self.desk.file.close()


def _opened(file: Path, *, read_only: bool = False) -> _Opened:
    return _Opened(file, read_only)


def _sign_in(desk: Desk) -> str:
    """Sign in the person named in the environment or asked for; returns the password for signatures."""
    username = os.environ.get("CRF_USER") or click.prompt("User name", err=True)
    password = _secret("CRF_PASSWORD", f"Password of {username}")
    desk.sign_in(username, password)
    return password


def _secret(name: str, question: str, *, confirm: bool = False) -> str:
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
