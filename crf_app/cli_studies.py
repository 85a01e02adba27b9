"""The verbs for study authors: they look at folders of text and need no study file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crf_app.cli_output import FINDINGS, STUDY, as_json_text, one_line, print_table

if TYPE_CHECKING:
    from crf_app.study.difference import Difference
    from crf_app.study.findings import Finding
    from crf_app.study.library_contents import LibraryForm


@click.command()
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
        click.echo(as_json_text(found))
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


@click.command()
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
            click.echo(
                as_json_text({"findings": [{"folder": str(folder), **_finding(each)} for folder, each in unfit]})
            )
        for folder, each in () if as_json else unfit:
            click.echo(f"{folder}/{each}", err=True)
        sys.exit(FINDINGS)
    found = differences(before, after)
    if as_json:
        versions = {"old": before.facts.version, "new": after.facts.version}
        click.echo(
            as_json_text({"study": after.facts.id, **versions, "differences": [_difference(each) for each in found]})
        )
    else:
        for line in told(found):
            click.echo(one_line(line))
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


@click.command()
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
        click.echo(as_json_text({"folder": str(folder), "forms": forms, "codelists": lists, "findings": wrong}))
    else:
        click.echo(f"{folder}\n")
        print_table(_LIBRARY_COLUMNS, map(_library_row, found.forms), as_json=False)
        click.echo()
        shared = [(each.id, str(each.version), ", ".join(each.codes)) for each in found.codelists]
        print_table(("code list", "version", "codes"), shared, as_json=False)
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


VERBS = (check, diff, library)
"""What the command line offers of these."""
