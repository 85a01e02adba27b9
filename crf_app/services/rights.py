"""Who may do what: one table, role by command, enforced by the desk and nowhere else.

The window greys out what a role may not do, and that is a courtesy: the desk refuses it whoever asks. An administrator
has no right on data, and nobody who works on data is an administrator (EMA/INS/GCP/112288/2023 A3.3). The sponsor's
people (monitor, data manager) ask, verify, freeze and lock, and change no data (ICH E6(R3) 3.16.1(i)).
"""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.base.words import Say, mark
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor
from crf_app.study.staff import (
    ADMINISTRATOR,
    COORDINATOR,
    DATA_MANAGER,
    INVESTIGATOR,
    MONITOR,
    PHARMACIST,
    RATER,
    READER,
    STAFF,
    STAFF_WORDS,
)

__all__ = ["DEEDS", "RIGHTS", "ROLES", "ROLE_WORDS", "may", "require"]

ROLES = STAFF
ROLE_WORDS = STAFF_WORDS

_SITE = frozenset({COORDINATOR, INVESTIGATOR})
_ENTRY = _SITE | {RATER, PHARMACIST}
"""Who fills pages; which ones, and which items of them, is a matter of sight (`capture.sight`)."""
_REVIEW = frozenset({MONITOR, DATA_MANAGER})
_ADMIN = frozenset({ADMINISTRATOR})
_ALL = frozenset(STAFF)
_DATA = _ALL - _ADMIN

RIGHTS: dict[type[object], frozenset[str]] = {
    c.Enrol: _SITE,
    c.StartVisit: _SITE,
    c.RedateVisit: _SITE,
    c.MissVisit: _SITE,
    c.CompleteVisit: _SITE,
    c.RecordEntries: _ENTRY,
    c.RemoveRow: _ENTRY,
    c.CompletePage: _ENTRY,
    c.ReopenPage: _ENTRY,
    c.PageNotDone: _ENTRY,
    c.RaiseQuery: _SITE | _REVIEW,
    c.AnswerQuery: _ENTRY,
    c.ExplainCheck: _ENTRY,
    c.CloseQuery: _REVIEW,
    c.ReopenQuery: _REVIEW,
    c.CancelQuery: _REVIEW,
    c.VerifySource: frozenset({MONITOR}),
    c.UnverifySource: frozenset({MONITOR}),
    c.FreezeData: _REVIEW,
    c.UnfreezeData: _REVIEW,
    c.LockData: frozenset({DATA_MANAGER}),
    c.UnlockData: frozenset({DATA_MANAGER}),
    c.Sign: frozenset({INVESTIGATOR}),
    c.AddPerson: _ADMIN,
    c.ChangeRole: _ADMIN,
    c.RenamePerson: _ADMIN,
    c.DisablePerson: _ADMIN,
    c.EnablePerson: _ADMIN,
    c.ReleasePerson: _ADMIN,
    c.ResetPassword: _ADMIN,
    c.ChangePassword: _ALL,
    c.NotePrinted: _DATA,
    c.NoteExported: _DATA - {RATER, READER},
    c.NoteBackup: _ALL,
    c.NoteRecoverySheet: frozenset({ADMINISTRATOR, COORDINATOR, INVESTIGATOR}),
}

DEEDS: dict[type[object], str] = {
    c.Enrol: mark("enrol a subject"),
    c.StartVisit: mark("start a visit"),
    c.RedateVisit: mark("change the date of a visit"),
    c.MissVisit: mark("declare a visit missed"),
    c.CompleteVisit: mark("complete a visit"),
    c.RecordEntries: mark("enter data"),
    c.RemoveRow: mark("remove a row"),
    c.CompletePage: mark("complete a page"),
    c.ReopenPage: mark("reopen a page"),
    c.PageNotDone: mark("declare a page not done"),
    c.RaiseQuery: mark("ask a query"),
    c.AnswerQuery: mark("answer a query"),
    c.ExplainCheck: mark("explain a value"),
    c.CloseQuery: mark("close a query"),
    c.ReopenQuery: mark("reopen a query"),
    c.CancelQuery: mark("cancel a query"),
    c.VerifySource: mark("verify against the source"),
    c.UnverifySource: mark("take back a source verification"),
    c.FreezeData: mark("freeze data"),
    c.UnfreezeData: mark("lift a freeze"),
    c.LockData: mark("lock data"),
    c.UnlockData: mark("unlock data"),
    c.Sign: mark("sign"),
    c.AddPerson: mark("add a person"),
    c.ChangeRole: mark("change a role"),
    c.RenamePerson: mark("change a person's name"),
    c.DisablePerson: mark("close an account"),
    c.EnablePerson: mark("open an account again"),
    c.ReleasePerson: mark("release an account"),
    c.ResetPassword: mark("reset a password"),
    c.ChangePassword: mark("change the password"),
    c.NotePrinted: mark("print a report"),
    c.NoteExported: mark("export data"),
    c.NoteBackup: mark("make a backup"),
    c.NoteRecoverySheet: mark("print the recovery sheet"),
}


def may(role: str, command: type[object]) -> bool:
    """Whether a role may give a kind of command."""
    return role in RIGHTS[command]


def require(actor: Actor, command: type[object], say: Say) -> None:
    """Refuse a kind of command the actor's role does not allow. Raises Refusal."""
    if not may(actor.role, command):
        allowed = " / ".join(say(ROLE_WORDS[role]) for role in ROLES if role in RIGHTS[command])
        raise Refusal(
            say(
                "As {role} you cannot {deed}. That takes the role of {allowed}.",
                role=say(ROLE_WORDS.get(actor.role, actor.role)),
                deed=say(DEEDS[command]),
                allowed=allowed,
            )
        )
