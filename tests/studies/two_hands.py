"""A blinded trial is entered by two people: the pharmacist what is blinded, the coordinator all else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crf_app.capture import commands as c
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person
from crf_app.services.script import ScriptRun, Step
from crf_app.services.script_steps import EnterPage
from crf_app.study.form import Form
from crf_app.study.study import Study

PASSWORD = "ten green bottles"
PEOPLE = {
    "ferrer": ("M. Ferrer", "administrator"),
    "roca": ("E. Roca", "coordinator"),
    "marin": ("P. Marín", "pharmacist"),
}


def staff(desk: Desk) -> None:
    """Give the three people their accounts; nobody is signed in afterwards."""
    for username, (name, role) in PEOPLE.items():
        command = c.AddPerson(username, name, role, PASSWORD, temporary=False)
        if role == "administrator":
            add_first_person(desk, command)
            desk.sign_in(username, PASSWORD)
        else:
            desk.do(command)
    desk.sign_out()


def play(desk: Desk, study: Study, steps: tuple[Step, ...]) -> None:
    """Carry out a script with two pairs of hands; the coordinator is at the desk in the end."""
    present = ""
    for step in steps:
        for username, part in by_hand(step, study):
            if username != present:
                desk.sign_in(username, PASSWORD)
                present = username
            for _ in ScriptRun(desk).run((part,)):
                pass
    desk.sign_in("roca", PASSWORD)


def by_hand(step: Step, study: Study) -> Iterator[tuple[str, Step]]:
    """Divide a step between the pharmacist, who comes first, and the coordinator."""
    page = step.enter
    if page is None:
        yield "roca", step
        return
    form = study.forms[page.form]
    blinded, open_ = part(page, form, blinded=True), part(page, form, blinded=False)
    whole = all(form.is_blinded(item.id) for item in form.items())
    if filled(blinded):
        complete = whole and page.complete
        yield "marin", Step(enter=blinded.model_copy(update={"complete": complete}))
    if not whole:
        yield "roca", Step(enter=open_)


def part(page: EnterPage, form: Form, *, blinded: bool) -> EnterPage:
    """Return a page with the blinded entries only, or with the others."""

    def kept(entries: Mapping[str, Any]) -> dict[str, Any]:
        return {item: typed for item, typed in entries.items() if form.is_blinded(item) is blinded}

    rows = {row: kept(entries) for row, entries in page.rows.items()}
    logs = {section: tuple(filter(None, map(kept, added))) for section, added in page.log_rows.items()}
    return page.model_copy(
        update={
            "entries": kept(page.entries),
            "rows": {row: entries for row, entries in rows.items() if entries},
            "log_rows": {section: added for section, added in logs.items() if added},
        }
    )


def filled(page: EnterPage) -> bool:
    """Whether anything is to be typed."""
    return bool(page.entries or page.rows or page.log_rows)
