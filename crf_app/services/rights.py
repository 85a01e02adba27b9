"""Who may do what: one table, role by command, enforced here and nowhere else.

An administrator has no right on data and nobody who works on data is an administrator (EMA/INS/GCP/112288/2023 A3.3).
"""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.base.words import Say, mark
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor

COORDINATOR = "coordinator"
INVESTIGATOR = "investigator"
MONITOR = "monitor"
ADMINISTRATOR = "administrator"
ROLES = (COORDINATOR, INVESTIGATOR, MONITOR, ADMINISTRATOR)

ROLE_WORDS = {
    COORDINATOR: mark("coordinator"),
    INVESTIGATOR: mark("investigator"),
    MONITOR: mark("monitor"),
    ADMINISTRATOR: mark("administrator"),
}
"""The roles as they stand in a sentence."""

_SITE = frozenset({COORDINATOR, INVESTIGATOR})
_READERS = frozenset({COORDINATOR, INVESTIGATOR, MONITOR})

RIGHTS: dict[type[object], frozenset[str]] = {
    c.Enrol: _SITE,
    c.StartVisit: _SITE,
    c.RedateVisit: _SITE,
    c.MissVisit: _SITE,
    c.CompleteVisit: _SITE,
    c.RecordEntries: _SITE,
    c.RemoveRow: _SITE,
    c.CompletePage: _SITE,
    c.ReopenPage: _SITE,
    c.PageNotDone: _SITE,
    c.RaiseQuery: _READERS,
    c.AnswerQuery: _SITE,
    c.ExplainCheck: _SITE,
    c.CloseQuery: frozenset({MONITOR}),
    c.ReopenQuery: frozenset({MONITOR}),
    c.Sign: frozenset({INVESTIGATOR}),
    c.AddPerson: frozenset({ADMINISTRATOR}),
    c.NoteOutput: frozenset(ROLES),
}

_DEEDS: dict[type[object], str] = {
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
    c.Sign: mark("sign"),
    c.AddPerson: mark("add a person"),
    c.NoteOutput: mark("print or export"),
}


def may(role: str, command: type[object]) -> bool:
    """Whether a role may give a kind of command."""
    return role in RIGHTS[command]


def require(actor: Actor, command: object, say: Say) -> None:
    """Refuse a command the actor's role does not allow. Raises Refusal."""
    kind = type(command)
    if not may(actor.role, kind):
        allowed = " / ".join(say(ROLE_WORDS[role]) for role in ROLES if role in RIGHTS[kind])
        raise Refusal(
            say(
                "As {role} you cannot {deed}. That takes the role of {allowed}.",
                role=say(ROLE_WORDS.get(actor.role, actor.role)),
                deed=say(_DEEDS[kind]),
                allowed=allowed,
            )
        )
