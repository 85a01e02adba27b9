"""The command line: the same services as the window.

Exit codes: 0 done, 1 findings or failed verification, 2 usage, 3 refused, 4 fault. Secrets come from a prompt, a
file or the environment (CRF_PASSPHRASE, CRF_USER, CRF_PASSWORD), never from arguments.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crf_app import __version__
from crf_app.base.memory import leave_no_core
from crf_app.base.problems import Fault, Refusal
from crf_app.cli_desk import Opened as _Opened
from crf_app.cli_desk import for_backup as _for_backup
from crf_app.cli_desk import opened as _opened
from crf_app.cli_desk import secret as _secret
from crf_app.cli_desk import sign_in as _sign_in
from crf_app.cli_desk import to_read as _to_read
from crf_app.cli_narrowing import narrowing_of, narrowing_options, refuse_narrowing
from crf_app.cli_output import FAULT, FILE, FINDINGS, FOLDER, REFUSED, STUDY, USAGE, as_json_text, one_line, print_table
from crf_app.cli_people import person
from crf_app.cli_self_test import self_test
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
        leave_no_core()
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


for _verb in (*VERBS, person, self_test):
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
            click.echo(one_line(line))


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
    """List what a file holds, as far as the person who signs in may see it."""
    from crf_app.services.lists import listings

    with _to_read(file) as desk:
        _sign_in(desk)
        listing = listings(desk)[what]
        rows = list(listing.rows(desk))
    print_table(listing.columns, rows, as_json)


@main.command()
@click.argument("file", type=FILE)
@click.argument("name")
@click.option("--language", help="en, es, fa or zh; the study's first language if left out.")
@click.option("-o", "--out", type=FILE, required=True)
@narrowing_options
def report(file: Path, name: str, language: str | None, out: Path, **asked: Any) -> None:
    """Print a report as PDF: casebook, visit, audit.

    A casebook takes --subject, a visit --subject and --visit; audit is narrowed by any of the options.
    """
    from crf_app.reports.catalogue import make_report

    with _opened(file) as desk:
        _sign_in(desk)
        if name == "audit":
            wanted, subject = narrowing_of(desk, asked), asked["subject"]
            pages = make_report(desk, name, out, subject=subject, language=language, narrowing=wanted)
        else:
            subject, visit = asked.pop("subject"), asked.pop("visit")
            refuse_narrowing(name, asked)
            pages = make_report(desk, name, out, subject=subject, visit=visit, language=language)
    click.echo(f"{out}: {pages} pages")


@main.command()
@click.argument("file", type=FILE)
@click.argument("format_", metavar="FORMAT", type=click.Choice(("csv", "audit-csv", "audit-json", "copy")))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True)
@click.option("--language", help="Of what is written for people; the study's first language if left out.")
@narrowing_options
def export(file: Path, format_: str, out: Path, language: str | None, **asked: Any) -> None:
    """Export from FILE.

    csv: all data, one tidy file per form with a codebook, in a new folder. audit-csv: the audit trail to be read.
    audit-json: the exact audit trail, which `python -m crf_app.verify_audit` checks. copy: a certified copy of all of
    it with casebooks as PDF, in a new folder. The options narrow audit-csv and audit-json.
    """
    with _opened(file) as desk:
        _sign_in(desk)
        for line in _export(desk, format_, out.absolute(), language, asked):
            click.echo(one_line(line))


def _export(desk: Desk, format_: str, out: Path, language: str | None, asked: dict[str, Any]) -> Iterator[str]:
    """Export and say in lines what was made."""
    if not format_.startswith("audit-"):
        refuse_narrowing(format_, asked)
    if format_ == "csv":
        from crf_app.exchange.csv_folder import export_csv

        for path, rows in export_csv(desk, out):
            yield f"{path}: {rows} rows"
    elif format_ == "copy":
        from crf_app.exchange.certified_copy import export_copy

        copied = export_copy(desk, out, language=language)
        yield f"{out}: {len(copied.files)} files, {copied.count} facts, manifest {copied.sha256}"
    else:
        from crf_app.exchange.audit_file import export_audit

        made = export_audit(desk, format_, out, narrowing_of(desk, asked), language=language)
        left_out = f", {made.withheld} withheld" if made.withheld else ""
        yield f"{out}: {made.count} facts{left_out}"


@main.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def verify(file: Path, as_json: bool) -> None:
    """Walk the audit trail, rebuild every table from it and compare."""
    from crf_app.capture.sight import Sight
    from crf_app.store.seen import SeenFile

    with _opened(file, read_only=True) as desk:
        # Nobody signs in, so what does not hold is told as everybody may know it.
        view = SeenFile.of(desk.file, Sight.of_the_blinded(desk.study))
        result, departed = view.verify(), desk.departure is not None
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
        left = "sound, but not as this computer left it" if departed else "sound"
        state = left if result.sound else "NOT SOUND"
        click.echo(f"{file}: {state}, {result.facts} facts, seal {result.seal}")
    if departed or not result.sound:
        sys.exit(FINDINGS)


@main.command()
@click.argument("file", type=FILE)
@click.option("-o", "--out", type=FILE, help="Where to make one copy; without it, as the window does by itself.")
@click.option("--second", type=FOLDER, help="A folder on another disk or share that gets a copy as well.")
@click.option("--whole", is_flag=True, help="Verify all of the copy, not only its pages and the end of its trail.")
def backup(file: Path, out: Path | None, second: Path | None, whole: bool) -> None:
    """Copy a file, encrypted with the same passphrase, and restore the copy as a test.

    Without -o it goes into the folder of backups beside the file, and old ones there are let go by rule. Nobody signs
    in: the audit trail names the program. While the file is open elsewhere it is backed up all the same, and the trail
    cannot say so.
    """
    from crf_app.services import keeping

    with _for_backup(file) as desk:
        if out is not None:
            kept = keeping.Kept(desk.file.backup(out.absolute(), whole=whole), place="chosen")
        else:
            places = keeping.Places.of(file.absolute(), second.absolute() if second else None)
            kept = keeping.back_up(desk.file, places, desk.clock.now(), whole=whole)
        if not desk.file.read_only:
            keeping.note(desk, kept, by_itself=True)
    for made in (kept.first, *([kept.second] if kept.second else [])):
        shown = out if out is not None else made.path
        click.echo(f"{shown}: {made.facts} facts, seal {made.seal}, restore tested")
    if kept.missed:
        click.echo(f"crf-app: {one_line(kept.missed)}", err=True)


@main.command()
@click.argument("backup_file", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="Where the file shall be made.")
def restore(backup_file: Path, out: Path) -> None:
    """Make a file from a backup. An existing file is never written over."""
    from crf_app.services.opening import restore_file

    passphrase = _secret("CRF_PASSPHRASE", f"Passphrase of {backup_file.name}")
    seal = restore_file(backup_file.absolute(), out.absolute(), passphrase)
    click.echo(f"{out}: restored, seal {seal}")


@main.command("recovery-sheet")
@click.argument("file", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="Where the PDF shall be written. Print it, then delete it.")
@click.option("--language", type=click.Choice(("en", "es", "fa", "zh")), default="en")
def recovery_sheet(file: Path, out: Path, language: str) -> None:
    """Print the passphrase of FILE on a page to be sealed and put away, with the way back from a backup.

    The passphrase is asked for like that of any file. Once the file has people, one of them signs in.
    """
    from crf_app.capture.commands import NoteRecoverySheet
    from crf_app.reports.recovery_sheet import keep_recovery_sheet

    passphrase = _secret("CRF_PASSPHRASE", f"Passphrase of {file.name}")
    with _Opened(file, False, passphrase) as desk:
        if desk.file.people():
            _sign_in(desk)
            desk.require(NoteRecoverySheet)
        keep_recovery_sheet(desk, passphrase, out, language)
    click.echo(f"{out}: made. It bears the passphrase: print it, seal it, and delete the PDF.")
