"""Everything a person can do in the window, in one table: id, words, icon, keys, and when it can be done.

Menu bar, shortcuts, palette and buttons all read it; nothing can be done that is not in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from crf_app.base.words import mark
from crf_app.capture import commands as c
from crf_app.gui import navigation as to
from crf_app.services.rights import may


@dataclass(frozen=True)
class Situation:
    """What decides whether an action can be done: who sits here, where, and what the window can show."""

    role: str | None
    place: to.Place | None
    can_show: Callable[[type[object]], bool]
    can_go_back: bool = False
    can_go_forward: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether somebody is at the desk."""
        return self.role is not None

    @property
    def subject(self) -> str | None:
        """The subject whose place is shown."""
        return to.subject_of(self.place) if self.place is not None else None

    def may(self, command: type[object]) -> bool:
        """Whether the person may give a command."""
        return self.role is not None and may(self.role, command)

    def may_for_subject(self, action: Action) -> bool:
        """Whether an action could be done if the place were a subject's."""
        return action.enabled(replace(self, place=to.Subject("")))


When = Callable[[Situation], bool]


def _always(_: Situation) -> bool:
    return True


def _signed_in(now: Situation) -> bool:
    return now.signed_in


def _shows(kind: type[object]) -> When:
    return lambda now: now.signed_in and now.can_show(kind)


def _may(command: type[object]) -> When:
    return lambda now: now.may(command)


def _of_subject(command: type[object] | None = None) -> When:
    return lambda now: now.subject is not None and (command is None or now.may(command))


def _in_form(command: type[object] | None = None) -> When:
    return lambda now: (
        isinstance(now.place, to.Form | to.Visit) and now.can_show(to.Form) and (command is None or now.may(command))
    )


@dataclass(frozen=True)
class Action:
    """One row of the table. `keys` is a portable shortcut; `menu` is the menu it stands in."""

    id: str
    words: str
    menu: str
    icon: str | None = None
    keys: str = ""
    enabled: When = _signed_in

    @property
    def shown_keys(self) -> str:
        """The keys as they stand on a key cap: ``Ctrl Shift N``."""
        return self.keys.replace("++", "+Plus").replace("+", " ").replace("Plus", "+")


MENUS: Final = {
    "file": mark("File"),
    "go": mark("Go"),
    "do": mark("Do"),
    "view": mark("View"),
    "help": mark("Help"),
}

PLACES: Final[tuple[tuple[str, str, str, to.Place], ...]] = (
    ("today", mark("Today"), "sun", to.Today()),
    ("subjects", mark("Subjects"), "users", to.Subjects()),
    ("adverse_events", mark("Adverse events"), "octagon-alert", to.AdverseEvents()),
    ("queries", mark("Queries"), "message-square-more", to.Queries()),
    ("reports", mark("Reports"), "file-text", to.Reports()),
    ("audit_trail", mark("Audit trail"), "history", to.AuditTrail()),
    ("study", mark("Study"), "book-open", to.Study()),
    ("people", mark("People"), "key-round", to.People()),
)
"""The places of the sidebar: id, words, icon, where it leads. Each role is shown those it has."""

ACTIONS: Final[tuple[Action, ...]] = (
    *(
        Action(f"go_{id_}", words, "go", icon, f"Ctrl+{number}", _shows(type(place)))
        for number, (id_, words, icon, place) in enumerate(PLACES, 1)
    ),
    Action("back", mark("Back"), "go", "arrow-left", "Alt+Left", lambda now: now.can_go_back),
    Action("forward", mark("Forward"), "go", "arrow-right", "Alt+Right", lambda now: now.can_go_forward),
    Action("find", mark("Find or do"), "go", "search", "Ctrl+K"),
    Action("filter", mark("Filter this list"), "go", "list-filter", "Ctrl+F"),
    Action("next_column", mark("Next column"), "go", None, "F6"),
    Action("previous_column", mark("Previous column"), "go", None, "Shift+F6"),
    Action("new_subject", mark("New subject"), "do", "user-plus", "Ctrl+Shift+N", _may(c.Enrol)),
    Action(
        "new_adverse_event",
        mark("New adverse event"),
        "do",
        "octagon-alert",
        "Ctrl+Shift+A",
        lambda now: now.may(c.RecordEntries) and now.can_show(to.AdverseEvents),
    ),
    Action(
        "unscheduled",
        mark("Unscheduled visit"),
        "do",
        "calendar-plus",
        "",
        _of_subject(c.StartVisit),
    ),
    Action("add_person", mark("Add a person"), "do", "user-plus", "", _may(c.AddPerson)),
    Action("redate", mark("Change the date of a visit"), "do", "calendar", "", _of_subject(c.RedateVisit)),
    Action("sign", mark("Sign"), "do", "pen-line", "Ctrl+Shift+S", _may(c.Sign)),
    Action("sign_casebook", mark("Sign the whole casebook"), "do", "pen-line", "", _of_subject(c.Sign)),
    Action("ask", mark("Ask a query"), "do", "message-square-more", "", _may(c.RaiseQuery)),
    Action("verify_page", mark("Compare this page with its source"), "do", "check", "", _in_form(c.VerifySource)),
    Action("verify_visit", mark("Compare this visit with its source"), "do", "check", "", _in_form(c.VerifySource)),
    Action("hold", mark("Freeze or lock"), "do", "lock", "", _may(c.FreezeData)),
    Action("lift", mark("Lift a freeze or lock"), "do", None, "", _may(c.UnfreezeData)),
    Action("print", mark("Report or print"), "do", "printer", "Ctrl+P", _shows(to.Reports)),
    Action("verify", mark("Verify the audit trail"), "file", "shield-check"),
    Action("backup", mark("Back up now"), "file", "hard-drive"),
    Action("backups", mark("Backups…"), "file", "archive-restore"),
    Action("recovery_sheet", mark("Recovery sheet…"), "file", None, "", _may(c.NoteRecoverySheet)),
    Action("forget_passphrase", mark("Forget the passphrase on this computer"), "file"),
    Action("saved", mark("Save"), "file", "check", "Ctrl+S"),
    Action("lock", mark("Lock the window"), "file", "lock", "Ctrl+L"),
    Action("lock_after", mark("Lock by itself after…"), "file", "lock"),
    Action("change_password", mark("Change your password…"), "file", "key-round", "", _may(c.ChangePassword)),
    Action("open_file", mark("Open another file…"), "file", "folder-open", "Ctrl+O", _always),
    Action("quit", mark("Close the program"), "file", "x", "Ctrl+Q", _always),
    Action("rail", mark("Sidebar or rail"), "view", "panel-left", "Ctrl+B"),
    Action("larger", mark("Larger text"), "view", "zoom-in", "Ctrl++", _always),
    Action("smaller", mark("Smaller text"), "view", "zoom-out", "Ctrl+-", _always),
    Action("normal_size", mark("Normal text"), "view", "a-large-small", "Ctrl+0", _always),
    Action("light", mark("Light"), "view", "sun", "", _always),
    Action("dark", mark("Dark"), "view", "moon", "", _always),
    Action("system_scheme", mark("As the system"), "view", None, "", _always),
    Action("english", "English", "view", "languages", "", _always),
    Action("spanish", "Español", "view", "languages", "", _always),
    Action("persian", "فارسی", "view", "languages", "", _always),
    Action("chinese", "简体中文", "view", "languages", "", _always),
)

BY_ID: Final = {action.id: action for action in ACTIONS}


def action(id_: str) -> Action:
    """Return an action. Raises KeyError."""
    return BY_ID[id_]
