"""The command line: the same services as the window.

Exit codes: 0 done, 1 findings or failed verification, 2 usage, 3 refused, 4 fault. Secrets come from a prompt, a
file or the environment (CRF_PASSPHRASE, CRF_USER, CRF_PASSWORD), never from arguments.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crf_app import __version__
from crf_app.base.problems import Fault, Refusal

if TYPE_CHECKING:
    from crf_app.services.desk import Desk
    from crf_app.study.difference import Difference
    from crf_app.study.findings import Finding
    from crf_app.study.library_contents import LibraryForm

FINDINGS, USAGE, REFUSED, FAULT = 1, 2, 3, 4

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
STUDY = click.Path(exists=True, file_okay=False, path_type=Path)


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
    click.echo(f"crf-app: {_one_line(text)}", err=True)
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
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(study_dir: Path, as_json: bool) -> None:
    """Check a study folder: its files, its rules, its scenarios."""
    from crf_app.capture.scenario import check_study

    result = check_study(study_dir)
    if as_json:
        found = {
            "findings": [_finding(finding) for finding in result.findings],
            "scenarios": result.scenarios,
            "ranges": result.ranges,
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for finding in result.findings:
            click.echo(str(finding))
        click.echo(result.summary, err=bool(result.findings))
    if any(finding.is_error for finding in result.findings):
        sys.exit(FINDINGS)


def _finding(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity.value,
        "code": finding.code,
        "text": finding.text,
    }


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
@click.argument("old", type=STUDY)
@click.argument("new", type=STUDY)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Tell what an amendment changes, from the study folder OLD to the study folder NEW.

    An item, a code or a row that silently means something else is an error, and so is a version that was not raised.
    """
    from crf_app.study.difference import differences, summary, told
    from crf_app.study.load import load_study

    (before, wrong), (after, more) = load_study(old), load_study(new)
    if before is None or after is None:
        unfit = [(folder, each) for folder, found in ((old, wrong), (new, more)) for each in found if each.is_error]
        if as_json:
            click.echo(_json({"findings": [{"folder": str(folder), **_finding(each)} for folder, each in unfit]}))
        for folder, each in () if as_json else unfit:
            click.echo(f"{folder}/{each}", err=True)
        sys.exit(FINDINGS)
    found = differences(before, after)
    if as_json:
        versions = {"old": before.facts.version, "new": after.facts.version}
        click.echo(_json({"study": after.facts.id, **versions, "differences": [_difference(each) for each in found]}))
    else:
        for line in told(found):
            click.echo(_one_line(line))
        click.echo(summary(before, after, found), err=bool(found))
    if any(each.is_error for each in found):
        sys.exit(FINDINGS)


def _difference(difference: Difference) -> dict[str, str | int]:
    return {
        "code": difference.code,
        "severity": difference.severity.value,
        "part": difference.part,
        "name": difference.name,
        "how": difference.how.value,
        "text": difference.text,
        "old": difference.old,
        "new": difference.new,
        "folder": "old" if difference.in_old else "new",
        "file": difference.place.file,
        "line": difference.place.line,
        "column": difference.place.column,
    }


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


@main.command()
@click.option("--study", "study_dir", type=STUDY, help="Whose library: the one beside this study folder counts.")
@click.option("--json", "as_json", is_flag=True, help="Print more of each form, as JSON.")
def library(study_dir: Path | None, as_json: bool) -> None:
    """List the forms and code lists that a study may include, and what each form wants in study.yaml."""
    from crf_app.base.files import bundled
    from crf_app.study.library import LIBRARY_FOLDER, library_folder
    from crf_app.study.library_contents import read_contents

    folder = (library_folder(study_dir) if study_dir else None) or bundled("forms", LIBRARY_FOLDER)
    found = read_contents(folder)
    if as_json:
        forms = [_library_form(form) for form in found.forms]
        lists = [{"id": each.id, "version": each.version, "codes": each.codes} for each in found.codelists]
        wrong = [_finding(each) for each in found.findings]
        click.echo(_json({"folder": str(folder), "forms": forms, "codelists": lists, "findings": wrong}))
    else:
        click.echo(f"{folder}\n")
        _print(_LIBRARY_COLUMNS, map(_library_row, found.forms), as_json=False)
        click.echo()
        shared = [(each.id, str(each.version), ", ".join(each.codes)) for each in found.codelists]
        _print(("code list", "version", "codes"), shared, as_json=False)
        for each in found.findings:
            click.echo(str(each), err=True)
    if found.findings:
        sys.exit(FINDINGS)


_LIBRARY_COLUMNS = ("form", "version", "schedule", "title", "licence", "with", "settings")


def _library_row(form: LibraryForm) -> tuple[str, ...]:
    about = (form.id, str(form.version), form.schedule, form.title.in_("en"))
    return (*about, form.licence or "", ", ".join(form.together), ", ".join(form.settings))


def _library_form(form: LibraryForm) -> dict[str, object]:
    return {
        "id": form.id,
        "version": form.version,
        "title": form.title.in_("en"),
        "schedule": form.schedule,
        "licence": form.licence,
        "settings": form.settings,
        "with": form.together,
        "reads": {"forms": form.forms, "roles": form.roles},
        "roles": form.gives,
    }


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
    _print(("username", "name", "role"), rows, as_json)


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
    _print(listing.columns, rows, as_json)


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
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for each in result.discrepancies:
            click.echo(_one_line(each.text), err=True)
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


def _print(columns: Iterable[str], rows: Iterable[tuple[str, ...]], as_json: bool) -> None:
    columns = list(columns)
    if as_json:
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    lines = [columns, *([_one_line(cell) for cell in row] for row in rows)]
    widths = [min(60, max(len(line[n]) for line in lines)) for n in range(len(columns))]
    for line in lines:
        click.echo("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


def _one_line(cell: str) -> str:
    """Show a cell without line ends and control characters, which would run away with the terminal."""
    return "".join(c if c.isprintable() else " " for c in cell)
