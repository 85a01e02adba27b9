"""The tables of the guide for study authors, written from the program's own: ``python -m tests.guide``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from crf_app.expressions.functions import FUNCTIONS, Example, Function
from crf_app.study.change import ERRORS, MEANINGS
from crf_app.study.roles import ALWAYS_NEEDED, ROLES

TEMPLATE = Path(__file__).parents[1] / "forms" / "template"
GUIDE = Path(__file__).parents[1] / "docs" / "study-authors.md"


def functions() -> str:
    """Return the table of the functions that rules may call."""
    rows = [f"| `{each.signature}` | {each.sentence} | {_shown(each)} |" for each in FUNCTIONS.values()]
    return "\n".join(["| function | meaning | example |", "|---|---|---|", *rows])


def _shown(function: Function) -> str:
    return _example(function.examples[0])


def _example(example: Example) -> str:
    over = f" over {', '.join(example.rows)}" if example.rows is not None else ""
    return f"`{example.text}`{over} gives {example.result}"


def roles() -> str:
    """Return the table of the roles an item may have."""
    rows = [
        f"| `{role.name}`{' †' if role.needed and role.name not in ALWAYS_NEEDED else ''} | {role.meaning} |"
        for role in ROLES.values()
    ]
    return "\n".join(["| role | meaning |", "|---|---|", *rows])


def differences() -> str:
    """Return the table of what an amendment may change."""
    rows = [f"| {code} | {'error' if code in ERRORS else 'change'} | {text} |" for code, text in MEANINGS.items()]
    return "\n".join(["| code | | meaning |", "|---|---|---|", *rows])


def _file(name: str) -> Callable[[], str]:
    """Return what shows a file of the template."""

    def shown() -> str:
        text = (TEMPLATE / name).read_text(encoding="utf-8").rstrip()
        return f"`{name}`\n\n```yaml\n{text}\n```"

    return shown


TABLES: Mapping[str, Callable[[], str]] = {
    "functions": functions,
    "roles": roles,
    "differences": differences,
    "template_study": _file("study.yaml"),
    "template_schedule": _file("schedule.yaml"),
    "template_codelists": _file("codelists.yaml"),
    "template_consent": _file("forms/consent.yaml"),
    "template_timed_walk": _file("forms/timed_walk.yaml"),
    "template_scenarios": _file("scenarios/timed_walk.yaml"),
}
"""What stands in the guide between ``<!-- table: NAME -->`` and ``<!-- end -->``."""


def written_anew(text: str) -> str:
    """Return the guide with its tables as the program has them."""

    def table(found: re.Match[str]) -> str:
        return f"<!-- table: {found[1]} -->\n{TABLES[found[1]]()}\n<!-- end -->"

    return re.sub(r"<!-- table: (\w+) -->\n.*?<!-- end -->", table, text, flags=re.DOTALL)


if __name__ == "__main__":
    GUIDE.write_text(written_anew(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
