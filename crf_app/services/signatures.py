"""Electronic signatures: two components, a meaning, bound to what the pages held (21 CFR 11.50, 11.70, 11.200)."""

from __future__ import annotations

from collections.abc import Iterable

from crf_app.base.problems import Refusal
from crf_app.capture.commands import Sign
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import VisitPlace
from crf_app.capture.record import Page, SubjectRecord
from crf_app.capture.signed_content import content_of
from crf_app.services.case import Case
from crf_app.services.passwords import is_right
from crf_app.services.visits import open_forms


def sign(command: Sign, case: Case) -> list[Draft]:
    """Sign a complete visit, a complete page of a log, or a casebook whose begun pages are all complete.

    The signature holds for what the signer sees: pages and items out of sight are not in it.
    """
    if not command.meaning.strip():
        raise Refusal(case.say("Say what the signature means."))
    subject = _subject(command, case)
    record = case.record(subject)
    pages = [page for page in _signed_pages(command, record) if case.sight.form(page.place.form)]
    if not pages:
        raise Refusal(case.say("There is nothing to sign here yet."))
    unfinished = _unfinished(command, record, pages, case)
    if unfinished:
        titles = ", ".join(case.title(form) for form in unfinished)
        raise Refusal(case.say("Complete these pages before signing: {titles}.", titles=titles))
    if _signed_already(command, record, pages):
        raise Refusal(case.say("This is signed already, and nothing has changed since."))
    _require_signer(command, case)
    withheld = _withheld(pages, case)
    facts = [
        entry.fact
        for page in pages
        for key, entry in page.entries.items()
        if f"{page.place.form}/{key.item}" not in withheld
    ]
    new = {
        "id": case.new_id(),
        "pages": sorted(page.place.id for page in pages),
        "meaning": command.meaning,
        "name": case.actor.name,
        "content": content_of(pages, withheld),
        "first_fact": min(facts, default=0),
        "last_fact": max(facts, default=0),
    }
    if withheld:
        new["withheld"] = withheld
    visit = command.visit.id if command.visit else None
    page = command.page.id if command.page else None
    return [Draft(FactKind.SIGNATURE_MADE, subject, visit, page, new=new)]


class WrongPassword(Refusal):
    """A user name or password was given that does not belong to the person; the attempt is recorded."""


def _subject(command: Sign, case: Case) -> str:
    place = command.visit or command.page
    subject = place.subject if place else command.subject
    if subject is None:
        raise Refusal(case.say("A signature belongs to a casebook, a visit or a page."))
    return subject


def _require_signer(command: Sign, case: Case) -> None:
    """Refuse unless the signer is the person at the desk: both components at first, the password later on."""
    if not case.signed_before and not command.username.strip():
        raise Refusal(case.say("The first signature after signing in takes your user name and your password."))
    given = case.records.person_by_username(command.username.strip()) if command.username.strip() else None
    own = not command.username.strip() or (given is not None and given.id == case.actor.person)
    # The password is compared in any case, so that the time it takes tells nothing of the name.
    right = is_right(case.records.credential(case.actor.person), command.password)
    if not (own and right):
        if command.username.strip():
            raise WrongPassword(case.say("User name or password is not right. Nothing was signed."))
        raise WrongPassword(case.say("The password is not right. Nothing was signed."))


def _signed_pages(command: Sign, record: SubjectRecord) -> list[Page]:
    if command.page is not None:
        held = record.pages.get(command.page.id)
        return [held] if held else []
    pages = record.pages.values()
    return [page for page in pages if command.visit is None or page.place.visit == command.visit]


def _unfinished(command: Sign, record: SubjectRecord, pages: Iterable[Page], case: Case) -> list[str]:
    """Return the forms that are begun and not complete, or that a visit to be signed still waits for."""
    unfinished = [page.place.form for page in pages if page.state == "begun"]
    for visit in _visits(command, record):
        unfinished += [form for form in open_forms(case, record, visit) if case.sight.form(form)]
    return list(dict.fromkeys(unfinished))


def _visits(command: Sign, record: SubjectRecord) -> list[VisitPlace]:
    if command.page is not None:
        return []
    if command.visit is not None:
        return [command.visit]
    return [visit.place for visit in record.visits.values() if visit.state != "missed"]


def _signed_already(command: Sign, record: SubjectRecord, pages: Iterable[Page]) -> bool:
    if command.visit is None and command.page is None:
        whole = (s for s in record.signatures.values() if s.visit is None and s.page is None)
        return any(signature.broken_by is None for signature in whole)
    return all(record.signature_on(page.place.id) for page in pages)


def _withheld(pages: Iterable[Page], case: Case) -> list[str]:
    """Return what the signer does not see: items of the pages as form/item, and of any form whole sections and itself.

    A section is given as form//section, a form as form/: what begins there later was not missing when it was signed.
    """
    forms = {page.place.form for page in pages}
    items = (
        f"{form}/{item.id}"
        for form in forms
        for item in case.study.forms[form].items()
        if not case.sight.item(form, item.id)
    )
    parts = (
        f"{form.id}//{section.id}"
        for form in case.study.forms.values()
        for section in form.sections
        if not case.sight.section(form.id, section.id)
    )
    return sorted({*items, *parts, *(f"{form}/" for form in case.study.forms if not case.sight.form(form))})
