"""What stands below a field: questions of the checks, queries of people, what cannot be read; and the ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crf_app.base.problems import Problem, Severity
from crf_app.base.values import Answer, Kind, to_text
from crf_app.base.words import Say
from crf_app.capture.form_session import ItemState
from crf_app.capture.places import EntryKey
from crf_app.capture.record import Query
from crf_app.capture.shown import show_answer
from crf_app.gui.parts import Mark
from crf_app.study.item import Item
from crf_app.study.study import Study

_TITLE_AT_MOST: Final = 64
_SAID_AT_MOST: Final = 1_000


@dataclass(frozen=True)
class Rights:
    """What the person at the window may do on a page."""

    record: bool = False
    explain: bool = False
    answer: bool = False
    ask: bool = False
    close: bool = False
    cancel: bool = False
    verify: bool = False


@dataclass(frozen=True)
class Deed:
    """A way out of a question that a person took. `about` is the check's or the query's id."""

    name: str
    key: EntryKey
    about: str
    title: str = ""
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """One box below a field. `buttons` are (deed, words, quiet)."""

    about: str
    title: str
    text: str
    mark: Mark
    said: tuple[str, ...] = ()
    buttons: tuple[tuple[str, str, bool], ...] = ()
    unreadable: bool = False
    value: str = ""

    @property
    def announced(self) -> str:
        """The sentence a listener hears once."""
        return f"{self.title} {self.text}".strip()


def questions_of(
    state: ItemState, item: Item, study: Study, rights: Rights, names: Mapping[str, str], say: Say
) -> tuple[Asked, ...]:
    """Return what is asked about an entry, unreadable text first, then checks, then people's queries."""
    found: list[Asked] = []
    live = [query for query in state.queries if query.is_live]
    told: set[str] = set()
    for problem in state.problems:
        if problem.code == "unreadable":
            found.append(Asked("unreadable", problem.text, "", Mark.QUERY, unreadable=True))
        elif problem.severity is not Severity.NOTE:
            query = next((each for each in live if each.check == problem.code), None)
            if query is not None:
                told.add(query.id)
            found.append(_of_check(problem, query, state, item, study, rights, names, say))
    found += [_of_person(query, rights, names, say) for query in live if query.id not in told]
    return tuple(found)


def notes_of(state: ItemState) -> str:
    """Return what the checks remark without asking."""
    return " ".join(each.text for each in state.problems if each.severity is Severity.NOTE)


def shown_value(item: Item, answer: Answer | None, study: Study, language: str) -> str:
    """Return a value as it stands in a sentence: a graded code alone, others in words."""
    if answer is None:
        return ""
    codes = study.codes_of(item) if item.codes or item.kind is Kind.YES_NO else None
    return show_answer(item, answer, codes, language, reasons=study.codelists[study.facts.missing_reasons])


def _of_check(
    problem: Problem, query: Query | None, state: ItemState, item: Item, study: Study, rights: Rights,
    names: Mapping[str, str], say: Say,
) -> Asked:  # fmt: skip
    title, text = parted(problem.text)
    # What is somebody else's to answer is theirs to explain; a value worked out is nobody's alone.
    explain = rights.explain and (item.is_derived or not state.read_only)
    if query is not None and query.state == "answered":
        buttons = [("explain", say("Change…"), True)] if explain else []
        if rights.close:
            buttons += [("close", say("Close the question"), False), ("reopen", say("Ask again…"), True)]
        said = _said(query, names, say)
        return Asked(problem.code, say("Explained."), problem.text, Mark.ANSWERED, said, tuple(buttons))
    buttons = [("cancel", say("Cancel it…"), True)] if query is not None and rights.cancel else []
    value = ""
    if rights.record and state.proposal is not None:
        value = to_text(state.proposal)
        shown = shown_value(item, Answer(state.proposal), study, say.language)
        buttons.append(("change", say("Change to {value}", value=shown), False))
    if explain:
        shown = shown_value(item, state.answer, study, say.language)
        short = 0 < len(shown) <= 18
        words = say("Keep {value}, explain…", value=shown) if short else say("Keep it, explain…")
        buttons.append(("explain", words, True))
    return Asked(problem.code, title, text, Mark.QUERY, buttons=tuple(buttons), value=value)


def _of_person(query: Query, rights: Rights, names: Mapping[str, str], say: Say) -> Asked:
    first = query.messages[0]
    asker, text = names.get(first.person, ""), _beginning(first.text)
    who = say("{name} asks", name=asker) if asker else say("Question")
    title = say("Q{number}, {who}", number=query.number, who=who)
    if query.state == "answered":
        buttons = [("answer", say("Add…"), True)] if rights.answer else []
        if rights.close:
            buttons = [("close", say("Close the question"), False), ("reopen", say("Ask again…"), True)]
        return Asked(query.id, title, text, Mark.ANSWERED, _said(query, names, say), tuple(buttons))
    buttons = [("answer", say("Answer…"), False)] if rights.answer else []
    if rights.close:
        buttons = [("close", say("Close the question"), True)]
    if rights.cancel:
        buttons.append(("cancel", say("Cancel it…"), True))
    return Asked(query.id, title, text, Mark.QUERY, _said(query, names, say), tuple(buttons))


def _said(query: Query, names: Mapping[str, str], say: Say) -> tuple[str, ...]:
    """Return what was said after the question, last three messages."""
    found = []
    for message in query.messages[1:][-3:]:
        if message.text:
            who, text = names.get(message.person, ""), _beginning(message.text)
            found.append(say("{name}: {text}", name=who, text=text) if who else text)
    return tuple(found)


def _beginning(text: str) -> str:
    """Return as much of what somebody wrote as may stand between two fields; the queries' own page has all of it."""
    return text if len(text) <= _SAID_AT_MOST else text[: _SAID_AT_MOST - 1] + "…"


def parted(text: str) -> tuple[str, str]:
    """Part a message into its head and the rest: at a colon, else after its first sentence."""
    head, colon, rest = text.partition(": ")
    if colon and len(head) <= _TITLE_AT_MOST and ". " not in head:
        return head, rest[:1].upper() + rest[1:]
    for end in (". ", "؟ ", "? ", "。", "？"):
        head, found, rest = text.partition(end)
        if found and rest.strip() and len(head) <= 90:
            return head + end.strip(), rest.strip()
    return text, ""
