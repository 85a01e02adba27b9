"""The tables of the guide for study authors, written from the program's own: ``python -m tests.guide``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from crf_app.base.files import bundled
from crf_app.expressions.functions import FUNCTIONS, Example, Function
from crf_app.expressions.functions_clinical import CLINICAL
from crf_app.expressions.functions_scales import SCALES
from crf_app.study.change import ERRORS, MEANINGS
from crf_app.study.library_contents import LibraryForm, read_contents
from crf_app.study.names import RESERVED
from crf_app.study.roles import ALWAYS_NEEDED, ROLES

TEMPLATE = Path(__file__).parents[1] / "forms" / "template"
GUIDE = Path(__file__).parents[1] / "docs" / "study-authors.md"


_OF_INSTRUMENTS = {function.name for function in (*CLINICAL, *SCALES)}


def functions() -> str:
    """Return the table of the functions that every study may need."""
    return _functions(each for each in FUNCTIONS.values() if each.name not in _OF_INSTRUMENTS)


def instrument_functions() -> str:
    """Return the table of the functions that score instruments and judge laboratory results."""
    return _functions(each for each in FUNCTIONS.values() if each.name in _OF_INSTRUMENTS)


def _functions(chosen: Iterable[Function]) -> str:
    rows = [f"| `{each.signature}` | {each.sentence} | {_shown(each)} |" for each in chosen]
    return "\n".join(["| function | meaning | example |", "|---|---|---|", *rows])


def _shown(function: Function) -> str:
    return _example(function.examples[0])


def _example(example: Example) -> str:
    over = f" over {', '.join(example.rows)}" if example.rows is not None else ""
    return f"`{example.text}`{over} gives {example.result}"


def reserved() -> str:
    """Return the words that cannot be ids, but for the functions, which have tables of their own."""
    return ", ".join(f"`{word}`" for word in sorted(RESERVED - set(FUNCTIONS)))


def library() -> str:
    """Return the table of what the library has, and what each form wants of a study."""
    contents = read_contents(bundled("forms", "library"))
    assert not contents.findings
    head = "| form | version | title | wants | reads, where the study asks it | gives the roles |"
    return "\n".join([head, "|---|---|---|---|---|---|", *map(_library_form, contents.forms)])


def _library_form(form: LibraryForm) -> str:
    title = form.title.in_("en") + (" (log)" if form.is_log else "")
    wants = [f"the form `{name}`" for name in form.together]
    wants += [f"licence `{form.licence}`"] if form.licence else []
    wants += [f"`{name}`" + (f" ({' or '.join(may_be)})" if may_be else "") for name, may_be in form.settings.items()]
    reads = _code(form.forms) + _code(form.roles)
    cells = (f"`{form.id}`", str(form.version), title, *map(", ".join, (wants, reads, _code(form.gives))))
    return f"| {' | '.join(cells)} |"


def _code(names: Iterable[str]) -> list[str]:
    return [f"`{name}`" for name in names]


def library_codelists() -> str:
    """Return the table of the code lists of the library."""
    rows = [
        f"| `{each.id}` | {each.version} | {', '.join(_code(each.codes))} |"
        for each in read_contents(bundled("forms", "library")).codelists
    ]
    return "\n".join(["| list | version | codes |", "|---|---|---|", *rows])


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
    "instrument_functions": instrument_functions,
    "reserved": reserved,
    "library": library,
    "library_codelists": library_codelists,
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
