"""Which part of the audit trail the command line asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crf_app.base.problems import Refusal

if TYPE_CHECKING:
    from crf_app.services.desk import Desk
    from crf_app.services.narrowing import Narrowing

Verb = TypeVar("Verb", bound=Callable[..., Any])

KINDS = ("all", "entries", "derived", "pages", "queries", "review", "signatures", "people", "outputs", "file")
"""The groups of `services.narrowing`, named here so that asking for help loads nothing; a test compares the two."""

_DAY = click.DateTime(formats=("%Y-%m-%d",))

_OPTIONS = (
    click.option("--subject", help="Of a subject, by its number."),
    click.option("--visit", help="Of a visit, by its id in the schedule."),
    click.option("--form", help="Of a form, by its id."),
    click.option("--item", help="Of an item, by its id."),
    click.option("--person", help="By a person, by user name."),
    click.option("--kind", type=click.Choice(KINDS), default="all", help="What happened."),
    click.option("--since", type=_DAY, help="From this day on, in the site's time (YYYY-MM-DD)."),
    click.option("--until", type=_DAY, help="Up to and with this day."),
    click.option("--corrections", is_flag=True, help="Only values that took the place of others."),
    click.option("--after-completion", is_flag=True, help="Only changes that needed a reason."),
)


def narrowing_options(verb: Verb) -> Verb:
    """Let a verb take everything the trail can be narrowed by."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def narrowing_of(desk: Desk, asked: dict[str, Any]) -> Narrowing:
    """Return the narrowing that was asked for. Raises Refusal that names what is known."""
    from crf_app.services.narrowing import Narrowing

    study, file = desk.study, desk.file
    subject, person = asked["subject"], asked["person"]
    _require("visit", asked["visit"], [each.id for each in study.schedule.visits])
    _require("form", asked["form"], study.forms)
    if subject is not None:
        found = file.find_subject(subject)
        if found is None:
            raise Refusal(f"There is no subject {subject} in this file.")
        subject = found
    if person is not None:
        known = {each.username: each.id for each in file.people()}
        _require("person", person, known)
        person = known[person]
    return Narrowing(
        subject, asked["visit"], asked["form"], None, asked["item"], person, asked["kind"],
        _day(desk, asked["since"]), _day(desk, asked["until"], 1), asked["corrections"], asked["after_completion"],
    )  # fmt: skip


def refuse_narrowing(verb: str, asked: dict[str, Any]) -> None:
    """Refuse what a verb cannot narrow by: it must not seem to have been heeded. Raises UsageError."""
    given = [name for name, part in asked.items() if part not in (None, False, "all")]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"{verb} is not narrowed by {options}; only the audit trail is.")


def _require(what: str, name: str | None, known: Iterable[str]) -> None:
    if name is not None and name not in known:
        raise Refusal(f"There is no {what} {name!r}. Known: {', '.join(known)}.")


def _day(desk: Desk, day: datetime | None, later: int = 0) -> datetime | None:
    """Return when a day begins by the clock of the site."""
    return None if day is None else (day + timedelta(days=later)).replace(tzinfo=desk.clock.now().tzinfo)
