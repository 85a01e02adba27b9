"""What the sign-in tells about an open file."""

from __future__ import annotations

from datetime import datetime

from crf_app.base.words import Say
from crf_app.capture.facts import Fact, FactKind
from crf_app.gui.backups import backup_of
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import role_words
from crf_app.gui.settings import Settings
from crf_app.gui.sign_in import Known
from crf_app.services.accounts import CLOSED, Account, accounts
from crf_app.services.desk import Desk


def known_of(desk: Desk, settings: Settings, say: Say, kept_for: str = "") -> Known:
    """Read what is known about a file before anybody is signed in; `kept_for` left their work behind a lock."""
    study, file = desk.study, desk.file
    site = study.site(file.site)
    backup = backup_of(desk)
    if backup.at is None:
        copied = say("No backup yet")
    else:
        day = phrases.weekday_day(backup.at.date(), say)
        copied = say("Backup {day}, restore tested", day=day) if backup.tested else say("Backup {day}", day=day)
    seal = "-".join(file.seal().split()[:2])
    lines = (
        ("file-lock-2", say("{name}, encrypted", name=phrases.ltr(file.path.name))),
        ("hard-drive", copied),
        ("shield-check", say("Audit trail of {n} facts, seal {seal}", n=file.fact_count(), seal=phrases.ltr(seal))),
    )
    now = desk.clock.now()
    people = tuple(
        (each.person.username, each.person.name, _about(each, now, say))
        for each in accounts(file, now)
        if each.state != CLOSED
    )
    last = next(file.facts(kinds={FactKind.PERSON_SIGNED_IN}, newest_first=True, limit=1), None)
    return Known(
        study.facts.short,
        say("{name}, site {id}", name=site.name.in_(say.language), id=site.id),
        lines,
        people,
        _last(desk, last, say) if last is not None else "",
        next((each.username for each in file.people() if last is not None and each.id == last.person), ""),
        kept_for,
    )


def _about(account: Account, now: datetime, say: Say) -> str:
    """Say in which role somebody works; of a locked account until when."""
    role = role_words(account.person.role, say)
    if account.until is None:
        return role
    time = phrases.clock_time(account.until.astimezone(now.tzinfo), say.language)
    return say.joined((role, say("locked until {time}", time=time)), " · ")


def _last(desk: Desk, last: Fact, say: Say) -> str:
    names = {person.id: person.name for person in desk.file.people()}
    at = phrases.from_utc(last.at, last.offset)
    day = phrases.day_month_year(at.date(), say.language)
    time = phrases.clock_time(at, say.language)
    name = names.get(last.person, last.person)
    return say("Last signed in: {name}, {day}, {time}", name=name, day=day, time=time)
