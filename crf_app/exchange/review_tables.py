"""What was asked, what was signed, and who works in the file, with everything that ever happened to an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from crf_app.capture.facts import FactKind
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.exchange.source import Data, Table
from crf_app.services.fact_words import offset_text

_ACCOUNTS: Final = frozenset({
    FactKind.PERSON_ADDED, FactKind.PERSON_CHANGED, FactKind.PERSON_DISABLED, FactKind.PERSON_ENABLED,
    FactKind.PASSWORD_CHANGED, FactKind.PASSWORD_RESET, FactKind.PERSON_LOCKED_OUT, FactKind.PERSON_RELEASED,
})  # fmt: skip
"""What changes an account. Sign-ins are in the audit trail."""

_PLACE = ["subject", "visit", "visit_number", "form", "page_number"]


def queries(data: Data) -> Table:
    """Return one row for each message of each query, by number and in order."""
    table = [["query", *_PLACE, "row", "item", "check", "state", "message", "at_utc", "offset", "said", "name",
              "username", "text"]]  # fmt: skip
    name = _names(data)
    found = [(query.number, record.label, query) for record in data.records for query in record.queries.values()]
    for number, label, query in sorted(found, key=lambda each: each[0]):
        asked = [f"Q{number:02d}", label, *_place(query.visit, query.page), query.row or "", query.item or ""]
        for count, said in enumerate(query.messages, start=1):
            when = [said.at, offset_text(said.offset)]
            table.append(
                [*asked, query.check or "", query.state, str(count), *when, said.kind, *name(said.person), said.text]
            )
    return table


def signatures(data: Data) -> Table:
    """Return one row for each signature, those that no longer hold as well."""
    table = [["signature", *_PLACE, "meaning", "name", "username", "role", "at_utc", "offset", "pages",
              "content_sha256", "first_fact", "last_fact", "holds", "broken_by_fact",
              "not_seen_by_signer"]]  # fmt: skip
    name = _names(data)
    for record in data.records:
        for made in record.signatures.values():
            broken = "" if made.broken_by is None else str(made.broken_by)
            table.append([
                made.id, record.label, *_place(made.visit, made.page), made.meaning, made.name, name(made.person)[1],
                made.role, made.at, offset_text(made.offset), " ".join(made.pages), made.content, str(made.first_fact),
                str(made.last_fact), "no" if broken else "yes", broken, " ".join(made.withheld),
            ])  # fmt: skip
    return table


def people(data: Data) -> Table:
    """Return everybody who has or had an account, in the order in which they were added."""
    table = [["person", "username", "name", "role", "state"]]
    table += [[each.id, each.username, each.name, each.role, each.state] for each in data.view.people()]
    return table


def people_history(data: Data) -> Table:
    """Return everything that happened to an account, in order, with who did it and why."""
    head = ["fact", "at_utc", "offset", "person", "username", "what", "old_name", "new_name", "old_role", "new_role"]
    table = [[*head, "by", "by_username", "reason"]]
    name = _names(data)
    for fact in data.view.facts(kinds=_ACCOUNTS):
        old, new = fact.old or {}, fact.new or {}
        person = str(new.get("id", fact.person))
        parts = [str(part.get(each, "")) for each in ("name", "role") for part in (old, new)]
        when = [str(fact.seq), fact.at, offset_text(fact.offset)]
        table.append([*when, person, name(person)[1], fact.kind.value, *parts, *name(fact.person), fact.reason or ""])
    return table


def _names(data: Data) -> Callable[[str], tuple[str, str]]:
    known = {each.id: (each.name, each.username) for each in data.view.people()}
    return lambda person: known.get(person, (person, ""))


def _place(visit: str | None, page: str | None) -> list[str]:
    """Return visit, its number, form and page number of an id."""
    at = PagePlace.parse(page) if page else None
    held = at.visit if at else VisitPlace.parse(visit) if visit else None
    repeat = str(at.repeat) if at and at.visit is None else ""
    return [held.planned if held else "", str(held.repeat) if held else "", at.form if at else "", repeat]
