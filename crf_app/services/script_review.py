"""The steps of an entry script that are a monitor's and a data manager's: cancelling, comparing, freezing, locking."""

from __future__ import annotations

from typing import Protocol

from crf_app.capture import commands as c
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.desk import Desk
from crf_app.services.script_steps import AtPage, HeldAt, LiftedAt, QuerySaid, Unverified, Verified
from crf_app.services.verification import to_verify


class Run(Protocol):
    """The run of a script, as far as these steps need it."""

    desk: Desk

    def subject(self, label: str) -> str:
        """Return the id of a subject by its label."""
        ...

    def page_of(self, at: AtPage) -> PagePlace:
        """Return the page a step speaks of."""
        ...

    def query_of(self, subject: str, number: int) -> str:
        """Return the id of a query by its number."""
        ...


def cancel(run: Run, said: QuerySaid) -> str:
    """Take a query back that should not have been asked."""
    subject = run.subject(said.subject)
    run.desk.do(c.CancelQuery(subject, run.query_of(subject, said.query), said.text))
    return f"Q{said.query}"


def verify(run: Run, at: Verified) -> str:
    """Mark entries as compared with their source."""
    place = run.page_of(at)
    held = run.desk.record(place.subject).pages.get(place.id)
    every = to_verify(run.desk.study, held) if held is not None else ()
    keys = tuple(EntryKey(item, at.row) for item in at.items) or every
    done = run.desk.do(c.VerifySource(place, keys))
    return f"{place.form}, {len(done.facts)} entries"


def unverify(run: Run, at: Unverified) -> str:
    """Take the mark off again."""
    place = run.page_of(at)
    keys = tuple(EntryKey(item, at.row) for item in at.items)
    done = run.desk.do(c.UnverifySource(place, keys, at.reason))
    return f"{place.form}, {len(done.facts)} entries"


def freeze(run: Run, at: HeldAt) -> str:
    """Freeze data."""
    return _hold(run, c.FreezeData(_held(run, at)))


def lock(run: Run, at: HeldAt) -> str:
    """Lock data."""
    return _hold(run, c.LockData(_held(run, at)))


def unfreeze(run: Run, at: LiftedAt) -> str:
    """Lift a freeze."""
    return _hold(run, c.UnfreezeData(_held(run, at), at.reason))


def unlock(run: Run, at: LiftedAt) -> str:
    """Lift a lock."""
    return _hold(run, c.UnlockData(_held(run, at), at.reason))


def _hold(run: Run, command: c.FreezeData | c.UnfreezeData | c.LockData | c.UnlockData) -> str:
    run.desk.do(command)
    scope = command.at.scope
    return " ".join(scope.partition("/")[2].replace("#", " ").split()) or ("subject" if scope else "file")


def _held(run: Run, at: HeldAt) -> HoldPlace:
    if at.subject is None:
        return HoldPlace()
    subject = run.subject(at.subject)
    visit = VisitPlace(subject, at.visit, at.repeat) if at.visit else None
    if at.form is None:
        return HoldPlace(subject, visit)
    page = PagePlace(subject, visit, at.form, 1 if visit else at.number)
    return HoldPlace(page=page, key=EntryKey(at.item, at.row) if at.item else None)
