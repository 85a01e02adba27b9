"""The verb that tries the installed program out: ``crf-app self-test``."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crf_app.cli_output import FILE, FINDINGS, as_json_text, print_table

if TYPE_CHECKING:
    from crf_app.services.self_test import Evidence


@click.command("self-test")
@click.option("--json", "as_json", is_flag=True, help="Print what was seen as JSON.")
@click.option("--report", "out", type=FILE, help="Write a page of evidence (PDF) to file with the validation records.")
def self_test(as_json: bool, out: Path | None) -> None:
    """Try the installed program out on this machine, offline: installation (IQ) and operation (OQ).

    It works on a file of its own that is removed afterwards. The exit code is 1 when a check fails.
    """
    from crf_app.reports.self_test_paper import PAPER_CHECKS, keep_evidence
    from crf_app.services.self_test import INSTALLATION, run_self_test
    from crf_app.services.self_test_installation import INSTALLATION_CHECKS
    from crf_app.services.self_test_operation import OPERATION_CHECKS

    checks = (*INSTALLATION_CHECKS, *OPERATION_CHECKS, *PAPER_CHECKS)
    evidence = run_self_test(sorted(checks, key=lambda each: each.part != INSTALLATION))
    if as_json:
        click.echo(as_json_text(_as_json(evidence)))
    else:
        _print(evidence)
    if out is not None:
        keep_evidence(evidence, out.absolute(), getpass.getuser())
        click.echo(f"{out}: page of evidence", err=as_json)
    if not evidence.passed:
        sys.exit(FINDINGS)


def _print(evidence: Evidence) -> None:
    click.echo(f"crf-app {evidence.version} on {evidence.machine}, {evidence.at:%Y-%m-%d %H:%M:%S %z}")
    click.echo(f"{evidence.system}, Python {evidence.python}")
    click.echo()
    rows = [(each.result, each.part, each.title, f"{each.seconds:.1f} s") for each in evidence.tried]
    print_table(("result", "part", "check", "took"), rows, as_json=False)
    failed = [each for each in evidence.tried if not each.passed]
    click.echo()
    for each in failed:
        click.echo(f"FAILED {each.title}: {each.seen}", err=True)
    said = f"{len(failed)} of {len(evidence.tried)} checks failed" if failed else "all checks passed that apply here"
    click.echo(f"{said}, in {sum(each.seconds for each in evidence.tried):.0f} s; what each saw: --json or --report")


def _as_json(evidence: Evidence) -> dict[str, object]:
    return {
        "program": "crf-app",
        "version": evidence.version,
        "machine": evidence.machine,
        "system": evidence.system,
        "python": evidence.python,
        "at": evidence.at.isoformat(timespec="seconds"),
        "passed": evidence.passed,
        "checks": [
            {
                "check": each.check,
                "part": each.part,
                "title": each.title,
                "passed": each.passed,
                "applies": each.applies,
                "seen": each.seen,
                "seconds": round(each.seconds, 2),
            }
            for each in evidence.tried
        ],
    }
