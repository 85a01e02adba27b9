"""Electronic signatures: two components, a meaning, bound to what the pages held (21 CFR 11.50, 11.70, 11.200)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from crf_app.base.problems import Refusal
from crf_app.capture.commands import Sign
from crf_app.capture.facts import Draft, FactKind, canonical
from crf_app.capture.record import Page, SubjectRecord
from crf_app.services.case import Case
from crf_app.services.passwords import is_right
from crf_app.services.visits import open_forms


def sign(command: Sign, case: Case) -> list[Draft]:
    """Sign a complete visit or a complete page of a log."""
    place = command.visit or command.page
    if place is None:
        raise Refusal(case.say("A signature belongs to a visit or to a page."))
    if not command.meaning.strip():
        raise Refusal(case.say("Say what the signature means."))
    subject = place.subject
    record = case.record(subject)
    pages = _signed_pages(command, record)
    if not pages:
        raise Refusal(case.say("There is nothing to sign here yet."))
    unfinished = [page.place.form for page in pages if page.state == "begun"]
    if command.visit is not None:
        unfinished += [form for form in open_forms(case, record, command.visit) if form not in unfinished]
    if unfinished:
        titles = ", ".join(case.title(form) for form in unfinished)
        raise Refusal(case.say("Complete these pages before signing: {titles}.", titles=titles))
    if all(record.signature_on(page.place.id) for page in pages):
        raise Refusal(case.say("This is signed already, and nothing has changed since."))
    if not is_right(case.records.credential(case.actor.person), command.password):
        raise WrongPassword(case.say("The password is not right. Nothing was signed."))
    facts = [entry.fact for page in pages for entry in page.entries.values()]
    new = {
        "id": case.new_id(),
        "pages": sorted(page.place.id for page in pages),
        "meaning": command.meaning,
        "name": case.actor.name,
        "content": content_of(pages),
        "first_fact": min(facts, default=0),
        "last_fact": max(facts, default=0),
    }
    visit = command.visit.id if command.visit else None
    page = command.page.id if command.page else None
    return [Draft(FactKind.SIGNATURE_MADE, subject, visit, page, new=new)]


class WrongPassword(Refusal):
    """A password was given that does not belong to the person; the attempt is recorded."""


def _signed_pages(command: Sign, record: SubjectRecord) -> list[Page]:
    if command.page is not None:
        held = record.pages.get(command.page.id)
        return [held] if held else []
    return [page for page in record.pages.values() if page.place.visit == command.visit]


def content_of(pages: Iterable[Page]) -> str:
    """Return the SHA-256 over everything the pages hold: what a signature is bound to."""
    held = {
        page.place.id: {
            "state": page.state,
            "form_version": page.form_version,
            "entries": {f"{key.row}/{key.item}": e.stored for key, e in page.entries.items()},
        }
        for page in pages
    }
    return hashlib.sha256(canonical(held)).hexdigest()
